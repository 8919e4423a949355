package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"spfcheck/spfcheck"
	"spfcheck/spfcheck/dsn"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/render"
)

func (p *program) reportCommand() *cli.Command {
	return &cli.Command{
		Name: "report",
		Usage: p.say(i18n.Text{
			EN: "read a delivery report and say what it means, for each recipient",
			JA: "配送状況の通知（エラーメールなど）を読み、宛先ごとに意味を示す",
		}),
		ArgsUsage: p.say(i18n.Text{
			EN: "[FILE]   a mail, or JSON of Amazon SES or SendGrid; - is standard input",
			JA: "[ファイル]   メール、または Amazon SES か SendGrid の JSON。- は標準入力",
		}),
		Description: p.examples(
			"spfcheck report bounce.eml",
			"spfcheck report --lang ja - <bounce.eml",
			"spfcheck report --format json notification.json",
		),
		Flags:  p.outputFlags(),
		Action: p.deliveryReport,
	}
}

func (p *program) deliveryReport(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	if c.NArg() != 1 {
		return &usageError{
			problem: i18n.Text{EN: "one report is wanted", JA: "通知を 1 通指定してください"},
			hint:    i18n.Text{EN: "spfcheck report FILE; - reads standard input", JA: "spfcheck report ファイル名。- は標準入力です"},
		}
	}
	file := c.Args().First()
	var report *dsn.Report
	err = p.readFile(file, func(r io.Reader) (err error) {
		report, err = dsn.Read(r)
		return inMessage(file, err)
	})
	if err != nil {
		return err
	}
	p.code = deliveryCode(report)
	return format.Delivery(p.stdout, options, render.Delivery{Version: spfcheck.Version, Report: report})
}

// deliveryCode is the exit code for a report: 1 where a recipient failed, 2
// where it is no report.
func deliveryCode(report *dsn.Report) int {
	if !report.Kind.IsReport() {
		return exitUsage
	}
	for _, r := range report.Recipients {
		if r.Error {
			return exitNotDelivered
		}
	}
	return exitDelivered
}
