package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"spfcheck/spfcheck/gate"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/lock"
)

// writeLock says what became of a lock file.
func writeLock(w io.Writer, o Options, rep *lock.Report) error {
	p := newPage(w, o)
	line := lockWritten.Format(rep.File, rep.Flows, rep.Records, rep.None)
	if !rep.Written {
		p.questions(lockNotWritten.Format(len(rep.Failures)), rep.Failures)
		line = lockAsItWas.Format(rep.File)
	}
	p.paragraph("", p.say(line))
	return p.w.Flush()
}

// questions lists questions without a usable answer.
func (p *page) questions(title i18n.Text, list []lock.Failure) {
	if len(list) == 0 {
		return
	}
	p.paragraph("", p.say(title))
	for _, f := range list {
		p.paragraph("- ", escape(fmt.Sprintf("%s %s: %s", plainName(f.Name), f.Type, f.Problem)))
	}
	p.line("")
}

// writeDrift says what has changed in DNS since a lock file was written.
func writeDrift(w io.Writer, o Options, d *lock.Drift) error {
	p := gatePage{newPage(w, o)}
	p.questions(missingTitle.Format(d.File, len(d.Missing)), d.Missing)
	p.questions(failuresTitle.Format(len(d.Failures)), d.Failures)
	for _, c := range d.Changes {
		p.change(c)
	}
	if len(d.Changes) > 0 {
		p.line("")
	}
	turned := &gate.Report{Flows: d.Flows, Problems: d.Problems}
	p.flows(turned)
	p.problems(turned)
	if slices.ContainsFunc(d.Flows, func(f gate.FlowChange) bool { return f.Turn != gate.Same }) || len(d.Problems) > 0 {
		p.line("")
	}
	p.paragraph("", p.driftSummary(d))
	if len(d.Changes)+len(d.Missing) > 0 {
		p.paragraph("", p.say(lockAgain.Format(d.File)))
	}
	return p.w.Flush()
}

// change says what an RRset has become: first what it means for SPF.
func (p gatePage) change(c lock.Change) {
	if c.SPF == nil {
		p.line(escape(plainName(c.Name) + " " + c.Type))
	} else {
		p.spfChange(c.SPF)
	}
	for _, side := range []struct {
		mark         string
		color        text.Color
		these, other []string
	}{{"-", text.FgRed, c.Before, c.After}, {"+", text.FgGreen, c.After, c.Before}} {
		for _, data := range side.these {
			if !slices.Contains(side.other, data) {
				p.line("  " + p.paint(side.color, side.mark+" "+escape(data)))
			}
		}
	}
}

// plainName is a name without the dot at its end, but for the root.
func plainName(name string) string { return cmp.Or(strings.TrimSuffix(name, "."), name) }

func (p gatePage) spfChange(c *lock.SPFChange) {
	if !c.Gained.Empty() {
		p.paragraph("", p.say(spfGained.Format(c.Domain, rangesText(c.Gained))))
	}
	if !c.Lost.Empty() {
		p.paragraph("", p.say(spfLost.Format(c.Domain, rangesText(c.Lost))))
	}
	if c.Before != c.After {
		p.paragraph("", p.say(spfLookups.Format(c.Domain, c.Before, c.After)))
	}
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
		EN: "%s is not written, since it would not have all that the flows need: try again, or mend the DNS servers or the names",
		JA: "フローに必要な応答がそろわないため、%s は書き出していません。時間をおいて再実行してください。続くときは、DNS サーバーか名前に問題があります",
	}
	missingTitle = i18n.Text{
		EN: "questions of the flows that %s has no answer to: %d",
		JA: "フローに必要で %s に応答がない問い合わせ: %d",
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
	lockAgain = i18n.Text{EN: "to take DNS as it is into %s: spfcheck lock", JA: "今の DNS を %s に取り込むには: spfcheck lock"}
)
