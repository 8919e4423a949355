package resolve_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// extended answers with that code, a record, and an extended error with a text.
func extended(rcode int, info uint16, text string) dnstest.Handler {
	return func(w *dnstest.Writer, r *dnstest.Request) {
		m := new(dns.Msg).SetRcode(r.Msg, rcode)
		m.RecursionAvailable = true
		if rcode == dns.RcodeSuccess {
			m.Answer = []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: r.Question().Name, Rrtype: dns.TypeTXT, Class: dns.ClassINET}, Txt: []string{"x"}}}
		}
		m.SetEdns0(dns.DefaultMsgSize, false)
		m.IsEdns0().Option = []dns.EDNS0{&dns.EDNS0_EDE{InfoCode: info, ExtraText: text}}
		w.Msg(m)
	}
}

// TestExtendedErrors: what a server says of an answer beside its code is kept, in words,
// and an answer that it says isn't the domain's is none of the domain's.
func TestExtendedErrors(t *testing.T) {
	tests := []struct {
		what         string
		handler      dnstest.Handler
		kind, en, ja string
	}{
		{"bogus", extended(dns.RcodeServerFailure, dns.ExtendedErrorCodeDNSBogus, ""), "temporary", "the server answered SERVFAIL: the domain's DNSSEC signatures are not valid", "DNSSEC 署名が正しくありません"},
		{"a text", extended(dns.RcodeServerFailure, dns.ExtendedErrorCodeSignatureExpired, "for \x1b[31m\"a.example.\""), "temporary", `has expired (Signature Expired), "for [31m\"a.example.\""`, "有効期限が切れています"},
		{"bogus and let through", extended(dns.RcodeSuccess, dns.ExtendedErrorCodeDNSBogus, ""), "temporary", "DNSSEC Bogus", "DNSSEC Bogus"},
		{"not supported algorithm", extended(dns.RcodeSuccess, dns.ExtendedErrorCodeUnsupportedDNSKEYAlgorithm, ""), "ok", "", ""},
		{"blocked, NXDOMAIN", extended(dns.RcodeNameError, dns.ExtendedErrorCodeBlocked, ""), "temporary", "the DNS server blocks this name (Blocked)", "遮断しています（Blocked）"},
		{"blocked, REFUSED", extended(dns.RcodeRefused, dns.ExtendedErrorCodeBlocked, ""), "temporary", "the DNS server blocks this name (Blocked)", "遮断しています（Blocked）"},
		{"censored, other data", extended(dns.RcodeSuccess, dns.ExtendedErrorCodeCensored, ""), "temporary", "(Censored)", "（Censored）"},
		{"filtered", extended(dns.RcodeNameError, dns.ExtendedErrorCodeFiltered, ""), "temporary", "(Filtered)", "（Filtered）"},
		{"forged", extended(dns.RcodeSuccess, dns.ExtendedErrorCodeForgedAnswer, ""), "temporary", "in place of the domain's (Forged Answer)", "（Forged Answer）"},
		{"prohibited, NXDOMAIN", extended(dns.RcodeNameError, dns.ExtendedErrorCodeProhibited, ""), "temporary", "(Prohibited)", "（Prohibited）"},
		{"prohibited, REFUSED", extended(dns.RcodeRefused, dns.ExtendedErrorCodeProhibited, ""), "temporary", "REFUSED: ", "REFUSED"},
		{"stale NXDOMAIN", extended(dns.RcodeNameError, dns.ExtendedErrorCodeStaleNXDOMAINAnswer, ""), "temporary", "an old answer", "古い応答"},
		{"stale", extended(dns.RcodeSuccess, dns.ExtendedErrorCodeStaleAnswer, ""), "temporary", "an old answer", "古い応答"},
		{"stale, and then up to date", dnstest.Sequence(extended(dns.RcodeSuccess, dns.ExtendedErrorCodeStaleAnswer, ""), dnstest.Records(`a.example. TXT "x"`)), "ok", "", ""},
		{"a plain NXDOMAIN", extended(dns.RcodeNameError, dns.ExtendedErrorCodeSynthesized, ""), "notfound", "", ""},
		{"an unknown one", extended(dns.RcodeServerFailure, 4711, ""), "temporary", "the server answered SERVFAIL: EDE 4711", "EDE 4711"},
		{"a long text", extended(dns.RcodeServerFailure, 0, strings.Repeat("x", 999)), "temporary", strings.Repeat("x", 120) + "…", ""},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			var recording strings.Builder
			live := resolve.Chain(dial(t, dnstest.Start(t, tt.handler).Addr), resolve.Record(&recording))
			look := func(e resolve.Exchanger) string {
				_, err := resolve.Lookup{Exchanger: e}.LookupTXT(within(t, long), "a.example")
				said := kind(err)
				if err == nil {
					return said
				}
				text := resolve.FailureText(err)
				if !strings.Contains(text.EN, tt.en) || !strings.Contains(text.JA, tt.ja) {
					t.Errorf("it says %q and %q, without %q and %q", text.EN, text.JA, tt.en, tt.ja)
				}
				return said
			}
			if got := look(live); got != tt.kind {
				t.Errorf("got %s, want %s", got, tt.kind)
			}
			replay, err := resolve.Replay(strings.NewReader(recording.String()))
			if err != nil {
				t.Fatal(err)
			}
			if got := look(replay); got != tt.kind {
				t.Errorf("from the recording: got %s, want %s", got, tt.kind)
			}
		})
	}
}
