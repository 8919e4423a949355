package spfcheck

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
	"spfcheck/spfcheck/record"
)

// advise says what would make the judged carriers deliver, one Advice for each
// domain that keeps one of them from it. What it proposes has not been tried.
func advise(rep *Report) []Advice {
	advice := []Advice{}
	var done []string
	for _, v := range rep.Verdicts {
		e := rep.identity(v.Identity)
		if !v.Judged || v.Outcome.Delivered() || e == nil || slices.Contains(done, e.Domain) {
			continue
		}
		done = append(done, e.Domain)
		if a, ok := rep.adviseOn(e); ok {
			advice = append(advice, a)
		}
	}
	return advice
}

// adviseOn says what to do about the results of an identity; false where
// nothing is.
func (rep *Report) adviseOn(e *Evaluated) (Advice, bool) {
	var refused []netip.Addr
	for _, r := range e.Results {
		switch r.Result {
		case spf.PermError:
			return Advice{Domain: r.Domain, Text: repair.Format(r.Domain, *r.ProblemText)}, true
		case spf.TempError:
			return Advice{Domain: r.Domain, Text: askAgain.Format(r.Domain, *r.ProblemText)}, true
		case spf.None, spf.Fail, spf.SoftFail, spf.Neutral:
			refused = append(refused, r.Addresses...)
		}
	}
	if refused == nil {
		return Advice{}, false
	}
	terms := rep.authorising(e.Domain, refused)
	if e.Record == "" {
		return Advice{Domain: e.Domain, Text: publish.Format(e.Domain), Record: "v=spf1 " + terms + " ~all"}, true
	}
	return Advice{Domain: e.Domain, Text: authorise.Format(e.Domain), Record: insert(e.Record, terms)}, true
}

// authorising gives the terms that authorise the addresses at the domain: the
// record of a sending service that already authorises all of them, or else the
// addresses themselves.
func (rep *Report) authorising(domain string, addresses []netip.Addr) string {
	for _, other := range rep.Identities {
		if other.Domain != domain && other.Result == spf.Pass {
			return "include:" + other.Domain
		}
	}
	terms := make([]string, len(addresses))
	for i, a := range addresses {
		family := "ip6"
		if a.Unmap().Is4() {
			family = "ip4"
		}
		terms[i] = fmt.Sprintf("%s:%s", family, a.Unmap())
	}
	return strings.Join(terms, " ")
}

// insert puts terms into a record in front of its all, or of its redirect, or
// at its end.
func insert(text, terms string) string {
	for _, t := range record.Parse(text).Terms {
		if (t.Name == "all" && !t.Modifier) || t.Name == "redirect" {
			return text[:t.Offset] + terms + " " + text[t.Offset:]
		}
	}
	return strings.TrimRight(text, " ") + " " + terms
}

func (rep *Report) identity(kind identity.Kind) *Evaluated {
	i := slices.IndexFunc(rep.Identities, func(e Evaluated) bool { return e.Kind == kind })
	if i < 0 {
		return nil
	}
	return &rep.Identities[i]
}

var (
	publish = i18n.Text{
		EN: "publish an SPF record as TXT at %s",
		JA: "%s に SPF レコードを TXT として公開してください",
	}
	authorise = i18n.Text{
		EN: "add the sending address to the SPF record of %s",
		JA: "%s の SPF レコードに送信元を加えてください",
	}
	repair = i18n.Text{
		EN: "repair the SPF record of %s: %s",
		JA: "%s の SPF レコードを直してください: %s",
	}
	askAgain = i18n.Text{
		EN: "check the name servers of %s and run again: %s",
		JA: "%s のネームサーバーを確認し、もう一度実行してください: %s",
	}
)
