package carriers_test

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// TestCases runs testdata/carriers: a file a carrier, a section a setting, a line
// a case: "DAY NAME=VALUE… OUTCOME RULE IDENTITY BASIS". a|b stands for two cases
// that come to the same.
func TestCases(t *testing.T) {
	for _, p := range carriers.All {
		used := map[string]bool{}
		for _, c := range readCases(t, p.ID) {
			t.Run(c.name, func(t *testing.T) {
				got := judge(p, c.given)
				if got.String() != c.want {
					t.Errorf("%s\ngot  %s\nwant %s", c.line, got, c.want)
				}
				used[got.rule] = true
			})
		}
		for _, id := range ruleIDs(p) {
			if !used[id] {
				t.Errorf("testdata/carriers/%s.txtar: no case is decided by rule %s", p.ID, id)
			}
		}
	}
}

// given is what a setting judges.
type given struct {
	setting string
	terms   carriers.Terms
	facts   carriers.Facts
}

// decided is what it comes to, as a line of the case files has it.
type decided struct{ outcome, rule, identity, basis string }

func (d decided) String() string {
	return strings.Join([]string{d.outcome, d.rule, d.identity, d.basis}, " ")
}

func judge(p *carriers.Profile, g given) decided {
	j := p.Judge(g.facts, g.setting, g.terms)
	d := decided{outcome: string(j.Outcome()), rule: "-", identity: cmp.Or(string(j.Identity), "-"), basis: "-"}
	if j.Rule != nil {
		d.rule, d.basis = j.Rule.ID, string(j.Rule.Basis)
	}
	return d
}

// aCase is one line of a case file.
type aCase struct {
	given
	name, line, want string
}

func readCases(t *testing.T, carrier string) []aCase {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("..", "testdata", "carriers", carrier+".txtar"))
	if err != nil {
		t.Fatalf("%s has no cases: %v", carrier, err)
	}
	var cases []aCase
	for _, section := range archive.Files {
		for n, line := range strings.Split(string(section.Data), "\n") {
			line, _, _ = strings.Cut(line, "#")
			if strings.TrimSpace(line) == "" {
				continue
			}
			name := fmt.Sprintf("%s/%s/%d", carrier, section.Name, n+1)
			words := strings.Fields(line)
			if len(words) < 5 {
				t.Fatalf("%s: too few words: %q", name, line)
			}
			facts := len(words) - 4
			want := strings.Join(words[facts:], " ")
			for _, alternative := range alternatives(words[:facts]) {
				c := aCase{name: name, line: line, want: want}
				c.given, err = readGiven(section.Name, alternative)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				cases = append(cases, c)
			}
		}
	}
	return cases
}

// alternatives writes a|b out: words once for each of the values.
func alternatives(words []string) [][]string {
	for i, word := range words {
		name, values, named := strings.Cut(word, "=")
		if !named {
			name, values = "", word
		}
		if !strings.Contains(values, "|") {
			continue
		}
		var all [][]string
		for _, value := range strings.Split(values, "|") {
			if named {
				value = name + "=" + value
			}
			one := slices.Clone(words)
			one[i] = value
			all = append(all, alternatives(one)...)
		}
		return all
	}
	return [][]string{words}
}

// readGiven takes "DAY NAME=VALUE…".
func readGiven(setting string, words []string) (given, error) {
	on, err := carriers.ParseDay(words[0])
	if err != nil {
		return given{}, err
	}
	g := given{setting: setting, terms: carriers.Terms{On: on}, facts: carriers.Facts{
		Results:  map[identity.Kind]spf.Result{},
		Known:    map[carriers.Fact]bool{},
		Measured: map[carriers.Measure]int64{},
	}}
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		switch {
		case name == "min-basis":
			g.terms.MinBasis = carriers.Basis(value)
		case name == "to":
			g.facts.Recipient = value
		case name == "dmarc":
			g.facts.DMARC = dmarcWord(value)
		case slices.Contains(carriers.AllFacts, carriers.Fact(name)):
			if value == "failed" {
				g.facts.Failed = append(g.facts.Failed, carriers.Fact(name))
			} else {
				g.facts.Known[carriers.Fact(name)] = value == "yes"
			}
		case slices.Contains(carriers.AllMeasures, carriers.Measure(name)):
			if g.facts.Measured[carriers.Measure(name)], err = strconv.ParseInt(value, 10, 64); err != nil {
				return given{}, err
			}
		case value == "absent":
			g.facts.Absent = append(g.facts.Absent, identity.Kind(name))
		case slices.Contains(identity.Kinds, identity.Kind(name)):
			g.facts.Results[identity.Kind(name)] = spf.Result(value)
		default:
			return given{}, fmt.Errorf("what is %q?", word)
		}
	}
	return g, nil
}

// dmarcWord takes "fail:reject" for DMARCFailReject and "fail:partly" for
// DMARCFailPartly.
func dmarcWord(word string) carriers.DMARC {
	if word == "fail:partly" {
		return carriers.DMARCFailPartly
	}
	return carriers.DMARC(strings.Replace(word, "fail:", "fail p=", 1))
}
