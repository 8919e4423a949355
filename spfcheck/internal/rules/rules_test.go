package rules

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestAllIsValid: no ID is used twice or has another form, and every page is complete.
func TestAllIsValid(t *testing.T) {
	idForm := regexp.MustCompile(`^[A-Z]+[0-9]{3}$`)
	seen := map[string]bool{}
	for _, a := range All {
		if seen[a.ID] || !idForm.MatchString(a.ID) {
			t.Errorf("%q: used twice, or no ID", a.ID)
		}
		seen[a.ID] = true
		if !a.Title.Complete() || !a.Doc.Complete() || !a.Fix.Complete() {
			t.Errorf("%s: a text is missing in a language", a.ID)
		}
		if a.Bad == "" || a.Good == "" || a.Source == "" || !slices.Contains(Severities, a.Severity) || a.Run == nil {
			t.Errorf("%s: the page is not complete", a.ID)
		}
	}
}

// inGo are the rules about facts that no zone can express: around_test.go has
// their cases.
var inGo = []string{"SPF063", "SPF064", "SPF065"}

// TestCases runs testdata/lint: a file a rule, a section a case. A case is a
// line "DOMAIN NAME=VALUE…", a zone, and after "=>" what the rule says: nothing,
// or a line "OFFSET-END MESSAGE" a finding.
func TestCases(t *testing.T) {
	for _, a := range All {
		if slices.Contains(inGo, a.ID) {
			continue
		}
		file := filepath.Join("..", "..", "..", "testdata", "lint", a.ID+".txtar")
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Errorf("%s has no cases: %v", a.ID, err)
			continue
		}
		fires, silent := 0, 0
		for _, section := range archive.Files {
			given, want, ok := strings.Cut(string(section.Data), "=>\n")
			if !ok {
				t.Fatalf("%s: %s: no line =>", file, section.Name)
			}
			if want == "" {
				silent++
			} else {
				fires++
			}
			t.Run(a.ID+"/"+section.Name, func(t *testing.T) {
				if diff := cmp.Diff(want, findings(t, a.ID, given)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			})
		}
		if fires == 0 || silent == 0 {
			t.Errorf("%s: %d cases fire and %d stay silent", file, fires, silent)
		}
	}
}

// findings runs every rule on a case, and gives what the one of this ID says.
func findings(t *testing.T, id, given string) string {
	t.Helper()
	head, zone, _ := strings.Cut(given, "\n")
	words := strings.Fields(head)
	z := dnstest.Zone(t, zone)
	lookup := resolve.Lookup{Exchanger: resolve.Offline(z)}
	subject := Load(context.Background(), lookup, dmarc.Discover(context.Background(), lookup, words[0]))
	subject.SPF = tree.Load(context.Background(), lookup, words[0], tree.Message{})
	subject.Around = LoadAround(context.Background(), lookup, words[0])
	for _, word := range words[1:] {
		if kind, selector, _ := strings.Cut(word, "="); kind == "selector" || kind == "guessed" {
			key := LoadKey(context.Background(), lookup, words[0], selector)
			key.Guessed = kind == "guessed"
			subject.Keys = append(subject.Keys, key)
			continue
		}
		if subject.Mail == nil {
			subject.Mail = &Mail{}
		}
		switch name, value, _ := strings.Cut(word, "="); name {
		case "envelope":
			subject.Mail.Envelope = value
		case "unsigned":
			subject.Mail.SignersKnown = true
		case "signer":
			subject.Mail.SignersKnown = true
			subject.Mail.Signers = append(subject.Mail.Signers, value)
		default:
			t.Fatalf("what is %q?", word)
		}
	}
	var b strings.Builder
	for _, f := range Run(subject) {
		if f.Code == id {
			fmt.Fprintf(&b, "%d-%d %s\n", f.Offset, f.End, f.Message.EN)
		}
		checkFinding(t, f)
	}
	return b.String()
}

func TestEveryCaseFileHasARule(t *testing.T) {
	files, err := os.ReadDir(filepath.Join("..", "..", "..", "testdata", "lint"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if ByID(strings.TrimSuffix(f.Name(), ".txtar")) == nil {
			t.Errorf("%s is for no rule", f.Name())
		}
	}
}

// TestWorstFirst holds the order of the findings.
func TestWorstFirst(t *testing.T) {
	d := dmarc.Discovery{
		From: "shop.example.jp", Domain: "shop.example.jp", Status: dmarc.Found,
		Record:  dmarc.Parse("v=DMARC1; p=none; foo"),
		Records: []dmarc.Record{dmarc.Parse("v=DMARC1; p=none; foo")},
	}
	var got []Severity
	for _, f := range Run(&Subject{DMARC: d}) {
		got = append(got, f.Severity)
	}
	if diff := cmp.Diff([]Severity{Error, Info}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
