package smtpd_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal/smtpd"
)

// TestSmuggling sends what some server takes for the end of a message, and a second
// message behind it, which must not come (https://sec-consult.com/blog/detail/smtp-smuggling-spoofing-e-mails-worldwide/).
func TestSmuggling(t *testing.T) {
	smuggled := "MAIL FROM:<ceo@good.example.jp>\r\nRCPT TO:<hanako@au.com>\r\nDATA\r\nFrom: ceo@good.example.jp\r\n\r\nsmuggled\r\n.\r\n"
	for _, end := range []string{"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\n.\r", "\r\r\n.\r\r\n", "\r\n.\r\r\n"} {
		t.Run(fmt.Sprintf("%q", end), func(t *testing.T) {
			r := start(t, &smtpd.Server{})
			c := dial(t, r)
			c.transaction()
			c.say("DATA", "354 ")
			_, _ = io.WriteString(c, "From: info@good.example.jp\r\n\r\nhello"+end+smuggled)
			if got := c.answer(); !strings.HasPrefix(got, "521 5.5.2 ") {
				t.Errorf("answer %q", got)
			}
			if n := len(r.store.List(rehearsal.Filter{})); n > 0 {
				t.Errorf("%d messages came", n)
			}
		})
	}
}

// TestBareLineEnds wants commands to end in CRLF, too.
func TestBareLineEnds(t *testing.T) {
	for _, line := range []string{"EHLO a\n", "EHLO a\rb\r\n", "EHLO a\r\nNOOP\nQUIT\r\n"} {
		c := dial(t, start(t, &smtpd.Server{}))
		_, _ = io.WriteString(c, line)
		if got := c.answer(); !strings.HasPrefix(got, "521 5.5.2 ") {
			t.Errorf("%q: %q", line, got)
		}
	}
}

func TestLimits(t *testing.T) {
	r := start(t, &smtpd.Server{})
	c := dial(t, r)
	c.transaction()
	for i := range 999 {
		want := "250 "
		if i >= smtpd.MaxRecipients-1 {
			want = "452 4.5.3 "
		}
		c.say(fmt.Sprintf("RCPT TO:<user%d@docomo.ne.jp>", i), want)
	}
	c.say("RSET", "250 ")
	c.say(fmt.Sprintf("MAIL FROM:<a@good.example.jp> SIZE=%d", smtpd.MaxMessage+1), "552 5.3.4 ")
	c.say("MAIL FROM:<a\x00b@good.example.jp>", "501 5.1.3 ")
	c.say("MAIL FROM:<あ@good.example.jp>", "501 5.1.3 ")
	c.say("MAIL FROM:<あ@good.example.jp> SMTPUTF8", "250 ")
	c.say("RCPT TO:<taro>", "501 ")
	c.say("RCPT TO:<taro@docomo.ne.jp> NOTIFY=NEVER,SUCCESS", "501 ")
	c.say(strings.Repeat("x", 1<<17), "500 5.4.0 ")
}

// TestSlow ends the sessions of clients that send little by little.
func TestSlow(t *testing.T) {
	r := start(t, &smtpd.Server{Idle: 100 * time.Millisecond})
	for what, slowly := range map[string]string{"a command": "EHLO slow.example.jp", "a message": "From: slow@good.example.jp"} {
		c := dial(t, r)
		if what == "a message" {
			c.transaction()
			c.say("DATA", "354 ")
		}
		go func() {
			for i := range len(slowly) * 100 {
				if _, err := io.WriteString(c, slowly[i%len(slowly):][:1]); err != nil {
					return
				}
				time.Sleep(10 * time.Millisecond)
			}
		}()
		if got := c.answer(); !strings.HasPrefix(got, "421 4.4.2 ") {
			t.Errorf("%s: %q", what, got)
		}
	}
	if n := len(r.store.List(rehearsal.Filter{})); n > 0 {
		t.Errorf("%d messages", n)
	}
}

// TestHalfSessions end without a message.
func TestHalfSessions(t *testing.T) {
	r := start(t, &smtpd.Server{})
	for _, half := range []string{"", "EH", "EHLO a\r\nMAIL FROM:<a@good.example.jp>\r\nRCPT TO:<b@au.com>\r\nDATA\r\nFrom: a", "EHLO a\r\nMAIL FROM:<a@good.example.jp>\r\nRCPT TO:<b@au.com>\r\nBDAT 1000\r\nFrom: a", "STARTTLS\r\n\x16\x03", "AUTH LOGIN\r\n"} {
		c := dial(t, r)
		_, _ = io.WriteString(c, half)
		c.Close()
	}
	c := dial(t, r)
	c.transaction()
	c.say("DATA", "354 ")
	c.say(from("good.example.jp")+".", "250 ")
	if n := len(r.store.List(rehearsal.Filter{})); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestNoMessage wants an answer to what isn't a message that can be read.
func TestNoMessage(t *testing.T) {
	for what, text := range map[string]string{
		"no header":            "hello\r\n\r\nworld\r\n",
		"nothing":              "",
		"a header without end": strings.Repeat("X-Bomb: "+strings.Repeat("x", 900)+"\r\n", 2000) + "\r\n",
	} {
		r := start(t, &smtpd.Server{})
		c := dial(t, r)
		c.transaction()
		c.say("DATA", "354 ")
		c.say(text+".", "554 5.6.0 spfcheck: ")
		if m := r.store.List(rehearsal.Filter{})[0]; m.Worst != "unknown" {
			t.Errorf("%s: %s", what, m.Worst)
		}
	}
}

// TestLargeMessage takes a message of 40 MB, which au refuses, and refuses a larger one. The
// memory goes away again.
func TestLargeMessage(t *testing.T) {
	r := start(t, &smtpd.Server{Store: &rehearsal.Store{Bytes: 1 << 20}})
	line := strings.Repeat("x", 998) + "\r\n"
	large := func(octets int, want string) {
		c := dial(t, r)
		c.say("EHLO client.example", "250 ")
		c.say("MAIL FROM:<bounce@good.example.jp>", "250 ")
		c.say("RCPT TO:<hanako@au.com>", "250 ")
		c.say("DATA", "354 ")
		_, _ = io.WriteString(c, from("good.example.jp"))
		chunk := strings.Repeat(line, 1000)
		for range octets / len(chunk) {
			if _, err := io.WriteString(c, chunk); err != nil {
				t.Fatal(err)
			}
		}
		c.say(".", want)
	}
	large(40_000_000, "552 Message size exceeds fixed limit")
	large(smtpd.MaxMessage+2_000_000, "552 5.3.4 ")
	if err := smtpSend(r, "good.example.jp"); err != nil {
		t.Error(err)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 64<<20 {
		t.Errorf("%d MB are still in use", m.HeapAlloc>>20)
	}
}

// TestScripted wants what was asked for.
func TestScripted(t *testing.T) {
	r := start(t, &smtpd.Server{RequireAuth: true, Script: smtpd.Script{
		UnknownUsers: []string{"nobody@docomo.ne.jp", "Nobody@au.com", "nobody@softbank.ne.jp", "nobody@example.com"}, PerMinute: 2,
	}})
	c := dial(t, r)
	c.say("EHLO client.example", "250 ")
	c.say("MAIL FROM:<a@good.example.jp>", "530 5.7.0 ")
	c.say("AUTH LOGIN", "334 VXNlcm5hbWU6")
	c.say("dQ==", "334 UGFzc3dvcmQ6")
	c.say("cA==", "235 ")
	c.say("MAIL FROM:<a@good.example.jp>", "250 ")
	c.say("RCPT TO:<nobody@docomo.ne.jp>", "550 Unknown user nobody@docomo.ne.jp")
	c.say("RCPT TO:<nobody@au.com>", "550 <nobody@au.com>: User unknown")
	c.say("RCPT TO:<nobody@softbank.ne.jp>", "550 Invalid recipient: <nobody@softbank.ne.jp>")
	c.say("RCPT TO:<nobody@example.com>", "550 5.1.1 <nobody@example.com>: Recipient address rejected: User unknown")
	c.say("RSET", "250 ")
	all := r.store.List(rehearsal.Filter{})
	if len(all) != 1 || all[0].Worst != "" || len(all[0].Recipients) != 4 || all[0].DeliveryReport(3) == nil {
		t.Errorf("a message that all recipients refuse leaves %+v", all)
	}
	c.say("MAIL FROM:<a@good.example.jp>", "250 ")
	c.say("RSET", "250 ")
	c.say("MAIL FROM:<a@good.example.jp>", "450 4.7.1 ")
}

// TestGreylist puts a pair off once.
func TestGreylist(t *testing.T) {
	r := start(t, &smtpd.Server{Script: smtpd.Script{Greylist: 50 * time.Millisecond}})
	c := dial(t, r)
	c.say("EHLO client.example", "250 ")
	c.say("MAIL FROM:<a@good.example.jp>", "250 ")
	c.say("RCPT TO:<taro@docomo.ne.jp>", "450 4.2.0 ")
	time.Sleep(60 * time.Millisecond)
	c.say("RCPT TO:<Taro@docomo.ne.jp>", "250 ")
}
