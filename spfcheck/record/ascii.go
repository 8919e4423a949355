package record

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"spfcheck/spfcheck/i18n"
)

// lookalike is a range of characters that get into records in place of ASCII:
// by an input method left on, a word processor, or copying from a web page.
type lookalike struct {
	first, last rune
	ascii       string // what was meant; "": nothing
	minus       rune   // if not 0, what was meant is this much lower
	name        i18n.Text
}

var lookalikes = []lookalike{
	{'\t', '\t', " ", 0, i18n.Text{EN: "a tab", JA: "タブ"}},
	{'\n', '\r', " ", 0, i18n.Text{EN: "a line break", JA: "改行"}},
	{0x00A0, 0x00A0, " ", 0, i18n.Text{EN: "a no-break space", JA: "ノーブレークスペース"}},
	{0x00AD, 0x00AD, "", 0, i18n.Text{EN: "a soft hyphen", JA: "ソフトハイフン"}},
	{0x2000, 0x200A, " ", 0, i18n.Text{EN: "a typographic space", JA: "組版用の空白"}},
	{0x200B, 0x200F, "", 0, i18n.Text{EN: "an invisible character", JA: "見えない文字"}},
	{0x2010, 0x2015, "-", 0, i18n.Text{EN: "a typographic dash", JA: "組版用のダッシュ"}},
	{0x2018, 0x201F, "", 0, i18n.Text{EN: "a curly quote", JA: "曲がった引用符"}},
	{0x2028, 0x2029, " ", 0, i18n.Text{EN: "a line break", JA: "改行"}},
	{0x202A, 0x202E, "", 0, i18n.Text{EN: "an invisible character", JA: "見えない文字"}},
	{0x202F, 0x202F, " ", 0, i18n.Text{EN: "a no-break space", JA: "ノーブレークスペース"}},
	{0x205F, 0x205F, " ", 0, i18n.Text{EN: "a typographic space", JA: "組版用の空白"}},
	{0x2060, 0x2064, "", 0, i18n.Text{EN: "an invisible character", JA: "見えない文字"}},
	{0x2212, 0x2212, "-", 0, i18n.Text{EN: "a minus sign", JA: "マイナス記号"}},
	{0x223C, 0x223C, "~", 0, i18n.Text{EN: "a tilde operator", JA: "チルダ演算子"}},
	{0x3000, 0x3000, " ", 0, i18n.Text{EN: "a full-width blank", JA: "全角の空白"}},
	{0x3001, 0x3001, " ", 0, i18n.Text{EN: "an ideographic comma", JA: "読点"}},
	{0x3002, 0x3002, ".", 0, i18n.Text{EN: "an ideographic full stop", JA: "句点"}},
	{0x301C, 0x301C, "~", 0, i18n.Text{EN: "a wave dash", JA: "波ダッシュ"}},
	{0x30FC, 0x30FC, "-", 0, i18n.Text{EN: "a prolonged sound mark", JA: "長音記号"}},
	{0xFEFF, 0xFEFF, "", 0, i18n.Text{EN: "a byte order mark", JA: "バイト順マーク"}},
	{0xFF01, 0xFF5E, "", 0xFEE0, i18n.Text{EN: "a full-width character", JA: "全角の文字"}},
	{0xFF61, 0xFF61, ".", 0, i18n.Text{EN: "a half-width ideographic full stop", JA: "半角の句点"}},
}

var (
	msgLookalike = i18n.Text{
		EN: "%s (%s) where a record may have only visible ASCII characters and blanks",
		JA: "%s (%s) がある。レコードに書けるのは ASCII の図形文字と空白だけ",
	}
	nameOther   = i18n.Text{EN: "a character", JA: "文字"}
	nameControl = i18n.Text{EN: "a control character", JA: "制御文字"}
	nameByte    = i18n.Text{EN: "a byte that is no character", JA: "文字にならないバイト"}
)

// checkASCII reports the part of word from the first to the last character
// that a term may not have, which is anything but %x21-7E (RFC 7208 §3.1, §12).
// Likely is that part in ASCII where all of it is known.
func checkASCII(word string) *SyntaxError {
	e := findForeign(word)
	if e == nil {
		return nil
	}
	likely, known := inASCII(word[e.Offset:e.End])
	if known && likely == "" { // an empty Likely means no guess: take in all of the word
		likely = word[:e.Offset] + word[e.End:]
		e.Offset, e.End = 0, len(word)
	}
	if known {
		e.Likely = likely
	}
	return e
}

// findForeign finds the part from the first to the last foreign character and
// names the first.
func findForeign(word string) *SyntaxError {
	first := strings.IndexFunc(word, isForeign)
	if first < 0 {
		return nil
	}
	last := strings.LastIndexFunc(word, isForeign)
	_, size := utf8.DecodeRuneInString(word[last:])
	return &SyntaxError{
		Offset: first, End: last + size, Section: "RFC 7208 §3.1",
		Problem: nameForeign(word[first:]),
	}
}

func isForeign(r rune) bool { return r <= ' ' || r > '~' }

// nameForeign says what s begins with.
func nameForeign(s string) i18n.Text {
	r, size := utf8.DecodeRuneInString(s)
	code := fmt.Sprintf("U+%04X", r)
	if r == utf8.RuneError && size == 1 {
		return msgLookalike.Format(nameByte, fmt.Sprintf("0x%02X", s[0]))
	}
	if l := lookup(r); l != nil {
		return msgLookalike.Format(l.name, code)
	}
	if r < ' ' || r == 0x7F {
		return msgLookalike.Format(nameControl, code)
	}
	return msgLookalike.Format(nameOther, code)
}

// inASCII replaces all lookalikes in s, and reports whether all of s is known.
func inASCII(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		l := lookup(r)
		switch {
		case !isForeign(r):
			b.WriteRune(r)
		case l == nil:
			return "", false
		case l.minus != 0:
			b.WriteRune(r - l.minus)
		default:
			b.WriteString(l.ascii)
		}
	}
	return b.String(), true
}

func lookup(r rune) *lookalike {
	for i := range lookalikes {
		if l := &lookalikes[i]; l.first <= r && r <= l.last {
			return l
		}
	}
	return nil
}
