package cli

import (
	_ "embed"
	"strings"
	"text/template"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// manPage is the manual page without what --help says, which is put in. urfave/cli
// could make a page of its own, in which the flags are sorted out of their
// categories and the examples run together.
//
//go:embed spfcheck.1.tmpl
var manPage string

func (p *program) manCommand() *cli.Command {
	return &cli.Command{
		Name:      "man",
		Usage:     p.say(i18n.Text{EN: "print the manual page", JA: "マニュアルページを出力する"}),
		ArgsUsage: " ", // there are none
		Description: p.examples(
			"spfcheck man | man -l -",
			"spfcheck man >/usr/local/share/man/man1/spfcheck.1",
			"spfcheck man --lang ja >/usr/local/share/man/ja/man1/spfcheck.1",
		),
		Flags:  named([]string{"lang"}, p.outputFlags()),
		Action: p.man,
	}
}

func (p *program) man(c *cli.Context) error {
	if c.NArg() > 0 {
		return &input.Error{
			Problem: i18n.Text{EN: "an argument: %q", JA: "引数があります: %q"}.Format(c.Args().First()),
			Hint:    i18n.Text{EN: "man takes none; for one command: spfcheck COMMAND --help", JA: "man に引数はありません。1 つのコマンドについては spfcheck コマンド --help です"},
		}
	}
	page := template.Must(template.New("spfcheck.1").Funcs(template.FuncMap{
		"roff":      roff,
		"lines":     roffLines,
		"say":       func(en, ja string) string { return p.say(i18n.Text{EN: en, JA: ja}) },
		"about":     func() string { return p.say(about) },
		"exitCodes": func() string { return p.say(exitCodes) },
		"argument":  func(c *cli.Command) string { argument, _, _ := strings.Cut(c.ArgsUsage, "   "); return argument },
		"flag":      p.describe,
	}).Parse(manPage))
	app := p.app("") // once more, as --lang may have changed the language
	return page.Execute(p.stdout, app)
}

// describedFlag is a flag as --help has it.
type describedFlag struct{ Name, Usage string }

func (p *program) describe(f cli.Flag) describedFlag {
	name, usage := p.flagHelp(f)
	return describedFlag{name, usage}
}

var roffEscapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`, "\n", " ")

// roff makes a text one line of roff that says just this.
func roff(text string) string {
	line := roffEscapes.Replace(text)
	if strings.HasPrefix(line, ".") {
		return `\&` + line // it is no request
	}
	return line
}

// roffLines keeps the lines of a text apart, and its paragraphs.
func roffLines(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = roff(strings.TrimRight(line, "\n")); line == "" {
			line = ".PP"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
