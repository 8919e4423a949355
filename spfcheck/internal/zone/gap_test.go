package zone_test

import (
	"errors"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

const gapZone = `
. SOA ns. hostmaster. 1 1 1 1 1
example.jp. TXT "v=spf1 -all"
_dmarc.news.example.jp. TXT "v=DMARC1; p=none"
x._dmarc.news.example.jp. TXT "x"
alias.example.com. CNAME example.jp.
dangling.example.com. CNAME none.example.jp.
`

func TestOpens(t *testing.T) {
	for _, tt := range []struct {
		what  string
		open  zone.Open
		name  string
		qtype uint16
		fails bool
	}{
		{"all of DNS", zone.Open{}, "example.com.", dns.TypeA, true},
		{"a type", zone.Open{Type: "TXT"}, "example.com.", dns.TypeTXT, true},
		{"another type", zone.Open{Type: "TXT"}, "example.com.", dns.TypeA, false},
		{"a CNAME, for all types", zone.Open{Type: "CNAME"}, "example.com.", dns.TypeA, true},
		{"a zone, its origin", zone.Open{Zone: "example.jp."}, "example.jp.", dns.TypeTXT, true},
		{"a zone, below", zone.Open{Zone: "example.jp."}, "a.b.example.jp.", dns.TypeTXT, true},
		{"another zone", zone.Open{Zone: "example.jp."}, "notexample.jp.", dns.TypeTXT, false},
		{"a zone, by a CNAME", zone.Open{Zone: "example.jp."}, "alias.example.com.", dns.TypeTXT, true},
		{"labels", zone.Open{Labels: "_DMARC.news"}, "_dmarc.news.example.jp.", dns.TypeTXT, true},
		{"part of a label", zone.Open{Labels: "mar"}, "_dmarc.news.example.jp.", dns.TypeTXT, false},
		{"labels that stand below", zone.Open{Labels: "news"}, "_dmarc.news.example.jp.", dns.TypeTXT, false},
		{"labels of a delegation, below", zone.Open{Labels: "news", Type: "NS"}, "_dmarc.news.example.jp.", dns.TypeTXT, true},
		{"fresh, and there already", zone.Open{Zone: "example.jp.", Fresh: true}, "example.jp.", dns.TypeTXT, false},
		{"fresh, of a type that isn't there", zone.Open{Zone: "example.jp.", Fresh: true}, "example.jp.", dns.TypeMX, true},
		{"fresh, of a name that isn't there", zone.Open{Zone: "example.jp.", Fresh: true}, "none.example.jp.", dns.TypeTXT, true},
		{"fresh, where a CNAME leads to nothing", zone.Open{Zone: "example.jp.", Fresh: true}, "dangling.example.com.", dns.TypeTXT, true},
	} {
		t.Run(tt.what, func(t *testing.T) {
			tt.open.Why = i18n.Text{EN: "known after apply", JA: "known after apply"}
			e := zone.Opens(tt.open)(zone.Offline(dnstest.Zone(t, gapZone)))
			_, err := e.Exchange(t.Context(), dns.Question{Name: tt.name, Qtype: tt.qtype, Qclass: dns.ClassINET})
			if gap, fails := errors.AsType[zone.UndeterminedError](err); fails != tt.fails || fails && gap.Why != tt.open.Why {
				t.Errorf("%v, want a failure: %v", err, tt.fails)
			}
		})
	}
}

// What both leave open in the same way is no difference, as far as that is known.
func TestSameGap(t *testing.T) {
	key := func(key string) zone.UndeterminedError { return zone.UndeterminedError{Gap: zone.Gap{Key: key}} }
	if !key("alias a.").Same(key("alias a.")) || key("alias a.").Same(key("alias b.")) || key("").Same(key("")) {
		t.Error("the keys don't decide")
	}
}

// Of several things that are open, all must be the same.
func TestGapsTogether(t *testing.T) {
	gap := func(key string) zone.Open {
		return zone.Open{Zone: "example.jp.", Gap: zone.Gap{Why: i18n.Text{EN: "open", JA: "open"}, Key: key}}
	}
	ask := func(list ...zone.Open) zone.UndeterminedError {
		e := zone.Opens(list...)(zone.Offline(dnstest.Zone(t, gapZone)))
		_, err := e.Exchange(t.Context(), dns.Question{Name: "example.jp.", Qtype: dns.TypeTXT, Qclass: dns.ClassINET})
		open, _ := errors.AsType[zone.UndeterminedError](err)
		return open
	}
	one := ask(gap("a"), gap("b"))
	for _, tt := range []struct {
		other zone.UndeterminedError
		same  bool
	}{
		{ask(gap("a"), gap("b")), true},
		{ask(gap("a"), gap("c")), false},
		{ask(gap("a")), false},
		{ask(gap("a"), gap("")), false},
		{ask(gap("a"), gap("b"), gap("b")), false},
	} {
		if one.Same(tt.other) != tt.same {
			t.Errorf("%q and %q: want the same: %v", one.Key, tt.other.Key, tt.same)
		}
	}
}
