package zone_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

const wholeZone = `
$ORIGIN example.jp.
@            SOA   ns hostmaster 1 3600 600 86400 300
@            NS    ns
@            TXT   "v=spf1 " "-all"
@            TXT   "v=spf1 " "-all"
ns           A     192.0.2.53
WWW          A     192.0.2.1
www          A     192.0.2.2
a.b.c        A     192.0.2.3
alias        CNAME www
alias2       CNAME alias
out          CNAME www.example.net.
gone         CNAME nowhere
nodata       CNAME ns
loop         CNAME loop2
loop2        CNAME loop
*.wild       A     192.0.2.4
*.wild       MX    10 mail
there.wild   TXT   "here"
x.ent.wild   TXT   "deep"
*.cwild      CNAME www
sub          NS    ns.sub
ns.sub       A     192.0.2.54
moved        DNAME target
a.target     A     192.0.2.5
bytes        TXT   "\000\009\034\092\128\255;あ"
`

func TestOfflineWholeZone(t *testing.T) {
	source := zone.Offline(read(t, wholeZone))
	tests := []struct {
		what  string
		name  string
		qtype uint16
		want  string
	}{
		{"an RRset, each record once", "example.jp.", dns.TypeTXT, `NOERROR TXT "v=spf1 " "-all"`},
		{"case and escapes don't matter", `w\087w.EXAMPLE.jp.`, dns.TypeA, "NOERROR A 192.0.2.1, A 192.0.2.2"},
		{"no data", "www.example.jp.", dns.TypeTXT, "NOERROR"},
		{"no name", "nowhere.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"no name below a name", "x.www.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"an empty non-terminal", "b.c.example.jp.", dns.TypeA, "NOERROR"},
		{"beside an empty non-terminal", "x.c.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"CNAME", "alias.example.jp.", dns.TypeA, "NOERROR CNAME www.example.jp., A 192.0.2.1, A 192.0.2.2"},
		{"CNAME itself", "alias.example.jp.", dns.TypeCNAME, "NOERROR CNAME www.example.jp."},
		{"two CNAMEs", "alias2.example.jp.", dns.TypeTXT, "NOERROR CNAME alias.example.jp., CNAME www.example.jp."},
		{"CNAME that leaves", "out.example.jp.", dns.TypeA, "NOERROR CNAME www.example.net."},
		{"CNAME to nothing", "gone.example.jp.", dns.TypeA, "NXDOMAIN CNAME nowhere.example.jp."},
		{"wildcard", "any.wild.example.jp.", dns.TypeA, "NOERROR A 192.0.2.4"},
		{"wildcard, deep", "a.b.wild.example.jp.", dns.TypeA, "NOERROR A 192.0.2.4"},
		{"wildcard without the type", "any.wild.example.jp.", dns.TypeTXT, "NOERROR"},
		{"wildcard by its name", "*.wild.example.jp.", dns.TypeMX, "NOERROR MX 10 mail.example.jp."},
		{"no wildcard for a name that exists", "there.wild.example.jp.", dns.TypeA, "NOERROR"},
		{"no wildcard for an empty non-terminal", "ent.wild.example.jp.", dns.TypeA, "NOERROR"},
		{"no wildcard below another encloser", "y.there.wild.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"wildcard CNAME", "any.cwild.example.jp.", dns.TypeA, "NOERROR CNAME www.example.jp., A 192.0.2.1, A 192.0.2.2"},
		{"DNAME", "a.moved.example.jp.", dns.TypeA, "NOERROR DNAME target.example.jp., CNAME a.target.example.jp., A 192.0.2.5"},
		{"DNAME's own name", "moved.example.jp.", dns.TypeA, "NOERROR"},
		{"octets", "bytes.example.jp.", dns.TypeTXT, `NOERROR TXT "\000\009\"\\\128\255;\227\129\130"`},
		{"at a cut", "sub.example.jp.", dns.TypeA, "error: sub.example.jp is delegated away in the zone example.jp and in none of the other zone files (offline)"},
		{"below a cut", "ns.sub.example.jp.", dns.TypeA, "error: ns.sub.example.jp is delegated away in the zone example.jp and in none of the other zone files (offline)"},
		{"outside", "shop.example.com.", dns.TypeTXT, "error: shop.example.com is in none of the zone files (offline)"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if got := brief(source.Exchange(t.Context(), ask(tt.name, tt.qtype))); got != tt.want {
				t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
			}
		})
	}
}

func TestOfflineAnswerLooksAuthoritative(t *testing.T) {
	m, err := zone.Offline(read(t, wholeZone)).Exchange(t.Context(), ask("nowhere.example.jp.", dns.TypeA))
	if err != nil {
		t.Fatal(err)
	}
	if !m.Authoritative || !m.RecursionAvailable || !m.Response {
		t.Errorf("flags: %v", m.MsgHdr)
	}
	if len(m.Ns) != 1 || m.Ns[0].Header().Rrtype != dns.TypeSOA {
		t.Errorf("authority: %v", m.Ns)
	}
}

func TestOfflineCNAMELoopEnds(t *testing.T) {
	m, err := zone.Offline(read(t, wholeZone)).Exchange(t.Context(), ask("loop.example.jp.", dns.TypeA))
	if err != nil || len(m.Answer) == 0 {
		t.Errorf("got %s", brief(m, err))
	}
}

func TestOfflinePatch(t *testing.T) {
	source := zone.Offline(read(t, `
_dmarc.shop.example.jp. TXT "v=DMARC1"
shop.example.jp.        TXT "v=spf1"
*.w.example.jp.         A   192.0.2.1
`))
	tests := []struct {
		what  string
		name  string
		qtype uint16
		want  string
	}{
		{"its RRset", "shop.example.jp.", dns.TypeTXT, `NOERROR TXT "v=spf1"`},
		{"its name", "shop.example.jp.", dns.TypeMX, "NOERROR"},
		{"below its name", "x.shop.example.jp.", dns.TypeMX, "NXDOMAIN"},
		{"below, and in it", "_dmarc.shop.example.jp.", dns.TypeTXT, `NOERROR TXT "v=DMARC1"`},
		{"its wildcard", "x.w.example.jp.", dns.TypeA, "NOERROR A 192.0.2.1"},
		{"above its wildcard", "w.example.jp.", dns.TypeA, "error: w.example.jp is in none of the zone files (offline)"},
		{"above its names", "example.jp.", dns.TypeTXT, "error: example.jp is in none of the zone files (offline)"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if got := brief(source.Exchange(t.Context(), ask(tt.name, tt.qtype))); got != tt.want {
				t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
			}
		})
	}
}

func TestOfflineSeveralFiles(t *testing.T) {
	parent := read(t, wholeZone)
	child := read(t, "sub.example.jp. SOA ns.sub.example.jp. x. 1 1 1 1 1\nmail.sub.example.jp. A 192.0.2.9\n")
	patch := read(t, "www.example.jp. A 192.0.2.77\nnew.example.jp. TXT new\nalias.example.jp. CNAME ns.example.jp.\n")
	later := read(t, "new.example.jp. TXT newer\n")
	source := zone.Offline(parent, child, patch, later)
	tests := []struct {
		what  string
		name  string
		qtype uint16
		want  string
	}{
		{"the zone below the cut", "mail.sub.example.jp.", dns.TypeA, "NOERROR A 192.0.2.9"},
		{"nothing in the zone below the cut", "x.sub.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"a patch replaces an RRset", "www.example.jp.", dns.TypeA, "NOERROR A 192.0.2.77"},
		{"also behind a CNAME", "any.cwild.example.jp.", dns.TypeA, "NOERROR CNAME www.example.jp., A 192.0.2.77"},
		{"a patch's CNAME replaces everything", "alias.example.jp.", dns.TypeA, "NOERROR CNAME ns.example.jp., A 192.0.2.53"},
		{"a patch makes a name exist", "new.example.jp.", dns.TypeA, "NOERROR"},
		{"the later file is right", "new.example.jp.", dns.TypeTXT, `NOERROR TXT "newer"`},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if got := brief(source.Exchange(t.Context(), ask(tt.name, tt.qtype))); got != tt.want {
				t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
			}
		})
	}
}

func TestManyRecords(t *testing.T) {
	var text strings.Builder
	text.WriteString("$ORIGIN example.\n@ SOA a b 1 1 1 1 1\n")
	for i := range 30_000 {
		fmt.Fprintf(&text, "a A 10.0.%d.%d\na TYPE%d \\# 1 00\nn%d TXT x\n", i/256, i%256, 1000+i, i)
	}
	source := zone.Offline(read(t, text.String()))
	m, err := source.Exchange(t.Context(), ask("a.example.", dns.TypeA))
	if err != nil || len(m.Answer) != 30_000 {
		t.Errorf("got %d records, %v", len(m.Answer), err)
	}
}

func TestZeroZoneSaysNothing(t *testing.T) {
	var z zone.Zone
	want := "error: a.example is in none of the zone files (offline)"
	for what, source := range map[string]dnsmsg.Exchanger{
		"a zone": zone.Offline(z), "no zone": zone.Offline(),
	} {
		if got := brief(source.Exchange(t.Context(), ask("a.example.", dns.TypeA))); got != want {
			t.Errorf("%s: got %s", what, got)
		}
	}
}

func TestOtherClassIsRefused(t *testing.T) {
	q := dns.Question{Name: "version.bind.", Qtype: dns.TypeTXT, Qclass: dns.ClassCHAOS}
	_, err := zone.Offline(read(t, wholeZone)).Exchange(context.Background(), q)
	if want := `asking for "version.bind.": class CH is not supported, only IN`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
