package dsn_test

import (
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

func TestClients(t *testing.T) {
	const returned = "\n--b\nContent-Type: text/rfc822-headers\n\nReceived-SPF: Neutral (x) client-ip=192.0.2.7; envelope-from=a\nX-AWS-Outgoing: 192.0.2.8\nFrom: a@shop.example\n\n--b--\n"
	carrier := strings.Replace(report(failed), "dns;a.example", "dns; ezweb.ne.jp", 1) + returned
	if got := read(t, carrier).Clients(); len(got) != 2 || got[0].Addr.String() != "192.0.2.7" || got[1].Source != "X-AWS-Outgoing" {
		t.Errorf("%+v", got)
	}
	if got := read(t, report(failed)+returned).Clients(); len(got) != 1 || got[0].Addr.String() != "192.0.2.8" {
		t.Errorf("a Received-SPF of the sender's own server: %+v", got)
	}
}

// Sendmail reports an alias without a group: it stands in the transcript alone.
func TestExpanded(t *testing.T) {
	text := "From: MAILER-DAEMON@a.example\nContent-Type: multipart/report; boundary=b\n\n--b\n\n   ----- Transcript of session follows -----\n<team@a.example>... expanded to multiple addresses\n\n" +
		"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\nArrival-Date: Sat, 21 Nov 2026 16:55:01 GMT\n\n--b--\n"
	if got := one(t, text); got.Category != dsn.Expanded || got.Error || got.Recipient != "team@a.example" {
		t.Errorf("%+v", got)
	}
}
