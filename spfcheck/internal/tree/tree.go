// Package tree loads all the SPF records that a domain reaches by include and
// redirect, whatever the client, and computes what follows from them: the
// lookups that the worst client costs, the addresses that pass, and the ranges
// between which nothing changes.
//
// Each of these goes through the terms in the order that package record states,
// and differs in whom it goes for: the cost for the client that no term matches but
// those that match every client, the sets for all addresses at once.
//
// It decides no message: that is package eval's part, and go/spf's. Where both
// speak of the same client they agree, except that a set of addresses here knows no
// limit of lookups (RFC 7208 §4.6.4).
package tree

import (
	"net/netip"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// The limits of a tree. An evaluation ends at its eleventh lookup, so it can't
// get to what lies deeper than MaxDepth.
const (
	MaxRecords   = 100    // domains whose records are loaded
	MaxDepth     = 12     // steps by include and redirect from the root
	MaxQuestions = 1000   // to DNS, those of mx terms counted as if each had record.MaxMXHosts
	MaxTerms     = 10_000 // of all records together
	MaxAtOnce    = 32     // questions under way
)

// Tree is what a domain reaches. A domain that is reached in several ways is
// one Node, so it is a graph: [Tree.Steps] walks it without going round in
// circles. A Tree doesn't change once it is loaded.
type Tree struct {
	Root  *Node
	Nodes []*Node // each domain once, by depth and then in the order of the terms; the first is Root

	// Limits are those that kept something from being loaded, each once. Nodes
	// and terms that it happened to are marked NotLoaded.
	Limits []Limit

	counted   sync.Once
	counts    costs // once counted
	evaluated sync.Once
	outcome   outcome // of Root, once evaluated
	walked    sync.Once
	exhausted map[Family]Exhausted // once walked
}

// Truncated reports whether a limit kept something from being loaded.
func (t *Tree) Truncated() bool { return len(t.Limits) > 0 }

// Limit is a limit of the tree.
type Limit string

// The limits, in the order of the constants they stand for.
const (
	RecordsLimit   Limit = "records"
	DepthLimit     Limit = "depth"
	QuestionsLimit Limit = "questions"
	TermsLimit     Limit = "terms"
)

// Node is one domain and what it publishes.
type Node struct {
	Domain string // in lower case, without a dot at the end
	Depth  int    // steps from the root on the shortest way

	Texts   [][]string      // every TXT record, string by string as published
	Records []record.Record // the SPF records among Texts; one is the usual case
	Problem Problem         // why there is no record to evaluate; "": there is one
	Err     error           // of the question for TXT, a *net.DNSError; nil: it was answered

	// Terms are those of the record, parallel to Records[0].Terms. None unless
	// there is exactly one record. Those of a malformed record are loaded as if
	// the rest of it were in order.
	Terms []Term
}

// Term is a term and what DNS says of it.
type Term struct {
	record.Term

	// Skipped says that no evaluation gets to the term: it stands after all, or
	// is a redirect beside one (RFC 7208 §5.1, §6.1). It isn't loaded.
	Skipped bool

	// PerMessage says that the target depends on the sender or HELO (the macros
	// l, s, o and h), PerAddress that it depends on the client's address (i, c,
	// v and p) or that the term does, which is ptr.
	PerMessage, PerAddress bool

	// Unknown says that the target can't be told without the message or the
	// client: it isn't loaded. NotLoaded says that a limit was in the way.
	Unknown, NotLoaded bool

	Target string // the name the term asks for, in lower case; "": none, or Unknown
	Child  *Node  // of include and redirect; nil where Skipped or Unknown

	// Loop says that Child is on the way from the root to this term, so that an
	// evaluation that comes here goes round until its lookups are used up.
	// Whoever follows Child only where Loop is false comes to an end.
	Loop bool

	// Always says that the term matches every client: all, or exists of a name
	// that is the same for every client and has an address.
	Always bool

	Networks  []netip.Prefix // of ip4 and ip6; of a and mx, from the addresses of both families
	Hosts     []Host         // of mx, by preference
	Questions []Question     // the term's own: A and AAAA for a, MX for mx, A for exists, TXT for exp
	Texts     [][]string     // of exp: the TXT records at Target, string by string
}

// TooManyHosts reports whether an mx term has more hosts than are allowed, which
// is a permerror (RFC 7208 §4.6.4). Their addresses aren't loaded.
func (t Term) TooManyHosts() bool { return len(t.Hosts) > record.MaxMXHosts }

// Host is a host that an mx term names.
type Host struct {
	Name      string // in lower case, without a dot at the end; "." of a null MX (RFC 7505)
	Addrs     []netip.Addr
	Questions []Question // A and AAAA
}

// Below gives what a node reaches as a tree of its own.
func (n *Node) Below() *Tree {
	t := &Tree{Root: n, Nodes: []*Node{n}}
	seen := map[*Node]bool{n: true}
	for i := 0; i < len(t.Nodes); i++ {
		for _, term := range t.Nodes[i].Terms {
			if term.Child != nil && !seen[term.Child] {
				seen[term.Child] = true
				t.Nodes = append(t.Nodes, term.Child)
			}
		}
	}
	return t
}
