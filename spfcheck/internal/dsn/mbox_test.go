package dsn_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Every message of a mailbox is read as it would be alone, one that is too large
// up to the limit.
func TestMailboxOfReports(t *testing.T) {
	const from = "From MAILER-DAEMON Sat Nov 21 16:00:00 2026\n"
	var text strings.Builder
	for i := range 3 {
		fmt.Fprintf(&text, "%s%s\n\n", from, strings.ReplaceAll(report(failed), "x@", fmt.Sprintf("x%d@", i)))
	}
	text.WriteString(from + report(failed) + "\n--b\n\n" + strings.Repeat("long ", dsn.MaxSize/4) + "\n\n" + from + report(failed))
	box := mail.NewMailbox(strings.NewReader(text.String()))
	for i, want := range []string{"x0@b.example", "x1@b.example", "x2@b.example", "x@b.example", "x@b.example"} {
		m, err := box.Next()
		if err != nil {
			t.Fatal(err)
		}
		r, err := dsn.Read(m)
		if err != nil || len(r.Recipients) != 1 || r.Recipients[0].Recipient != want {
			t.Errorf("message %d: %+v, %v", i+1, r, err)
		}
	}
	if _, err := box.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last message: %v", err)
	}
	if r := read(t, text.String()); len(r.Notes) < 2 || !strings.Contains(r.Notes[1].EN, "more messages") {
		t.Errorf("the second message isn't noted: %v", r.Notes)
	}
}
