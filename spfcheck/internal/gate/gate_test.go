package gate_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var update = flag.Bool("update", false, "rewrite the section want of the cases")

const today = carriers.Day("2026-11-21")

// TestCases runs testdata/gate: an archive a case. Its last line of comment says
// what is read, as "FILE… [base FILE…] [all] [fail-on SEVERITY]"; "live" is DNS as it
// is, spfcheck.yaml the flows, and "want" what comes out.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "gate", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			path, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			runCase(t, path)
		})
	}
}

func runCase(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	sections := map[string]string{}
	var want *txtar.File
	for i, f := range archive.Files {
		sections[f.Name] = string(f.Data)
		if f.Name == "want" {
			want = &archive.Files[i]
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want == nil {
		t.Fatal("no section want")
	}
	comment := strings.Split(strings.TrimSpace(string(archive.Comment)), "\n")
	g := readGate(t, strings.Fields(comment[len(comment)-1]), sections[config.Name])
	live := &asked{}
	published := resolve.Chain(resolve.Offline(dnstest.Zone(t, sections["live"])), resolve.Observe(live.note))
	g.Before, g.After = gate.Apply(published, g.Base, g.Change)
	rep, err := g.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := tell(rep) + live.String()
	if *update {
		want.Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := gocmp.Diff(string(want.Data), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	sameLocked(t, published, g, tell(rep))
}

// readGate reads the words of the case.
func readGate(t *testing.T, words []string, written string) *gate.Gate {
	t.Helper()
	g := &gate.Gate{On: today}
	if written != "" {
		c, err := config.Read(strings.NewReader(written), config.Name, today)
		if err != nil {
			t.Fatal(err)
		}
		g.Flows, g.Profiles, g.Ignores = c.Flows, c.Profiles, c.Ignores
	}
	var files, base []string
	to := &files
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "base":
			to = &base
		case "all":
			g.All = true
		case "fail-on":
			i++
			g.FailOn = rules.Severity(words[i])
		default:
			*to = append(*to, words[i])
		}
	}
	var err error
	if g.Change, err = change.Read(change.Set{Paths: files}); err != nil {
		t.Fatal(err)
	}
	if len(base) > 0 {
		if g.Base, err = change.Read(change.Set{Paths: base}); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

// asked counts the questions that DNS itself was asked. The names of services
// aren't told, since the zone has them for every case.
type asked struct{ questions []string }

func (a *asked) note(q dns.Question, _ *dns.Msg, _ error) {
	a.questions = append(a.questions, q.Name+" "+dns.Type(q.Qtype).String())
}

func (a *asked) String() string {
	slices.Sort(a.questions)
	var b strings.Builder
	for i, q := range a.questions {
		twice := ""
		if i > 0 && q == a.questions[i-1] {
			twice = " AGAIN"
		}
		fmt.Fprintf(&b, "asked %s%s\n", q, twice)
	}
	return b.String()
}

// tell tells a report, a line for each thing in it.
func tell(rep *gate.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", rep.Result)
	for _, f := range rep.Flows {
		fmt.Fprintf(&b, "flow %s: %s, touched %v\n", f.Name, f.Turn, f.Touched)
		if f.Problem.Complete() {
			fmt.Fprintf(&b, "  %s\n", f.Problem.EN)
		}
		for _, v := range f.Verdicts {
			if v.Turn != gate.Same {
				fmt.Fprintf(&b, "  %s:%s %s → %s, %s%s\n", v.After.Carrier, v.After.Setting, v.Before.Outcome, v.After.Outcome, v.Turn, place(v.Place))
			}
		}
	}
	for _, d := range rep.Domains {
		fmt.Fprintf(&b, "domain %s: %d → %d%s\n", d.Domain, d.Before.Lookups.Count, d.After.Lookups.Count, place(d.Place))
		tellRanges(&b, "gained", d.Gained)
		tellRanges(&b, "lost", d.Lost)
	}
	for _, f := range rep.Findings {
		if f.Status != gate.Stays {
			fmt.Fprintf(&b, "%s %s %s: %s%s\n", f.Status, f.Severity, f.Code, cmp.Or(f.Reason, f.Message.EN), place(f.Place))
		}
	}
	for _, p := range rep.Problems {
		fails := ""
		if p.Fails {
			fails = " FAILS"
		}
		fmt.Fprintf(&b, "%s%s %s: %s%s\n", p.Level, fails, p.Code, p.Title.EN, place(p.Place))
	}
	for _, n := range rep.Notes {
		fmt.Fprintf(&b, "note: %s\n", n.EN)
	}
	return b.String()
}

func tellRanges(b *strings.Builder, word string, a gate.Addresses) {
	if !a.Empty() {
		fmt.Fprintf(b, "  %s %v\n", word, a.All())
	}
}

func place(p *zone.Place) string {
	if p == nil {
		return ""
	}
	s := fmt.Sprintf(" (%s:%d", p.File, p.Line)
	if p.Source != "" {
		s += " " + p.Source
	}
	return s + ")"
}
