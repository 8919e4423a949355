package detect_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestServices runs testdata/senders/detect.txtar: a section a case, which is a
// zone, perhaps "mail:" and a header, and after "=>" the services that
// example.jp uses.
func TestServices(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("..", "..", "..", "testdata", "senders", "detect.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, section := range archive.Files {
		t.Run(section.Name, func(t *testing.T) {
			given, want, ok := strings.Cut(string(section.Data), "=>\n")
			if !ok {
				t.Fatal("no line =>")
			}
			zone, message, hasMail := strings.Cut(given, "mail:\n")
			var header *identity.Header
			if hasMail {
				h, err := identity.ReadHeader(strings.NewReader(message))
				if err != nil {
					t.Fatal(err)
				}
				header = &h
			}
			lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, zone))}
			services, err := detect.Services(t.Context(), lookup, "example.jp", header)
			if diff := cmp.Diff(want, describe(services)); diff != "" || err != nil {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
		})
	}
}

func describe(services []detect.Service) string {
	var b strings.Builder
	for _, s := range services {
		b.WriteString(s.Via)
		for _, e := range s.Evidence {
			b.WriteString(", " + e.In + " " + e.Value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestFailures wants DNS that failed to be said, with what was found all the same.
func TestFailures(t *testing.T) {
	const zone = `
example.jp. SOA ns.example.jp. hostmaster.example.jp. 1 3600 600 86400 60
example.jp. MX 10 aspmx.l.google.com.
example.jp. TXT "v=spf1 include:amazonses.com include:_spf.example.jp -all"
_spf.example.jp. TXT "v=spf1 include:spf.brevo.com -all"
`
	for name, want := range map[string][2]string{
		"example.jp.":      {"", "example.jp MX, example.jp TXT"},
		"_spf.example.jp.": {"google, MX aspmx.l.google.com\nses, SPF include:amazonses.com\n", "_spf.example.jp TXT"},
	} {
		t.Run(name, func(t *testing.T) {
			lookup := resolve.Lookup{Exchanger: dnstest.Failing(resolve.Offline(dnstest.Zone(t, zone)), name)}
			services, err := detect.Services(t.Context(), lookup, "example.jp", nil)
			failures, _ := errors.AsType[detect.Failures](err)
			var asked []string
			for _, f := range failures {
				asked = append(asked, f.Name+" "+f.Type)
				if !f.Problem.Complete() || !strings.Contains(failures.Error(), f.Problem.EN) {
					t.Errorf("%+v in %q", f, failures.Error())
				}
			}
			if got := [2]string{describe(services), strings.Join(asked, ", ")}; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestManyHosts bounds the work on a hostile header.
func TestManyHosts(t *testing.T) {
	header := &identity.Header{}
	for range 2000 {
		header.Fields = append(header.Fields, mail.Field{Name: "Received", Value: "from mx.example.net"})
	}
	header.Fields = append(header.Fields, mail.Field{Name: "Message-ID", Value: "<1@amazonses.com>"})
	lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, "example.jp. SOA ns.example.jp. h.example.jp. 1 2 3 4 5\n"))}
	services, err := detect.Services(t.Context(), lookup, "example.jp", header)
	if len(services) > 0 || err != nil {
		t.Errorf("%+v, %v: the names beyond the bound were looked at", services, err)
	}
}

// FuzzMessage reads any header.
func FuzzMessage(f *testing.F) {
	cases, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "senders", "detect.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(cases), "<a@amazonses.com>")
	f.Add("from (helo=a..) by b", "@")
	f.Fuzz(func(t *testing.T, received, id string) {
		header := &identity.Header{Fields: []mail.Field{{Name: "Received", Value: received}, {Name: "Message-ID", Value: id}}}
		lookup := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, "example.jp. SOA ns.example.jp. h.example.jp. 1 2 3 4 5\n"))}
		services, err := detect.Services(t.Context(), lookup, "example.jp", header)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range services {
			if len(s.Evidence) == 0 {
				t.Errorf("%s without evidence", s.ID)
			}
		}
	})
}

// TestPrefetch: what Services will ask is asked, and of a key's name one question.
func TestPrefetch(t *testing.T) {
	const zone = `
example.jp. TXT "v=spf1 include:spf.example.net -all"
`
	ahead, inTurn := dnstest.NewSource(t, zone), dnstest.NewSource(t, zone)
	detect.Prefetch(t.Context(), resolve.Lookup{Exchanger: ahead}, "example.jp")
	if _, err := detect.Services(t.Context(), resolve.Lookup{Exchanger: inTurn}, "example.jp", nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(inTurn.Asked, ahead.Asked); diff != "" {
		t.Errorf("(-asked +asked ahead)\n%s", diff)
	}
	for name, want := range map[string]int{"google._domainkey.example.jp. TXT": 1, "google._domainkey.example.jp. CNAME": 0} {
		if got := inTurn.Asked[name]; got != want {
			t.Errorf("%s is asked for %d times, want %d", name, got, want)
		}
	}
}
