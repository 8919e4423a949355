package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// plan shows what to do, step by step, or that nothing is known to be done.
func (t textRenderer) plan(rep *spfcheck.Report) {
	p := rep.Plan
	if p == nil {
		return
	}
	steps := planSteps{before: rep.Carriers}
	switch len(p.Steps) {
	case 0:
		if len(p.Open) > 0 {
			t.heading(whatToDo)
			break
		}
		t.line("")
		t.paragraph("", t.say(nothingToDo[rep.Worst]))
	case 1:
		t.heading(doThis)
	default:
		t.heading(doInOrder)
	}
	for i, s := range p.Steps {
		t.step(i+1, s, &steps)
	}
	for _, open := range p.Open {
		t.look("", open)
	}
	if !t.planDetailed() {
		return
	}
	for _, a := range p.Alternatives {
		t.paragraph("", t.say(instead.Format(a.Text)))
		t.publish(a.Publish)
		t.paragraph("   ", t.say(arrow)+" "+t.everyoneDoes(a.After))
	}
}

// planDetailed reports whether a plan is shown with what its steps mean beside the
// verdicts, and with its alternatives.
func (t textRenderer) planDetailed() bool { return t.opts.more(Verbose) || t.opts.FixOnly }

// planSteps is where a plan has got to.
type planSteps struct {
	before  []spfcheck.CarrierOutcome
	assumed []string // the numbers of the steps that can't be tried
}

func (t textRenderer) step(number int, s spfcheck.PlanStep, so *planSteps) {
	first := fmt.Sprintf("%d. ", number)
	if set, alone := newText(s); alone && !t.planDetailed() {
		t.paragraph(first, t.say(publishAt.Format(set.Type, strings.TrimSuffix(set.Name, "."))))
		_, value, _ := strings.Cut(set.Lines()[0], " "+set.Type+" ")
		t.line("     " + escape(value))
	} else {
		t.paragraph(first, capital(t.say(s.Text)))
		t.publish(s.Publish)
	}
	if s.Assumed() {
		so.assumed = append(so.assumed, fmt.Sprint(number))
	}
	if !slices.Equal(s.After, so.before) {
		after := t.everyoneDoes(s.After)
		if len(so.assumed) > 0 {
			condition := ifDone
			if len(so.assumed) > 1 {
				condition = ifAllDone
			}
			after = t.say(condition.Format(asText(after), strings.Join(so.assumed, t.say(comma))))
		}
		t.paragraph("   "+t.say(arrow)+" ", after)
	}
	so.before = s.After
	t.fix(s.Fix)
	for _, w := range s.Warnings {
		t.look("   ", w)
	}
}

// newText gives the record of a step if it is one text, where none stands.
func newText(s spfcheck.PlanStep) (set spfcheck.RRset, alone bool) {
	if len(s.Publish) != 1 {
		return set, false
	}
	set = s.Publish[0]
	return set, set.Type == "TXT" && len(set.Values) == 1 && len(set.Was) == 0
}

// everyoneDoes says what each carrier does, or all of them.
func (t textRenderer) everyoneDoes(list []spfcheck.CarrierOutcome) string {
	same := !slices.ContainsFunc(list, func(c spfcheck.CarrierOutcome) bool { return c.Outcome != list[0].Outcome })
	if same && len(list) > 1 {
		return t.say(outcomeWords[list[0].Outcome].do.Format(allOf(len(list))))
	}
	var parts []string
	for _, c := range list {
		parts = append(parts, t.say(outcomeWords[c.Outcome].does.Format(called(c.Carrier, c.Name))))
	}
	return strings.Join(parts, t.say(comma))
}

// publish shows records as lines of a zone file: those that are new or changed, or all
// that stay where some only go, and those in whose place they stand.
func (t textRenderer) publish(sets []spfcheck.RRset) {
	for _, set := range sets {
		was := spfcheck.RRset{Name: set.Name, Type: set.Type, Values: set.Was}.Lines()
		stays := func(line string) bool { return slices.Contains(was, line) }
		fresh := slices.DeleteFunc(set.Lines(), stays)
		if len(fresh) == 0 {
			fresh = set.Lines()
		}
		for _, line := range fresh {
			t.words("   ", escape(line))
		}
		for _, line := range was {
			if !slices.Contains(set.Lines(), line) {
				t.words("   ", t.say(inPlace), escape(line))
			}
		}
	}
}

// fix shows fixTexts, or the one that has to be known before the record is published.
func (t textRenderer) fix(f *spfcheck.Fix) {
	if !t.planDetailed() {
		if f != nil && len(f.Notes) > 0 {
			t.look("   ", f.Notes[0])
		}
		return
	}
	for _, text := range fixTexts(f) {
		t.paragraph("   ", t.say(text))
	}
}

// fixTexts say what a change to an SPF record means beside the verdicts.
func fixTexts(f *spfcheck.Fix) []i18n.Text {
	if f == nil {
		return nil
	}
	text := newlyAuthorised
	args := []any{i18n.Thousands(f.IPv4), i18n.Thousands(f.IPv6), f.Lookups, record.MaxLookups}
	if len(f.AtLeast) > 0 {
		text, args = newlyAtLeast, append(args, strings.Join(f.AtLeast, " "))
	}
	return append([]i18n.Text{text.Format(args...)}, f.Notes...)
}

var (
	doInOrder = i18n.Text{EN: "Do this, in this order", JA: "対処（この順序で）"}
	doThis    = i18n.Text{EN: "Do this", JA: "対処"}
	whatToDo  = i18n.Text{EN: "What to do", JA: "対処"}
	publishAt = i18n.Text{EN: "Publish a %s record at %s", JA: "%[2]s に %[1]s レコードを公開してください"}
	ifDone    = i18n.Text{EN: "%s, if %s is done", JA: "%s（%s を行った場合）"}
	ifAllDone = i18n.Text{EN: "%s, if %s are done", JA: "%s（%s を行った場合）"}
	inPlace   = i18n.Text{EN: "in place of", JA: "置き換え前"}
	assumed   = i18n.Text{EN: "→ (assumed)", JA: "→（仮定）"}
	arrow     = i18n.Text{EN: "→", JA: "→"}
	instead   = i18n.Text{EN: "Or: %s", JA: "または: %s"}

	newlyAuthorised = i18n.Text{
		EN: "newly authorises %s IPv4 and %s IPv6 addresses; %d of %d DNS lookups on the worst path",
		JA: "新たに許可するアドレス: IPv4 %s、IPv6 %s。DNS を引く項は最大 %d / %d",
	}
	newlyAtLeast = i18n.Text{
		EN: "newly authorises at least %s IPv4 and %s IPv6 addresses, and those of %[5]s, which can't be counted; %[3]d of %[4]d DNS lookups on the worst path",
		JA: "新たに許可するアドレス: 少なくとも IPv4 %s、IPv6 %s と、%[5]s の数えられないアドレス。DNS を引く項は最大 %[3]d / %[4]d",
	}
)

// nothingToDo says why there is no plan.
var nothingToDo = map[carriers.Outcome]i18n.Text{
	carriers.Deliver: {EN: "There is nothing to do.", JA: "対処は必要ありません。"},
	carriers.Warn:    nothingHelps,
	carriers.Unknown: {EN: "What to do can't be said before that is known.", JA: "これが分かるまで、対処は判断できません。"},
	carriers.Junk:    nothingHelps,
	carriers.Drop:    nothingHelps,
	carriers.Reject:  nothingHelps,
}

var nothingHelps = i18n.Text{EN: "No fix is known.", JA: "有効な対処は分かっていません。"}
