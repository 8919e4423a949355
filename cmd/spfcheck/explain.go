package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/lint"
)

func (p *program) explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "show the page of a finding, with a bad and a good example; without a code, list them all",
		ArgsUsage: "[CODE…]",
		Description: "Examples:\n" +
			"  spfcheck explain\n" +
			"  spfcheck explain DMARC001\n" +
			"  spfcheck explain --lang ja DMARC004 DMARC007",
		Flags:  outputFlags(),
		Action: p.explain,
	}
}

func (p *program) explain(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	rules := lint.All
	if c.NArg() > 0 {
		rules, options.Pages = nil, true
	}
	for _, code := range c.Args().Slice() {
		a := lint.ByID(strings.ToUpper(code))
		if a == nil {
			return &usageError{
				problem: i18n.Text{EN: "no code %q", JA: "コード %q はありません"}.Format(code),
				hint:    i18n.Text{EN: "spfcheck explain lists them all", JA: "spfcheck explain で一覧を表示します"},
			}
		}
		rules = append(rules, a)
	}
	return format.Rules(p.stdout, options, rules)
}
