package mail

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
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// NewText reads text in UTF-8, with the label of its charset or a byte order mark to
// go by. What has neither is read as it is.
func NewText(r io.Reader, label string) io.Reader {
	e, _ := charset.Lookup(label)
	if e == nil {
		return r
	}
	return transform.NewReader(r, unicode.BOMOverride(e.NewDecoder()))
}

// DecodeText gives text in UTF-8. The label is a hint only: it is often wrong,
// and the fields of a status part have none. Whatever fits without a fault is
// taken: UTF-8, then ISO-2022-JP where its escape sequences are there, then the
// label, then EUC-JP and Shift_JIS; at last every byte is a letter.
//
// Control characters are left in: ESC is part of the text in ISO-2022-JP.
func DecodeText(content []byte, label string) string {
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

// DecodeWords reads a field's value that is shown (RFC 2047), which may be raw in
// any charset.
func DecodeWords(value string) string {
	d := mime.WordDecoder{CharsetReader: func(label string, r io.Reader) (io.Reader, error) {
		content, err := io.ReadAll(r)
		return strings.NewReader(DecodeText(content, label)), err
	}}
	if s, err := d.DecodeHeader(value); err == nil && s != value {
		return s
	}
	return DecodeText([]byte(value), "")
}
