package tree

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// question is what is asked; the name is canonical.
type question struct {
	Name string
	Type Type
}

// answer is what came of a question, once done is closed.
type answer struct {
	done  chan struct{}
	texts [][]string
	mxs   []*net.MX
	addrs []netip.Addr
	err   error
}

// void reports whether the answer is that there is nothing (RFC 7208 §4.6.4).
func (a *answer) void() bool {
	found := len(a.texts) + len(a.mxs) + len(a.addrs)
	return found == 0 && !resolve.Failed(a.err)
}

// asker asks each question once, at most MaxAtOnce at a time.
type asker struct {
	ctx    context.Context
	lookup Resolver
	slots  chan struct{}
	under  sync.WaitGroup // questions under way

	answers map[question]*answer
	next    []question // that are still to be begun with
}

func newAsker(ctx context.Context, lookup Resolver) *asker {
	return &asker{
		ctx:     ctx,
		lookup:  lookup,
		slots:   make(chan struct{}, MaxAtOnce),
		answers: map[question]*answer{},
	}
}

// ask asks at the next begin, unless it was asked before.
func (k *asker) ask(q question) {
	if k.answers[q] == nil {
		k.answers[q] = &answer{done: make(chan struct{})}
		k.next = append(k.next, q)
	}
}

// begin asks, and returns with all questions under way but the one given, which
// is then answered: whoever waits for it needs no other goroutine to ask.
func (k *asker) begin(here question) {
	next := k.next
	k.next = nil
	for _, q := range next {
		if a := k.answers[q]; q != here {
			k.under.Go(func() { k.exchange(q, a) })
		}
	}
	if slices.Contains(next, here) {
		k.exchange(here, k.answers[here])
	}
}

// exchange asks and keeps the answer.
func (k *asker) exchange(q question, a *answer) {
	defer close(a.done)
	k.slots <- struct{}{}
	defer func() { <-k.slots }()
	switch q.Type {
	case TXT:
		a.texts, a.err = k.lookup.TXTStrings(k.ctx, q.Name)
	case MX:
		a.mxs, a.err = k.lookup.LookupMX(k.ctx, q.Name)
	default:
		a.addrs, a.err = k.lookup.Addrs(k.ctx, q.Name, q.Type.code())
	}
}

// answer waits for the answer to a question that was asked; nil for others.
func (k *asker) answer(q question) *answer {
	a := k.answers[q]
	if a != nil {
		k.begin(q)
		<-a.done
	}
	return a
}

// fill puts into a term what was answered to its questions.
func (k *asker) fill(t *Term) {
	t.NotLoaded = t.NotLoaded || t.Child != nil && t.Child.Problem == NotLoaded
	if t.Target == "" {
		return
	}
	for _, qtype := range questionTypes[t.Name] {
		a := k.answer(question{t.Target, qtype})
		if a == nil { // beyond the limits
			continue
		}
		t.Questions = append(t.Questions, Question{Name: t.Target, Type: qtype, Void: a.void(), Err: a.err})
		switch t.Name {
		case "exp":
			t.Texts = a.texts
		case "exists":
			t.Always = len(a.addrs) > 0
		case "mx":
			t.Hosts = k.hosts(a.mxs)
		default:
			t.Networks = append(t.Networks, networks(t, a.addrs)...)
		}
	}
	for _, h := range t.Hosts {
		t.Networks = append(t.Networks, networks(t, h.Addrs)...)
	}
	slices.SortFunc(t.Networks, netip.Prefix.Compare)
	t.Networks = slices.Compact(t.Networks)
}

// hosts gives the hosts that an mx term names, with what their names resolve to.
func (k *asker) hosts(mxs []*net.MX) []Host {
	hosts := make([]Host, len(mxs))
	for i, mx := range mxs {
		h := Host{Name: canonical(mx.Host)}
		for _, qtype := range []Type{A, AAAA} {
			a := k.answer(question{h.Name, qtype})
			if a == nil || len(mxs) > record.MaxMXHosts {
				continue
			}
			h.Questions = append(h.Questions, Question{Name: h.Name, Type: qtype, Void: a.void(), Err: a.err})
			h.Addrs = append(h.Addrs, a.addrs...)
		}
		hosts[i] = h
	}
	return hosts
}

// networks are the ranges that addresses stand for in an a or mx term.
func networks(t *Term, addrs []netip.Addr) []netip.Prefix {
	var all []netip.Prefix
	for _, a := range addrs {
		if p := t.Covered(a); p.IsValid() {
			all = append(all, p)
		}
	}
	return all
}
