package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// The categories of bulk's flags that no other command has.
var (
	theInput = i18n.Text{EN: "The input", JA: "入力"}
	theRun   = i18n.Text{EN: "The run", JA: "実行"}
)

// inputFlags say what the lines are, and what holds for those that don't say it.
func (p *program) inputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "input-format", Category: p.say(theInput), Usage: p.say(i18n.Text{
			EN: "`FORMAT` of the input: ndjson, csv or domains (default: detected from its first line)",
			JA: "入力の`形式`: ndjson、csv または domains（既定値: 最初の行で判断する）",
		})},
		&cli.StringSliceFlag{Name: "ip", Category: p.say(theInput), Usage: p.say(i18n.Text{
			EN: "the `ADDRESS` or range of lines that have neither ip nor via; repeatable",
			JA: "ip も via もない行の送信元`アドレス`または範囲。繰り返し可",
		})},
		&cli.StringFlag{Name: "via", Category: p.say(theInput), Usage: p.say(i18n.Text{
			EN: "the `SERVICE` of lines that have neither ip nor via: see spfcheck senders",
			JA: "ip も via もない行の送信`サービス`（一覧: spfcheck senders）",
		})},
		&cli.StringFlag{Name: "mail-from", Category: p.say(theInput), Usage: p.say(i18n.Text{
			EN: "the envelope From, an `ADDRESS`, of lines without mail_from",
			JA: "mail_from のない行のエンベロープ From の`アドレス`",
		})},
		&cli.StringFlag{Name: "helo", Category: p.say(theInput), Usage: p.say(i18n.Text{
			EN: "the HELO `NAME` of lines without helo",
			JA: "helo のない行の HELO の`名前`",
		})},
		&cli.StringFlag{Name: "shard", Category: p.say(theInput), Usage: p.say(i18n.Text{
			EN: "judge one of N equal shares of the lines, `I/N`: from 0/N to N-1/N",
			JA: "行を N 等分した 1 つだけを判定する。`I/N` の I は 0 から N-1 まで",
		})},
	}
}

// runFlags say how the run is made.
func (p *program) runFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "concurrency", Value: 64, Category: p.say(theRun), Usage: p.say(i18n.Text{
			EN: "judge `N` lines at once, with as many questions under way",
			JA: "同時に判定する`行数`。同時に問い合わせる数でもある",
		})},
		&cli.BoolFlag{Name: "unordered", Category: p.say(theRun), Usage: p.say(i18n.Text{
			EN: "write each line as soon as it is done, not in the order of the input",
			JA: "入力の順ではなく、終わった行から書き出す",
		})},
		&cli.StringFlag{Name: "resume", TakesFile: true, Category: p.say(theRun), Usage: p.say(i18n.Text{
			EN: "write to `FILE`, and resume there after an interruption; FILE.journal keeps the progress",
			JA: "`ファイル`に書き出し、中断したら続きから再開する。進み具合は ファイル.journal に残る",
		})},
	}
}

// bulkOutputFlags say what is written.
func (p *program) bulkOutputFlags() []cli.Flag {
	names := fieldNames()
	return []cli.Flag{
		&cli.StringFlag{Name: "output-format", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "`FORMAT` of the output: ndjson or csv, which has the input's columns first (default: csv for CSV, or else ndjson)",
			JA: "出力の`形式`: ndjson または csv。csv では入力の列の後に結果の列を加える（既定値: 入力が CSV なら csv、ほかは ndjson）",
		})},
		&cli.BoolFlag{Name: "bom", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "begin CSV with a byte order mark, so that Excel takes it for UTF-8",
			JA: "CSV の先頭に BOM を付ける（Excel で文字化けしない）",
		})},
		&cli.StringSliceFlag{Name: "fields", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write just these `FIELDS`: " + strings.Join(names, ", "),
			JA: "この`フィールド`だけを書き出す: " + strings.Join(names, ", "),
		})},
		&cli.BoolFlag{Name: "full", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write all that check says of a line, as its JSON",
			JA: "check の JSON と同じ内容をすべて書き出す",
		})},
		&cli.StringSliceFlag{Name: "only", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write just the lines of this `KIND`: failing, unknown, delivered; lines that can't be read are always written; repeatable",
			JA: "この`種類`の行だけを書き出す: failing、unknown、delivered。読めない行は必ず書き出す。繰り返し可",
		})},
		&cli.StringFlag{Name: "group-by", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "count the lines by the values of this `COLUMN` in the summary, too",
			JA: "この`列`の値ごとにも集計する",
		})},
		&cli.StringFlag{Name: "summary", TakesFile: true, Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write the summary to `FILE`, too",
			JA: "集計を`ファイル`にも書き出す",
		})},
		&cli.StringFlag{Name: "summary-format", Value: "json", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "`FORMAT` of that file: json or html",
			JA: "集計ファイルの`形式`: json または html",
		})},
		p.forceFlag(overOthers),
		&cli.BoolFlag{Name: "exit-zero", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "exit with 0 whatever the verdicts are, as long as every line could be read",
			JA: "すべての行を読めれば、判定によらず終了コードを 0 にする",
		})},
		p.langFlag(),
	}
}

// defaults reads what holds for lines that don't say it.
func defaults(c *cli.Context, run *bulk.Runner) error {
	run.Defaults.Given = slices.DeleteFunc(given(c), func(g input.Given) bool { return g.Input == input.On })
	_, err := valid(&run.Checker, run.Defaults.Given...)
	return err
}

func concurrency(n int) (int, error) {
	const most = 10_000
	if n < 1 || n > most {
		return 0, flagError("concurrency", i18n.Text{EN: "%d is not from 1 to %d", JA: "%d は 1 から %d の間ではありません"}.Format(n, most), i18n.Text{})
	}
	return n, nil
}

// shard reads I/N.
func shard(value string) (bulk.Shard, error) {
	if value == "" {
		return bulk.Shard{}, nil
	}
	index, of, ok := strings.Cut(value, "/")
	i, err1 := strconv.ParseInt(index, 10, 64)
	n, err2 := strconv.ParseInt(of, 10, 64)
	if !ok || err1 != nil || err2 != nil || n < 1 || i < 0 || i >= n {
		return bulk.Shard{}, flagError("shard", i18n.Text{EN: "no share %q", JA: "%q という分け方はありません"}.Format(value),
			i18n.Text{EN: "of 4 shares the first is 0/4 and the last 3/4", JA: "4 等分なら最初は 0/4、最後は 3/4 です"})
	}
	return bulk.Shard{Index: i, Of: n}, nil
}

// bulkKinds are the kinds of lines that --only can choose: one that can't be read
// is never left out.
var bulkKinds = []bulk.Class{bulk.Failing, bulk.Unknown, bulk.Delivered}

// only reads the classes of lines to write.
func only(values []string) []bulk.Class {
	var out []bulk.Class
	for _, v := range splitCommas(values) {
		out = append(out, bulk.Class(v))
	}
	return out
}

// fields reads which fields of a line are wanted.
func fields(values []string, run *bulk.Runner) []render.BulkField {
	names := splitCommas(values)
	if names == nil {
		names = render.BulkDefault
	}
	var chosen []render.BulkField
	for _, v := range names {
		f, _ := render.FindBulkField(v)
		chosen = append(chosen, f)
	}
	t := &run.Checker.Tuning
	t.VerdictsOnly = !slices.ContainsFunc(chosen, func(f render.BulkField) bool { return f.BeyondVerdicts })
	t.LookedAtOnly = t.VerdictsOnly && !slices.ContainsFunc(chosen, func(f render.BulkField) bool { return f.Helo })
	return chosen
}

func fieldNames() []string {
	var names []string
	for _, f := range render.BulkFields {
		names = append(names, f.Name)
	}
	return names
}
