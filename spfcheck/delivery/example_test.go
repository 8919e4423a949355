package delivery_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// The carrier accepted the message, and by the check puts it into the spam folder.
// Without a Checker the report alone is read, and DNS isn't asked.
func ExampleRead() {
	zone, err := resolve.ParseZone(strings.NewReader(`
mailer.example. TXT "v=spf1 ip4:203.0.113.25 -all"
shop.example.   A   203.0.113.10
`), "example.zone")
	if err != nil {
		log.Fatal(err)
	}
	events := `[{"email":"taro@docomo.ne.jp","event":"delivered","response":"250 ok","timestamp":1795200000}]`
	report, err := delivery.Read(context.Background(), &spfcheck.Checker{Exchanger: resolve.Offline(zone)}, delivery.Request{
		Report: strings.NewReader(events),
		Source: identity.Source{MailFrom: new("bounce@mailer.example"), From: "info@shop.example"},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range report.Recipients {
		outcome, _ := report.Accepted(r)
		fmt.Println(r.Recipient, r.Category, outcome.Outcome)
	}
	// Output: taro@docomo.ne.jp relayed junk
}
