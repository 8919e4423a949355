package mail_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// TestMembers cuts lists, also such as no grammar allows.
func TestMembers(t *testing.T) {
	for list, want := range map[string][]string{
		"":                                       nil,
		" , (a comment, alone) ,":                nil,
		"a@b, C <c(x, y)@d>":                     {"a@b", "c @d"},
		"g: a@b, <c@d>; e, h:":                   {"a@b", "c@d", "e"},
		`"a, b"@c, <"d>"@e>, <@f,@g:h@i> j`:      {`"a, b"@c`, `"d>"@e`, "@f,@g:h@i"},
		`(never closed, a@b, "c`:                 {"(never closed", "a@b", `"c`},
		"a@b <c":                                 {"c"},
		"\x1b$B,(,\"\x1b(B <a@b>, \x83,\x83\\ c": {"a@b", "\x83", "\x83\\ c"},
		"a@b, \x1b$B,never back":                 {"a@b", "\x1b$B,never back"},
	} {
		var got []string
		for m := range mail.Members(list) {
			got = append(got, m.Address)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", list, got, want)
		}
	}
}

// TestIsNull knows the null reverse-path.
func TestIsNull(t *testing.T) {
	for value, want := range map[string]bool{"<>": true, " < (nobody) > ": true, "<><>": false, "<a>": false, "": false, `<>"`: false} {
		if mail.IsNull(value) != want {
			t.Errorf("%q: %t", value, !want)
		}
	}
}

// FuzzMembers holds that one address is a list of one, of any bytes.
func FuzzMembers(f *testing.F) {
	for _, seed := range []string{`"a\"@b" <@x:"c d"@(e)f>`, "g: a@b, c@d;, e", "\x1b$B!<\x1b(B <a@b>", "\x83@\x83\\ <a@b>", `(("`, "a@[b]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, list string) {
		n := 0
		for m := range mail.Members(list) {
			if n++; m.Text == "" || !strings.Contains(list, m.Text) {
				t.Errorf("%q has no member %q", list, m.Text)
			}
		}
		if _, fault := mail.ParseAddress(list); fault == nil && n != 1 {
			t.Errorf("%q is one address, and a list of %d", list, n)
		}
	})
}
