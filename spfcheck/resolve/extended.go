package resolve

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// extendedError is what an extended error (RFC 8914 §4) says of an answer.
type extendedError struct {
	use  use
	text i18n.Text
}

// use says what an answer is good for that has an extended error.
type use int

const (
	byCode   use = iota // the code of the answer counts
	failed              // it isn't what the domain publishes, as far as can be told
	own                 // it is the server's own, whatever the domain publishes
	stale               // it was what the domain published; soon there may be a new one
	notForUs            // the server answers others
)

// What is kept of an answer's extended errors.
const (
	maxDetails = 4
	maxDetail  = 120 // characters of the text of each
)

// extendedErrors are those that say more than their name. Of the others the name is
// shown.
var extendedErrors = map[uint16]extendedError{
	dns.ExtendedErrorCodeStaleAnswer: {stale, i18n.Text{
		EN: "the DNS server has no more than an old answer, since it reaches no name server of the domain (Stale Answer)",
		JA: "DNS サーバーがドメインの権威サーバーに到達できず、古い応答しかありません（Stale Answer）",
	}},
	dns.ExtendedErrorCodeStaleNXDOMAINAnswer: {stale, i18n.Text{
		EN: "the DNS server has no more than an old answer, since it reaches no name server of the domain (Stale NXDOMAIN Answer)",
		JA: "DNS サーバーがドメインの権威サーバーに到達できず、古い応答しかありません（Stale NXDOMAIN Answer）",
	}},
	dns.ExtendedErrorCodeForgedAnswer: {own, i18n.Text{
		EN: "the DNS server gives an answer of its own in place of the domain's (Forged Answer)",
		JA: "DNS サーバーがドメインの応答の代わりに独自の応答を返しています（Forged Answer）",
	}},
	dns.ExtendedErrorCodeBlocked: {own, i18n.Text{
		EN: "the DNS server blocks this name (Blocked); what the domain publishes isn't known",
		JA: "DNS サーバーがこの名前を遮断しています（Blocked）。ドメインが公開している内容は分かりません",
	}},
	dns.ExtendedErrorCodeCensored: {own, i18n.Text{
		EN: "the DNS server has to block this name, since others demand it (Censored); what the domain publishes isn't known",
		JA: "DNS サーバーが外部の指示でこの名前を遮断しています（Censored）。ドメインが公開している内容は分かりません",
	}},
	dns.ExtendedErrorCodeFiltered: {own, i18n.Text{
		EN: "the DNS server filters this name out, as whoever uses it has asked (Filtered); what the domain publishes isn't known",
		JA: "DNS サーバーが利用者の設定でこの名前をフィルタリングしています（Filtered）。ドメインが公開している内容は分かりません",
	}},
	dns.ExtendedErrorCodeProhibited: {notForUs, i18n.Text{
		EN: "the DNS server doesn't answer whoever asks from here (Prohibited)",
		JA: "DNS サーバーがここからの問い合わせを許可していません（Prohibited）",
	}},
	dns.ExtendedErrorCodeDNSBogus: {failed, i18n.Text{
		EN: "the domain's DNSSEC signatures are not valid (DNSSEC Bogus)",
		JA: "ドメインの DNSSEC 署名が正しくありません（DNSSEC Bogus）",
	}},
	dns.ExtendedErrorCodeSignatureExpired: {failed, i18n.Text{
		EN: "a DNSSEC signature of the domain has expired (Signature Expired)",
		JA: "ドメインの DNSSEC 署名の有効期限が切れています（Signature Expired）",
	}},
	dns.ExtendedErrorCodeSignatureNotYetValid: {failed, i18n.Text{
		EN: "a DNSSEC signature of the domain is not valid yet (Signature Not Yet Valid)",
		JA: "ドメインの DNSSEC 署名がまだ有効になっていません（Signature Not Yet Valid）",
	}},
	dns.ExtendedErrorCodeSignatureExpiredBeforeValid: {failed, i18n.Text{
		EN: "a DNSSEC signature of the domain expires before it is valid (Signature Expired Before Valid)",
		JA: "ドメインの DNSSEC 署名の有効期限が開始日より前です（Signature Expired Before Valid）",
	}},
	dns.ExtendedErrorCodeDNSKEYMissing: {failed, i18n.Text{
		EN: "the domain has no DNSKEY record for its DS record (DNSKEY Missing)",
		JA: "ドメインに DS レコードに対応する DNSKEY レコードがありません（DNSKEY Missing）",
	}},
	dns.ExtendedErrorCodeRRSIGsMissing: {failed, i18n.Text{
		EN: "DNSSEC signatures of the domain are missing (RRSIGs Missing)",
		JA: "ドメインの DNSSEC 署名がありません（RRSIGs Missing）",
	}},
	dns.ExtendedErrorCodeNoZoneKeyBitSet: {failed, i18n.Text{
		EN: "no DNSKEY record of the domain is a zone key (No Zone Key Bit Set)",
		JA: "ドメインの DNSKEY レコードにゾーン鍵がありません（No Zone Key Bit Set）",
	}},
	dns.ExtendedErrorCodeNSECMissing: {failed, i18n.Text{
		EN: "the DNSSEC proof that nothing is there is missing (NSEC Missing)",
		JA: "存在しないことの DNSSEC の証明がありません（NSEC Missing）",
	}},
	dns.ExtendedErrorCodeNoReachableAuthority: {byCode, i18n.Text{
		EN: "it reaches no name server of the domain (No Reachable Authority)",
		JA: "ドメインの権威サーバーに到達できません（No Reachable Authority）",
	}},
	dns.ExtendedErrorCodeNetworkError: {byCode, i18n.Text{
		EN: "it can't talk to a name server of the domain (Network Error)",
		JA: "ドメインの権威サーバーと通信できません（Network Error）",
	}},
	dns.ExtendedErrorCodeCachedError: {byCode, i18n.Text{
		EN: "it failed shortly before and doesn't try again yet (Cached Error)",
		JA: "直前のエラーを覚えていて、まだ再試行していません（Cached Error）",
	}},
}

// details gives the extended errors of an answer, as many as are kept.
func details(m *dns.Msg) []*dns.EDNS0_EDE {
	opt := m.IsEdns0()
	if opt == nil {
		return nil
	}
	var all []*dns.EDNS0_EDE
	for _, option := range opt.Option {
		if e, ok := option.(*dns.EDNS0_EDE); ok && len(all) < maxDetails {
			all = append(all, &dns.EDNS0_EDE{InfoCode: e.InfoCode, ExtraText: legible(e.ExtraText)})
		}
	}
	return all
}

// legible makes a text of a server fit to be shown.
func legible(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > maxDetail {
		return string(runes[:maxDetail]) + "…"
	}
	return text
}

// detailed makes all additional records of m its extended errors alone. The others
// are nobody's data, and a cache would keep them.
func detailed(m *dns.Msg, details []*dns.EDNS0_EDE) {
	m.Extra = nil
	if len(details) == 0 {
		return
	}
	opt := &dns.OPT{Hdr: dns.RR_Header{Name: ".", Rrtype: dns.TypeOPT}}
	for _, e := range details {
		opt.Option = append(opt.Option, e)
	}
	m.Extra = []dns.RR{opt}
}

// has reports whether an extended error says that an answer is good for that.
func has(details []*dns.EDNS0_EDE, use use) bool {
	for _, e := range details {
		if extendedErrors[e.InfoCode].use == use {
			return true
		}
	}
	return false
}

// honest makes SERVFAIL, so that nobody above takes it for the domain's, of an answer
// that isn't: one that the server says is its own, is old, or has no valid signature.
// A refusal stays one where it is meant for whoever asks.
func honest(m *dns.Msg) {
	all := details(m)
	detailed(m, all)
	answers := m.Rcode == dns.RcodeSuccess || m.Rcode == dns.RcodeNameError
	if has(all, own) || answers && (has(all, failed) || has(all, stale) || has(all, notForUs)) {
		m.Rcode, m.Answer, m.Ns = dns.RcodeServerFailure, nil, nil
	}
}

// answerError is an answer that says nothing of a domain.
type answerError struct {
	rcode   int
	details []*dns.EDNS0_EDE
}

func (e *answerError) Error() string { return e.Text().EN }

// Text says what the server says. Whoever made the answer his own has answered, and not
// failed.
func (e *answerError) Text() i18n.Text {
	text := serverAnswered.Format(rcodeText(e.rcode))
	for i, d := range e.details {
		more := extendedErrors[d.InfoCode]
		if more.text == (i18n.Text{}) {
			name, ok := dns.ExtendedErrorCodeToString[d.InfoCode]
			if !ok {
				name = "EDE " + strconv.Itoa(int(d.InfoCode))
			}
			more.text = i18n.Text{EN: name, JA: name}
		}
		if d.ExtraText != "" {
			more.text = quoting.Format(more.text, d.ExtraText)
		}
		if i == 0 && (more.use == own || more.use == stale) {
			text = more.text
			continue
		}
		text = withCause.Format(text, more.text)
	}
	return text
}

var (
	serverAnswered = i18n.Text{EN: "the server answered %s", JA: "サーバーが %s を返しました"}
	withCause      = i18n.Text{EN: "%s: %s", JA: "%s: %s"}
	quoting        = i18n.Text{EN: "%s, %q", JA: "%s「%s」"}
)
