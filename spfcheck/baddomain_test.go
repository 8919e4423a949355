package spfcheck_test

import (
	"net/netip"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// TestBadDomains: what DNS can't have comes to none in every identity (RFC 7208 §4.3),
// and DNS isn't asked.
func TestBadDomains(t *testing.T) {
	for _, domain := range []string{
		"a..example.jp", ".example.jp", strings.Repeat("a", 64) + ".jp", strings.Repeat("a.", 126) + "jp", "[192.0.2.1]", "192.0.2.1",
		"xn--例え.jp", "exam!ple.jp",
	} {
		checker := spfcheck.Checker{Exchanger: untouched{t}, Profiles: []*carriers.Profile{carriers.ByID("au")}}
		rep, err := checker.Check(t.Context(), spfcheck.Request{
			Mail:    strings.NewReader("Return-Path: <b@" + domain + ">\nFrom: Shop <a@" + domain + ">\n\n"),
			Source:  identity.Source{Helo: domain},
			Clients: []netip.Addr{netip.MustParseAddr("192.0.2.1")},
		})
		if err != nil {
			t.Fatal(domain, err)
		}
		if len(rep.Identities) != len(identity.Kinds) {
			t.Errorf("%s: %d identities", domain, len(rep.Identities))
		}
		for _, id := range rep.Identities {
			if id.Result != spf.None || !id.Results[0].ProblemText.Complete() || !id.Why.Complete() {
				t.Errorf("%s: the %s comes to %s (%s)", domain, id.Kind, id.Result, id.Results[0].Problem)
			}
		}
		if rep.Worst.Delivered() {
			t.Errorf("%s: au says %s", domain, rep.Worst)
		}
	}
}
