package cli

import (
	"bytes"
	"cmp"
	_ "embed"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
)

// manPage is a manual page without what --help says, which is put in. urfave/cli could
// make one of its own, in which the flags are sorted out of their categories and the
// examples run together.
//
//go:embed spfcheck.1.tmpl
var manPage string

func (p *program) manCommand() *cli.Command {
	return &cli.Command{
		Name:  "man",
		Usage: p.say(i18n.Text{EN: "print the manual page of the program or of a command", JA: "プログラムまたはコマンドのマニュアルページを出力する"}),
		ArgsUsage: p.say(i18n.Text{
			EN: "[COMMAND]   whose page it is; without one, that of the program",
			JA: "[コマンド]   どのコマンドのページか。省くとプログラム全体のもの",
		}),
		Description: p.examples(
			"spfcheck man | man -l -",
			"spfcheck man check | man -l -",
			"spfcheck man --dir /usr/local/share/man/man1",
			"spfcheck man --lang ja --dir /usr/local/share/man/ja/man1",
		),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "dir", Category: p.say(theOutput), Usage: p.say(i18n.Text{
				EN: "write the pages of all commands into this `FOLDER`",
				JA: "すべてのコマンドのページをこの`フォルダー`に書き出す",
			})},
		}, named([]string{"lang"}, p.outputFlags())...),
		Action: p.man,
	}
}

func (p *program) man(c *cli.Context) error {
	if c.NArg() > 1 || c.NArg() == 1 && c.IsSet("dir") {
		return &input.Error{
			Problem: i18n.Text{EN: "more than one page is asked for", JA: "複数のページが指定されています"},
			Hint:    i18n.Text{EN: "name one command, or give --dir alone for all", JA: "コマンドを 1 つ指定してください。すべてなら --dir だけを指定します"},
		}
	}
	if dir := c.String("dir"); dir != "" {
		return p.writeManual(dir)
	}
	var of *cli.Command
	if c.NArg() == 1 {
		name := strings.TrimPrefix(c.Args().First(), "spfcheck-")
		if of = p.command(name); of == nil {
			return p.noCommand(name)
		}
	}
	return p.manualPage(p.stdout, of)
}

// writeManual writes a page for each command, and that of the program.
func (p *program) writeManual(dir string) error {
	for _, c := range append([]*cli.Command{nil}, p.commands("")...) {
		var page bytes.Buffer
		if err := p.manualPage(&page, c); err != nil {
			return err
		}
		file := filepath.Join(dir, manualName(c)+".1")
		if err := os.WriteFile(file, page.Bytes(), 0o666); err != nil { //nolint:gosec // a manual is for all
			return notWritten("dir", file, err)
		}
	}
	return nil
}

// manualName is what the page of a command is called; nil is the program.
func manualName(c *cli.Command) string {
	if c == nil {
		return "spfcheck"
	}
	return "spfcheck-" + c.Name
}

// manual is what a page shows.
type manual struct {
	*program
	Command  *cli.Command // nil: the program
	Commands []*cli.Command
}

// manualPage writes the page of a command, or of the program where that is nil.
func (p *program) manualPage(w io.Writer, c *cli.Command) error {
	m := manual{program: p, Command: c}
	if c == nil {
		m.Commands = p.commands("")
	}
	return template.Must(template.New("spfcheck.1").Funcs(template.FuncMap{
		"roff":     roff,
		"lines":    func(text string) string { return roffLines(text, "\n.br\n") },
		"verbatim": func(text string) string { return roffLines(text, "\n") },
		"say":      func(en, ja string) string { return p.say(i18n.Text{EN: en, JA: ja}) },
	}).Parse(manPage)).Execute(w, m)
}

// Name is what the page is called.
func (m manual) Name() string { return manualName(m.Command) }

// Title is the name in its heading.
func (m manual) Title() string { return strings.ToUpper(m.Name()) }

// Date is the day of the sources, or else of the newest rule that they have.
func (m manual) Date() string {
	day, _, _ := strings.Cut(builtWith("vcs.time"), "T")
	return cmp.Or(day, string(newestRule(carriers.DayOf(time.Now()))))
}

// Version is that of the program.
func (m manual) Version() string { return version() }

// Summary says in a line what it is for.
func (m manual) Summary() string {
	if m.Command == nil {
		return m.say(purpose)
	}
	return m.Command.Usage
}

// About says more.
func (m manual) About() string {
	if m.Command == nil {
		return m.say(about)
	}
	arguments, about := argumentsOf(m.Command)
	if about == "" {
		return ""
	}
	return arguments + ": " + about
}

// Synopsis is how a command is typed.
func (m manual) Synopsis(c *cli.Command) string {
	arguments, _ := argumentsOf(c)
	return arguments
}

// Categories are the flags by category.
func (m manual) Categories() []category { return m.categoriesOf(m.Command) }

// Flags are those of a category, as --help has them.
func (m manual) Flags(of category) []describedFlag {
	var all []describedFlag
	for _, f := range of.flags {
		name, usage := m.flagHelp(f)
		all = append(all, describedFlag{name, usage})
	}
	return all
}

// Name is what the flags are for.
func (c category) Name() string { return c.name }

// describedFlag is a flag as --help has it.
type describedFlag struct{ Name, Usage string }

// Examples are commands, a line each.
func (m manual) Examples() string {
	if m.Command != nil {
		return m.Command.Description
	}
	var first []string
	for _, c := range m.Commands {
		line, _, _ := strings.Cut(c.Description, "\n")
		first = append(first, line)
	}
	return strings.Join(first, "\n")
}

// ExitCodes are what the exit codes mean.
func (m manual) ExitCodes() []describedFlag {
	var all []describedFlag
	for code, means := range exitCodes {
		all = append(all, describedFlag{strconv.Itoa(code), m.say(means)})
	}
	return all
}

// Environment are the variables that are read.
func (m manual) Environment() []describedFlag { return m.described(environment) }

// Files are those that are read without being named.
func (m manual) Files() []describedFlag { return m.described(knownFiles) }

func (m manual) described(places []place) []describedFlag {
	var all []describedFlag
	for _, place := range places {
		all = append(all, describedFlag{place.name, m.say(place.about)})
	}
	return all
}

// SeeAlso are the other pages.
func (m manual) SeeAlso() string {
	var pages []string
	for _, name := range m.commandNames() {
		if m.Command == nil || slices.Contains(related[m.Command.Name], name) {
			pages = append(pages, `\fBspfcheck\-`+name+`\fR(1)`)
		}
	}
	if m.Command != nil {
		pages = append([]string{`\fBspfcheck\fR(1)`}, pages...)
	}
	return strings.Join(pages, ",\n")
}

// related are the commands that who reads of one may want.
var related = map[string][]string{
	"check": {"lint", "identities", "carriers", "senders", "explain"},
	"bulk":  {"check"}, "lint": {"check", "explain"}, "gate": {"lock", "init", "config"},
	"lock": {"gate", "config"}, "identities": {"check"}, "carriers": {"check", "explain"},
	"report": {"check"}, "senders": {"check"}, "explain": {"lint", "carriers"},
	"init": {"gate", "config"}, "config": {"init", "gate", "doctor"}, "doctor": {"config"},
}

// place is where something is read from without being named on the line.
type place struct {
	name  string
	about i18n.Text
}

var environment = []place{
	{"LC_ALL, LC_MESSAGES, LANG", i18n.Text{
		EN: "The language of the output, unless --lang names it: the first that is set.",
		JA: "出力の言語。最初に設定されているものに従う。--lang が優先される。",
	}},
	{"SPFCHECK_SERVER, SPFCHECK_TIMEOUT, SPFCHECK_DEADLINE, SPFCHECK_LANG, SPFCHECK_COLOR", i18n.Text{
		EN: "Defaults for the flags of these names. A flag wins over the environment, the environment over the file below.",
		JA: "同じ名前のオプションの既定値。オプション、環境変数、下記のファイルの順に優先される。",
	}},
	{"NO_COLOR, TERM=dumb", i18n.Text{
		EN: "No colour, unless --color asks for it.",
		JA: "色を使わない。--color が優先される。",
	}},
	{"COLUMNS", i18n.Text{
		EN: "The width of texts, in place of the terminal's.",
		JA: "文章の幅。端末の幅に代わる。",
	}},
	{"PAGER", i18n.Text{
		EN: "What shows long texts on a terminal (less); empty, or cat: nothing.",
		JA: "端末で長い文章を表示するプログラム（less）。空または cat なら使わない。",
	}},
}

var knownFiles = []place{
	{"spfcheck.yaml", i18n.Text{
		EN: "The flows of mail that gate judges, sought in the working directory and upward; see spfcheck config.",
		JA: "gate が判定するメールのフロー。作業フォルダーから上位へ探す。spfcheck config を参照。",
	}},
	{"~/.config/" + config.UserName, i18n.Text{
		EN: "Your own defaults: server, timeout, deadline, lang and color; below $XDG_CONFIG_HOME where that is set. spfcheck config --show shows them.",
		JA: "自分の既定値（server、timeout、deadline、lang、color）。$XDG_CONFIG_HOME があればその下。spfcheck config --show で表示する。",
	}},
	{"/etc/resolv.conf", i18n.Text{
		EN: "The name servers that are asked, unless --server names one.",
		JA: "問い合わせ先のネームサーバー。--server が優先される。",
	}},
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

// roffLines makes a line of roff of each line of a text, with this between them.
func roffLines(text, between string) string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, roff(strings.TrimRight(line, "\n")))
	}
	return strings.Join(lines, between)
}
