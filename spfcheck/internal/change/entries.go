package change

import "strings"

// entry is a logical line of a zone file: one that goes on in parentheses, or in
// quotes, is whole (RFC 1035 §5.1).
type entry struct {
	line   int
	text   string
	indent bool // it begins with a blank: the owner is that of the entry before
}

// entries cuts a zone file into entries; those that say nothing are left out.
// Where this were to differ from the parser that reads each of them, it finds no
// record or more than one, which is an error.
func entries(text string) []entry {
	var list []entry
	s := splitter{line: 1, begun: 1}
	start := 0
	for i := range len(text) {
		if !s.ends(text[i]) {
			continue
		}
		list = s.appendTo(list, text[start:i])
		start = i + 1
	}
	return s.appendTo(list, text[start:])
}

type splitter struct {
	line, begun int // where it is, and where the entry began
	depth       int
	escape      bool
	quote       bool
	comment     bool
	content     bool // the entry has more than blanks and comments
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
	s.content = s.content || !s.comment && !strings.ContainsRune(" \t\r", rune(c))
	return false
}

// appendTo appends the entry that has ended, and begins the next.
func (s *splitter) appendTo(list []entry, text string) []entry {
	if s.content {
		list = append(list, entry{s.begun, text, text[0] == ' ' || text[0] == '\t'})
	}
	*s = splitter{line: s.line, begun: s.line}
	return list
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
