package dsn

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// freshForms are the reports of common servers, around a recipient and a reply.
var freshForms = map[string]func(to, reply string) string{
	"postfix":      func(to, reply string) string { return postfixReport(to, reply, "RCPT TO") },
	"postfix-data": func(to, reply string) string { return postfixReport(to, reply, "end of DATA") },
	"exim": func(to, reply string) string {
		return report("This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  " +
			to + "\n    host mx.partner.example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<" + to + ">:\n    " + reply + "\n")
	},
	"sendmail": func(to, reply string) string {
		return report("The original message was received at Sun, 1 Nov 2026 09:00:00 +0900\nfrom localhost\n\n   ----- The following addresses had permanent fatal errors -----\n<" + to + ">\n    (reason: " + reply +
			")\n\n   ----- Transcript of session follows -----\n... while talking to mx.partner.example.:\n>>> RCPT To:<" + to + ">\n<<< " + reply + "\n550 5.1.1 <" + to + ">... User unknown\n")
	},
	"qmail": func(to, reply string) string {
		return report("Hi. This is the qmail-send program at mail.shop.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<" + to +
			">:\n192.0.2.9 does not like recipient.\nRemote host said: " + reply + "\nGiving up on 192.0.2.9.\n")
	},
	"fields": func(to, reply string) string {
		return "Return-Path: <>\nFrom: postmaster@shop.example\nTo: info@shop.example\nDate: Sun, 1 Nov 2026 09:00:00 +0900\nSubject: Undeliverable\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\n" +
			"Reporting-MTA: dns; mail.shop.example\n\nFinal-Recipient: rfc822; " + to + "\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; " + reply + "\n--b--\n"
	},
}

func report(words string) string {
	return "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@shop.example>\nTo: info@shop.example\nDate: Sun, 1 Nov 2026 09:00:00 +0900\nSubject: Mail delivery failed\n\n" + words
}

func postfixReport(to, reply, command string) string {
	return report("This is the mail system at host mail.shop.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n                   The mail system\n\n<" +
		to + ">: host mx.partner.example[192.0.2.9] said: " + reply + " (in\n    reply to " + command + " command)\n")
}

// TestFresh reads reports that the rules weren't tuned by: of each the recipient is
// found, and that it failed.
func TestFresh(t *testing.T) {
	rows, right := 0, 0
	for _, row := range rowsOf(t, "../../../testdata/dsn/fresh.tsv") {
		rows++
		r, err := Read(strings.NewReader(freshForms[row[0]](row[1], row[3])))
		if err != nil || len(r.Recipients) != 1 || r.Recipients[0].Recipient != row[1] || r.Recipients[0].Category != Failed {
			t.Errorf("%v: %+v, %v", row, r, err)
			continue
		}
		if rc := r.Recipients[0]; slices.Contains(strings.Split(row[2], "/"), first(rc)) {
			right++
		} else {
			t.Logf("%s: %s by %s", strings.Join(row, " | "), joined(rc.Causes), rc.Rule)
		}
	}
	said := fmt.Sprintf("first causes: %d of %d", right, rows)
	if t.Log(said); right < rows {
		t.Error(said)
	}
}

// first is the first cause that matters: that the tries were given up is said by a
// temporary code, too.
func first(rc Recipient) string {
	if len(rc.Causes) > 1 && rc.Causes[0] == Expired && strings.HasPrefix(rc.ReplyCode, "4") {
		return string(rc.Causes[1])
	}
	return string(rc.Causes[0])
}
