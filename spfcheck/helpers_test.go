package spfcheck_test

import (
	"context"
	"net/netip"
	"slices"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const zone = `
$ORIGIN example.jp.
@         SOA ns hostmaster 1 3600 600 86400 60
mail      TXT "v=spf1 ip4:203.0.113.25 -all"
shop      TXT "v=spf1 ip4:203.0.113.25 -all"
shop      A   203.0.113.10
weak      TXT "v=spf1 mx ~all"
weak      MX  10 mail
mail      A   203.0.113.99
moved     TXT "v=spf1 redirect=shop.example.jp"
open      TXT "v=spf1 a:none.shop.example.jp"
silent    MX  10 mail
alias     CNAME silent
dual      TXT "v=spf1 include:mail.example.jp -all"
dual      MX  10 mail
_dmarc.dual TXT "v=DMARC1; p=none"
_dmarc.dual TXT "v=DMARC1; p=reject"
docomo.ne.jp. SOA ns hostmaster 1 3600 600 86400 60
docomo.ne.jp. TXT "v=spf1 ip4:198.51.100.1 ~all"
signed    TXT "v=spf1 include:mail.example.jp -all"
signed    MX  10 mail
_dmarc.signed TXT "v=DMARC1; p=reject; adkim=s; aspf=s"
broken    TXT "v=spf1 ipv4:203.0.113.25 -all"
twice     TXT "v=spf1 -all"
twice     TXT "v=spf1 +all"
_dmarc.asks-nothing      TXT "v=DMARC1; p=none; aspf=s"
_dmarc.quarantines       TXT "v=DMARC1; p=quarantine; aspf=s"
_dmarc.rejects           TXT "v=DMARC1; p=reject; aspf=s"
_dmarc.rejects-half      TXT "v=DMARC1; p=reject; aspf=s; pct=50"
_dmarc.tests             TXT "v=DMARC1; p=quarantine; aspf=s; t=y"
_dmarc.asks-nothing-half TXT "v=DMARC1; p=none; aspf=s; pct=50"
`

func check(t *testing.T, c spfcheck.Checker, req spfcheck.Request, addresses ...string) *spfcheck.Report {
	t.Helper()
	z := dnstest.Zone(t, zone)
	c.Exchanger = resolve.Offline(z)
	for _, a := range addresses {
		req.Clients = append(req.Clients, netip.MustParseAddr(a))
	}
	rep, err := c.Check(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func from(domain string) spfcheck.Request {
	return spfcheck.Request{Source: identity.Source{MailFrom: new("bounce@mail.example.jp"), From: domain}, On: "2026-11-21"}
}

// verdict finds the verdict of a setting.
func verdict(t *testing.T, rep *spfcheck.Report, carrier, setting string) spfcheck.Verdict {
	t.Helper()
	i := slices.IndexFunc(rep.Verdicts, func(v spfcheck.Verdict) bool { return v.Carrier == carrier && v.Setting == setting })
	if i < 0 {
		t.Fatalf("no verdict of %s:%s", carrier, setting)
	}
	return rep.Verdicts[i]
}
