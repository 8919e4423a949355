package gate

import (
	"cmp"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// NoRule is the Code of a Problem that no rule is behind: something isn't known.
const NoRule = "undetermined"

// conclude lists what to look at, and says what it comes to.
func (r *run) conclude(rep *Report) {
	rep.Problems = append([]Problem{}, rep.Problems...)
	for _, f := range rep.Flows {
		rep.Problems = append(rep.Problems, r.flowProblems(f)...)
	}
	// What was wrong before isn't known where DNS failed: then nothing is new for certain.
	unsure := slices.ContainsFunc(rep.Domains, func(d DomainChange) bool { return r.failed[d.Domain].before })
	for _, f := range rep.Findings {
		if f.Status == New || f.Status == Stays && r.All {
			p := FindingProblem(f.Finding, r.FailOn)
			p.Fails = p.Fails && (r.All || !unsure)
			if r.retired(f.Finding) {
				p.Fails, p.Level = false, rules.Info
			}
			rep.Problems = append(rep.Problems, p)
		}
	}
	for _, d := range rep.Domains {
		told := slices.ContainsFunc(rep.Problems, func(p Problem) bool { return p.Domain == d.Domain && p.Code == NoRule })
		if failed := r.failed[d.Domain]; (failed.before || failed.after) && !told {
			p := NotLooked(d.Domain)
			p.Place = d.Place
			rep.Problems = append(rep.Problems, p)
		}
	}
	for _, f := range rep.Flows {
		rep.Problems = append(rep.Problems, r.keyProblems(f, rep.Problems)...)
	}
	r.failOpened(rep)
	for i := range rep.Problems {
		if rep.Problems[i].Flow == "" { // those of flows have it said
			r.sayOpen(&rep.Problems[i])
		}
	}
	slices.SortStableFunc(rep.Problems, func(a, b Problem) int {
		return slices.Index(rules.Severities, a.Level) - slices.Index(rules.Severities, b.Level)
	})
	rep.Result = Pass
	for _, p := range rep.Problems {
		switch {
		case p.Fails:
			rep.Result = Fail
			return
		case p.Code == NoRule:
			rep.Result = Undetermined
		}
	}
}

// flowProblems gives, for each carrier, the verdict that asks most for attention.
func (r *run) flowProblems(f FlowChange) []Problem {
	if f.Problem.Complete() {
		p := Problem{
			Code: NoRule, Level: rules.Warning, Flow: f.Name,
			Title: notJudged.Format(f.Name), Text: f.Problem, Help: tryAgain, Place: f.Place,
		}
		r.sayOpen(&p)
		return []Problem{p}
	}
	var problems []Problem
	told := map[string]bool{}
	for _, v := range slices.SortedStableFunc(slices.Values(f.Verdicts), r.loudest) {
		if p, is := r.verdictProblem(f, v); is && !told[v.After.Carrier] {
			told[v.After.Carrier] = true
			problems = append(problems, p)
		}
	}
	return problems
}

// loudest orders verdicts by how much they ask for attention.
func (r *run) loudest(a, b VerdictChange) int {
	rank := func(v VerdictChange) int { return slices.Index(rules.Severities, r.level(v)) }
	outcome := func(v VerdictChange) int { return slices.Index(carriers.Outcomes, v.After.Outcome) }
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(outcome(b), outcome(a)))
}

// level says how loud a verdict is.
func (r *run) level(v VerdictChange) rules.Severity {
	switch {
	case v.fails(r.All):
		return rules.Error
	case v.open(r.All), v.Turn == Worse:
		return rules.Warning
	default:
		return rules.Info
	}
}

// verdictProblem says what is wrong with a verdict; false where nothing is.
func (r *run) verdictProblem(f FlowChange, v VerdictChange) (Problem, bool) {
	before, after := v.Before.Outcome.Word(), v.After.Outcome.Word()
	where := settingOf.Format(v.After.CarrierName, v.After.Setting)
	p := Problem{
		Code: cmp.Or(v.After.Rule, NoRule), Level: r.level(v), Fails: v.fails(r.All), Flow: f.Name, Carrier: v.After.Carrier, Place: v.Place,
		Title: turnTitle.Format(f.Name, where, before, after),
		Text:  verdictText.Format(f.Name, f.From, v.After.CarrierName, v.After.SettingName, v.After.Why),
		Help:  verdictHelp.Format(v.After.Effect, r.Words.Of(input.Advice)),
	}
	if r.Change == nil { // DNS itself has changed
		p.Help = publishHelp.Format(v.After.Effect, r.Words.Of(input.Advice))
	}
	if v.open(r.All) {
		p.Code = NoRule
	}
	switch {
	case v.Turn == Same:
		p.Title = sameTitle.Format(f.Name, where, after)
	case v.Before.Outcome == v.After.Outcome && v.Turn == Open:
		p.Title = openTitle.Format(f.Name, where)
	case v.Before.Outcome == v.After.Outcome:
		p.Title = moreTitle.Format(f.Name, where, after)
	}
	if len(v.After.Sources) > 0 {
		p.Source = v.After.Sources[0].URL
	}
	if v.After.DNSFailed {
		p.Help = tryAgain
		if r.gapOf(p.Place, "").Why.Complete() { // DNS has no part in it
			p.Text = verdictText.Format(f.Name, f.From, v.After.CarrierName, v.After.SettingName, openDecides)
		}
		r.sayOpen(&p)
	}
	return p, p.Level != rules.Info
}

// FindingProblem is a finding as something to look at. It fails where it is as bad as
// failOn, "" being rules.Error.
func FindingProblem(f rules.Finding, failOn rules.Severity) Problem {
	failOn = cmp.Or(failOn, rules.Error)
	p := Problem{
		Code: f.Code, Level: f.Severity, Domain: f.Domain, Place: f.Place,
		Title: f.Message, Text: f.Message, Help: helpText.Format(f.Effect, f.Fix), Source: f.Source,
		Fails: !f.DNSFailed && slices.Index(rules.Severities, f.Severity) <= slices.Index(rules.Severities, failOn),
	}
	if a := rules.ByID(f.Code); a != nil { // or it is of a report that is older or newer
		p.Title = a.Title
	}
	if f.DNSFailed {
		p.Code, p.Level = NoRule, rules.Warning
	}
	return p
}

// NotLooked says that DNS kept a part of what a domain reaches from being looked at.
func NotLooked(domain string) Problem {
	return Problem{
		Code: NoRule, Level: rules.Warning, Domain: domain,
		Title: notLooked.Format(domain), Text: notLookedWhy.Format(domain), Help: tryAgain,
	}
}

// VerdictProblem is what becomes of a mail at a carrier as something to look at. It is
// false where the mail is delivered as any other.
func VerdictProblem(v spfcheck.Verdict, failOn carriers.Outcome, words input.Words) (Problem, bool) {
	p := Problem{
		Code: v.Rule, Level: rules.Info, Fails: v.Outcome.Failed() || v.Outcome == failOn, Carrier: v.Carrier,
		Title: outcomeTitle.Format(v.CarrierName, v.Setting, v.Outcome.Word()),
		Text:  v.Why,
		Help:  publishHelp.Format(v.Effect, words.Of(input.Advice)),
	}
	switch {
	case p.Fails:
		p.Level = rules.Error
	case !v.Outcome.Delivered():
		p.Code, p.Level = NoRule, rules.Warning
	}
	if len(v.Sources) > 0 {
		p.Source = v.Sources[0].URL
	}
	return p, v.Outcome != carriers.Deliver
}

var (
	outcomeTitle = i18n.Text{EN: "%s (%s): %s", JA: "%s（%s）: %s"}

	settingOf = i18n.Text{EN: "%s (%s)", JA: "%s（%s）"}
	turnTitle = i18n.Text{EN: "%s: %s: %s → %s", JA: "%s: %s: %s → %s"}
	sameTitle = i18n.Text{EN: "%s: %s: %s, as before", JA: "%s: %s: %s（変更前と同じ）"}
	openTitle = i18n.Text{EN: "%s: %s: not known before or after", JA: "%s: %s: 変更の前も後も判定できません"}
	moreTitle = i18n.Text{EN: "%s: %s: %s, from more addresses", JA: "%s: %s: %s（対象の送信元アドレスが増える）"}

	verdictText = i18n.Text{
		EN: "mail of the flow %[1]s from %[2]s at %[3]s, %[4]s: %[5]s",
		JA: "フロー %[1]s（差出人 %[2]s）の %[3]s「%[4]s」での扱い: %[5]s",
	}
	verdictHelp = i18n.Text{
		EN: "%s. Fix: take that part of the change back, or see what to publish beside it with %s.",
		JA: "%s。対処: 変更のこの部分を取り消すか、あわせて公開すべきレコードを %s で確かめてください。",
	}
	publishHelp = i18n.Text{
		EN: "%s. Fix: see what to publish now with %s.",
		JA: "%s。対処: 公開すべきレコードを %s で確かめてください。",
	}
	helpText  = i18n.Text{EN: "%s Fix: %s", JA: "%s対処: %s"}
	notJudged = i18n.Text{EN: "%s: can't be judged", JA: "%s: 判定できません"}
	notLooked = i18n.Text{EN: "%s: not all of it could be looked at", JA: "%s: 一部を調べられません"}

	notLookedWhy = i18n.Text{
		EN: "DNS failed for some of what %s reaches, so there can be more to find",
		JA: "%s から参照されるレコードの一部で DNS の問い合わせに失敗したため、ほかにも問題があるかもしれません",
	}
	tryAgain = i18n.Text{EN: "Try again; if it stays, fix the DNS servers or the name.", JA: "時間をおいて再実行してください。続くときは、DNS サーバーか名前に問題があります。"}
)
