package spfcheck

import (
	"net/netip"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// Unknown is the result of an identity whose SPF record asks for an input that wasn't
// given. It is none of RFC 7208's.
const Unknown = spf.Result("unknown")

// question is what SPF is asked of an identity, from a client.
func (r *run) question(id identity.Identity, client netip.Addr) eval.Request {
	return eval.Request{Client: client, Sender: id.Sender(), AnyLocal: id.AnyLocal, Helo: r.heloName()}
}

// heloName is what %{h} stands for: what HELO said, also where that is no name, such as
// an address (RFC 7208 §7.2). DNS has U-labels as A-labels.
func (r *run) heloName() string {
	said := strings.TrimSpace(r.request.Helo)
	if spelling.IsASCII(said) {
		return said
	}
	return r.identity(identity.Helo).Domain
}

// needs says which inputs would settle the result of an identity, and why.
func (r *run) needs(id identity.Identity, missing eval.Missing) (needs []input.Name, why i18n.Text) {
	if missing.Helo {
		needs = append(needs, input.Helo)
		why = needsHelo.Format(r.request.Words.Of(input.Helo))
	}
	if missing.Local {
		address := id.Input
		if id.Kind == identity.MailFrom { // it may be that of a sending service
			address = input.MailFrom
		}
		needs = append(needs, address)
		local := needsLocal.Format(r.request.Words.Of(address))
		if missing.Helo {
			local = furthermore.Format(why, local)
		}
		why = local
	}
	return needs, why
}

var (
	needsHelo = i18n.Text{
		EN: "the SPF record asks for the HELO name (%%{h}), which is not given; give it with %s",
		JA: "SPF レコードが HELO の名前（%%{h}）を参照していますが、指定がありません。%s で指定してください",
	}
	needsLocal = i18n.Text{
		EN: "the SPF record asks for the local part of the address (%%{l} or %%{s}), and only a domain is given; give the address with %s",
		JA: "SPF レコードがアドレスのローカル部（%%{l} か %%{s}）を参照していますが、ドメインしか分かりません。アドレスを %s で指定してください",
	}
	hangsOnInput = i18n.Text{
		EN: "SPF of the %s is unknown: %s",
		JA: "%s の SPF の結果は不明です: %s",
	}
	hangsOnEnvelope = i18n.Text{
		EN: "DMARC is unknown: %s",
		JA: "DMARC の結果は不明です: %s",
	}
)
