package main

import (
	"github.com/urfave/cli/v2"

	"spfcheck/carriers"
	"spfcheck/spfcheck"
	"spfcheck/spfcheck/render"
)

func (p *program) carriersCommand() *cli.Command {
	return &cli.Command{
		Name:      "carriers",
		Usage:     "show the rules of the carriers, with their sources",
		ArgsUsage: "[ID…]",
		Description: "Examples:\n" +
			"  spfcheck carriers\n" +
			"  spfcheck carriers docomo\n" +
			"  spfcheck carriers --format json au",
		Flags:  outputFlags(),
		Action: p.carriers,
	}
}

func (p *program) carriers(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	table := render.Carriers{Version: spfcheck.Version, Carriers: carriers.All}
	if c.NArg() > 0 {
		table.Carriers = nil
	}
	for _, id := range c.Args().Slice() {
		profile := carriers.ByID(id)
		if profile == nil {
			return &usageError{problem: noCarrier.Format(id), hint: knownCarriers()}
		}
		table.Carriers = append(table.Carriers, profile)
	}
	return format.Carriers(p.stdout, options, table)
}
