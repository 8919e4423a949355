package resolve

import (
	"fmt"
	"strings"
)

// scanDirectives looks for directives before the parser does, and refuses those
// that would make a small file read others or grow without end. It reports
// whether the file has an $ORIGIN.
func scanDirectives(text []byte) (hasOrigin bool, err error) {
	s := scanner{line: 1, first: true}
	for _, c := range text {
		token := s.next(c)
		switch strings.ToUpper(token) {
		case "$ORIGIN":
			hasOrigin = true
		case "$INCLUDE":
			return false, fmt.Errorf("line %d: $INCLUDE is not taken: put the records into this file", s.line)
		case "$GENERATE":
			return false, fmt.Errorf("line %d: $GENERATE is not taken: write the records out", s.line)
		}
	}
	return hasOrigin, nil
}

// scanner finds the first word of each entry by the rules of the parser that
// reads the file after it: a line break in parentheses ends no entry, and
// neither a parenthesis nor a carriage return ends a word.
type scanner struct {
	line    int
	first   bool // no word of the entry has ended yet
	escape  bool
	quote   bool
	comment bool
	depth   int
	word    []byte
}

// next takes one octet and returns the first word of an entry when it ends.
func (s *scanner) next(c byte) (first string) {
	escaped := s.escape
	s.escape = false
	switch {
	case c == '\n':
		s.line++
		s.comment = false
		if !s.quote && s.depth <= 0 {
			s.first, s.word = true, nil
		}
	case s.comment || c == '\r':
	case escaped:
		s.word = append(s.word, c)
	case c == '\\':
		s.escape = true
		s.word = append(s.word, c)
	case c == '"':
		s.quote = !s.quote
		s.word = nil
	case s.quote:
	case c == ';':
		s.comment, s.word = true, nil
	case c == '(':
		s.depth++
	case c == ')':
		s.depth--
	case c == ' ' || c == '\t':
		if s.first {
			first = string(s.word)
		}
		s.first, s.word = false, nil
	default:
		s.word = append(s.word, c)
	}
	return first
}
