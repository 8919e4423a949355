package lint_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// A zone file stands for DNS; nil in its place asks the system's name servers.
func ExampleDomain() {
	zone, err := resolve.ParseZone(strings.NewReader(`
example.jp.        TXT "v=spf1 mx ptr ~all"
example.jp.        MX  10 mail.example.jp.
mail.example.jp.   A   203.0.113.25
_dmarc.example.jp. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.jp"
`), "example.zone")
	if err != nil {
		log.Fatal(err)
	}
	report, err := lint.Domain(context.Background(), resolve.Offline(zone), lint.Request{Domain: "example.jp"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d of %d lookups, %s IPv4 addresses\n", report.Lookups.Count, report.Lookups.Limit, report.Authorised.IPv4.Addresses)
	for _, f := range report.Findings {
		fmt.Println(f.Code, f.Severity, f.Message.EN)
	}
	// Output:
	// 2 of 10 lookups, 1 IPv4 addresses
	// SPF013 warning "ptr" of example.jp should not be used
	// SPF017 warning "mx" of example.jp authorises 203.0.113.25/32, which is a range for documentation (RFC 5737)
}
