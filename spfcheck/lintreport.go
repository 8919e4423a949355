package spfcheck

import (
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// LintReport is what a domain publishes for mail and what is wrong with it, as
// plain data like Report.
type LintReport struct {
	Version    int             `json:"version"`
	Domain     string          `json:"domain" jsonschema:"description=in A-labels"`
	Texts      []LintText      `json:"texts" jsonschema:"description=every TXT record at the domain"`
	Servers    []LintServer    `json:"servers,omitempty" jsonschema:"description=what each authoritative server says; only when they were asked"`
	Tree       *LintNode       `json:"tree" jsonschema:"description=the SPF record and all that it reaches"`
	Lookups    LintLookups     `json:"lookups" jsonschema:"description=terms that cause DNS queries\\, on the worst path"`
	Voids      LintVoids       `json:"voids" jsonschema:"description=DNS queries that find nothing\\, on the worst path"`
	Authorised LintAuthorised  `json:"authorised" jsonschema:"description=the addresses that pass\\, where the limits of lookups are not in the way"`
	DMARC      LintDMARC       `json:"dmarc"`
	DKIM       []LintKey       `json:"dkim" jsonschema:"description=the keys of the selectors that were asked for"`
	Findings   []rules.Finding `json:"findings" jsonschema:"description=the worst first"`
	Ignored    int             `json:"ignored" jsonschema:"description=how many findings were left out because they are to be ignored"`
	Worst      rules.Severity  `json:"worst,omitempty" jsonschema:"description=the worst severity of the findings\\, DNS trouble aside; left out where there are none"`
	Limits     []tree.Limit    `json:"limits,omitempty" jsonschema:"description=limits of the tree that kept something from being loaded"`
	DNSFailed  bool            `json:"dns_failed" jsonschema:"description=some question got no usable answer: there can be more to find"`
	Failures   []LintFailure   `json:"failures" jsonschema:"description=the questions that got no usable answer"`
}

// LintText is a TXT record.
type LintText struct {
	Strings []string `json:"strings" jsonschema:"description=as published; they are joined without a blank"`
	SPF     bool     `json:"spf" jsonschema:"description=it is an SPF record"`
}

// LintServer is an authoritative server of the domain's zone.
type LintServer struct {
	Name  string   `json:"name" jsonschema:"description=empty where no server could be found"`
	Texts []string `json:"texts" jsonschema:"description=the TXT records that it has for the domain\\, sorted"`
	Error string   `json:"error,omitempty" jsonschema:"description=why it gave no answer\\, in English"`
}

// LintNode is a domain that the SPF record reaches.
type LintNode struct {
	Domain      string       `json:"domain"`
	Record      string       `json:"record" jsonschema:"description=the strings joined; empty where there is no single SPF record"`
	Problem     tree.Problem `json:"problem,omitempty" jsonschema:"description=why there is no record to evaluate"`
	ProblemText *i18n.Text   `json:"problem_text,omitempty"`
	Terms       []LintTerm   `json:"terms" jsonschema:"description=in the order of an evaluation: redirect comes last"`
}

// LintTerm is a term of a record, and what it costs on the worst path: that of
// the client for which no term matches but those that match every client.
type LintTerm struct {
	Term    string     `json:"term"`
	Name    string     `json:"name" jsonschema:"description=of the mechanism or modifier; empty where the term is malformed"`
	Offset  int        `json:"offset" jsonschema:"description=of the first byte in record"`
	End     int        `json:"end" jsonschema:"description=of the byte after its last"`
	Target  string     `json:"target,omitempty" jsonschema:"description=the name that it asks for"`
	Own     int        `json:"own" jsonschema:"description=lookups of the term alone"`
	Subtree int        `json:"subtree" jsonschema:"description=lookups with those of the record that it leads to"`
	Total   int        `json:"total" jsonschema:"description=lookups from the beginning up to here"`
	Voids   []string   `json:"voids,omitempty" jsonschema:"description=the families of clients for which it is a void lookup: IPv4 or IPv6"`
	Reached bool       `json:"reached" jsonschema:"description=the worst path gets here"`
	Skipped bool       `json:"skipped,omitempty" jsonschema:"description=no evaluation gets here: all ends it before"`
	Loop    bool       `json:"loop,omitempty" jsonschema:"description=it leads back to a record that led here"`
	Seen    bool       `json:"seen,omitempty" jsonschema:"description=the record that it leads to was shown before"`
	Gap     tree.Why   `json:"gap,omitempty" jsonschema:"description=why it isn't known whom it matches"`
	Problem *i18n.Text `json:"problem,omitempty"`
	Child   *LintNode  `json:"child,omitempty"`
}

// LintLookups is the number of terms that cause DNS queries (RFC 7208 §4.6.4).
type LintLookups struct {
	Count    int  `json:"count" jsonschema:"description=a million stands for more\\, too"`
	Limit    int  `json:"limit"`
	Headroom int  `json:"headroom" jsonschema:"description=how many more there can be"`
	Over     bool `json:"over" jsonschema:"description=there are too many"`
	Endless  bool `json:"endless" jsonschema:"description=the records go round in a loop\\, and the count is the one up to it"`
	Partial  bool `json:"partial" jsonschema:"description=part of the path isn't known: there are at least so many"`
}

// LintVoids are the DNS queries that find nothing (RFC 7208 §4.6.4). An IPv4 and
// an IPv6 client ask for different things.
type LintVoids struct {
	Limit   int        `json:"limit"`
	IPv4    int        `json:"ipv4" jsonschema:"description=how many an IPv4 client meets"`
	IPv6    int        `json:"ipv6" jsonschema:"description=how many an IPv6 client meets"`
	Lookups []LintVoid `json:"lookups" jsonschema:"description=those of each term once"`
}

// LintVoid is a DNS query that finds nothing.
type LintVoid struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Families []string `json:"families" jsonschema:"description=the clients that it is asked for: IPv4 or IPv6"`
	Domain   string   `json:"domain" jsonschema:"description=whose record asks"`
	Term     string   `json:"term"`
}

// LintAuthorised are the addresses that pass.
type LintAuthorised struct {
	IPv4     LintRanges `json:"ipv4"`
	IPv6     LintRanges `json:"ipv6"`
	Complete bool       `json:"complete" jsonschema:"description=there are no gaps"`
	Gaps     []LintGap  `json:"gaps" jsonschema:"description=terms of which it isn't known whom they match; nobody is counted for them"`
}

// LintRanges are the addresses of one family.
type LintRanges struct {
	Addresses string         `json:"addresses" jsonschema:"description=how many\\, as a decimal number"`
	Ranges    []netip.Prefix `json:"ranges" jsonschema:"description=the fewest that hold them\\, at most 1000"`
	More      int            `json:"more,omitempty" jsonschema:"description=ranges beyond those listed"`
}

// LintGap is a term of which it isn't known whom it matches.
type LintGap struct {
	Domain string   `json:"domain"`
	Term   string   `json:"term"`
	Why    tree.Why `json:"why"`
}

// LintDMARC is the DMARC record that holds for the domain.
type LintDMARC struct {
	RecordAt string       `json:"record_at" jsonschema:"description=the domain whose record it is; empty where there is none"`
	Records  []string     `json:"records"`
	Status   dmarc.Status `json:"status"`
	Problem  *i18n.Text   `json:"problem,omitempty"`
}

// LintKey is what is published for a DKIM selector.
type LintKey struct {
	Selector string     `json:"selector"`
	Name     string     `json:"name" jsonschema:"description=where it is looked for"`
	Record   string     `json:"record" jsonschema:"description=empty where there is no single key record"`
	KeyType  string     `json:"key_type"`
	KeyBits  int        `json:"key_bits" jsonschema:"description=0 where the key can't be read"`
	Testing  bool       `json:"testing" jsonschema:"description=it says t=y"`
	Problem  *i18n.Text `json:"problem,omitempty" jsonschema:"description=why no signature verifies with it"`
}

// LintFailure is a question that DNS gave no usable answer to.
type LintFailure struct {
	Name    string    `json:"name"`
	Type    string    `json:"type"`
	Problem i18n.Text `json:"problem"`
}

// maxRanges is how many ranges of a family are listed.
const maxRanges = 1000

func newLintTexts(n *tree.Node) []LintText {
	texts := []LintText{}
	for _, strs := range n.Texts {
		texts = append(texts, LintText{Strings: strs, SPF: record.IsSPF(strings.Join(strs, ""))})
	}
	return texts
}

func newLintServers(a *rules.Around) []LintServer {
	var servers []LintServer
	for _, s := range a.Servers {
		servers = append(servers, LintServer{Name: s.Name, Texts: append([]string{}, s.Texts...), Error: s.Err})
	}
	return servers
}

// newLintTree nests the steps through the tree.
func newLintTree(t *tree.Tree) *LintNode {
	gaps := map[*tree.Term]tree.Why{}
	for _, g := range t.Gaps() {
		gaps[&g.Node.Terms[g.Index]] = g.Why
	}
	path := []*LintNode{newLintNode(t.Root)} // by depth
	for s := range t.Steps() {
		term := newLintTerm(s)
		term.Gap = gaps[s.Term()]
		path = path[:s.Depth+1]
		if child := s.Term().Child; child != nil && s.Reached && !s.Seen {
			term.Child = newLintNode(child)
			path = append(path, term.Child)
		}
		path[s.Depth].Terms = append(path[s.Depth].Terms, term)
	}
	return path[0]
}

func newLintNode(n *tree.Node) *LintNode {
	node := &LintNode{Domain: n.Domain, Problem: n.Problem, ProblemText: textOrNil(n.Problem.Text()), Terms: []LintTerm{}}
	if len(n.Records) == 1 {
		node.Record = n.Records[0].Text
	}
	if n.Problem == tree.DNSFailed {
		node.ProblemText = new(resolve.ShortFailureText(n.Err))
	}
	return node
}

func newLintTerm(s tree.Step) LintTerm {
	t := s.Term()
	term := LintTerm{
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
func termProblem(t *tree.Term) *i18n.Text {
	switch {
	case !t.WellFormed():
		return &malformedTerm
	case t.TooManyHosts():
		return new(tooManyHosts.Format(len(t.Hosts), tree.MaxMXHosts))
	}
	for _, f := range tree.Families {
		if q, failed := t.Failed(f); failed {
			return new(resolve.ShortFailureText(q.Err))
		}
	}
	return nil
}

func newLintLookups(t *tree.Tree) LintLookups {
	cost := t.Cost()
	return LintLookups{
		Count: cost.Lookups, Limit: tree.MaxLookups, Headroom: cost.Headroom(),
		Over: cost.OverLookups(), Endless: cost.Endless, Partial: cost.Partial,
	}
}

func newLintVoids(t *tree.Tree) LintVoids {
	cost := t.Cost()
	voids := LintVoids{Limit: tree.MaxVoids, IPv4: cost.Voids4, IPv6: cost.Voids6, Lookups: []LintVoid{}}
	for s := range t.Steps() {
		if s.Reached {
			voids.Lookups = append(voids.Lookups, termVoids(s)...)
		}
	}
	return voids
}

// termVoids are the void lookups of one term: one for all clients, or one for
// each family.
func termVoids(s tree.Step) []LintVoid {
	var voids []LintVoid
	for _, f := range tree.Families {
		q, void := s.Term().Void(f)
		if !void {
			continue
		}
		if n := len(voids); n == 0 || voids[n-1].Type != string(q.Type) {
			voids = append(voids, LintVoid{Name: q.Name, Type: string(q.Type), Domain: s.Node.Domain, Term: s.Term().Text})
		}
		last := &voids[len(voids)-1]
		last.Families = append(last.Families, f.String())
	}
	return voids
}

func newLintAuthorised(t *tree.Tree) LintAuthorised {
	a := LintAuthorised{Gaps: []LintGap{}}
	for _, g := range t.Gaps() {
		a.Gaps = append(a.Gaps, LintGap{Domain: g.Node.Domain, Term: g.Node.Terms[g.Index].Text, Why: g.Why})
	}
	a.Complete = len(a.Gaps) == 0
	a.IPv4, a.IPv6 = NewLintRanges(t.Authorised(tree.IPv4).Pass), NewLintRanges(t.Authorised(tree.IPv6).Pass)
	return a
}

// NewLintRanges gives a set of addresses of one family as it is shown.
func NewLintRanges(set *netipx.IPSet) LintRanges {
	all := set.Prefixes()
	shown := all[:min(len(all), maxRanges)]
	return LintRanges{Addresses: tree.Count(set).String(), Ranges: append([]netip.Prefix{}, shown...), More: len(all) - len(shown)}
}

func newLintDMARC(d dmarc.Discovery) LintDMARC {
	out := LintDMARC{RecordAt: d.Domain, Records: []string{}, Status: d.Status, Problem: textOrNil(d.Problem)}
	for _, r := range d.Records {
		out.Records = append(out.Records, r.Text)
	}
	return out
}

var (
	malformedTerm = i18n.Text{EN: "malformed", JA: "構文の誤り"}
	tooManyHosts  = i18n.Text{EN: "%d MX hosts, more than the %d allowed", JA: "MX ホストが %d 個（上限 %d 個）"}
)
