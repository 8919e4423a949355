package tree

import (
	"context"
	"net/netip"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Ahead asks what the evaluation of a domain for one client can come to, as soon
// as it is known to be needed: what an answer names is asked at once, and none
// twice. The evaluator, which asks one thing after the other, then finds its
// answers in a cache below it. Ahead gives nothing back and decides nothing.
//
// It looks at the answers in the order of its questions. Of what it knows by then
// it goes the evaluator's way: not beyond a term that surely matches the client,
// nor beyond the lookups of RFC 7208 §4.6.4. Of a term that is not known yet it
// supposes that it doesn't match. It leaves out ptr, %{p} and exp.
//
// It returns when there is nothing more to ask, or when ctx has ended; nothing is
// under way any more then.
func Ahead(ctx context.Context, lookup Resolver, domain string, message Message, client netip.Addr) {
	l := newClientLoader(ctx, lookup, message, client)
	l.tree.Root = l.node(canonical(domain), 0)
	l.load()
}

// AheadOf is Ahead for a domain whose record is known already.
func AheadOf(ctx context.Context, lookup Resolver, domain string, rec record.Record, message Message, client netip.Addr) {
	l := newClientLoader(ctx, lookup, message, client)
	there := &answer{done: make(chan struct{}), texts: [][]string{{rec.Text}}}
	close(there.done)
	l.asker.answers[question{canonical(domain), TXT}] = there
	l.tree.Root = l.node(canonical(domain), 0)
	l.load()
}

// newClientLoader makes a loader of what one client needs.
func newClientLoader(ctx context.Context, lookup Resolver, message Message, client netip.Addr) *loader {
	message.client = client.Unmap().WithZone("")
	l := newLoader(ctx, lookup, message)
	l.oneClient = true
	return l
}

// end is how an evaluation goes on, as far as it is known.
type end int

const (
	unsure  end = iota // not known yet
	matched            // the term matches; the domain's result is pass
	missed             // the term doesn't match; the domain's result is another
	broken             // an error, which ends it all
)

// walk goes the evaluator's way from the root, and asks for the terms on it that
// weren't asked for.
func (l *loader) walk() {
	l.lookups = 0
	l.walkNode(l.tree.Root)
}

// walkNode says how the evaluation of a domain ends.
func (l *loader) walkNode(n *Node) end {
	if l.known(question{n.Domain, TXT}) == nil {
		return unsure
	}
	if n.Problem != "" {
		return broken
	}
	sure := true
	for _, i := range n.order() {
		t := &n.Terms[i]
		result := l.walkTerm(n, t)
		switch {
		case result == missed && t.Name != "redirect":
			continue
		case result == unsure:
			sure = false
			continue
		case !sure:
			return unsure
		case result == matched && t.Qualifier != record.Pass && t.Name != "redirect":
			return missed
		default:
			return result
		}
	}
	if !sure {
		return unsure
	}
	return missed // RFC 7208 §4.7
}

// walkTerm says whether a term matches the client, or for a redirect, how its
// domain ends.
func (l *loader) walkTerm(n *Node, t *Term) end {
	if t.CountsLookup() {
		if l.lookups++; l.lookups > record.MaxLookups {
			return broken
		}
	}
	if !t.taken {
		t.taken = true
		if !t.Modifier || t.Name == "redirect" {
			l.term(n, t)
		}
	}
	switch {
	case t.Modifier && t.Name != "redirect":
		return missed
	case t.Always:
		return matched
	case t.Network().IsValid():
		return matches(t.Networks, l.message.client)
	case t.Child != nil:
		return l.walkNode(t.Child)
	case t.Target == "":
		return unsure
	default:
		return l.walkAddresses(t)
	}
}

// walkAddresses says whether a, mx or exists matches the client.
func (l *loader) walkAddresses(t *Term) end {
	if t.Name != "mx" {
		return l.walkQuestion(t, t.Target)
	}
	mxs := l.known(question{t.Target, MX})
	switch {
	case mxs == nil:
		return unsure
	case resolve.Failed(mxs.err) || len(mxs.mxs) > record.MaxMXHosts:
		return broken
	}
	result := missed
	for _, mx := range mxs.mxs {
		switch end := l.walkQuestion(t, canonical(mx.Host)); end {
		case unsure, broken: // all hosts are asked for before any is compared
			return end
		case matched:
			result = matched
		}
	}
	return result
}

// known is the answer to a question, if it was looked at.
func (l *loader) known(q question) *answer {
	if a := l.asker.answers[q]; a != nil && a.seen {
		return a
	}
	return nil
}

// walkQuestion says whether the addresses of a name match.
func (l *loader) walkQuestion(t *Term, name string) end {
	qtype := A
	if !l.wants(t.Name, A) {
		qtype = AAAA
	}
	a := l.known(question{name, qtype})
	switch {
	case a == nil:
		return unsure
	case resolve.Failed(a.err):
		return broken
	case t.Name == "exists" && len(a.addrs) > 0:
		return matched
	default:
		return matches(networks(t, a.addrs), l.message.client)
	}
}

func matches(networks []netip.Prefix, client netip.Addr) end {
	for _, p := range networks {
		if p.Contains(client) {
			return matched
		}
	}
	return missed
}
