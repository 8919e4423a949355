package cli

import (
	"context"
	"errors"
	"io"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

func (p *program) sourcesCommand() *cli.Command {
	return &cli.Command{
		Name: "sources",
		Usage: p.say(i18n.Text{
			EN: "read DMARC reports: who sends in your name, and what is lost",
			JA: "DMARC 集計レポートから、送信元と届かないメールの割合を示す",
		}),
		ArgsUsage: p.say(i18n.Text{
			EN: "FILE|FOLDER…   reports: XML, gzip, zip, or mail with them; - is standard input",
			JA: "ファイル|フォルダー…   レポート（XML、gzip、zip、それを含むメール）。- は標準入力",
		}),
		Description: p.examples(
			"spfcheck sources reports/",
			"spfcheck sources -v google.com!example.jp!1795305600!1795391999.zip",
			"spfcheck sources --yours sendgrid --yours 192.0.2.0/24 dmarc.mbox",
			"spfcheck sources --write-config spfcheck.yaml reports/",
			"spfcheck sources --format json Maildir/new >sources.json",
		),
		Flags:  slices.Concat(p.sourcesFlags(), p.verdictFlags(), p.sourcesDNSFlags(), p.detailFlags("verbose", "quiet", "short"), p.outputFlags()),
		Action: p.sources,
	}
}

func (p *program) sourcesFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "yours", Category: p.say(theReports), Usage: p.say(i18n.Text{
			EN: "this `SOURCE` is yours: a service (see spfcheck senders), an address or a range; repeatable",
			JA: "自分の`送信元`。サービス（一覧: spfcheck senders）、アドレス、範囲のいずれか\n繰り返し可",
		})},
		&cli.StringFlag{Name: "share", Category: p.say(theReports), Usage: p.say(i18n.Text{
			EN: "treat every source with this share or more of a domain's messages as yours: a `PERCENTAGE` such as 5",
			JA: "ドメインのメールのうち、この`割合`（%）以上を送る送信元を自分のものとみなす",
		})},
		&cli.BoolFlag{Name: "host-names", Category: p.say(theReports), Usage: p.say(i18n.Text{
			EN: "ask DNS for the host names of sources that are no known service's, and group them by these",
			JA: "既知のサービスでない送信元のホスト名を逆引きし、その組織ごとにまとめる",
		})},
		&cli.StringFlag{Name: "write-config", TakesFile: true, Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write the sources that are yours into a `FILE` for spfcheck gate, as flows; over one that is there with --force alone",
			JA: "自分の送信元をフローとして、spfcheck gate 用の`ファイル`に書き出す\n既存のファイルには --force がなければ上書きしない",
		})},
	}
}

// sourcesDNSFlags are the DNS flags of a run over reports, which are read first.
func (p *program) sourcesDNSFlags() []cli.Flag {
	flags := slices.DeleteFunc(p.dnsFlags(), func(f cli.Flag) bool { return f.Names()[0] == "deadline" })
	return append(flags, &cli.DurationFlag{Name: "deadline", Value: 5 * time.Minute, Category: p.say(theDNS), Usage: p.say(i18n.Text{
		EN: "`TIME` for judging, once the reports are read",
		JA: "レポートを読み終えてから判定にかける制限`時間`",
	})})
}

func (p *program) sources(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	options.FailOnOutcome = carriers.Outcome(c.String("fail-on"))
	judge, err := p.sourcesJudge(c)
	if err != nil {
		return err
	}
	if err := refuseOver(c, c.String("write-config")); err != nil {
		return err
	}
	if c.NArg() == 0 {
		return &input.Error{
			Problem: i18n.Text{EN: "no reports", JA: "レポートの指定がありません"},
			Hint: i18n.Text{
				EN: "give files or folders with DMARC aggregate reports; - reads standard input",
				JA: "DMARC 集計レポートのファイルかフォルダーを指定してください。- は標準入力です",
			},
		}
	}
	if slices.Contains(c.Args().Slice(), "-") {
		if err := onlyOneInput(c, "-", asText("-")); err != nil {
			return err
		}
	}
	collector, err := p.collect(c, c.Args().Slice())
	if err != nil {
		return err
	}
	rep, err := p.judgeSources(c, judge, collector)
	if err != nil {
		return err
	}
	for _, named := range rep.Unseen { // it may be a typo, and then a source is missing
		writeError(p.stderr, p.say(warningMark), p.say(unseen.Format(named.String())))
	}
	switch {
	case rep.Failed(options.FailOnOutcome):
		p.worsen(exitNotDelivered)
	case rep.Undetermined():
		p.worsen(exitUnknown)
	}
	if file := c.String("write-config"); file != "" {
		if err := p.writeFlows(file, rep); err != nil {
			return err
		}
	}
	return format.Sources(p.stdout, options, rep)
}

var unseen = i18n.Text{
	EN: "--yours: no mail in the reports is known to be from %s",
	JA: "--yours: %s からと分かるメールは集計レポートにありません",
}

// sourcesJudge reads the flags, so that what is wrong with them is said before anything
// is read.
func (p *program) sourcesJudge(c *cli.Context) (*sources.Judge, error) {
	judge := &sources.Judge{Words: words, Workers: atOnce, HostNames: c.Bool("host-names")}
	var wrong []error
	for _, value := range splitCommas(c.StringSlice("yours")) {
		named, err := sources.ParseNamed(strings.TrimSpace(value))
		judge.Yours = append(judge.Yours, named)
		wrong = append(wrong, input.About(asFlag("yours"), err))
	}
	var err error
	judge.Share, err = shareFlag(c)
	wrong = append(wrong, err)
	judge.On, err = dayFlag(c, "on")
	wrong = append(wrong, err, judgedBy(c, &judge.Checker))
	if c.IsSet("to") {
		recipient, err := spfcheck.NewRequest(words, input.Given{Input: input.To, Value: c.String("to")})
		if carrier := carriers.ForRecipient(recipient.Recipient); carrier != nil && judge.Checker.Profiles == nil {
			judge.Checker.Profiles = []*carriers.Profile{carrier}
		}
		wrong = append(wrong, err)
	}
	probe, err := spfcheck.NewRequest(words, input.Given{Input: input.From, Value: "example.jp"}, input.Given{Input: input.IP, Value: "192.0.2.1"})
	if err = errors.Join(append(wrong, err)...); err != nil {
		return nil, err
	}
	return judge, judge.Checker.Validate(probe)
}

// shareFlag reads --share as a part of 1; 0 where it isn't set.
func shareFlag(c *cli.Context) (float64, error) {
	if !c.IsSet("share") {
		return 0, nil
	}
	value := c.String("share")
	share, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(value, "%")), 64)
	if err != nil || math.IsNaN(share) || share <= 0 || share > 100 {
		return 0, flagError("share", i18n.Text{EN: "%q is not a percentage", JA: "%q は割合ではありません"}.Format(value),
			i18n.Text{EN: "give a number above 0, up to 100, such as 5", JA: "5 のように 0 より大きく 100 以下の数を指定してください"})
	}
	return share / 100, nil
}

// collect reads reports. What can't be read is said, and the run goes on.
func (p *program) collect(c *cli.Context, paths []string) (*sources.Collector, error) {
	var files []string
	var size int64
	for _, path := range paths {
		found, octets, err := p.filesIn(path)
		if err != nil {
			return nil, err
		}
		if files = append(files, found...); octets < 0 || size < 0 {
			size = -1
		} else {
			size += octets
		}
	}
	bar := p.progress(i18n.Text{EN: "reading reports", JA: "レポートを読み取り中"}, size, i18n.Text{})
	collector := &sources.Collector{Workers: runtime.GOMAXPROCS(0), Open: func(file string) (io.ReadCloser, error) {
		in, err := p.open(file)
		if err != nil {
			return nil, err
		}
		return counted{io.TeeReader(in, bar), in}, nil
	}}
	err := collector.Collect(c.Context, files...)
	bar.done()
	if c.Context.Err() != nil {
		return nil, errInterrupted
	}
	if err != nil {
		p.worsen(p.fail(err))
	}
	return collector, p.unread(collector)
}

// counted is a file whose octets somebody counts as they are read.
type counted struct {
	io.Reader
	io.Closer
}

// unread says what could not be read.
func (p *program) unread(collector *sources.Collector) error {
	unread, problems, reports := collector.Unreadable()
	for _, problem := range problems {
		p.worsen(p.fail(contentError(problem.Place, problem.Problem, i18n.Text{})))
	}
	if more := unread - len(problems); more > 0 {
		p.complain(p.say(i18n.Text{EN: "and %d more that can't be read", JA: "ほか %d 件も読めません"}.Format(more)), "")
	}
	if reports == 0 {
		return &input.Error{Problem: i18n.Text{EN: "no report could be read", JA: "読めるレポートがありません"}}
	}
	return nil
}

// judgeSources judges what was read.
func (p *program) judgeSources(c *cli.Context, judge *sources.Judge, collector *sources.Collector) (*sources.Report, error) {
	dns, err := p.dns(c)
	if err != nil {
		return nil, err
	}
	dns.ask(&judge.Checker)
	bar := p.progress(i18n.Text{EN: "judging", JA: "判定中"}, int64(collector.Distinct()), i18n.Text{EN: "sources", JA: "送信元"})
	judge.Progress = func() { bar.add(1) }
	ctx, cancel := context.WithTimeout(c.Context, c.Duration("deadline"))
	defer cancel()
	rep, err := judge.Report(ctx, collector)
	bar.done()
	err = dns.close(err)
	if c.Context.Err() != nil {
		return nil, errInterrupted
	}
	return rep, err
}
