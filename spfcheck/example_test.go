package spfcheck_test

import (
	"context"
	"fmt"
	"log"
	"net/netip"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const published = `
mailer.example.  TXT "v=spf1 ip4:203.0.113.25 -all"
shop.example.jp. A   203.0.113.10
`

// The envelope From passes, the header From has no SPF record. Without an
// Exchanger, a Checker asks the system's name servers.
func ExampleChecker_Check() {
	zone, err := resolve.ParseZone(strings.NewReader(published), "example.zone")
	if err != nil {
		log.Fatal(err)
	}
	checker := spfcheck.Checker{Exchanger: resolve.Offline(zone)}
	report, err := checker.Check(context.Background(), spfcheck.Request{
		Source:  identity.Source{MailFrom: new("bounce@mailer.example"), From: "noreply@shop.example.jp"},
		Clients: []netip.Addr{netip.MustParseAddr("203.0.113.25")},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range report.Carriers {
		fmt.Println(c.Carrier, c.Outcome)
	}
	// Output:
	// docomo junk
	// au drop
	// softbank drop
}
