package resolve_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const wholeZone = `
$ORIGIN example.jp.
@        SOA   ns hostmaster 1 3600 600 86400 300
@        TXT   "v=spf1 " "-all"
www      A     192.0.2.1
alias    CNAME www
*.wild   MX    10 mail
moved    DNAME target
a.target A     192.0.2.5
bytes    TXT   "\000\009\034\092\128\255;あ"
`

func TestParseZone(t *testing.T) {
	z, err := resolve.ParseZone(strings.NewReader(wholeZone), "x.zone")
	if err != nil {
		t.Fatal(err)
	}
	for what, source := range map[string]resolve.Exchanger{
		"offline": resolve.Offline(z),
		"overlay": resolve.Chain(refuse(t), resolve.Overlay(z)),
	} {
		got := brief(source.Exchange(t.Context(), ask("alias.example.jp.", dns.TypeA)))
		if want := "NOERROR CNAME www.example.jp., A 192.0.2.1"; got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
}

func TestParseZoneErrors(t *testing.T) {
	for text, want := range map[string]string{
		"\nshop TXT a": `line 2: the name "shop" is relative and no $ORIGIN stands before it: end it with a dot or add $ORIGIN`,
		"a.example. CNAME b.example.\na.example. A 192.0.2.1\n": "line 2: a.example. has a CNAME at x.zone:1 and also A; a CNAME stands alone",
		"$INCLUDE /etc/hostname":                                "line 1: $INCLUDE is not supported: put the records into this file",
		strings.Repeat(";", 10<<20) + "\n":                      "more than 10 MiB",
	} {
		_, err := resolve.ParseZone(strings.NewReader(text), "x.zone")
		if want := `reading zone "x.zone": ` + want; err == nil || err.Error() != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}
