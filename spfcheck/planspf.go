package spfcheck

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// spfMoves makes each identity pass whose SPF result keeps a judged carrier from
// delivering.
func (t *trial) spfMoves(ctx context.Context) []move {
	var wanted []*Evaluated
	for _, v := range t.verdicts {
		if v.Judged && v.Outcome != carriers.Deliver && v.Result != "" {
			wanted = append(wanted, t.evaluatedOf(v.Identity))
		}
	}
	if exists, known := t.facts[0].Known[carriers.EnvelopeExists]; known && !exists {
		wanted = append(wanted, t.evaluatedOf(identity.MailFrom)) // a record brings it into being
	}
	var moves []move
	for _, e := range wanted {
		if e == nil || e.Result == spf.Pass || slices.ContainsFunc(moves, func(m move) bool { return m.domain == e.Domain }) {
			continue
		}
		m := t.spfMove(ctx, e)
		m.domain = e.Domain
		moves = append(moves, m)
	}
	return moves
}

// spfMove makes one identity pass: by its domain's record where the sender can change
// that, and else by another domain in its place.
func (t *trial) spfMove(ctx context.Context, e *Evaluated) move {
	own, unsure := t.owns(e.Domain)
	if !own {
		return t.elsewhere(e)
	}
	m := move{about: "spf " + e.Domain, done: func(next *trial) bool { return next.passes(e.Kind) }}
	if why, open := t.unsettled[e.Kind]; open {
		m.open = why
		return m
	}
	if i := slices.IndexFunc(e.Results, func(r Result) bool { return r.Result == spf.TempError }); i >= 0 {
		m.open = askAgain.Format(e.Results[i].Domain, e.Results[i].ProblemText)
		return m
	}
	p := t.publishedAt(ctx, e.Domain)
	switch {
	case p.failed != nil:
		m.open = askAgain.Format(e.Domain, resolve.ShortFailureText(p.failed))
		return m
	case p.alias != "": // RFC 1034 §3.6.2: nothing stands beside a CNAME
		m.open = publishAtAlias.Format(e.Domain, p.alias)
		return m
	}
	base := t.base(e, p)
	m.open = base.open
	if unsure != (i18n.Text{}) {
		base.Done = append(base.Done, unsure)
	}
	switch warnings := t.warnings(); {
	case len(warnings) > 0 && m.open == (i18n.Text{}):
		m.open = notProposed.Format(e.Domain)
	case m.open == (i18n.Text{}):
		m.open = noRecord.Format(e.Domain)
	}
	if len(base.Open) > 0 {
		return m // some of what stands there can't be told: nothing is put in its place
	}
	if base.Record == "" {
		base.Done = append(base.Done, t.ownServers(ctx, e.Domain)...)
	}
	m.options = func(yield func([]step) bool) {
		if !t.spfOptions(ctx, e, e.Domain, p, base, yield) {
			return
		}
		if valid := p.valid(); len(base.Texts) > 1 && len(valid) == 1 { // what is no record today may break it
			alone := t.base(e, published{texts: [][]string{p.texts[valid[0]]}})
			alone.Texts = valid
			if !t.spfOptions(ctx, e, e.Domain, p, alone, yield) {
				return
			}
		}
		if owner := t.wildcardFor(e.Domain); owner != "" && t.exists(ctx, owner) {
			p := t.publishedAt(ctx, owner)
			base := t.base(e, p)
			base.Done = append(base.Done, standsForAll.Format(owner))
			t.spfOptions(ctx, e, owner, p, base, yield)
		}
	}
	return m
}

// spfOptions yields the ways to change the record at a name, which is the identity's
// domain or the wildcard that stands for it; false where no more are wanted.
func (t *trial) spfOptions(ctx context.Context, e *Evaluated, name string, p published, b base, yield func([]step) bool) bool {
	before := t.tree(ctx, e.Domain)
	for _, terms := range t.authorising(ctx, e, b.Record) {
		for _, text := range b.with(terms) {
			s := step{PlanStep: PlanStep{
				ID: "spf " + name, By: InDNS, Domain: e.Domain, Text: b.what.Format(name),
				Publish: []RRset{b.set(p, name, text)}, Warnings: b.Done,
			}}
			next := t.published(s.Publish)
			after, authorised := next.tree(ctx, e.Domain), next.authorises(ctx, e)
			cost := after.Cost()
			// A limit that only others meet, and met before, is no reason to change more.
			if authorised && !cost.OverLookups() && (!plan.Over(cost) || plan.Over(before.Cost())) {
				if s, ok := s.proved(before, after); ok && !yield([]step{s}) {
					return false
				}
			} else if name == e.Domain && !t.roomier(ctx, e, s, plan.MakeRoom(after, terms), before, terms, yield) {
				return false
			}
		}
	}
	return true
}

// roomier yields the ways to make room for a record that breaks a limit; false where
// no more are wanted.
func (t *trial) roomier(ctx context.Context, e *Evaluated, s step, rooms []plan.Room, before *tree.Tree, terms []string, yield func([]step) bool) bool {
	for _, room := range rooms {
		if room.Way == plan.Subdomain {
			if !yield(t.subdomainSteps(ctx, room.Records[1].Name, terms)) {
				return false
			}
			continue
		}
		roomy := s
		set := s.Publish[0]
		set.Values = append(slices.Clone(set.Values[:len(set.Values)-1]), room.Records[0].Text)
		roomy.Publish = []RRset{set}
		for _, r := range room.Records[1:] {
			roomy.Publish = append(roomy.Publish, RRset{Name: r.Name, Type: "TXT", Values: []string{r.Text}, Was: []string{}})
		}
		roomy.Warnings = append(slices.Clone(s.Warnings), room.Text)
		next := t.published(roomy.Publish)
		if roomy, ok := roomy.proved(before, next.tree(ctx, e.Domain)); ok && next.authorises(ctx, e) && !yield([]step{roomy}) {
			return false
		}
	}
	return true
}

// passes reports whether all addresses pass for an identity.
func (t *trial) passes(kind identity.Kind) bool {
	e := t.evaluatedOf(kind)
	return e != nil && e.Result == spf.Pass
}

func (t *trial) evaluatedOf(kind identity.Kind) *Evaluated {
	i := slices.IndexFunc(t.evaluated, func(e Evaluated) bool { return e.Kind == kind })
	if i < 0 {
		return nil
	}
	return &t.evaluated[i]
}

// published is what stands at a name.
type published struct {
	texts  [][]string // TXT records, string by string
	alias  string     // the target of a CNAME; "" for none
	failed error      // DNS's fault: nothing is known
}

func (t *trial) publishedAt(ctx context.Context, name string) published {
	l := resolve.Lookup{Exchanger: t.exchanger}
	texts, err := l.TXTStrings(ctx, name)
	if resolve.Failed(err) {
		return published{failed: err}
	}
	alias, err := l.LookupCNAME(ctx, name)
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
func (t *trial) base(e *Evaluated, p published) base {
	b := base{Repaired: record.Repair(p.texts), what: publishSPF}
	switch {
	case b.Record != "" && len(b.Done) > 0:
		b.what = repairSPF
	case b.Record != "":
		b.what = authorise
	case len(b.Open) > 0:
		b.open = repair.Format(e.Domain, b.Open[0])
	}
	for _, r := range e.Results {
		if r.Result == spf.PermError && b.open == (i18n.Text{}) {
			b.open = repair.Format(r.Domain, r.ProblemText)
		}
	}
	return b
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
	version, rest, _ := strings.Cut(b.Record, " ")
	return slices.Compact([]string{insert(b.Record, joined), version + " " + joined + " " + rest})
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

// wildcardFor gives the name of the wildcard that would stand for a domain, if there is
// one; "" where it would be a registry's.
func (r *run) wildcardFor(domain string) string {
	_, parent, _ := strings.Cut(domain, ".")
	if own, _ := r.owns(parent); !own {
		return ""
	}
	return "*." + parent
}

// exists reports whether there are records at a name that mail, or a web site, needs.
func (w world) exists(ctx context.Context, name string) bool {
	return slices.ContainsFunc(counts, func(c count) bool { return c(ctx, resolve.Lookup{Exchanger: w.exchanger}, name) > 0 })
}

// authorises reports whether all addresses pass for the identity.
func (w world) authorises(ctx context.Context, e *Evaluated) bool {
	evaluator := eval.Evaluator{Exchanger: w.exchanger, Records: w.records}
	return !slices.ContainsFunc(w.request.Clients, func(client netip.Addr) bool {
		return evaluator.Result(ctx, w.question(w.identity(e.Kind), client)) != spf.Pass
	})
}

// authorising gives the ways to authorise the addresses that don't pass yet, each a
// list of terms that the record hasn't got. A first record gets the terms of the
// domain's other services, too.
func (t *trial) authorising(ctx context.Context, e *Evaluated, text string) [][]string {
	ways := t.ways(ctx, e, text)
	if text != "" {
		return append([][]string{nil}, ways...) // the record itself may do once it is repaired
	}
	others := t.otherTerms(ctx, e)
	for i := range ways {
		ways[i] = joinTerms(ways[i], others)
	}
	return ways
}

// ways gives the terms of the services that the mail may come from, as they are
// documented, and those for the addresses themselves.
func (t *trial) ways(ctx context.Context, e *Evaluated, text string) (ways [][]string) {
	for _, use := range t.services(ctx, e.Domain) {
		if terms := t.missing(ctx, e, use, text); len(terms) > 0 {
			ways = append(ways, terms)
		}
	}
	if t.request.Via != nil { // its addresses are its own affair, and change
		return ways
	}
	var refused []netip.Addr
	for _, r := range e.Results {
		if r.Result != spf.Pass {
			refused = append(refused, r.Addresses...)
		}
	}
	if terms := t.addressTerms(refused); len(terms) > 0 {
		ways = append(ways, terms)
	}
	return ways
}

func joinTerms(lists ...[]string) (all []string) {
	for _, term := range slices.Concat(lists...) {
		if !slices.Contains(all, term) {
			all = append(all, term)
		}
	}
	return all
}

// services gives the services that the mail may come from: the one that is given, and
// those that names of the mail belong to.
func (w world) services(ctx context.Context, domain string) []senders.Use {
	var uses []senders.Use
	add := func(via string) {
		use, err := senders.Parse(via)
		if err == nil && !slices.ContainsFunc(uses, func(u senders.Use) bool { return u.String() == use.String() }) {
			uses = append(uses, use)
		}
	}
	if w.request.Via != nil {
		return []senders.Use{*w.request.Via}
	}
	for _, id := range w.identities {
		if m := senders.ByHost(id.Domain); id.Status == identity.Known && m.Preset != nil {
			add(m.Via())
		}
	}
	for _, s := range w.detected(ctx, domain) {
		add(s.Via)
	}
	return uses
}

// detected gives the services that a domain visibly uses.
func (w world) detected(ctx context.Context, domain string) []detect.Service {
	var header *identity.Header
	if w.message != nil {
		header = &w.message.Header
	}
	found, _ := detect.Services(ctx, resolve.Lookup{Exchanger: w.exchanger}, domain, header) // what DNS fails for isn't seen
	return found
}

// otherTerms gives the terms of the other services that a domain visibly uses: a
// first record must not break their mail.
func (t *trial) otherTerms(ctx context.Context, e *Evaluated) []string {
	var terms []string
	for _, s := range t.detected(ctx, e.Domain) {
		if use, err := senders.Parse(s.Via); err == nil {
			terms = append(terms, t.missing(ctx, e, use, "")...)
		}
	}
	return terms
}

// ownServers warns of the mail servers of a domain that are no known service's: they
// may send its mail, too, and a first record doesn't name them.
func (t *trial) ownServers(ctx context.Context, domain string) []i18n.Text {
	mxs, _ := resolve.Lookup{Exchanger: t.exchanger}.LookupMX(ctx, domain) // what DNS fails for isn't seen
	var hosts []string
	for _, mx := range mxs {
		host := strings.TrimSuffix(mx.Host, ".")
		if host != "" && senders.ByMX(host).Preset == nil {
			hosts = append(hosts, host)
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	return []i18n.Text{mayTheySend.Format(strings.Join(hosts, " "))}
}

// missing gives the terms of a service that a record hasn't got, without an mx for
// which the domain has no MX record.
func (t *trial) missing(ctx context.Context, e *Evaluated, use senders.Use, text string) []string {
	terms := record.Parse(text).Terms
	return slices.DeleteFunc(slices.Clone(use.Terms), func(wanted string) bool {
		has := slices.ContainsFunc(terms, func(has record.Term) bool { return has.Text == wanted })
		return has || wanted == "mx" && use.Preset.MXIfAny && t.noMX(ctx, e.Domain)
	})
}

// noMX reports whether DNS says that the domain has no MX record.
func (t *trial) noMX(ctx context.Context, domain string) bool {
	mxs, err := resolve.Lookup{Exchanger: t.exchanger}.LookupMX(ctx, domain)
	return len(mxs) == 0 && !resolve.Failed(err)
}

// addressTerms gives a term for each range that the evaluated addresses stand for;
// none where one of them may not be proposed.
func (t *trial) addressTerms(addresses []netip.Addr) []string {
	var ranges []netip.Prefix
	if t.coverage != nil {
		ranges = t.coverage.span(addresses).Ranges
	} else {
		for _, a := range addresses {
			ranges = append(ranges, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
		}
	}
	var terms []string
	for _, p := range ranges {
		if plan.Refuse(p) != (i18n.Text{}) {
			return nil
		}
		family, text := "ip6", p.String()
		if p.Addr().Is4() {
			family = "ip4"
		}
		if p.IsSingleIP() {
			text = p.Addr().String()
		}
		terms = append(terms, family+":"+text)
	}
	return terms
}
