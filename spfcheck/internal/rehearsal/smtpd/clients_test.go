package smtpd_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"os/exec"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal/smtpd"
)

// TestSTARTTLS sends under TLS, where a bare LF is refused, too.
func TestSTARTTLS(t *testing.T) {
	r := start(t, &smtpd.Server{StartTLS: true, RequireAuth: true})
	c, err := smtp.Dial(r.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.StartTLS(&tls.Config{InsecureSkipVerify: true}); err != nil { //nolint:gosec // nobody has signed it
		t.Fatal(err)
	}
	if err := c.Auth(smtp.PlainAuth("", "anybody", "anything", "127.0.0.1")); err != nil {
		t.Fatal(err)
	}
	if err := sendOn(c, []byte(from("good.example.jp"))); err != nil {
		t.Error(err)
	}
	_ = c.Mail("bounce@good.example.jp")
	_ = c.Rcpt("taro@docomo.ne.jp")
	id, _ := c.Text.Cmd("DATA")
	c.Text.StartResponse(id)
	_, _, err = c.Text.ReadResponse(354)
	c.Text.EndResponse(id)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(c.Text.W, "From: a@good.example.jp\r\n\r\nhello\n.\r\nMAIL FROM:<b@good.example.jp>\r\n.\r\n")
	_ = c.Text.W.Flush()
	if _, _, err = c.Text.ReadResponse(250); err == nil || !strings.HasPrefix(err.Error(), "521 ") {
		t.Errorf("a bare LF under TLS: %v", err)
	}
	if n := len(r.store.List(rehearsal.Filter{})); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestNoSTARTTLS: clients use it as soon as it is offered.
func TestNoSTARTTLS(t *testing.T) {
	c := dial(t, start(t, &smtpd.Server{}))
	c.say("EHLO client.example", "250 ")
	c.say("STARTTLS", "502 ")
}

// TestExtensions has commands come in one go, a message in chunks, and addresses in UTF-8.
func TestExtensions(t *testing.T) {
	r := start(t, &smtpd.Server{})
	c := dial(t, r)
	text := from("good.example.jp")
	half := len(text) / 2
	_, _ = io.WriteString(c, "EHLO client.example\r\nMAIL FROM:<bounce@good.example.jp> SMTPUTF8 BODY=8BITMIME SIZE=100 RET=HDRS ENVID=QQ+2B42\r\n"+
		"RCPT TO:<あ@docomo.ne.jp> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;\\x{3042}@docomo.ne.jp\r\n"+
		fmt.Sprintf("BDAT %d\r\n%sBDAT %d LAST\r\n%sQUIT\r\n", half, text[:half], len(text)-half, text[half:]))
	for _, want := range []string{"250 ", "250 ", "250 ", "250 ", "250 Requested mail action okay, completed", "221 "} {
		if got := c.answer(); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	all := r.store.List(rehearsal.Filter{To: "あ@docomo.ne.jp"})
	if len(all) != 1 {
		t.Fatalf("%d messages", len(all))
	}
	if m := all[0]; string(m.Raw) != text || m.EnvelopeID != "QQ+42" || m.Recipients[0].Original != "あ@docomo.ne.jp" {
		t.Errorf("%+v", m)
	}
	if report := string(all[0].DeliveryReport(0)); !strings.Contains(report, "\r\nOriginal-Envelope-Id: QQ+42\r\n") || !strings.Contains(report, "\r\nAction: relayed\r\n") {
		t.Errorf("the delivery report:\n%s", report)
	}
}

// python sends messages with smtplib, over STARTTLS and with a name and a password.
const python = `
import smtplib, ssl, sys
from email.message import EmailMessage
m = EmailMessage()
m["From"], m["To"], m["Subject"] = "ショップ <info@bad.example.jp>", "taro@docomo.ne.jp", "ご登録"
m.set_content("https://bad.example.jp/")
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as s:
    s.starttls(context=ssl._create_unverified_context())
    s.login("anybody", "anything")
    s.send_message(m)
    try:
        s.send_message(m, from_addr="bounce@bad.example.jp", to_addrs=["nobody@docomo.ne.jp", "a@au.com"], rcpt_options=["NOTIFY=FAILURE"])
    except smtplib.SMTPResponseException as e:
        print(e)
`

// TestPython sends with Python's smtplib, where there is a Python.
func TestPython(t *testing.T) {
	python3, err := exec.LookPath("python3")
	if err != nil {
		t.Skip(err)
	}
	r := start(t, &smtpd.Server{StartTLS: true, RequireAuth: true, Script: smtpd.Script{UnknownUsers: []string{"nobody@docomo.ne.jp"}}})
	_, port, _ := net.SplitHostPort(r.addr)
	cmd := exec.CommandContext(t.Context(), python3, "-c", python, port)
	cmd.Env = []string{"PYTHONIOENCODING=utf-8"}
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%v: %s", err, out)
	}
	all := r.store.List(rehearsal.Filter{})
	if len(all) != 2 {
		t.Fatalf("%d messages", len(all))
	}
	if m := all[0]; m.Worst != "junk" || m.From != "ショップ <info@bad.example.jp>" || m.Subject != "ご登録" {
		t.Errorf("%+v", m)
	}
	if m := all[1]; m.Worst != "drop" || m.DeliveryReport(0) == nil || m.DeliveryReport(1) != nil {
		t.Errorf("%+v", m)
	}
}
