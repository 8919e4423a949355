package zone_test

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

const published = `
$ORIGIN example.jp.
@        SOA ns hostmaster 1 1 1 1 1
@        TXT "published"
@        MX  10 mail
www      A   192.0.2.1
www      TXT "www"
alias    CNAME www
alias2   CNAME alias
*.star   TXT "star"
`

func TestOverlay(t *testing.T) {
	tests := []struct {
		what  string
		zone  string
		name  string
		qtype uint16
		want  string
	}{
		{"a patch replaces an RRset", "example.jp. TXT new", "example.jp.", dns.TypeTXT, `NOERROR TXT "new"`},
		{"and no other", "example.jp. TXT new", "example.jp.", dns.TypeMX, "NOERROR MX 10 mail.example.jp."},
		{"nor another name", "example.jp. TXT new", "www.example.jp.", dns.TypeTXT, `NOERROR TXT "www"`},
		{"a patch's CNAME is for all types", "www.example.jp. CNAME example.jp.", "www.example.jp.", dns.TypeA, "NOERROR CNAME example.jp."},
		{"a patch at a CNAME", "alias.example.jp. TXT own", "alias.example.jp.", dns.TypeTXT, `NOERROR TXT "own"`},
		{"the CNAME gives way to the patch", "alias.example.jp. TXT own", "alias.example.jp.", dns.TypeA, "NOERROR"},
		{"a CNAME from below leads into the patch", "www.example.jp. TXT new", "alias2.example.jp.", dns.TypeTXT, `NOERROR CNAME alias.example.jp., CNAME www.example.jp., TXT "new"`},
		{"a CNAME from below leads past the patch", "www.example.jp. TXT new", "alias.example.jp.", dns.TypeA, "NOERROR CNAME www.example.jp., A 192.0.2.1"},
		{"a patch makes a name", "new.example.jp. TXT new", "new.example.jp.", dns.TypeTXT, `NOERROR TXT "new"`},
		{"the new name exists", "new.example.jp. TXT new", "new.example.jp.", dns.TypeA, "NOERROR"},
		{"names below the new one don't", "new.example.jp. TXT new", "x.new.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"a patch's wildcard for what doesn't exist", "*.example.jp. TXT any", "new.example.jp.", dns.TypeTXT, `NOERROR TXT "any"`},
		{"a patch's wildcard for what exists", "*.example.jp. TXT any", "www.example.jp.", dns.TypeMX, "NOERROR"},
		{"a whole zone hides all", "example.jp. SOA a. b. 1 1 1 1 1", "www.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"a whole zone hides nothing else", "example.com. SOA a. b. 1 1 1 1 1", "www.example.jp.", dns.TypeA, "NOERROR A 192.0.2.1"},
		{"below a cut goes below", "jp. SOA a. b. 1 1 1 1 1\nexample.jp. NS ns.example.jp.", "www.example.jp.", dns.TypeA, "NOERROR A 192.0.2.1"},
		{"a CNAME in a whole zone leads out", "o.example. SOA a. b. 1 1 1 1 1\no.example. NS ns.o.example.\nw.o.example. CNAME www.example.jp.", "w.o.example.", dns.TypeA, "NOERROR CNAME www.example.jp."},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			source := zone.Overlay(read(t, tt.zone))(zone.Offline(read(t, published)))
			if got := brief(source.Exchange(t.Context(), ask(tt.name, tt.qtype))); got != tt.want {
				t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
			}
		})
	}
}

func TestOverlayOfNothing(t *testing.T) {
	source := zone.Overlay()(zone.Overlay(zone.Zone{})(zone.Offline(read(t, published))))
	if got, want := brief(source.Exchange(t.Context(), ask("www.example.jp.", dns.TypeA))), "NOERROR A 192.0.2.1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOverlayAnswersAlone(t *testing.T) {
	source := zone.Overlay(read(t, published))(refuse{t})
	if got, want := brief(source.Exchange(t.Context(), ask("x.example.jp.", dns.TypeA))), "NXDOMAIN"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestOverlayWithoutSOA: of the origin of a whole zone without an SOA, what belongs
// to the servers stays as published.
func TestOverlayWithoutSOA(t *testing.T) {
	tests := []struct {
		zone, want string
		qtype      uint16
	}{
		{"", "NOERROR SOA ns.example.jp. hostmaster.example.jp. 1 1 1 1 1", dns.TypeSOA},
		{"", "NOERROR", dns.TypeMX},
		{"example.jp. NS own.example.jp.", "NOERROR NS own.example.jp.", dns.TypeNS},
		{"example.jp. SOA a. b. 2 1 1 1 1", "NOERROR SOA a. b. 2 1 1 1 1", dns.TypeSOA},
	}
	for _, tt := range tests {
		z := read(t, tt.zone)
		z.Origins = []string{"example.jp."}
		for i := range z.Records {
			z.Records[i].Zone = "example.jp."
		}
		source := zone.Overlay(z)(zone.Offline(read(t, published)))
		if got := brief(source.Exchange(t.Context(), ask("example.jp.", tt.qtype))); got != tt.want {
			t.Errorf("%q %d: got %s, want %s", tt.zone, tt.qtype, got, tt.want)
		}
	}
}
