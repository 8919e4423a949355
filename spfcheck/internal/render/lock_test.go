package render_test

import (
	"bytes"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestLockMeetsSchema holds the JSON of a lock file that is written, and of one
// that DNS has drifted from, against their schemas.
func TestLockMeetsSchema(t *testing.T) {
	g := &gate.Gate{Flows: []gate.Flow{{Name: "mail"}}, On: "2026-11-21"}
	g.Flows[0].Request.From = "info@shop.example.jp"
	if err := g.Flows[0].Request.Set(input.IP, "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	const zone = ". SOA ns. h. 1 1 1 1 1\nshop.example.jp. TXT "
	before := resolve.Offline(dnstest.Zone(t, zone+`"v=spf1 ip4:192.0.2.0/24 -all"`))
	after := resolve.Offline(dnstest.Zone(t, zone+`"v=spf1 ip4:192.0.2.1 include:loop.example.jp -all"`+"\nloop.example.jp. CNAME loop.example.jp.\n"))
	f, rep, err := lock.Make(t.Context(), before, g, g.On)
	if err != nil {
		t.Fatal(err)
	}
	_, failed, err := lock.Make(t.Context(), after, g, g.On)
	if err != nil || len(failed.Failures) == 0 {
		t.Fatal(err, "no failures")
	}
	for _, r := range []*lock.Report{rep, failed} {
		var b bytes.Buffer
		if err := format(t, "json").Lock(&b, render.Options{}, r); err != nil {
			t.Fatal(err)
		}
		meets(t, "lock.schema.json", b.Bytes())
	}
	for _, now := range []resolve.Exchanger{before, after} {
		drift, err := lock.Check(t.Context(), f, now, g)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := format(t, "json").Drift(&b, render.Options{}, drift); err != nil {
			t.Fatal(err)
		}
		meets(t, "drift.schema.json", b.Bytes())
	}
}
