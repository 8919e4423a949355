package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/render"
)

// outputFlags are the flags of every command that prints something.
func outputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Value: render.Formats[0].Name, Usage: "output `FORMAT`: " + formatHelp(), Category: "Output"},
		&cli.StringFlag{Name: "lang", Usage: "`LANGUAGE` of the output: en or ja (default: that of LC_ALL, LC_MESSAGES or LANG)", Category: "Output"},
		&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colour: auto, always, never; NO_COLOR is respected", Category: "Output"},
	}
}

func formatHelp() string {
	var parts []string
	for _, f := range render.Formats {
		parts = append(parts, f.Name+" ("+f.Help+")")
	}
	return strings.Join(parts, ", ")
}

// output reads the output flags.
func (p *program) output(c *cli.Context) (render.Format, render.Options, error) {
	if code := c.String("lang"); code != "" {
		l, ok := i18n.Parse(code)
		if !ok {
			return render.Format{}, render.Options{}, flagError("lang", fmt.Errorf("no language %q", code),
				i18n.Text{EN: "there are en and ja", JA: "en と ja があります"})
		}
		p.language = l
	}
	f, ok := render.FindFormat(c.String("format"))
	if !ok {
		names := strings.Join(render.FormatNames(), ", ")
		return f, render.Options{}, flagError("format", fmt.Errorf("no format %q", c.String("format")),
			i18n.Text{EN: "there are %s", JA: "%s があります"}.Format(names))
	}
	color, ok := map[string]bool{"auto": p.onTerminal(), "always": true, "never": false}[c.String("color")]
	if !ok {
		return f, render.Options{}, flagError("color", fmt.Errorf("no choice %q", c.String("color")),
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
