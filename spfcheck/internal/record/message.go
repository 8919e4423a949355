package record

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What the grammar has to say. Typos that are recognized have their own words.
var (
	msgTwice = i18n.Text{
		EN: "a second %s; a record may have only one",
		JA: "%s がすでにある。1 つのレコードに書けるのは 1 つだけ",
	}
	msgNoVersion = i18n.Text{
		EN: `the text doesn't begin with "v=spf1" and a space, so it is not an SPF record`,
		JA: "「v=spf1」と半角スペースで始まっていないため、SPF レコードではない",
	}
	msgNoName = i18n.Text{
		EN: `"%s" has no name; a mechanism or modifier begins with a letter`,
		JA: "「%s」に名前がない。メカニズムやモディファイアは英字で始まる",
	}
	msgNoTerm = i18n.Text{
		EN: `"%s" is neither a mechanism nor a modifier`,
		JA: "「%s」はメカニズムでもモディファイアでもない",
	}
	msgUnknownMechanism = i18n.Text{
		EN: `unknown mechanism "%s"`,
		JA: "「%s」というメカニズムはない",
	}
	msgModifierNeedsEquals = i18n.Text{
		EN: `%[1]s is a modifier and is written "%[1]s=", with a domain after it`,
		JA: "%[1]s はモディファイアで、「%[1]s=」の後にドメインを書く",
	}
	msgQualifiedModifier = i18n.Text{
		EN: `a modifier has no qualifier, and this one has "%s"`,
		JA: "モディファイアに限定子「%s」が付いている",
	}
	msgTakesNothing = i18n.Text{
		EN: "%s takes nothing after it",
		JA: "%s の後には何も書けない",
	}
	msgNeedsDomain = i18n.Text{
		EN: "%s needs a domain",
		JA: "%s にはドメインが必要",
	}
	msgEmptyDomain = i18n.Text{
		EN: `no domain after "%s"`,
		JA: "「%s」の後にドメインがない",
	}
	msgNoLength = i18n.Text{
		EN: "%s takes no prefix length",
		JA: "%s にプレフィックス長は書けない",
	}
	msgNeedsAddress = i18n.Text{
		EN: `%[1]s needs an address, as in "%[1]s:ADDRESS"`,
		JA: "%[1]s には「%[1]s:アドレス」の形でアドレスが必要",
	}
	msgBadAddress = map[int]i18n.Text{
		32: {
			EN: `"%s" is not an IPv4 address of four numbers from 0 to 255`,
			JA: "「%s」は 0〜255 の数四つの IPv4 アドレスではない",
		},
		128: {
			EN: `"%s" is not an IPv6 address`,
			JA: "「%s」は IPv6 アドレスではない",
		},
	}
	msgBadLength = i18n.Text{
		EN: `"/%[1]s" is not a prefix length from 0 to %[2]d`,
		JA: "「/%[1]s」は 0〜%[2]d のプレフィックス長ではない",
	}
	msgZeroLength = i18n.Text{
		EN: `the prefix length "/%s" begins with a zero`,
		JA: "プレフィックス長「/%s」が 0 で始まっている",
	}
	msgBadLengths = i18n.Text{
		EN: `"%s" is not a prefix length; IPv4 is written "/24", IPv6 "//64", both "/24//64"`,
		JA: "「%s」はプレフィックス長ではない。IPv4 は「/24」、IPv6 は「//64」、両方は「/24//64」と書く",
	}
	msgNoDot = i18n.Text{
		EN: `"%s" is not a domain: there must be at least two labels or a macro at the end`,
		JA: "「%s」はドメインではない。ラベルは二つ以上、または末尾にマクロが必要",
	}
	msgBadToplabel = i18n.Text{
		EN: `the last label "%s" isn't made of letters, digits and hyphens with a letter among them, or has a hyphen at an end`,
		JA: "最後のラベル「%s」は、英字を含む英数字とハイフンからなっていないか、端がハイフンになっている",
	}
	msgBarePercent = i18n.Text{
		EN: `"%" begins a macro such as "%{d}"; a percent sign itself is written "%%"`,
		JA: "「%」は「%{d}」のようなマクロの始まり。パーセント記号そのものは「%%」と書く",
	}
	msgOpenMacro = i18n.Text{
		EN: `a macro that no "}" ends`,
		JA: "マクロが「}」で閉じられていない",
	}
	msgMacroLetter = i18n.Text{
		EN: `"%s" has none of the macro letters s, l, o, d, i, p, h, v`,
		JA: "「%s」の文字は s, l, o, d, i, p, h, v のいずれでもない",
	}
	msgExpLetter = i18n.Text{
		EN: `"%s" may stand only in the text of an explanation`,
		JA: "「%s」は説明文の中でしか使えない",
	}
	msgMacroZero = i18n.Text{
		EN: `"%s" keeps zero parts; the number must be at least 1`,
		JA: "「%s」は残す部分の数が 0。1 以上でなければならない",
	}
	msgMacroDelimiter = i18n.Text{
		EN: `in "%s" only digits, "r" and the delimiters . - + , / _ = may follow the letter`,
		JA: "「%s」で文字の後に書けるのは、数字、r、区切り文字 . - + , / _ = だけ",
	}
)
