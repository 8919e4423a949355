package dnstest

import (
	"context"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Zone reads the text of a zone file. A fault in it ends the test.
func Zone(t testing.TB, text string) resolve.Zone {
	t.Helper()
	z, err := resolve.ParseZone(strings.NewReader(text), "test.zone")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return z
}

// Failing is e, but that it fails with SERVFAIL for all that is asked of one name,
// which ends with a dot.
func Failing(e Exchanger, name string) Exchanger { return &failing{e, name} }

type failing struct {
	Exchanger
	name string
}

func (f *failing) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if q.Name == f.name {
		return &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Rcode: dns.RcodeServerFailure}}, nil
	}
	return f.Exchanger.Exchange(ctx, q)
}

// TXT writes a text as TXT data, cut into strings.
func TXT(text string) string {
	var strs []string
	for text != "" {
		n := min(len(text), 255)
		strs = append(strs, `"`+text[:n]+`"`)
		text = text[n:]
	}
	return strings.Join(strs, " ")
}
