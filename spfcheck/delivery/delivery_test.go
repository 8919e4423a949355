package delivery_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// deliveryZone has senders that publish a record and that don't, and the servers
// that send for them.
const deliveryZone = `
$ORIGIN example.jp.
@           SOA  ns hostmaster 1 3600 600 86400 60
good        TXT  "v=spf1 ip4:203.0.113.25 ip6:2001:db9::25 -all"
good        MX   10 mail
_dmarc.good TXT  "v=DMARC1; p=reject"
weak        TXT  "v=spf1 ip4:203.0.113.25 ~all"
none        MX   10 mail
mail        A    203.0.113.25
other       A    198.51.100.7
inside      A    10.0.0.1
six         AAAA 2001:db9::25
googlemail.com. SOA ns hostmaster 1 3600 600 86400 60
googlemail.com. A   203.0.113.25
ezweb.ne.jp. SOA ns hostmaster 1 3600 600 86400 60
ezweb.ne.jp. A   203.0.113.25
`

// bounce is a delivery report of a server, on a message from a domain.
type bounce struct {
	reporter, to, action, reply, date, from string
	header                                  string // more fields of the returned header
}

func (b bounce) String() string {
	return fmt.Sprintf(`From: MAILER-DAEMON@%[1]s
Date: %[5]s
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

<%[2]s>: host mx.example.net[192.0.2.1] said: %[4]s
    (in reply to end of DATA command)
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; %[1]s

Final-Recipient: rfc822; %[2]s
Action: %[3]s
Status: %[6]s.0.0
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; %[4]s

--b
Content-Type: text/rfc822-headers

%[8]sReturn-Path: <bounce@%[7]s>
From: info@%[7]s

--b--
`, b.reporter, b.to, b.action, b.reply, b.date, b.reply[:1], b.from, b.header)
}

const (
	in2024 = "Sat, 21 Sep 2024 23:30:00 +0000" // the 22nd in Japan
	in2026 = "Sat, 21 Nov 2026 03:00:00 +0900"
)

func refused(from string) bounce {
	return bounce{"mail.example.jp", "hanako@ezweb.ne.jp", "failed", "550 : User unknown", in2026, from, ""}
}

func accepted(from string) bounce {
	return bounce{"mail.example.jp", "taro@docomo.ne.jp", "relayed", "250 ok", in2026, from, ""}
}

func deliver(t *testing.T, text string, req delivery.Request) *delivery.Report {
	t.Helper()
	return read(t, resolve.Offline(dnstest.Zone(t, deliveryZone)), text, req)
}

func read(t *testing.T, e resolve.Exchanger, text string, req delivery.Request) *delivery.Report {
	t.Helper()
	return readBy(t, &spfcheck.Checker{Exchanger: e}, text, req)
}

func readBy(t *testing.T, checker *spfcheck.Checker, text string, req delivery.Request) *delivery.Report {
	t.Helper()
	req.Report = strings.NewReader(text)
	d, err := delivery.Read(t.Context(), checker, req)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// An SPF that isn't pass moves the authentication filter up, a pass takes it off.
func TestWeighed(t *testing.T) {
	for from, c := range map[string]struct {
		first dsn.Cause
		auth  dsn.Filtering
		said  string
	}{
		"good.example.jp": {dsn.RecipientFilter, dsn.Unlikely, "passes by our check"},
		"none.example.jp": {dsn.AuthFilter, dsn.Likely, "is none by our check"},
	} {
		d := deliver(t, refused(from).String(), delivery.Request{})
		r := d.Recipients[0]
		if r.Causes[0] != c.first || r.AuthFilter != c.auth || !strings.Contains(r.Advice.EN, c.said) || !d.Undelivered() {
			t.Errorf("%s: %+v", from, r)
		}
		if c.auth == dsn.Unlikely && slices.Contains(r.Causes, dsn.AuthFilter) {
			t.Errorf("%s: the filter is still on the list: %v", from, r.Causes)
		}
	}
	weak := deliver(t, refused("weak.example.jp").String(), delivery.Request{Clients: []netip.Addr{netip.MustParseAddr("198.51.100.1")}})
	if r := weak.Recipients[0]; r.Causes[0] != dsn.AuthFilter || r.AuthFilter != dsn.Possible {
		t.Errorf("softfail: %+v", r)
	}
}

// au looks at the envelope From and the PRA. What isn't known of them is no pass,
// and what the header From has is for DMARC alone.
func TestWeighedByWhatIsLookedAt(t *testing.T) {
	b := refused("good.example.jp")
	b.header = "Sender: x@good.example.jp\n"
	other := strings.Replace(b.String(), "From: info@good", "From: info@none", 1)
	if r := deliver(t, other, delivery.Request{}).Recipients[0]; r.AuthFilter != dsn.Unlikely {
		t.Errorf("the header From has no SPF: %+v", r)
	}
	half := delivery.Request{Clients: []netip.Addr{netip.MustParseAddr("203.0.113.25")}, Source: identity.Source{From: "x@good.example.jp"}}
	events := `[{"email":"hanako@au.com","event":"bounce","reason":"550 : User unknown","timestamp":1795200000}]`
	if r := deliver(t, events, half).Recipients[0]; r.AuthFilter != dsn.Possible || strings.Contains(r.Advice.EN, "by our check") {
		t.Errorf("the envelope From isn't known: %+v", r)
	}
	half.From = "x@none.example.jp"
	if r := deliver(t, events, half).Recipients[0]; r.AuthFilter != dsn.Likely {
		t.Errorf("the PRA has no SPF: %+v", r)
	}
}

// "Unknown user" of today's docomo can stand for DMARC.
func TestWeighedDMARC(t *testing.T) {
	b := bounce{"mail.example.jp", "taro@docomo.ne.jp", "failed", "550 Unknown user taro@docomo.ne.jp", in2026, "good.example.jp", ""}
	elsewhere := delivery.Request{Clients: []netip.Addr{netip.MustParseAddr("198.51.100.1")}}
	if r := deliver(t, b.String(), elsewhere).Recipients[0]; r.Causes[0] != dsn.DMARCReject || !strings.Contains(r.Advice.JA, "DMARC は fail で") {
		t.Errorf("%+v", r)
	}
	if r := deliver(t, b.String(), delivery.Request{}).Recipients[0]; slices.Contains(r.Causes, dsn.DMARCReject) {
		t.Errorf("DMARC passes: %v", r.Causes)
	}
	b.header = "DKIM-Signature: v=1; d=good.example.jp; s=a\n"
	d := deliver(t, b.String(), elsewhere)
	if r := d.Recipients[0]; slices.Contains(r.Causes, dsn.DMARCReject) || !noted(d, "DKIM signatures") {
		t.Errorf("signed: %v, %v", r.Causes, d.Notes)
	}
}

func noted(d *delivery.Report, words string) bool {
	for _, n := range d.Notes {
		if strings.Contains(n.EN, words) {
			return true
		}
	}
	return false
}

// What a carrier accepted, and by the check doesn't deliver, is the failure that
// no report tells.
func TestAccepted(t *testing.T) {
	for from, undelivered := range map[string]bool{"good.example.jp": false, "none.example.jp": true} {
		d := deliver(t, accepted(from).String(), delivery.Request{})
		c, ok := d.Accepted(d.Recipients[0])
		if !ok || c.Outcome.Failed() != undelivered || d.Undelivered() != undelivered || d.Undetermined() {
			t.Errorf("%s: %+v, undelivered %v, undetermined %v", from, c, d.Undelivered(), d.Undetermined())
		}
		want := dsn.Unlikely
		if undelivered {
			want = dsn.JunkPossible
		}
		if got := d.Recipients[0].AuthFilter; got != want {
			t.Errorf("%s: auth_filter %s", from, got)
		}
		if len(d.Check.Carriers) != 1 || d.Check.Carriers[0].Carrier != "docomo" {
			t.Errorf("judged: %+v", d.Check.Carriers)
		}
	}
}

// The rules are those of the day of the attempt, in Japan.
func TestDeliveryDay(t *testing.T) {
	b := accepted("none.example.jp")
	b.date = in2024
	d := deliver(t, b.String(), delivery.Request{})
	if d.Check.Date != "2024-09-22" || d.Check.Carriers[0].Outcome != carriers.Reject || !noted(d, "DNS was asked now") {
		t.Errorf("%s: %+v, %v", d.Check.Date, d.Check.Carriers, d.Notes)
	}
}

// DNS trouble is no verdict.
func TestDeliveryDNSFails(t *testing.T) {
	e := dnstest.Failing(resolve.Offline(dnstest.Zone(t, deliveryZone)), "good.example.jp.")
	d := read(t, e, accepted("good.example.jp").String(), delivery.Request{})
	if d.Undelivered() || !d.Undetermined() {
		t.Errorf("%+v", d)
	}
}
