package cli

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

func (p *program) explainCommand() *cli.Command {
	return &cli.Command{
		Name: "explain",
		Usage: p.say(i18n.Text{
			EN: "show the page of a finding, with a bad and a good example; without a code, list them all",
			JA: "指摘の説明を悪い例・良い例とともに示す。コードを省くと一覧",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[CODE…]", JA: "[コード…]"}),
		Description: p.examples(
			"spfcheck explain",
			"spfcheck explain DMARC001",
			"spfcheck explain --lang ja DMARC004 DMARC007",
		),
		Flags:  p.outputFlags(),
		Action: p.explain,
	}
}

func (p *program) explain(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	shown := rules.All
	if c.NArg() > 0 {
		shown, options.Pages = nil, true
	}
	for _, code := range c.Args().Slice() {
		a := rules.ByID(strings.ToUpper(code))
		if a == nil {
			return &input.Error{
				Problem: i18n.Text{EN: "no code %q", JA: "コード %q はありません"}.Format(code),
				Hint:    i18n.Text{EN: "spfcheck explain lists them all", JA: "spfcheck explain で一覧を表示します"},
			}
		}
		shown = append(shown, a)
	}
	return format.Rules(p.stdout, options, shown)
}
