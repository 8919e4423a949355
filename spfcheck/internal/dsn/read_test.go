package dsn_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

func read(t *testing.T, text string) *dsn.Report {
	t.Helper()
	r, err := dsn.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// one reads a report with one recipient.
func one(t *testing.T, text string) dsn.Recipient {
	t.Helper()
	r := read(t, text)
	if len(r.Recipients) != 1 {
		t.Fatalf("%s: %d recipients: %+v", r.Kind, len(r.Recipients), r.Recipients)
	}
	return r.Recipients[0]
}

// report makes a report of delivery-status fields.
func report(status string) string {
	return "From: MAILER-DAEMON@a.example\nDate: Sun, 22 Nov 2026 01:55:49 +0900\nContent-Type: multipart/report; report-type=delivery-status; boundary=b;\n\n" +
		"--b\n\nwords\n--b\nContent-Type: message/delivery-status\n\n" + status
}

const failed = "Reporting-MTA: dns;a.example\n\nFinal-Recipient: rfc822; x@b.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n"

func TestKinds(t *testing.T) {
	const qmail = "Hi. This is the qmail-send program at a.example.\nI'm afraid\n\n<x@b.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 no\n\n--- Below this line is a copy of the message.\n\nFrom: y@a.example\n\nsecret\n"
	for _, c := range []struct {
		name, text string
		kind       dsn.Kind
	}{
		{"fields", report(failed), dsn.Delivery},
		{"fields, cut off", report(failed[:80]), dsn.Delivery},
		{"only CRs", strings.ReplaceAll(report(failed), "\n", "\r"), dsn.Delivery},
		{"in a list's mixed", "Content-Type: multipart/mixed; boundary=o\n\n--o\n" + strings.TrimPrefix(report(failed), "From: MAILER-DAEMON@a.example\n"), dsn.Delivery},
		{"utf-8 types", strings.ReplaceAll(report(failed), "message/delivery-status", "message/global-delivery-status"), dsn.Delivery},
		{"mislabelled", strings.ReplaceAll(report(failed), "message/delivery-status", "text/plain"), dsn.Delivery},
		{"mbox", "From MAILER-DAEMON Sun Nov 22 01:00:00 2026\n" + report(failed), dsn.Delivery},
		{"words", "Return-Path: <>\nFrom: MAILER-DAEMON@a.example\n\n" + qmail, dsn.Words},
		{"words of a person", "From: y@a.example\n\nLook at this:\n" + qmail, dsn.Forwarded},
		{"quoted", "From: y@a.example\n\n> This is the mail system at host a.example.\n>\n> <x@b.example>: host mx.b.example[192.0.2.1] said: 550 no\n", dsn.Forwarded},
		{"attached", "From: y@a.example\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nlook\n--o\nContent-Type: message/rfc822\n\n" + report(failed), dsn.Forwarded},
		{"answer", "From: y@a.example\nAuto-Submitted: auto-replied\n\nI am away.\n", dsn.AutoReply},
		{"answer in Japanese", "From: y@a.example\nSubject: =?UTF-8?B?5LiN5Zyo6YCa55+l?=\n\nx\n", dsn.AutoReply},
		{"mail", "From: y@a.example\n\nhello\n", dsn.NotReport},
		{"other system", "Return-Path: <>\nFrom: postmaster@a.example\n\nCould not deliver:\n<x@b.example>: 550 5.1.1 no such user\n", dsn.Words},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read(t, c.text)
			if r.Kind != c.kind {
				t.Errorf("%s, want %s", r.Kind, c.kind)
			}
			if r.Kind.IsReport() != (len(r.Recipients) > 0) {
				t.Errorf("%d recipients", len(r.Recipients))
			}
		})
	}
	for _, bad := range []string{"", "\n\n", "{", `{"a":1}`, `[{"a":1}]`, "no field here\n"} {
		if r, err := dsn.Read(strings.NewReader(bad)); err == nil {
			t.Errorf("%q: %+v", bad, r)
		}
	}
}

func TestGroups(t *testing.T) {
	const two = "Reporting-MTA:DNS;MAILER-DAEMON@softbank.ne.jp\nFinal-Recipient:RFC822;a@b.example\nAction:failed\nStatus:4.2.2\nFinal-Recipient:RFC822;c@b.example\nAction: failed\n\nStatus: 5.0.0 (permanent failure)\n"
	r := read(t, report(two))
	if r.ReportingMTA != "softbank.ne.jp" || len(r.Recipients) != 2 {
		t.Fatalf("%s: %+v", r.ReportingMTA, r.Recipients)
	}
	if a, c := r.Recipients[0], r.Recipients[1]; a.Status != "4.2.2" || a.Causes[0] != dsn.MailboxFull || a.Causes[1] != dsn.Expired || c.Status != "5.0.0" {
		t.Errorf("%+v\n%+v", a, c)
	}
	twice := read(t, report(failed+"\n"+failed[strings.Index(failed, "Final"):]))
	if len(twice.Recipients) != 1 {
		t.Errorf("the same group twice: %d recipients", len(twice.Recipients))
	}
	first := one(t, report("Reporting-MTA: dns; a.example\n\nAction: failed\nFinal-Recipient: rfc822;x@b.example\nStatus: 5.0.0\n"))
	if first.Action != "failed" || first.Recipient != "x@b.example" {
		t.Errorf("Action first: %+v", first)
	}
}

func TestFields(t *testing.T) {
	for _, c := range []struct{ fields, recipient, final, remote, reply string }{
		{"Original-Recipient: rfc822;a+2Bb@b.example\nFinal-Recipient: rfc822;c@b.example", "a+b@b.example", "c@b.example", "", ""},
		{"Original-Recipient: rfc822;a+2B@b.example\nFinal-Recipient: rfc822;a+2B@b.example", "a+2B@b.example", "", "", ""},
		{`Original-Recipient: utf-8;\x{592A}@b.example` + "\nFinal-Recipient: utf-8; 太@b.example", "太@b.example", "", "", ""},
		{"Final-Recipient: RFC822; <a@b.example>\nRemote-MTA: dns; mx.b.example. (192.0.2.1, the server for b)", "a@b.example", "", "mx.b.example", ""},
		{"Final-Recipient: rfc822;a@b.example\nDiagnostic-Code: x-unix; no room", "a@b.example", "", "", "no room"},
		{"Final-Recipient: rfc822;a@b.example\nDiagnostic-Code: 550 a;b", "a@b.example", "", "", "550 a;b"},
		{"Final-Recipient: rfc822;a@b.example\nDiagnostic-Code: smtp; 550-5.1.1 a\n\t550 5.1.1 b", "a@b.example", "", "", "550-5.1.1 a 550 5.1.1 b"},
	} {
		got := one(t, report("Reporting-MTA: dns; a.example\n\n"+c.fields+"\nAction: Failed\n"))
		if got.Recipient != c.recipient || got.Final != c.final || got.RemoteMTA != c.remote || got.Reply != c.reply || got.Action != "failed" {
			t.Errorf("%q: %+v", c.fields, got)
		}
	}
}

// ESC is part of the text in ISO-2022-JP, and elsewhere never reaches a terminal.
func TestCharsets(t *testing.T) {
	const said = "宛先が見つかりません"
	jis, err := japanese.ISO2022JP.NewEncoder().String(said)
	if err != nil {
		t.Fatal(err)
	}
	euc, err := japanese.EUCJP.NewEncoder().String(said)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{said, jis, euc} {
		got := one(t, report("Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nDiagnostic-Code: X-Notes; "+text+"\n"))
		if got.Reply != said {
			t.Errorf("%q, want %q", got.Reply, said)
		}
	}
	hostile := one(t, report("Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a\x1b[2J@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 \x1b[31m\u202eok\u200b\u009b1m\x07 unknown user\n"))
	safe(t, hostile)
	for _, file := range []string{"sendmail-raw-escape.eml", "exim-octal-escape.eml"} {
		for _, rc := range readFile(t, filepath.Join("../../../testdata/dsn", file)).Recipients {
			safe(t, rc)
		}
	}
}

func safe(t *testing.T, rc dsn.Recipient) {
	t.Helper()
	for _, s := range []string{rc.Recipient, rc.Final, rc.Action, rc.Status, rc.RemoteMTA, rc.Reply, rc.Advice.EN, rc.Advice.JA} {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
			return r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0x200b
		}) {
			t.Errorf("not safe to show: %q", s)
		}
	}
}

// The body of a returned message is nowhere in a report.
func TestNoBody(t *testing.T) {
	for _, path := range []string{"opensmtpd-failed-ezweb.eml", "postfix-ezweb-data.eml"} {
		data, err := os.ReadFile(filepath.Join("../../../testdata/dsn", path))
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.ReplaceAll(data, []byte("\nhello\n"), []byte("\nsecret-body\n"))
		r := read(t, string(data))
		out, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(out), "secret-body") || strings.Contains(fmt.Sprint(r.Returned.Header), "secret-body") {
			t.Errorf("%s: the body is in the report", path)
		}
	}
}

func TestLimits(t *testing.T) {
	var many strings.Builder
	for i := range 3 * dsn.MaxRecipients {
		fmt.Fprintf(&many, "\nFinal-Recipient: rfc822;%d@b.example\nAction: failed\n", i)
	}
	nested := "From: a@b.example\n"
	for i := range 200 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=%d\n\n--%d\n", i, i)
	}
	for name, text := range map[string]string{
		"recipients": report("Reporting-MTA: dns; a\n" + many.String()),
		"parts":      "From: a@b.example\nContent-Type: multipart/report; boundary=b\n\n" + strings.Repeat("--b\n\n", 1<<20),
		"depth":      nested + failed,
		"field":      report("Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@b.example\nDiagnostic-Code: smtp;" + strings.Repeat(" x\n", 1<<20)),
		"header":     "From: a@b.example\n" + strings.Repeat("X: y\n", 100_000) + strings.TrimPrefix(report(failed), "From: MAILER-DAEMON@a.example\n"),
		"returned":   strings.Replace(report(failed), "words\n", "words\n--b\nContent-Type: message/rfc822\n\n"+strings.Repeat("Received: x\n", 1<<18), 1),
		"addresses":  "Return-Path: <>\n\nHi. This is the qmail-send program at a.example.\n" + strings.Repeat("<a@b.example>:\nx\n\n", 1<<16),
		"brackets":   "Return-Path: <>\n\n" + strings.Repeat("<", 1<<20) + strings.Repeat("((\"", 1<<18),
		"words":      "Subject: " + strings.Repeat("=?utf-8?B?4oCu?= ", 1<<15) + "\n" + report(failed),
		"text":       "Return-Path: <>\n\n" + strings.Repeat("<a@b.example>: 550 x (in reply to\n", 1<<18),
		"blanks":     "Return-Path: <>\n\nThis message was created automatically by mail delivery software\n  a@b.example\n" + strings.Repeat("    host x ", 1<<18),
		"size":       "Return-Path: <>\n\n" + strings.Repeat("x", dsn.MaxSize),
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, text)
			if len(r.Recipients) > dsn.MaxRecipients {
				t.Errorf("%d recipients", len(r.Recipients))
			}
		})
	}
}

// What is no report, and what is beyond a limit of the header, is an error.
func TestUnreadable(t *testing.T) {
	for name, text := range map[string]string{
		"header": "From: " + strings.Repeat("a@b.example, ", 1<<17) + "\n\n",
		"JSON":   strings.Repeat("[", 1<<20),
		"nested": `{"Type":"Notification","Message":"` + strings.Repeat(`{\"a\":`, 1<<17) + `"}`,
	} {
		if r, err := dsn.Read(strings.NewReader(text)); err == nil {
			t.Errorf("%s: %s", name, r.Kind)
		}
	}
}

func TestDoubts(t *testing.T) {
	r := readFile(t, "../../../testdata/dsn/postfix-spf-5723.eml")
	if d := r.Doubts("hoge-domain.example"); len(d) != 0 {
		t.Errorf("a report on our own message: %v", d)
	}
	if d := r.Doubts("shop.example"); len(d) != 3 {
		t.Errorf("a report on somebody else's message: %v", d)
	}
	forged := read(t, "Return-Path: <evil@c.example>\nAuthentication-Results: mx; dmarc=fail\n"+report(failed))
	if d := forged.Doubts("shop.example"); len(d) != 1 {
		t.Errorf("DMARC failed: %v", d)
	}
	if forged.Distrust("shop.example"); !forged.Doubtful || !strings.Contains(forged.Recipients[0].Advice.JA, "偽造") ||
		!strings.Contains(forged.Notes[len(forged.Notes)-1].EN, "change nothing") {
		t.Errorf("%+v", forged)
	}
	if r.Distrust("hoge-domain.example"); r.Doubtful || strings.Contains(r.Recipients[0].Advice.EN, "forged") {
		t.Errorf("%+v", r)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("../../../testdata/dsn/*.eml")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range services {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, in string) {
		r, err := dsn.Read(strings.NewReader(in))
		if err != nil {
			return
		}
		if !r.Kind.IsReport() && len(r.Recipients) > 0 || len(r.Recipients) > dsn.MaxRecipients {
			t.Errorf("%s with %d recipients", r.Kind, len(r.Recipients))
		}
		for _, rc := range r.Recipients {
			safe(t, rc)
			if rc.Category == "" || !rc.Advice.Complete() || rc.Error && len(rc.Causes) == 0 {
				t.Errorf("%+v", rc)
			}
		}
	})
}
