package spfcheck

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"
	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
)

// notes says which identities are missing, what was not looked at, and what
// holds for this mail or for the recipient's mailbox.
func (t *trial) notes() []i18n.Text {
	var notes []i18n.Text
	words := t.request.Words
	for _, id := range t.identities {
		if !id.Evaluable() {
			notes = append(notes, t.without(id.Kind))
		}
	}
	if t.checker.Explain && t.coverage != nil {
		notes = append(notes, notExplained.Format(words.Of(input.IP)))
	}
	if t.message == nil {
		notes = append(notes, noMessage.Format(words.Of(input.Mail)))
		if len(t.signers) == 0 {
			notes = append(notes, noSignatures.Format(words.Of(input.Mail), words.Of(input.DKIMDomain)))
		}
	} else if t.message.Facts.Unread {
		notes = append(notes, bodyUnread)
	}
	if weak := t.weakSignature(); weak.Complete() {
		notes = append(notes, weak)
	}
	for _, p := range t.checker.profiles() {
		if t.leavesOut(p) {
			notes = append(notes, ipv6LeftOut.Format(p.Name))
		}
		for _, n := range p.Notes {
			if t.concerns(n) {
				notes = append(notes, carrierNote.Format(p.Name, t.noted(n)))
			}
		}
	}
	return notes
}

// given gives what the mail is said to be sent from, as far as whoever asks said so
// himself; those of a service or a record are another matter.
func (r *run) given() []netip.Prefix {
	var networks []netip.Prefix
	if r.coverage != nil {
		networks = r.coverage.given.Prefixes()
	} else {
		for _, a := range r.request.Clients {
			networks = append(networks, netip.PrefixFrom(a, a.BitLen()))
		}
	}
	const most = 5 // one note would do
	return networks[:min(len(networks), most)]
}

// named gives the addresses that the request names, beside those of a service or a record.
func (r *run) named() *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, p := range r.request.Ranges {
		b.AddPrefix(p)
	}
	for _, a := range r.request.Clients {
		b.Add(a)
	}
	set, _ := b.IPSet() // it fails for invalid ranges alone
	return set
}

// warnings say of what is given that the verdicts can't be those of real mail.
func (r *run) warnings() []i18n.Text {
	var warnings []i18n.Text
	for _, network := range r.given() {
		if why := plan.Refuse(network); why != (i18n.Text{}) {
			shown := strings.TrimSuffix(network.String(), fmt.Sprintf("/%d", network.Addr().BitLen()))
			say := noSender
			if plan.FindSpecial(network) == nil {
				say = tooMuch
			}
			warnings = append(warnings, say.Format(shown, why, r.request.Words.Of(input.IP)))
		}
	}
	return warnings
}

// weakSignature says of DMARC that it passes by no more than signatures that a receiver
// may take for none; zero where that isn't so.
func (t *trial) weakSignature() (why i18n.Text) {
	if t.dmarc == nil {
		return i18n.Text{}
	}
	for _, r := range t.dmarc.Results {
		helps := func(method dmarc.Method, domain string) bool {
			return slices.ContainsFunc(r.Identifiers, func(id Identifier) bool {
				return id.Method == method && id.Aligned && id.Result == spf.Pass && (domain == "" || id.Domain == domain)
			})
		}
		if r.Result != dmarc.Pass || helps(dmarc.SPF, "") {
			continue
		}
		var weak i18n.Text
		sound := slices.ContainsFunc(t.signatures(), func(s DKIM) bool {
			because := weakness(s)
			if s.Result != dkim.Pass || !helps(dmarc.DKIM, s.Domain) {
				return false
			}
			weak = onWeakSignature.Format(s.Domain, because)
			return because == (i18n.Text{})
		})
		if !sound {
			return weak
		}
	}
	return i18n.Text{}
}

// weakness says why a receiver may take a signature that passes for none (RFC 6376
// §3.6.1, §8.2).
func weakness(s DKIM) i18n.Text {
	switch {
	case s.Testing:
		return keyInTest
	case s.Limited != nil:
		return bodyOpen
	}
	return i18n.Text{}
}

// concerns reports whether a carrier's note is for this mail: because of what it
// is, or because of the mailbox that it goes to.
func (t *trial) concerns(n carriers.Note) bool {
	if n.Conditional() {
		return slices.ContainsFunc(t.facts, n.Holds)
	}
	return n.Always || t.request.Recipient != "" && n.For(t.request.Recipient)
}

// noted is the text of a note, with the addresses that it is about where it isn't
// about all of them.
func (t *trial) noted(n carriers.Note) i18n.Text {
	var about []string
	for i, f := range t.facts {
		if n.Holds(f) {
			about = append(about, t.request.Clients[i].String())
		}
	}
	if len(about) == len(t.facts) {
		return n.Text
	}
	return inBrackets.Format(n.Text, strings.Join(about, ", "))
}

// leavesOut reports whether a filter of the carrier is judged by the IPv4 addresses
// alone, while the mail comes from others, too.
func (t *trial) leavesOut(p *carriers.Profile) bool {
	if !slices.ContainsFunc(p.Filters, func(f carriers.Filter) bool { return f.IPv4Only }) {
		return false
	}
	is4 := func(client netip.Addr) bool { return client.Unmap().Is4() }
	is6 := func(client netip.Addr) bool { return !is4(client) }
	return slices.ContainsFunc(t.request.Clients, is4) && slices.ContainsFunc(t.request.Clients, is6)
}

var (
	noSender = i18n.Text{
		EN: "%s %s: receivers don't see mail come from it. Behind NAT they see the public address of the router or mail server: give that one (%s)",
		JA: "%s は%s。受信側からこの送信元は見えません。NAT の内側から送る場合は、受信側から見えるルーターやメールサーバーのグローバルアドレスを指定してください（%s）",
	}
	tooMuch = i18n.Text{
		EN: "%s %s: give the public addresses that the mail is sent from (%s)",
		JA: "%s は%s。実際に送信するグローバルアドレスを指定してください（%s）",
	}
	carrierNote = i18n.Text{EN: "%s: %s", JA: "%s: %s"}
	inBrackets  = i18n.Text{EN: "%s (%s)", JA: "%s（%s）"}
	ipv6LeftOut = i18n.Text{
		EN: "%s is judged by the IPv4 addresses alone: what it does with mail from IPv6 addresses isn't documented",
		JA: "%s は IPv4 アドレスだけで判定しました。IPv6 アドレスからのメールの扱いは公表されていません",
	}
	notExplained = i18n.Text{
		EN: "the evaluation is shown for single addresses only, not for ranges: give one with %s",
		JA: "評価の過程は範囲では表示できません。%s でアドレスを 1 つ指定してください",
	}
	noMessage = i18n.Text{
		EN: "lines, recipients and content were not looked at: no message is given (%s)",
		JA: "メール（%s）の指定がないため、行の長さ、宛先、内容は確認していません",
	}
	noSignatures = i18n.Text{
		EN: "no DKIM signature is taken into account: give a signed message (%s), or the domain that will sign (%s)",
		JA: "DKIM 署名はないものとしています。署名済みのメール（%s）か、署名するドメイン（%s）を指定できます",
	}
	onWeakSignature = i18n.Text{
		EN: "DMARC passes by nothing but the DKIM signature of %s, %s: a receiver may treat the mail as unsigned, and DMARC fails there",
		JA: "DMARC は %s の DKIM 署名だけで pass になっています。%s、署名なしとして扱う受信側では DMARC が fail になります",
	}
	keyInTest = i18n.Text{EN: "whose key is in test (t=y)", JA: "この署名の鍵は試験中（t=y）のため"}
	bodyOpen  = i18n.Text{
		EN: "which lets anybody add to the body (l=)",
		JA: "この署名では本文に後から書き足せる（l=）ため",
	}
	bodyUnread = i18n.Text{
		EN: "a part of the message could not be read: there may be more links in it than are counted",
		JA: "メールの一部を読めませんでした。数えた以外にも URL があるかもしれません",
	}
)
