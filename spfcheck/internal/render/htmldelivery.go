package render

import (
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
)

// writeDeliveryHTML writes what a delivery report means, and what becomes of its message.
func writeDeliveryHTML(w io.Writer, o Options, d *delivery.Report) error {
	h := newHTML(o)
	h.Title = h.say(titleOf(d))
	for _, r := range d.Recipients {
		h.Cards = append(h.Cards, html.Card{
			Title: show(h.addresseeOf(r)), Tone: tone(categoryColor(r)), Text: h.say(r.Advice),
			Word: h.say(inBrackets.Format(categoryWords[r.Category], errorWords[r.Error])),
		})
	}
	h.section(answerTitle, html.Block{Lines: h.texts(d.Answer.Error, d.Answer.ToDo, d.Answer.Why, d.Answer.Off)})
	h.section(recipientsTitle, h.recipients(d.Recipients)...)
	h.section(notesTitle, h.list(d.Notes)...)
	if d.Check != nil {
		h.section(checkTitle.Format(string(d.Check.Date)), html.Block{Lines: html.Plain(h.say(sentFromLine) + " " + h.say(evidenceOf(d)))})
		h.check(d.Check)
	}
	return h.Write(w)
}

// recipients says for an administrator what happened to each.
func (h *htmlPage) recipients(recipients []dsn.Recipient) []html.Block {
	var list []html.Lines
	for _, r := range recipients {
		lines := html.Lines{{Text: show(h.addresseeOf(r)), Strong: true}}
		if line := h.technical(r); line != "" {
			lines = append(lines, html.Text{Text: line, Code: true})
		}
		if len(r.Causes) > 0 {
			lines = append(lines, h.texts(causesLine.Format(h.causes(r.Causes), filteringWords[r.Confidence]))...)
		}
		if r.AuthFilter != "" {
			lines = append(lines, h.texts(authFilterLine.Format(filteringWords[r.AuthFilter]))...)
		}
		list = append(list, lines)
	}
	return listed(list)
}

// writeSummaryHTML writes what came of many delivery reports.
func writeSummaryHTML(w io.Writer, o Options, s *delivery.Summary) error {
	h := newHTML(o)
	h.Title = h.say(summaryTitle.Format(number(int64(s.Reports))))
	h.countCard(failedTitle, int64(s.Failed), html.Bad)
	h.countCard(delayedTitle, int64(s.Delayed), html.Doubt)
	h.countCard(acceptedTitle, int64(s.Accepted), html.Good)
	h.countCard(notReports, int64(s.Others), html.Muted)
	if texts := h.texts(o.summaryAdvice(s)...); len(texts) > 0 {
		h.section(whatToDo, html.Block{Lines: texts})
	}
	h.section(reasonsTitle, h.reasons(s.Counts())...)
	return h.Write(w)
}

// reasons is a table of why mail failed at whom.
func (h *htmlPage) reasons(counts []delivery.Count) []html.Block {
	var group html.Group
	for _, c := range counts {
		where := c.Carrier
		if !where.Complete() {
			where = otherReceivers
		}
		group.Rows = append(group.Rows, []html.Lines{html.Plain(number(int64(c.Recipients))), h.texts(where), h.texts(causeWords[c.Cause])})
	}
	if len(group.Rows) == 0 {
		return nil
	}
	return []html.Block{{Table: &html.Table{
		Caption: h.say(reasonsTitle), Head: h.head(recipientsTitle, carrierWord, reasonWord), Groups: []html.Group{group},
	}}}
}

var (
	answerTitle     = i18n.Text{EN: "In short", JA: "要点"}
	recipientsTitle = i18n.Text{EN: "Recipients", JA: "宛先"}
	summaryTitle    = i18n.Text{EN: "Delivery reports: %s", JA: "配送状況の通知 %s 通"}
	failedTitle     = i18n.Text{EN: "recipients that failed", JA: "エラーの宛先"}
	delayedTitle    = i18n.Text{EN: "recipients delayed", JA: "遅延した宛先"}
	acceptedTitle   = i18n.Text{EN: "recipients accepted", JA: "受け取られた宛先"}
	notReports      = i18n.Text{EN: "messages that are no reports", JA: "通知ではないメール"}
)
