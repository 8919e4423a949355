package tree

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// Resolver is the part of resolve.Lookup that loading needs. It is used by
// several goroutines at once.
type Resolver interface {
	TXTStrings(ctx context.Context, name string) ([][]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	Addrs(ctx context.Context, name string, qtype uint16) ([]netip.Addr, error)
}

// Load loads what the SPF record of a domain reaches, breadth first: all the
// questions that are known at a time are asked at once, and none twice. It never
// fails; trouble with DNS is in the nodes and terms, that of a cancelled context
// too. The tree depends on the answers alone, not on their order.
func Load(ctx context.Context, lookup Resolver, domain string, message Message) *Tree {
	l := newLoader(ctx, lookup, message)
	l.tree.Root = l.node(canonical(domain), 0)
	l.load()
	for _, n := range l.tree.Nodes {
		for i := range n.Terms {
			l.asker.fill(&n.Terms[i])
		}
	}
	markLoops(l.tree.Root, map[*Node]bool{})
	return l.tree
}

// loader plans what is asked. It looks at answers in the order of the questions,
// so that what it asks doesn't depend on which answer comes first.
type loader struct {
	message   Message
	tree      *Tree
	nodes     map[string]*Node // by domain
	asker     *asker
	waiting   []waiting // for answers
	records   int       // that were asked for
	questions int       // that may still be asked
	terms     int       // that may still be loaded
}

// waiting is a question that was asked, and what to do with its answer.
type waiting struct {
	question
	then func(*answer)
}

func newLoader(ctx context.Context, lookup Resolver, message Message) *loader {
	return &loader{
		message:   message,
		tree:      &Tree{},
		nodes:     map[string]*Node{},
		asker:     newAsker(ctx, lookup),
		questions: MaxQuestions,
		terms:     MaxTerms,
	}
}

// load goes on from what was asked, but for the answers that nothing more follows
// from. When it returns, nothing is under way any more.
func (l *loader) load() {
	for len(l.waiting) > 0 {
		next := l.waiting[0]
		l.waiting = l.waiting[1:]
		a := l.asker.answer(next.question)
		next.then(a)
	}
	l.asker.begin(question{})
	l.asker.under.Wait()
}

// node gives the domain's node, and begins to load it if it is new and within
// the limits.
func (l *loader) node(domain string, depth int) *Node {
	if n := l.nodes[domain]; n != nil {
		return n
	}
	n := &Node{Domain: domain, Depth: depth}
	l.nodes[domain] = n
	l.tree.Nodes = append(l.tree.Nodes, n)
	switch {
	case depth > MaxDepth:
		l.refuse(n, DepthLimit)
	case l.records == MaxRecords:
		l.refuse(n, RecordsLimit)
	case !l.ask(question{domain, TXT}, func(a *answer) { l.read(n, a) }):
		l.refuse(n, QuestionsLimit)
	default:
		l.records++
	}
	return n
}

// refuse marks a node that a limit keeps from being loaded.
func (l *loader) refuse(n *Node, why Limit) {
	n.Problem = NotLoaded
	l.hit(why)
}

// hit notes that a limit was in the way.
func (l *loader) hit(why Limit) {
	if !slices.Contains(l.tree.Limits, why) {
		l.tree.Limits = append(l.tree.Limits, why)
	}
}

// ask asks a question unless there were too many. One that was asked already
// costs nothing. What is to be done with the answer comes later; nil: nothing.
func (l *loader) ask(q question, then func(*answer)) bool {
	if l.asker.answers[q] == nil {
		price := 1
		if q.Type == MX { // the hosts aren't known yet: A and AAAA of each
			price += 2 * record.MaxMXHosts
		}
		if price > l.questions {
			l.hit(QuestionsLimit)
			return false
		}
		l.questions -= price
		l.asker.ask(q)
	}
	if then != nil {
		l.waiting = append(l.waiting, waiting{q, then})
	}
	return true
}

// read takes in a node's records and begins to load what they name.
func (l *loader) read(n *Node, a *answer) {
	n.Texts, n.Err = a.texts, a.err
	for _, strs := range n.Texts {
		if text := strings.Join(strs, ""); record.IsSPF(text) {
			n.Records = append(n.Records, record.Parse(text))
		}
	}
	n.Problem = n.problem()
	if len(n.Records) == 1 {
		l.takeTerms(n)
	}
}

// takeTerms takes in the terms of a node's record and begins to load what they
// name.
func (l *loader) takeTerms(n *Node) {
	terms := n.Records[0].Terms
	if len(terms) > l.terms {
		l.refuse(n, TermsLimit)
		return
	}
	l.terms -= len(terms)
	all := slices.IndexFunc(terms, isAll)
	n.Terms = make([]Term, len(terms))
	for i, t := range terms {
		n.Terms[i] = Term{Term: t, Skipped: all >= 0 && skipped(t, i, all)}
		l.term(n, &n.Terms[i])
	}
}

func isAll(t record.Term) bool { return t.Name == "all" && !t.Modifier }

// skipped reports whether no evaluation gets to the term at index i of a record
// that has all at the index given.
func skipped(t record.Term, i, all int) bool {
	return t.Known() && (t.Name == "redirect" || !t.Modifier && i > all)
}

// term begins to load what a term of the node names.
func (l *loader) term(n *Node, t *Term) {
	t.Always = isAll(t.Term)
	if t.Skipped || !t.Known() || t.Always {
		return
	}
	if network := t.Network(); network.IsValid() {
		// Clients that are IPv4-mapped are IPv4 clients, for ip4 alone (RFC 7208 §5).
		if !network.Addr().Is4In6() {
			t.Networks = []netip.Prefix{network}
		}
		return
	}
	letters := t.Domain.Letters()
	t.PerMessage = strings.ContainsAny(letters, messageLetters)
	t.PerAddress = strings.ContainsAny(letters, addressLetters) || t.Name == "ptr"
	target, known := l.message.target(n.Domain, t.Term)
	if !known {
		t.Unknown = true
		return
	}
	t.Target = target
	switch t.Name {
	case "include", "redirect":
		t.Child = l.node(target, n.Depth+1)
	default:
		var then func(*answer)
		if t.Name == "mx" {
			then = l.askHosts
		}
		for _, qtype := range questionTypes[t.Name] {
			t.NotLoaded = !l.ask(question{target, qtype}, then) || t.NotLoaded
		}
	}
}

// askHosts asks for the addresses of MX hosts, unless there are too many for an
// evaluator to look at. The MX question has paid for them.
func (l *loader) askHosts(a *answer) {
	if len(a.mxs) > record.MaxMXHosts {
		return
	}
	for _, mx := range a.mxs {
		for _, qtype := range []Type{A, AAAA} {
			l.asker.ask(question{canonical(mx.Host), qtype})
		}
	}
}

// questionTypes are what each term asks for; include and redirect are nodes,
// and what ptr asks for depends on the client.
var questionTypes = map[string][]Type{
	"a":      {A, AAAA},
	"mx":     {MX},
	"exists": {A}, // whatever the client is (RFC 7208 §5.7)
	"exp":    {TXT},
}

// markLoops marks the terms whose child is on the way to them. It goes through
// the graph depth first, each node once; path says whether a node that was
// visited is on the way to the present one.
func markLoops(n *Node, path map[*Node]bool) {
	path[n] = true
	for i := range n.order() {
		child := n.Terms[i].Child
		if child == nil {
			continue
		}
		onPath, visited := path[child]
		n.Terms[i].Loop = onPath
		if !visited {
			markLoops(child, path)
		}
	}
	path[n] = false
}
