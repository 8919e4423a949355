package message_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func read(t testing.TB, s string) *message.Message {
	t.Helper()
	m, err := message.Read(context.Background(), iotest.HalfReader(strings.NewReader(s)), resolve.Lookup{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSizes counts octets as they are sent, whatever the file's line ends are.
func TestSizes(t *testing.T) {
	const crlf = "From: a@example.jp\r\nTo: b@example.jp,\r\n c@example.jp\r\n\r\nHello\r\n\r\nlong long long long line\r\n"
	want := message.Facts{Size: int64(len(crlf)), HeaderSize: 54, LongestLine: 24, LongestLineAt: 7}
	for name, in := range map[string]string{
		"CRLF":             crlf,
		"LF":               strings.ReplaceAll(crlf, "\r\n", "\n"),
		"CR CR LF":         strings.ReplaceAll(crlf, "\r\n", "\r\r\n"),
		"byte order mark":  "\uFEFF" + crlf,
		"no end":           strings.TrimSuffix(crlf, "\r\n"),
		"LF, and no end":   strings.TrimSuffix(strings.ReplaceAll(crlf, "\r\n", "\n"), "\n"),
		"a CR is an octet": strings.Replace(crlf, "long long", "long\rlong", 1),
	} {
		got := read(t, in).Facts
		if got.Size != want.Size || got.HeaderSize != want.HeaderSize || got.LongestLine != want.LongestLine || got.LongestLineAt != want.LongestLineAt {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	header := read(t, "From: a@example.jp\nSubject: no body").Facts
	if header.Size != 38 || header.HeaderSize != 38 || header.LongestLineAt != 1 {
		t.Errorf("no body: got %+v", header)
	}
}

func TestMailboxes(t *testing.T) {
	tests := []struct {
		name, field string
		want        message.Mailboxes
	}{
		{"missing", "", message.Mailboxes{Presence: message.Missing}},
		{"empty", "To:", message.Mailboxes{Presence: message.Empty}},
		{"null", "To: <>", message.Mailboxes{Presence: message.Empty, Count: 1, Addresses: []string{""}, Unqualified: []string{""}}},
		{"two", "To: a@example.jp, B <b.@example.jp> (b, c)", present("a@example.jp", "b.@example.jp")},
		{"empty members", "To: ,a@example.jp,,", present("a@example.jp")},
		{"two fields", "To: a@example.jp\nto: b@example.jp", present("a@example.jp", "b@example.jp")},
		{"comma in quotes", `To: "A, \"B" <a@example.jp>, "b,c"@example.jp`, present("a@example.jp", `"b,c"@example.jp`)},
		{"group", "To: friends: a@example.jp, b@example.jp;, c@example.jp", present("a@example.jp", "b@example.jp", "c@example.jp")},
		{"empty group", "To: undisclosed-recipients:;", message.Mailboxes{Presence: message.Present}},
		{"route", "To: <@x.example,@y.example:a@example.jp>", present("@x.example,@y.example:a@example.jp")},
		{"raw ISO-2022-JP with a comma", "To: \x1b$B,(,\"\x1b(B <a@example.jp>, b@example.jp", present("a@example.jp", "b@example.jp")},
		{"raw Shift_JIS", "To: \x83\\\x83@ <a@example.jp>, b@example.jp", present("a@example.jp", "b@example.jp")},
		{"comment within", "To: a@example.jp (,)", present("a@example.jp")},
		{
			"not qualified", "To: root, a@localhost, a@[192.0.2.1], a@, a@example.jp., 日本@例え.jp",
			message.Mailboxes{
				Presence:    message.Present,
				Count:       6,
				Addresses:   []string{"root", "a@localhost", "a@[192.0.2.1]", "a@", "a@example.jp.", "日本@例え.jp"},
				Unqualified: []string{"root", "a@localhost", "a@[192.0.2.1]", "a@"},
			},
		},
		{
			"malformed", "To: a b@example.jp, a@example..jp, a@192.0.2.1, a@b@localhost",
			message.Mailboxes{
				Presence:    message.Present,
				Count:       4,
				Addresses:   []string{"a b@example.jp", "a@example..jp", "a@192.0.2.1", "a@b@localhost"},
				Unqualified: []string{"a@192.0.2.1", "a@b@localhost"},
				Malformed:   []string{"a b@example.jp", "a@example..jp"},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read(t, "X: y\n"+tt.field+"\n\n").Facts
			if !reflect.DeepEqual(got.To, tt.want) || got.Recipients != tt.want.Count {
				t.Errorf("got %+v", got.To)
			}
		})
	}
}

func present(addresses ...string) message.Mailboxes {
	return message.Mailboxes{Presence: message.Present, Count: len(addresses), Addresses: addresses}
}

// TestManyRecipients has more than anyone should, and brackets that never close.
func TestManyRecipients(t *testing.T) {
	got := read(t, "To: "+strings.Repeat("a@example.jp,\n ", 5000)+"\nCc: b\n\n").Facts
	if got.Recipients != 5001 || len(got.To.Addresses) != 10 || len(got.Cc.Unqualified) != 1 {
		t.Errorf("got %d, %+v", got.Recipients, got.Cc)
	}
	for _, open := range []string{"(", `"`, "\x1b$B", "<", "(\x1b", `\"(`} {
		read(t, "To: "+strings.Repeat(open, 100_000)+"\n\n")
	}
}

func TestMessageID(t *testing.T) {
	for field, want := range map[string]message.Presence{
		"X: y": message.Missing, "Message-ID:": message.Empty, "message-id: <>": message.Empty,
		"Message-ID: <a@b>": message.Present, "Message-ID:\nMessage-ID: a": message.Present,
	} {
		if got := read(t, field+"\n\n").Facts.MessageID; got != want {
			t.Errorf("%s: got %s", field, got)
		}
	}
}

func TestBody(t *testing.T) {
	encode := base64.StdEncoding.EncodeToString
	jis, _ := japanese.ISO2022JP.NewEncoder().String("登録は http://shop.example.jp/ から")
	utf16, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String("https://shop.example.jp/")
	parts := func(p ...string) string {
		return "Content-Type: multipart/mixed; boundary=b\n\nprologue http://no.example\n--b\n" + strings.Join(p, "\n--b\n") + "\n--b--\nepilogue http://no.example\n"
	}
	const link = "\n\nhttp://a.example"
	tests := []struct {
		name, in string
		links    int
		html     bool
		unread   bool
	}{
		{"plain", "X: y\n\nsee https://a.example/, HTTP://192.0.2.1 and http://例え.jp", 3, false, false},
		{"no links", "X: http://header.example\n\nhttp: //a https:/b http:// hhttps", 0, false, false},
		{"close to one", "X: y\n\nhhttp://a httpss://a httphttps://[::1]", 2, false, false},
		{"ISO-2022-JP", "Content-Type: text/plain; charset=ISO-2022-JP\n\n" + jis, 1, false, false},
		{"base64", "Content-Type: text/plain; charset=ISO-2022-JP\nContent-Transfer-Encoding: Base64\n\n" + encode([]byte(jis)), 1, false, false},
		{"base64 with junk", "Content-Transfer-Encoding: base64\n\n aHR0 cDov\n\n*L2EuZXhhbXBsZQ==", 1, false, false},
		{"base64, cut", "Content-Transfer-Encoding: base64\n\naHR0cDovL2EuZXhhbXBsZS", 1, false, true},
		{"quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\nht=\ntp://a.example/=3D", 1, false, false},
		{"UTF-16", "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n" + encode([]byte(utf16)), 1, false, false},
		{"unknown charset", "Content-Type: text/plain; charset=x-phone" + link, 1, false, false},
		{"unknown encoding", "Content-Transfer-Encoding: x-uuencode" + link, 0, false, true},
		{"type that can't be read", "Content-Type: ;;;" + link, 1, false, true},
		{"not text", "Content-Type: image/png" + link, 0, false, false},
		{
			"HTML", "Content-Type: text/html\n\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0//EN\" \"http://www.w3.org/TR/xhtml1\">" +
				"<html xmlns=\"http://www.w3.org/1999/xhtml\"><!-- http://c.example --><style>@import 'http://s.example';</style>" +
				"<a href=\"https://a.example/\">here</a> http&#58;//b.example <img src='http://c.example/'/>",
			3, true, false,
		},
		{"HTML without links", "Content-Type: text/html\n\n<p>hello</p>", 0, true, false},
		{"HTML with a token too long", "Content-Type: text/html\n\nhttp://a.example <img alt='" + strings.Repeat("a", 2<<20) + "'>", 1, true, true},
		{"multipart", parts("X: y"+link, "Content-Type: text/html\n\n<a href=http://a.example>", "Content-Type: image/png"+link), 2, true, false},
		{"attachment", parts("Content-Disposition: attachment; filename=a.html\nContent-Type: text/html" + link), 0, false, false},
		{"multipart, cut", "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + link + "\n", 1, false, true},
		{"multipart without boundary", "Content-Type: multipart/mixed" + link, 0, false, true},
		{"multipart with a broken part", parts("X: y"+link, "no field\n\n"), 1, false, true},
		{"forwarded", parts("Content-Type: message/rfc822\n\nSubject: x\nContent-Type: text/html" + link), 1, true, false},
		{"digest", strings.Replace(parts("\nSubject: x"+link), "mixed", "digest", 1), 1, false, false},
		{"too many parts", parts(strings.Split(strings.Repeat("X: y\n\nhttp://a.example|", 120), "|")...), mail.MaxParts, false, true},
		{"too deep", strings.Repeat("Content-Type: message/rfc822\n\n", 20) + link, 0, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read(t, tt.in).Facts
			if got.Links != tt.links || got.HTML != tt.html || got.Unread != tt.unread {
				t.Errorf("got %d links, HTML %t, unread %t", got.Links, got.HTML, got.Unread)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		name    string
		in      io.Reader
		mistake bool
		want    string
	}{
		{"no message", strings.NewReader("hello\n"), true, "not a header field"},
		{"empty", strings.NewReader(""), true, "empty"},
		{"too large", io.MultiReader(strings.NewReader("From: a@example.jp\n\n"), io.LimitReader(text{}, message.MaxSize)), true, "larger than 64 MiB"},
		{"reader, in the header", iotest.ErrReader(boom), false, "boom"},
		{"reader, in the body", io.MultiReader(strings.NewReader("From: a@example.jp\n\nhello"), iotest.ErrReader(boom)), false, "boom"},
	}
	for _, tt := range tests {
		m, err := message.Read(context.Background(), tt.in, resolve.Lookup{})
		var mistake *input.Error
		if m != nil || errors.As(err, &mistake) != tt.mistake || !strings.Contains(fmt.Sprint(err), tt.want) {
			t.Errorf("%s: got %v", tt.name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := message.Read(ctx, strings.NewReader("From: a@example.jp\n\n"), resolve.Lookup{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// text is a body without end.
type text struct{}

var lines = strings.Repeat("An endless body<br>short lines. \n", 2000)

func (text) Read(p []byte) (int, error) { return copy(p, lines), nil }

// TestMemory holds that a message of 40 MB with several signatures is never in
// memory.
func TestMemory(t *testing.T) {
	signed, err := os.ReadFile("../../../testdata/messages/signup-dkim.eml")
	if err != nil {
		t.Fatal(err)
	}
	_, field, _ := strings.Cut(string(signed), "DKIM-Signature:")
	field, _, _ = strings.Cut(field, "\nDate:")
	field = "DKIM-Signature:" + field + "\n"
	limited := strings.Replace(field, "v=1;", "v=1; l=1000000000;", 1)
	const top = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<b>"
	in := &peak{r: io.MultiReader(strings.NewReader(field+limited+field+"From: a@example.jp\n"+top), io.LimitReader(text{}, bodySize))}
	runtime.GC()
	in.sample()
	before := in.heap
	m, err := message.Read(context.Background(), in, shopZone(t))
	if err != nil || len(m.Signatures) != 3 || m.Signatures[0].Result != dkim.Fail || m.Signatures[1].Result != dkim.Fail || m.Facts.Size < bodySize {
		t.Fatalf("got %+v, %v", m, err)
	}
	if grown := in.heap - before; grown > 16<<20 {
		t.Errorf("the heap grew by %d KiB", grown>>10)
	}
}

// peak notes how large the heap became while r was read.
type peak struct {
	r     io.Reader
	reads int
	heap  uint64
}

func (p *peak) Read(b []byte) (int, error) {
	if p.reads++; p.reads%64 == 0 {
		p.sample()
	}
	return p.r.Read(b)
}

func (p *peak) sample() {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	p.heap = max(p.heap, stats.HeapAlloc)
}

func FuzzRead(f *testing.F) {
	signed, err := os.ReadFile("../../../testdata/messages/signup-dkim.eml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(signed))
	f.Add("To: \"a, (b\" <@x:a@b>, \x1b$B\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhttp://a\n--b\nContent-Type: text/html; charset=utf-16\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n")
	f.Add("Content-Type: message/rfc822\n\nContent-Transfer-Encoding: quoted-printable\nDKIM-Signature: l=5; v=1\n\n=\r\r\n")
	zone := shopZone(f)
	f.Fuzz(func(t *testing.T, in string) {
		m, err := message.Read(context.Background(), strings.NewReader(in), zone)
		if err != nil {
			return
		}
		facts := m.Facts
		if facts.HeaderSize > facts.Size || int64(facts.LongestLine) > facts.Size || facts.Size > 2*int64(len(in))+2 {
			t.Errorf("sizes: %+v", facts)
		}
		if len(facts.To.Unqualified) > facts.To.Count || facts.Recipients != facts.To.Count+facts.Cc.Count {
			t.Errorf("recipients: %+v", facts)
		}
		for _, s := range m.Signatures {
			if !s.Reason.Complete() || s.Result == "" {
				t.Errorf("signature: %+v", s)
			}
		}
		lf, err := message.Read(context.Background(), strings.NewReader(strings.ReplaceAll(in, "\n", "\r\n")), zone)
		if err != nil || lf.Facts.Size != facts.Size || len(lf.Signatures) != len(m.Signatures) {
			t.Errorf("with CRs: %+v, %v", lf, err)
		}
	})
}
