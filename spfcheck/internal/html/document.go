// Package html writes documents as HTML files that need nothing else: tables, records to
// be copied, and pictures of the trees of SPF records and of ranges of addresses.
package html

import (
	"crypto/sha256"
	_ "embed" // for the template, the style and the script
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Footer is that of each page: the program, and its version where that is known.
func Footer(version string) string { return strings.TrimSpace("spfcheck " + version) }

// Document is a page. Its texts are plain: what they say is escaped by Write, and what
// must not be shown raw, such as control characters, is not in them.
type Document struct {
	Language i18n.Language
	Title    string // what it is about
	Subtitle string // by which rules, for which addresses
	Warnings []string
	Cards    []Card // what it comes to, first of all
	Sections []Section
	Footer   string

	// What only a page of a site has.
	Menu []Link // the pages of the site; none: the document stands alone
	Live string // where the server says that the page has changed; "": it says nothing
}

// Link leads to a page of the same site.
type Link struct {
	Text string
	URL  string
	Here bool // it is this page
}

// Card is an answer that is seen before a word is read.
type Card struct {
	Title string // who
	Word  string // what, in a word
	Tone  Tone
	Text  string // why, in a sentence
}

// Section is a part of a document under a heading.
type Section struct {
	Title  string
	Blocks []Block
	Folded bool // only the heading is seen, until the reader unfolds it
}

// Block is a part of a section: whichever of its fields is set.
type Block struct {
	Lines   Lines
	List    []Lines
	Steps   []Step
	Table   *Table
	Tree    *Node
	Strip   *Strip
	Records []Record
	Form    *Form
	Frame   *Frame
	Pre     string // text whose lines are kept
}

// Lines are texts below each other.
type Lines []Text

// Text is a run of text in one style.
type Text struct {
	Text   string
	URL    string // where it leads; "": nowhere. Only https
	Code   bool   // data, such as a record: in a fixed width
	Strong bool
	Tone   Tone
}

// Plain is a line of text without any style.
func Plain(s string) Lines { return Lines{{Text: s}} }

// Tone says how a text is meant. It is never the only thing that says so.
type Tone string

// The tones; "" is neutral.
const (
	Good  Tone = "good"
	Doubt Tone = "doubt" // a warning, or not known
	Bad   Tone = "bad"
	Muted Tone = "muted" // beside the point
)

// marks are what is seen of a tone without colour.
var marks = map[Tone]string{Good: "✓", Doubt: "?", Bad: "✗"}

// Mark is a sign for t; "" where it needs none.
func (t Tone) Mark() string { return marks[t] }

// Step is a thing to do, in an ordered list.
type Step struct {
	Text   string
	Blocks []Block
}

// Record is a line to be copied whole.
type Record struct {
	Label string // what it is, where it isn't to be published; "" where it is
	Line  string
	Name  string // what a button copies, for who can't see it; "": there is no button
}

// Table has rows in groups. On a narrow screen each row stands for itself, its cells
// below each other with the words of the head.
type Table struct {
	Caption string // for who can't see it
	Head    []string
	Groups  []Group
	Even    bool // of a page of a site: the last column needs no more room than the others
}

// Group is rows of a table under a title.
type Group struct {
	Title Lines // none: no title
	Rows  [][]Lines
}

//go:embed page.html
var source string

//go:embed style.css
var style string

//go:embed site.css
var siteStyle string

//go:embed script.js
var script string

//go:embed live.js
var liveScript string

// parsed is the template. What the policy has hashes of is put in unchanged. Few runs
// need it.
var parsed = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("html").Funcs(template.FuncMap{
		"label": func(head []string, i int) string { return head[i] },
	}).Parse(source))
})

// Style is what the page looks like.
func (d *Document) Style() template.CSS {
	if len(d.Menu) > 0 {
		return template.CSS(style + siteStyle)
	}
	return template.CSS(style)
}

// Scripts are those of the page.
func (d *Document) Scripts() []template.JS {
	if d.Live != "" {
		return []template.JS{template.JS(script), template.JS(liveScript)}
	}
	return []template.JS{template.JS(script)}
}

// Policy lets the page's own style and scripts in, and nothing else: whatever a browser
// makes of the text, it asks nobody (https://www.w3.org/TR/CSP3/). A page of a site may
// ask the site, for no more than what it is made of.
func (d *Document) Policy() string {
	policy := "default-src 'none'; style-src " + hash(string(d.Style())) + "; script-src"
	for _, s := range d.Scripts() {
		policy += " " + hash(string(s))
	}
	if d.Live != "" {
		policy += "; connect-src 'self'"
	}
	if d.has(func(b Block) bool { return b.Frame != nil }) {
		policy += "; frame-src 'self'"
	}
	policy += "; base-uri 'none'; form-action "
	if d.has(func(b Block) bool { return b.Form != nil }) {
		return policy + "'self'"
	}
	return policy + "'none'"
}

func (d *Document) has(is func(Block) bool) bool {
	return slices.ContainsFunc(d.Sections, func(s Section) bool { return slices.ContainsFunc(s.Blocks, is) })
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Write writes d as HTML.
func (d *Document) Write(w io.Writer) error { return parsed().Execute(w, d) }

// Say gives a text of the page's own.
func (d *Document) Say(name string) string { return d.Language.Of(words[name]) }

// words are the page's own.
var words = map[string]i18n.Text{
	"copy":   {EN: "Copy", JA: "コピー"},
	"copied": {EN: "Copied", JA: "コピーしました"},
}
