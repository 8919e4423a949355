package carriers

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Y!mobile has SoftBank's feature by SoftBank's own word, and shares its mail
// servers, so SoftBank's rows are taken over, each as our reading.
var ymobile = &Profile{
	ID:   "ymobile",
	Name: i18n.Text{EN: "Y!mobile", JA: "ワイモバイル"},
	Recipients: []string{
		"ymobile.ne.jp", "y-mobile.ne.jp", "ymobile1.ne.jp", "emnet.ne.jp", "emobile.ne.jp", "emobile-s.ne.jp",
		"willcom.com", "wcm.ne.jp", "pdx.ne.jp", "*.pdx.ne.jp",
	},
	Filters: []Filter{
		{
			Name:     i18n.Text{EN: "spoofed mail: SPF and DMARC (なりすましメールの拒否)", JA: "なりすましメールの拒否（SPF と DMARC）"},
			Default:  "on",
			Settings: []Setting{asYmobile(softbankOn), asYmobile(softbankOff)},
		},
		{
			Name:     softbankSystem.Name,
			Default:  softbankSystem.Default,
			Settings: []Setting{asYmobile(softbankSystem.Settings[0])},
		},
	},
}

// asYmobile copies a setting of SoftBank's: the same rows but those for another
// mail system, basis inferred.
func asYmobile(s Setting) Setting {
	var rules []Rule
	for _, r := range s.Rules {
		if r.For != "" {
			continue
		}
		r.ID = strings.Replace(r.ID, "softbank/", "ymobile/", 1)
		r.Basis = Inferred
		if !slices.ContainsFunc(r.Sources, func(s Source) bool { return s.Key == sbDMARC.Key }) {
			r.Sources = sources(r.Sources, sbDMARC)
		}
		r.Sources = sources(r.Sources, sbPartner)
		rules = append(rules, r)
	}
	s.Rules = rules
	return s
}

var uq = &Profile{
	ID:         "uq",
	Name:       i18n.Text{EN: "UQ mobile", JA: "UQ mobile"},
	Recipients: []string{"uqmobile.jp"},
	Filters: undocumented(Rule{
		ID: "uq/undocumented/unknown",
		Why: i18n.Text{
			EN: "UQ's page for senders says nothing of SPF or DMARC",
			JA: "UQ の送信者向けのページに、SPF や DMARC についての記載はありません",
		},
		Basis:   Official,
		Sources: []Source{uqCaution},
	}),
}

var uqCaution = Source{
	Key:   "UQ-CAUTION",
	URL:   "https://www.uqwimax.jp/mobile/plan/option/mail/caution/",
	Title: i18n.Text{EN: "UQ, notes for senders of mail", JA: "UQ（メール送信時の注意）"},
	Basis: Official,
	Fact: i18n.Text{
		EN: "mail must follow RFC 5321 and 5322; an unknown address gets 550; a network that sends to many of those is blocked for a time",
		JA: "メールは RFC 5321 と 5322 に従うこと。存在しないアドレスには 550 を返す。大量に送るネットワークは一時的に遮断する",
	},
}

var rakuten = &Profile{
	ID:         "rakuten",
	Name:       i18n.Text{EN: "Rakuten Mobile", JA: "楽天モバイル"},
	Recipients: []string{"rakumail.jp"},
	Filters: undocumented(Rule{
		ID: "rakuten/undocumented/unknown",
		Why: i18n.Text{
			EN: "a refusal after DATA (552) is seen; what it is for, and whether SPF or DMARC matter, isn't documented",
			JA: "DATA の後の拒否（552）は観測されていますが、その理由や、SPF と DMARC が関わるかは資料がありません",
		},
		Basis:   Observed,
		Sources: []Source{sisimai172},
	}),
}

var sisimai172 = Source{
	Key:   "SISIMAI-172",
	URL:   "https://github.com/sisimai/go-sisimai/issues/172",
	Title: i18n.Text{EN: "Sisimai, issue 172", JA: "Sisimai issue 172"},
	Date:  "2025-09-05",
	Basis: Observed,
	Fact: i18n.Text{
		EN: "552 Mail rejected by the processing module after DATA",
		JA: "DATA の後に 552 Mail rejected by the processing module が返る",
	},
}

// undocumented is the filter of a carrier whose handling of SPF and DMARC no
// source tells: its one rule says so, so that silence shows as unknown and never
// as fine.
func undocumented(r Rule) []Filter {
	r.Outcome = Unknown
	return []Filter{{
		Name:    i18n.Text{EN: "SPF and DMARC: undocumented", JA: "SPF と DMARC: 資料なし"},
		Default: "undocumented",
		Settings: []Setting{{
			ID: "undocumented", Name: i18n.Text{EN: "undocumented", JA: "資料なし"},
			Rules: []Rule{r},
		}},
	}}
}
