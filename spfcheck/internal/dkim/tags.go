package dkim

import (
	"encoding/base64"
	"strings"
)

// tags is a tag=value list (RFC 6376 §3.2).
type tags map[string]string

// parseTags reads a tag list. It reports false for a tag without "=" or without
// a name, and for one that is there twice: then the whole list is invalid.
func parseTags(s string) (tags, bool) {
	list := tags{}
	for part := range strings.SplitSeq(s, ";") {
		name, value, found := strings.Cut(part, "=")
		name = strings.Trim(name, fws)
		if !found && name == "" {
			continue
		}
		if _, twice := list[name]; !found || name == "" || twice {
			return nil, false
		}
		list[name] = strings.Trim(value, fws)
	}
	return list, true
}

// has reports whether the tag is in the list, be it empty.
func (t tags) has(name string) bool {
	_, found := t[name]
	return found
}

// compact gives a value that blanks mean nothing in, without them.
func (t tags) compact(name string) string { return compact(t[name]) }

// list gives the values of a list with colons between them, def where the tag
// isn't there.
func (t tags) list(name string, def ...string) []string {
	if !t.has(name) {
		return def
	}
	return strings.Split(t.compact(name), ":")
}

// base64 decodes a value. It reports false for an empty one. The padding may be
// left out, all of it or a part (base64string of RFC 6376 §2.10).
func (t tags) base64(name string) ([]byte, bool) {
	text := t.compact(name)
	for range 2 {
		text = strings.TrimSuffix(text, "=")
	}
	b, err := base64.RawStdEncoding.DecodeString(text)
	return b, err == nil && len(b) > 0
}

const (
	wsp = " \t"
	fws = wsp + crlf // folding white space, of which lists and base64 may be full
)

func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(fws, r) {
			return -1
		}
		return r
	}, s)
}
