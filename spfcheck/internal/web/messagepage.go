package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// maxShown is how many bytes of a text a page shows; the rest is in the message itself.
const maxShown = 128 << 10

// messagePage is the page of a message: what becomes of it, what to do, and what is in it.
func (s *server) messagePage(w http.ResponseWriter, r *http.Request) error {
	m, err := s.named(r)
	if err != nil {
		return err
	}
	page := s.document(r, i18n.Text{})
	l := page.Language
	page.Title = subjectOf(l, m)
	page.Subtitle = render.Show(l.Of(aboutMessage.Format(m.From, m.MailFrom, m.Received.Format("2006-01-02 15:04:05"), i18n.Thousands(strconv.FormatInt(m.Size, 10)))))
	page.Cards = cards(l, m)
	add := func(title i18n.Text, blocks ...html.Block) {
		page.Sections = append(page.Sections, html.Section{Title: l.Of(title), Blocks: blocks})
	}
	add(recipientsTitle, recipientTable(l, m))
	page.Sections = append(page.Sections, s.plan(r, m)...)
	content := read(m.Raw)
	if content.text != "" {
		add(textTitle, pre(l, content.text)...)
	}
	if content.html != "" {
		add(htmlTitle, html.Block{Frame: &html.Frame{Title: l.Of(htmlTitle), URL: pathOf(l, m, "/html")}}, html.Block{Lines: html.Plain(l.Of(frameNote))})
	}
	add(headerTitle, headerTable(l, content.header))
	source := pre(l, string(m.Raw[:min(len(m.Raw), maxShown+1)]))
	page.Sections = append(page.Sections, html.Section{Title: l.Of(sourceTitle), Folded: true, Blocks: source})
	add(moreTitle,
		html.Block{Lines: html.Lines{{Text: l.Of(downloadLine), URL: "/api/v1/messages/" + m.ID + "/raw"}}},
		remover(l, "/messages/"+m.ID+"/delete", deleteOne))
	return write(w, http.StatusOK, page)
}

// cards have the first recipients.
func cards(l i18n.Language, m *rehearsal.Message) (all []html.Card) {
	for _, r := range m.Recipients[:min(len(m.Recipients), perMessage)] {
		text, tone := outcomeOf(&r)
		all = append(all, html.Card{Title: render.Show(r.Address), Word: render.Show(l.Of(text)), Tone: tone, Text: render.Show(l.Of(r.Why))})
	}
	return all
}

// recipientTable has what each recipient's carrier does and answers.
func recipientTable(l i18n.Language, m *rehearsal.Message) html.Block {
	table := &html.Table{Caption: l.Of(recipientsTitle), Even: true, Groups: []html.Group{{}}}
	for _, word := range []i18n.Text{addressWord, outcomeWord, answerWord, moreWord} {
		table.Head = append(table.Head, l.Of(word))
	}
	for i, r := range m.Recipients[:min(len(m.Recipients), maxRecipients)] {
		text, tone := outcomeOf(&r)
		query := "&to=" + url.QueryEscape(r.Address)
		more := html.Lines{}
		if r.Judged() {
			more = append(more, html.Text{Text: l.Of(reportLink), URL: pathOf(l, m, "/report") + query})
		}
		if m.DeliveryReport(i) != nil {
			more = append(more, html.Text{Text: l.Of(deliveryLink), URL: "/api/v1/messages/" + m.ID + "/delivery-report?to=" + url.QueryEscape(r.Address)})
		}
		answer := html.Lines{{Text: render.Show(r.Answer.String()), Code: true}}
		if r.Answer.Ours {
			answer = append(answer, html.Text{Text: l.Of(oursNote), Tone: html.Muted})
		}
		table.Groups[0].Rows = append(table.Groups[0].Rows, []html.Lines{
			html.Plain(render.Show(r.Address)), {{Text: render.Show(l.Of(text)), Tone: tone}}, answer, more,
		})
	}
	return html.Block{Table: table}
}

// plan is what to do, by the report for the first recipient that doesn't get the message.
func (s *server) plan(r *http.Request, m *rehearsal.Message) []html.Section {
	for i := range m.Recipients {
		if !m.Recipients[i].Judged() || m.Recipients[i].Outcome.Delivered() {
			continue
		}
		var report *spfcheck.Report
		err := s.inTurn(r.Context(), func(ctx context.Context) (err error) {
			report, err = s.Judge.Report(ctx, m, i)
			return err
		})
		if err != nil || report == nil {
			return nil // the page of the report says why
		}
		return render.PlanSections(s.options(r, s.Words), report.Plan)
	}
	return nil
}

// headerTable has the fields of the header.
func headerTable(l i18n.Language, fields []HeaderField) html.Block {
	table := &html.Table{Caption: l.Of(headerTitle), Head: []string{l.Of(fieldWord), l.Of(valueWord)}, Groups: []html.Group{{}}}
	for _, f := range fields[:min(len(fields), perPage)] {
		table.Groups[0].Rows = append(table.Groups[0].Rows, []html.Lines{
			html.Plain(render.ShowLines(f.Name)), {{Text: render.ShowLines(f.Value), Code: true}},
		})
	}
	return html.Block{Table: table}
}

// pre shows text as it stands, up to a bound.
func pre(l i18n.Language, text string) []html.Block {
	if len(text) <= maxShown {
		return []html.Block{{Pre: render.ShowLines(text)}}
	}
	return []html.Block{{Pre: render.ShowLines(strings.ToValidUTF8(text[:maxShown], "\ufffd"))}, {Lines: html.Plain(l.Of(cutNote))}}
}

// messageReport is the page of the report for a recipient.
func (s *server) messageReport(w http.ResponseWriter, r *http.Request) error {
	report, err := s.reportOf(r, true)
	if err != nil {
		return err
	}
	beginPage(w, http.StatusOK)
	return addReport(w, "html", s.options(r, s.Words), report)
}

// messageHTML is the HTML body of a message. It has no origin, asks for nothing, and runs
// nothing, whoever opens it, since its policy says so and not only the frame that it is
// shown in.
func (s *server) messageHTML(w http.ResponseWriter, r *http.Request) error {
	m, err := s.named(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy",
		"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'")
	_, err = w.Write([]byte(harmless(read(m.Raw).html)))
	return err
}

var (
	aboutMessage = i18n.Text{
		EN: "From %s, envelope From <%s>, received %s, %s bytes",
		JA: "差出人 %s、エンベロープ From <%s>、%s 受信、%s バイト",
	}
	recipientsTitle = i18n.Text{EN: "Recipients", JA: "宛先"}
	textTitle       = i18n.Text{EN: "Plain text", JA: "テキスト本文"}
	htmlTitle       = i18n.Text{EN: "HTML", JA: "HTML 本文"}
	headerTitle     = i18n.Text{EN: "Header", JA: "ヘッダー"}
	sourceTitle     = i18n.Text{EN: "Source", JA: "ソース"}
	moreTitle       = i18n.Text{EN: "This message", JA: "このメール"}
	addressWord     = i18n.Text{EN: "Recipient", JA: "宛先"}
	answerWord      = i18n.Text{EN: "Answer", JA: "応答"}
	moreWord        = i18n.Text{EN: "More", JA: "詳細"}
	fieldWord       = i18n.Text{EN: "Field", JA: "フィールド"}
	valueWord       = i18n.Text{EN: "Value", JA: "値"}
	reportLink      = i18n.Text{EN: "Report", JA: "判定の詳細"}
	deliveryLink    = i18n.Text{EN: "Delivery report", JA: "配送状況の通知"}
	oursNote        = i18n.Text{EN: "in spfcheck's words: the carrier's own are not known", JA: "spfcheck の文面です（事業者の文面は分かっていません）"}
	frameNote       = i18n.Text{EN: "Shown without scripts, forms, links and images from elsewhere.", JA: "スクリプト、フォーム、リンク、外部の画像は無効にして表示しています。"}
	cutNote         = i18n.Text{EN: "The rest is in the message itself.", JA: "続きはメールそのものにあります。"}
	downloadLine    = i18n.Text{EN: "Download it (.eml)", JA: "ダウンロード（.eml）"}
	deleteOne       = i18n.Text{EN: "Delete it", JA: "削除"}
)
