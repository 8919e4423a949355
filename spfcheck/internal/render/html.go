package render

import (
	"io"
	"net/url"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

var htmlFormat = Format{
	Name:     "html",
	Help:     i18n.Text{EN: "a page for a browser, in one file", JA: "ブラウザーで見るページ（1 ファイル）"},
	Explains: true,
	Reports:  eachReport(writeCheckHTML),
	Lint:     writeLintHTML,
	Gate:     writeGateHTML,
	Begins:   []string{"<!doctype html>\n"},
	Delivery: writeDeliveryHTML,
	Summary:  writeSummaryHTML,
}

// htmlPage writes a document. Its texts are made safe to show, and then said to be text
// by what writes them as HTML: control characters are no better in a browser.
type htmlPage struct {
	textRenderer
	html.Document
}

func newHTML(o Options) htmlPage {
	o.Color = false
	footer := "spfcheck"
	if o.Version != "" {
		footer += " " + o.Version
	}
	return htmlPage{textRenderer{newPage(io.Discard, o)}, html.Document{Language: o.Language, Footer: footer}}
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
	if len(texts) == 0 {
		return nil
	}
	var list []html.Lines
	for _, t := range texts {
		list = append(list, h.texts(t))
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

var outcomeTones = map[carriers.Outcome]html.Tone{
	carriers.Deliver: html.Good,
	carriers.Warn:    html.Doubt,
	carriers.Unknown: html.Doubt,
	carriers.Junk:    html.Bad,
	carriers.Drop:    html.Bad,
	carriers.Reject:  html.Bad,
}

var resultTones = map[spf.Result]html.Tone{
	spf.Pass:       html.Good,
	spf.Fail:       html.Bad,
	spf.SoftFail:   html.Bad,
	spf.None:       html.Bad,
	spf.PermError:  html.Bad,
	spf.Neutral:    html.Doubt,
	spf.TempError:  html.Doubt,
	spfcheck.Mixed: html.Doubt,

	spfcheck.Unknown: html.Doubt,
}

var severityTones = map[rules.Severity]html.Tone{
	rules.Error:   html.Bad,
	rules.Warning: html.Doubt,
	rules.Info:    html.Muted,
}
