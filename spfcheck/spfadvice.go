package spfcheck

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// spfChanges repairs each domain whose SPF result keeps a judged carrier from
// delivering.
func (t *trial) spfChanges(ctx context.Context) []change {
	var changes []change
	var done []string
	for _, v := range t.verdicts {
		e := t.evaluatedOf(v.Identity)
		if !v.Judged || v.Outcome.Delivered() || v.Result == "" || e == nil || slices.Contains(done, e.Domain) {
			continue
		}
		done = append(done, e.Domain)
		if c, ok := t.spfChange(ctx, e); ok {
			changes = append(changes, c)
		}
	}
	return changes
}

// spfChange says what to do about the results of an identity; false where
// nothing is.
func (t *trial) spfChange(ctx context.Context, e *Evaluated) (change, bool) {
	var refused []netip.Addr
	for _, r := range e.Results {
		switch r.Result {
		case spf.PermError:
			return change{advice: Advice{Domain: r.Domain, Text: repair.Format(r.Domain, r.ProblemText)}}, true
		case spf.TempError:
			return change{advice: Advice{Domain: r.Domain, Text: askAgain.Format(r.Domain, r.ProblemText)}}, true
		case spf.None, spf.Fail, spf.SoftFail, spf.Neutral:
			refused = append(refused, r.Addresses...)
		}
	}
	if refused == nil {
		return change{}, false
	}
	if carriers.MobileCarrier(e.Domain) != nil {
		return change{advice: Advice{Domain: e.Domain, Text: ownDomain.Format(e.Domain)}}, true
	}
	terms := t.authorising(ctx, e, refused)
	if alias := t.alias(ctx, e.Domain); alias != "" { // RFC 1034 §3.6.2: nothing stands beside a CNAME
		return change{advice: Advice{Domain: e.Domain, Text: publishAtAlias.Format(e.Domain, alias)}}, true
	}
	if e.Record == "" {
		return t.examine(ctx, txt(e.Domain, e.Domain, "v=spf1 "+terms+" ~all", publish.Format(e.Domain))), true
	}
	for _, text := range []string{insert(e.Record, terms), prepend(e.Record, terms)} {
		c := txt(e.Domain, e.Domain, text, authorise.Format(e.Domain))
		if t.helps(ctx, c, e, refused) {
			return t.examine(ctx, c), true
		}
		// A change that needs more lookups than there are helps nobody, wherever
		// it stands: that is what there is to say.
		if examined := t.examine(ctx, c); examined.zone == "" {
			return examined, true
		}
	}
	return change{advice: Advice{Domain: e.Domain, Text: rewrite.Format(e.Domain, terms)}}, true
}

// serviceTerms gives the terms of the sending service that a record hasn't got,
// without an mx for which the domain has no MX record.
func (t *trial) serviceTerms(ctx context.Context, e *Evaluated) []string {
	via := t.request.Via
	if via == nil {
		return nil
	}
	terms := record.Parse(e.Record).Terms
	return slices.DeleteFunc(slices.Clone(via.Terms), func(wanted string) bool {
		has := slices.ContainsFunc(terms, func(has record.Term) bool { return has.Text == wanted })
		return has || wanted == "mx" && via.Preset.MXIfAny && t.noMX(ctx, e.Domain)
	})
}

// noMX reports whether DNS says that the domain has no MX record.
func (t *trial) noMX(ctx context.Context, domain string) bool {
	mxs, err := resolve.Lookup{Exchanger: t.exchanger}.LookupMX(ctx, domain)
	return len(mxs) == 0 && !resolve.Failed(err)
}

// prefixes gives what the evaluated addresses stand for as the fewest ranges.
func (t *trial) prefixes(addresses []netip.Addr) []netip.Prefix {
	if t.coverage != nil {
		return t.coverage.span(addresses).Ranges
	}
	var out []netip.Prefix
	for _, a := range addresses {
		out = append(out, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
	}
	return out
}

// alias gives the target of a CNAME at the domain, "" where there is none.
func (t *trial) alias(ctx context.Context, domain string) string {
	alias, err := resolve.Lookup{Exchanger: t.exchanger}.LookupCNAME(ctx, domain)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(alias, ".")
}

// authorising gives the terms that authorise the addresses at the domain: the
// record of a sending service that already authorises all of them, or else the
// addresses themselves.
func (t *trial) authorising(ctx context.Context, e *Evaluated, addresses []netip.Addr) string {
	if missing := t.serviceTerms(ctx, e); len(missing) > 0 {
		return strings.Join(missing, " ")
	}
	for _, other := range t.evaluated {
		if other.Domain != e.Domain && other.Result == spf.Pass {
			return "include:" + other.Domain
		}
	}
	var terms []string
	for _, p := range t.prefixes(addresses) {
		family, text := "ip6", p.String()
		if p.Addr().Is4() {
			family = "ip4"
		}
		if p.IsSingleIP() {
			text = p.Addr().String()
		}
		terms = append(terms, family+":"+text)
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

// prepend puts terms in front of all others: an earlier term refuses the addresses.
func prepend(text, terms string) string {
	version, rest, _ := strings.Cut(text, " ")
	return version + " " + terms + " " + rest
}

// helps reports whether the addresses pass for the identity with a change made.
func (t *trial) helps(ctx context.Context, c change, e *Evaluated, addresses []netip.Addr) bool {
	next, ok := t.with(c)
	if !ok {
		return false
	}
	evaluator := eval.Evaluator{Exchanger: next.exchanger, Records: t.records}
	return !slices.ContainsFunc(addresses, func(client netip.Addr) bool {
		return evaluator.Result(ctx, t.question(t.identity(e.Kind), client)) != spf.Pass
	})
}
