package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// mistake is a command line that is wrong.
type mistake struct {
	words []string
	near  string // what the hint names; "": whatever helps
}

// mistakes are those that can be made with every command, and with every flag of one.
func mistakes(p *program, c *cli.Command) []mistake {
	all := []mistake{
		{[]string{c.Name + "x"}, c.Name},
		{[]string{c.Name, "--nonsense-flag"}, c.Name + " --help"},
		{[]string{c.Name, "example.jp", "--nonsense-flag"}, c.Name + " --help"}, // behind the argument
	}
	for _, f := range c.Flags {
		name := f.Names()[0]
		typed := "--" + name
		if len(name) > 4 {
			all = append(all, mistake{[]string{c.Name, typed + "q"}, typed})
		}
		if !takesFlagValue(f) {
			all = append(all, mistake{[]string{c.Name, typed + "=perhaps"}, ""})
			continue
		}
		all = append(all, mistake{[]string{c.Name, typed}, ""}) // no value
		if name != "mail-from" {
			all = append(all, mistake{[]string{c.Name, typed + "="}, typed})
		}
		switch plainFlag(f).(type) {
		case *cli.DurationFlag:
			all = append(all, mistake{[]string{c.Name, "example.jp", typed, "nonsense"}, "500ms"})
		case *cli.IntFlag, *cli.Float64Flag:
			all = append(all, mistake{[]string{c.Name, "example.jp", typed, "nonsense"}, "64"})
		}
		if set := p.setOf(c, name); set != nil && !set.open {
			words := choiceWords(set.choices(p))
			all = append(all, mistake{[]string{c.Name, typed, "nonsense"}, words[0]})
			for _, word := range words {
				if len(word) > 4 {
					all = append(all, mistake{[]string{c.Name, "example.jp", typed, word + "q"}, word})
				}
			}
		}
	}
	return all
}

// TestMistakes makes every mistake, in both languages: exit code 2, nothing in the
// output, one line with the error and one with a hint that names the nearest right thing.
func TestMistakes(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, language := range i18n.Languages {
		p := &program{language: language}
		made := 0
		for _, c := range p.commands("") {
			for _, m := range mistakes(p, c) {
				made++
				checkMistake(t, language, m)
			}
		}
		if made < 500 {
			t.Errorf("only %d mistakes were made", made)
		}
	}
}

// TestWrongValues: where a command itself looks at words of a set, it says which one
// was meant, too.
func TestWrongValues(t *testing.T) {
	zone, err := filepath.Abs(filepath.Join(top, "testdata", "zones", "shop.zone"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	check := []string{"check", "--offline", "--zone", zone, "--ip", "192.0.2.1", "example.jp"}
	for _, m := range []mistake{
		{append(check, "--format", "jsno"), "json"},
		{append(check, "--lang", "jaa"), "ja"},
		{append(check, "--carrier", "dokomo"), "docomo"},
		{append(check, "--setting", "au:hihg"), "au:high"},
		{append(check, "--via", "sendgird"), "sendgrid"},
		{append(check, "--min-basis", "offical"), "official"},
		{[]string{"lint", "--offline", "--zone", zone, "--ignore", "DMARC0001", "example.jp"}, "DMARC001"},
		{[]string{"lint", "--offline", "--zone", zone, "--selectors-of", "gogle", "example.jp"}, "google"},
		{[]string{"bulk", "--fields", "wrost"}, "worst"},
		{[]string{"carriers", "docmo"}, "docomo"},
		{[]string{"senders", "sendgird"}, "sendgrid"},
		{[]string{"explain", "DMARC0001"}, "DMARC001"},
		{[]string{"explain", "au/high/pra-nome"}, "au/high/pra-none"},
		{[]string{"completion", "bsh"}, "bash"},
		{[]string{"config", "schemma"}, "schema"},
		{[]string{"man", "chekc"}, "check"},
		{[]string{"chekc", "example.jp"}, "check"},
		{[]string{"check", "--envelope-from", "a@example.jp"}, "--mail-from"},
		{[]string{"identities", "--ip", "192.0.2.1"}, "check"},
		{[]string{"check"}, "--mail"},
		{[]string{"lint"}, "lint"},
		{[]string{"identities"}, "identities"},
		{[]string{"report"}, "report"},
		{[]string{}, "--help"},
	} {
		checkMistake(t, i18n.English, m)
		checkMistake(t, i18n.Japanese, m)
	}
}

func checkMistake(t *testing.T, language i18n.Language, m mistake) {
	t.Helper()
	var out, errs bytes.Buffer
	words := slices.Concat([]string{"spfcheck"}, m.words)
	if !slices.Contains(words, "--lang") && !slices.Contains(words, "--lang=") {
		words = slices.Insert(words, 1, "--lang="+language.Code)
	}
	code := Run(context.Background(), words, strings.NewReader(""), &out, &errs)
	problem, hint, _ := strings.Cut(errs.String(), "\n")
	hint, more, _ := strings.Cut(hint, "\n")
	said := func(mark i18n.Text, text string) bool {
		return strings.HasPrefix(text, "spfcheck: "+mark.EN+": ") || strings.HasPrefix(text, "spfcheck: "+mark.JA+": ")
	}
	switch {
	case code != exitUsage || out.Len() > 0 || more != "":
		t.Errorf("%q: exit code %d, output %.80q, errors:\n%s", words, code, out.String(), errs.String())
	case !said(errorMark, problem) || !said(hintMark, hint):
		t.Errorf("%q: not an error and a hint:\n%s", words, errs.String())
	case !strings.Contains(hint, m.near):
		t.Errorf("%q: the hint doesn't name %q:\n%s", words, m.near, errs.String())
	}
}
