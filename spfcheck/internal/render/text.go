package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

var textFormat = Format{
	Name:         "text",
	Help:         i18n.Text{EN: "for people", JA: "人が読むためのもの"},
	Report:       writeReport,
	Identities:   writeIdentities,
	Carriers:     writeCarriers,
	Delivery:     writeDelivery,
	Rules:        writePages,
	CarrierRules: pages((*page).carrierRule),
	ReplyRules:   pages((*page).replyRule),
	Senders:      writeSenders,
	Services:     writeServices,
	Sources:      writeSources,
	Lint:         writeLint,
	Gate:         writeGate,
	Begins:       gateBegins(),
	Lock:         writeLock,
	Drift:        writeDrift,
	Event:        writeEvent,
	Doctor:       writeDoctor,
}

type textRenderer struct{ *page }

// writeReport writes what becomes of a mail, why, and what to do.
func writeReport(w io.Writer, o Options, rep *spfcheck.Report) error {
	t := textRenderer{newPage(w, o)}
	switch {
	case t.opts.Detail == Quiet:
		t.verdictLine(rep)
	case t.opts.Detail == Short:
		t.short(rep)
	case t.opts.FixOnly:
		t.verdictLine(rep)
		t.warn(rep.Warnings)
		t.plan(rep)
		t.notes(rep.Notes)
		t.line("")
		t.verdictLine(rep)
	default:
		t.screen(rep)
		t.details(rep)
		t.footer(rep)
		t.verdictLine(rep)
	}
	return t.w.Flush()
}

// details shows what the answer rests on, as far as it is asked for.
func (t textRenderer) details(rep *spfcheck.Report) {
	if t.opts.more(Verbose) {
		t.identities(rep)
		t.authentication(rep)
		t.spans(rep)
	}
	if t.opts.more(Explained) {
		t.trees(rep)
	}
	if t.detailed() {
		t.verdicts(rep)
	}
	if t.opts.more(Explained) || t.opts.AllSettings {
		t.reasons(rep)
	}
	if t.opts.more(Verbose) {
		t.comparison(rep)
		t.findings(rep)
	}
	if t.opts.more(Explained) {
		t.notes(rep.Notes)
	}
}

// short writes a line for each carrier: of the setting that decided.
func (t textRenderer) short(rep *spfcheck.Report) {
	for _, v := range rep.Deciding() {
		identity, result := string(v.Identity), string(v.Result)
		if v.DMARC != "" {
			identity, result = "dmarc", string(v.DMARC)
		}
		t.fields(v.Carrier, string(v.Outcome), v.Setting, identity, result, string(v.Basis), v.Rule)
	}
}

// subject is what the report is about: the header From, or what there is.
func subject(rep *spfcheck.Report) string {
	for _, e := range slices.Backward(rep.Identities) {
		if e.Address != nil {
			return *e.Address
		}
	}
	return "?"
}

func (t textRenderer) identities(rep *spfcheck.Report) {
	var rows [][]string
	for _, e := range rep.Identities {
		name, domain := t.say(e.Kind.Name()), show(e.Domain)
		for _, r := range e.Results {
			because := t.because(e, r)
			if len(e.Results) > 1 && r.Count == "" {
				because += t.aside(addresses(r.Addresses))
			}
			rows = append(rows, []string{name, domain, t.result(r.Result), because})
			name, domain = "", ""
		}
	}
	t.line("")
	t.table([]i18n.Text{colIdentity, colDomain, {EN: "SPF", JA: "SPF"}, colBecause}, rows, 18, 30, 9)
}

// because says in a few words what a result comes from.
func (t textRenderer) because(e spfcheck.Evaluated, r spfcheck.Result) string {
	switch {
	case r.ProblemText.Complete() && r.Domain != e.Domain:
		return show(r.Domain) + ": " + t.say(r.ProblemText)
	case r.ProblemText.Complete():
		return t.say(r.ProblemText)
	case r.Count != "":
		return t.count(r.Span)
	case r.Term == "":
		return t.say(nothingMatched)
	case r.Domain != e.Domain:
		return t.say(termOf.Format(r.Term, r.Domain))
	default:
		return escape(r.Term)
	}
}

// trees shows each evaluation once.
func (t textRenderer) trees(rep *spfcheck.Report) {
	t.eachAddress(rep, func(names string, e spfcheck.Evaluated) {
		for _, r := range e.Results {
			if r.Tree != nil {
				t.evaluation(names, r)
			}
		}
	})
}

// eachAddress visits each identity that has an address of its own, under the
// names of all that have the same.
func (t textRenderer) eachAddress(rep *spfcheck.Report, visit func(names string, e spfcheck.Evaluated)) {
	names := map[string][]string{}
	for _, e := range rep.Identities {
		names[*e.Address] = append(names[*e.Address], t.say(e.Kind.Name()))
	}
	for _, e := range rep.Identities {
		if names[*e.Address] != nil {
			visit(strings.Join(names[*e.Address], ", "), e)
		}
		delete(names, *e.Address)
	}
}

func (t textRenderer) evaluation(name string, r spfcheck.Result) {
	t.heading(treeTitle.Format(name, addresses(r.Addresses), string(r.Result)))
	t.paragraph("", t.say(spent.Format(r.Lookups, record.MaxLookups, r.Voids, record.MaxVoids)))
	t.tree(t.node(r.Tree, 0))
	if r.Unexplained {
		t.paragraph("", t.say(unexplained))
	}
	if r.Explanation != "" {
		t.paragraph("", t.say(sendersWords)+" “"+escape(r.Explanation)+"”")
	}
}

// node gives the lines of a tree: the domain, its terms, and theirs.
func (t textRenderer) node(n *spfcheck.Tree, depth int) []item {
	head := show(n.Domain) + "  " + string(n.Result)
	if n.Problem.Complete() {
		head += "  " + t.say(n.Problem)
	}
	items := []item{{depth, head}}
	for _, s := range n.Steps {
		line := escape(s.Term) + "  " + t.say(stepWords[s.Result])
		if s.Lookups > 0 {
			line += fmt.Sprintf("  %d/%d", s.Lookups, record.MaxLookups)
		}
		items = append(items, item{depth + 1, line})
		if s.Child != nil {
			items = append(items, t.node(s.Child, depth+2)...)
		}
	}
	return items
}

// comparison shows comparisons.
func (t textRenderer) comparison(rep *spfcheck.Report) {
	for _, c := range comparisons(rep) {
		t.line("")
		t.paragraph("", t.say(c))
	}
}

// comparisons say why mail that a carrier doesn't deliver arrives at Gmail, or that
// it doesn't arrive there either.
func comparisons(rep *spfcheck.Report) (texts []i18n.Text) {
	if rep.Worst.Delivered() {
		return nil
	}
	for _, v := range rep.Verdicts {
		switch {
		case !comparedWith(v):
		case v.Outcome.Delivered():
			texts = append(texts, elsewhere.Format(v.CarrierName, v.Why))
		case v.Outcome.Failed():
			texts = append(texts, notElsewhere.Format(v.CarrierName, v.Why))
		}
	}
	return texts
}

// comparedWith reports whether v stands beside what is judged, for comparison.
func comparedWith(v spfcheck.Verdict) bool {
	p := carriers.ByID(v.Carrier)
	return p != nil && p.Reference && !v.Judged
}

// findings lists faults in what is published, with where to read more.
func (t textRenderer) findings(rep *spfcheck.Report) {
	if len(rep.Findings) == 0 {
		return
	}
	t.heading(findingsTitle)
	for _, f := range rep.Findings {
		t.finding(f, nil) // the domain tells: a report from files is that of DNS
		t.underline("  ", f)
	}
	t.paragraph("  ", t.say(seeExplain.Format(t.opts.Words.Of(input.AllRules), rep.Findings[0].Code)))
}

// warn says what to look at before anything else.
func (t *page) warn(warnings []i18n.Text) {
	for _, w := range warnings {
		t.look("", w)
	}
}

func (t *page) notes(notes []i18n.Text) {
	if len(notes) == 0 {
		return
	}
	t.line("")
	for _, n := range notes {
		t.paragraph(t.say(noteMark)+" ", t.say(n))
	}
}
