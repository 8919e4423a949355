package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// outputFlags are the flags of every command that prints something. What they
// say of --format is put in by commands, which knows whose flags they are.
func (p *program) outputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Value: render.Formats[0].Name, Category: p.say(theOutput)},
		p.langFlag(),
		&cli.StringFlag{Name: "color", Value: "auto", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "`WHEN` to use colour: auto, always, never; NO_COLOR is respected",
			JA: "色を使う`条件`: auto、always、never。NO_COLOR に従う",
		})},
	}
}

// detailFlags are those of these names of the flags that say how much is shown. The
// columns of --short are put in by describeColumns.
func (p *program) detailFlags(names ...string) []cli.Flag {
	return named(names, []cli.Flag{
		&cli.BoolFlag{Name: "verbose", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "show the details, too",
			JA: "詳細も表示する",
		})},
		&cli.BoolFlag{Name: "quiet", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "show the verdict alone, in one line",
			JA: "判定の 1 行だけを表示する",
		})},
		&cli.BoolFlag{Name: "short", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "show a line for each result, with tabs between the fields, for scripts",
			JA: "結果ごとに 1 行、タブ区切りで表示する（スクリプト用）",
		})},
	})
}

// details are the flags that say how much is shown, with what each means.
var details = []struct {
	flag   string
	detail render.Detail
}{{"quiet", render.Quiet}, {"short", render.Short}, {"explain", render.Explained}, {"verbose", render.Verbose}}

// needRoom are the flags that ask for more than a line, beside those of details.
var needRoom = []string{"fix", "all-settings", "history", "brief"}

// detail reads how much of the answer is shown. What one line has room for has none
// for more.
func detail(c *cli.Context, f render.Format) (render.Detail, error) {
	for i, d := range details {
		switch {
		case !c.Bool(d.flag):
			continue
		case d.detail.Lines() && f.Name != render.Formats[0].Name:
			return 0, flagError(d.flag, i18n.Text{EN: "only for the format %s", JA: "形式 %s だけで使えます"}.Format(render.Formats[0].Name), leaveOneOut)
		case d.detail.Lines():
			more := slices.Clone(needRoom)
			for _, other := range details[i+1:] {
				more = append(more, other.flag)
			}
			for _, other := range more {
				if c.Bool(other) {
					return 0, onlyOne(c, d.flag, other)
				}
			}
		}
		return d.detail, nil
	}
	return render.Screen, nil
}

func (p *program) langFlag() cli.Flag {
	return &cli.StringFlag{Name: "lang", Category: p.say(theOutput), Usage: p.say(i18n.Text{
		EN: "`LANGUAGE` of the output: en or ja (default: that of LC_ALL, LC_MESSAGES or LANG)",
		JA: "出力の`言語`: en または ja（既定値: LC_ALL、LC_MESSAGES、LANG の言語）",
	})}
}

// shortColumns are the columns of --short, by command.
var shortColumns = map[string]i18n.Text{
	"check": {
		EN: "carrier, outcome, setting, identity (or dmarc), its result, basis, rule",
		JA: "事業者、結果、設定、識別子（または dmarc）、その結果、根拠、規則",
	},
	"gate": {
		EN: "flow, carrier, outcome before, outcome after, change (worse, undetermined, better, same)",
		JA: "フロー、事業者、変更前の結果、変更後の結果、変化（worse、undetermined、better、same）",
	},
	"carriers": {
		EN: "carrier, setting, judged or -, outcome, condition, first day, day it ends, basis, rule",
		JA: "事業者、設定、判定の対象なら judged、結果、条件、開始日、終了日、根拠、規則",
	},
	"report": {
		EN: "place, recipient, category, error or -, cause, its probability, status, the carrier's outcome, reply",
		JA: "場所、宛先、分類、エラーなら error、原因、その確からしさ、状態コード、事業者での結果、応答",
	},
	"lint": {
		EN: "domain, severity, code, message",
		JA: "ドメイン、重大度、コード、説明",
	},
	"sources": {
		EN: "domain, class, source, messages, then CARRIER=OUTCOME for each carrier",
		JA: "ドメイン、分類、送信元、通数、続いて事業者ごとに「事業者=結果」",
	},
}

// describeColumns says in the help of a command which columns --short has; an empty one is
// a dash.
func (p *program) describeColumns(c *cli.Command) {
	for _, flag := range c.Flags {
		if f, ok := flag.(*cli.BoolFlag); ok && f.Name == "short" {
			f.Usage += "\n" + p.say(columnsOf.Format(shortColumns[c.Name]))
		}
	}
}

var columnsOf = i18n.Text{EN: "columns: %s; - where empty", JA: "列: %s。空の列は -"}

// describeFormats says in the help of a command what each of its formats is for.
func (p *program) describeFormats(c *cli.Command) {
	lines := []string{p.say(i18n.Text{EN: "output `FORMAT`; -j is short for json", JA: "出力の`形式`。-j は json の略"})}
	for _, f := range render.FormatsOf(c.Name) {
		lines = append(lines, f.Name+": "+p.say(f.Help))
	}
	for _, flag := range c.Flags {
		if f, ok := flag.(*cli.StringFlag); ok && f.Name == "format" {
			f.Usage = strings.Join(lines, "\n")
		}
	}
}

// output reads the output flags.
func (p *program) output(c *cli.Context) (render.Format, render.Options, error) {
	f, err := formatOf(c.Command.Name, "format", c.String("format"))
	if err != nil {
		return f, render.Options{}, err
	}
	color := map[string]bool{"auto": p.onTerminal(), "always": true}[c.String("color")]
	shown, err := detail(c, f)
	return f, render.Options{Language: p.language, Color: color, Detail: shown, Width: p.width(), Words: words, Version: version()}, err
}

// formatOf finds a format for the output of a command, by its name in a flag.
func formatOf(command, flag, name string) (render.Format, error) {
	f, ok := render.FindFormat(name)
	var problem i18n.Text
	switch {
	case !ok:
		problem = i18n.Text{EN: "no format %q", JA: "形式 %q はありません"}.Format(name)
	case !slices.Contains(f.Commands(), command):
		problem = i18n.Text{EN: "%s is for %s alone", JA: "%s は %s 専用です"}.Format(f.Name, strings.Join(f.Commands(), ", "))
	default:
		return f, nil
	}
	there := render.FormatNames(render.FormatsOf(command))
	return f, flagError(flag, problem, spelling.DidYouMean(name, there,
		i18n.Text{EN: "for %s there are %s", JA: "%s では %s が使えます"}.Format(command, strings.Join(there, ", "))))
}

// onTerminal reports whether standard output is a terminal that wants colour
// (https://no-color.org).
func (p *program) onTerminal() bool {
	return isTerminal(p.stdout) && os.Getenv("NO_COLOR") == ""
}
