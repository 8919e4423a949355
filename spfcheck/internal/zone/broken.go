package zone

import (
	"strings"

	"github.com/miekg/dns"
)

// Broken is an entry of a zone file that can't be read.
type Broken struct {
	Name   string // the owner, canonical; "" where it isn't known
	Type   string // "" where it isn't known, or is a type that servers have for themselves
	Text   string // the entry
	Origin string // what relative names are below there; "": nothing
	*Error
}

// breaks gives an entry that can't be read to who asked for such ones.
func (r *reader) breaks(e entry, s *state, err error) error {
	if r.broken == nil {
		return err
	}
	b := Broken{Text: strings.TrimSpace(e.text), Origin: s.origin, Error: err.(*Error)}
	b.Name, b.Type = e.head(s)
	if b.Name != "" {
		s.owner = b.Name
	}
	r.broken(b)
	return nil
}

// head finds the owner and the type of an entry that can't be read as a whole.
func (e entry) head(s *state) (owner, rrtype string) {
	words := strings.FieldsFunc(e.text, func(c rune) bool { return strings.ContainsRune(between, c) })
	if strings.HasPrefix(e.text, "$") || len(words) == 0 {
		return "", ""
	}
	owner = s.owner
	if !strings.ContainsRune(between, rune(e.text[0])) {
		name, err := originIn(words[0], s.origin)
		if err != nil {
			return "", ""
		}
		owner, words = name, words[1:]
	}
	for _, w := range words {
		w = strings.ToUpper(w)
		_, class := dns.StringToClass[w]
		ttl := w[0] >= '0' && w[0] <= '9'
		if !class && !ttl { // which come before the type (RFC 1035 §5.1)
			return owner, w
		}
	}
	return owner, ""
}
