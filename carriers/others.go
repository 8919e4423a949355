package carriers

import (
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// Y!mobile has SoftBank's feature by SoftBank's own word, so SoftBank's rows
// are taken over, each as our reading.
var ymobile = &Profile{
	ID:   "ymobile",
	Name: i18n.Text{EN: "Y!mobile", JA: "ワイモバイル"},
	Recipients: []string{
		"ymobile.ne.jp", "y-mobile.ne.jp", "ymobile1.ne.jp", "emnet.ne.jp", "emobile.ne.jp", "emobile-s.ne.jp",
		"willcom.com", "wcm.ne.jp", "pdx.ne.jp", "*.pdx.ne.jp",
	},
	Filters: []Filter{{
		Name:     i18n.Text{EN: "spoofed mail (なりすましメールの拒否)", JA: "なりすましメールの拒否"},
		Default:  "on",
		Settings: []Setting{asYmobile(softbankOn), asYmobile(softbankOff)},
	}},
}

// asYmobile copies a setting of SoftBank's: same rows, basis inferred.
func asYmobile(s Setting) Setting {
	rules := make([]Rule, len(s.Rules))
	for i, r := range s.Rules {
		r.ID = strings.Replace(r.ID, "softbank/", "ymobile/", 1)
		r.Basis = Inferred
		if !slices.ContainsFunc(r.Sources, func(s Source) bool { return s.Key == sbDMARC.Key }) {
			r.Sources = sources(r.Sources, sbDMARC)
		}
		rules[i] = r
	}
	s.Rules = rules
	return s
}

var uq = &Profile{
	ID:         "uq",
	Name:       i18n.Text{EN: "UQ mobile", JA: "UQ mobile"},
	Recipients: []string{"uqmobile.jp"},
	Filters:    undocumented,
}

var rakuten = &Profile{
	ID:         "rakuten",
	Name:       i18n.Text{EN: "Rakuten Mobile", JA: "楽天モバイル"},
	Recipients: []string{"rakumail.jp"},
	Filters:    undocumented,
}

// undocumented is the filter of a carrier about which no source says anything:
// it has no rule, so that silence shows as unknown and never as fine.
var undocumented = []Filter{{
	Name:     i18n.Text{EN: "undocumented", JA: "資料なし"},
	Default:  "undocumented",
	Settings: []Setting{{ID: "undocumented", Name: i18n.Text{EN: "undocumented", JA: "資料なし"}}},
}}

// reference shows why the same mail arrives elsewhere. It is never judged.
var reference = &Profile{
	ID:        "reference",
	Name:      i18n.Text{EN: "a receiver that checks the envelope From only", JA: "エンベロープ From だけを見る一般的な受信側"},
	Reference: true,
	Filters: []Filter{{
		Name:    i18n.Text{EN: "SPF of the envelope From", JA: "エンベロープ From の SPF"},
		Default: "spf",
		Settings: []Setting{{
			ID:    "spf",
			Name:  i18n.Text{EN: "SPF", JA: "SPF"},
			Looks: []Look{{Identity: identity.MailFrom}},
			Rules: []Rule{{
				ID:      "reference/spf/pass",
				When:    map[identity.Kind][]spf.Result{identity.MailFrom: {spf.Pass}},
				Outcome: Deliver,
				Why: i18n.Text{
					EN: "SPF passes on the envelope From, and that is all it looks at",
					JA: "エンベロープ From の SPF が pass です。見るのはそこだけです",
				},
				Basis:   Inferred,
				Sources: []Source{rfc7208},
			}},
		}},
	}},
}

var rfc7208 = Source{
	Key:   "RFC7208",
	URL:   "https://www.rfc-editor.org/rfc/rfc7208",
	Title: i18n.Text{EN: "RFC 7208", JA: "RFC 7208"},
	Date:  "2014-04",
	Basis: Official,
	Fact: i18n.Text{
		EN: "SPF is checked for the envelope From; pass means that the client is authorized",
		JA: "SPF はエンベロープ From について確認する。pass は送信元が許可されていることを示す",
	},
}
