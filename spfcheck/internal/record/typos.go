package record

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// Pieces of patterns.
const (
	sign   = `^([-+?~]?)`                                  // a qualifier or none, at the beginning
	addr4  = `(\d{1,3}(?:\.\d{1,3}){3})`                   // what looks like an IPv4 address
	net4   = `(\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?)`          // … with or without a length
	net6   = `([0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*(?:/\d+)?)` // what looks like an IPv6 network
	host   = `([a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]*\.?)`
	plain  = `([^ :=]+|[0-9a-f]*:[0-9a-f:./]+)`                                // an argument that has no name before it
	inside = `([-+?~]?(?:ip4|ip6|include|exists|ptr|mx|a):|(?:redirect|exp)=)` // how a term begins
	hosts  = `(?:a|mx|include|exists|ptr)`
	begin  = `^([-+?~]?[a-z][a-z0-9]*[:=])` // all of a term before its argument
	quotes = "[\"'`,;|\\\\]"

	enclosed = "[\"'`<(]+([^\"'`<>()% ]+)[\"'`>)}]*" // an argument with quotes or brackets around it, or in front of it
)

// versionTypos are mistakes at the beginning of a record. Patterns begin where
// the text begins, which may be a space.
var versionTypos = []typo{
	{
		pattern: like(`^ *` + quotes + `*v[=:]spf1(?:` + quotes + `|[.:])*$`), likely: version,
		problem: i18n.Text{
			EN: "a space or punctuation around v=spf1",
			JA: "v=spf1 の前後に余分な半角スペースや記号がある",
		},
		section: "RFC 7208 §4.5",
	},
	{
		pattern: like(`^ *v=spf1([-+?~]?(?:(?:all|a|mx|ptr)$|[a-z][a-z0-9]*[:=/].*))`), likely: version + " ${1}",
		problem: i18n.Text{EN: "no space after v=spf1", JA: "v=spf1 の後に半角スペースがない"},
		section: "RFC 7208 §4.5",
	},
	{
		pattern: like(`^ *(?:spf1|v=spf|v=spf-1|v=spf1\.0|v=spf01|v=sp1|v=sfp1|v=psf1|v=spf[il]|v(?:[-.]|==+)?spf1)$`), likely: version,
		problem: i18n.Text{EN: "v=spf1 is written wrongly", JA: "v=spf1 の書き間違い"},
		section: "RFC 7208 §4.5",
	},
}

// typos are the mistakes that make a term malformed. The first whose
// correction is well-formed explains it; so the narrow ones come first.
var typos = concat(spaceTypos, addressTypos, lengthTypos, nameTypos, punctuationTypos)

func concat(tables ...[]typo) []typo {
	var all []typo
	for _, t := range tables {
		all = append(all, t...)
	}
	return all
}

// spaceTypos: spaces too many or too few.
var spaceTypos = []typo{
	{
		pattern: like(`^([-+?~]) +([a-z][^ ]*)$`), next: true, likely: "${1}${2}",
		problem: i18n.Text{EN: "a space after the qualifier", JA: "限定子の後に半角スペースがある"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?[a-z][a-z0-9]*[:=]) +` + plain + `$`), next: true, likely: "${1}${2}",
		problem: i18n.Text{EN: "a space after the colon or equals sign", JA: "「:」や「=」の後に半角スペースがある"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?[a-z][a-z0-9]*) +([:=][^ ]+)$`), next: true, likely: "${1}${2}",
		problem: i18n.Text{EN: "a space before the colon or equals sign", JA: "「:」や「=」の前に半角スペースがある"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?(?:ip4|ip6|include|exists)) +` + plain + `$`), next: true, likely: "${1}:${2}",
		problem: i18n.Text{EN: "a space where a colon belongs", JA: "「:」の代わりに半角スペースがある"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^(redirect|exp) +([^ :=]+)$`), next: true, likely: "${1}=${2}",
		problem: i18n.Text{EN: "a space where an equals sign belongs", JA: "「=」の代わりに半角スペースがある"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?(?:ip4|ip6|a|mx)(?:[:/][^ ]*)?)(/+) +(\d+)$`), next: true, likely: "${1}${2}${3}",
		problem: i18n.Text{EN: "a space in the prefix length", JA: "プレフィックス長の中に半角スペースがある"},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(`([0-9a-z.}])([-+?~]all$|` + inside + `)`), likely: "${1} ${2}",
		problem: i18n.Text{EN: "no space between two terms", JA: "二つの項の間に半角スペースがない"},
		section: "RFC 7208 §4.6.1",
	},
}

// punctuationTypos: signs that are no part of the language.
var punctuationTypos = []typo{
	{
		pattern: like(`^(?:(\+)\++|(-)-+|(~)~+|(\?)\?+)([a-z].*)$`), likely: "${1}${2}${3}${4}${5}",
		problem: i18n.Text{EN: "the qualifier stands there more than once", JA: "限定子が重複している"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(begin + enclosed + `((?:/\d+)?(?://\d+)?)$`), likely: "${1}${2}${3}",
		problem: msgEnclosed, section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^([-+?~]?(?:a|mx|ptr)):(/[^ ]*)?$`), likely: "${1}${2}",
		problem: i18n.Text{EN: "a colon without a domain", JA: "「:」の後にドメインがない"},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^` + quotes + `*([^ ]*?)(?:` + quotes + `|[.:])*$`), likely: "${1}",
		problem: i18n.Text{
			EN: "quotes or punctuation around a term; terms are separated by spaces alone",
			JA: "項の前後に引用符や記号がある。項は半角スペースだけで区切る",
		},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`^` + quotes + `+ +` + quotes + `*([^ ]*?)` + quotes + `*$`), next: true, likely: "${1}",
		problem: i18n.Text{
			EN: "quotes or punctuation left inside the text; terms are separated by spaces alone",
			JA: "テキストの中に引用符や記号が残っている。項は半角スペースだけで区切る",
		},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(quotes + `+`), likely: " ",
		problem: i18n.Text{
			EN: "quotes or punctuation between two terms; terms are separated by spaces alone",
			JA: "二つの項の間に引用符や記号がある。項は半角スペースだけで区切る",
		},
		section: "RFC 7208 §4.6.1",
	},
	{
		pattern: like(`[,;|]+(\d)`), likely: " ip4:${1}",
		problem: i18n.Text{
			EN: "a list of addresses; each needs an ip4 of its own",
			JA: "アドレスが並べて書かれている。それぞれに ip4 が必要",
		},
		section: "RFC 7208 §5.6",
	},
	{
		pattern: like(`%[(\[]([a-z]\d*r?[-.+,/_=]*)[)\]]`), likely: "%{${1}}",
		problem: i18n.Text{EN: "a macro is written with braces", JA: "マクロは波括弧で書く"},
		section: "RFC 7208 §7.1",
	},
}
