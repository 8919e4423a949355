package dmarc

import (
	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
)

// Why there is no usable policy.
var (
	textNoDomain = i18n.Text{
		EN: "there is no From domain",
		JA: "From のドメインがありません",
	}
	textMissing = i18n.Text{
		EN: "there is no DMARC record for %s",
		JA: "%s に DMARC レコードがありません",
	}
	textSeveral = i18n.Text{
		EN: "%s has several DMARC records, so that none counts",
		JA: "%s に DMARC レコードが複数あり、どれも使われません",
	}
	textUnusable = i18n.Text{
		EN: "the DMARC record of %s has no valid policy",
		JA: "%s の DMARC レコードに有効なポリシーがありません",
	}
	textSupposed = i18n.Text{
		EN: "the DMARC record of %s has no valid policy; since it has an address for reports, it counts as p=none",
		JA: "%s の DMARC レコードに有効なポリシーがありません。レポートの送り先があるため p=none とみなされます",
	}
	textExistsUnknown = i18n.Text{
		EN: "DNS failed for %s, so it isn't known whether sp or np is its policy",
		JA: "%s の DNS の問い合わせに失敗したため、sp と np のどちらのポリシーになるか分かりません",
	}
)

// Why a message fails where nothing could make it pass.
var (
	textNoEnvelope  = i18n.Text{EN: "the envelope From, for which SPF may pass, is not given", JA: "エンベロープ From の指定がなく、SPF が pass になるかどうか分かりません"}
	textSPFUnknown  = i18n.Text{EN: "SPF for %[1]s, which would be aligned with %[2]s, is unknown", JA: "%[1]s の SPF の結果が不明です（%[2]s とのアラインメントは成立している）"}
	textNoSPF       = i18n.Text{EN: "no envelope domain has an SPF result", JA: "エンベロープのドメインに SPF の結果がありません"}
	textNoSignature = i18n.Text{EN: "there is no DKIM signature", JA: "DKIM 署名がありません"}
	textBoth        = i18n.Text{EN: "%s; %s", JA: "%s。%s"}
	textMore        = i18n.Text{EN: "%s (other signatures that don't help either: %d)", JA: "%s（ほかにも有効でない署名が %d 個）"}
)

// situation is how an identifier stands.
type situation struct {
	method          Method
	passes, aligned bool
}

// whys say for each situation what comes of it: domain, From domain, result.
var whys = map[situation]i18n.Text{
	{SPF, true, true}: {
		EN: "SPF passes for %[1]s, which is aligned with %[2]s",
		JA: "SPF が %[1]s で pass し、%[2]s とのアラインメントも成立しています",
	},
	{SPF, true, false}: {
		EN: "SPF passes for %[1]s, which isn't aligned with %[2]s",
		JA: "SPF は %[1]s で pass しましたが、%[2]s とのアラインメントが成立していません",
	},
	{SPF, false, true}: {
		EN: "SPF gives %[3]s for %[1]s, which would be aligned with %[2]s",
		JA: "SPF の %[1]s での結果は %[3]s です（%[2]s とのアラインメントは成立している）",
	},
	{SPF, false, false}: {
		EN: "SPF gives %[3]s for %[1]s, which isn't aligned with %[2]s either",
		JA: "SPF の %[1]s での結果が %[3]s で、%[2]s とのアラインメントも成立していません",
	},
	{DKIM, true, true}: {
		EN: "the DKIM signature of %[1]s passes and is aligned with %[2]s",
		JA: "%[1]s の DKIM 署名が pass し、%[2]s とのアラインメントも成立しています",
	},
	{DKIM, true, false}: {
		EN: "the DKIM signature of %[1]s passes, but isn't aligned with %[2]s",
		JA: "%[1]s の DKIM 署名は pass しましたが、%[2]s とのアラインメントが成立していません",
	},
	{DKIM, false, true}: {
		EN: "the DKIM signature of %[1]s, which would be aligned with %[2]s, gives %[3]s",
		JA: "%[1]s の DKIM 署名の結果は %[3]s です（%[2]s とのアラインメントは成立している）",
	},
	{DKIM, false, false}: {
		EN: "the DKIM signature of %[1]s gives %[3]s, and isn't aligned with %[2]s either",
		JA: "%[1]s の DKIM 署名の結果が %[3]s で、%[2]s とのアラインメントも成立していません",
	},
}

// whysAssumed are said of assumed signatures: aligned or not.
var whysAssumed = map[bool]i18n.Text{
	true: {
		EN: "the DKIM signature of %[1]s, which is assumed to pass, is aligned with %[2]s",
		JA: "%[1]s の DKIM 署名（pass すると仮定）と %[2]s とのアラインメントが成立しています",
	},
	false: {
		EN: "the DKIM signature of %[1]s, which is assumed to pass, isn't aligned with %[2]s",
		JA: "%[1]s の DKIM 署名（pass すると仮定）と %[2]s とのアラインメントが成立していません",
	},
}

// textStrict is added to a reason.
var textStrict = i18n.Text{
	EN: "%s (%s=s demands the same domain)",
	JA: "%s（%s=s のため同じドメインが必要です）",
}

// modeTags are the tags that say in which mode a method's domains are aligned.
var modeTags = map[Method]string{SPF: "aspf", DKIM: "adkim"}

// why says why the identifier makes the message pass, or why it doesn't.
func (id Identifier) why(from string) i18n.Text {
	if id.Domain == "" {
		return textNoEnvelope
	}
	if id.Aligned && id.Result == eval.Unknown {
		return textSPFUnknown.Format(shownDomain(id.Domain), shownDomain(from))
	}
	text := whys[situation{id.Method, id.Result == spf.Pass, id.Aligned}]
	if id.Assumed && id.Result == spf.Pass {
		text = whysAssumed[id.Aligned]
	}
	text = text.Format(shownDomain(id.Domain), shownDomain(from), id.Result)
	if !id.Aligned && Aligned(id.Domain, from, Relaxed) { // only strict mode is in the way
		text = textStrict.Format(text, modeTags[id.Method])
	}
	return text
}

// failing says why nothing made the message pass.
func (e *Evaluation) failing() i18n.Text {
	return textBoth.Format(e.telling(SPF, textNoSPF), e.telling(DKIM, textNoSignature))
}

// telling gives the reason of the identifier that came closest to passing:
// aligned before passing before neither.
func (e *Evaluation) telling(m Method, none i18n.Text) i18n.Text {
	var best *Identifier
	others := -1
	for i := range e.Identifiers {
		id := &e.Identifiers[i]
		if id.Method != m {
			continue
		}
		others++
		if best == nil || id.closeness() > best.closeness() {
			best = id
		}
	}
	switch {
	case best == nil:
		return none
	case others > 0 && m == DKIM:
		return textMore.Format(best.Why, others)
	}
	return best.Why
}

func (id Identifier) closeness() int {
	switch {
	case id.Aligned:
		return 2
	case id.Result == spf.Pass:
		return 1
	}
	return 0
}
