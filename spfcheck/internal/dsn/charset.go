package dsn

import (
	"bytes"
	"io"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// decodeText gives text in UTF-8. The label is a hint only: it is often wrong,
// and the fields of a status part have none. Whatever fits without a fault is
// taken: UTF-8, then ISO-2022-JP where its escape sequences are there, then the
// label, then EUC-JP and Shift_JIS; at last every byte is a letter.
//
// Control characters are left in: ESC is part of the text in ISO-2022-JP, so
// clean comes after this.
func decodeText(content []byte, label string) string {
	if bytes.Contains(content, []byte("\x1b$")) || bytes.Contains(content, []byte("\x1b(J")) || bytes.Contains(content, []byte("\x1b(I")) {
		if s, ok := decodeWith(japanese.ISO2022JP, content); ok {
			return s
		}
	}
	if utf8.Valid(content) {
		return string(content)
	}
	if e, name := charset.Lookup(label); e != nil && name != "utf-8" && name != "replacement" {
		if s, ok := decodeWith(e, content); ok {
			return s
		}
	}
	for _, e := range []encoding.Encoding{japanese.EUCJP, japanese.ShiftJIS} {
		if s, ok := decodeWith(e, content); ok {
			return s
		}
	}
	s, _ := decodeWith(charmap.Windows1252, content)
	return s
}

// decodeWith decodes content, and reports whether it fitted without a fault.
func decodeWith(e encoding.Encoding, content []byte) (string, bool) {
	out, err := e.NewDecoder().Bytes(content)
	if err != nil {
		return strings.ToValidUTF8(string(content), "\uFFFD"), false
	}
	return string(out), !bytes.ContainsRune(out, utf8.RuneError)
}

// decodeWords reads a field's value that is shown (RFC 2047), which may be raw in
// any charset.
func decodeWords(value string) string {
	d := mime.WordDecoder{CharsetReader: func(label string, r io.Reader) (io.Reader, error) {
		content, err := io.ReadAll(r)
		return strings.NewReader(decodeText(content, label)), err
	}}
	if s, err := d.DecodeHeader(value); err == nil && s != value {
		return s
	}
	return decodeText([]byte(value), "")
}

// clean gives one line of text that is safe to show: no control characters, no
// characters that reorder or hide others: raw ESC was seen to pass through Sendmail
// and OpenSMTPD, and U+202E through Postfix, too.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r':
			return ' '
		case r < 0x20, r >= 0x7f && r <= 0x9f, isInvisible(r):
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// isInvisible reports bidi controls, zero-width characters, separators of lines
// and tags: nothing that a reply needs.
func isInvisible(r rune) bool {
	switch {
	case r == 0x061c, r == 0x00ad, r == 0xfeff, r >= 0x200b && r <= 0x200f,
		r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

// shorten is cut, with a sign that something is left out.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return cut(s, n) + "…"
}

// cut cuts s to at most n bytes, between characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
