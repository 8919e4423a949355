package cli

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

func (p *program) sendersCommand() *cli.Command {
	return &cli.Command{
		Name: "senders",
		Usage: p.say(i18n.Text{
			EN: "show the sending services, and what to publish for them",
			JA: "配信サービスと、そのために公開するレコードを表示する",
		}),
		ArgsUsage: "[ID…]",
		Description: p.examples(
			"spfcheck senders",
			"spfcheck senders ses",
			"spfcheck senders --lang ja sakura xserver",
			"spfcheck senders --format json sendgrid",
		),
		Flags:  p.outputFlags(),
		Action: p.senders,
	}
}

func (p *program) senders(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	table := render.Senders{Version: spfcheck.Version, Senders: senders.All}
	if c.NArg() > 0 {
		table.Senders, options.Pages = nil, true
	}
	for _, id := range c.Args().Slice() {
		preset := senders.ByID(strings.ToLower(id))
		if preset == nil {
			return senders.Unknown(id)
		}
		table.Senders = append(table.Senders, preset)
	}
	return format.Senders(p.stdout, options, table)
}
