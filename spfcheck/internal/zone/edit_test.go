package zone_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

var update = flag.Bool("update", false, "rewrite the section want of the cases")

func TestEdits(t *testing.T) {
	const at, www = "example.jp.", "www.example.jp."
	tests := []struct {
		what  string
		edit  zone.Edit
		name  string
		qtype uint16
		want  string
	}{
		{"a record comes", zone.Edit{Name: at, Type: "TXT", Add: one(t, at, "TXT", `"new"`)}, at, dns.TypeTXT, `NOERROR TXT "new", TXT "published"`},
		{"a record goes", zone.Edit{Name: at, Type: "TXT", Remove: one(t, at, "TXT", `published`)}, at, dns.TypeTXT, "NOERROR"},
		{"another record goes", zone.Edit{Name: at, Type: "TXT", Remove: one(t, at, "TXT", `"other"`)}, at, dns.TypeTXT, `NOERROR TXT "published"`},
		{"a text goes that is cut otherwise", zone.Edit{Name: at, Type: "TXT", Remove: one(t, at, "TXT", `"pub" "lished"`)}, at, dns.TypeTXT, "NOERROR"},
		{"one comes that is cut otherwise", zone.Edit{Name: at, Type: "TXT", Add: one(t, at, "TXT", `"pub" "lished"`)}, at, dns.TypeTXT, `NOERROR TXT "pub" "lished"`},
		{"a name goes in another case", zone.Edit{Name: at, Type: "MX", Remove: one(t, at, "MX", `10 MAIL.example.jp.`)}, at, dns.TypeMX, "NOERROR"},
		{"all records go", zone.Edit{Name: at, Type: "TXT", Clear: true}, at, dns.TypeTXT, "NOERROR"},
		{"and no other type", zone.Edit{Name: at, Type: "TXT", Clear: true}, at, dns.TypeMX, "NOERROR MX 10 mail.example.jp."},
		{"a CNAME goes, and the name with it", zone.Edit{Name: "alias.example.jp.", Type: "CNAME", Clear: true}, "alias.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"by its data", zone.Edit{Name: "alias.example.jp.", Type: "CNAME", Remove: one(t, "alias.example.jp.", "CNAME", www)}, "alias.example.jp.", dns.TypeA, "NXDOMAIN"},
		{"a chain ends where one goes", zone.Edit{Name: "alias.example.jp.", Type: "CNAME", Clear: true}, "alias2.example.jp.", dns.TypeA, "NXDOMAIN CNAME alias.example.jp."},
		{"a chain leads to an edit", zone.Edit{Name: www, Type: "TXT", Add: one(t, www, "TXT", `"new"`)}, "alias2.example.jp.", dns.TypeTXT, `NOERROR CNAME alias.example.jp., CNAME www.example.jp., TXT "new", TXT "www"`},
		{"a chain leads past one", zone.Edit{Name: www, Type: "TXT", Clear: true}, "alias.example.jp.", dns.TypeA, "NOERROR CNAME www.example.jp., A 192.0.2.1"},
		{"a name comes", zone.Edit{Name: "new.example.jp.", Type: "TXT", Add: one(t, "new.example.jp.", "TXT", `"new"`)}, "new.example.jp.", dns.TypeTXT, `NOERROR TXT "new"`},
		{"and exists", zone.Edit{Name: "new.example.jp.", Type: "TXT", Add: one(t, "new.example.jp.", "TXT", `"new"`)}, "new.example.jp.", dns.TypeA, "NOERROR"},
		{"no name comes", zone.Edit{Name: "new.example.jp.", Type: "TXT", Remove: one(t, "new.example.jp.", "TXT", `"new"`)}, "new.example.jp.", dns.TypeTXT, "NXDOMAIN"},
		{"unknown", zone.Edit{Name: at, Type: "TXT", Unknown: zone.Gap{Why: i18n.Text{EN: "known after apply", JA: "known after apply"}}}, at, dns.TypeTXT, "error: undetermined: example.jp TXT: known after apply"},
		{"unknown CNAME", zone.Edit{Name: at, Type: "CNAME", Unknown: zone.Gap{Why: i18n.Text{EN: "known after apply", JA: "known after apply"}}}, at, dns.TypeMX, "error: undetermined: example.jp MX: known after apply"},
		{"unknown at the end of a chain", zone.Edit{Name: www, Type: "A", Unknown: zone.Gap{Why: i18n.Text{EN: "an alias", JA: "an alias"}}}, "alias.example.jp.", dns.TypeA, "error: undetermined: www.example.jp A: an alias"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			edited := zone.Edits(tt.edit)(zone.Offline(read(t, published)))
			if got := brief(edited.Exchange(t.Context(), ask(tt.name, tt.qtype))); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestEditCases runs testdata/overlay: an archive a case. "published" is the DNS
// below, in which the names of "fails" get no answer; "edits" are laid over it; and
// "want" has an answer for each question of "ask", and what was asked below for it.
func TestEditCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "overlay", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sections := map[string]string{}
			for _, f := range archive.Files {
				sections[f.Name] = string(f.Data)
			}
			below := &asked{next: zone.Offline(read(t, sections["published"])), fails: strings.Fields(sections["fails"])}
			after := zone.Edits(edits(t, sections["edits"])...)(below)
			var got strings.Builder
			for line := range strings.Lines(sections["ask"]) {
				below.names = nil
				name, rrtype, _ := strings.Cut(strings.TrimSpace(line), " ")
				answer := brief(after.Exchange(t.Context(), ask(name, dns.StringToType[rrtype])))
				fmt.Fprintf(&got, "%s %s => %s\n", name, rrtype, answer)
				for _, q := range below.names {
					fmt.Fprintf(&got, "    %s\n", q)
				}
			}
			if want := &archive.Files[len(archive.Files)-1]; *update {
				want.Data = []byte(got.String())
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(sections["want"], got.String()); diff != "" && !*update {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// asked notes the questions that come to a source.
type asked struct {
	next  dnsmsg.Exchanger
	fails []string
	names []string
}

func (a *asked) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	a.names = append(a.names, q.Name+" "+dns.Type(q.Qtype).String())
	if slices.Contains(a.fails, q.Name) {
		return &dns.Msg{MsgHdr: dns.MsgHdr{Rcode: dns.RcodeServerFailure}}, nil
	}
	return a.next.Exchange(ctx, q)
}

// edits reads a line for each record: "= NAME TYPE DATA" replaces its RRset, "+"
// adds to it, "-" takes from it, without data all of it; "~ NAME TYPE TARGET"
// flattens, and "? NAME TYPE WHY" leaves open.
func edits(t *testing.T, text string) []zone.Edit {
	t.Helper()
	made := map[string]*zone.Edit{}
	for line := range strings.Lines(text) {
		words := strings.SplitN(strings.TrimSpace(line)+"   ", " ", 4)
		act, name, rrtype, data := words[0], words[1], words[2], strings.TrimSpace(words[3])
		e := made[name+rrtype]
		if e == nil {
			e = &zone.Edit{Name: name, Type: rrtype}
			made[name+rrtype] = e
		}
		switch act {
		case "=", "+":
			e.Clear = act == "="
			e.Add = append(e.Add, one(t, name, rrtype, data)...)
		case "-":
			if e.Clear = data == ""; data != "" {
				e.Remove = append(e.Remove, one(t, name, rrtype, data)...)
			}
		case "~":
			e.Flatten = data
		case "?":
			e.Unknown = zone.Gap{Why: i18n.Text{EN: data, JA: data}}
		}
	}
	var list []zone.Edit
	for _, e := range made {
		list = append(list, *e)
	}
	return list
}

// one is a list of one record.
func one(t *testing.T, name, rrtype, data string) []zone.Record {
	t.Helper()
	rec, err := zone.New(name, rrtype, data, zone.Place{})
	if err != nil {
		t.Fatal(err)
	}
	return []zone.Record{rec}
}
