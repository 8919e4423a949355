package tree

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"

	"spfcheck/spfcheck/record"
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
	l := &loader{
		message:   message,
		tree:      &Tree{},
		nodes:     map[string]*Node{},
		asker:     newAsker(ctx, lookup),
		questions: MaxQuestions,
		terms:     MaxTerms,
	}
	l.tree.Root = l.node(canonical(domain), 0)
	level := l.tree.Nodes
	for len(level) > 0 {
		done := len(l.tree.Nodes)
		for _, n := range level {
			l.read(n)
		}
		level = l.tree.Nodes[done:]
	}
	l.asker.wait()
	for _, n := range l.tree.Nodes {
		for i := range n.Terms {
			l.asker.fill(&n.Terms[i])
		}
	}
	markLoops(l.tree.Root, map[*Node]bool{})
	return l.tree
}

// loader plans what is asked. All of it but the asker belongs to one goroutine.
type loader struct {
	message   Message
	tree      *Tree
	nodes     map[string]*Node // by domain
	asker     *asker
	records   int // that were asked for
	questions int // that may still be asked
	terms     int // that may still be loaded
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
	case !l.ask(question{domain, TXT}):
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
// costs nothing.
func (l *loader) ask(q question) bool {
	price := 1
	if q.Type == MX { // the hosts aren't known yet: A and AAAA of each
		price += 2 * MaxMXHosts
	}
	if l.asker.asked(q) {
		return true
	}
	if price > l.questions {
		l.hit(QuestionsLimit)
		return false
	}
	l.questions -= price
	l.asker.ask(q)
	return true
}

// read waits for the node's records and begins to load what they name.
func (l *loader) read(n *Node) {
	if n.Problem == NotLoaded {
		return
	}
	a := l.asker.answer(question{n.Domain, TXT})
	n.Texts, n.Err = a.texts, a.err
	for _, strs := range n.Texts {
		if text := strings.Join(strs, ""); record.IsSPF(text) {
			n.Records = append(n.Records, record.Parse(text))
		}
	}
	n.Problem = n.problem()
	if len(n.Records) != 1 {
		return
	}
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
		for _, qtype := range questionTypes[t.Name] {
			t.NotLoaded = !l.ask(question{target, qtype}) || t.NotLoaded
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
	for _, i := range n.order() {
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
