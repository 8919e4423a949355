package dsn

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

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
		"as many as are read": {many(mail.MaxParts), 1, false},
		"one more":            {many(mail.MaxParts + 1), 0, true},
		"as deep as is read":  {nested(mail.MaxDepth), 1, false},
		"deeper":              {nested(mail.MaxDepth + 1), 1, true}, // as text, which has the fields too
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
