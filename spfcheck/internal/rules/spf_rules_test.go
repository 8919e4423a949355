package rules

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// published loads the records of a case: its first line is the domain, the rest
// a zone.
func published(t *testing.T, given string) *Subject {
	t.Helper()
	domain, zone, _ := strings.Cut(given, "\n")
	z := dnstest.Zone(t, zone)
	lookup := resolve.Lookup{Exchanger: resolve.Offline(z)}
	return &Subject{SPF: tree.Load(t.Context(), lookup, domain, tree.Message{})}
}

// checkFinding wants a text in both languages and a place that is in the record.
func checkFinding(t *testing.T, f Finding) {
	t.Helper()
	if !f.Message.Complete() || strings.Contains(f.Message.EN+f.Message.JA, "%!") {
		t.Errorf("%s: message %+v", f.Code, f.Message)
	}
	if f.Domain == "" || f.Offset < 0 || f.Offset > f.End || f.End > len(f.Record) {
		t.Errorf("%s: domain %q, place %d-%d in %q", f.Code, f.Domain, f.Offset, f.End, f.Record)
	}
}

// TestNotLoaded wants every rule to say nothing of records that weren't loaded.
func TestNotLoaded(t *testing.T) {
	for _, a := range recordRules {
		p := &Pass{Subject: &Subject{}, analyzer: a}
		if a.Run(p); len(p.findings) > 0 {
			t.Errorf("%s: %+v", a.ID, p.findings)
		}
	}
}

// TestSizeOf holds the size of an answer against what a server would send.
func TestSizeOf(t *testing.T) {
	for _, texts := range [][][]string{
		{{"v=spf1 -all"}},
		{{"v=spf1 ", "-all"}, {"hello"}, {""}},
		{{strings.Repeat("x", 255), strings.Repeat("y", 255), "z"}},
	} {
		m := new(dns.Msg).SetQuestion("shop.example.jp.", dns.TypeTXT)
		m.Compress = true
		for _, strs := range texts {
			m.Answer = append(m.Answer, &dns.TXT{Hdr: dns.RR_Header{Name: "shop.example.jp.", Rrtype: dns.TypeTXT, Class: dns.ClassINET}, Txt: strs})
		}
		wire, err := m.Pack()
		if err != nil {
			t.Fatal(err)
		}
		if got := sizeOf(&tree.Node{Domain: "shop.example.jp", Texts: texts}); got.answer != len(wire) {
			t.Errorf("%d bytes instead of %d for %q", got.answer, len(wire), texts)
		}
	}
}

// TestManyTerms is about records with as many terms and strings as can be.
func TestManyTerms(t *testing.T) {
	subject := published(t, "shop.example.jp\n$ORIGIN example.jp.\n@ SOA ns hostmaster 1 3600 600 86400 60\n"+
		`shop TXT "v=spf1 include:a.example.jp "`+strings.Repeat(` "ip4:10.0.0.1/24 ip4:10." "0.0.2 mx" "mx "`, 1000)+"\n"+
		`a TXT "v=spf1 "`+strings.Repeat(` "-ip4:10.0.0.1 ip4:10.0.0.0/24 "`, 2000)+"\n")
	full := 0
	for _, a := range recordRules {
		p := &Pass{Subject: subject, analyzer: a}
		a.Run(p)
		if len(p.findings) > maxPlaces {
			t.Errorf("%s: %d findings", a.ID, len(p.findings))
		}
		if len(p.findings) == maxPlaces {
			full++
		}
	}
	if full < 5 {
		t.Errorf("%d rules report as much as they may", full)
	}
}
