package spfcheck

import (
	"context"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// spfMoves makes each identity pass whose SPF result keeps a judged carrier from
// delivering.
func (t *trial) spfMoves(ctx context.Context) []move {
	var wanted []*Evaluated
	for _, d := range t.decisions {
		if d.judged && d.outcome != carriers.Deliver && d.by.Result != "" {
			wanted = append(wanted, t.evaluatedOf(d.by.Identity))
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
	if !own || t.identity(e.Kind).Status == identity.BadDomain {
		return t.elsewhere(e)
	}
	m := move{about: "spf " + e.Domain, done: func(next *trial) bool { return next.passes(e.Kind) }}
	if why, open := t.unsettled[e.Kind]; open {
		m.open = why
		return m
	}
	if i := slices.IndexFunc(e.Results, func(r Result) bool { return r.Result == spf.TempError }); i >= 0 {
		m.servers = e.Results[i].Domain
		m.open = ask(m.servers, e.Results[i].ProblemText)
		return m
	}
	p := t.publishedAt(ctx, e.Domain)
	switch {
	case p.failed != nil:
		m.servers = e.Domain
		m.open = ask(m.servers, resolve.ShortFailureText(p.failed))
		return m
	case p.alias != "": // RFC 1034 §3.6.2: nothing stands beside a CNAME
		m.open = publishAtAlias.Format(e.Domain, p.alias)
		return m
	}
	base := t.base(ctx, e, p)
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
		base.Done = slices.Concat(base.Done, t.unregistered(ctx, e.Domain), t.ownServers(ctx, e.Domain))
	}
	if owner := t.wildcardFor(e.Domain); owner != "" && len(p.texts) > 0 && slices.EqualFunc(p.texts, t.publishedAt(ctx, owner).texts, slices.Equal) {
		base.Done = append(base.Done, namesBelow.Format(e.Domain, owner))
	}
	m.options = func(yield func([]step) bool) { t.spfRecords(ctx, e, p, base, yield) }
	return m
}

// spfRecords yields the ways to change what is published for an identity: at its
// domain, as all that stands there was meant, or as what counts today alone; and at the
// wildcard that stands for it.
func (t *trial) spfRecords(ctx context.Context, e *Evaluated, p published, base base, yield func([]step) bool) {
	if !t.spfOptions(ctx, e, e.Domain, p, base, yield) {
		return
	}
	if valid := p.valid(); len(base.Texts) > 1 && len(valid) == 1 { // what is no record today may break it
		alone := t.base(ctx, e, published{texts: [][]string{p.texts[valid[0]]}})
		alone.Texts = valid
		if !t.spfOptions(ctx, e, e.Domain, p, alone, yield) {
			return
		}
	}
	if owner := t.wildcardFor(e.Domain); owner != "" && t.exists(ctx, owner) {
		p := t.publishedAt(ctx, owner)
		base := t.base(ctx, e, p)
		base.Done = append(base.Done, standsForAll.Format(owner))
		t.spfOptions(ctx, e, owner, p, base, yield)
	}
}

// spfOptions yields the ways to change the record at a name, which is the identity's
// domain or the wildcard that stands for it; false where no more are wanted.
func (t *trial) spfOptions(ctx context.Context, e *Evaluated, name string, p published, b base, yield func([]step) bool) bool {
	before := t.tree(ctx, e.Domain)
	for _, list := range t.authorising(ctx, e, b.Record) {
		for _, terms := range t.sparing(ctx, e, name, p, b, list) {
			for _, text := range b.with(terms.list) {
				s := step{PlanStep: PlanStep{
					ID: "spf " + name, By: InDNS, Domain: e.Domain, Text: b.what.Format(name),
					Publish: []RRset{b.set(p, name, text)}, Warnings: slices.Concat(b.Done, t.singledOut(e, b.Record, terms.list)),
				}}
				if !t.spfOption(ctx, e, s, before, terms, yield) {
					return false
				}
			}
		}
	}
	return true
}

// spfOption yields a step, or ways to make room for its record; false where no more are
// wanted.
func (t *trial) spfOption(ctx context.Context, e *Evaluated, s step, before *tree.Tree, terms terms, yield func([]step) bool) bool {
	next := t.published(s.Publish)
	after, authorised := next.tree(ctx, e.Domain), next.authorises(ctx, e)
	cost := after.Cost()
	// A limit that only others meet, and met before, is no reason to change more.
	if authorised && !cost.OverLookups() && (!plan.Over(cost) || plan.Over(before.Cost())) {
		s, ok := s.proved(before, after)
		if !ok {
			return true
		}
		s.Warnings = append(s.Warnings, t.ofOthers(ctx, e, next, terms.spared)...)
		return yield([]step{s})
	}
	if s.Publish[0].Name != e.Domain || len(terms.spared) > 0 { // without those there may be room enough
		return true
	}
	return t.roomier(ctx, e, s, plan.MakeRoom(after, terms.list), before, terms.list, yield)
}

// roomier yields the ways to make room for a record that breaks a limit; false where
// no more are wanted.
func (t *trial) roomier(ctx context.Context, e *Evaluated, s step, rooms iter.Seq[plan.Room], before *tree.Tree, terms []string, yield func([]step) bool) bool {
	for room := range rooms {
		if room.Way == plan.Subdomain {
			if steps := t.subdomainSteps(ctx, t.subdomainOf(e.Domain), terms); steps != nil && !yield(steps) {
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
		roomy, ok := roomy.proved(before, next.tree(ctx, e.Domain))
		if !ok || !next.authorises(ctx, e) {
			continue
		}
		roomy.Warnings = append(roomy.Warnings, t.ofOthers(ctx, e, next, nil)...)
		if !yield([]step{roomy}) {
			return false
		}
	}
	return true
}

// singledOut warns of what in a record, other than all, keeps an address from passing, or
// the terms that it is to get: who wrote it may have had a reason.
func (t *trial) singledOut(e *Evaluated, text string, terms []string) (warnings []i18n.Text) {
	for _, term := range record.Parse(text).Terms {
		decides := func(r Result) bool { return t.keptOut(e, r, term) }
		if keepsOut(term) && (slices.Contains(terms, term.Text[1:]) || slices.ContainsFunc(e.Results, decides)) {
			warnings = append(warnings, keptOut.Format(term.Text))
		}
	}
	return warnings
}

// keptOut reports whether a term of the record at an identity's domain keeps addresses from
// passing; of ranges, for which no term is known that decided, by the networks in it.
func (t *trial) keptOut(e *Evaluated, r Result, term record.Term) bool {
	if r.Result == spf.Pass || r.Domain != e.Domain || term.Name == "all" {
		return false
	}
	if t.coverage == nil {
		return r.Term == term.Text
	}
	return slices.ContainsFunc(t.coverage.span(r.Addresses).Ranges, term.Network().Overlaps)
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
	w = w.covered(ctx)
	evaluator := eval.Evaluator{Exchanger: w.exchanger, Records: w.records}
	return !slices.ContainsFunc(w.request.Clients, func(client netip.Addr) bool {
		return evaluator.Result(ctx, w.question(w.identity(e.Kind), client)) != spf.Pass
	})
}
