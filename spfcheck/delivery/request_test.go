package delivery_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// TestReadLooksFirst: each wrong field is named, and the report isn't read.
func TestReadLooksFirst(t *testing.T) {
	_, err := delivery.Read(t.Context(), &spfcheck.Checker{}, delivery.Request{
		Report:  unread{t},
		Own:     []string{"example.jp", "localhost", "a..b"},
		Source:  identity.Source{From: "info", Helo: "a b"},
		Clients: []netip.Addr{{}},
	})
	wrong, ok := errors.AsType[*input.Errors](err)
	if !ok {
		t.Fatal(err)
	}
	var names []string
	for _, p := range wrong.Problems {
		names = append(names, string(p.Input))
	}
	if got := strings.Join(names, " "); got != "from ip own-domain own-domain" {
		t.Errorf("got %s: %v", got, err)
	}
}

// unread is a report that nobody may read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("it was read")
	return 0, errors.New("read")
}

// TestHostileSigner: what the returned header says wrongly is no mistake of the caller.
func TestHostileSigner(t *testing.T) {
	report := refused("good.example.jp")
	report.header = "DKIM-Signature: v=1; a=rsa-sha256; d=localhost; s=s1; h=from; bh=x; b=x\n"
	if d := deliver(t, report.String(), delivery.Request{}); d.Check == nil || len(d.Check.DKIM) > 0 {
		t.Errorf("got %+v", d.Check)
	}
}
