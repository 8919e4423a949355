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
			"spfcheck report --own-domain example.jp bounce.eml",
			"spfcheck report --format json notification.json",
		),
		Flags: append([]cli.Flag{
			&cli.StringSliceFlag{Name: "own-domain", Usage: p.say(i18n.Text{
				EN: "a `DOMAIN` that you send from: a report on mail from elsewhere may be forged; repeatable",
				JA: "送信に使う自分の`ドメイン`。ほかからのメールの通知は偽造を疑う。複数指定可",
			})},
		}, p.outputFlags()...),
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
	own, err := domainsOf("own-domain", c)
	if err != nil {
		return err
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
	if doubts := report.Doubts(own...); len(doubts) > 0 {
		report.Notes = append(append(report.Notes, doubts...), changeNothing)
	}
	p.code = deliveryCode(report)
	return format.Delivery(p.stdout, options, render.Delivery{Version: spfcheck.Version, Report: report})
}

// changeNothing goes with every doubt about a report.
var changeNothing = i18n.Text{
	EN: "the report may be forged, so change nothing on a list because of it",
	JA: "通知が偽造されている可能性があります。これだけを理由に配信リストを変更しないでください",
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
