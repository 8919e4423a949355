package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// How many messages a page lists, and how many recipients of each.
const (
	perPage       = 100
	perMessage    = 5
	maxRecipients = 100
)

// list is the page of the messages, the newest first.
func (s *server) list(w http.ResponseWriter, r *http.Request) error {
	page := s.document(r, listHeading)
	counts := s.Store.Counts()
	page.Subtitle = page.Language.Of(countsLine.Format(counts.Received, counts.Kept))
	page.Live = "/api/v1/events"
	all := s.Store.List(rehearsal.Filter{})
	if before, err := strconv.ParseInt(r.FormValue("before"), 10, 64); err == nil {
		all = slices.DeleteFunc(all, func(m *rehearsal.Message) bool { return m.Number >= before })
	}
	slices.Reverse(all)
	shown := all[:min(len(all), perPage)]
	page.Sections = []html.Section{{Title: page.Language.Of(messagesTitle), Blocks: []html.Block{s.table(page.Language, shown)}}}
	blocks := &page.Sections[0].Blocks
	if len(all) > len(shown) {
		last := shown[len(shown)-1].Number
		*blocks = append(*blocks, html.Block{Lines: html.Lines{{
			Text: page.Language.Of(olderLine), URL: fmt.Sprintf("/?before=%d&lang=%s", last, page.Language.Code),
		}}})
	}
	if len(shown) > 0 {
		*blocks = append(*blocks, remover(page.Language, "/messages/delete", deleteAll))
	}
	return write(w, http.StatusOK, page)
}

// table has a row for each message.
func (s *server) table(l i18n.Language, messages []*rehearsal.Message) html.Block {
	if len(messages) == 0 {
		lines := html.Lines{{Text: l.Of(nothingYet)}}
		if s.SMTP != "" {
			lines = append(lines, html.Text{Text: l.Of(sendTo.Format(s.SMTP))})
		}
		return html.Block{Lines: lines}
	}
	table := &html.Table{Caption: l.Of(messagesTitle), Even: true, Groups: []html.Group{{}}}
	for _, word := range []i18n.Text{receivedWord, fromWord, subjectWord, outcomeWord} {
		table.Head = append(table.Head, l.Of(word))
	}
	for _, m := range messages {
		table.Groups[0].Rows = append(table.Groups[0].Rows, []html.Lines{
			html.Plain(m.Received.Format("15:04:05")),
			html.Plain(render.Show(m.From)),
			{{Text: subjectOf(l, m), URL: pathOf(l, m, "")}},
			outcomes(l, m),
		})
	}
	return html.Block{Table: table}
}

// outcomes has a line for each of the first recipients, the worst first.
func outcomes(l i18n.Language, m *rehearsal.Message) (lines html.Lines) {
	for _, r := range m.Recipients[:min(len(m.Recipients), perMessage)] {
		text, tone := outcomeOf(&r)
		lines = append(lines, html.Text{Text: render.Show(l.Of(text)), Tone: tone})
	}
	if more := len(m.Recipients) - perMessage; more > 0 {
		lines = append(lines, html.Text{Text: l.Of(moreRecipients.Format(more)), Tone: html.Muted})
	}
	return lines
}

// outcomeOf says what becomes of a message for a recipient.
func outcomeOf(r *rehearsal.Recipient) (i18n.Text, html.Tone) {
	switch {
	case r.Scripted:
		return scripted.Format(r.Answer.String()), html.Muted
	case !r.Judged():
		return elsewhere, html.Muted
	}
	return render.OutcomeAt(r.Name, r.Outcome)
}

// subjectOf is what a message is called.
func subjectOf(l i18n.Language, m *rehearsal.Message) string {
	if m.Subject == "" {
		return l.Of(noSubject)
	}
	return render.Show(m.Subject)
}

// pathOf is that of the page of a message, or of what is below it.
func pathOf(l i18n.Language, m *rehearsal.Message, below string) string {
	return "/messages/" + m.ID + below + "?lang=" + l.Code
}

// remover is a button that takes messages away.
func remover(l i18n.Language, path string, label i18n.Text) html.Block {
	return html.Block{Form: &html.Form{
		Method: "post", Action: path,
		Fields:  []html.Field{{Name: "lang", Value: l.Code}},
		Buttons: []html.Button{{Text: l.Of(label)}},
	}}
}

// deleteMessages takes all messages away, for people.
func (s *server) deleteMessages(w http.ResponseWriter, r *http.Request) error {
	s.Store.Clear()
	return s.toList(w, r)
}

// deleteMessage takes a message away, for people. That it is gone is no fault of theirs.
func (s *server) deleteMessage(w http.ResponseWriter, r *http.Request) error {
	s.Store.Delete(r.PathValue("id"))
	return s.toList(w, r)
}

func (s *server) toList(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/?lang="+s.languageOf(r).Code, http.StatusSeeOther)
	return nil
}

var (
	listHeading    = i18n.Text{EN: "Rehearsal", JA: "リハーサル"}
	messagesTitle  = i18n.Text{EN: "Messages", JA: "届いたメール"}
	countsLine     = i18n.Text{EN: "%d received, %d kept", JA: "%d 通を受信、%d 通を保存"}
	nothingYet     = i18n.Text{EN: "No message has come yet.", JA: "まだメールは届いていません。"}
	sendTo         = i18n.Text{EN: "Have your application send to %s by SMTP. Nothing is sent on.", JA: "アプリケーションの SMTP の送信先を %s にしてください。届いたメールは、どこにも転送されません。"}
	olderLine      = i18n.Text{EN: "Older messages", JA: "これより前のメール"}
	receivedWord   = i18n.Text{EN: "Received", JA: "受信"}
	fromWord       = i18n.Text{EN: "From", JA: "差出人"}
	subjectWord    = i18n.Text{EN: "Subject", JA: "件名"}
	outcomeWord    = i18n.Text{EN: "Outcome", JA: "結果"}
	noSubject      = i18n.Text{EN: "(no subject)", JA: "（件名なし）"}
	scripted       = i18n.Text{EN: "as scripted: %s", JA: "指定どおりの応答: %s"}
	elsewhere      = i18n.Text{EN: "not judged", JA: "判定なし"}
	moreRecipients = i18n.Text{EN: "and %d more recipients", JA: "ほか %d 件の宛先"}
	deleteAll      = i18n.Text{EN: "Delete all messages", JA: "すべてのメールを削除"}
)
