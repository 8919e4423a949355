package zone_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// read reads the text of a zone file. A fault in it ends the test.
func read(t *testing.T, text string) zone.Zone {
	t.Helper()
	z, err := zone.Read(zone.File{Name: "test.zone", Text: text})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return z
}

func ask(name string, qtype uint16) dns.Question {
	return dns.Question{Name: name, Qtype: qtype, Qclass: dns.ClassINET}
}

// brief tells an answer in a line: "NOERROR A 192.0.2.1, A 192.0.2.2".
func brief(m *dns.Msg, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	var parts []string
	for _, rr := range m.Answer {
		parts = append(parts, dns.Type(rr.Header().Rrtype).String()+" "+strings.TrimPrefix(rr.String(), rr.Header().String()))
	}
	return strings.TrimSpace(dns.RcodeToString[m.Rcode] + " " + strings.Join(parts, ", "))
}

// refuse is a source that nobody should ask.
type refuse struct{ *testing.T }

func (r refuse) Exchange(_ context.Context, q dns.Question) (*dns.Msg, error) {
	r.Errorf("%s was asked below", q.Name)
	return nil, errors.New("not to be asked")
}

// ttl asks for the TTL of a record.
func ttl(t *testing.T, z zone.Zone, rec zone.Record) uint32 {
	m, err := zone.Offline(z).Exchange(t.Context(), ask(rec.Name, dns.StringToType[rec.Type]))
	if err != nil || len(m.Answer) == 0 {
		return 0
	}
	return m.Answer[0].Header().Ttl
}

// TestRead: each record has the line on which its entry begins.
func TestRead(t *testing.T) {
	folder := fstest.MapFS{
		"sub/a.zone": {Data: []byte("@ TXT \"below mail\"\nx 5 A 192.0.2.9\n$ORIGIN other.\n")},
	}
	tests := []struct{ what, text, want string }{
		{"nothing", "", ""},
		{"comments", "; $GENERATE 1-2\n \t\n;\"\n", ""},
		{"a directive in a comment", "a.example. TXT x ; $INCLUDE y\n", `1 a.example. 3600 TXT "x"`},
		{"a directive in quotes", "a.example. TXT \"$INCLUDE x\"", `1 a.example. 3600 TXT "$INCLUDE x"`},
		{"no newline at the end", "a.example. TXT x", `1 a.example. 3600 TXT "x"`},
		{"carriage returns", "$ORIGIN example.\r\n\r\na TXT x\r\n", `3 a.example. 3600 TXT "x"`},
		{"parentheses", "\na.example. TXT ( \"x\" ; y )\n\n \"z\" )\nb.example. TXT z", "2 a.example. 3600 TXT \"x\" \"z\"\n5 b.example. 3600 TXT \"z\""},
		{"quotes", "a.example. TXT \"x;(\\\"\ny\"\nb.example. TXT z", "1 a.example. 3600 TXT \"x;(\\\"\\010y\"\n3 b.example. 3600 TXT \"z\""},
		{"escapes", `\097\.B.example. TXT \;\(\" \255`, `1 a\.b.example. 3600 TXT ";(\"" "\255"`},
		{"an empty string", `a.example. TXT ""`, `1 a.example. 3600 TXT ""`},
		{"the owner of the record before", "$ORIGIN example.\n@ MX 1 M\n\n\tTXT x\n 5 IN A 192.0.2.1", "2 example. 3600 MX 1 M.example.\n4 example. 3600 TXT \"x\"\n5 example. 5 A 192.0.2.1"},
		{"the TTL of the record before", "a. 5 A 192.0.2.1\nb. A 192.0.2.1\n", "1 a. 5 A 192.0.2.1\n2 b. 5 A 192.0.2.1"},
		{"$TTL", "$TTL 1h1s ; x\na. 5 A 192.0.2.1\nb. A 192.0.2.1\n", "2 a. 5 A 192.0.2.1\n3 b. 3601 A 192.0.2.1"},
		{"$ORIGIN", "$ORIGIN jp.\n$ORIGIN example\na A 192.0.2.1\n$ORIGIN .\nb A 192.0.2.1", "3 a.example.jp. 3600 A 192.0.2.1\n5 b. 3600 A 192.0.2.1"},
		{"types without a name", "a. TYPE65280 \\# 2 01fF\nb. TYPE1 \\# 4 c0000201", "1 a. 0 TYPE65280 \\# 2 01ff\n2 b. 3600 A 192.0.2.1"},
		{"$GENERATE", "$ORIGIN example.\n$GENERATE 1-3/2 h$ 5 A 192.0.2.${1}\nb A 192.0.2.9", "2 h1.example. 5 A 192.0.2.2\n2 h3.example. 5 A 192.0.2.4\n3 b.example. 5 A 192.0.2.9"},
		{"Cloudflare's export", ";; Domain:     example.jp.\n;; SOA Record\nexample.jp\t3600\tIN\tSOA\ta. b. 1 1 1 1 1\nm.example.jp.\t1\tIN\tA\t192.0.2.1 ; cf_tags=cf-proxied:true\nd.example.jp CNAME e.jp.", "3 example.jp. 3600 SOA a. b. 1 1 1 1 1\n4 m.example.jp. 1 A 192.0.2.1 proxied\n5 d.example.jp. 1 CNAME e.jp."},
		{"Cloudflare's old export", ";;\n;; Domain: example.jp\n$ORIGIN .\n@ SOA a. b. 1 1 1 1 1\n", "4 example.jp. 3600 SOA a. b. 1 1 1 1 1"},
		{"$INCLUDE", "$ORIGIN example.\na A 192.0.2.1\n$INCLUDE sub/a.zone mail\n TXT y", "2 a.example. 3600 A 192.0.2.1\nsub/a.zone:1 mail.example. 3600 TXT \"below mail\"\nsub/a.zone:2 x.mail.example. 5 A 192.0.2.9\n4 a.example. 3600 TXT \"y\""},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			z, err := zone.Read(zone.File{Name: "x", Text: tt.text, Folder: folder})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, rec := range z.Records {
				at := strings.TrimPrefix(rec.Place.String(), "x:")
				line := fmt.Sprintf("%s %s %d %s %s", at, rec.Name, ttl(t, z, rec), rec.Type, rec.Data)
				if rec.Proxied {
					line += " proxied"
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	const relative = " is relative and no $ORIGIN stands before it: end it with a dot or add $ORIGIN"
	tests := []struct{ what, text, want string }{
		{"relative owner", "x.example. A 192.0.2.1\nshop TXT a", `2: the name "shop"` + relative},
		{"@ without origin", "@ SOA a. b. 1 1 1 1 1", `1: the name "@"` + relative},
		{"relative target", "a.example. MX 10 mail", `1: the name "mail"` + relative},
		{"relative name in parentheses", "a.example. MX (\n10\n mail ; x\n)", `3: the name "mail"` + relative},
		{"relative $ORIGIN", "$ORIGIN example", `1: $ORIGIN: the name "example" is relative and no $ORIGIN stands before it: end it with a dot`},
		{"no owner", "\n TXT x", "2: the record has no owner, and no record before it has one"},
		{"address", "$ORIGIN example.\na A 192.0.2", `2: bad A A: "192.0.2"`},
		{"within parentheses", "$ORIGIN example.\na SOA (\n a b\n 1 x 1 1 1 )\n", `4: bad SOA zone parameter: "x"`},
		{"type", "a.example. NOTYPE x", `1: not a TTL: "NOTYPE"`},
		{"class", "\na.example. CH TXT x", `2: "a.example." TXT: class CH is not supported, only IN`},
		{"no data", "a.example. TXT", `1: "a.example." TXT: the record has no data`},
		{"include", "$INCLUDE /etc/hostname\n", "1: $INCLUDE is not supported: put the records into this file"},
		{"include, hidden", "\n(\r$INC\nLUDE /etc/hostname )\n", "3: $INCLUDE directive not allowed"},
		{"generate", "$TTL 1\n$generate 1-0 a$.example. A 192.0.2.1\n", `2: $GENERATE: bad range in $GENERATE range: "1-0"`},
		{"generate, too many", "$GENERATE 1-60000 a$.example. A 192.0.2.1\n$GENERATE 1-60000 b$.example. A 192.0.2.1\n", "2: more than 100000 records"},
		{"generate, hidden", "(\n$GENERATE 1-60000 a$.example. A 192.0.2.1 )\n", "2: the entry has more than one record"},
		{"origin, hidden", "(\n$ORIGIN a. )\n", "2: the entry has no record"},
		{"an unknown directive", "$TTL x\n", `1: the directive "$TTL x" can't be read`},
		{"CNAME and other data", "a.example. A 192.0.2.1\na.example. CNAME b.example.\n", "1: a.example. has a CNAME at x.zone:2 and also A; a CNAME stands alone"},
		{"two CNAMEs", "a.example. CNAME c.example.\na.example. CNAME b.example.\n", "2: a.example. has another CNAME at x.zone:1; a name has one at most"},
		{"two SOAs", "a.example. SOA a. b. 1 1 1 1 1\na.example. SOA a. b. 2 1 1 1 1\n", "2: a.example. has two SOA records; a zone has one"},
		{"open parenthesis", "\na.example. TXT ( a\nb.example. TXT c\n", `2: a quote or a parenthesis that begins here isn't closed`},
		{"open quote", "\na.example. TXT \"a\nb.example. TXT c\n", `2: a quote or a parenthesis that begins here isn't closed`},
		{"too many", strings.Repeat("a.example. A 192.0.2.1\n", zone.MaxRecords+1), "100001: more than 100000 records"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			z, err := zone.Read(zone.File{Name: "x.zone", Text: tt.text})
			if err == nil {
				err = z.Check()
			}
			if err == nil || !strings.HasPrefix(err.Error(), "x.zone:"+tt.want) {
				t.Errorf("got %v\nwant x.zone:%s", err, tt.want)
			}
			if _, ok := errors.AsType[*zone.Error](err); !ok {
				t.Errorf("%T", err)
			}
		})
	}
}

// TestReadAll: what Windows' editors and shells put around a text is taken off.
func TestReadAll(t *testing.T) {
	for text, want := range map[string]string{
		"a":                           "a",
		"\ufeffa":                     "a",
		"\xff\xfea\x00\x42\x30\n\x00": "a\u3042\n",
		"\xfe\xff\x00a\x30\x42":       "a\u3042",
		"\xff":                        "\xff",
	} {
		if got, err := zone.ReadAll(strings.NewReader(text)); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// TestBroken: an entry that can't be read is told with as much of it as can be, and
// the next takes over from it.
func TestBroken(t *testing.T) {
	const text = "$ORIGIN example.\na 5 IN A 192.0.2\n  TXT x\n  LUA A \"code\"\n\tMX 1\n$NONE x\nb..c A 192.0.2.1\n$GENERATE x a A y\nc WKS x\nd CH TXT y\ne A 192.0.2.1\n"
	var got []string
	z, err := zone.Read(zone.File{Name: "x", Text: text, Broken: func(b zone.Broken) {
		got = append(got, fmt.Sprintf("%d %s %s", b.Line, b.Name, b.Type))
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range z.Records {
		got = append(got, fmt.Sprintf("%d %s %s", rec.Line, rec.Name, rec.Type))
	}
	want := []string{"2 a.example. A", "4 a.example. LUA", "5 a.example. MX", "6  ", "7  ", "8  ", "9 c.example. WKS", "10 d.example. TXT", "3 a.example. TXT", "11 e.example. A"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestInclude(t *testing.T) {
	folder := fstest.MapFS{
		"loop": {Data: []byte("$INCLUDE loop")}, "big": {Data: make([]byte, zone.MaxBytes)}, "folder/x": {},
		"bad": {Data: []byte("\n@ TXT \"open")},
	}
	for text, want := range map[string]string{
		"$INCLUDE ../x":      `x.zone:1: $INCLUDE "../x": file does not exist`,
		"$INCLUDE /etc/loop": "loop:1: $INCLUDE is more than 8 deep",
		"$INCLUDE none":      `x.zone:1: $INCLUDE "none": file does not exist`,
		"$INCLUDE folder":    `x.zone:1: $INCLUDE "folder": it is not a file`,
		"$INCLUDE loop":      "loop:1: $INCLUDE is more than 8 deep",
		"\n$INCLUDE big":     "x.zone:2: the zone file and what it includes have more than 10 MiB",
		"$INCLUDE big sub":   `x.zone:1: $INCLUDE: the name "sub" is relative`,
		"$INCLUDE bad a.":    `bad:2: a quote or a parenthesis that begins here isn't closed`,
		"$INCLUDE a b. c":    `x.zone:1: the directive "$INCLUDE a b. c" can't be read`,
		"$INCLUDE folder a.": `x.zone:1: $INCLUDE "folder": it is not a file`,
	} {
		_, err := zone.Read(zone.File{Name: "x.zone", Text: text, Folder: folder})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, tt := range []struct{ name, rrtype, data string }{
		{"a..b.", "A", ""},
		{"a.b.", "NONE OF THESE", ""},
		{"a.b.", "A", "192.0.2.1\nb. A 192.0.2.2"},
		{"a.b.", "A", "text"},
		{"a.b.", "MX", "1 relative"},
	} {
		_, err := zone.New(tt.name, tt.rrtype, tt.data, zone.Place{File: "x", Line: 3})
		if err == nil || !strings.HasPrefix(err.Error(), "x:3: ") {
			t.Errorf("%v: %v", tt, err)
		}
	}
}

func TestNameIn(t *testing.T) {
	tests := []struct{ name, origin, want string }{
		{"WWW.Example.jp", "", "www.example.jp."},
		{`\042.a b.`, "x.", `*.a\032b.`},
		{".", "", "."},
		{"www", "example.jp.", "www.example.jp."},
		{"www", ".", "www."},
		{"@", "example.jp.", "example.jp."},
		{"", "example.jp.", "example.jp."},
		{"例え.jp", "", "xn--r8jz45g.jp."},
	}
	for _, tt := range tests {
		if got, err := zone.NameIn(tt.name, tt.origin); err != nil || got != tt.want {
			t.Errorf("%q in %q: %q, %v", tt.name, tt.origin, got, err)
		}
	}
	if _, err := zone.NameIn("a..b", ""); err == nil {
		t.Error("no error for an empty label")
	}
}
