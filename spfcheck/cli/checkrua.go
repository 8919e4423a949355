package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

func (p *program) ruaFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "rua", TakesFile: true, Category: p.say(theMessage), Usage: p.say(i18n.Text{
		EN: "DMARC aggregate reports, a `FILE` or folder: no plan breaks who else sends by them without saying so; repeatable",
		JA: "DMARC 集計レポートの`ファイル`かフォルダー。そこから分かる他の送信元が届かなくなる対処には警告を付ける\n繰り返し可",
	})}
}

// evidence is what DMARC reports say of who else sends.
type evidence struct {
	domains map[string]int64 // the messages of each header From's domain
	report  *sources.Report
}

// reports reads the DMARC reports that are given; nil where none are.
func (p *program) reports(c *cli.Context) (*sources.Collector, error) {
	if !c.IsSet("rua") {
		return nil, nil
	}
	return p.collect(c, c.StringSlice("rua"))
}

// othersSeen says who sends beside the mail, by the reports that were read; nil where
// there are none.
func (p *program) othersSeen(ctx context.Context, c *cli.Context, checker *spfcheck.Checker, collector *sources.Collector) (*evidence, error) {
	if collector == nil {
		return nil, nil
	}
	judge := sources.Judge{Checker: *checker, Words: words, Workers: atOnce, NoPlans: true, Domain: domainOf(c)}
	judge.Checker.Explain = false
	bar := p.progress(i18n.Text{EN: "judging", JA: "判定中"}, int64(collector.Distinct()), i18n.Text{EN: "sources", JA: "送信元"})
	judge.Progress = func() { bar.add(1) }
	rep, err := judge.Report(ctx, collector)
	bar.done()
	if err != nil {
		return nil, err
	}
	return &evidence{collector.Domains(), rep}, nil
}

// senders are those seen; none where nobody looked.
func (e *evidence) senders() []spfcheck.Sender {
	if e == nil {
		return nil
	}
	return e.report.Senders()
}

// tell says in a report what the reports were good for.
func (e *evidence) tell(rep *spfcheck.Report) {
	if e == nil {
		return
	}
	from := ""
	for _, id := range rep.Identities {
		if id.Kind == identity.From {
			from = id.Domain
		}
	}
	var total int64
	for _, n := range e.domains {
		total += n
	}
	seen := e.domains[from]
	if from == "" || seen == 0 {
		rep.Warnings = append(rep.Warnings, noEvidence.Format(from, e.about()))
		return
	}
	if e.report.Broken > 0 {
		rep.Warnings = append(rep.Warnings, lessEvidence.Format(number(e.report.Broken)))
	}
	rep.Notes = append(rep.Notes, readFrom.Format(number(int64(e.report.Reports)), number(seen), from))
	if other := total - seen; other > 0 {
		rep.Notes = append(rep.Notes, notOf.Format(number(other), from))
	}
}

// about are the domains that the reports have most of.
func (e *evidence) about() i18n.Text {
	const shown = 3
	all := slices.SortedFunc(maps.Keys(e.domains), func(a, b string) int { return cmp.Or(cmp.Compare(e.domains[b], e.domains[a]), cmp.Compare(a, b)) })
	all = slices.DeleteFunc(all, func(domain string) bool { return domain == "" })
	if len(all) == 0 {
		return countNothing
	}
	list := aboutThese.Format(strings.Join(all[:min(len(all), shown)], ", "))
	if more := len(all) - shown; more > 0 {
		list = andOthers.Format(list, more)
	}
	return list
}

func number(n int64) string { return i18n.Thousands(strconv.FormatInt(n, 10)) }

var (
	noEvidence = i18n.Text{
		EN: "the DMARC reports say nothing of who sends as %s: they %s",
		JA: "DMARC 集計レポートからは、%s を名乗る送信元は分かりません。%s",
	}
	countNothing = i18n.Text{EN: "count no message", JA: "メールの記録がないためです"}
	aboutThese   = i18n.Text{EN: "are about %s", JA: "対象は %s です"}
	andOthers    = i18n.Text{EN: "%s and %d more", JA: "%s（ほか %d 件）"}
	lessEvidence = i18n.Text{
		EN: "rows of the DMARC reports that can't be counted: %s; there may be more senders",
		JA: "DMARC 集計レポートに数えられない行が %s 行あり、ほかにも送信元があるかもしれません",
	}
	readFrom = i18n.Text{
		EN: "who else sends is known from DMARC reports (%s, messages: %s as %s); anybody can send such reports",
		JA: "ほかの送信元は DMARC 集計レポート（%s 件、%[3]s のメール %[2]s 通）によります。集計レポートは誰でも送れます",
	}
	notOf = i18n.Text{
		EN: "messages in the DMARC reports that aren't of %[2]s: %[1]s",
		JA: "DMARC 集計レポートにある %[2]s 以外のメール: %[1]s 通",
	}
)
