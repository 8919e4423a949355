package cli

import (
	"bytes"
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// TestMan wants every command in the page of the program, and every flag and example in
// that of the command, in every language.
func TestMan(t *testing.T) {
	for _, language := range i18n.Languages {
		t.Run(language.Code, func(t *testing.T) {
			p := &program{language: language}
			overview := page(t, language, "")
			for _, c := range p.commands("") {
				if !strings.Contains(overview, "\n.TP\n\\fBspfcheck\\-"+c.Name+"\\fR(1)\n"+roff(c.Usage)+"\n") {
					t.Errorf("%s isn't in the page of the program", c.Name)
				}
				own := page(t, language, c.Name)
				for _, f := range c.Flags {
					name, usage := p.flagHelp(f)
					if !strings.Contains(own, "\n.TP\n.B "+roff(name)+"\n"+roffLines(usage, "\n.br\n")+"\n") {
						t.Errorf("%s: no flag %s: %s", c.Name, name, usage)
					}
				}
				if !strings.Contains(own, "\n.EX\n"+roffLines(c.Description, "\n")+"\n.EE") {
					t.Errorf("%s: the examples are missing", c.Name)
				}
			}
		})
	}
}

// TestManInJapanese wants no sentence that is broken where a space would be shown.
func TestManInJapanese(t *testing.T) {
	lines := strings.Split(page(t, i18n.Japanese, "check"), "\n")
	for i, line := range lines[1:] {
		if hasJapanese(line) && hasJapanese(lines[i]) && !strings.HasPrefix(line, ".") && !strings.HasPrefix(lines[i], ".") {
			t.Errorf("%q is joined to %q with a space", line, lines[i])
		}
	}
}

// TestManIsRoff has mandoc read the pages, and man with groff show them.
func TestManIsRoff(t *testing.T) {
	for _, language := range i18n.Languages {
		dir := t.TempDir()
		var errs bytes.Buffer
		if code := Run(context.Background(), []string{"spfcheck", "man", "--lang", language.Code, "--dir", dir}, nil, io.Discard, &errs); code != 0 {
			t.Fatal(errs.String())
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.1"))
		if err != nil || len(files) != len((&program{}).makers())+1 {
			t.Fatal(files, err)
		}
		t.Run(language.Code+" mandoc", func(t *testing.T) {
			complains(t, append([]string{"mandoc", "-T", "lint", "-W", "warning"}, files...))
		})
		t.Run(language.Code+" man", func(t *testing.T) {
			for _, file := range []string{"spfcheck.1", "spfcheck-check.1"} {
				complains(t, []string{"man", "--warnings=char,delim,escape,font,input,mac,missing,number,range,syntax", "-E", "UTF-8", "-Tutf8", "-l", filepath.Join(dir, file)})
			}
		})
	}
}

// complains runs a reader of manual pages, which has nothing to say of them.
func complains(t *testing.T, reader []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), dnstest.Installed(t, reader[0]), reader[1:]...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	if reader[0] == "mandoc" {
		cmd.Stdout = &complaints
	}
	_ = cmd.Run() // mandoc fails because of a warning, too
	for line := range strings.Lines(complaints.String()) {
		harmless := strings.Contains(line, "can't break line") || // Japanese has no spaces
			strings.Contains(line, "referenced manual not found") || // it isn't installed
			strings.TrimSpace(line) == ""
		if !harmless {
			t.Error(line)
		}
	}
}

func page(t *testing.T, language i18n.Language, command string) string {
	t.Helper()
	var out, errs bytes.Buffer
	args := strings.Fields("spfcheck man --lang " + language.Code + " " + command)
	if code := Run(context.Background(), args, nil, &out, &errs); code != 0 {
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
	if got, want := roffLines("a\n.b", "\n.br\n"), "a\n.br\n\\&.b"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
