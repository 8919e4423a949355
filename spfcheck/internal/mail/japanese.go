package mail

import (
	"strings"
	"unicode/utf8"
)

// hidden stands for a byte that is part of a character of another charset.
// It is no ASCII, so it is never taken for a special.
const hidden = '\xff'

// escape begins the sequences that switch the charset (ISO/IEC 2022).
const escape = '\x1b'

// hideJapanese gives a copy of a field's value, byte by byte, in which whatever
// only looks like ASCII is hidden: the bytes of ISO-2022-JP text, all of them in
// the ASCII range, and the second bytes of Shift_JIS, which can be @ or \.
// Display names come raw in these charsets, although RFC 2047 asks for encoding.
// UTF-8 and EUC-JP need no help: their characters have no byte below 0x80.
//
// It is a fault when ISO-2022-JP text doesn't return to ASCII; all that follows is hidden then.
func hideJapanese(value string) (mask string, fault *Error) {
	plain := strings.IndexByte(value, escape) < 0
	if plain && (utf8.ValidString(value) || isEUC(value)) {
		return value, nil
	}
	bytes := []byte(value)
	if !plain && !hideISO2022(bytes) {
		fault = badAddress(textEscape)
	}
	if !utf8.Valid(bytes) && !isEUC(value) {
		hideShiftJIS(bytes)
	}
	return string(bytes), fault
}

// hideISO2022 hides escape sequences and the text that isn't ASCII between them.
// It reports false where text ends in another charset than ASCII, as RFC 1468
// forbids: then nobody knows what it was to be.
func hideISO2022(mask []byte) bool {
	opaque := false
	for i := 0; i < len(mask); i++ {
		if mask[i] != escape {
			if opaque {
				mask[i] = hidden
			}
			continue
		}
		end := i + 1
		for end < len(mask) && mask[end] >= 0x20 && mask[end] <= 0x2f {
			end++
		}
		designator := string(mask[i+1 : end])
		switch {
		case end == len(mask):
			end--
		case strings.HasPrefix(designator, "$"): // a set of two-byte characters
			opaque = true
		case designator == "(":
			// ASCII, or JIS X 0201 Roman, which has the same specials; ESC ( H is
			// an old mistake for it. ESC ( I is one-byte katakana.
			opaque = strings.IndexByte("BJH", mask[end]) < 0
		}
		for ; i < end; i++ {
			mask[i] = hidden
		}
		mask[i] = hidden
	}
	return !opaque
}

// hideShiftJIS hides both bytes of two-byte characters (JIS X 0208, appendix 1,
// with the vendors' rows up to 0xFC).
func hideShiftJIS(mask []byte) {
	for i := 0; i+1 < len(mask); i++ {
		lead, trail := mask[i], mask[i+1]
		if (lead >= 0x81 && lead <= 0x9f || lead >= 0xe0 && lead <= 0xfc) &&
			trail >= 0x40 && trail <= 0xfc && trail != 0x7f {
			mask[i], mask[i+1] = hidden, hidden
			i++
		}
	}
}

// isEUC reports whether every byte above ASCII is part of a character of EUC-JP.
func isEUC(s string) bool {
	high := func(i int) bool { return i < len(s) && s[i] >= 0xa1 && s[i] <= 0xfe }
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x80:
		case c == 0x8f && high(i+1) && high(i+2): // code set 3
			i += 2
		case (c == 0x8e || high(i)) && high(i+1): // code sets 2 and 1
			i++
		default:
			return false
		}
	}
	return true
}
