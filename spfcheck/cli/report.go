package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func (p *program) reportCommand() *cli.Command {
	return &cli.Command{
		Name: "report",
		Usage: p.say(i18n.Text{
			EN: "read a delivery report, say what it means, and check the message",
			JA: "配送状況の通知（エラーメール）の意味を示し、元のメールを調べる",
		}),
		ArgsUsage: p.say(i18n.Text{
			EN: "[FILE]   a mail, or JSON of a sending service; - is standard input, or what you paste",
			JA: "[ファイル]   メール、または配信サービスの JSON。- は標準入力（貼り付けた文面も可）",
		}),
		Description: p.examples(
			"spfcheck report bounce.eml",
			"spfcheck report --no-check --lang ja - <bounce.eml",
			"spfcheck report --ip 192.0.2.25 --own-domain example.jp bounce.eml",
			"spfcheck report --from info@example.jp --ip 192.0.2.25 events.json",
			"spfcheck report --each --no-check --redact bounces.mbox",
			"spfcheck report --each --format json Maildir/new >reports.ndjson",
			"spfcheck report --each --no-check --suppress stop.csv bounces.mbox",
		),
		Flags:  slices.Concat(p.reportFlags(), p.senderFlags(), p.dnsFlags(), p.detailFlags("quiet", "short"), p.outputFlags()),
		Action: p.reportAction,
	}
}

func (p *program) reportFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "each", Category: p.say(theReports), Usage: p.say(i18n.Text{
			EN: "read every report of an mbox or a folder: a line for each recipient, in JSON for each report; --deadline is for each",
			JA: "mbox またはフォルダー内のすべての通知を読み、宛先ごとに 1 行で示す。JSON では通知ごとに 1 行。--deadline は通知ごとの時間になる",
		})},
		&cli.StringFlag{Name: "suppress", TakesFile: true, Category: p.say(theReports), Usage: p.say(i18n.Text{
			EN: "with --each: write the addresses to stop sending to into a `FILE`, as CSV; what the sender can repair isn't among them",
			JA: "--each とともに使い、送信をやめるべきアドレスを CSV の`ファイル`に書き出す。送信者が直せるエラーの宛先は含まない",
		})},
		&cli.BoolFlag{Name: "no-check", Category: p.say(theReports), Usage: p.say(i18n.Text{
			EN: "don't check the message; the check asks DNS for the names in the report, which anybody may have written",
			JA: "元のメールを確認しない。確認では、通知に書かれた名前を DNS で調べる（通知は誰にでも書ける）",
		})},
		&cli.StringSliceFlag{Name: "ip", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "the `ADDRESS` that the mail was sent from (default: by the best evidence in the report); repeatable",
			JA: "メールの送信元の`アドレス`（既定値: 通知から最も確かなもの）。繰り返し可",
		})},
		&cli.StringSliceFlag{Name: "own-domain", Category: p.say(theReports), Usage: p.say(i18n.Text{
			EN: "a `DOMAIN` that you send from, or of your service (amazonses.com): a report on other mail may be forged; repeatable",
			JA: "送信に使う自分の`ドメイン`。配信サービスなら amazonses.com なども加える。ほかからのメールの通知は偽造を疑う。繰り返し可",
		})},
		&cli.BoolFlag{Name: "redact", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "mask the local parts of addresses: ***@docomo.ne.jp",
			JA: "アドレスの @ より前を伏せる: ***@docomo.ne.jp",
		})},
	}
}

// reportRun is what the flags of report say.
type reportRun struct {
	*program
	format  render.Format
	options render.Options
	request delivery.Request  // without the report
	checker *spfcheck.Checker // nil: no check is wanted, or none can be made
	dns     *dns              // nil: no check is wanted
	context *cli.Context
	summary delivery.Summary // of each
}

// reportAction gives each of many reports its own time.
func (p *program) reportAction(c *cli.Context) error {
	if c.Bool("each") {
		return p.deliveryReport(c)
	}
	return p.within(p.deliveryReport)(c)
}

func (p *program) deliveryReport(c *cli.Context) (err error) {
	if c.NArg() != 1 {
		return &input.Error{
			Problem: i18n.Text{EN: "expected one report", JA: "通知を 1 通指定してください"},
			Hint: i18n.Text{
				EN: "spfcheck report FILE; - reads standard input; --each reads an mbox or a folder",
				JA: "spfcheck report ファイル名。- は標準入力です。mbox やフォルダーは --each で読めます",
			},
		}
	}
	if err := onlyOneInput(c, c.Args().First(), asText("-")); err != nil {
		return err
	}
	run, err := p.reportRun(c)
	if err != nil {
		return err
	}
	if !c.Bool("no-check") {
		if run.dns, err = p.dns(c); err != nil {
			return err
		}
		defer func() { err = p.besideReport(run.dns.close(err)) }()
		run.checker = run.dns.ask(&spfcheck.Checker{})
	}
	if c.Bool("each") {
		return run.each(c.Args().First())
	}
	if c.IsSet("suppress") {
		return flagError("suppress", i18n.Text{EN: "it is for many reports", JA: "複数の通知を読むときのオプションです"},
			i18n.Text{EN: "add --each", JA: "--each を付けてください"})
	}
	return run.one(c.Args().First())
}

// besideReport says that no check could be made, beside a report that shows that mail
// wasn't delivered: that wins.
func (p *program) besideReport(err error) error {
	if fault, ok := err.(*resolve.Fault); ok && p.code == exitNotDelivered { //nolint:errorlint // and nothing else went wrong
		problem, hint, _ := wordsOf(fault)
		p.complain(p.say(problem), p.say(hint))
		return nil
	}
	return err
}

// reportRun reads the flags, so that what is wrong with them is said before
// anything is read.
func (p *program) reportRun(c *cli.Context) (*reportRun, error) {
	format, options, err := p.output(c)
	if err != nil {
		return nil, err
	}
	options.Lines = c.Bool("each")
	p.redact = c.Bool("redact")
	sent, wrong := spfcheck.NewRequest(words, given(c)...)
	run := &reportRun{program: p, context: c, format: format, options: options}
	for _, r := range sent.Ranges {
		wrong = errors.Join(wrong, flagError("ip", i18n.Text{EN: "%s is a range", JA: "%s は範囲です"}.Format(r),
			i18n.Text{EN: "a mail comes from one address: give that", JA: "メールの送信元は 1 つです。そのアドレスを指定してください"}))
	}
	run.request = delivery.Request{Source: sent.Source, Clients: sent.Clients, Own: splitCommas(c.StringSlice("own-domain"))}
	return run, input.Join(wrong, run.request.Validate())
}

// one shows the report in a file.
func (r *reportRun) one(file string) error {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return &input.Error{
			Problem: i18n.Text{EN: "%q is a folder", JA: "%q はフォルダーです"}.Format(file),
			Hint:    i18n.Text{EN: "--each reads every report in it", JA: "--each で中のすべての通知を読めます"},
		}
	}
	return r.readFile(file, func(in io.Reader) error {
		d, err := r.read(in)
		if err != nil {
			return inMessage(file, err)
		}
		r.code = deliveryCode(d)
		return r.display(d)
	})
}

// read reads a report, and checks its message where that is wanted.
func (r *reportRun) read(in io.Reader) (*delivery.Report, error) {
	report, err := soon(r.program, r.context, func() ([]byte, error) { return io.ReadAll(io.LimitReader(in, dsn.MaxSize+1)) })
	if err != nil {
		return nil, err
	}
	if r.context.Bool("each") {
		r.began = time.Now()
	}
	ctx, cancel := r.timed(r.context)
	defer cancel()
	request := r.request
	request.Report = bytes.NewReader(report)
	d, err := delivery.Read(ctx, r.checker, request)
	if r.dns != nil && !r.context.Bool("each") {
		r.dns.answered()
	}
	if r.dns != nil && r.dns.fault() != nil {
		r.checker, request.Report = nil, bytes.NewReader(report) // what it says needs no DNS
		d, err = delivery.Read(ctx, nil, request)
	}
	if r.context.Context.Err() != nil {
		return nil, errInterrupted
	}
	return d, err
}

func (r *reportRun) display(d *delivery.Report) error {
	if r.redact {
		d = d.Redacted()
	}
	return r.format.Delivery(r.stdout, r.options, d)
}

// deliveryCode is the exit code for a report.
func deliveryCode(d *delivery.Report) int {
	switch {
	case !d.Kind.IsReport():
		return exitUsage
	case d.Undelivered():
		return exitNotDelivered
	case d.Undetermined():
		return exitUnknown
	}
	return exitDelivered
}
