package dsn_test

import (
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// TestReceipts reads what receipts say, and the refusals among them.
func TestReceipts(t *testing.T) {
	for _, c := range []struct {
		disposition, more, text string
		category                dsn.Category
		cause                   dsn.Cause
		want                    string
	}{
		{"manual-action/MDN-sent-manually; displayed", "", "", dsn.ReadReceipt, "", "was shown to x@b.example"},
		{"automatic-action/MDN-sent-automatically; deleted/error", "", "", dsn.ReadReceipt, "", "That it was shown isn't said"},
		{"", "", "", dsn.ReadReceipt, "", "That it was shown isn't said"},
		{"manual-action/MDN-sent-manually; denied", "", "", dsn.ReadReceipt, "", "doesn't give one"},
		{"manual-action/MDN-sent-manually; failed", "", "", dsn.ReadReceipt, "", "couldn't make one"},
		{"automatic-action/MDN-sent-automatically; deleted/mailbox-terminated", "", "", dsn.Failed, dsn.Disabled, "suspended or no longer used"},
		{"automatic-action/MDN-sent-automatically; processed/error", "Error: mailbox full\n", "", dsn.Failed, dsn.MailboxFull, "The mailbox is full"},
		{"automatic-action/MDN-sent-automatically; deleted", "", "Your message was automatically rejected: no mail from you", dsn.Failed, dsn.Policy, "Refused"},
		{"automatic-action/MDN-sent-automatically; deleted", "", "あなたのメールは自動的に拒否されました", dsn.Failed, dsn.Policy, "Refused"},
	} {
		got := one(t, "From: x@b.example\nContent-Type: multipart/report; boundary=b\n\n--b\n\n"+c.text+"\n--b\nContent-Type: message/disposition-notification\n\n"+
			"Final-Recipient: rfc822;x@b.example\nDisposition: "+c.disposition+"\n"+c.more+"\n--b--\n")
		first := dsn.Cause("")
		if len(got.Causes) > 0 {
			first = got.Causes[0]
		}
		if got.Error != (c.category == dsn.Failed) || got.Category != c.category || first != c.cause || !strings.Contains(got.Advice.EN, c.want) {
			t.Errorf("%q, %q: %+v", c.disposition, c.text, got)
		}
	}
	words := "From: x@b.example\nSubject: Read: offer\n\nYour message\n\n  To: x\n  Subject: offer\n\nwas read on Monday.\n"
	if r := read(t, words); r.Kind != dsn.Receipt || len(r.Recipients) != 1 || !strings.Contains(r.Recipients[0].Advice.EN, "was shown to x@b.example") {
		t.Errorf("in words: %+v", r)
	}
	unread := strings.Replace(strings.Replace(words, "Read:", "Not read:", 1), "was read", "was deleted without being read", 1)
	if r := read(t, unread); r.Kind != dsn.Receipt || len(r.Recipients) != 1 || strings.Contains(r.Recipients[0].Advice.EN, "was shown to") {
		t.Errorf("not read: %+v", r)
	}
}
