package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
)

// maxCauses is how many causes the summary names for people.
const maxCauses = 5

// BulkSummary writes for people what came of a run; with time also how long it took. Quiet
// is the counts alone.
func BulkSummary(w io.Writer, o Options, s *bulk.Summary, withTime bool) error {
	p := newPage(w, o)
	told := p.say(linesTold.Format(number(s.Lines), number(s.Delivered), number(s.Failing), number(s.Unknown), number(s.Bad)))
	if o.Detail == Quiet {
		p.line(told)
		if !s.Complete {
			p.line(p.say(notComplete.Format(s.Line)))
		}
		return p.w.Flush()
	}
	p.paragraph("", told)
	if s.DNSFailed > 0 {
		p.paragraph("", p.say(dnsErrors.Format(number(s.DNSFailed))))
	}
	if len(s.Carriers) > 0 {
		p.line("")
		p.carrierCounts(s.Carriers)
	}
	if len(s.Causes) > 0 {
		p.heading(causesTitle)
		for _, c := range s.Causes[:min(len(s.Causes), maxCauses)] {
			first := fmt.Sprintf("%9s  ", number(c.Lines))
			p.paragraph(first, p.say(causeTold.Format(c.Name, c.Outcome.Word(), c.Why)))
			p.paragraph("           ", c.Rule)
		}
		if more := len(s.Causes) - maxCauses; more > 0 {
			p.line("           " + p.say(moreInSummary.Format(more, p.opts.Words.Of(input.Summary))))
		}
	}
	p.groups(s)
	p.plans(s)
	if s.Traffic != (bulk.Traffic{}) {
		p.line("")
		p.paragraph("", p.say(traffic.Format(number(s.Questions), perLine(s), number(s.CacheHits), number(s.Unanswered))))
	}
	if withTime && s.Seconds > 0 {
		took := time.Duration(s.Seconds * float64(time.Second)).Round(100 * time.Millisecond)
		p.paragraph("", p.say(timeTold.Format(took.String(), number(int64(float64(s.Lines)/s.Seconds)))))
	}
	if !s.Complete {
		p.paragraph("", p.say(notComplete.Format(s.Line)))
	}
	return p.w.Flush()
}

// maxShown is how many groups and plans the summary shows people.
const maxShown = 10

// groups shows what came of the lines by the value of a column.
func (p *page) groups(s *bulk.Summary) {
	if s.GroupedBy != "" {
		p.heading(byColumn.Format(show(s.GroupedBy)))
	}
	for i, g := range s.Groups[:min(len(s.Groups), maxShown)] {
		if i > 0 {
			p.line("")
		}
		value := show(g.Value)
		if value == "" {
			value = p.say(noValue)
		}
		p.line(value)
		p.paragraph("  ", p.say(linesTold.Format(number(g.Lines), number(g.Delivered), number(g.Failing), number(g.Unknown), number(g.Bad))))
		p.carrierCounts(g.Carriers)
	}
	p.more(len(s.Groups)-maxShown, moreGroups, s.OtherGroups, otherGroups)
}

// plans shows what there is to do for the most lines.
func (p *page) plans(s *bulk.Summary) {
	if len(s.Plans) == 0 {
		return
	}
	p.heading(plansTitle)
	for _, plan := range s.Plans[:min(len(s.Plans), maxShown)] {
		first := fmt.Sprintf("%9s  ", number(plan.Lines))
		for _, step := range plan.Steps {
			text := p.say(step.Text)
			if len(step.Terms) > 0 {
				text = p.say(partAndText.Format(step.Text, strings.Join(step.Terms, " ")))
			}
			p.paragraph(first, show(text))
			first = "           "
		}
		p.paragraph(first, p.say(exampleTold.Format(plan.Example.Line, show(plan.Example.Domain))))
	}
	p.more(len(s.Plans)-maxShown, moreInSummary, s.OtherPlans, otherPlans)
}

// more says what isn't shown: how many are in the whole summary, and lines of others.
func (p *page) more(hidden int, inSummary i18n.Text, others int64, ofOthers i18n.Text) {
	if hidden > 0 {
		p.paragraph("", p.say(inSummary.Format(hidden, p.opts.Words.Of(input.Summary))))
	}
	if others > 0 {
		p.paragraph("", p.say(ofOthers.Format(number(others))))
	}
}

// carrierCounts is a table of the outcomes that came out.
func (p *page) carrierCounts(counts []bulk.CarrierCount) {
	header, widths := []i18n.Text{colCarrier}, []int{14}
	var seen []carriers.Outcome
	for _, o := range carriers.Outcomes {
		for _, c := range counts {
			if linesOf(c, o) > 0 {
				seen = append(seen, o)
				header, widths = append(header, o.Word()), append(widths, 12)
				break
			}
		}
	}
	var rows [][]string
	for _, c := range counts {
		row := []string{p.say(c.Name)}
		for _, o := range seen {
			row = append(row, number(linesOf(c, o)))
		}
		rows = append(rows, row)
	}
	p.table(header, rows, widths[:len(widths)-1]...)
}

func linesOf(c bulk.CarrierCount, o carriers.Outcome) int64 {
	for _, known := range c.Outcomes {
		if known.Outcome == o {
			return known.Lines
		}
	}
	return 0
}

// perLine is the number of questions for a line.
func perLine(s *bulk.Summary) string {
	return strconv.FormatFloat(float64(s.Questions)/float64(max(s.Lines, 1)), 'f', 2, 64)
}

func number(n int64) string { return i18n.Thousands(strconv.FormatInt(n, 10)) }

var (
	linesTold = i18n.Text{
		EN: "lines: %s; delivered %s, failing %s, undetermined %s, unreadable %s",
		JA: "行数 %s: 届く %s、届かない %s、判定できない %s、読めない %s",
	}
	dnsErrors     = i18n.Text{EN: "lines with DNS errors: %s", JA: "DNS の問い合わせに失敗した行: %s"}
	causesTitle   = i18n.Text{EN: "Most frequent causes, in lines", JA: "多い原因（行数）"}
	causeTold     = i18n.Text{EN: "%s: %s: %s", JA: "%s: %s: %s"}
	byColumn      = i18n.Text{EN: "By %s", JA: "%s ごと"}
	noValue       = i18n.Text{EN: "(no value)", JA: "（値なし）"}
	moreGroups    = i18n.Text{EN: "and %d more values: %s", JA: "ほかの値 %d 件: %s"}
	otherGroups   = i18n.Text{EN: "lines with still other values, which are too many to count one by one: %s", JA: "値の種類が多いため個別に数えていない行: %s"}
	plansTitle    = i18n.Text{EN: "What to do for the most lines, each for its own DOMAIN", JA: "対応が多い順（DOMAIN は各行のドメイン）"}
	exampleTold   = i18n.Text{EN: "such as line %d, %s", JA: "例: %d 行目、%s"}
	otherPlans    = i18n.Text{EN: "lines with still other plans, which are too many to count one by one: %s", JA: "対応の種類が多いため個別に数えていない行: %s"}
	moreInSummary = i18n.Text{EN: "and %d more: %s", JA: "ほか %d 件: %s"}
	traffic       = i18n.Text{
		EN: "DNS questions: %s (%s a line); from the cache: %s; without a usable answer: %s",
		JA: "DNS の問い合わせ %s 回（1 行あたり %s 回）、キャッシュから %s 回、応答なし・エラー %s 回",
	}
	timeTold    = i18n.Text{EN: "in %s, %s lines a second", JA: "所要時間 %s、毎秒 %s 行"}
	notComplete = i18n.Text{EN: "not complete: line %d and all before it are done", JA: "途中です: %d 行目までは済んでいます"}
)
