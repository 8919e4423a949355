package mail_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// messages reads all of a mailbox.
func messages(t *testing.T, r io.Reader) []string {
	t.Helper()
	var all []string
	box := mail.NewMailbox(r)
	for {
		m, err := box.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(m)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
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
	if _, err := mail.NewMailbox(iotest.ErrReader(broken)).Next(); !errors.Is(err, broken) {
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

// A mailbox is read to its end, however large it is, and so is what follows a
// message of which only the beginning was read.
func TestMailboxLarge(t *testing.T) {
	const many = 1000
	box := mail.NewMailbox(&counter{left: many})
	n, buffer := 0, make([]byte, 10)
	for ; ; n++ {
		m, err := box.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(m, buffer); err != nil || string(buffer) != "x: y\nx: y\n" {
			t.Fatalf("message %d: %q, %v", n+1, buffer, err)
		}
	}
	if n != many {
		t.Errorf("%d messages, want %d", n, many)
	}
}

// TestOpen takes the one message of an mbox, and no others.
func TestOpen(t *testing.T) {
	const from, one = "From a@b Sat Nov 21 16:00:00 2026\n", "Subject: a\n\n>From b\n"
	for name, c := range map[string]struct{ in, want, fault string }{
		"a message":            {one, one, ""},
		"an obsolete field":    {"From : a@b\n", "From : a@b\n", ""},
		"an mbox of one":       {"\uFEFF" + from + one, "Subject: a\n\nFrom b\n", ""},
		"an mbox of three":     {from + one + "\n" + from + one + "\n" + from, "", "has 3 messages"},
		"an mbox of no header": {from + "\n" + one, "", "begins with an empty line"},
		"an mbox of text":      {from + "hello\n", "", "is not a header field"},
		"empty":                {"", "", "the input is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []byte
			r, err := mail.Open(iotest.HalfReader(strings.NewReader(c.in)))
			if err == nil {
				got, err = io.ReadAll(r)
			}
			if c.fault == "" && (err != nil || string(got) != c.want) || c.fault != "" && !strings.Contains(fmt.Sprint(err), c.fault) {
				t.Errorf("%q, %v", got, err)
			}
			if _, err := mail.ReadHeader(strings.NewReader(c.in)); !strings.Contains(fmt.Sprint(err), c.fault) {
				t.Errorf("its header: %v", err)
			}
		})
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
