package render

import (
	"io"
	"net/url"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
)

var htmlFormat = Format{
	Name:     "html",
	Help:     i18n.Text{EN: "a page for a browser, in one file", JA: "ブラウザーで見るページ（1 ファイル）"},
	Explains: true,
	Report:   writeCheckHTML,
	Lint:     writeLintHTML,
	Gate:     writeGateHTML,
	Begins:   []string{"<!doctype html>\n"},
	Delivery: writeDeliveryHTML,
	Summary:  writeSummaryHTML,
	Sources:  writeSourcesHTML,
	Bulk:     writeBulkHTML,
}

// htmlPage writes a document. Its texts are made safe to show, and then said to be text
// by what writes them as HTML: control characters are no better in a browser.
type htmlPage struct {
	textRenderer
	html.Document
}

func newHTML(o Options) htmlPage {
	o.Color = false
	return htmlPage{textRenderer{newPage(io.Discard, o)}, html.Document{Language: o.Language, Menu: o.Menu, Footer: html.Footer(o.Version)}}
}

// OutcomeAt says what a carrier does with a mail, and how that is meant, for pages that
// are made elsewhere.
func OutcomeAt(carrier i18n.Text, o carriers.Outcome) (i18n.Text, html.Tone) {
	return carrierDoes[o].Format(carrier), tone(outcomeColors[o])
}

// PlanSections are the part of a page that says what to do; none where there is nothing.
func PlanSections(o Options, p *spfcheck.Plan) []html.Section {
	h := newHTML(o)
	h.section(whatToDo, h.steps(p)...)
	return h.Sections
}

// countCard adds a card that says how many there are. None are no matter.
func (h *htmlPage) countCard(title i18n.Text, n int64, meant html.Tone) {
	if n == 0 {
		meant = html.Muted
	}
	h.Cards = append(h.Cards, html.Card{Title: h.say(title), Word: number(n), Tone: meant})
}

// section adds a part to the page, unless there is nothing in it.
func (h *htmlPage) section(title i18n.Text, blocks ...html.Block) {
	if len(blocks) > 0 {
		h.Sections = append(h.Sections, html.Section{Title: h.say(title), Blocks: blocks})
	}
}

// texts are lines of text, those that say something.
func (h *htmlPage) texts(all ...i18n.Text) (lines html.Lines) {
	for _, t := range all {
		if s := h.say(t); s != "" {
			lines = append(lines, html.Text{Text: s})
		}
	}
	return lines
}

// head are the words at the head of a table.
func (h *htmlPage) head(columns ...i18n.Text) (head []string) {
	for _, c := range columns {
		head = append(head, h.say(c))
	}
	return head
}

// list has a line for each text.
func (h *htmlPage) list(texts []i18n.Text) []html.Block {
	var list []html.Lines
	for _, t := range texts {
		list = append(list, h.texts(t))
	}
	return listed(list)
}

// listed is a list, if there is something in it.
func listed(list []html.Lines) []html.Block {
	if len(list) == 0 {
		return nil
	}
	return []html.Block{{List: list}}
}

// toned is a word in the tone that it is meant in.
func toned(word string, tone html.Tone) html.Lines { return html.Lines{{Text: word, Tone: tone}} }

// code is data, such as a record.
func code(s string) html.Text { return html.Text{Text: escape(s), Code: true} }

// link shows a text that leads to a page of ours, or else the text.
func link(text, address string) html.Text {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return html.Text{Text: text}
	}
	return html.Text{Text: text, URL: u.String()}
}

// tone is how what a terminal shows in a colour is meant.
func tone(c text.Color) html.Tone { return tones[c] }

var tones = map[text.Color]html.Tone{
	text.FgGreen:   html.Good,
	text.FgMagenta: html.Doubt,
	text.FgRed:     html.Bad,
	text.FgCyan:    html.Muted,
}
