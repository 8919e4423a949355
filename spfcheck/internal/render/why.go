package render

import (
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// cause is what decided at some carriers.
type cause struct {
	domain  string
	kinds   []identity.Kind // the identities at that domain which decided; empty: it isn't SPF's
	result  spf.Result
	outcome carriers.Outcome
	text    i18n.Text
	names   []string // of the carriers
}

// why says in a sentence for each cause what decided, what passes in vain, and whether
// the sender is told.
func (t textRenderer) why(rep *spfcheck.Report) {
	causes := t.decided(rep)
	var sentences []string
	for _, c := range causes {
		s := t.sentence(c.text)
		if len(causes) > 1 {
			s = strings.Join(c.names, t.say(comma)) + t.say(colon) + t.say(c.text) + t.say(fullStop)
		}
		sentences = append(sentences, s)
	}
	if passes := inVain(rep, causes); passes != "" {
		sentences = append(sentences, t.sentence(vain.Format(passes)))
	}
	if s := t.silence(rep); s != "" {
		sentences = append(sentences, s)
	}
	t.paragraph(t.say(whyMark)+"  ", strings.Join(sentences, t.say(betweenSentences)))
}

// decided gives what decided where the mail isn't delivered as it should be, or
// everywhere if it is.
func (t textRenderer) decided(rep *spfcheck.Report) []cause {
	var causes []cause
	for _, v := range rep.Deciding() {
		if v.Outcome == carriers.Deliver && rep.Worst != carriers.Deliver {
			continue
		}
		c := causeOf(*v, rep)
		name := t.say(called(v.Carrier, v.CarrierName))
		i := slices.IndexFunc(causes, c.joins)
		if i < 0 {
			c.names = []string{name}
			causes = append(causes, c)
			continue
		}
		causes[i].names = append(causes[i].names, name)
		if len(c.kinds) > 0 && !slices.Contains(causes[i].kinds, c.kinds[0]) {
			causes[i].kinds = append(causes[i].kinds, c.kinds...)
		}
	}
	for i, c := range causes {
		if len(c.kinds) > 0 {
			causes[i].text = c.spf()
		}
	}
	return causes
}

// joins reports whether another verdict came about in the same way.
func (c cause) joins(other cause) bool {
	if len(c.kinds) == 0 || len(other.kinds) == 0 {
		return len(c.kinds) == len(other.kinds) && c.text == other.text
	}
	return c.domain == other.domain && c.result == other.result && c.outcome.Failed() == other.outcome.Failed() && c.text == other.text
}

// causeOf says what a verdict came from: in short where it is SPF's result for an
// identity whatever the address, and else in the words of the rule.
func causeOf(v spfcheck.Verdict, rep *spfcheck.Report) cause {
	c := cause{outcome: v.Outcome, result: v.Result, text: v.Why}
	share := shareOfMail(v, rep)
	i := slices.IndexFunc(rep.Identities, func(e spfcheck.Evaluated) bool { return e.Kind == v.Identity })
	if _, brief := spfCauses[v.Result]; !brief || i < 0 || v.Outcome == carriers.Unknown || v.DMARC != "" {
		c.text = spliced(c.text, share)
		return c
	}
	e := rep.Identities[i]
	c.domain, c.kinds, c.text = e.Domain, []identity.Kind{v.Identity}, share
	if r := slices.IndexFunc(e.Results, func(r spfcheck.Result) bool { return r.Result == v.Result }); r >= 0 && v.Result == spf.PermError {
		c.text = spliced(problemOf.Format(e.Results[r].ProblemText), share)
	}
	return c
}

// spf says what SPF's result means.
func (c cause) spf() i18n.Text {
	what := theKind.Format(c.kinds[0].Name())
	if slices.Contains(c.kinds, identity.From) {
		what = visibleFrom
	}
	return spliced(spfCauses[c.result].Format(c.domain, what), c.text)
}

// spliced gives two texts as one.
func spliced(a, b i18n.Text) i18n.Text { return i18n.Text{EN: a.EN + b.EN, JA: a.JA + b.JA} }

// shareOfMail says of which addresses a verdict is, unless it is of all.
func shareOfMail(v spfcheck.Verdict, rep *spfcheck.Report) i18n.Text {
	switch {
	case v.Count != rep.Count:
		return aside.Format(shareOf.Format(i18n.Thousands(v.Count), i18n.Thousands(rep.Count), addresses(v.Ranges)))
	case len(v.Addresses) < len(rep.Clients):
		return aside.Format(fromAddresses.Format(addresses(v.Addresses)))
	case v.Sampled:
		return aside.Format(sampled)
	}
	return i18n.Text{}
}

// inVain is the envelope From's domain if SPF passes for it, while what decides that
// mail isn't delivered is SPF for another.
func inVain(rep *spfcheck.Report, causes []cause) string {
	for _, e := range rep.Identities {
		if e.Kind != identity.MailFrom || e.Result != spf.Pass {
			continue
		}
		if slices.ContainsFunc(causes, func(c cause) bool { return c.outcome.Failed() && len(c.kinds) > 0 && c.domain != e.Domain }) {
			return e.Domain
		}
	}
	return ""
}

// silence says whether the sender is told of mail that isn't delivered, which is a
// part of what each of these outcomes is.
func (t textRenderer) silence(rep *spfcheck.Report) string {
	var silent, loud []string
	for _, c := range rep.Carriers {
		name := t.say(called(c.Carrier, c.Name))
		switch c.Outcome {
		case carriers.Junk, carriers.Drop:
			silent = append(silent, name)
		case carriers.Reject:
			loud = append(loud, name)
		}
	}
	var sentences []string
	for _, told := range []struct {
		names     []string
		all, from i18n.Text
	}{{silent, noBounce, noBounceFrom}, {loud, bounce, bounceFrom}} {
		switch n := len(told.names); {
		case n == len(rep.Carriers) && n > 1:
			sentences = append(sentences, t.sentence(told.all.Format(allOf(n))))
		case n > 0:
			sentences = append(sentences, t.sentence(told.from.Format(asText(strings.Join(told.names, t.say(comma))))))
		}
	}
	return strings.Join(sentences, t.say(betweenSentences))
}

// sentence gives a text as a sentence of its own.
func (p *page) sentence(t i18n.Text) string { return capital(p.say(t)) + p.say(fullStop) }

// capital begins a sentence; a name that stands first is as it is.
func capital(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if strings.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && r != '\'' }) || word == "au" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
