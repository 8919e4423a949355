package cli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// TestMan wants every command, flag and example in the page, in every language.
func TestMan(t *testing.T) {
	for _, language := range i18n.Languages {
		t.Run(language.Code, func(t *testing.T) {
			page := manual(t, language)
			p := &program{language: language}
			for _, c := range p.commands("") {
				_, section, ok := strings.Cut(page, "\n.SS spfcheck "+c.Name)
				section, _, _ = strings.Cut(section, "\n.S")
				if !ok {
					t.Errorf("no section for %s", c.Name)
				}
				for _, f := range c.Flags {
					name, usage := p.flagHelp(f)
					if !strings.Contains(section, "\n.TP\n.B "+roff(name)+"\n"+roffLines(usage)+"\n") {
						t.Errorf("%s: no flag %s: %s", c.Name, name, usage)
					}
				}
				if !strings.Contains(section, "\n.EX\n"+roffLines(c.Description)+"\n.EE") {
					t.Errorf("%s: the examples are missing", c.Name)
				}
			}
		})
	}
}

// TestManIsRoff has mandoc read the page, and man with groff show it.
func TestManIsRoff(t *testing.T) {
	for _, language := range i18n.Languages {
		file := filepath.Join(t.TempDir(), "spfcheck.1")
		if err := os.WriteFile(file, []byte(manual(t, language)), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, reader := range [][]string{
			{"mandoc", "-T", "lint", "-W", "warning"},
			{"man", "--warnings=char,delim,escape,font,input,mac,missing,number,range,syntax", "-E", "UTF-8", "-Tutf8", "-l"},
		} {
			t.Run(language.Code+" "+reader[0], func(t *testing.T) {
				cmd := exec.CommandContext(t.Context(), dnstest.Installed(t, reader[0]), append(reader[1:], file)...)
				var complaints bytes.Buffer
				cmd.Stderr = &complaints
				if reader[0] == "mandoc" {
					cmd.Stdout = &complaints
				}
				_ = cmd.Run() // mandoc fails because of a warning, too
				for line := range strings.Lines(complaints.String()) {
					harmless := strings.Contains(line, "missing date") || // the build has none
						strings.Contains(line, "can't break line") || // a list of addresses in Japanese has no spaces
						strings.TrimSpace(line) == ""
					if !harmless {
						t.Error(line)
					}
				}
			})
		}
	}
}

func manual(t *testing.T, language i18n.Language) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Run(context.Background(), []string{"spfcheck", "man", "--lang", language.Code}, nil, &out, &errs); code != 0 {
		t.Fatal(errs.String())
	}
	return out.String()
}

// TestRoff wants a text to be shown as it is, whatever it begins with.
func TestRoff(t *testing.T) {
	for text, want := range map[string]string{
		"--ip `A`":  `\-\-ip \(gaA\(ga`,
		`.so /etc`:  `\&.so /etc`,
		`'so /etc`:  `\(aqso /etc`,
		`\fB a\nb`:  `\efB a\enb`,
		"~all ^":    `\(tiall \(ha`,
		"one\ntwo":  `one two`,
		"日本語 plain": "日本語 plain",
	} {
		if got := roff(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got, want := roffLines("a\n\n.b"), "a\n.PP\n\\&.b"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
