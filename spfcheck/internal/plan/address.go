// Package plan has the parts that a plan of changes is made of: their order, what a
// record may say, and whose records the sender can change.
package plan

import (
	"net/netip"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Special is a range from which no mail comes over the Internet.
type Special struct {
	Prefix  netip.Prefix
	Name    i18n.Text // as in "which is …"
	Source  string    // the RFC
	Example bool      // it is for documentation: nobody sends from it, and examples and tests live on it
}

// What the ranges are.
var (
	ownNetwork    = i18n.Text{EN: "the range of this network", JA: "自ネットワークを表すアドレス"}
	private       = i18n.Text{EN: "a private range", JA: "プライベートアドレス"}
	carrierNAT    = i18n.Text{EN: "the shared range behind carrier-grade NAT", JA: "キャリアグレード NAT の共有アドレス"}
	loopback      = i18n.Text{EN: "a loopback range", JA: "ループバックアドレス"}
	linkLocal     = i18n.Text{EN: "a link-local range", JA: "リンクローカルアドレス"}
	siteLocal     = i18n.Text{EN: "a site-local range", JA: "サイトローカルアドレス"}
	protocols     = i18n.Text{EN: "a range reserved for protocols", JA: "プロトコル用に予約されたアドレス"}
	documentation = i18n.Text{EN: "a range for documentation", JA: "文書用のアドレス"}
	benchmarks    = i18n.Text{EN: "a range for benchmarks", JA: "性能試験用のアドレス"}
	multicast     = i18n.Text{EN: "a multicast range", JA: "マルチキャストアドレス"}
	reserved      = i18n.Text{EN: "a reserved range", JA: "予約済みのアドレス"}
	discarded     = i18n.Text{EN: "a range that routers discard", JA: "ルーターが破棄するアドレス"}
	identifiers   = i18n.Text{EN: "a range of identifiers, not addresses", JA: "アドレスではなく識別子用の範囲"}
	translated    = i18n.Text{EN: "a range for translation between IPv4 and IPv6", JA: "IPv4 と IPv6 の変換用のアドレス"}
)

// specials are the ranges of the IANA special-purpose registries (RFC 6890) that are
// not globally reachable, and those that no single host has. 6to4 and Teredo aren't
// among them: hosts there can send.
// https://www.iana.org/assignments/iana-ipv4-special-registry/
// https://www.iana.org/assignments/iana-ipv6-special-registry/
var specials = []Special{
	{netip.MustParsePrefix("0.0.0.0/8"), ownNetwork, "RFC 6890", false},
	{netip.MustParsePrefix("10.0.0.0/8"), private, "RFC 1918", false},
	{netip.MustParsePrefix("100.64.0.0/10"), carrierNAT, "RFC 6598", false},
	{netip.MustParsePrefix("127.0.0.0/8"), loopback, "RFC 6890", false},
	{netip.MustParsePrefix("169.254.0.0/16"), linkLocal, "RFC 3927", false},
	{netip.MustParsePrefix("172.16.0.0/12"), private, "RFC 1918", false},
	{netip.MustParsePrefix("192.0.0.0/24"), protocols, "RFC 6890", false},
	{netip.MustParsePrefix("192.0.2.0/24"), documentation, "RFC 5737", true},
	{netip.MustParsePrefix("192.88.99.0/24"), protocols, "RFC 7526", false},
	{netip.MustParsePrefix("192.168.0.0/16"), private, "RFC 1918", false},
	{netip.MustParsePrefix("198.18.0.0/15"), benchmarks, "RFC 2544", false},
	{netip.MustParsePrefix("198.51.100.0/24"), documentation, "RFC 5737", true},
	{netip.MustParsePrefix("203.0.113.0/24"), documentation, "RFC 5737", true},
	{netip.MustParsePrefix("224.0.0.0/4"), multicast, "RFC 5771", false},
	{netip.MustParsePrefix("240.0.0.0/4"), reserved, "RFC 1112", false},

	{netip.MustParsePrefix("::/128"), ownNetwork, "RFC 4291", false},
	{netip.MustParsePrefix("::1/128"), loopback, "RFC 4291", false},
	{netip.MustParsePrefix("64:ff9b::/96"), translated, "RFC 6052", false},
	{netip.MustParsePrefix("64:ff9b:1::/48"), translated, "RFC 8215", false},
	{netip.MustParsePrefix("100::/64"), discarded, "RFC 6666", false},
	{netip.MustParsePrefix("2001:2::/48"), benchmarks, "RFC 5180", false},
	{netip.MustParsePrefix("2001:10::/28"), identifiers, "RFC 4843", false},
	{netip.MustParsePrefix("2001:20::/28"), identifiers, "RFC 7343", false},
	{netip.MustParsePrefix("2001:db8::/32"), documentation, "RFC 3849", true},
	{netip.MustParsePrefix("3fff::/20"), documentation, "RFC 9637", true},
	{netip.MustParsePrefix("5f00::/16"), identifiers, "RFC 9602", false},
	{netip.MustParsePrefix("fc00::/7"), private, "RFC 4193", false},
	{netip.MustParsePrefix("fe80::/10"), linkLocal, "RFC 4291", false},
	{netip.MustParsePrefix("fec0::/10"), siteLocal, "RFC 3879", false},
	{netip.MustParsePrefix("ff00::/8"), multicast, "RFC 4291", false},
}

// FindSpecial gives the special range that all of a network is within; nil where
// there is none.
func FindSpecial(network netip.Prefix) *Special {
	for i := range specials {
		if s := &specials[i]; s.Prefix.Bits() <= network.Bits() && s.Prefix.Contains(network.Addr()) {
			return s
		}
	}
	return nil
}

// The widest networks that may be proposed: lint finds wider ones too wide (SPF011).
const (
	widest4 = 8
	widest6 = 16
)

// global are the addresses that are assigned to anybody at all
// (https://www.iana.org/assignments/ipv6-unicast-address-assignments/).
var global = netip.MustParsePrefix("2000::/3")

// Refuse says why a network may not be proposed for a record, as a part of a
// sentence after the network: "is a private range (RFC 1918)". It is zero where it
// may be: it isn't so wide that it lets in others, and nothing in it is special,
// except that it may be for documentation.
func Refuse(network netip.Prefix) i18n.Text {
	a := network.Addr()
	if !network.IsValid() {
		return notNetwork
	}
	if a.Is4In6() {
		return mapped
	}
	widest := widest4
	if a.Is6() {
		widest = widest6
	}
	if s := FindSpecial(network); s != nil && s.Example {
		return i18n.Text{}
	} else if s != nil {
		return isSpecial.Format(s.Name, s.Source)
	}
	if network.Bits() < widest {
		return tooWide.Format(widest)
	}
	for i := range specials {
		if s := &specials[i]; !s.Example && s.Prefix.Overlaps(network) {
			return hasSpecial.Format(s.Prefix.String(), s.Name, s.Source)
		}
	}
	if a.Is6() && !global.Contains(a) {
		return notAssigned
	}
	return i18n.Text{}
}

var (
	notNetwork  = i18n.Text{EN: "is not a range of addresses", JA: "アドレスの範囲ではありません"}
	isSpecial   = i18n.Text{EN: "is %s (%s)", JA: "%s です（%s）"}
	hasSpecial  = i18n.Text{EN: "has %s in it, %s (%s)", JA: "その中に %s（%s、%s）を含みます"}
	tooWide     = i18n.Text{EN: "is wider than a /%d, and lets in hosts of others", JA: "広すぎて（/%d より広い範囲）、他者のホストも含みます"}
	mapped      = i18n.Text{EN: "is an IPv4-mapped address, which no client of SPF has", JA: "IPv4 射影アドレスで、SPF の送信元にはなりません"}
	notAssigned = i18n.Text{EN: "is unassigned (RFC 4291 §2.4)", JA: "誰にも割り当てられていないアドレスです（RFC 4291 §2.4）"}
)
