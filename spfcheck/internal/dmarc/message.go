package dmarc

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What is wrong with a record. Whatever comes from it is put in quoted.
var (
	msgNoVersion = i18n.Text{
		EN: "the text doesn't begin with v=DMARC1, so it is not a DMARC record",
		JA: "v=DMARC1 で始まっていないため、DMARC レコードではない",
	}
	msgVersionTypo = i18n.Text{
		EN: "v=DMARC1 is written wrongly, so this is not a DMARC record; the case of DMARC1 matters",
		JA: "v=DMARC1 の書き間違いのため、DMARC レコードとして扱われない（DMARC1 は大文字と小文字を区別する）",
	}
	msgVersionAround = i18n.Text{
		EN: "a space, quotes or punctuation around v=DMARC1, so this is not a DMARC record",
		JA: "v=DMARC1 の前後にスペースや引用符などの記号があるため、DMARC レコードとして扱われない",
	}
	msgVersionGlue = i18n.Text{
		EN: "no semicolon after v=DMARC1, so this is not a DMARC record",
		JA: "v=DMARC1 の後に「;」がないため、DMARC レコードとして扱われない",
	}
	msgLateVersion = i18n.Text{
		EN: "v=DMARC1 isn't the first tag, so this is not a DMARC record",
		JA: "v=DMARC1 が先頭のタグでないため、DMARC レコードとして扱われない",
	}
	msgForeign = i18n.Text{
		EN: "%s where a record may have only ASCII characters",
		JA: "%s がある。レコードに書けるのは ASCII の文字だけ",
	}
	msgEmptyTag = i18n.Text{
		EN: "two semicolons with no tag between them",
		JA: "「;」と「;」の間にタグがない",
	}
	msgTwice = i18n.Text{
		EN: "a second %s; a record may have only one, and receivers differ in which they take",
		JA: "%s がすでにある。書けるのは 1 つだけで、どちらが使われるかは受信側によって異なる",
	}
	msgNoSemicolon = i18n.Text{
		EN: "no semicolon between two tags, so that both are one value",
		JA: "二つのタグの間に「;」がなく、全体が一つの値になっている",
	}
	msgSemicolonInList = i18n.Text{
		EN: "a semicolon in a list of addresses; they are separated by commas",
		JA: "宛先の並びの中に「;」がある。宛先は「,」で区切る",
	}
	msgNoTag = i18n.Text{
		EN: "%s is not a tag; a tag is a name, an equals sign and a value",
		JA: "%s はタグではない。タグは「名前=値」の形で書く",
	}
	msgUnknownTag = i18n.Text{
		EN: "unknown tag %s; it is ignored",
		JA: "%s というタグはなく、無視される",
	}
	msgUpperCase = i18n.Text{
		EN: "the tag name %s isn't in lower case, and some receivers don't know it then",
		JA: "タグ名 %s が小文字でない。受信側によっては認識されない",
	}
	msgNoPolicy = i18n.Text{
		EN: "the record has no p; without it the record asks for nothing, and many receivers ignore it",
		JA: "p がない。ポリシーのないレコードは何も求めず、多くの受信側で無視される",
	}
	msgLatePolicy = i18n.Text{
		EN: "p isn't the second tag, where RFC 7489 wants it; RFC 9989 no longer does",
		JA: "p が二番目のタグでない。RFC 7489 では二番目に書く決まりで、RFC 9989 で自由になった",
	}
	msgBadPolicy = i18n.Text{
		EN: "%s is %s, which is not one of none, quarantine, reject",
		JA: "%s の値 %s は none、quarantine、reject のいずれでもない",
	}
	msgBadMode = i18n.Text{
		EN: "%s is %s, which is neither r (relaxed) nor s (strict); it is treated as r",
		JA: "%s の値 %s は r（relaxed）でも s（strict）でもなく、r とみなされる",
	}
	msgBadPercent = i18n.Text{
		EN: "%s is %s, which is not a number from 0 to 100; it is treated as 100",
		JA: "%s の値 %s は 0〜100 の数ではなく、100 とみなされる",
	}
	msgBadOptions = i18n.Text{
		EN: "%s is %s, which isn't made of 0, 1, d and s with colons between them; it is treated as 0",
		JA: "%s の値 %s は 0、1、d、s を「:」で区切ったものではなく、0 とみなされる",
	}
	msgBadFormat = i18n.Text{
		EN: "%s is %s, which is not a report format; the only one is afrf",
		JA: "%s の値 %s はレポートの形式ではない。使えるのは afrf だけ",
	}
	msgBadInterval = i18n.Text{
		EN: "%s is %s, which is not a number of seconds; it is treated as 86400",
		JA: "%s の値 %s は秒数ではなく、86400 とみなされる",
	}
	msgBadTesting = i18n.Text{
		EN: "%s is %s, which is neither y nor n; it is treated as n",
		JA: "%s の値 %s は y でも n でもなく、n とみなされる",
	}
	msgBadPSD = i18n.Text{
		EN: "%s is %s, which is not one of y, n, u; it is treated as u",
		JA: "%s の値 %s は y、n、u のいずれでもなく、u とみなされる",
	}
	msgNoURI = i18n.Text{
		EN: "%s has no address; it is left out where no reports are needed",
		JA: "%s に宛先がない。レポートが不要ならタグごと省く",
	}
	msgEmptyURI = i18n.Text{
		EN: "a comma with no address before or after it",
		JA: "「,」の前か後に宛先がない",
	}
	msgSpaceInList = i18n.Text{
		EN: "a space between two addresses; they are separated by commas",
		JA: "宛先と宛先の間がスペースになっている。宛先は「,」で区切る",
	}
	msgBadURI = i18n.Text{
		EN: "%s is not a URI",
		JA: "%s は URI ではない",
	}
	msgNoScheme = i18n.Text{
		EN: `%s is not a URI; a mail address has "mailto:" before it`,
		JA: "%s は URI ではない。メールアドレスの前には「mailto:」を書く",
	}
	msgBadMailbox = i18n.Text{
		EN: "%s names no mail address",
		JA: "%s がメールアドレスになっていない",
	}
	msgBadSize = i18n.Text{
		EN: "%s after the exclamation mark is not a limit such as 10m",
		JA: "「!」の後の %s は 10m のような上限ではない",
	}
	msgNotMailto = i18n.Text{
		EN: "reports go by mailto only; a %s address is ignored",
		JA: "レポートは mailto でのみ送られる。%s の宛先は無視される",
	}
)
