package spelling

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Alphabet is the part of ASCII that a kind of record may have.
type Alphabet struct {
	Has   func(rune) bool
	Comma string // what an ideographic comma is meant for
}

// Foreign is the part of a text from the first to the last character outside
// an alphabet.
type Foreign struct {
	Offset, End int       // byte range in the text
	Name        i18n.Text // of the first character: "a full-width space (U+3000)"
	Likely      string    // what was probably meant, to put in place of the range; "": no guess
}

// lookalike is a range of characters that get into records in place of ASCII:
// by an input method left on, a word processor, or copying from a web page.
type lookalike struct {
	first, last rune
	ascii       string // what was meant; "": nothing, or a matter of the alphabet
	minus       rune   // if not 0, what was meant is this much lower
	name        i18n.Text
}

const ideographicComma = 0x3001

var lookalikes = []lookalike{
	{'\t', '\t', " ", 0, i18n.Text{EN: "a tab", JA: "タブ"}},
	{'\n', '\r', " ", 0, i18n.Text{EN: "a line break", JA: "改行"}},
	{0x00A0, 0x00A0, " ", 0, i18n.Text{EN: "a no-break space", JA: "ノーブレークスペース"}},
	{0x00AD, 0x00AD, "", 0, i18n.Text{EN: "a soft hyphen", JA: "ソフトハイフン"}},
	{0x2000, 0x200A, " ", 0, i18n.Text{EN: "a typographic space", JA: "組版用のスペース"}},
	{0x200B, 0x200F, "", 0, i18n.Text{EN: "an invisible character", JA: "見えない文字"}},
	{0x2010, 0x2015, "-", 0, i18n.Text{EN: "a typographic dash", JA: "組版用のダッシュ"}},
	{0x2018, 0x201F, "", 0, i18n.Text{EN: "a curly quote", JA: "曲がった引用符"}},
	{0x2028, 0x2029, " ", 0, i18n.Text{EN: "a line break", JA: "改行"}},
	{0x202A, 0x202E, "", 0, i18n.Text{EN: "an invisible character", JA: "見えない文字"}},
	{0x202F, 0x202F, " ", 0, i18n.Text{EN: "a no-break space", JA: "ノーブレークスペース"}},
	{0x205F, 0x205F, " ", 0, i18n.Text{EN: "a typographic space", JA: "組版用のスペース"}},
	{0x2060, 0x2064, "", 0, i18n.Text{EN: "an invisible character", JA: "見えない文字"}},
	{0x2212, 0x2212, "-", 0, i18n.Text{EN: "a minus sign", JA: "マイナス記号"}},
	{0x223C, 0x223C, "~", 0, i18n.Text{EN: "a tilde operator", JA: "チルダ演算子"}},
	{0x3000, 0x3000, " ", 0, i18n.Text{EN: "a full-width space", JA: "全角スペース"}},
	{ideographicComma, ideographicComma, "", 0, i18n.Text{EN: "an ideographic comma", JA: "読点"}},
	{0x3002, 0x3002, ".", 0, i18n.Text{EN: "an ideographic full stop", JA: "句点"}},
	{0x301C, 0x301C, "~", 0, i18n.Text{EN: "a wave dash", JA: "波ダッシュ"}},
	{0x30FC, 0x30FC, "-", 0, i18n.Text{EN: "a prolonged sound mark", JA: "長音記号"}},
	{0xFEFF, 0xFEFF, "", 0, i18n.Text{EN: "a byte order mark", JA: "バイト順マーク"}},
	{0xFF01, 0xFF5E, "", 0xFEE0, i18n.Text{EN: "a full-width character", JA: "全角の文字"}},
	{0xFF61, 0xFF61, ".", 0, i18n.Text{EN: "a half-width ideographic full stop", JA: "半角の句点"}},
}

var (
	nameOther   = i18n.Text{EN: "a character", JA: "文字"}
	nameControl = i18n.Text{EN: "a control character", JA: "制御文字"}
	nameByte    = i18n.Text{EN: "a byte that is not a character", JA: "文字にならないバイト"}
)

// Foreign finds the characters of a text that aren't in the alphabet, without a
// guess; nil where all are in it.
func (a Alphabet) Foreign(text string) *Foreign {
	first := strings.IndexFunc(text, a.lacks)
	if first < 0 {
		return nil
	}
	last := strings.LastIndexFunc(text, a.lacks)
	_, size := utf8.DecodeRuneInString(text[last:])
	return &Foreign{Offset: first, End: last + size, Name: name(text[first:])}
}

// Guess is Foreign with what was probably meant.
func (a Alphabet) Guess(text string) *Foreign {
	f := a.Foreign(text)
	if f == nil {
		return nil
	}
	likely, known := a.ASCII(text[f.Offset:f.End])
	if known && likely == "" { // an empty Likely means no guess: take in all of the text
		likely = text[:f.Offset] + text[f.End:]
		f.Offset, f.End = 0, len(text)
	}
	if known {
		f.Likely = likely
	}
	return f
}

func (a Alphabet) lacks(r rune) bool { return !a.Has(r) }

// ASCII puts what was meant in the place of all foreign characters, and reports
// whether it is known for all.
func (a Alphabet) ASCII(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		l := lookup(r)
		switch {
		case a.Has(r):
			b.WriteRune(r)
		case l == nil:
			return "", false
		case l.minus != 0:
			b.WriteRune(r - l.minus)
		case r == ideographicComma:
			b.WriteString(a.Comma)
		default:
			b.WriteString(l.ascii)
		}
	}
	return b.String(), true
}

// name says what s begins with.
func name(s string) i18n.Text {
	const named = "%s (%s)"
	r, size := utf8.DecodeRuneInString(s)
	text, code := nameOther, fmt.Sprintf("U+%04X", r)
	switch l := lookup(r); {
	case r == utf8.RuneError && size == 1:
		text, code = nameByte, fmt.Sprintf("0x%02X", s[0])
	case l != nil:
		text = l.name
	case r < ' ' || r == 0x7F:
		text = nameControl
	}
	return i18n.Text{EN: named, JA: named}.Format(text, code)
}

// IsASCII reports whether s has nothing but ASCII.
func IsASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// InDomain reports whether r stands in the names of mail domains: letters, digits,
// hyphens (RFC 5321 §4.1.2), the dot, and the underscore, which is common.
func InDomain(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '.'
}

func lookup(r rune) *lookalike {
	for i := range lookalikes {
		if l := &lookalikes[i]; l.first <= r && r <= l.last {
			return l
		}
	}
	return nil
}
