package record

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// nameTypos: names that are wrong or missing.
var nameTypos = []typo{
	{
		pattern: like(`^(redirect|exp):`), likely: "${1}=",
		problem: i18n.Text{EN: "a modifier is written with an equals sign", JA: "モディファイアは「=」で書く"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^[-+?~](redirect|exp)[:=]`), likely: "${1}=",
		problem: i18n.Text{EN: "a modifier has no qualifier", JA: "モディファイアに限定子は付かない"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~](?:include|exists|ip4|ip6|a|mx|ptr))=`), likely: "${1}:",
		problem: i18n.Text{EN: "a mechanism is written with a colon", JA: "メカニズムは「:」で書く"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?(?:include|exists))(?:[;,.]([a-z0-9_][^:= ]*)|(_[^:= ]*))$`), likely: "${1}:${2}${3}",
		problem: i18n.Text{EN: "no colon after the mechanism", JA: "メカニズムの後に「:」がない"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(sign + `([a-z0-9]+)((?:[:/].*)?)$`), guess: nearNames,
		problem: i18n.Text{EN: "the name of the mechanism is misspelt", JA: "メカニズムの名前の綴りが違う"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?[a-z0-9]+[:=])https?://([^/: ]+).*$`), likely: "${1}${2}",
		problem: i18n.Text{EN: "a URL where a domain belongs", JA: "ドメインを書くべき所に URL がある"},
		section: "RFC 7208 §7.1",
	},
	{
		pattern: like(sign + host + `$`),
		problem: i18n.Text{EN: "a domain with no mechanism before it", JA: "メカニズムのないドメイン"},
		section: "RFC 7208 §4.6.1",
	},
}

// suspects are mistakes that leave a term well-formed: unknown modifiers, which
// are ignored (RFC 7208 §6), and domains that can't exist, since a domain-spec
// may have any visible character in it (RFC 7208 §7.1).
var suspects = []typo{
	{
		pattern: like(`^v=spf1`),
		problem: i18n.Text{
			EN: "v=spf1 a second time, which counts as an unknown modifier and is ignored",
			JA: "二つ目の v=spf1。未知のモディファイアとして無視される",
		},
		section: "RFC 7208 §4.5",
	},
	{
		pattern: like(`^ipv?4=`), likely: "ip4:",
		problem: msgIgnored, section: "RFC 7208 §6",
	},
	{
		pattern: like(`^ipv?6=`), likely: "ip6:",
		problem: msgIgnored, section: "RFC 7208 §6",
	},
	{
		pattern: like(`^(include|exists|a|mx|ptr)=`), likely: "${1}:",
		problem: msgIgnored, section: "RFC 7208 §6",
	},
	{
		pattern: like(`^(?:include|exists|ip4|ip6|a|mx|ptr|all)=`),
		problem: msgIgnored, section: "RFC 7208 §6",
	},
	{
		pattern: like(`^()([a-z0-9]{4,})(=.+)$`), guess: nearNames,
		problem: i18n.Text{
			EN: "an unknown modifier, which is ignored; its name looks misspelt",
			JA: "未知のモディファイアとして無視される。名前の綴りが違うと思われる",
		},
		section: "RFC 7208 §6",
	},
	{
		pattern: like(`([0-9a-z.}])` + inside), likely: "${1} ${2}",
		problem: i18n.Text{EN: "no space between two terms, so that both are one domain", JA: "二つの項の間に半角スペースがなく、全体が一つのドメインになっている"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(quotes + `+ *` + inside), likely: " ${1}",
		problem: i18n.Text{EN: "punctuation between two terms, so that both are one domain", JA: "二つの項の間に記号があり、全体が一つのドメインになっている"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`(\.[a-z]{2,})(-all)$`), likely: "${1} ${2}",
		problem: i18n.Text{EN: "no space before -all, so that it is a part of the domain", JA: "-all の前に半角スペースがなく、ドメインの一部になっている"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?` + hosts + `:)` + host + `[,;|]` + host + `$`), likely: "${1}${2} ${1}${3}",
		problem: i18n.Text{EN: "two domains in one term", JA: "一つの項にドメインが二つある"},
		section: "RFC 7208 §7.1",
	},
	{
		pattern: like(`^([-+?~]?[a-z0-9]+[:=])https?://([^/:]+)/?$`), likely: "${1}${2}",
		problem: i18n.Text{EN: "a URL where a domain belongs", JA: "ドメインを書くべき所に URL がある"},
		section: "RFC 7208 §7.1",
	},
	{
		pattern: like(`^([-+?~]?` + hosts + `:|redirect=|exp=)[^@{}]*@([^@]+)$`), likely: "${1}${2}",
		problem: i18n.Text{EN: "a mail address where a domain belongs", JA: "ドメインを書くべき所にメールアドレスがある"},
		section: "RFC 7208 §7.1",
	},
	{
		pattern: like(begin + enclosed + `$`), likely: "${1}${2}",
		problem: msgEnclosed, section: "RFC 7208 §7.1",
	},
	{
		pattern: like(`^([-+?~]?include:|redirect=)(?:(?:include|redirect)[:=])+([^:=]+)$`), likely: "${1}${2}",
		problem: i18n.Text{EN: "the name of a mechanism or modifier in the place of the domain", JA: "ドメインを書くべき所にメカニズムやモディファイアの名前がある"},
		section: "RFC 7208 §7.1",
	},
	{
		pattern: like(`^([-+?~]?` + hosts + `:|redirect=|exp=)[:=.]+([^:=.].*)$`), likely: "${1}${2}",
		problem: i18n.Text{EN: "punctuation before the domain", JA: "ドメインの前に余分な記号がある"},
		section: "RFC 7208 §7.1",
	},
	{
		pattern: like(`^([-+?~]?` + hosts + `:|redirect=|exp=)([^{}]*?)\.\.+([^{}]*)$`), likely: "${1}${2}.${3}",
		problem: i18n.Text{EN: "an empty label, with which no domain exists", JA: "空のラベルがある。そのようなドメインは存在しない"},
		section: "RFC 7208 §4.8",
	},
	{
		pattern: like(`^[-+?~]?(?:` + hosts + `:|redirect=|exp=).*[^.%{}:=]{64}`),
		problem: i18n.Text{EN: "a label of more than 63 octets, with which no domain exists", JA: "63 オクテットを超えるラベルがある。そのようなドメインは存在しない"},
		section: "RFC 7208 §4.8",
	},
	{
		pattern: like(`^[-+?~]?(?:` + hosts + `:|redirect=|exp=)(?:[^%]|%\{[^}]*\}|%[%_-])*?` + "[\"'`,;:@|<>()\\[\\]*\\\\]"),
		problem: i18n.Text{EN: "a character that no host name has", JA: "ホスト名にない文字がある"},
		section: "RFC 7208 §7.1",
	},
	{
		pattern: like(sign + `ip6:(?:0*:)*:ffff:` + net4 + `$`), guess: mappedNetwork,
		problem: i18n.Text{
			EN: "an IPv4-mapped address, which never matches: such a client counts as IPv4",
			JA: "IPv4 射影アドレス。送信元アドレスは IPv4 として扱われるため一致することがない",
		},
		section: "RFC 7208 §5",
	},
}

var msgEnclosed = i18n.Text{EN: "quotes or brackets around the argument", JA: "引数が引用符や括弧で囲まれている"}

var msgIgnored = i18n.Text{
	EN: "an equals sign after the name of a mechanism makes an unknown modifier, which is ignored; mechanisms have a colon",
	JA: "メカニズム名の後に「=」があるため、未知のモディファイアとして無視される。メカニズムは「:」で書く",
}
