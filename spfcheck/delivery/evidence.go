package delivery

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Evidence says how the address that the receiving server saw is known.
type Evidence struct {
	Source string    `json:"source"`         // what tells the address: an input of the caller, a field of the report, or empty where nothing does: then every IPv4 address was judged
	Host   string    `json:"host,omitempty"` // the server whose address it is, by DNS
	Text   i18n.Text `json:"text"`           // the same as a sentence
}

// maxReporters bounds the addresses of the reporting server that are taken.
const maxReporters = 10

// notServers name a whole service in Reporting-MTA: their addresses are those of
// web servers.
var notServers = []string{"googlemail.com", "gmail.com", "google.com"}

// clients gives the addresses that the receiving server saw, by the best evidence
// that there is: what the caller says, what the returned header says,
// the address of the server that reports, for it is the one that tried. Where a
// carrier reports, the message was taken before.
func (d *Report) clients(ctx context.Context, l resolve.Lookup, given []netip.Addr, words input.Words) ([]netip.Addr, *Evidence) {
	if len(given) > 0 {
		return given, &Evidence{Source: words.Of(input.IP), Text: evidenceGiven.Format(words.Of(input.IP))}
	}
	if noted := d.Clients(); len(noted) > 0 {
		best := noted[0]
		return []netip.Addr{best.Addr}, &Evidence{Source: best.Source, Text: evidenceField.Format(best.Source)}
	}
	if host := d.ReportingMTA; !d.ByCarrier() && !slices.Contains(notServers, host) {
		if addrs := addressesOf(ctx, l, host); len(addrs) > 0 {
			return addrs, &Evidence{Source: "Reporting-MTA", Host: host, Text: evidenceReporter.Format(host)}
		}
	}
	return nil, &Evidence{Text: evidenceNone.Format(words.Of(input.IP))}
}

// addressesOf gives the public addresses of a server, which may be written as one.
// IPv6 counts where there is no IPv4, which is what servers are reached by first.
func addressesOf(ctx context.Context, l resolve.Lookup, host string) []netip.Addr {
	if addr, err := netip.ParseAddr(strings.TrimPrefix(strings.Trim(host, "[]"), "ipv6:")); err == nil && dsn.IsPublic(addr) {
		return []netip.Addr{addr.Unmap()}
	}
	name, err := identity.ParseDomain(host)
	if err != nil || !strings.Contains(name, ".") {
		return nil
	}
	var addrs []netip.Addr
	for _, l.Client = range []netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified()} {
		found, _ := l.LookupIPAddr(ctx, name) // a failure is no evidence
		for _, ip := range found {
			if addr, ok := netip.AddrFromSlice(ip.IP); ok && dsn.IsPublic(addr) && len(addrs) < maxReporters {
				addrs = append(addrs, addr.Unmap())
			}
		}
		if len(addrs) > 0 {
			break
		}
	}
	return addrs
}

var (
	evidenceGiven    = i18n.Text{EN: "as %s says", JA: "%s の指定による"}
	evidenceField    = i18n.Text{EN: "by %s in the returned header", JA: "返送されたヘッダーの %s による"}
	evidenceReporter = i18n.Text{
		EN: "the address of %s, which tried to deliver it, by DNS",
		JA: "配送を試みた %s の DNS 上のアドレス",
	}
	evidenceNone = i18n.Text{
		EN: "not known; give it with %s. What follows holds for every IPv4 address",
		JA: "不明。%s で指定できます。以下はどの IPv4 アドレスにも当てはまることです",
	}
)
