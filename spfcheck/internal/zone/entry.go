package zone

import (
	"iter"
	"strings"
)

// entry is a logical line of a zone file: one that goes on in parentheses, or in
// quotes, is whole (RFC 1035 §5.1).
type entry struct {
	line int // its first, from 1
	text string
	open bool // the file ends in its parentheses or quotes
}

// entries cuts a zone file into entries; those that say nothing are left out.
// Where this were to differ from the parser that reads each of them, it finds no
// record or more than one, which is an error.
func entries(text string) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		s := splitter{line: 1}
		start, begun := 0, 1
		for i := range len(text) {
			if !s.ends(text[i]) {
				continue
			}
			if s.content && !yield(entry{begun, text[start : i+1], false}) {
				return
			}
			s = splitter{line: s.line}
			start, begun = i+1, s.line
		}
		if s.content {
			yield(entry{begun, text[start:] + "\n", s.quote || s.depth > 0})
		}
	}
}

// splitter finds the ends of entries by the rules of the parser.
type splitter struct {
	line    int
	depth   int
	escape  bool
	quote   bool
	comment bool
	content bool // the entry has more than spaces and comments
}

// ends takes an octet and reports whether the entry ends with it.
func (s *splitter) ends(c byte) bool {
	escaped := s.escape
	s.escape = false
	if c == '\n' {
		s.line++
		s.comment = false
		return !s.quote && s.depth <= 0
	}
	switch {
	case s.comment:
	case escaped:
	case c == '\\':
		s.escape = true
	case c == '"':
		s.quote = !s.quote
	case s.quote:
	case c == ';':
		s.comment = true
	case c == '(':
		s.depth++
	case c == ')':
		s.depth--
	}
	s.content = s.content || !s.comment && c != ' ' && c != '\t' && c != '\r'
	return false
}

// directive gives the words of an entry that begins with "$", or nil.
func (e entry) directive() []string {
	text := strings.TrimSpace(e.text)
	if !strings.HasPrefix(text, "$") {
		return nil
	}
	text, _, _ = strings.Cut(text, ";")
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = strings.Trim(w, `"`)
	}
	return words
}

// longest counts the octets of the longest word or string, of which an escape is one. The
// parser cuts one that is too long, and doesn't say so.
func (e entry) longest() (most int) {
	var s splitter
	n := 0
	for i := 0; i < len(e.text); i++ {
		c, quoted := e.text[i], s.quote
		s.ends(c)
		switch {
		case s.comment:
		case s.escape:
			s.escape = false
			if i++; i+2 < len(e.text) && e.text[i] >= '0' && e.text[i] <= '9' {
				i += 2
			}
			n++
		case c == '"', !quoted && strings.IndexByte(between, c) >= 0:
			n = 0
		default:
			n++
		}
		most = max(most, n)
	}
	return most
}
