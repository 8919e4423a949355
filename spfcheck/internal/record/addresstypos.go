package record

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// addressTypos: addresses where names belong, names where addresses belong,
// and addresses that are written in some other way.
var addressTypos = []typo{
	{
		pattern: like(sign + `ip4:` + net6 + `$`), likely: "${1}ip6:${2}",
		problem: i18n.Text{EN: "an IPv6 address in ip4", JA: "ip4 に IPv6 アドレスがある"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip6:` + net4 + `$`), likely: "${1}ip4:${2}",
		problem: i18n.Text{EN: "an IPv4 address in ip6", JA: "ip6 に IPv4 アドレスがある"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip(?:v?[46]?|[46]v|-[46])[-:.,;_]?` + net4 + `$`), likely: "${1}ip4:${2}",
		problem: i18n.Text{EN: `IPv4 addresses are written "ip4:ADDRESS"`, JA: "IPv4 アドレスは「ip4:アドレス」と書く"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip(?:v?[46]?|[46]v|-[46])[-:.,;_]?` + net6 + `$`), likely: "${1}ip6:${2}",
		problem: i18n.Text{EN: `IPv6 addresses are written "ip6:ADDRESS"`, JA: "IPv6 アドレスは「ip6:アドレス」と書く"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + hosts + `:` + net4 + `$`), likely: "${1}ip4:${2}",
		problem: i18n.Text{EN: "an IPv4 address where a domain belongs", JA: "ドメインを書くべき所に IPv4 アドレスがある"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + hosts + `:` + net6 + `$`), likely: "${1}ip6:${2}",
		problem: i18n.Text{EN: "an IPv6 address where a domain belongs", JA: "ドメインを書くべき所に IPv6 アドレスがある"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + net4 + `$`), likely: "${1}ip4:${2}",
		problem: i18n.Text{EN: "an IPv4 address without ip4", JA: "IPv4 アドレスの前に ip4 がない"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + net6 + `$`), likely: "${1}ip6:${2}",
		problem: i18n.Text{EN: "an IPv6 address without ip6", JA: "IPv6 アドレスの前に ip6 がない"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip[46]:` + host + `$`), likely: "${1}a:${2}",
		problem: i18n.Text{EN: "a host name where an address belongs", JA: "アドレスを書くべき所にホスト名がある"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `(?:(ip4:)(?:ip4:)+|(ip6:)(?:ip6:)+)([0-9])`), likely: "${1}${2}${3}${4}",
		problem: i18n.Text{EN: "duplicate name of the mechanism", JA: "メカニズムの名前が重複している"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip4:` + addr4 + `-` + `(\d{1,3}(?:(?:\.\d{1,3}){3})?)$`), guess: rangeNetworks,
		problem: i18n.Text{EN: "a range of addresses; networks are written with a prefix length", JA: "アドレスの範囲が書かれている。ネットワークはプレフィックス長で書く"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip4:` + addr4 + `/` + `(\d{1,3}(?:\.\d{1,3}){3})$`), guess: maskedNetwork,
		problem: i18n.Text{EN: "a netmask where a prefix length belongs", JA: "プレフィックス長を書くべき所にネットマスクがある"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip4:((?:\d{1,3}\.){1,3}(?:[*x](?:\.[*x])*)?|\d{1,3}(?:\.\d{1,3}){0,2})(/\d+)?$`), guess: fullNetwork,
		problem: i18n.Text{EN: "an address of fewer than four numbers", JA: "数が四つそろっていないアドレス"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(sign + `ip4:` + addr4 + `(/\d+)?$`), guess: withoutZeros,
		problem: i18n.Text{EN: "numbers of the address begin with a zero", JA: "アドレスの数が 0 で始まっている"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(`^([-+?~]?ip[46]:)\[([^\]]*)\]`), likely: "${1}${2}",
		problem: i18n.Text{EN: "brackets around the address", JA: "アドレスが角括弧で囲まれている"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(`^([-+?~]?ip6:(?:[0-9a-f]{1,4}:){1,6}[0-9a-f]{1,4})(/\d+)$`), likely: "${1}::${2}",
		problem: i18n.Text{EN: `no "::" in place of the groups that are left out`, JA: "省略した部分の「::」がない"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(`^([-+?~]?[a-z0-9]+:[a-z0-9_.-]+):\d+$`), likely: "${1}",
		problem: i18n.Text{EN: "a port after the address or host", JA: "アドレスやホストの後にポート番号がある"},
		section: "RFC 7208 §4.6.1",
	},
}

// lengthTypos: prefix lengths.
var lengthTypos = []typo{
	{
		pattern: like(`/0+(\d+)$`), likely: "/${1}",
		problem: i18n.Text{EN: "the prefix length begins with a zero", JA: "プレフィックス長が 0 で始まっている"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(`^([-+?~]?ip[46]:[^/]+)(?://|\\)(\d+)$`), likely: "${1}/${2}",
		problem: i18n.Text{EN: "a prefix length here is written with one slash", JA: "ここのプレフィックス長はスラッシュ一つで書く"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(`^([-+?~]?(?:a|mx)[^/]*)(?:(/\d+)/(\d+)|/(48|56|64|128))$`), likely: "${1}${2}//${3}${4}",
		problem: i18n.Text{EN: "a prefix length for IPv6 is written with two slashes", JA: "IPv6 のプレフィックス長はスラッシュ二つで書く"},
		section: "RFC 7208 §5.3",
	},
	{
		pattern: like(`^([-+?~]?(?:include|exists|ptr)[^/]*|redirect=[^/]*)//?\d+$`), likely: "${1}",
		problem: i18n.Text{EN: "a prefix length where none can be", JA: "プレフィックス長を書けない所に書かれている"},
		section: "RFC 7208 §4.6.1",
	},
}
