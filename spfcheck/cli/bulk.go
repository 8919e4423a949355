package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func (p *program) bulkCommand() *cli.Command {
	return &cli.Command{
		Name: "bulk",
		Usage: p.say(i18n.Text{
			EN: "judge many mails: a line each of CSV, NDJSON or domains in, a line each out",
			JA: "多数のメールを 1 行 1 件で判定する",
		}),
		ArgsUsage: p.say(i18n.Text{
			EN: "[FILE|-]   the input: id, mail_from, helo, from, ip, via, to; - or nothing is standard input",
			JA: "[ファイル|-]   入力（id、mail_from、helo、from、ip、via、to）。- か省略で標準入力",
		}),
		Description: p.examples(
			"spfcheck bulk --via ses customers.csv >results.csv",
			"spfcheck bulk --fields id,from,worst,rules --only failing customers.ndjson",
			"spfcheck bulk --resume results.csv --summary summary.json customers.csv",
			"spfcheck bulk --server 192.0.2.53 --server 192.0.2.54 --rate 500 - <customers.csv",
			"spfcheck bulk --shard 0/4 --unordered --concurrency 256 customers.ndjson",
		),
		Flags:  slices.Concat(p.inputFlags(), p.verdictFlags(), p.bulkDNSFlags(), p.detailFlags("quiet"), p.runFlags(), p.bulkOutputFlags()),
		Action: p.bulk,
	}
}

func (p *program) bulk(c *cli.Context) error {
	run, err := p.bulkRun(c)
	if err != nil {
		return err
	}
	in, closeIn, err := p.bulkInput(c, run)
	if err != nil {
		return err
	}
	defer closeIn()
	if err := p.bulkEncoding(c, run, in); err != nil {
		return err
	}
	if run.dns, err = p.bulkDNS(c); err != nil {
		return err
	}
	if rate := c.Float64("rate"); rate > 0 { // so that nobody waits for long for his turn
		run.runner.Concurrency = max(1, min(run.runner.Concurrency, int(rate)))
	}
	run.runner.Checker.Exchanger, run.runner.Traffic, run.runner.Watch = run.dns, run.dns.traffic, run.dns.watch
	p.boundConcurrency(run)
	if c.Bool("keep-going") {
		run.runner.Await = p.await(run)
	}
	out, err := p.bulkOutput(run)
	if err != nil {
		return err
	}
	run.runner.Progress = func() { run.bar.add(1) }
	debug.SetGCPercent(lazyGC)
	summary, err := run.runner.Run(c.Context, in, out)
	run.bar.done()
	if journal, ok := out.(*bulk.Journal); ok {
		err = errors.Join(err, journal.Close())
	}
	if err = p.bulkError(run, err); err != nil {
		return errors.Join(err, p.bulkSummary(run, summary))
	}
	p.code = run.exitCode(summary)
	return p.bulkSummary(run, summary)
}

// lazyGC lets garbage grow to this percentage of what is in use before it is
// collected. Of a check, and of many lines, little stays in memory, and Go's own 100
// costs more CPU.
const lazyGC = 300

// bulkSamples are the addresses of a range that are judged where DNS decides for each
// by itself. A service has a dozen ranges, and each address is a question of its own.
const bulkSamples = 1

// bulkRun is what the flags of a run say.
type bulkRun struct {
	runner  bulk.Runner
	file    string        // "-" for standard input
	resume  string        // "" for standard output
	summary string        // "" for none beside the text
	format  render.Format // of summary
	flags   string        // those that the output depends on
	fields  []render.BulkField
	zero    bool // --exit-zero
	quiet   bool // --quiet
	force   bool // --force
	bar     *progress
	dns     *bulkDNS
}

// exitCode is the code for all lines: the worst of them.
func (r *bulkRun) exitCode(s *bulk.Summary) int {
	code := map[bulk.Class]int{
		bulk.Delivered: exitDelivered, bulk.Failing: exitNotDelivered, bulk.Bad: exitUsage, bulk.Unknown: exitUnknown,
	}[s.Worst()]
	switch {
	case r.zero && s.Bad > 0:
		return exitUsage
	case r.zero:
		return exitDelivered
	}
	return code
}

// bulkRun reads the flags, so that what is wrong with them is said before
// anything is asked or written.
func (p *program) bulkRun(c *cli.Context) (*bulkRun, error) {
	run := &bulkRun{
		file: "-", resume: c.String("resume"), summary: c.String("summary"), zero: c.Bool("exit-zero"), quiet: c.Bool("quiet"), force: c.Bool("force"),
		flags: flagsOf(c, outputDependsOn), bar: &progress{},
	}
	if c.NArg() > 1 {
		return nil, &input.Error{
			Problem: i18n.Text{EN: "more than one argument: %q", JA: "引数が多すぎます: %q"}.Format(strings.Join(c.Args().Slice(), " ")),
			Hint:    i18n.Text{EN: "give one file, or several at once with cat: cat FILE… | spfcheck bulk", JA: "ファイルは 1 つだけです。複数なら cat ファイル… | spfcheck bulk としてください"},
		}
	}
	if c.NArg() == 1 {
		run.file = c.Args().First()
	}
	if c.IsSet("summary-format") && run.summary == "" {
		return nil, flagError("summary-format", i18n.Text{EN: "there is no file for it", JA: "書き出すファイルの指定がありません"},
			i18n.Text{EN: "add --summary FILE", JA: "--summary ファイル を加えてください"})
	}
	run.format, _ = render.FindFormat(c.String("summary-format"))
	r := &run.runner
	r.Unordered, r.Deadline, r.FailOn = c.Bool("unordered"), c.Duration("deadline"), carriers.Outcome(c.String("fail-on"))
	r.Checker.Shown = others(c)
	if c.IsSet("deadline") { // or else a stream may take its time
		r.Wait = r.Deadline
	}
	// Many lines are under way at once: what one waits for, another uses.
	r.Checker.Tuning = spfcheck.Tuning{Prefetch: spfcheck.PrefetchSome, Records: new(spfcheck.Records), Samples: bulkSamples}
	r.Words, r.Only, run.fields = words, only(c.StringSlice("only")), fields(c.StringSlice("fields"), r)
	steps := []func() error{
		func() error { return judgedBy(c, &r.Checker) },
		func() error { return defaults(c, r) },
		func() (err error) { r.On, err = dayFlag(c, "on"); return err },
		func() (err error) { r.Concurrency, err = concurrency(c.Int("concurrency")); return err },
		func() (err error) { r.Shard, err = shard(c.String("shard")); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if r.On == "" {
		r.On = carriers.DayOf(time.Now()) // the same for all lines, however long it takes
	}
	return run, nil
}

// outputDependsOn are the flags without which the lines of one output don't go
// together.
var outputDependsOn = []string{
	"input-format", "ip", "via", "mail-from", "helo", "shard",
	"to", "carrier", "setting", "on", "all-settings", "fail-on", "min-basis",
	"fields", "group-by", "full", "bom", "only", "unordered", "zone", "offline", "replay",
}

// flagsOf writes flags down as they were given.
func flagsOf(c *cli.Context, names []string) string {
	var given []string
	for _, name := range names {
		switch list := c.StringSlice(name); {
		case list != nil:
			given = append(given, fmt.Sprintf("--%s=%s", name, strings.Join(list, ",")))
		case c.IsSet(name):
			given = append(given, fmt.Sprintf("--%s=%v", name, c.Value(name)))
		}
	}
	return strings.Join(given, " ")
}

// bulkInput opens the input and looks at its beginning.
func (p *program) bulkInput(c *cli.Context, run *bulkRun) (*bulk.Reader, func() error, error) {
	if err := onlyOneInput(c, run.file, i18n.Text{EN: "the input", JA: "入力"}); err != nil {
		return nil, nil, err
	}
	f, err := p.open(run.file)
	if err != nil {
		return nil, nil, err
	}
	begin := func() (*bulk.Reader, error) { return bulk.NewReader(f, bulk.Format(c.String("input-format"))) }
	if run.runner.Wait > 0 {
		wait := begin
		begin = func() (*bulk.Reader, error) { return soon(p, c, wait) }
	}
	in, err := begin()
	if errors.As(err, new(lateError)) {
		return nil, nil, err
	}
	if err != nil {
		f.Close()
		var bad *bulk.Error
		if errors.As(err, &bad) {
			return nil, nil, contentError(run.file, bad.Problem, bad.Hint)
		}
		return nil, nil, fileError(run.file, err)
	}
	if in.Empty && !c.IsSet("input-format") { // what should have written it may have failed
		f.Close()
		return nil, nil, contentError(run.file, emptyInput, noLinesRight)
	}
	if column := c.String("group-by"); column != "" {
		if bad := in.GroupBy(column); bad != nil {
			f.Close()
			return nil, nil, flagError("group-by", bad.Problem, bad.Hint)
		}
	}
	if in.Format == bulk.Domains && !c.IsSet("input-format") {
		writeError(p.stderr, p.say(hintMark), p.say(aList))
	}
	if len(in.Unused) > 0 {
		names, more := in.Unused, len(in.Unused)-mostColumns
		if more > 0 {
			names = append(names[:mostColumns:mostColumns], p.say(andMore.Format(more)))
		}
		writeError(p.stderr, p.say(warningMark), p.say(unusedColumns.Format(strings.Join(names, ", "))))
	}
	return in, f.Close, nil
}

// mostColumns is how many columns a warning names.
const mostColumns = 20

var (
	emptyInput   = i18n.Text{EN: "the input is empty", JA: "入力が空です"}
	noLinesRight = i18n.Text{EN: "if it may have no lines, say what it is with --input-format", JA: "1 行もなくてよい入力なら、--input-format で形式を指定してください"}

	aList   = i18n.Text{EN: "the input is read as a list of domains, one a line", JA: "入力を 1 行に 1 つのドメインの一覧として読みます"}
	andMore = i18n.Text{EN: "and %d more", JA: "ほか %d 件"}
)

var unusedColumns = i18n.Text{EN: "these columns aren't used: %s", JA: "使われない列があります: %s"}

// bulkError words what ended a run early.
func (p *program) bulkError(run *bulkRun, err error) error {
	var bad *bulk.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, new(*resolve.Fault)) && run.resume != "":
		return resumable{err}
	case errors.Is(err, bulk.ErrLate):
		return lateError{run.runner.Wait}
	case errors.As(err, &bad):
		return contentError(run.file, bad.Problem, bad.Hint)
	case errors.Is(err, context.Canceled) && run.resume != "":
		return &input.Error{Problem: errInterrupted.Problem, Hint: goesOn}
	case errors.Is(err, context.Canceled):
		return errInterrupted
	case errors.Is(err, bulk.ErrInputChanged):
		return contentError(run.file,
			i18n.Text{EN: "it isn't the input that %s was begun with", JA: "%s を始めたときの入力と違います"}.Format(run.resume),
			i18n.Text{EN: "give the same input; more lines at its end are fine", JA: "同じ入力を指定してください。末尾に行が増えているのはかまいません"})
	}
	return err
}

var goesOn = i18n.Text{EN: "the same command resumes where it stopped", JA: "同じコマンドで続きから再開できます"}
