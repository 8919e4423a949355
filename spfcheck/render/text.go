package render

import (
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"

	"spfcheck/carriers"
	"spfcheck/spfcheck"
	"spfcheck/spfcheck/eval"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/lint"
)

var textFormat = Format{
	Name:       "text",
	Help:       "for people",
	Reports:    func(w io.Writer, o Options) Renderer { return textRenderer{newPage(w, o)} },
	Identities: writeIdentities,
	Carriers:   writeCarriers,
	Rules:      writePages,
	Senders:    writeSenders,
}

type textRenderer struct{ *page }

// Add writes one report.
func (t textRenderer) Add(rep *spfcheck.Report) error {
	t.paragraph("", t.say(title.Format(subject(rep), addresses(rep.Clients), string(rep.Date))))
	t.identities(rep)
	t.authentication(rep)
	t.trees(rep)
	t.verdicts(rep)
	for _, v := range t.reasoned(rep) {
		t.reason(v, len(rep.Clients))
	}
	t.comparison(rep)
	t.findings(rep)
	t.advice(rep)
	t.notes(rep.Notes)
	t.summary(rep)
	return t.w.Flush()
}

// Close does nothing: every report has been written.
func (t textRenderer) Close() error { return nil }

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
		name, domain := t.say(spfcheck.KindName(e.Kind)), escape(e.Domain)
		for _, r := range e.Results {
			because := t.because(e, r)
			if len(e.Results) > 1 {
				because += " (" + addresses(r.Addresses) + ")"
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
	case r.ProblemText != nil && r.Domain != e.Domain:
		return escape(r.Domain) + ": " + t.say(*r.ProblemText)
	case r.ProblemText != nil:
		return t.say(*r.ProblemText)
	case r.Term == "":
		return t.say(nothingMatched)
	case r.Domain != e.Domain:
		return t.say(termOf.Format(r.Term, r.Domain))
	default:
		return escape(r.Term)
	}
}

// trees shows each evaluation once, under the names of all identities that have
// the same address.
func (t textRenderer) trees(rep *spfcheck.Report) {
	names := map[string][]string{}
	for _, e := range rep.Identities {
		names[*e.Address] = append(names[*e.Address], t.say(spfcheck.KindName(e.Kind)))
	}
	for _, e := range rep.Identities {
		for _, r := range e.Results {
			if r.Tree != nil && names[*e.Address] != nil {
				t.evaluation(strings.Join(names[*e.Address], ", "), r)
			}
		}
		delete(names, *e.Address)
	}
}

func (t textRenderer) evaluation(name string, r spfcheck.Result) {
	t.heading(treeTitle.Format(name, addresses(r.Addresses), string(r.Result)))
	t.paragraph("", t.say(spent.Format(r.Lookups, eval.MaxLookups, r.Voids, eval.MaxVoids)))
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
	head := escape(n.Domain) + "  " + string(n.Result)
	if n.Problem != nil {
		head += "  " + t.say(*n.Problem)
	}
	items := []item{{depth, head}}
	for _, s := range n.Steps {
		line := escape(s.Term) + "  " + t.say(stepWords[s.Result])
		if s.Lookups > 0 {
			line += fmt.Sprintf("  %d/%d", s.Lookups, eval.MaxLookups)
		}
		items = append(items, item{depth + 1, line})
		if s.Child != nil {
			items = append(items, t.node(s.Child, depth+2)...)
		}
	}
	return items
}

func (t textRenderer) verdicts(rep *spfcheck.Report) {
	var rows [][]string
	carrier := ""
	for _, v := range rep.Verdicts {
		if reference(v) {
			continue
		}
		name := ""
		if v.Carrier != carrier {
			carrier, name = v.Carrier, t.say(v.CarrierName)
		}
		mark := " "
		if v.Judged {
			mark = "*"
		}
		decided := "-"
		if v.Identity != "" {
			decided = t.say(spfcheck.KindName(v.Identity))
		}
		switch {
		case v.Result != "":
			decided += " " + string(v.Result)
		case v.DMARC != "":
			decided = "DMARC " + string(v.DMARC)
		}
		basis := "-"
		if v.Basis != "" {
			basis = t.basis(v.Basis)
		}
		rows = append(rows, []string{name, mark + v.Setting, t.outcome(v.Outcome), decided, basis})
	}
	t.line("")
	t.table([]i18n.Text{colCarrier, colSetting, colOutcome, colDecided, colBasis}, rows, 14, 16, 10, 28)
	t.line(t.say(judgedMark))
}

// reasoned lists the verdicts to give reasons for: for each carrier the judged
// one that its outcome is from, or all of them.
func (t textRenderer) reasoned(rep *spfcheck.Report) []spfcheck.Verdict {
	var out []spfcheck.Verdict
	if t.opts.AllSettings {
		return slices.DeleteFunc(slices.Clone(rep.Verdicts), reference)
	}
	for _, c := range rep.Carriers {
		i := slices.IndexFunc(rep.Verdicts, func(v spfcheck.Verdict) bool {
			return v.Carrier == c.Carrier && v.Judged && v.Outcome == c.Outcome
		})
		out = append(out, rep.Verdicts[i])
	}
	return out
}

// reason says what a carrier does, why, and how that is known.
func (t textRenderer) reason(v spfcheck.Verdict, clients int) {
	t.line("")
	word := t.say(carrierDoes[v.Outcome].Format(v.CarrierName))
	t.paragraph("", t.paint(text.Bold, word))
	t.paragraph("  ", t.say(v.SettingName)+": "+t.say(v.Why))
	if len(v.Addresses) < clients {
		t.paragraph("  ", t.say(fromAddresses.Format(addresses(v.Addresses))))
	}
	t.paragraph("  ", t.say(v.Effect))
	if v.Rule == "" {
		return
	}
	since := ""
	if v.Since != "" {
		since = t.say(sinceDay.Format(string(v.Since)))
	}
	t.paragraph("  ", t.say(ruleLine.Format(v.Rule, basisWords[v.Basis]))+since)
	source := v.Sources[0].URL
	if source == "" {
		source = t.say(v.Sources[0].Title)
	}
	parts := []string{source}
	if others := len(v.Sources) - 1; others > 0 {
		parts = append(parts, t.say(moreSources.Format(others, v.Carrier)))
	}
	t.words("  ", parts...)
}

// comparison says why the same mail arrives where only the envelope counts.
func (t textRenderer) comparison(rep *spfcheck.Report) {
	if rep.Worst.Delivered() {
		return
	}
	for _, v := range rep.Verdicts {
		if reference(v) && v.Outcome == carriers.Deliver {
			t.line("")
			t.paragraph("", t.say(elsewhere.Format(v.CarrierName, v.Why)))
		}
	}
}

func reference(v spfcheck.Verdict) bool {
	p := carriers.ByID(v.Carrier)
	return p != nil && p.Reference
}

func (t textRenderer) advice(rep *spfcheck.Report) {
	if len(rep.Advice) == 0 {
		return
	}
	t.heading(whatToDo)
	for i, a := range rep.Advice {
		t.paragraph(fmt.Sprintf("%d. ", i+1), t.say(a.Text))
		if a.Line != "" {
			t.words("   ", escape(a.Line))
		}
		if len(a.After) > 0 {
			t.paragraph("   ", t.say(afterwards)+" "+t.outcomes(a.After, t.plainOutcome))
		}
	}
}

// findings lists faults in what is published, with where to read more.
func (t textRenderer) findings(rep *spfcheck.Report) {
	if len(rep.Findings) == 0 {
		return
	}
	t.heading(findingsTitle)
	for _, f := range rep.Findings {
		t.line("- " + t.paint(severityColors[f.Severity], t.severity(f.Severity)+" "+f.Code))
		t.paragraph("  ", t.say(f.Message))
		if f.End > f.Offset {
			t.underline("  ", f)
		}
	}
	t.paragraph("  ", t.say(seeExplain.Format(rep.Findings[0].Code)))
}

// underline shows the record with the place of a finding marked. A long record
// is cut around it.
func (t textRenderer) underline(indent string, f lint.Finding) {
	const before, after = 30, 40
	start, end := max(0, f.Offset-before), min(len(f.Record), f.End+after)
	head, marked, tail := escape(f.Record[start:f.Offset]), escape(f.Record[f.Offset:f.End]), escape(f.Record[f.End:end])
	t.line(indent + head + marked + tail)
	t.line(indent + strings.Repeat(" ", uniseg.StringWidth(head)) + strings.Repeat("^", max(1, uniseg.StringWidth(marked))))
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

func (t textRenderer) summary(rep *spfcheck.Report) {
	t.line("")
	t.line(t.outcomes(rep.Carriers, t.outcome))
}

// outcomes gives the outcome of each carrier in one line.
func (t textRenderer) outcomes(list []spfcheck.CarrierOutcome, word func(carriers.Outcome) string) string {
	var parts []string
	for _, c := range list {
		parts = append(parts, t.say(c.Name)+": "+word(c.Outcome))
	}
	return strings.Join(parts, ", ")
}

// addresses lists addresses, at most a few of them.
func addresses(list []netip.Addr) string {
	const most = 3
	var parts []string
	for i, a := range list {
		if i == most {
			parts = append(parts, fmt.Sprintf("+%d", len(list)-most))
			break
		}
		parts = append(parts, a.String())
	}
	return strings.Join(parts, ", ")
}
