package render

import (
	"cmp"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
)

// writeLock says what became of a lock file.
func writeLock(w io.Writer, o Options, rep *lock.Report) error {
	p := newPage(w, o)
	if rep.Written {
		p.paragraph("", p.say(lockWritten.Format(rep.File, rep.Flows, rep.Records, rep.None)))
		return p.w.Flush()
	}
	answer := p.say(lockAsItWas.Format(rep.File))
	if o.Detail == Quiet {
		p.line(answer)
		return p.w.Flush()
	}
	p.framed(answer, func() { p.failures(lockNotWritten, rep.Failures) })
	return p.w.Flush()
}

// failures lists questions, and why they got no usable answer.
func (p *page) failures(title i18n.Text, list []lock.Failure) {
	var lines []string
	for _, f := range list {
		lines = append(lines, questionText(f.Question)+": "+f.Problem)
	}
	p.questions(title, lines)
}

// questions lists questions under their number.
func (p *page) questions(title i18n.Text, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.heading(title.Format(len(lines)))
	for _, l := range lines {
		p.paragraph("- ", escape(l))
	}
}

// questionText gives a question without the dot at the end of its name, but for
// the root.
func questionText(q lock.Question) string {
	return cmp.Or(strings.TrimSuffix(q.Name, "."), q.Name) + " " + q.Type
}

// writeDrift says what has changed in DNS since a lock file was written.
func writeDrift(w io.Writer, o Options, d *lock.Drift) error {
	p := gatePage{newPage(w, o)}
	if o.Detail == Quiet {
		p.line(p.driftSummary(d))
		return p.w.Flush()
	}
	p.framed(p.driftSummary(d), func() { p.drift(d) })
	if len(d.Changes)+len(d.Missing) > 0 {
		p.paragraph("", p.say(lockAgain.Format(d.File, p.opts.Words.Of(input.Lock))))
	}
	return p.w.Flush()
}

// drift says what has changed, and what that does to the flows.
func (p gatePage) drift(d *lock.Drift) {
	var missing []string
	for _, q := range d.Missing {
		missing = append(missing, questionText(q))
	}
	p.questions(missingTitle, missing)
	p.failures(failuresTitle, d.Failures)
	if len(d.Changes) > 0 {
		p.line("")
	}
	for _, c := range d.Changes {
		p.change(c)
	}
	turned := &gate.Report{Flows: d.Flows, Problems: d.Problems}
	p.flows(turned)
	p.problems(turned)
}

// change says what an RRset has become: first what it means for SPF.
func (p gatePage) change(c lock.Change) {
	if c.SPF == nil || !p.spfChange(c.SPF) {
		p.line(escape(questionText(lock.Question{Name: c.Name, Type: c.Type})))
	}
	removed, added := c.Lines()
	for _, l := range removed {
		p.line("  " + p.paint(text.FgRed, "- "+escape(l)))
	}
	for _, l := range added {
		p.line("  " + p.paint(text.FgGreen, "+ "+escape(l)))
	}
}

// spfChange says what has changed in addresses and lookups; false where nothing has.
func (p gatePage) spfChange(c *lock.SPFChange) (said bool) {
	say := func(is bool, line i18n.Text) {
		if is {
			p.paragraph("", p.say(line))
			said = true
		}
	}
	say(!c.Gained.Empty(), spfGained.Format(c.Domain, rangesText(c.Gained)))
	say(!c.Lost.Empty(), spfLost.Format(c.Domain, rangesText(c.Lost)))
	say(c.Before != c.After, spfLookups.Format(c.Domain, c.Before, c.After))
	return said
}

// driftSummary says what it comes to in one line.
func (p gatePage) driftSummary(d *lock.Drift) string {
	turned := 0
	for _, f := range d.Flows {
		for _, c := range f.After {
			if turn := turnOf(f, c.Carrier); turn == gate.Worse || turn == gate.Better {
				turned++
			}
		}
	}
	return p.paint(resultTurnColors[d.Result], p.say(resultTurns[d.Result])) + ": " +
		p.say(driftCounts.Format(d.Day, len(d.Changes), len(d.Flows), turned))
}

// The words of the lock file.
var (
	lockWritten = i18n.Text{
		EN: "%s is written; flows: %d, records: %d, answers without records: %d",
		JA: "%s を書き出しました。フロー %d、レコード %d、レコードのない応答 %d",
	}
	lockNotWritten = i18n.Text{
		EN: "questions without a usable answer: %d",
		JA: "使える応答のなかった問い合わせ: %d",
	}
	lockAsItWas = i18n.Text{
		EN: "%s is not written, since it would not have all that the flows need: try again, or fix the DNS servers or the names",
		JA: "フローに必要な応答がそろわないため、%s は書き出していません。時間をおいて再実行してください。続くときは、DNS サーバーか名前に問題があります",
	}
	missingTitle = i18n.Text{
		EN: "questions of the flows that the file has no answer to: %d",
		JA: "フローに必要で、ファイルに応答がない問い合わせ: %d",
	}
	failuresTitle = i18n.Text{
		EN: "questions that DNS gives no usable answer to: %d",
		JA: "DNS から使える応答がない問い合わせ: %d",
	}
	spfGained  = i18n.Text{EN: "%s gained %s", JA: "%s: 新たに許可 %s"}
	spfLost    = i18n.Text{EN: "%s lost %s", JA: "%s: 許可されなくなった %s"}
	spfLookups = i18n.Text{EN: "%s: %d lookups → %d", JA: "%s: DNS を引く項 %d → %d"}

	driftCounts = i18n.Text{
		EN: "since %s: answers that changed %d; flows %d, verdicts that changed %d",
		JA: "%s からの変化: 変わった応答 %d、フロー %d、変わった判定 %d",
	}
	lockAgain = i18n.Text{EN: "to update %s to DNS as it is: %s", JA: "今の DNS を %s に取り込むには: %s"}
)
