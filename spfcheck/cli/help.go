package cli

import (
	"flag"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// The categories of flags.
var (
	theMessage = i18n.Text{EN: "The message", JA: "メール"}
	theVerdict = i18n.Text{EN: "The verdict", JA: "判定"}
	theReports = i18n.Text{EN: "The reports", JA: "通知"}
	looked     = i18n.Text{EN: "What is looked at", JA: "調べる対象"}
	theChange  = i18n.Text{EN: "The change", JA: "変更"}
	theFlows   = i18n.Text{EN: "The mail", JA: "対象のメール"}
	theDNS     = i18n.Text{EN: "DNS", JA: "DNS"}
	theOutput  = i18n.Text{EN: "Output", JA: "出力"}
)

// say gives t in the language of the user.
func (p *program) say(t i18n.Text) string { return p.language.Of(t) }

// examples is the description of a command.
func (p *program) examples(lines ...string) string {
	return p.say(i18n.Text{EN: "Examples:", JA: "例:"}) + "\n  " + strings.Join(lines, "\n  ")
}

// appTemplate is the template for the help of the program.
var appTemplate = i18n.Text{EN: cli.AppHelpTemplate, JA: `名前:
   {{template "helpNameTemplate" .}}

使い方:
   {{.HelpName}} [全体のオプション] コマンド [コマンドのオプション]

バージョン:
   {{.Version}}

説明:
   {{template "descriptionTemplate" .}}

コマンド:{{template "visibleCommandCategoryTemplate" .}}

全体のオプション:
   --help, -h     ヘルプを表示する
   --version, -v  バージョンを表示する
`}

// commandTemplate is the template for the help of a command.
var commandTemplate = i18n.Text{EN: cli.CommandHelpTemplate, JA: `名前:
   {{template "helpNameTemplate" .}}

使い方:
   {{.HelpName}} [オプション] {{.ArgsUsage}}

説明:
   {{template "descriptionTemplate" .}}

オプション:
{{japaneseOptions .}}`}

// init teaches urfave/cli, which has this in a variable, what the templates use:
// every start would take time to put the options into them for nothing.
func init() {
	cli.HelpFlag, cli.VersionFlag = sharedFlag{cli.HelpFlag.(*cli.BoolFlag)}, sharedFlag{cli.VersionFlag.(*cli.BoolFlag)}
	cli.HelpPrinter = func(w io.Writer, template string, data any) {
		cli.HelpPrinterCustom(w, template, data, map[string]any{"japaneseOptions": japaneseOptions})
	}
}

// sharedFlag is a flag that urfave/cli has once for all, so that each run of several in
// one process takes a copy for what it is given.
type sharedFlag struct{ *cli.BoolFlag }

// Apply puts the flag among those of a command.
func (f sharedFlag) Apply(set *flag.FlagSet) error {
	own := *f.BoolFlag
	return own.Apply(set)
}

// japaneseOptions lists the flags by category, with what each is for below its
// name: in columns, urfave/cli takes a wide character for as wide as any other.
func japaneseOptions(c *cli.Command) string {
	var categories []string
	for _, category := range c.VisibleFlagCategories() {
		var lines []string
		if category.Name() != "" {
			lines = append(lines, "   "+category.Name(), "")
		}
		for _, f := range category.Flags() {
			name, usage := japaneseOption(f)
			lines = append(lines, "   "+name, "       "+strings.ReplaceAll(usage, "\n", "\n       "))
		}
		categories = append(categories, strings.Join(lines, "\n")+"\n")
	}
	return strings.Join(categories, "\n")
}

// flagHelp is what --help says of a flag in the user's language, in one place for
// all that is printed about flags. That a switch is off by default isn't said.
func (p *program) flagHelp(f cli.Flag) (name, usage string) {
	name, usage = japaneseOption(f)
	english, help, _ := strings.Cut(f.String(), "\t")
	english, _, _ = strings.Cut(english, " [ ")
	help = strings.TrimSuffix(help, " (default: false)")
	return p.say(i18n.Text{EN: english, JA: name}), p.say(i18n.Text{EN: help, JA: usage})
}

// japaneseOption is what urfave/cli says of a flag, with the default in Japanese
// at the end of the first line.
func japaneseOption(f cli.Flag) (name, usage string) {
	name, usage, _ = strings.Cut(f.String(), "\t")
	name, _, _ = strings.Cut(name, " [ ") // the usage says which are repeatable
	usage, value, ok := strings.Cut(usage, " (default: ")
	if value = strings.TrimSuffix(value, ")"); !ok || value == "false" {
		return name, usage
	}
	first, rest, more := strings.Cut(usage, "\n")
	first += "（既定値: " + strings.Trim(value, `"`) + "）"
	if more {
		return name, first + "\n" + rest
	}
	return name, first
}
