package rules

import (
	"net/netip"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// special is a range from which no mail comes over the Internet.
type special struct {
	prefix netip.Prefix
	name   i18n.Text // as in "which is …"
	source string
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
)

// specials are the ranges of the IANA special-purpose registries that are not
// globally reachable, and those that no single host has. 6to4 and Teredo aren't
// among them: hosts there can send.
var specials = []special{
	{netip.MustParsePrefix("0.0.0.0/8"), ownNetwork, "RFC 6890"},
	{netip.MustParsePrefix("10.0.0.0/8"), private, "RFC 1918"},
	{netip.MustParsePrefix("100.64.0.0/10"), carrierNAT, "RFC 6598"},
	{netip.MustParsePrefix("127.0.0.0/8"), loopback, "RFC 6890"},
	{netip.MustParsePrefix("169.254.0.0/16"), linkLocal, "RFC 3927"},
	{netip.MustParsePrefix("172.16.0.0/12"), private, "RFC 1918"},
	{netip.MustParsePrefix("192.0.0.0/24"), protocols, "RFC 6890"},
	{netip.MustParsePrefix("192.0.2.0/24"), documentation, "RFC 5737"},
	{netip.MustParsePrefix("192.168.0.0/16"), private, "RFC 1918"},
	{netip.MustParsePrefix("198.18.0.0/15"), benchmarks, "RFC 2544"},
	{netip.MustParsePrefix("198.51.100.0/24"), documentation, "RFC 5737"},
	{netip.MustParsePrefix("203.0.113.0/24"), documentation, "RFC 5737"},
	{netip.MustParsePrefix("224.0.0.0/4"), multicast, "RFC 5771"},
	{netip.MustParsePrefix("240.0.0.0/4"), reserved, "RFC 1112"},

	{netip.MustParsePrefix("::/128"), ownNetwork, "RFC 4291"},
	{netip.MustParsePrefix("::1/128"), loopback, "RFC 4291"},
	{netip.MustParsePrefix("100::/64"), discarded, "RFC 6666"},
	{netip.MustParsePrefix("2001:2::/48"), benchmarks, "RFC 5180"},
	{netip.MustParsePrefix("2001:10::/28"), identifiers, "RFC 4843"},
	{netip.MustParsePrefix("2001:20::/28"), identifiers, "RFC 7343"},
	{netip.MustParsePrefix("2001:db8::/32"), documentation, "RFC 3849"},
	{netip.MustParsePrefix("3fff::/20"), documentation, "RFC 9637"},
	{netip.MustParsePrefix("fc00::/7"), private, "RFC 4193"},
	{netip.MustParsePrefix("fe80::/10"), linkLocal, "RFC 4291"},
	{netip.MustParsePrefix("fec0::/10"), siteLocal, "RFC 3879"},
	{netip.MustParsePrefix("ff00::/8"), multicast, "RFC 4291"},
}

// findSpecial gives the first network that is all within a special range, and
// that range; nil when there is none.
func findSpecial(networks []netip.Prefix) (*special, netip.Prefix) {
	for _, n := range networks {
		for i := range specials {
			if s := &specials[i]; s.prefix.Bits() <= n.Bits() && s.prefix.Contains(n.Addr()) {
				return s, n
			}
		}
	}
	return nil, netip.Prefix{}
}
