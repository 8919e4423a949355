package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// TestExamples wants examples in the help of every command, with flags that it has.
func TestExamples(t *testing.T) {
	for _, c := range (&program{}).commands("") {
		if c.Description == "" {
			t.Errorf("%s has no examples", c.Name)
		}
		for line := range strings.Lines(c.Description) {
			checkExample(t, c, line)
		}
	}
}

func checkExample(t *testing.T, c *cli.Command, line string) {
	t.Helper()
	if !strings.HasPrefix(line, "spfcheck "+c.Name) {
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
	same := []string{"carriers: arguments", "senders: arguments"} // IDs
	for what, text := range en {
		switch translated := ja[what]; {
		case text == "" && translated == "" && what == "serve: arguments": // it takes none
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
	texts := map[string]string{}
	for _, c := range (&program{language: language}).commands("") {
		texts[c.Name+": usage"] = c.Usage
		texts[c.Name+": arguments"] = c.ArgsUsage
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

// TestHelpFits wants every flag of a command in its help, in lines that fit.
func TestHelpFits(t *testing.T) {
	for _, language := range i18n.Languages {
		p := &program{language: language}
		for _, width := range []int{60, 80, 120} {
			pages := map[string]string{"spfcheck": p.programHelp(width)}
			for _, c := range p.commands("") {
				page := p.commandHelp(c, width)
				pages[c.Name] = page
				for _, f := range c.Flags {
					name, _ := p.flagHelp(f)
					if !strings.Contains(page, "  "+name+" ") && !strings.Contains(page, "  "+name+"\n") {
						t.Errorf("%s %s %d: no %s in the help", language.Code, c.Name, width, name)
					}
				}
			}
			for name, page := range pages {
				for line := range strings.Lines(page) {
					if uniseg.StringWidth(strings.TrimSuffix(line, "\n")) > width {
						t.Errorf("%s %s %d: a long line: %s", language.Code, name, width, line)
					}
				}
				if strings.Contains(page, "default: false") || strings.Contains(page, "`") {
					t.Errorf("%s %s %d: a default that says nothing, or a backquote:\n%s", language.Code, name, width, page)
				}
			}
		}
	}
}

// TestCategories wants each flag in a category that help knows.
func TestCategories(t *testing.T) {
	p := &program{language: i18n.Japanese}
	for _, c := range p.commands("") {
		shown := 0
		for _, category := range p.categoriesOf(c) {
			shown += len(category.flags)
		}
		if shown != len(c.Flags) {
			t.Errorf("%s: %d flags of %d are in the help", c.Name, shown, len(c.Flags))
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

// TestShortColumns wants the columns of --short in the help of every command that has it.
func TestShortColumns(t *testing.T) {
	for _, c := range (&program{}).commands("") {
		has := slices.ContainsFunc(c.Flags, func(f cli.Flag) bool { return f.Names()[0] == "short" })
		if columns, described := shortColumns[c.Name]; has != described || has && !columns.Complete() {
			t.Errorf("%s: --short %v, columns %+v", c.Name, has, columns)
		}
	}
}
