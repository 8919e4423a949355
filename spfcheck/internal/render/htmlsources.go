package render

import (
	"io"
	"net/netip"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

// writeSourcesHTML writes who sends in the name of each domain, what would be lost, and
// what to do.
func writeSourcesHTML(w io.Writer, o Options, rep *sources.Report) error {
	h := newHTML(o)
	h.Title = h.say(sendersOf.Format(domainsOf(rep)))
	h.Subtitle = h.say(counted.Format(number(int64(rep.Reports)), period(rep), string(rep.Date)))
	if len(rep.Domains) == 0 {
		h.Warnings = append(h.Warnings, h.say(nothingCounted))
	}
	for _, left := range leftOut(rep) {
		h.Warnings = append(h.Warnings, h.say(left))
	}
	for _, d := range rep.Domains[:min(len(rep.Domains), maxDomains)] {
		h.sourcesOf(d)
	}
	var notes []i18n.Text
	if n := len(rep.Domains) - maxDomains; n > 0 {
		notes = append(notes, moreDomains.Format(n))
	}
	if rep.Duplicates > 0 {
		notes = append(notes, duplicatesTold.Format(number(int64(rep.Duplicates))))
	}
	h.section(notesTitle, h.list(append(notes, rep.Notes...))...)
	return h.Write(w)
}

// domainsOf names the domain, or says how many there are.
func domainsOf(rep *sources.Report) i18n.Text {
	if len(rep.Domains) == 1 {
		return asText(show(rep.Domains[0].Domain))
	}
	return domainsTold.Format(len(rep.Domains))
}

// sourcesOf adds a domain to the page.
func (h *htmlPage) sourcesOf(d sources.Domain) {
	card := html.Card{Title: show(d.Domain)}
	var word i18n.Text
	word, card.Tone = h.inShort(d)
	card.Word = h.say(word)
	for i, answer := range answers(d, h.opts.FailOnOutcome) {
		if i > 0 {
			card.Text += " "
		}
		card.Text += h.say(answer)
	}
	h.Cards = append(h.Cards, card)
	of := func(title i18n.Text) i18n.Text { return partAndText.Format(d.Domain, title) }
	blocks := []html.Block{{Table: h.sourcesTable(d)}}
	var told []i18n.Text
	if d.Unclear > 0 {
		told = append(told, unclearTold.Format(percent(d.Unclear, d.Messages), number(d.Unclear), d.Domain, h.opts.Words.Of(input.Yours)))
	}
	if d.Unexamined > 0 {
		told = append(told, unexamined.Format(number(d.Unexamined)))
	}
	if len(told) > 0 {
		blocks = append(blocks, html.Block{Lines: h.texts(told...)})
	}
	h.section(of(whoSends), blocks...)
	h.section(of(stripsTitle), h.sourcesStrips(d)...)
	h.section(of(whatToDo), h.sourcesSteps(d)...)
}

// inShort says how it stands with what is yours, at the carrier that loses most of it.
func (h *htmlPage) inShort(d sources.Domain) (i18n.Text, html.Tone) {
	var lost, unknown int64
	for _, c := range d.Carriers {
		lost = max(lost, c.Failing(h.opts.FailOnOutcome))
		unknown = max(unknown, c.Of(func(o carriers.Outcome) bool { return o == carriers.Unknown }))
	}
	switch {
	case d.Yours == 0:
		return noneOwn, html.Doubt
	case lost > 0:
		return shareLost.Format(percent(lost, d.Yours)), html.Bad
	case unknown > 0:
		return shareUnknown.Format(percent(unknown, d.Yours)), html.Doubt
	}
	return allArrives, html.Good
}

// sourcesTable has a row for each source, by whose they are.
func (h *htmlPage) sourcesTable(d sources.Domain) *html.Table {
	table := &html.Table{Caption: h.say(whoSends), Head: h.head(sourceWord, messagesWord, fromSPFWord, dkimWord, atCarriersWord)}
	for _, class := range sources.Classes {
		var group html.Group
		var messages int64
		shown := 0
		for _, s := range d.Sources {
			if s.Class != class {
				continue
			}
			messages += s.Messages
			if shown++; shown <= maxSources {
				group.Rows = append(group.Rows, h.sourceRow(d, s))
			}
		}
		if shown == 0 {
			continue
		}
		group.Title = h.texts(sourceClasses[class].Format(d.Domain, number(messages)))
		if more := shown - maxSources; more > 0 {
			group.Title = append(group.Title, h.texts(moreSourcesTold.Format(more))...)
		}
		table.Groups = append(table.Groups, group)
	}
	return table
}

// sourceRow is all that is known of a source in short.
func (h *htmlPage) sourceRow(d sources.Domain, s sources.Source) []html.Lines {
	name := html.Lines{{Text: h.sourceName(s), Strong: true}, {Text: h.say(s.Why), Tone: html.Muted}}
	for _, a := range s.Largest[:min(len(s.Largest), maxAddresses)] {
		name = append(name, html.Text{Text: show(withHost(a)), Code: true})
	}
	if more := s.Addresses - maxAddresses; more > 0 {
		name = append(name, h.texts(fewMore.Format(more))...)
	}
	var results, does html.Lines
	for _, r := range s.From {
		results = append(results, html.Text{Text: string(r.Result), Tone: tone(resultColors[r.Result])})
	}
	for _, c := range s.Carriers {
		worst := c.Outcomes[0].Outcome
		does = append(does, html.Text{Text: h.say(atCarriers([]sources.CarrierCount{c})), Tone: tone(outcomeColors[worst])})
		if worst != carriers.Deliver {
			does = append(does, html.Text{Text: h.say(c.Outcomes[0].Why), Tone: html.Muted})
		}
	}
	share := html.Lines{{Text: number(s.Messages)}, {Text: percent(s.Messages, d.Messages), Tone: html.Muted}}
	return []html.Lines{name, share, results, html.Plain(percent(s.DKIM, s.Messages)), does}
}

// sourcesStrips show the largest addresses that send: whose they are, and whether their
// mail arrives.
func (h *htmlPage) sourcesStrips(d sources.Domain) (blocks []html.Block) {
	for _, family := range []struct {
		name string
		is4  bool
	}{{"IPv4", true}, {"IPv6", false}} {
		strip, count := &html.Strip{Caption: family.name}, 0
		for _, kind := range sourceKinds {
			var all []netip.Prefix
			var shown []netip.Addr
			for _, s := range d.Sources {
				for _, a := range s.Largest {
					if kind.is(s) && a.Address.Is4() == family.is4 {
						all, shown = append(all, netip.PrefixFrom(a.Address, a.Address.BitLen())), append(shown, a.Address)
					}
				}
			}
			if len(all) > 0 {
				strip.Parts = append(strip.Parts, html.Part{Ranges: all, Tone: kind.tone, Text: h.say(kind.text) + ": " + addresses(shown)})
			}
			count += len(all)
		}
		if count > 1 { // one alone has no place among others
			blocks = append(blocks, html.Block{Strip: strip})
		}
	}
	return blocks
}

// sourceKinds are what is told apart in the strips.
var sourceKinds = []struct {
	text i18n.Text
	tone html.Tone
	is   func(sources.Source) bool
}{
	{arrivesWord, html.Good, func(s sources.Source) bool { return s.Class == sources.Yours && s.Delivered() }},
	{partLostWord, html.Bad, func(s sources.Source) bool { return s.Class == sources.Yours && !s.Delivered() }},
	{unclearWord, html.Doubt, func(s sources.Source) bool { return s.Class == sources.Unclear }},
	{strangersWord, html.Muted, func(s sources.Source) bool { return s.Class == sources.Forwarded || s.Class == sources.Others }},
}

// sourcesSteps say what to do for each source, with the records of all at the end.
func (h *htmlPage) sourcesSteps(d sources.Domain) (blocks []html.Block) {
	if d.Plan == nil {
		return nil
	}
	for _, s := range d.Plan.Sources {
		blocks = append(blocks, html.Block{Lines: html.Lines{{Text: h.say(planFor.Format(s.Source)), Strong: true}}})
		blocks = append(blocks, h.steps(s.Plan)...)
	}
	if len(d.Plan.Publish) > 0 {
		blocks = append(blocks,
			html.Block{Lines: html.Lines{{Text: h.say(publishTogether), Strong: true}}},
			html.Block{Records: h.records(d.Plan.Publish)},
			html.Block{Lines: html.Plain(h.say(arrow) + " " + h.say(lostAfter(d)))})
	}
	for _, open := range d.Plan.Open {
		blocks = append(blocks, html.Block{Lines: html.Lines{{Text: h.say(noteMark) + " " + h.say(open), Tone: html.Doubt}}})
	}
	return blocks
}

var (
	sendersOf    = i18n.Text{EN: "Who sends as %s", JA: "%s の送信元"}
	domainsTold  = i18n.Text{EN: "%d domains", JA: "%d ドメイン"}
	noneOwn      = i18n.Text{EN: "no mail is known to be its own", JA: "自分のものと分かるメールなし"}
	shareLost    = i18n.Text{EN: "%s lost", JA: "%s が届かない"}
	shareUnknown = i18n.Text{EN: "%s unknown", JA: "%s は不明"}
	allArrives   = i18n.Text{EN: "delivered", JA: "届く"}
	whoSends     = i18n.Text{EN: "Sources", JA: "送信元"}

	sourceWord     = i18n.Text{EN: "Source", JA: "送信元"}
	messagesWord   = i18n.Text{EN: "Messages", JA: "通数"}
	fromSPFWord    = i18n.Text{EN: "From's SPF", JA: "From の SPF"}
	dkimWord       = i18n.Text{EN: "DKIM", JA: "DKIM"}
	atCarriersWord = i18n.Text{EN: "At the carriers", JA: "各事業者"}

	arrivesWord   = i18n.Text{EN: "yours, delivered", JA: "自分のもの（届く）"}
	partLostWord  = i18n.Text{EN: "yours, lost or unknown somewhere", JA: "自分のもの（届かない、または不明な事業者がある）"}
	unclearWord   = i18n.Text{EN: "may be yours", JA: "自分のものかもしれない"}
	strangersWord = i18n.Text{EN: "others", JA: "他者"}
)
