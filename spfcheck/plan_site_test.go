package spfcheck_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// plansWorld is what the domains have in common: services, and hosts of others.
const plansWorld = `. SOA ns. host. 1 7200 3600 1209600 3600
. NS ns.
ns. A 127.0.0.1
amazonses.com. TXT "v=spf1 ip4:54.240.0.0/18 ip4:199.255.192.0/22 -all"
amazonses.com. MX 10 inbound.amazonses.com.
inbound.amazonses.com. A 54.240.0.1
sendgrid.net. TXT "v=spf1 ip4:167.89.0.0/17 include:ab.sendgrid.net ~all"
ab.sendgrid.net. TXT "v=spf1 ip4:223.165.113.0/24 ~all"
sendgrid.net. MX 10 mx.sendgrid.net.
mx.sendgrid.net. A 167.89.0.1
_spf.google.com. TXT "v=spf1 ip4:74.125.0.0/16 ip4:209.85.128.0/17 ~all"
aspmx.l.google.com. A 142.250.4.27
spf.protection.outlook.com. TXT "v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 -all"
mail.protection.outlook.com. A 40.92.0.9
_spf.salesforce.com. TXT "v=spf1 exists:%{i}._spf.mta.salesforce.com -all"
13.110.78.182._spf.mta.salesforce.com. A 127.0.0.2
one.lists.example. TXT "v=spf1 ip4:198.51.100.0/26 -all"
two.lists.example. TXT "v=spf1 include:one.lists.example ip4:198.51.100.64/26 -all"
broken.lists.example. TXT "v=spf1 ipv4:198.51.100.128 -all"
bounce.lists.example. TXT "v=spf1 ip4:203.0.113.0/24 -all"
bounce.lists.example. MX 10 one.host.example.
policy.lists.example. TXT "v=DMARC1; p=reject; aspf=s"
one.host.example. A 192.0.2.10
silent.host.example. A 198.18.0.1
two.host.example. A 192.0.2.20
two.host.example. AAAA 2001:db8::20
many.host.example. TXT "v=spf1 mx -all"
many.host.example. MX 1 m1.host.example.
m1.host.example. A 192.0.2.101
many.host.example. MX 2 m2.host.example.
m2.host.example. A 192.0.2.102
many.host.example. MX 3 m3.host.example.
m3.host.example. A 192.0.2.103
many.host.example. MX 4 m4.host.example.
m4.host.example. A 192.0.2.104
many.host.example. MX 5 m5.host.example.
m5.host.example. A 192.0.2.105
many.host.example. MX 6 m6.host.example.
m6.host.example. A 192.0.2.106
many.host.example. MX 7 m7.host.example.
m7.host.example. A 192.0.2.107
many.host.example. MX 8 m8.host.example.
m8.host.example. A 192.0.2.108
many.host.example. MX 9 m9.host.example.
m9.host.example. A 192.0.2.109
many.host.example. MX 10 m10.host.example.
m10.host.example. A 192.0.2.110
many.host.example. MX 11 m11.host.example.
m11.host.example. A 192.0.2.111
`

// records is a zone: the records of each type at a name, as lines of a zone file.
type records map[[2]string][]string

func (r records) put(name, rrtype string, data ...string) {
	r[[2]string{name, rrtype}] = append(r[[2]string{name, rrtype}], data...)
}

func (r records) text() string {
	var b strings.Builder
	b.WriteString(plansWorld)
	for set, all := range r {
		for _, data := range all {
			fmt.Fprintf(&b, "%s. %s %s\n", set[0], set[1], data)
		}
	}
	return b.String()
}

// publish puts sets in the place of what is there, as people do by hand.
func (r records) publish(sets []spfcheck.RRset) {
	for _, set := range sets {
		r[[2]string{set.Name, set.Type}] = nil
		for _, line := range set.Lines() {
			r.put(set.Name, set.Type, strings.SplitN(line, " ", 3)[2])
		}
	}
}

// randomSite makes a domain with records of its own, faults among them.
func randomSite(r *rand.Rand, data records, i int) *site {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	domain := fmt.Sprintf("d%d.%s", i, pick("example", "example", "co.jp"))
	if mx := pick("10 one.host.example.", "10 aspmx.l.google.com.", "0 mail.protection.outlook.com.", "10 mail."+domain+".", "0 .", ""); mx != "" {
		data.put(domain, "MX", mx)
	}
	if r.IntN(3) == 0 {
		data.put(domain, "A", "192.0.2.10")
	}
	if r.IntN(3) == 0 {
		data.put(domain, "TXT", `"google-site-verification=abc"`)
	}
	at := domain
	switch r.IntN(8) {
	case 0: // a name that a wildcard stands for
		at = "shop." + domain
		if r.IntN(2) == 0 {
			data.put("*."+domain, "MX", "10 one.host.example.")
		}
		if r.IntN(2) == 0 {
			data.put("*."+domain, "TXT", randomSPF(r, domain))
		}
		if r.IntN(2) == 0 {
			data.put("*."+domain, "A", "192.0.2.10")
		}
	case 1:
		at = "mail." + domain
		data.put(at, "A", "192.0.2.20")
	case 2:
		at = "news." + domain
		data.put(at, "CNAME", pick("one.host.example.", "one.lists.example."))
	}
	if len(data[[2]string{at, "CNAME"}]) == 0 {
		for range r.IntN(8) / 3 {
			data.put(at, "TXT", randomSPF(r, domain))
		}
	}
	if r.IntN(2) == 0 { // a part of the record, and a server of its own
		data.put("_spf."+domain, "TXT", randomSPF(r, domain))
		data.put("mail."+domain, pick("A", "A", "TXT"), pick("192.0.2.20", "203.0.113.77"))
	}
	if r.IntN(10) == 0 {
		data.put("_dmarc."+at, "CNAME", pick("policy.lists.example.", "gone.lists.example."))
	} else if record := pick("", "", "v=DMARC1; p=none", "v=DMARC1; p=reject", "v=DMARC1; p=quarantine; rua=mailto:r@"+domain, "v=DMARC1;p=rejct", "v=DMARC1; p=none; aspf=s; adkim=s", "v=DMARC1; p=none; sp=reject", "v=DMARC1; p=reject; sp=none; np=reject", "v=DMARC1; p=quarantine; pct=10", "v=DMARC1; p=reject; aspf=s; fo=1", "V=dmarc1; p=none", "p=none; v=DMARC1"); record != "" {
		data.put("_dmarc."+pick(domain, at), "TXT", fmt.Sprintf("%q", record))
	}
	if len(data[[2]string{"_dmarc." + at, "CNAME"}]) == 0 && r.IntN(10) == 0 { // a second one, so that none counts
		data.put("_dmarc."+at, "TXT", fmt.Sprintf("%q", "v=DMARC1; p=reject; rua=mailto:r@"+domain))
	}
	if r.IntN(12) == 0 { // a wildcard that stands for the name of a DMARC record, too
		data.put("*."+at, "TXT", pick(`"v=DMARC1; p=reject"`, randomSPF(r, domain)))
	}
	if r.IntN(6) == 0 { // the names that a flow of its own would get are taken
		data.put("sender."+at, "TXT", `"v=spf1 ip4:192.0.2.10 -all"`)
		data.put("ses."+at, "A", "192.0.2.20")
	}
	s := &site{domain: at, request: spfcheck.Request{On: "2026-11-21"}}
	s.request.Source = identity.Source{
		From:     pick(at, "info@"+at),
		MailFrom: new("bounce@" + pick(at, at, domain, "amazonses.com", "bounce.lists.example", "gone.lists.example")),
		Helo:     pick("", "one.host.example"),
	}
	if r.IntN(6) == 0 {
		s.request.Signers = []string{pick(at, domain, "amazonses.com")}
	}
	if r.IntN(12) == 0 {
		s.request.MailFrom = new("")
		s.request.Helo = pick("one.host.example", at, "localhost")
	}
	if r.IntN(6) == 0 {
		s.request.Sender = "agent@" + pick("bounce.lists.example", domain)
	}
	if via := pick("", "", "ses", "sendgrid"); via != "" {
		use, err := senders.Parse(via)
		if err != nil {
			panic(err)
		}
		s.request.Via = &use
		if r.IntN(2) == 0 { // and no server beside it
			return s
		}
	}
	for range 1 + r.IntN(2) {
		s.request.Clients = append(s.request.Clients, netip.MustParseAddr(pick("203.0.113.77", "54.240.1.1", "192.0.2.20", "2001:db8::20", "74.125.1.1", "192.168.1.5")))
	}
	s.request.Clients = slices.Compact(s.request.Clients)
	if r.IntN(6) == 0 { // and a range, within which a record may have a boundary
		s.request.Ranges = append(s.request.Ranges, netip.MustParsePrefix(pick("203.0.113.64/27", "54.240.0.0/23", "192.0.2.0/27", "2001:db8::/31")))
	}
	return s
}

// randomSPF is a record for a zone file, perhaps with a fault.
func randomSPF(r *rand.Rand, domain string) string {
	parts := []string{
		"include:_spf." + domain, "include:_spf." + domain, "a:mail." + domain, "~a:mail." + domain, "mx/28", "a/24//64", "exists:mail." + domain, "ptr:" + domain, "include:" + domain, "ip4:198.51.100.0/33", "include:", "all",
		"include:one.lists.example", "include:two.lists.example", "include:broken.lists.example", "include:none.lists.example", "include:_spf.google.com",
		"include:spf.protection.outlook.com", "include:sendgrid.net", "include:amazonses.com", "include:_spf.salesforce.com",
		"a", "mx", "a:one.host.example", "a:two.host.example", "a:gone.host.example", "mx:gone.host.example", "ip4:192.0.2.0/28", "ip4:203.0.113.77", "ip6:2001:db8::/32",
		"-ip4:203.0.113.64/26", "?ip4:54.240.0.0/24", "?include:amazonses.com", "~include:sendgrid.net", "-ip4:203.0.113.77", "?a:two.host.example", "~a:one.host.example",
		"?mx", "~mx", "-mx", "?a", "-a", "MX", "a/24", "mx//64", "mx:many.host.example", "?mx:many.host.example", "-include:one.lists.example", "?include:two.lists.example",
		"-include:sendgrid.net", "a:%{d}", "include:%{d}", "include:_spf.%{d}", "include:many.host.example", "?redirect=one.lists.example", "a:two.host.example/24", "exists:%{i}.gone.lists.example", "exists:%{l}.%{d}", "ptr", "ip4:192.0.2.300", "192.0.2.20", "ipv4:192.0.2.20", "include=one.lists.example", "ip4: 192.0.2.20",
	}
	terms := []string{"v=spf1"}
	for range r.IntN(6) {
		terms = append(terms, parts[r.IntN(len(parts))])
	}
	if r.IntN(8) == 0 { // at the limits
		for i := range 11 {
			terms = append(terms, "a:h"+fmt.Sprint(i)+".gone.example")
		}
	}
	terms = append(terms, []string{
		"~all", "~all", "-all", "?all", "redirect=one.lists.example", "redirect=_spf." + domain, "exp=e." + domain + " ~all", "",
		"redirect=broken.lists.example", "redirect=two.lists.example -all", "?all -all",
	}[r.IntN(11)])
	text := strings.TrimSpace(strings.Join(terms, " "))
	switch r.IntN(12) {
	case 0:
		text = strings.Replace(text, "v=spf1", "spf1", 1)
	case 1:
		text = strings.Replace(text, " ", "", 1)
	case 2:
		text = strings.ReplaceAll(text, " ", ", ")
	}
	return spfcheck.RRset{Name: "x", Type: "TXT", Values: []string{text}}.Lines()[0][len("x. TXT "):]
}
