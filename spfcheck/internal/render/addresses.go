package render

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// mostListed is how many addresses or ranges are named in a text.
const mostListed = 3

// sentFrom names where mail is sent from: addresses, or ranges of them.
func sentFrom(list []netip.Addr, s spfcheck.Span) string {
	if len(s.Ranges) > 0 {
		return addresses(s.Ranges)
	}
	return addresses(list)
}

// Through names the service that a mail is sent through, and the addresses that are named
// beside it; zero where it is no service's.
func Through(req spfcheck.Request) i18n.Text {
	if req.Via == nil {
		return i18n.Text{}
	}
	var named []fmt.Stringer
	for _, p := range req.Ranges {
		named = append(named, p)
	}
	for _, a := range req.Clients {
		named = append(named, a)
	}
	if len(named) == 0 {
		return req.Via.Preset.Name
	}
	return andFrom.Format(req.Via.Preset.Name, addresses(named))
}

// addresses lists addresses or ranges, at most a few of them.
func addresses[T fmt.Stringer](list []T) string {
	var parts []string
	for i, v := range list {
		if i == mostListed {
			parts = append(parts, fmt.Sprintf("+%d", len(list)-mostListed))
			break
		}
		parts = append(parts, v.String())
	}
	return strings.Join(parts, ", ")
}

// mostSpans is how many ranges are listed of one result.
const mostSpans = 200

// spans lists which ranges come to which result, when whole ranges are judged.
func (t textRenderer) spans(rep *spfcheck.Report) {
	t.eachAddress(rep, func(names string, e spfcheck.Evaluated) {
		for _, r := range e.Results {
			if r.Count == "" {
				continue
			}
			t.heading(spanTitle.Format(names, string(r.Result), t.count(r.Span)))
			t.paragraph("  ", strings.Join(rangeList(r.Ranges, 0), " "))
		}
	})
}

// rangeList lists ranges, at most mostSpans of them, and how many there are beyond
// these and beyond the list.
func rangeList(all []netip.Prefix, beyond int) []string {
	var list []string
	for _, p := range all[:min(len(all), mostSpans)] {
		list = append(list, p.String())
	}
	if more := len(all) - len(list) + beyond; more > 0 {
		list = append(list, fmt.Sprintf("+%d", more))
	}
	return list
}

// count says how many addresses a span has, and whether they stand for others.
func (p *page) count(s spfcheck.Span) string {
	text := p.say(manyAddresses.Format(i18n.Thousands(s.Count)))
	if s.Count == "1" {
		text = p.say(oneAddress)
	}
	if s.Sampled {
		text += p.say(bySample)
	}
	return text
}

var (
	andFrom       = i18n.Text{EN: "%s and from %s", JA: "%s と %s"}
	spanTitle     = i18n.Text{EN: "%s: %s for %s", JA: "%s: %s（%s）"}
	bySample      = i18n.Text{EN: ", sampled", JA: "、標本による"}
	oneAddress    = i18n.Text{EN: "1 address", JA: "1 アドレス"}
	manyAddresses = i18n.Text{EN: "%s addresses", JA: "%s アドレス"}
	shareOf       = i18n.Text{EN: "from %s of %s addresses: %s", JA: "%[2]s アドレスのうち %[1]s: %[3]s"}
	sampled       = i18n.Text{
		EN: "the result can differ from address to address: 16 of each piece were evaluated and stand for the others",
		JA: "結果がアドレスごとに変わり得るため、区間ごとに 16 個を調べて全体を推定しました",
	}
)
