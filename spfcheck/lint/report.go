package lint

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Report is what a domain publishes for mail and what is wrong with it, as
// plain data: every output is made from it alone. Strings in it may come from DNS:
// they are escaped where they are shown.
type Report struct {
	Version    int        `json:"version"`            // the version of this form: fields are added under the same version, never renamed or removed
	Domain     string     `json:"domain"`             // the domain, in A-labels
	Texts      []Text     `json:"texts"`              // every TXT record at the domain
	Servers    []Server   `json:"servers,omitempty"`  // what each authoritative server says; only when they were asked
	Tree       *Node      `json:"tree"`               // the SPF record and all that it reaches
	Lookups    Lookups    `json:"lookups"`            // terms that cause DNS queries, on the worst path
	Voids      Voids      `json:"voids"`              // DNS queries that find nothing, on the worst path
	Authorised Authorised `json:"authorised"`         // the addresses that pass, where the limits of lookups are not in the way
	DMARC      DMARC      `json:"dmarc"`              // the DMARC record that applies to the domain
	DKIM       []Key      `json:"dkim"`               // the keys of the selectors that were asked for
	Findings   []Finding  `json:"findings"`           // the faults found, the worst first
	Repaired   *Repaired  `json:"repaired,omitempty"` // the SPF record as it was meant; left out where it says what was meant
	Ignored    int        `json:"ignored"`            // how many findings were left out because they are to be ignored
	Worst      Severity   `json:"worst,omitempty"`    // the worst severity of the findings, DNS errors aside; left out where there are none
	Limits     []Limit    `json:"limits,omitempty"`   // limits of the tree that kept something from being loaded
	DNSFailed  bool       `json:"dns_failed"`         // some question got no usable answer: there can be more to find
	Failures   []Failure  `json:"failures"`           // the questions that got no usable answer
}

// What is found, and the words for it.
type (
	Finding  = rules.Finding  // a fault, where it is, and what to do
	Severity = rules.Severity // "error", "warning" or "info"
	Problem  = tree.Problem   // why a domain has no record to evaluate; "" where it has one
	Ranges   = tree.Ranges    // addresses of one family
	Why      = tree.Why       // why it isn't known whom a term matches
	Limit    = tree.Limit     // a bound that kept part of the tree from being loaded
	Server   = rules.Server   // an authoritative server of the domain's zone, and what it says
	Key      = rules.Key      // what is published for a DKIM selector
	Status   = dmarc.Status   // what was found where a DMARC record is looked for
)

// Text is a TXT record.
type Text struct {
	Strings []string `json:"strings"` // its strings as published; they are joined without a space
	SPF     bool     `json:"spf"`     // it is an SPF record
}

// Node is a domain that the SPF record reaches.
type Node struct {
	Domain      string    `json:"domain"`                // the domain, in A-labels
	Record      string    `json:"record"`                // the strings joined; empty where there is no single SPF record
	Problem     Problem   `json:"problem,omitempty"`     // why there is no record to evaluate
	ProblemText i18n.Text `json:"problem_text,omitzero"` // the same in words; left out where there is a record
	Terms       []Term    `json:"terms"`                 // the terms of the record, in the order of an evaluation: redirect comes last
}

// Term is a term of a record, and what it costs on the worst path: that of
// the client for which no term matches but those that match every client.
type Term struct {
	Term    string    `json:"term"`              // the term as published
	Name    string    `json:"name"`              // the name of the mechanism or modifier; empty where the term is malformed
	Offset  int       `json:"offset"`            // where its first byte is in record
	End     int       `json:"end"`               // where the byte after its last is in record
	Target  string    `json:"target,omitempty"`  // the name that it asks for
	Service i18n.Text `json:"service,omitzero"`  // the sending service that it leads to, where that is known
	Own     int       `json:"own"`               // lookups of the term alone
	Subtree int       `json:"subtree"`           // lookups with those of the record that it leads to
	Total   int       `json:"total"`             // lookups from the beginning up to here
	Voids   []string  `json:"voids,omitempty"`   // the families of clients for which it is a void lookup: IPv4 or IPv6
	Reached bool      `json:"reached"`           // the worst path gets here
	Skipped bool      `json:"skipped,omitempty"` // no evaluation gets here: all ends it before
	Loop    bool      `json:"loop,omitempty"`    // it leads back to a record that led here
	Seen    bool      `json:"seen,omitempty"`    // the record that it leads to was shown before
	Gap     Why       `json:"gap,omitempty"`     // why it isn't known whom it matches
	Problem i18n.Text `json:"problem,omitzero"`  // what is wrong with the term itself; left out where nothing is
	Child   *Node     `json:"child,omitempty"`   // the record that it leads to; left out where there is none, where it is not reached or was shown before
}

// Lookups is the number of terms that cause DNS queries (RFC 7208 §4.6.4).
type Lookups struct {
	Count    int  `json:"count"`    // how many there are; a million stands for more, too
	Limit    int  `json:"limit"`    // how many are allowed
	Headroom int  `json:"headroom"` // how many more there can be
	Over     bool `json:"over"`     // there are too many
	Endless  bool `json:"endless"`  // the records go round in a loop, and the count is the one up to it
	Partial  bool `json:"partial"`  // part of the path isn't known: there are at least this many
}

// Voids are the DNS queries that find nothing (RFC 7208 §4.6.4). An IPv4 and
// an IPv6 client ask for different things.
type Voids struct {
	Limit   int    `json:"limit"`   // how many are allowed
	IPv4    int    `json:"ipv4"`    // how many void lookups an IPv4 client meets
	IPv6    int    `json:"ipv6"`    // how many void lookups an IPv6 client meets
	Maybe   int    `json:"maybe"`   // how many more there can be, as the client or the mail decides
	Lookups []Void `json:"lookups"` // the void lookups, those of each term once
}

// Void is a DNS query that finds nothing.
type Void struct {
	Name     string   `json:"name"`            // the name that is asked for, with the macros that the client or the mail fills in
	Type     string   `json:"type"`            // the type of record that is asked for
	Families []string `json:"families"`        // the clients that it is asked for: IPv4 or IPv6
	Domain   string   `json:"domain"`          // the domain whose record asks
	Term     string   `json:"term"`            // the term that asks
	Maybe    bool     `json:"maybe,omitempty"` // the client or the mail decides whether something is found; whoever gets past an exists has found nothing
}

// Authorised are the addresses that pass.
type Authorised struct {
	IPv4     Ranges `json:"ipv4"`     // the IPv4 addresses that pass
	IPv6     Ranges `json:"ipv6"`     // the IPv6 addresses that pass
	Complete bool   `json:"complete"` // there are no gaps
	Gaps     []Gap  `json:"gaps"`     // terms of which it isn't known whom they match; nobody is counted for them
}

// Gap is a term of which it isn't known whom it matches.
type Gap struct {
	Domain string `json:"domain"` // the domain whose record has the term
	Term   string `json:"term"`   // the term as published
	Why    Why    `json:"why"`    // why it isn't known
}

// DMARC is the DMARC record that holds for the domain.
type DMARC struct {
	RecordAt string    `json:"record_at"`        // the domain whose record it is; empty where there is none
	Records  []string  `json:"records"`          // the DMARC records there, as published
	Status   Status    `json:"status"`           // what was found where a DMARC record is looked for
	Problem  i18n.Text `json:"problem,omitzero"` // why no record applies, or why it is read as p=none; left out where nothing is wrong
}

// Failure is a question that DNS gave no usable answer to.
type Failure struct {
	Name    string    `json:"name"`    // the name that was asked for
	Type    string    `json:"type"`    // the type of record that was asked for
	Problem i18n.Text `json:"problem"` // what came instead of an answer
}

func newTexts(n *tree.Node) []Text {
	texts := []Text{}
	for _, strs := range n.Texts {
		texts = append(texts, Text{Strings: strs, SPF: record.IsSPF(strings.Join(strs, ""))})
	}
	return texts
}

// newTree nests the steps through the tree.
func newTree(t *tree.Tree) *Node {
	gaps := map[*tree.Term]tree.Why{}
	for _, g := range t.Gaps() {
		gaps[&g.Node.Terms[g.Index]] = g.Why
	}
	path := []*Node{newNode(t.Root)} // by depth
	for s := range t.Steps() {
		term := newTerm(s)
		term.Gap = gaps[s.Term()]
		term.Service = service(s)
		path = path[:s.Depth+1]
		if child := s.Term().Child; child != nil && s.Reached && !s.Seen {
			term.Child = newNode(child)
			path = append(path, term.Child)
		}
		path[s.Depth].Terms = append(path[s.Depth].Terms, term)
	}
	return path[0]
}

// service names the sending service that an include or redirect leads to, once:
// not again for what the service's own record includes.
func service(s tree.Step) i18n.Text {
	if name := s.Term().Name; name != "include" && name != "redirect" {
		return i18n.Text{}
	}
	m := senders.ByInclude(s.Term().Target)
	if m.Preset == nil || m.Preset == senders.ByInclude(s.Node.Domain).Preset {
		return i18n.Text{}
	}
	return m.Preset.Name
}

func newNode(n *tree.Node) *Node {
	node := &Node{Domain: n.Domain, Problem: n.Problem, ProblemText: n.Problem.Text(), Terms: []Term{}}
	if len(n.Records) == 1 {
		node.Record = n.Records[0].Text
	}
	if n.Problem == tree.DNSFailed {
		node.ProblemText = resolve.ShortFailureText(n.Err)
	}
	return node
}

func newTerm(s tree.Step) Term {
	t := s.Term()
	term := Term{
		Term: t.Text, Name: t.Name, Offset: t.Offset, End: t.End(), Target: t.Target,
		Own: s.Own.Lookups, Subtree: s.Subtree.Lookups, Total: s.Total.Lookups,
		Reached: s.Reached, Skipped: t.Skipped, Loop: t.Loop, Seen: s.Seen && s.Reached && !t.Loop,
		Problem: termProblem(t),
	}
	for _, f := range tree.Families {
		if s.Own.Voids(f) > 0 {
			term.Voids = append(term.Voids, f.String())
		}
	}
	return term
}

// termProblem says what is wrong with the term itself.
func termProblem(t *tree.Term) i18n.Text {
	switch {
	case !t.WellFormed():
		return malformedTerm
	case t.TooManyHosts():
		return tooManyHosts.Format(len(t.Hosts), record.MaxMXHosts)
	}
	for _, f := range tree.Families {
		if q, failed := t.Failed(f); failed {
			return resolve.ShortFailureText(q.Err)
		}
	}
	return i18n.Text{}
}

func newLookups(t *tree.Tree) Lookups {
	cost := t.Cost()
	return Lookups{
		Count: cost.Lookups, Limit: record.MaxLookups, Headroom: cost.Headroom(),
		Over: cost.OverLookups(), Endless: cost.Endless, Partial: cost.Partial,
	}
}

func newVoids(t *tree.Tree) Voids {
	cost := t.Cost()
	voids := Voids{Limit: record.MaxVoids, IPv4: cost.Voids4, IPv6: cost.Voids6, Maybe: cost.Maybe, Lookups: []Void{}}
	for s := range t.Steps() {
		if s.Reached {
			voids.Lookups = append(voids.Lookups, termVoids(s)...)
		}
	}
	return voids
}

// termVoids are the void lookups of one term: one for all clients, or one for
// each family.
func termVoids(s tree.Step) []Void {
	var voids []Void
	for _, f := range tree.Families {
		q, found := s.Term().Void(f)
		maybe := false
		if !found {
			q, maybe = s.Term().MaybeVoid(f)
		}
		if !found && !maybe {
			continue
		}
		if n := len(voids); n == 0 || voids[n-1].Type != string(q.Type) {
			voids = append(voids, Void{Name: q.Name, Type: string(q.Type), Domain: s.Node.Domain, Term: s.Term().Text, Maybe: maybe})
		}
		last := &voids[len(voids)-1]
		last.Families = append(last.Families, f.String())
	}
	return voids
}

func newAuthorised(t *tree.Tree) Authorised {
	a := Authorised{Gaps: []Gap{}}
	for _, g := range t.Gaps() {
		a.Gaps = append(a.Gaps, Gap{Domain: g.Node.Domain, Term: g.Node.Terms[g.Index].Text, Why: g.Why})
	}
	a.Complete = len(a.Gaps) == 0
	a.IPv4, a.IPv6 = tree.NewRanges(t.Authorised(tree.IPv4).Pass), tree.NewRanges(t.Authorised(tree.IPv6).Pass)
	return a
}

func newDMARC(d dmarc.Discovery) DMARC {
	out := DMARC{RecordAt: d.Domain, Records: []string{}, Status: d.Status, Problem: d.Problem}
	for _, r := range d.Records {
		out.Records = append(out.Records, r.Text)
	}
	return out
}

var (
	malformedTerm = i18n.Text{EN: "malformed", JA: "構文の誤り"}
	tooManyHosts  = i18n.Text{EN: "%d MX hosts, more than the %d allowed", JA: "MX ホストが %d 個（上限 %d 個）"}
)
