package dkim

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

const crlf = "\r\n"

// head is the header section: fields as they are, with their folding and CRLF at
// the end of every line. What is not a field stands among them.
type head []string

// readHead reads the header section and the empty line after it. A byte order
// mark before it was put there by an editor, after the signing.
func readHead(r *bufio.Reader) (head, error) {
	if mark, _ := r.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = r.Discard(len(mark))
	}
	var (
		h           head
		field, line []byte
	)
	for size := 0; size < identity.MaxHeader; {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		size += len(part)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		text := line
		if before, ended := bytes.CutSuffix(line, []byte("\n")); ended {
			text = bytes.TrimRight(before, "\r")
		}
		if len(text) == 0 {
			break
		}
		if text[0] != ' ' && text[0] != '\t' && len(field) > 0 {
			h, field = append(h, string(field)), field[:0]
		}
		field = append(append(field, text...), crlf...)
		if line = line[:0]; err != nil {
			break
		}
	}
	if len(field) > 0 {
		h = append(h, string(field))
	}
	return h, nil
}

const byteOrderMark = "\uFEFF"

// byName gives the fields by their names in lower case, from the top down, but
// for the one at the index without.
func (h head) byName(without int) map[string][]string {
	fields := map[string][]string{}
	for i, f := range h {
		if name, ok := fieldName(f); ok && i != without {
			fields[name] = append(fields[name], f)
		}
	}
	return fields
}

// fieldName gives the name of a field in lower case. It reports false for what is
// not a field.
func fieldName(field string) (string, bool) {
	name, _, found := strings.Cut(field, ":")
	return strings.ToLower(strings.TrimRight(name, wsp)), found
}

// shown are the fields that a reader sees or an answer goes to, of those that
// RFC 6376 §5.4.1 recommends to sign.
var shown = []string{"From", "Reply-To", "Subject", "Date", "To", "Cc"}

// unsigned gives the shown fields of which the message has more than signed
// names: a signature takes instances from the bottom up (RFC 6376 §5.4.2).
func (h head) unsigned(signed []string) []string {
	counts := map[string]int{}
	for _, f := range h {
		if name, ok := fieldName(f); ok {
			counts[name]++
		}
	}
	for _, name := range signed {
		counts[strings.ToLower(name)]--
	}
	var names []string
	for _, name := range shown {
		if counts[strings.ToLower(name)] > 0 {
			names = append(names, name)
		}
	}
	return names
}
