package dsn

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestSplit takes multiparts apart.
func TestSplit(t *testing.T) {
	tests := []struct {
		name, body, boundary string
		want                 []string
	}{
		{"what is around the parts", "preamble\n--b\nX: 1\n\none\n--b\ntwo\n--b--\nepilogue\n--b\n", "b", []string{"X: 1\n\none", "two"}},
		{"the end is lost", "--b\none\n--b\ntwo\n", "b", []string{"one", "two\n"}},
		{"blanks after the boundary", "--b \t\none\n--b-- \n", "b", []string{"one"}},
		{"a longer boundary is another", "--b\none\n--bb\n--b-\n x--b\n--b--", "b", []string{"one\n--bb\n--b-\n x--b"}},
		{"the line end before a boundary is its own", "--b\none\n\n--b--\n", "b", []string{"one\n"}},
		{"an empty part", "--b\n--b--\n", "b", []string{""}},
		{"no boundary", "--\none\n----\n", "", nil},
		{"it isn't there", "one\n", "b", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, part := range split([]byte(tt.body), tt.boundary) {
				got = append(got, string(part))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q instead of %q", got, tt.want)
			}
		})
	}
}

// TestSplitEnds stops at the parts that nobody looks at.
func TestSplitEnds(t *testing.T) {
	if n := len(split([]byte(strings.Repeat("--b\n", 10*MaxParts)), "b")); n != MaxParts+1 {
		t.Errorf("%d parts", n)
	}
}

// TestPartLimits says what is left out of a message with too many parts, or too
// many in one another, and says so.
func TestPartLimits(t *testing.T) {
	const part = "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
	many := func(n int) string {
		return "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n-1) + "--b\n" + part
	}
	nested := func(n int) string {
		text := "From: a@b.example\n"
		for i := range n {
			text += fmt.Sprintf("Content-Type: multipart/mixed; boundary=%d\n\n--%[1]d\n", i)
		}
		return text + part
	}
	for name, tt := range map[string]struct {
		text       string
		recipients int
		noted      bool
	}{
		"as many as are read": {many(MaxParts), 1, false},
		"one more":            {many(MaxParts + 1), 0, true},
		"as deep as is read":  {nested(MaxDepth), 1, false},
		"deeper":              {nested(MaxDepth + 1), 1, true}, // as text, which has the fields too
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Read(strings.NewReader(tt.text))
			if err != nil || len(r.Recipients) != tt.recipients || slices.Contains(r.Notes, noteParts) != tt.noted {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

// TestLongQuotedPrintable reads on after a line that is longer than such lines may
// be: the fields that count come after it.
func TestLongQuotedPrintable(t *testing.T) {
	r, err := Read(strings.NewReader("From: a@b.example\nContent-Type: message/delivery-status\n" +
		"Content-Transfer-Encoding: quoted-printable\n\nX-Trace: " + strings.Repeat("x", 10_000) +
		"\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"))
	if err != nil || len(r.Recipients) != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
}
