package dsn_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// messages reads all of a mailbox.
func messages(t *testing.T, r io.Reader) []string {
	t.Helper()
	var all []string
	box := dsn.NewMailbox(r)
	for {
		m, err := box.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(m))
	}
}

func TestMailbox(t *testing.T) {
	const from = "From MAILER-DAEMON Sat Nov 21 16:00:00 2026\n"
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"empty":               {"", nil},
		"blank":               {"\n\n", nil},
		"no mbox":             {"Subject: a\n\nFrom here\n\nFrom x Sat Nov 21 16:00:00 2026\n", []string{"Subject: a\n\nFrom here\n\nFrom x Sat Nov 21 16:00:00 2026\n"}},
		"no mbox, blank line": {"\nSubject: a\n", []string{"Subject: a\n"}},
		"one":                 {from + "Subject: a\n\nb\n", []string{"Subject: a\n\nb\n"}},
		"two":                 {from + "Subject: a\n\n" + from + "Subject: b\n", []string{"Subject: a\n\n", "Subject: b\n"}},
		"CRLF":                {strings.ReplaceAll(from+"Subject: a\n\n"+from+"Subject: b\n", "\n", "\r\n"), []string{"Subject: a\r\n\r\n", "Subject: b\r\n"}},
		"byte order mark":     {"\uFEFF" + from + "Subject: a\n", []string{"Subject: a\n"}},
		"no sender":           {"From  Sat Nov 21 16:00:00 2026\nSubject: a\n\nFrom  Sat Nov 21 16:00:00 2026\nSubject: b\n", []string{"Subject: a\n\n", "Subject: b\n"}},
		"quoted":              {from + "a: b\n\n>From me\n>>From you\n> From them\n", []string{"a: b\n\nFrom me\n>From you\n> From them\n"}},
		"not quoted":          {from + "a: b\n\nFrom here on it is prose.\n", []string{"a: b\n\nFrom here on it is prose.\n"}},
		"no empty line":       {from + "a: b\n" + from, []string{"a: b\n" + from}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := messages(t, strings.NewReader(c.in)); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
			if got := messages(t, iotest.OneByteReader(strings.NewReader(c.in))); !slices.Equal(got, c.want) {
				t.Errorf("byte by byte: %q, want %q", got, c.want)
			}
		})
	}
	broken := errors.New("broken")
	if _, err := dsn.NewMailbox(iotest.ErrReader(broken)).Next(); !errors.Is(err, broken) {
		t.Errorf("an error of the reader: %v", err)
	}
}

// counter gives a mailbox of many messages that is never in memory.
type counter struct {
	left int
	rest []byte
}

func (c *counter) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		if c.left == 0 {
			return 0, io.EOF
		}
		c.left--
		c.rest = append([]byte("From MAILER-DAEMON Sat Nov 21 16:00:00 2026\n"), bytes.Repeat([]byte("x: y\n"), 1<<12)...)
		c.rest = append(c.rest, '\n')
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// A mailbox larger than the limit of one message is read to its end; a message
// larger than that is cut, and the next one is read.
func TestMailboxLimits(t *testing.T) {
	const many = 2 * dsn.MaxSize / (5 << 12)
	box := dsn.NewMailbox(&counter{left: many})
	n := 0
	for ; ; n++ {
		m, err := box.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(m) > 6<<12 {
			t.Fatalf("message %d: %d bytes, %v", n+1, len(m), err)
		}
	}
	if n != many {
		t.Errorf("%d messages, want %d", n, many)
	}
	huge := io.MultiReader(
		strings.NewReader("From x Sat Nov 21 16:00:00 2026\nSubject: a\n\n"),
		strings.NewReader(strings.Repeat("long ", dsn.MaxSize/4)),
		strings.NewReader("\n\nFrom x Sat Nov 21 16:00:00 2026\nSubject: b\n"),
	)
	got := messages(t, huge)
	if len(got) != 2 || len(got[0]) != dsn.MaxSize+1 || got[1] != "Subject: b\n" {
		t.Errorf("%d messages, the first of %d bytes", len(got), len(got[0]))
	}
}

func FuzzMailbox(f *testing.F) {
	f.Add("From x Sat Nov 21 16:00:00 2026\nSubject: a\n\n>From b\n\nFrom y Sat Nov 21 16:00:00 2026\nc: d\n")
	f.Add("Subject: a\n\nb")
	f.Fuzz(func(t *testing.T, in string) {
		total := 0
		for _, m := range messages(t, strings.NewReader(in)) {
			total += len(m)
		}
		if total > len(in) {
			t.Errorf("%d bytes of %d", total, len(in))
		}
	})
}

// Every message of a mailbox is read as it would be alone.
func TestMailboxOfReports(t *testing.T) {
	var box strings.Builder
	for i := range 3 {
		fmt.Fprintf(&box, "From MAILER-DAEMON Sat Nov 21 16:00:00 2026\n%s\n\n", strings.ReplaceAll(report(failed), "x@", fmt.Sprintf("x%d@", i)))
	}
	for i, m := range messages(t, strings.NewReader(box.String())) {
		if got := one(t, m).Recipient; got != fmt.Sprintf("x%d@b.example", i) {
			t.Errorf("message %d: %s", i+1, got)
		}
	}
	if r := read(t, box.String()); len(r.Notes) == 0 || !strings.Contains(r.Notes[0].EN, "more messages") {
		t.Errorf("the second message isn't noted: %v", r.Notes)
	}
}
