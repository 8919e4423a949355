package smtpd_test

import (
	"bufio"
	"context"
	"net"
	"net/netip"
	"net/smtp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal/smtpd"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// zone has a sender whose mail is delivered, and one whose mail is not.
const zone = `
example.jp. 300 SOA ns.example.jp. h.example.jp. 1 300 300 300 300
good.example.jp. 300 TXT "v=spf1 ip4:192.0.2.25 -all"
good.example.jp. 300 A 192.0.2.25
_dmarc.good.example.jp. 300 TXT "v=DMARC1; p=reject"
bad.example.jp. 300 TXT "v=spf1 -all"
bad.example.jp. 300 A 192.0.2.26
`

// running is a server under test.
type running struct {
	addr  string
	store *rehearsal.Store

	mu      sync.Mutex
	refused []rehearsal.Refused
}

// start starts a server for mail from 192.0.2.25.
func start(t testing.TB, server *smtpd.Server) *running {
	t.Helper()
	z, err := resolve.ParseZone(strings.NewReader(zone), "test.zone")
	if err != nil {
		t.Fatal(err)
	}
	if server.Judge == nil {
		server.Judge = &rehearsal.Judge{}
	}
	server.Judge.Checker = spfcheck.Checker{Exchanger: resolve.Offline(z), Tuning: spfcheck.Tuning{Prefetch: spfcheck.PrefetchNone, Records: new(spfcheck.Records)}}
	server.Judge.Request = spfcheck.Request{Clients: []netip.Addr{netip.MustParseAddr("192.0.2.25")}, On: "2026-11-28"}
	if server.Store == nil {
		server.Store = &rehearsal.Store{}
	}
	r := &running{store: server.Store}
	server.Tell = func(e rehearsal.Event) {
		if e.Refused != nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.refused = append(r.refused, *e.Refused)
		}
	}
	server.Failed = func(err error) { t.Error(err) }
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = l.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return r
}

// from is a message of a domain.
func from(domain string) string {
	return "From: info@" + domain + "\r\nTo: taro@docomo.ne.jp\r\nSubject: =?UTF-8?B?44GT44KT44Gr44Gh44Gv?=\r\nMessage-ID: <1@" + domain + ">\r\n\r\nhello\r\n"
}

// TestAnswers sends messages with Go's own client.
func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		what, domain, to string
		strict           bool
		answer           string // "" where it is accepted
		outcome          string
	}{
		{"delivered", "good.example.jp", "taro@docomo.ne.jp", false, "", "deliver"},
		{"delivered in a strict rehearsal", "good.example.jp", "taro@docomo.ne.jp", true, "", "deliver"},
		{"docomo files it as spam, and says nothing", "bad.example.jp", "taro@docomo.ne.jp", false, "", "junk"},
		{"strict says why", "bad.example.jp", "taro@docomo.ne.jp", true, "550 5.7.23 spfcheck: NTT docomo would file this as spam: ", "junk"},
		{"au drops it", "bad.example.jp", "hanako@au.com", false, "", "drop"},
		{"SoftBank looks for the domain", "none.example.jp", "a@softbank.ne.jp", false, "553 none.example.jp does not exist", "reject"},
		{"no carrier's mailbox", "bad.example.jp", "a@example.com", true, "", "unknown"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			r := start(t, &smtpd.Server{Judge: &rehearsal.Judge{Strict: tt.strict}})
			err := smtp.SendMail(r.addr, nil, "bounce@"+tt.domain, []string{tt.to}, []byte(from(tt.domain)))
			if tt.answer == "" && err != nil || tt.answer != "" && (err == nil || !strings.HasPrefix(strings.ReplaceAll(err.Error(), `"`, ""), tt.answer)) {
				t.Errorf("answer %v, want %q", err, tt.answer)
			}
			all := r.store.List(rehearsal.Filter{})
			if len(all) != 1 {
				t.Fatalf("%d messages", len(all))
			}
			m := all[0]
			if string(m.Worst) != tt.outcome || m.Subject != "こんにちは" || m.From != "info@"+tt.domain || string(m.Raw) != from(tt.domain) {
				t.Errorf("%+v", m)
			}
		})
	}
}

// TestNeverTheSocket: what is sent from the machine of a developer will be sent from
// elsewhere.
func TestNeverTheSocket(t *testing.T) {
	r := start(t, &smtpd.Server{})
	c := dial(t, r)
	c.say("EHLO mail.good.example.jp", "250 ")
	c.say("MAIL FROM:<>", "250 ")
	c.say("RCPT TO:<hanako@au.com>", "250 ")
	c.say("DATA", "354 ")
	c.say(from("good.example.jp")+".", "250 ")
	if m := r.store.List(rehearsal.Filter{})[0]; m.Worst != "unknown" {
		t.Errorf("the name that the client gave was taken for that of the sending server: %+v", m.Recipients)
	}
}

// client speaks SMTP line by line.
type client struct {
	t testing.TB
	net.Conn
	r *bufio.Reader
}

func dial(t testing.TB, r *running) *client {
	t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	c := &client{t, conn, bufio.NewReader(conn)}
	if got := c.answer(); !strings.HasPrefix(got, "220 ") {
		t.Fatalf("it greets with %q", got)
	}
	return c
}

// answer reads an answer, and gives its last line.
func (c *client) answer() string {
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			return err.Error()
		}
		if len(line) < 4 || line[3] != '-' {
			return strings.TrimRight(line, "\r\n")
		}
	}
}

// say sends a line, and wants an answer that begins so.
func (c *client) say(line, want string) {
	c.t.Helper()
	if _, err := c.Write([]byte(line + "\r\n")); err != nil {
		c.t.Fatalf("%q: %v", line, err)
	}
	if got := c.answer(); !strings.HasPrefix(got, want) {
		c.t.Fatalf("%q: %q, want %q", line[:min(len(line), 60)], got, want)
	}
}

// transaction begins a message.
func (c *client) transaction() {
	c.t.Helper()
	c.say("EHLO client.example", "250 ")
	c.say("MAIL FROM:<bounce@good.example.jp>", "250 ")
	c.say("RCPT TO:<taro@docomo.ne.jp>", "250 ")
}

// smtpSend sends a message of a domain to docomo.
func smtpSend(r *running, domain string) error {
	return smtp.SendMail(r.addr, nil, "bounce@"+domain, []string{"taro@docomo.ne.jp"}, []byte(from(domain)))
}
