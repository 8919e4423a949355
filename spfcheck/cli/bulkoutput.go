package cli

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// bulkEncoding chooses the form of the lines that are written, by the input where no
// flag says it.
func (p *program) bulkEncoding(c *cli.Context, run *bulkRun, in *bulk.Reader) error {
	format, full, r := bulk.Format(c.String("output-format")), c.Bool("full"), &run.runner
	switch {
	case format != "":
	case in.Format == bulk.CSV && !full:
		format = bulk.CSV
	default:
		format = bulk.NDJSON
	}
	switch {
	case full && c.IsSet("fields"):
		return flagError("full", i18n.Text{EN: "it has every field, and --fields names some", JA: "--full はすべてを書き出すため、--fields と併用できません"}, leaveOneOut)
	case full && format == bulk.CSV:
		return flagError("full", i18n.Text{EN: "the whole report has no form in CSV", JA: "すべてを CSV で書き出すことはできません"},
			i18n.Text{EN: "choose columns with --fields, or write --output-format ndjson", JA: "--fields で列を選ぶか、--output-format ndjson を指定してください"})
	case c.Bool("bom") && format != bulk.CSV:
		return flagError("bom", i18n.Text{EN: "only CSV begins with a byte order mark", JA: "BOM を付けられるのは CSV だけです"},
			i18n.Text{EN: "leave it out, or add --output-format csv", JA: "外すか、--output-format csv を加えてください"})
	}
	run.flags = strings.TrimSpace(run.flags + " --output-format=" + string(format))
	switch {
	case format == bulk.CSV:
		run.flags += " --lang=" + p.language.Code
		return p.bulkCSV(c, run, in)
	case full:
		r.Encode, r.Checker.Tuning.VerdictsOnly, r.Checker.Tuning.LookedAtOnly = render.BulkLine, false, false
	default:
		r.Encode = render.BulkShort(run.fields)
	}
	return nil
}

// bulkCSV writes CSV with the columns of the input.
func (p *program) bulkCSV(c *cli.Context, run *bulkRun, in *bulk.Reader) (err error) {
	out := render.BulkCSV{
		Columns: in.Columns(), Comma: in.Comma(), Fields: run.fields,
		Carriers: judgedIDs(c, run, in), Language: p.language, BOM: c.Bool("bom"),
	}
	if !c.IsSet("fields") { // the input has them
		out.Fields = slices.DeleteFunc(slices.Clone(out.Fields), func(f render.BulkField) bool { return f.Name == "line" || f.Name == "id" })
	}
	for _, name := range out.Added() {
		if slices.Contains(out.Columns, name) {
			return contentError(run.file, i18n.Text{EN: "duplicate column %s: the output adds one", JA: "列 %s が重複します（出力で加える列と同じ名前です）"}.Format(name), removeColumn)
		}
	}
	run.runner.Encode = out.Line
	run.runner.Head, err = out.Head()
	return err
}

// judgedIDs are the carriers that some line may be judged by: a recipient can be at any.
func judgedIDs(c *cli.Context, run *bulkRun, in *bulk.Reader) []string {
	profiles := run.runner.Checker.Profiles
	switch {
	case profiles != nil:
	case c.IsSet("to") || in.Has("to"):
		profiles = carriers.All
	default:
		profiles = carriers.Defaults
	}
	var ids []string
	for _, p := range profiles {
		ids = append(ids, p.ID)
	}
	return ids
}

var removeColumn = i18n.Text{
	EN: "remove the columns of an earlier run from the input, or write --output-format ndjson",
	JA: "前回の実行で加えられた列を入力から除くか、--output-format ndjson を指定してください",
}

// bulkOutput opens where the lines go, and begins the bar.
func (p *program) bulkOutput(run *bulkRun) (bulk.Writer, error) {
	if run.resume == "" {
		run.bar = p.bulkBar(run)
		return bulk.NewStream(run.bar.aside(p.stdout)), nil
	}
	foreign := bulk.Foreign(run.resume)
	if foreign && run.force {
		if err := os.Truncate(run.resume, 0); err != nil {
			return nil, notWritten("resume", run.resume, err)
		}
	}
	journal, err := bulk.OpenJournal(run.resume, run.flags, run.runner.On)
	var bad *bulk.Error
	switch {
	case errors.As(err, &bad) && foreign:
		return nil, flagError("resume", bad.Problem, otherOrForce)
	case errors.As(err, &bad):
		return nil, flagError("resume", bad.Problem, bad.Hint)
	case err != nil:
		return nil, notWritten("resume", run.resume, err)
	}
	run.runner.On = journal.On()
	run.bar = p.bulkBar(run)
	run.bar.add(int(journal.Done()))
	return journal, nil
}

// bulkSummary tells what came of the run: to people, and into a file.
func (p *program) bulkSummary(run *bulkRun, s *bulk.Summary) error {
	f, ok := p.stderr.(*os.File)
	onTerminal := ok && term.IsTerminal(int(f.Fd()))
	options := render.Options{Language: p.language, Words: words, Width: p.widthOf(p.stderr), Version: version()}
	if run.quiet {
		options.Detail = render.Quiet
	}
	err := render.BulkSummary(p.stderr, options, s, onTerminal)
	if run.summary == "" {
		return err
	}
	return errors.Join(err, p.writeFile("summary", run.summary, func(w io.Writer) error { return run.format.Bulk(w, options, s) }))
}

// bulkBar begins the display of lines that are done.
func (p *program) bulkBar(run *bulkRun) *progress {
	return p.progress(i18n.Text{EN: "judging", JA: "判定中"}, linesIn(run), i18n.Text{EN: "lines", JA: "行"})
}

// linesIn counts the lines of a file, for the bar; -1 where that can't be known.
func linesIn(run *bulkRun) int64 {
	info, err := os.Stat(run.file)
	if run.file == "-" || err != nil || !info.Mode().IsRegular() || run.runner.Shard.Of > 1 {
		return -1
	}
	f, err := os.Open(run.file)
	if err != nil {
		return -1
	}
	defer f.Close()
	count, err := bulk.CountLines(f)
	if err != nil {
		return -1
	}
	return count
}
