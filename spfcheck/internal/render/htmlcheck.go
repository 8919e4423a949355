package render

import (
	"io"
	"net/netip"
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
)

// writeCheckHTML writes what becomes of a mail, why, and what to do.
func writeCheckHTML(w io.Writer, o Options, rep *spfcheck.Report) error {
	h := newHTML(o)
	h.Title = show(subject(rep))
	h.Subtitle = h.say(title.Format(subject(rep), sentFrom(rep.Clients, rep.Span), string(rep.Date)))
	for _, text := range rep.Warnings {
		h.Warnings = append(h.Warnings, h.say(warningMark)+" "+h.say(text))
	}
	h.check(rep)
	return h.Write(w)
}

// check adds all of a report to the page.
func (h *htmlPage) check(rep *spfcheck.Report) {
	for _, v := range rep.Deciding() {
		h.Cards = append(h.Cards, html.Card{
			Title: h.say(v.SettingName), Word: h.say(carrierDoes[v.Outcome].Format(v.CarrierName)),
			Tone: tone(outcomeColors[v.Outcome]), Text: h.say(v.Why),
		})
	}
	if h.opts.FixOnly {
		h.section(whatToDo, h.steps(rep.Plan)...)
		h.section(notesTitle, h.list(rep.Notes)...)
		return
	}
	h.section(matrixTitle, h.matrix(rep)...)
	h.section(identitiesTitle, h.identified(rep)...)
	h.section(treesTitle, h.drawings(rep)...)
	h.section(stripsTitle, h.strips(rep)...)
	h.section(findingsTitle, h.found(rep.Findings)...)
	h.section(whatToDo, h.steps(rep.Plan)...)
	h.section(notesTitle, h.list(rep.Notes)...)
	h.section(sourcesTitle, h.sources(rep.Verdicts)...)
}

// matrix has a row for each setting of each carrier.
func (h *htmlPage) matrix(rep *spfcheck.Report) []html.Block {
	table := &html.Table{
		Caption: h.say(matrixTitle),
		Head:    h.head(settingWord, outcomeWord, decidedWord, basisWord, reasonWord),
	}
	carrier := ""
	for _, v := range rep.Verdicts {
		if comparedWith(v) {
			continue
		}
		if v.Carrier != carrier {
			carrier = v.Carrier
			table.Groups = append(table.Groups, html.Group{Title: h.texts(v.CarrierName)})
		}
		group := &table.Groups[len(table.Groups)-1]
		group.Rows = append(group.Rows, h.verdict(v, rep))
	}
	return []html.Block{
		{Table: table},
		{Lines: h.texts(judgedMark.Format(h.opts.Words.Of(input.Setting)))},
		{Lines: h.texts(comparisons(rep)...)},
	}
}

// verdict is the row of a setting.
func (h *htmlPage) verdict(v spfcheck.Verdict, rep *spfcheck.Report) []html.Lines {
	setting := html.Text{Text: h.say(v.SettingName)}
	if v.Judged {
		setting = html.Text{Text: "* " + setting.Text, Strong: true}
	}
	basis, why := html.Plain("-"), h.texts(v.Why)
	if v.Basis != "" {
		basis = h.texts(basisWords[v.Basis])
	}
	switch {
	case v.Count != rep.Count:
		why = append(why, h.texts(shareOf.Format(i18n.Thousands(v.Count), i18n.Thousands(rep.Count), addresses(v.Ranges)))...)
	case len(v.Addresses) < len(rep.Clients):
		why = append(why, h.texts(fromAddresses.Format(addresses(v.Addresses)))...)
	}
	if v.Sampled {
		why = append(why, h.texts(sampled)...)
	}
	if v.Outcome.Failed() {
		why = append(why, html.Text{Text: h.say(v.Effect), Tone: html.Muted})
	}
	return []html.Lines{{setting}, toned(h.plainOutcome(v.Outcome), tone(outcomeColors[v.Outcome])), html.Plain(h.opts.decidedBy(v)), basis, why}
}

// identified has a row for each result of an identity, of a signature and of DMARC.
func (h *htmlPage) identified(rep *spfcheck.Report) []html.Block {
	table := &html.Table{Caption: h.say(identitiesTitle), Head: h.head(checkWord, domainWord, resultWord, reasonWord)}
	var group html.Group
	for _, e := range rep.Identities {
		for _, r := range e.Results {
			because := html.Lines{{Text: h.because(e, r)}}
			if len(e.Results) > 1 && r.Count == "" {
				because = append(because, html.Text{Text: addresses(r.Addresses)})
			}
			group.Rows = append(group.Rows, []html.Lines{
				h.texts(spfOf.Format(e.Kind.Name())), {{Text: show(e.Domain), Code: true}}, toned(string(r.Result), tone(resultColors[r.Result])), because,
			})
		}
	}
	for _, row := range h.authenticated(rep) {
		group.Rows = append(group.Rows, []html.Lines{
			html.Plain(row[0]), {{Text: row[1], Code: true}}, toned(row[2], tone(resultColors[spf.Result(row[2])])), html.Plain(row[3]),
		})
	}
	if len(group.Rows) == 0 {
		return nil
	}
	table.Groups = []html.Group{group}
	return []html.Block{{Table: table}}
}

// drawings are the trees of the report, and what the senders' domains say of them.
func (h *htmlPage) drawings(rep *spfcheck.Report) (blocks []html.Block) {
	for _, n := range h.opts.evaluationTrees(rep) {
		blocks = append(blocks, html.Block{Tree: n})
	}
	h.eachAddress(rep, func(_ string, e spfcheck.Evaluated) {
		for _, r := range e.Results {
			if r.Tree != nil && r.Unexplained {
				blocks = append(blocks, html.Block{Lines: h.texts(unexplained)})
			}
			if r.Explanation != "" {
				blocks = append(blocks, html.Block{Lines: html.Lines{{Text: h.say(sendersWords)}, code(r.Explanation)}})
			}
		}
	})
	return blocks
}

// strips show for each identity which addresses pass. A single address needs none.
func (h *htmlPage) strips(rep *spfcheck.Report) (blocks []html.Block) {
	if rep.Count == "" && len(rep.Clients) < 2 {
		return nil
	}
	h.eachAddress(rep, func(names string, e spfcheck.Evaluated) {
		for _, family := range []struct {
			name string
			has  func(netip.Prefix) bool
		}{
			{"IPv4", func(p netip.Prefix) bool { return p.Addr().Is4() }},
			{"IPv6", func(p netip.Prefix) bool { return !p.Addr().Is4() }},
		} {
			strip := &html.Strip{Caption: names + ", " + show(e.Domain) + ", " + family.name}
			for _, r := range e.Results {
				if all := slices.DeleteFunc(prefixes(r), func(p netip.Prefix) bool { return !family.has(p) }); len(all) > 0 {
					strip.Parts = append(strip.Parts, h.part(r, all))
				}
			}
			if len(strip.Parts) > 0 {
				blocks = append(blocks, html.Block{Strip: strip})
			}
		}
	})
	return blocks
}

// part says which addresses come to a result.
func (h *htmlPage) part(r spfcheck.Result, all []netip.Prefix) html.Part {
	p := html.Part{Ranges: all, Tone: tone(resultColors[r.Result]), Text: string(r.Result) + ": " + addresses(all)}
	if r.Sampled {
		p.Text += h.say(bySample)
	}
	return p
}

// prefixes are the addresses that a result is for.
func prefixes(r spfcheck.Result) []netip.Prefix {
	all := slices.Clone(r.Ranges)
	for _, a := range r.Addresses {
		a = a.Unmap()
		all = append(all, netip.PrefixFrom(a, a.BitLen()))
	}
	return all
}

var (
	matrixTitle     = i18n.Text{EN: "Carriers and settings", JA: "事業者と設定"}
	identitiesTitle = i18n.Text{EN: "Identities", JA: "識別子"}
	treesTitle      = i18n.Text{EN: "Evaluation", JA: "評価の過程"}
	stripsTitle     = i18n.Text{EN: "Addresses", JA: "アドレス"}
	spfOf           = i18n.Text{EN: "SPF of %s", JA: "SPF（%s）"}
	basisWord       = i18n.Text{EN: "Basis", JA: "根拠"}
	reasonWord      = i18n.Text{EN: "Reason", JA: "理由"}
	checkWord       = i18n.Text{EN: "Check", JA: "検査"}
	resultWord      = i18n.Text{EN: "Result", JA: "結果"}
)
