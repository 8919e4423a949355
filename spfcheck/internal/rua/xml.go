package rua

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// parser reads one report from its XML. Elements are known by their name and that of the
// element that they are in, whatever their namespace and the way to them.
type parser struct {
	xml    *xml.Decoder
	token  *tokenReader
	each   func(Row)
	report Report
	row    Row
	path   []string
	set    func(*parser, string) // what takes the text of the element; nil: nothing does
	text   []byte
	closed bool // the end of the report was there
	rows   int  // in the record
}

// parse reads a report, and gives its rows to each. What follows the report stays in r.
func parse(r *bufio.Reader, each func(Row)) (*Report, error) {
	p := &parser{each: each}
	p.token = &tokenReader{r: r}
	p.xml = xml.NewDecoder(p.token)
	p.xml.Strict = false // "&" and entities stay as they are
	p.xml.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for !p.closed {
		p.token.left = maxToken
		token, err := p.xml.RawToken()
		if err == nil {
			err = p.take(token)
		}
		if err != nil {
			return &p.report, p.fail(err)
		}
	}
	if p.report.Domain == "" {
		return &p.report, problem(noDomain)
	}
	if r := &p.report; !r.End.IsZero() && r.End.Before(r.Begin) {
		r.Begin, r.End = r.End, r.Begin
	}
	return &p.report, nil
}

// readable makes UTF-8 of what is not, and spaces of what XML can't have: labels of
// charsets are often wrong, and what is read of a report is ASCII, but for the name of
// who reports.
func readable(r io.Reader) io.Reader {
	return transform.NewReader(r, runes.Map(func(r rune) rune {
		switch {
		case r < ' ' && r != '\n' && r != '\t' && r != '\r', r == '\uFFFE', r == '\uFFFF', r == '\uFEFF':
			return ' '
		}
		return r
	}))
}

// tokenReader bounds what is read for one token.
type tokenReader struct {
	r    *bufio.Reader
	left int
}

var errLongToken = errors.New("the token is too long")

func (t *tokenReader) ReadByte() (byte, error) {
	if t.left--; t.left < 0 {
		return 0, errLongToken
	}
	return t.r.ReadByte()
}

func (t *tokenReader) Read(p []byte) (int, error) { return t.r.Read(p) }

// fail says why a report can't be read. Errors of the reader stay as they are.
func (p *parser) fail(err error) error {
	line, _ := p.xml.InputPos()
	syntax, isSyntax := errors.AsType[*xml.SyntaxError](err)
	switch {
	case errors.Is(err, errLongToken):
		return problem(tooLong, maxToken>>20)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), isSyntax && syntax.Msg == "unexpected EOF":
		if len(p.path) == 0 {
			return problem(notXML)
		}
		return problem(cutOff)
	case isSyntax && len(p.path) == 0:
		return problem(notXML)
	case isSyntax:
		return problem(badXML, line, i18n.Text{EN: syntax.Msg, JA: syntax.Msg})
	}
	return err
}

func (p *parser) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return p.start(strings.ToLower(t.Name.Local))
	case xml.EndElement:
		return p.end(strings.ToLower(t.Name.Local))
	case xml.CharData:
		if p.set != nil && len(p.text) < maxText {
			p.text = append(p.text, t...)
		}
	}
	return nil
}

// maxText bounds the text of an element that is kept, in bytes. A name in DNS has up
// to 255.
const maxText = 4 << 10

func (p *parser) start(name string) error {
	if len(p.path) == 0 && name != "feedback" {
		return problem(notFeedback, name)
	}
	if len(p.path) == MaxDepth {
		return problem(tooDeep, MaxDepth)
	}
	parent := ""
	if len(p.path) > 0 {
		parent = p.path[len(p.path)-1]
	}
	p.path = append(p.path, name)
	p.text = p.text[:0]
	p.set = elements[[2]string{parent, name}]
	switch name {
	case "record":
		p.row, p.rows = Row{}, 0
	case "row":
		p.rows++
	case "spf", "dkim":
		p.results(parent, name)
	}
	return nil
}

// results begins a result of SPF or DKIM.
func (p *parser) results(parent, name string) {
	switch {
	case parent != "auth_results":
	case name == "spf" && len(p.row.SPF) < maxResults:
		p.row.SPF = append(p.row.SPF, SPF{})
	case name == "dkim" && len(p.row.DKIM) < maxResults:
		p.row.DKIM = append(p.row.DKIM, DKIM{})
	}
}

// end ends an element, and those in it that were not ended. An end of what didn't begin
// is nothing.
func (p *parser) end(name string) error {
	i := len(p.path) - 1
	for i >= 0 && p.path[i] != name {
		i--
	}
	if i < 0 {
		return nil
	}
	if p.set != nil && i == len(p.path)-1 {
		p.set(p, strings.TrimSpace(string(p.text)))
	}
	p.set = nil
	p.path = p.path[:i]
	switch {
	case i == 0:
		p.closed = true
	case name == "record":
		return p.endRow()
	}
	return nil
}

func (p *parser) endRow() error {
	if !p.row.usable(p.report.Domain) || p.rows > 1 { // of several, one alone would count
		p.report.Broken++
	} else {
		p.report.Rows++
		p.each(p.row)
	}
	if p.report.Rows+p.report.Broken > MaxRows {
		return problem(tooManyRows, MaxRows)
	}
	return nil
}

// elements are those that say something, by the element that they are in.
var elements = map[[2]string]func(*parser, string){
	{"report_metadata", "org_name"}:  func(p *parser, s string) { p.report.Organization = s[:min(len(s), maxTold)] },
	{"report_metadata", "report_id"}: func(p *parser, s string) { p.report.ID = s[:min(len(s), maxTold)] },
	{"date_range", "begin"}:          func(p *parser, s string) { p.report.Begin = timeOf(s) },
	{"date_range", "end"}:            func(p *parser, s string) { p.report.End = timeOf(s) },
	{"policy_published", "domain"}:   func(p *parser, s string) { p.report.Domain = domainOf(s) },

	{"row", "source_ip"}:                func(p *parser, s string) { p.row.Source = addressOf(s) },
	{"row", "count"}:                    func(p *parser, s string) { p.row.Count, _ = strconv.ParseInt(s, 10, 64) }, // or the row is broken
	{"policy_evaluated", "disposition"}: func(p *parser, s string) { p.row.Disposition = s },
	{"policy_evaluated", "dkim"}:        func(p *parser, s string) { p.row.DKIMAligned = s },
	{"policy_evaluated", "spf"}:         func(p *parser, s string) { p.row.SPFAligned = s },
	{"reason", "type"}:                  (*parser).reason,
	{"identifiers", "header_from"}:      func(p *parser, s string) { p.row.From = domainOf(s) },
	{"identities", "header_from"}:       func(p *parser, s string) { p.row.From = domainOf(s) }, // of a draft
	{"identifiers", "envelope_from"}:    func(p *parser, s string) { p.row.EnvelopeFrom = domainOf(s) },

	{"spf", "domain"}:    func(p *parser, s string) { last(p.row.SPF, func(r *SPF) { r.Domain = domainOf(s) }) },
	{"spf", "scope"}:     func(p *parser, s string) { last(p.row.SPF, func(r *SPF) { r.Scope = clean(s) }) },
	{"spf", "result"}:    func(p *parser, s string) { last(p.row.SPF, func(r *SPF) { r.Result = clean(s) }) },
	{"dkim", "domain"}:   func(p *parser, s string) { last(p.row.DKIM, func(r *DKIM) { r.Domain = domainOf(s) }) },
	{"dkim", "selector"}: func(p *parser, s string) { last(p.row.DKIM, func(r *DKIM) { r.Selector = clean(s) }) },
	{"dkim", "result"}:   func(p *parser, s string) { last(p.row.DKIM, func(r *DKIM) { r.Result = clean(s) }) },
}

func (p *parser) reason(s string) {
	if s = clean(s); !slices.Contains(p.row.Reasons, s) && len(p.row.Reasons) < maxResults {
		p.row.Reasons = append(p.row.Reasons, s)
	}
}

// last changes the last of several results, if there is one.
func last[R any](results []R, change func(*R)) {
	if len(results) > 0 {
		change(&results[len(results)-1])
	}
}

// addressOf reads the address of a row; the zero Addr where it isn't one.
func addressOf(s string) netip.Addr {
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil || a.Zone() != "" {
		return netip.Addr{}
	}
	return a.Unmap()
}

// timeOf reads seconds since 1970, or what some write in their place, such as
// milliseconds; the zero Time where it can't.
func timeOf(s string) time.Time {
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil && seconds > 0 {
		for seconds >= 1<<34 {
			if seconds /= 1000; seconds < 1<<30 { // 2004: before there were such reports
				return time.Time{}
			}
		}
		return time.Unix(seconds, 0).UTC()
	}
	for _, form := range []string{time.RFC3339, time.DateTime} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
