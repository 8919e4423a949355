package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
)

// authentication shows the DKIM signatures and what DMARC makes of everything.
func (t textRenderer) authentication(rep *spfcheck.Report) {
	rows := t.authenticated(rep)
	if len(rows) == 0 {
		return
	}
	t.line("")
	t.table([]i18n.Text{colCheck, colDomain, colResult, colBecause}, rows, 8, 30, 9)
	if rep.DMARC != nil && rep.DMARC.Organizational != "" {
		t.paragraph("", t.say(organizational.Format(rep.DMARC.Organizational, string(rep.DMARC.SuffixList))))
	}
}

// authenticated are the rows of the table: the check, the domain, the result and why.
func (t textRenderer) authenticated(rep *spfcheck.Report) (rows [][]string) {
	for _, s := range rep.DKIM {
		rows = append(rows, []string{"DKIM", show(s.Domain), t.authResult(string(s.Result)), t.signature(s)})
	}
	if rep.DMARC != nil {
		name, domain := "DMARC", show(rep.DMARC.Domain)
		results := sameReason(rep.DMARC.Results)
		for _, r := range results {
			because := t.say(r.Reason)
			if len(results) > 1 {
				because += t.aside(sentFrom(r.Addresses, r.Span))
			}
			rows = append(rows, []string{name, domain, t.authResult(string(r.Result)), t.policy(r) + because})
			name, domain = "", ""
		}
	}
	return rows
}

// sameReason puts results together that differ in what isn't shown here.
func sameReason(results []spfcheck.DMARCResult) []spfcheck.DMARCResult {
	var out []spfcheck.DMARCResult
	for _, r := range results {
		i := slices.IndexFunc(out, func(o spfcheck.DMARCResult) bool {
			return o.Result == r.Result && o.Policy == r.Policy && o.Reason == r.Reason
		})
		if i < 0 {
			out = append(out, r)
			continue
		}
		out[i].Addresses = slices.Concat(out[i].Addresses, r.Addresses)
	}
	return out
}

var keyBits = i18n.Text{EN: "%d bit", JA: "%d ビット"}

// signature says in a few words what a signature is and why it came out so.
func (t textRenderer) signature(s spfcheck.DKIM) string {
	var parts []string
	if s.Selector != "" {
		parts = append(parts, escape(s.Selector))
	}
	if s.Algorithm != "" {
		parts = append(parts, escape(s.Algorithm))
	}
	if s.KeyBits > 0 && s.KeyType == "rsa" {
		parts = append(parts, t.say(keyBits.Format(s.KeyBits)))
	}
	if s.Result != dkim.Pass || s.Assumed {
		parts = append(parts, t.say(s.Reason))
	}
	if s.Limited != nil {
		parts = append(parts, t.say(covers.Format(*s.Limited)))
	}
	if len(s.Unsigned) > 0 {
		parts = append(parts, t.say(unsigned.Format(strings.Join(s.Unsigned, ", "))))
	}
	return strings.Join(parts, t.say(comma))
}

// policy is what the domain asks for where DMARC fails.
func (t textRenderer) policy(r spfcheck.DMARCResult) string {
	switch {
	case r.Policy == "":
		return ""
	case r.Percent < 100:
		return fmt.Sprintf("p=%s (%d%%); ", r.Policy, r.Percent)
	default:
		return fmt.Sprintf("p=%s; ", r.Policy)
	}
}

var (
	colResult      = i18n.Text{EN: "RESULT", JA: "結果"}
	colCheck       = i18n.Text{EN: "CHECK", JA: "検査"}
	organizational = i18n.Text{
		EN: "organizational domain: %s, by the public suffix list of %s",
		JA: "組織ドメイン: %s（%s の Public Suffix List による）",
	}
	covers   = i18n.Text{EN: "covers only %d bytes of the body (l=)", JA: "本文の %d バイトだけが対象です（l=）"}
	unsigned = i18n.Text{EN: "not signed: %s", JA: "署名の対象外: %s"}
)
