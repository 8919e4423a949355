package main

import (
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/render"
)

// outputFlags are the flags of every command that prints something.
func (p *program) outputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Value: render.Formats[0].Name, Category: p.say(theOutput), Usage: p.say(formatHelp())},
		&cli.StringFlag{Name: "lang", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "`LANGUAGE` of the output: en or ja (default: that of LC_ALL, LC_MESSAGES or LANG)",
			JA: "出力の`言語`: en または ja（既定値: LC_ALL、LC_MESSAGES、LANG の言語）",
		})},
		&cli.StringFlag{Name: "color", Value: "auto", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "`WHEN` to use colour: auto, always, never; NO_COLOR is respected",
			JA: "色を使う`条件`: auto、always、never。NO_COLOR に従う",
		})},
	}
}

// formatHelp says what each format is for.
func formatHelp() i18n.Text {
	var en, ja []string
	for _, f := range render.Formats {
		en = append(en, f.Name+" ("+f.Help.EN+")")
		ja = append(ja, f.Name+": "+f.Help.JA)
	}
	return i18n.Text{
		EN: "output `FORMAT`: " + strings.Join(en, ", "),
		JA: "出力の`形式`\n" + strings.Join(ja, "\n"),
	}
}

// before sees to what holds for every command: the language, which errors need
// too, and that no flag is empty. An empty value is most often a variable of a
// shell script that isn't set.
func (p *program) before(c *cli.Context) error {
	if c.IsSet("lang") {
		l, ok := i18n.Parse(c.String("lang"))
		if !ok {
			return flagError("lang", i18n.Text{EN: "no language %q", JA: "言語 %q はありません"}.Format(c.String("lang")),
				i18n.Text{EN: "there are en and ja", JA: "en と ja があります"})
		}
		p.language = l
	}
	for _, flag := range c.LocalFlagNames() {
		empty := c.String(flag) == "" || slices.Contains(c.StringSlice(flag), "")
		if empty && flag != "mail-from" { // there it is the null reverse-path
			return flagError(flag, i18n.Text{EN: "the value is empty", JA: "値が空です"},
				i18n.Text{EN: "give a value, or leave --%s out", JA: "値を指定するか、--%s を外してください"}.Format(flag))
		}
	}
	return nil
}

// output reads the output flags.
func (p *program) output(c *cli.Context) (render.Format, render.Options, error) {
	f, ok := render.FindFormat(c.String("format"))
	if !ok {
		return f, render.Options{}, flagError("format",
			i18n.Text{EN: "no format %q", JA: "形式 %q はありません"}.Format(c.String("format")),
			i18n.Text{EN: "there are %s", JA: "%s があります"}.Format(strings.Join(render.FormatNames(), ", ")))
	}
	if f.ReportsOnly() && c.Command.Name != "check" {
		return f, render.Options{}, flagError("format", i18n.Text{EN: "%s is for check alone", JA: "%s は check 専用です"}.Format(f.Name),
			i18n.Text{EN: "leave --format out", JA: "--format を外してください"})
	}
	color, ok := map[string]bool{"auto": p.onTerminal(), "always": true, "never": false}[c.String("color")]
	if !ok {
		return f, render.Options{}, flagError("color",
			i18n.Text{EN: "no choice %q", JA: "選択肢 %q はありません"}.Format(c.String("color")),
			i18n.Text{EN: "there are auto, always and never", JA: "auto、always、never があります"})
	}
	return f, render.Options{Language: p.language, Color: color}, nil
}

// onTerminal reports whether standard output is a terminal that wants colour
// (https://no-color.org).
func (p *program) onTerminal() bool {
	f, ok := p.stdout.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
