package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// TestExamples wants examples in the help of every command, with flags that it
// has, in every language.
func TestExamples(t *testing.T) {
	title := i18n.Text{EN: "Examples:", JA: "例:"}
	for _, language := range i18n.Languages {
		for _, c := range (&program{language: language}).commands("") {
			heading, examples, _ := strings.Cut(c.Description, "\n")
			if heading != language.Of(title) || examples == "" {
				t.Errorf("%s %s has no examples", language.Code, c.Name)
			}
			for line := range strings.Lines(examples) {
				checkExample(t, c, line)
			}
		}
	}
}

func checkExample(t *testing.T, c *cli.Command, line string) {
	t.Helper()
	if !strings.HasPrefix(line, "  spfcheck "+c.Name) {
		t.Errorf("%s: an example of another command: %s", c.Name, line)
	}
	for _, word := range strings.Fields(line) {
		name, isFlag := strings.CutPrefix(word, "--")
		if isFlag && !slices.ContainsFunc(c.Flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), name) }) {
			t.Errorf("%s: there is no flag %s: %s", c.Name, word, line)
		}
	}
}

// TestHelpIsTranslated wants a Japanese text for everything in the help.
func TestHelpIsTranslated(t *testing.T) {
	en, ja := helpTexts(i18n.English), helpTexts(i18n.Japanese)
	if len(en) < 50 {
		t.Fatalf("only %d texts were found", len(en))
	}
	same := []string{"carriers: arguments", "senders: arguments", "man: arguments"} // IDs
	for what, text := range en {
		switch translated := ja[what]; {
		case text == "" || translated == "":
			t.Errorf("%s has no text: %q, %q", what, text, translated)
		case slices.Contains(same, what) || text == "DNS":
			if text != translated {
				t.Errorf("%s isn't the same in both languages: %q, %q", what, text, translated)
			}
		case !hasJapanese(translated):
			t.Errorf("%s isn't in Japanese: %q", what, translated)
		case hasJapanese(text):
			t.Errorf("%s isn't in English: %q", what, text)
		case strings.Count(text, "`") != strings.Count(translated, "`"):
			t.Errorf("%s names a value in one language only: %q, %q", what, text, translated)
		}
	}
}

// helpTexts gives the texts of the help by what they are about.
func helpTexts(language i18n.Language) map[string]string {
	app := (&program{language: language}).app("")
	texts := map[string]string{
		"program: usage": app.Usage, "program: description": app.Description, "program: template": app.CustomAppHelpTemplate,
	}
	for _, c := range app.Commands {
		texts[c.Name+": usage"] = c.Usage
		texts[c.Name+": arguments"] = c.ArgsUsage
		texts[c.Name+": description"] = c.Description
		texts[c.Name+": template"] = c.CustomHelpTemplate
		for _, f := range c.Flags {
			flag := c.Name + " --" + f.Names()[0]
			texts[flag] = f.(cli.DocGenerationFlag).GetUsage()
			if category := f.(cli.CategorizableFlag).GetCategory(); category != "" {
				texts[flag+": category"] = category
			}
		}
	}
	return texts
}

// hasJapanese reports whether s has a character beyond Latin-1 and punctuation.
func hasJapanese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x3000 })
}

// TestJapaneseOptions wants every flag of a command in its help, in lines that fit.
func TestJapaneseOptions(t *testing.T) {
	for _, c := range (&program{language: i18n.Japanese}).commands("") {
		var printed strings.Builder
		cli.HelpPrinter(&printed, c.CustomHelpTemplate, c)
		_, help, _ := strings.Cut(printed.String(), "オプション:")
		for _, f := range c.Flags {
			if !strings.Contains(help, "\n   --"+f.Names()[0]) {
				t.Errorf("%s: no --%s in the help", c.Name, f.Names()[0])
			}
		}
		for line := range strings.Lines(help) {
			if uniseg.StringWidth(line) > 80 {
				t.Errorf("%s: a long line: %s", c.Name, line)
			}
		}
		if strings.Contains(help, "(default") {
			t.Errorf("%s: a default is in English:\n%s", c.Name, help)
		}
	}
}

// TestCommands makes each command alone, under its own name, and all of them for
// any other name.
func TestCommands(t *testing.T) {
	p := &program{language: i18n.English}
	for _, m := range p.makers() {
		if got := p.commands(m.name); len(got) != 1 || got[0].Name != m.name {
			t.Errorf("%s: got %d commands, the first is %s", m.name, len(got), got[0].Name)
		}
	}
	for _, name := range []string{"", "help", "--help", "nonsense"} {
		if got := len(p.commands(name)); got != len(p.makers()) {
			t.Errorf("%q: got %d commands", name, got)
		}
	}
}
