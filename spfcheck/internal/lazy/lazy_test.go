package lazy_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// TestMustCompile compiles when it matches, and not before.
func TestMustCompile(t *testing.T) {
	if re := lazy.MustCompile(`^a+$`); !re.MatchString("aa") || re.MatchString("b") {
		t.Error("it doesn't match as it should")
	}
	broken := lazy.MustCompile(`(`)
	defer func() {
		if recover() == nil {
			t.Error("what is no regular expression matched")
		}
	}()
	broken.MatchString("")
}

// TestNeeds compares with regexp itself, for expressions and texts of every kind: what
// is needed may never keep a match from being found.
func TestNeeds(t *testing.T) {
	expressions := []string{
		`full`, `(?i)full|quota`, `(?i)user unknown|no such (?:user|mailbox)`, `(?m)^(?:a|ab)c?\b`, `x*`, `(?:ab)?c`, `(?:ab){2,}|d`, `(?:ab){0,2}d`,
		`(?i)masking|[sk]`, `(?i)İ|straße`, `容量(?:不足|を超)|満杯`, `(?is)a.*b|c`, `^$`, `(a)|(b)(c)`, `\bspam|\bspa\b`, `(?i:Full) box`, `a\x{FFFD}|b`, ``,
	}
	texts := []string{
		"", "full", "FULL BOX", "fUll box", "Quota", "user UNKNOWN", "no such mailbox", "ab", "abab", "ababab d", "abc", "c\nab", "d", "ma\u017f\u212aing", "\u017f", "\u212a",
		"STRASSE", "STRA\u1e9eE", "i\u0307", "\u0130", "容量不足です", "容量 満杯", "A\nB", "spam", "spa m", "a\xff", "a\xff\xfe", "b", "bc",
	}
	for _, expression := range expressions {
		plain, re := regexp.MustCompile(expression), lazy.MustCompile(expression)
		for _, text := range texts {
			if got, want := re.MatchString(text), plain.MatchString(text); got != want {
				t.Errorf("%s in %q: %v, want %v", expression, text, got, want)
			}
			if got, want := re.FindStringSubmatchIndex(text), plain.FindStringSubmatchIndex(text); !slices.Equal(got, want) {
				t.Errorf("%s in %q: at %v, want %v", expression, text, got, want)
			}
			if got, want := re.ReplaceAllString(text, "-"), plain.ReplaceAllString(text, "-"); got != want {
				t.Errorf("%s in %q: %q, want %q", expression, text, got, want)
			}
		}
	}
}
