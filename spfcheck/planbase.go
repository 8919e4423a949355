package spfcheck

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// published is what stands at a name.
type published struct {
	texts  [][]string // TXT records, string by string
	alias  string     // the target of a CNAME; "" for none
	failed error      // DNS's fault: nothing is known
}

func (t *trial) publishedAt(ctx context.Context, name string) published {
	alias, texts, err := resolve.Lookup{Exchanger: t.exchanger}.AliasAndTXT(ctx, name)
	if resolve.Failed(err) {
		return published{failed: err}
	}
	return published{texts: texts, alias: strings.TrimSuffix(alias, ".")}
}

// valid gives the texts that are SPF records as they are, by their index.
func (p published) valid() (list []int) {
	for i, strs := range p.texts {
		if record.IsSPF(strings.Join(strs, "")) {
			list = append(list, i)
		}
	}
	return list
}

// set gives the TXT RRset at a name with texts added, and without those that are gone.
func (p published) set(name string, gone func(i int, text string) bool, added ...string) RRset {
	set := RRset{Name: name, Type: "TXT", Was: []string{}}
	for i, strs := range p.texts {
		text := strings.Join(strs, "")
		set.Was = append(set.Was, text)
		if !gone(i, text) {
			set.Values = append(set.Values, text)
		}
	}
	set.Values = append(set.Values, added...)
	return set
}

// base is the record that terms are added to.
type base struct {
	record.Repaired
	what i18n.Text // what is done to the record, with the domain to come
	open i18n.Text // why there is none to add to
}

// base gives the record at a domain as it was meant, or none.
func (t *trial) base(ctx context.Context, e *Evaluated, p published) base {
	b := base{Repaired: record.Repair(p.texts), what: publishSPF}
	permError := func(r Result) bool { return r.Result == spf.PermError }
	var still []i18n.Text
	if b.Record != "" && (len(b.Done) > 0 || slices.ContainsFunc(e.Results, permError)) {
		still = t.leaveDeadEnds(ctx, e.Domain, &b.Repaired)
	}
	switch {
	case b.Record != "" && len(b.Done) > 0:
		b.what = repairSPF
	case b.Record != "":
		b.what = authorise
		if all := record.Parse(b.Record).Terms; len(all) == 1 && all[0].Name == "all" && all[0].Qualifier == record.Fail {
			b.Done = append(b.Done, sendsNothing.Format(b.Record))
		}
	case len(b.Open) > 0:
		b.open = repair.Format(e.Domain, b.Open[0])
	}
	b.Done = append(b.Done, still...)
	for _, r := range e.Results {
		if permError(r) && b.open == (i18n.Text{}) {
			b.open = repair.Format(r.Domain, r.ProblemText)
		}
	}
	return b
}

// leaveDeadEnds leaves out the includes and the redirect of a record that end in a
// permerror for whoever gets there (RFC 7208 §5.2, §6.1), and has the addresses of an mx
// with too many hosts in its place: terms in front of them would let this mail pass, and
// no other. What stays a permerror is said.
func (t *trial) leaveDeadEnds(ctx context.Context, domain string, r *record.Repaired) (still []i18n.Text) {
	next := t.published([]RRset{{Name: domain, Type: "TXT", Values: []string{r.Record}}})
	left, done := []string{"v=spf1"}, len(r.Done)
	for _, term := range next.tree(ctx, domain).Root.Terms {
		if why := plan.DeadEnd(&term); why != (i18n.Text{}) {
			r.Done = append(r.Done, withMeant(deadEnd.Format(term.Text, why), term.Target))
			if term.Modifier { // so that the record has an end
				left = append(left, "~all")
			}
			continue
		}
		if hosts := next.hostTerms(ctx, &term); len(hosts) > 0 {
			r.Done = append(r.Done, hostsNamed.Format(term.Text, len(term.Hosts), record.MaxMXHosts))
			left = joinTerms(left, hosts)
			continue
		}
		if term.TooManyHosts() {
			still = append(still, tooManyHosts.Format(term.Text, len(term.Hosts), record.MaxMXHosts))
		} else if broken, why := plan.Broken(&term); broken != "" {
			still = append(still, brokenBehind.Format(term.Text, broken, why))
		}
		left = append(left, term.Text)
	}
	if len(r.Done) > done {
		r.Record = strings.Join(left, " ")
	}
	return still
}

// maxHostsNamed is how many hosts of an mx are named one by one.
const maxHostsNamed = 30

// hostTerms gives the terms for the addresses of an mx that has too many hosts; none where
// they aren't all known, or one of them may not be proposed.
func (w world) hostTerms(ctx context.Context, term *tree.Term) (terms []string) {
	if !term.TooManyHosts() || len(term.Hosts) > maxHostsNamed {
		return nil
	}
	addresses, errs := make([][]net.IPAddr, len(term.Hosts)), make([]error, len(term.Hosts))
	var asking sync.WaitGroup
	for i, h := range term.Hosts {
		asking.Go(func() {
			addresses[i], errs[i] = resolve.Lookup{Exchanger: w.exchanger}.LookupIPAddr(ctx, h.Name)
		})
	}
	asking.Wait()
	if slices.ContainsFunc(errs, resolve.Failed) {
		return nil
	}
	qualifier := strings.TrimPrefix(term.Qualifier.String(), "+")
	for _, addrs := range addresses {
		for _, a := range addrs {
			addr, _ := netip.AddrFromSlice(a.IP)
			named := termsFor([]netip.Prefix{term.Covered(addr)})
			if len(named) == 0 {
				return nil
			}
			terms = joinTerms(terms, []string{qualifier + named[0]})
		}
	}
	return terms
}

// withMeant adds which service's include was probably meant by the target of one that is
// removed.
func withMeant(text i18n.Text, target string) i18n.Text {
	var known []string
	for _, p := range senders.All {
		for _, term := range p.Terms {
			if name, ok := strings.CutPrefix(term, "include:"); ok {
				known = append(known, name)
			}
		}
	}
	slices.Sort(known)
	if near := spelling.Nearest(target, slices.Compact(known)); near != "" {
		return meantInstead.Format(text, near)
	}
	return text
}

// set gives the RRset with a record in the place of those that it is made of.
func (b base) set(p published, name, text string) RRset {
	gone := func(i int, _ string) bool { return slices.Contains(b.Texts, i) }
	return p.set(name, gone, append(slices.Clone(b.Apart), text)...)
}

// with gives records with terms added: in front of all or redirect, or in front of
// everything, since an earlier term may refuse the addresses.
func (b base) with(terms []string) []string {
	joined := strings.Join(terms, " ")
	if b.Record == "" {
		return []string{"v=spf1 " + joined + " ~all"}
	}
	if joined == "" {
		return []string{b.Record}
	}
	passing, others, left := requalify(b.Record, terms)
	if len(left) > 0 {
		passing = insert(passing, strings.Join(left, " "))
	}
	version, rest, _ := strings.Cut(others, " ")
	return slices.Compact([]string{passing, strings.TrimRight(version+" "+joined+" "+rest, " ")})
}

// requalify gives a record in which those of the terms pass that are there with another
// qualifier ("?include:example.net"), the record without these, and the terms that it
// hasn't got: twice in a record, a term would cost its lookups twice.
func requalify(text string, terms []string) (passing, others string, left []string) {
	passing, others, left = text, text, slices.Clone(terms)
	for _, t := range slices.Backward(record.Parse(text).Terms) {
		if !keepsOut(t) || !slices.Contains(terms, t.Text[1:]) {
			continue
		}
		passes := t.Text[1:]
		passing = passing[:t.Offset] + passes + passing[t.End():]
		others = strings.TrimRight(others[:t.Offset], " ") + others[t.End():]
		left = slices.DeleteFunc(left, func(term string) bool { return term == passes })
	}
	return passing, others, left
}

// keepsOut reports whether whom a term matches doesn't pass.
func keepsOut(t record.Term) bool {
	return t.WellFormed() && !t.Modifier && t.Qualifier != record.Pass
}

// insert puts terms into a record in front of its all, or of its redirect, or at its
// end.
func insert(text, terms string) string {
	for _, t := range record.Parse(text).Terms {
		if (t.Name == "all" && !t.Modifier) || t.Name == "redirect" {
			return text[:t.Offset] + terms + " " + text[t.Offset:]
		}
	}
	return strings.TrimRight(text, " ") + " " + terms
}
