package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

func (p *program) explainCommand() *cli.Command {
	return &cli.Command{
		Name: "explain",
		Usage: p.say(i18n.Text{
			EN: "show the page of a finding, or of a rule of carriers or of delivery reports; without one, list all findings",
			JA: "指摘や規則（事業者、配送状況の通知）の説明を示す。省くと指摘の一覧",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[CODE|RULE…]", JA: "[コード|規則…]"}),
		Description: p.examples(
			"spfcheck explain",
			"spfcheck explain DMARC001",
			"spfcheck explain au/high/pra-none",
			"spfcheck explain dsn/docomo/data-2025",
			"spfcheck explain --lang ja DMARC004 DMARC007",
		),
		Flags:  p.outputFlags(),
		Action: p.explain,
	}
}

func (p *program) explain(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	names := c.Args().Slice()
	if slices.ContainsFunc(names, isReplyRule) {
		return p.explainReplyRules(c.Context, format, options, names)
	}
	if slices.ContainsFunc(names, isRuleID) {
		return p.explainCarrierRules(c.Context, format, options, names)
	}
	shown := rules.All
	if len(names) > 0 {
		shown, options.Pages = nil, true
	}
	for _, code := range names {
		a := rules.ByID(strings.ToUpper(code))
		if a == nil {
			return &input.Error{Problem: noCode.Format(code), Hint: spelling.DidYouMean(code, rules.IDs(), listOfCodes)}
		}
		shown = append(shown, a)
	}
	return p.paged(c.Context, func(w io.Writer) error { return format.Rules(w, options, shown) })
}

// isRuleID tells the ID of a carrier's rule, which has slashes, from a code.
func isRuleID(name string) bool { return strings.Contains(name, "/") }

func (p *program) explainCarrierRules(ctx context.Context, format render.Format, options render.Options, ids []string) error {
	shown, err := rulesOf(ids, isRuleID, codeAmongRules, carriers.RuleByID, nearestRule)
	if err != nil {
		return err
	}
	return p.paged(ctx, func(w io.Writer) error { return format.CarrierRules(w, options, shown) })
}

// rulesOf gives the rules of IDs, all of which are to be of one kind.
func rulesOf[R any](ids []string, is func(string) bool, other i18n.Text, find func(id string) *R, near func(id string) i18n.Text) ([]*R, error) {
	var found []*R
	for _, id := range ids {
		if !is(id) {
			return nil, &input.Error{Problem: other.Format(id), Hint: eitherCodesOrRules}
		}
		r := find(strings.ToLower(id))
		if r == nil {
			return nil, &input.Error{Problem: noRule.Format(id), Hint: near(strings.ToLower(id))}
		}
		found = append(found, r)
	}
	return found, nil
}

// isReplyRule tells the ID of a rule for the replies in delivery reports.
func isReplyRule(name string) bool { return strings.HasPrefix(strings.ToLower(name), "dsn/") }

func (p *program) explainReplyRules(ctx context.Context, format render.Format, options render.Options, ids []string) error {
	near := func(id string) i18n.Text { return spelling.DidYouMean(id, dsn.RuleIDs(), rulesOfReports) }
	shown, err := rulesOf(ids, isReplyRule, amongReplyRules, dsn.Explain, near)
	if err != nil {
		return err
	}
	return p.paged(ctx, func(w io.Writer) error { return format.ReplyRules(w, options, shown) })
}

// carrierRules lists the rules of all carriers.
func carrierRules() (all []carriers.Rule) {
	for _, p := range carriers.All {
		for _, f := range p.Filters {
			for _, s := range f.Settings {
				all = append(all, s.Rules...)
			}
		}
	}
	return all
}

// nearestRule says which rule was probably meant: each part of its ID is looked for
// among those that there are.
func nearestRule(id string) i18n.Text {
	parts := strings.Split(id, "/")
	var known []string // all of the IDs so far that are still possible
	for _, r := range carrierRules() {
		known = append(known, r.ID)
	}
	carrier := ""
	for i, part := range parts {
		var words []string
		for _, k := range known {
			if there := strings.Split(k, "/"); i < len(there) && !slices.Contains(words, there[i]) {
				words = append(words, there[i])
			}
		}
		near := part
		if !slices.Contains(words, part) {
			near = spelling.Nearest(part, words)
		}
		if near == "" {
			break
		}
		if i == 0 {
			carrier = near
		}
		known = slices.DeleteFunc(known, func(k string) bool {
			there := strings.Split(k, "/")
			return i >= len(there) || there[i] != near
		})
	}
	switch {
	case len(known) == 1:
		return spelling.Meant.Format(known[0])
	case carrier != "":
		return rulesOfCarrier.Format(carrier)
	}
	return thereAre(carriers.IDs())
}

var (
	noCode      = i18n.Text{EN: "no code %q", JA: "コード %q はありません"}
	listOfCodes = i18n.Text{EN: "spfcheck explain lists them all", JA: "spfcheck explain で一覧を表示します"}
	noRule      = i18n.Text{EN: "no rule %q", JA: "規則 %q はありません"}

	rulesOfCarrier     = i18n.Text{EN: "spfcheck carriers %s lists its rules", JA: "spfcheck carriers %s で規則の一覧を表示します"}
	rulesOfReports     = i18n.Text{EN: "spfcheck report --format json has the rule of each recipient", JA: "spfcheck report --format json で宛先ごとの規則を表示します"}
	amongReplyRules    = i18n.Text{EN: "%q is not a rule of delivery reports", JA: "%q は配送状況の通知の規則ではありません"}
	codeAmongRules     = i18n.Text{EN: "%q is not a carrier's rule", JA: "%q は事業者の規則ではありません"}
	eitherCodesOrRules = i18n.Text{EN: "give codes of findings, rules of carriers, or rules of delivery reports, not several of these", JA: "指摘のコード、事業者の規則、配送状況の通知の規則のうち、1 種類だけを指定してください"}
)
