package dkim

import (
	"encoding/base64"
	"iter"
	"strings"
)

// Tag is one part of a tag list (RFC 6376 §3.2), which DMARC has too.
type Tag struct {
	Offset      int    // of the first byte in the list
	Text        string // as written, without the space around it; "": there is nothing between two semicolons
	Name        string // "": it is not a tag
	Value       string // without the space around it
	ValueOffset int    // of the value in the list
}

// End is the offset after the last byte in the list.
func (t Tag) End() int { return t.Offset + len(t.Text) }

// Tags gives the parts of a tag list, one after another. space are the characters
// that mean nothing around them.
func Tags(list, space string) iter.Seq[Tag] {
	return func(yield func(Tag) bool) {
		for from := 0; from <= len(list); {
			part, _, _ := strings.Cut(list[from:], ";")
			if !yield(ParseTag(part, from, space)) {
				return
			}
			from += len(part) + len(";")
		}
	}
}

// ParseTag takes the part of a list at the offset apart at its equals sign.
func ParseTag(part string, offset int, space string) Tag {
	text := strings.TrimLeft(part, space)
	t := Tag{Offset: offset + len(part) - len(text), Text: strings.TrimRight(text, space)}
	name, value, _ := strings.Cut(t.Text, "=")
	if len(name) < len(t.Text) {
		t.Name = strings.TrimRight(name, space)
	}
	t.Value = strings.TrimLeft(value, space)
	t.ValueOffset = t.End() - len(t.Value)
	return t
}

// tags is a tag=value list.
type tags map[string]string

// parseTags reads a tag list. It reports false for a tag without "=" or without
// a name, and for one that is there twice: then the whole list is invalid.
func parseTags(s string) (tags, bool) {
	list := tags{}
	for t := range Tags(s, fws) {
		if t.Text == "" {
			continue
		}
		if t.Name == "" || list.has(t.Name) {
			return nil, false
		}
		list[t.Name] = t.Value
	}
	return list, true
}

// has reports whether the tag is in the list, be it empty.
func (t tags) has(name string) bool {
	_, found := t[name]
	return found
}

// compact gives a value that spaces mean nothing in, without them.
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
