package record_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

var update = flag.Bool("update", false, "rewrite what comes of the cases of testdata/repair.txtar")

// TestRepair runs testdata/repair.txtar, which says how it is written.
func TestRepair(t *testing.T) {
	file := filepath.Join("..", "..", "..", "testdata", "repair.txtar")
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, section := range archive.Files {
		t.Run(section.Name, func(t *testing.T) {
			given, want, ok := strings.Cut(string(section.Data), "=>\n")
			if !ok {
				t.Fatal("no line =>")
			}
			texts := parseTexts(t, given)
			r := record.Repair(texts)
			got := describe(r)
			if *update {
				archive.Files[i].Data = []byte(given + "=>\n" + got)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			checkRepaired(t, texts, r)
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func parseTexts(t *testing.T, lines string) [][]string {
	t.Helper()
	var texts [][]string
	for line := range strings.Lines(lines) {
		var strs []string
		for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			line = line[len(quoted):]
			s, _ := strconv.Unquote(quoted)
			strs = append(strs, s)
		}
		texts = append(texts, strs)
	}
	return texts
}

func describe(r record.Repaired) string {
	var b strings.Builder
	fmt.Fprintln(&b, strings.TrimRight(r.Record, " "))
	for _, a := range r.Apart {
		fmt.Fprintln(&b, "+", a)
	}
	for _, d := range r.Done {
		fmt.Fprintln(&b, "-", d.EN)
	}
	for _, o := range r.Open {
		fmt.Fprintln(&b, "?", o.EN)
	}
	return b.String()
}

// checkRepaired demands of any repair what its documentation says.
func checkRepaired(t *testing.T, texts [][]string, r record.Repaired) {
	t.Helper()
	for _, d := range slices.Concat(r.Done, r.Open) {
		if !d.Complete() {
			t.Errorf("%q: a text in one language: %q", texts, d)
		}
	}
	if (r.Record != "") != (len(r.Texts) > 0 && len(r.Open) == 0) {
		t.Errorf("%q: the record %q, of the texts %v, with %q open", texts, r.Record, r.Texts, r.Open)
	}
	if r.Record == "" {
		return
	}
	if parsed := record.Parse(r.Record); !parsed.WellFormed() {
		t.Errorf("%q: %q is malformed: %v", texts, r.Record, parsed.Errors)
	}
	if again := record.Repair([][]string{{r.Record}}); again.Record != r.Record || len(again.Done) > 0 {
		t.Errorf("%q: %q once more is %q: %v", texts, r.Record, again.Record, again.Done)
	}
}

// TestRepairKeeps breaks records in the ways that people do, at random, and demands
// that each address and each domain that was in them is in the repaired one.
func TestRepairKeeps(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	broken := 0
	for range 4000 {
		terms := randomTerms(random)
		texts := breakRecord(random, terms)
		r := record.Repair(texts)
		checkRepaired(t, texts, r)
		if len(r.Done) > 0 {
			broken++
		}
		if r.Record == "" {
			t.Fatalf("%q wasn't repaired: %v", texts, r.Open)
		}
		parsed := record.Parse(r.Record)
		if s := parsed.Suspects(); len(s) > 0 {
			t.Fatalf("%q: in %q is suspect: %v", texts, r.Record, s)
		}
		var have []string
		for i, term := range parsed.Terms {
			have = append(have, meaning(term))
			if term.Name == "all" && i < len(parsed.Terms)-1 {
				t.Fatalf("%q: %q goes on after all", texts, r.Record)
			}
		}
		for _, term := range record.Parse("v=spf1 " + strings.Join(terms, " ")).Terms {
			if !slices.Contains(have, meaning(term)) {
				t.Fatalf("%q: %q is lost in %q", texts, term.Text, r.Record)
			}
		}
		if t.Failed() {
			return
		}
	}
	if broken < 2000 {
		t.Errorf("only %d of the records were broken", broken)
	}
}

// meaning is what a term names.
func meaning(t record.Term) string {
	if t.Prefix.IsValid() {
		return t.Network().String()
	}
	return t.Name + " " + strings.ToLower(t.Domain.String())
}

func randomTerms(r *rand.Rand) []string {
	choice := []string{
		"mx", "a", "a:mail.example.jp", "mx:example.net", "include:_spf.example.net", "include:amazonses.com", "exists:%{i}._spf.example.net",
		"ip4:203.0.113.7", "ip4:198.51.100.0/24", "ip6:2001:db8::25", "ip6:2001:db8:25::/48", "ip4:192.0.2.128/25",
	}
	r.Shuffle(len(choice), func(i, j int) { choice[i], choice[j] = choice[j], choice[i] })
	return choice[:1+r.IntN(6)]
}

// breakers break a term; what doesn't fit stays as it is.
var breakers = []func(string) string{
	func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, "ip6:"), "ip4:") },
	func(s string) string { return strings.Replace(s, "ip4:", "ipv4:", 1) },
	func(s string) string { return strings.Replace(s, "ip6:", "ipv6:", 1) },
	func(s string) string { return strings.Replace(s, "ip6:", "ip4:", 1) },
	func(s string) string { return strings.Replace(s, ":", "：", 1) },
	func(s string) string { return strings.Replace(s, ":", ": ", 1) },
	func(s string) string { return strings.Replace(s, ":", "=", 1) },
	func(s string) string { return strings.Replace(s, "include:", "inculde:", 1) },
	func(s string) string { return s + "," },
	func(s string) string { return s + "　" },
	func(s string) string { return "+" + s },
	func(s string) string { return strings.ToUpper(s) },
	func(s string) string { return s + " " + s },
	func(s string) string { return s + " include:" },
}

// breakRecord writes the terms as a record, or as two, with a few faults.
func breakRecord(r *rand.Rand, terms []string) [][]string {
	parts := [][]string{terms}
	if r.IntN(4) == 0 {
		at := r.IntN(len(terms) + 1)
		parts = [][]string{terms[:at], terms[at:]}
	}
	var texts [][]string
	for _, part := range parts {
		words := slices.Clone(part)
		for i := range words {
			if r.IntN(3) == 0 {
				words[i] = breakers[r.IntN(len(breakers))](words[i])
			}
		}
		all := []string{"-all", "~all", "?all", "- all", "-all.", "~all\"", "–all", "all~", "", "+all", "-ALL"}[r.IntN(11)]
		at := len(words)
		if strings.Trim(all, "-~?+ALal") == "" && r.IntN(4) == 0 {
			at = r.IntN(len(words) + 1)
		}
		if all != "" {
			words = slices.Insert(words, at, all)
		}
		version := []string{"v=spf1 ", "v=spf1 ", "v=spf1 ", "v=spf1　", "V=SPF1 ", "spf1 ", " v=spf1 ", "v=spf1, ", "v = spf1 ", "ｖ＝ｓｐｆ１ ", "v=spf1 v=spf1 ", "\"v=spf1 "}[r.IntN(12)]
		if strings.HasPrefix(version, "spf1") && (len(words) == 0 || record.Parse("v=spf1 "+words[0]).Terms == nil || !record.Almost(version+words[0])) {
			version = "v=spf1 " // spf1 alone is a word of any text
		}
		text := version + strings.Join(words, " ")
		if r.IntN(6) == 0 {
			text = "google-site-verification=abc " + text
			if record.Before(text) == "" {
				text = strings.TrimPrefix(text, "google-site-verification=abc ")
			}
		}
		texts = append(texts, []string{text})
	}
	return texts
}

// TestRepairBounds repairs what is hostile: it comes to an end, and what wasn't
// repaired is said.
func TestRepairBounds(t *testing.T) {
	for _, word := range []string{
		"ipv4:192.0.2.1 ", "include=a.example ", "v=spf1 ", "MS=ms1 ", "v=DMARC1 ", "google-site-verification= ", "foo ", "a:b,c.d ",
		"redirect=a.example ", "-all ", "mx ", "\"", "　",
	} {
		for _, size := range []int{8_000, 60_000} {
			text := "v=spf1 " + strings.Repeat(word, size/len(word))
			texts := [][]string{{text}, {text}}
			checkRepaired(t, texts, record.Repair(texts))
		}
	}
	long := "v=spf1 " + strings.Repeat("ip4:192.0.2.1 ", 2000) + "-all"
	if r := record.Repair([][]string{{long}}); len(r.Open) > 0 {
		t.Errorf("a long record without a fault: %v", r.Open)
	}
}

func FuzzRepair(f *testing.F) {
	for _, c := range slices.Concat(malformed, suspicious) {
		f.Add(c.text, "v=spf1 mx -all")
	}
	f.Add("google-site-verification=a v=spf1 mx v=spf1 v=DMARC1", "spf1 a")
	f.Add("\xce\xce\xce\xce\xce\xce\xce0 0000000000", "v=spf1 mX") // longer in lower case
	f.Add("v=spf1 exists Hall", "v\v\v\v\v\v=spf1 mx -all")        // a version where none is, once the rest is out
	f.Add("v=spf1 a:mv=spf1useum -all", "v=spf1 mx -all")          // a fault that is none of what is corrected
	f.Fuzz(func(t *testing.T, one, two string) {
		for _, texts := range [][][]string{{{one}}, {{one}, {two}}, {{one, two}}} {
			checkRepaired(t, texts, record.Repair(texts))
		}
	})
}
