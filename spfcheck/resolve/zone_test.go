package resolve_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
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
	source := resolve.Offline(dnstest.Zone(t, wholeZone))
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
		{"DNAME", "a.moved.example.jp.", dns.TypeA, "NOERROR CNAME a.target.example.jp., A 192.0.2.5"},
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
	m, err := resolve.Offline(dnstest.Zone(t, wholeZone)).Exchange(t.Context(), ask("nowhere.example.jp.", dns.TypeA))
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
	m, err := dnstest.Zone(t, wholeZone).Exchange(t.Context(), ask("loop.example.jp.", dns.TypeA))
	if err != nil || len(m.Answer) == 0 {
		t.Errorf("got %s", brief(m, err))
	}
}

func TestOfflinePatch(t *testing.T) {
	source := resolve.Offline(dnstest.Zone(t, `
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
	parent := dnstest.Zone(t, wholeZone)
	child := dnstest.Zone(t, "sub.example.jp. SOA ns.sub.example.jp. x. 1 1 1 1 1\nmail.sub.example.jp. A 192.0.2.9\n")
	patch := dnstest.Zone(t, "www.example.jp. A 192.0.2.77\nnew.example.jp. TXT new\nalias.example.jp. CNAME ns.example.jp.\n")
	later := dnstest.Zone(t, "new.example.jp. TXT newer\n")
	source := resolve.Offline(parent, child, patch, later)
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

func TestParseZoneErrors(t *testing.T) {
	tests := []struct {
		what string
		text string
		want string
	}{
		{"relative owner", "x.example. A 192.0.2.1\nshop TXT a", `line 2: the name "shop" is relative and no $ORIGIN stands before it: end it with a dot or add $ORIGIN`},
		{"@ without origin", "@ SOA a. b. 1 1 1 1 1", `line 1: the name "@" is relative and no $ORIGIN stands before it: end it with a dot or add $ORIGIN`},
		{"relative target", "a.example. MX 10 mail", `line 1: the name "mail" is relative and no $ORIGIN stands before it: end it with a dot or add $ORIGIN`},
		{"address", "$ORIGIN example.\na A 192.0.2", `line 2: bad A A: "192.0.2"`},
		{"type", "a.example. NOTYPE x", `line 1: not a TTL: "NOTYPE"`},
		{"class", "a.example. CH TXT x", `"a.example." TXT: class CH is not taken, only IN`},
		{"include", "$INCLUDE /etc/hostname\n", "line 1: $INCLUDE is not taken: put the records into this file"},
		{"include, hidden", "\n(\r$INC\nLUDE /etc/hostname )\n", "line 3: $INCLUDE is not taken: put the records into this file"},
		{"generate", "$TTL 1\n$generate 1-60000 a$.example. A 192.0.2.1\n", "line 2: $GENERATE is not taken: write the records out"},
		{"generate, hidden", "($GENE ;x\nRATE )\n(;x\n$GENE\nRATE 1-3 a$.example. A 192.0.2.1 )\n", "line 5: $GENERATE is not taken: write the records out"},
		{"CNAME and other data", "a.example. A 192.0.2.1\na.example. CNAME b.example.\n", "a.example has a CNAME and also A; a CNAME stands alone"},
		{"two CNAMEs", "a.example. CNAME c.example.\na.example. CNAME b.example.\n", "a.example has 2 CNAME records; a name has one at most"},
		{"two SOAs", "a.example. SOA a. b. 1 1 1 1 1\na.example. SOA a. b. 2 1 1 1 1\n", "a.example has 2 SOA records; a zone has one"},
		{"open parenthesis", "a.example. TXT ( a", "line "},
		{"too long", strings.Repeat(";", 10<<20) + "\n", "more than 10 MiB"},
		{"too many", strings.Repeat("a.example. A 192.0.2.1\n", 100_001), "more than 100000 records"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			_, err := resolve.ParseZone(strings.NewReader(tt.text), "x.zone")
			want := `reading zone "x.zone": ` + tt.want
			if err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("got %v\nwant %s", err, want)
			}
		})
	}
}

func TestParseZoneOfManyRecords(t *testing.T) {
	var text strings.Builder
	text.WriteString("$ORIGIN example.\n@ SOA a b 1 1 1 1 1\n")
	for i := range 30_000 {
		fmt.Fprintf(&text, "a A 10.0.%d.%d\na TYPE%d \\# 1 00\nn%d TXT x\n", i/256, i%256, 1000+i, i)
	}
	source := dnstest.Zone(t, text.String())
	m, err := source.Exchange(t.Context(), ask("a.example.", dns.TypeA))
	if err != nil || len(m.Answer) != 30_000 {
		t.Errorf("got %d records, %v", len(m.Answer), err)
	}
}

func TestParseZoneTakes(t *testing.T) {
	tests := []struct{ what, text, want string }{
		{"a directive in a comment", "; $GENERATE 1-2\na.example. TXT x ; $INCLUDE y\n", `NOERROR TXT "x"`},
		{"a directive in quotes", "a.example. TXT \"$INCLUDE x\"", `NOERROR TXT "$INCLUDE x"`},
		{"no newline at the end", "a.example. TXT x", `NOERROR TXT "x"`},
		{"carriage returns", "$ORIGIN example.\r\na TXT x\r\n", `NOERROR TXT "x"`},
		{"several lines", "a.example. TXT ( \"x\"\n \"y\" )\n", `NOERROR TXT "x" "y"`},
		{"an empty string", `a.example. TXT ""`, `NOERROR TXT ""`},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if got := brief(dnstest.Zone(t, tt.text).Exchange(t.Context(), ask("a.example.", dns.TypeTXT))); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestZoneTellsWhatItHolds(t *testing.T) {
	z := dnstest.Zone(t, "B.example. SOA a. b. 1 1 1 1 1\na.example. SOA a. b. 1 1 1 1 1\nx.other. A 192.0.2.1\nX.b.example. A 192.0.2.1\n")
	if got, want := z.Origins(), []string{"b.example.", "a.example."}; !slices.Equal(got, want) {
		t.Errorf("Origins: %q, want %q", got, want)
	}
	if got, want := z.Names(), []string{"b.example.", "x.b.example.", "a.example.", "x.other."}; !slices.Equal(got, want) {
		t.Errorf("Names: %q, want %q", got, want)
	}
	if z.File() != "test.zone" {
		t.Errorf("File: %q", z.File())
	}
}

func TestZeroZoneSaysNothing(t *testing.T) {
	var z resolve.Zone
	want := "error: a.example is in none of the zone files (offline)"
	for what, source := range map[string]resolve.Exchanger{
		"alone": z, "offline": resolve.Offline(z), "no zone": resolve.Offline(),
	} {
		if got := brief(source.Exchange(t.Context(), ask("a.example.", dns.TypeA))); got != want {
			t.Errorf("%s: got %s", what, got)
		}
	}
}

func TestOtherClassIsRefused(t *testing.T) {
	q := dns.Question{Name: "version.bind.", Qtype: dns.TypeTXT, Qclass: dns.ClassCHAOS}
	_, err := dnstest.Zone(t, wholeZone).Exchange(context.Background(), q)
	if want := `asking for "version.bind.": class CH is not taken, only IN`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
