package sources_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const zone = `
. 300 IN SOA . . 1 1 1 1 300
shop.example. TXT "v=spf1 ip4:203.0.113.0/24 include:spf.partner.example -all"
shop.example. MX 10 mx.shop.example.
_dmarc.shop.example. TXT "v=DMARC1; p=reject"
bounce.shop.example. TXT "v=spf1 ip4:192.0.2.0/25 -all"
spf.partner.example. TXT "v=spf1 ip4:192.0.2.128/25 -all"
sendgrid.net. TXT "v=spf1 ip4:198.51.100.0/24 -all"
open.example. TXT "v=spf1 +all"
elsewhere.example. TXT "v=spf1 ip4:203.0.113.0/24 -all"
plain.example. TXT "v=spf1 ip4:203.0.113.0/24 -all"
local.example. TXT "v=spf1 exists:%{l}.users.example -all"
loop.example. CNAME loop.example.
a.loop.example. TXT "v=spf1 ip4:192.0.2.0/24 -all"
b.loop.example. TXT "v=spf1 ip4:192.0.2.0/24 -all"
_dmarc.loop.example. TXT "v=DMARC1; p=none"
1.100.51.203.in-addr.arpa. PTR one.isp.example.
one.isp.example. A 203.51.100.1
1.101.51.203.in-addr.arpa. PTR two.sub.isp.example.
two.sub.isp.example. A 203.51.101.1
1.102.51.203.in-addr.arpa. PTR liar.isp.example.
liar.isp.example. A 203.51.102.2
1.103.51.203.in-addr.arpa. PTR office.shop.example.
office.shop.example. A 203.51.103.1
1.104.51.203.in-addr.arpa. PTR o1.ptr.sendgrid.net.
o1.ptr.sendgrid.net. A 203.51.104.1
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR six.isp.example.
six.isp.example. AAAA 2001:db8::1
`

// report is a report of so many rows, about shop.example.
func report(id string, rows ...string) string {
	return `<feedback><report_metadata><org_name>r</org_name><report_id>` + id + `</report_id></report_metadata>` +
		`<policy_published><domain>shop.example</domain></policy_published>` + strings.Join(rows, "") + `</feedback>`
}

// row is a row: the address, the count, what DMARC saw of DKIM and SPF, and more of it.
func row(address string, count int, dkim, spf string, more ...string) string {
	results := ""
	for _, m := range more {
		if domain, ok := strings.CutPrefix(m, "dkim:"); ok {
			results += "<dkim><domain>" + domain + "</domain><result>pass</result></dkim>"
		}
		if domain, ok := strings.CutPrefix(m, "dkim-fail:"); ok {
			results += "<dkim><domain>" + domain + "</domain><result>fail</result></dkim>"
		}
		if domain, ok := strings.CutPrefix(m, "spf:"); ok {
			results += "<spf><domain>" + domain + "</domain><result>pass</result></spf>"
		}
	}
	from, reason := "", ""
	for _, m := range more {
		if domain, ok := strings.CutPrefix(m, "from:"); ok {
			from = "<header_from>" + domain + "</header_from>"
		}
		if kind, ok := strings.CutPrefix(m, "reason:"); ok {
			reason = "<reason><type>" + kind + "</type></reason>"
		}
	}
	return fmt.Sprintf("<record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated><dkim>%s</dkim><spf>%s</spf>%s</policy_evaluated></row>"+
		"<identifiers>%s</identifiers><auth_results>%s</auth_results></record>", address, count, dkim, spf, reason, from, results)
}

// judge reads reports, and judges what they say.
func judge(t *testing.T, workers int, j sources.Judge, reports ...string) *sources.Report {
	t.Helper()
	files := map[string]string{}
	var names []string
	for i, r := range reports {
		name := fmt.Sprint(i)
		files[name], names = r, append(names, name)
	}
	c := &sources.Collector{Workers: workers, Open: func(file string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(files[file])), nil
	}}
	if err := c.Collect(t.Context(), names...); err != nil {
		t.Fatal(err)
	}
	j.Checker.Exchanger, j.On, j.Workers = resolve.Offline(dnstest.Zone(t, zone)), "2026-11-28", workers
	rep, err := j.Report(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// much is mail that others are little beside.
var much = row("203.0.113.5", 10_000, "fail", "pass", "spf:shop.example")
