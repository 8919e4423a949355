// Outside is a program of another module: it checks a message, lints a domain and
// reads a delivery report, by what the public packages name alone.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/netip"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

const published = `
$ORIGIN example.jp.
@            SOA ns hostmaster 1 3600 600 86400 60
shop         A   203.0.113.10
mailer       TXT "v=spf1 ip4:203.0.113.25 ptr -all"
mail         A   203.0.113.25
`

const bounce = `From: MAILER-DAEMON@mail.example.jp
Date: Sat, 21 Nov 2026 03:00:00 +0900
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.jp

Final-Recipient: rfc822; taro@docomo.ne.jp
Action: relayed
Status: 2.0.0
Diagnostic-Code: smtp; 250 ok

--b
Content-Type: text/rfc822-headers

Return-Path: <bounce@mailer.example.jp>
From: info@shop.example.jp

--b--
`

func main() {
	log.SetFlags(0)
	zone, err := resolve.ParseZone(strings.NewReader(published), "example.jp.zone")
	if err != nil {
		log.Fatal(err)
	}
	dns := resolve.Chain(resolve.Offline(zone), resolve.Cache())
	ctx := context.Background()

	checker := &spfcheck.Checker{
		Exchanger: dns, Profiles: carriers.Defaults, MinBasis: carriers.Official,
		Tuning: spfcheck.Tuning{Prefetch: spfcheck.PrefetchNone, Records: new(spfcheck.Records)},
	}
	report, err := checker.Check(ctx, spfcheck.Request{
		Source:  identity.Source{MailFrom: new("bounce@mailer.example.jp"), From: "info@shop.example.jp"},
		Clients: []netip.Addr{netip.MustParseAddr("203.0.113.25")},
		On:      "2026-11-21",
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range report.Carriers {
		fmt.Println("check", c.Carrier, c.Outcome)
	}
	worstFinding(report.Findings)

	linted, err := lint.Domain(ctx, dns, lint.Request{Domain: "mailer.example.jp"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("lint", linted.Lookups.Count, "lookups")
	worstFinding(linted.Findings)

	read, err := delivery.Read(ctx, &spfcheck.Checker{Exchanger: dns}, delivery.Request{Report: strings.NewReader(bounce)})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range read.Recipients {
		tell(r)
	}
	saved, err := json.Marshal(read)
	if err != nil {
		log.Fatal(err)
	}
	var again delivery.Report
	if err := json.Unmarshal(saved, &again); err != nil {
		log.Fatal(err)
	}
	fmt.Println("report", again.Undelivered(), again.Undetermined())

	if _, err := senders.Parse("ses"); err != nil {
		log.Fatal(err)
	}
}

// worstFinding shows the first of a list, of which lint and check have the same type.
func worstFinding(findings []lint.Finding) {
	if len(findings) > 0 {
		fmt.Println("finding", findings[0].Code, findings[0].Severity, i18n.English.Of(findings[0].Message))
	}
}

func tell(r delivery.Recipient) { fmt.Println("report", r.Recipient, r.Category, r.AuthFilter) }
