package spfcheck

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"spfcheck/carriers"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// judge gives the verdict of each of p's settings, and the worst outcome of
// those that count.
func (r *run) judge(p *carriers.Profile) ([]Verdict, carriers.Outcome) {
	var verdicts []Verdict
	worst := carriers.Deliver
	for i := range p.Filters {
		f := &p.Filters[i]
		judged := f.Judged(p, r.checker.Settings)
		for j := range f.Settings {
			v := r.verdict(p, &f.Settings[j])
			v.Judged = slices.Contains(judged, v.Setting)
			if v.Judged {
				worst = carriers.Worst(worst, v.Outcome)
			}
			verdicts = append(verdicts, v)
		}
	}
	return verdicts, worst
}

// verdict judges each client under one setting; the worst outcome stands.
func (r *run) verdict(p *carriers.Profile, s *carriers.Setting) Verdict {
	terms := carriers.Terms{On: r.request.On, MinBasis: r.checker.MinBasis}
	var worst carriers.Judgement
	v := Verdict{Outcome: ""}
	for i, client := range r.request.Clients {
		j := p.Judge(r.facts[i], s.ID, terms)
		switch {
		case i == 0 || carriers.Worst(v.Outcome, j.Outcome()) != v.Outcome:
			worst, v.Outcome, v.Addresses = j, j.Outcome(), nil
			fallthrough
		case j.Outcome() == v.Outcome:
			v.Addresses = append(v.Addresses, client)
		}
	}
	v.Carrier, v.CarrierName = p.ID, p.Name
	v.Setting, v.SettingName = s.ID, s.Name
	v.Identity, v.Result = worst.Identity, worst.Result
	v.Sources = []carriers.Source{}
	if worst.Rule == nil {
		v.Why, v.Effect = r.whyUnknown(worst), v.Outcome.Effect()
		return v
	}
	v.follow(worst.Rule)
	return v
}

// follow takes over what the rule says.
func (v *Verdict) follow(rule *carriers.Rule) {
	v.Rule, v.Basis, v.Why, v.Effect = rule.ID, rule.Basis, rule.Why, rule.Effect
	if v.Effect == (i18n.Text{}) {
		v.Effect = rule.Outcome.Effect()
	}
	v.Since, v.Sources = rule.From, rule.Sources
}

// whyUnknown says why no rule decided.
func (r *run) whyUnknown(j carriers.Judgement) i18n.Text {
	name := KindName(j.Identity)
	switch {
	case j.Weak != nil:
		return tooWeak.Format(string(j.Weak.Basis), j.Weak.ID)
	case j.Identity == "":
		return undocumentedCarrier
	case j.Result == spf.TempError:
		return undetermined.Format(name)
	case j.Result == "":
		return identityMissing.Format(name, r.whyMissing(j.Identity))
	default:
		return undocumentedResult.Format(string(j.Result), name)
	}
}

// whyMissing says why there is no identity of this kind.
func (r *run) whyMissing(kind identity.Kind) i18n.Text {
	i := slices.IndexFunc(r.identities, func(id identity.Identity) bool { return id.Kind == kind })
	return r.identities[i].Why
}

var (
	tooWeak = i18n.Text{
		EN: "only %s (%s), which is weaker than --min-basis",
		JA: "根拠が %s しかなく（%s）、--min-basis に届きません",
	}
	undocumentedCarrier = i18n.Text{
		EN: "no source says what this carrier does",
		JA: "この事業者の扱いを記した資料がありません",
	}
	undetermined = i18n.Text{
		EN: "DNS failed for the %s, so nothing can be said",
		JA: "%s の DNS の問い合わせに失敗したため、判定できません",
	}
	identityMissing = i18n.Text{
		EN: "no %s: %s",
		JA: "%s がありません: %s",
	}
	undocumentedResult = i18n.Text{
		EN: "no source says what happens on %s of the %s",
		JA: "%[2]s が %[1]s のときの扱いを記した資料がありません",
	}
)

// kindNames are the identities' names in prose.
var kindNames = map[identity.Kind]i18n.Text{
	identity.MailFrom: {EN: "envelope From", JA: "エンベロープ From"},
	identity.Helo:     {EN: "HELO", JA: "HELO"},
	identity.From:     {EN: "header From", JA: "ヘッダー From"},
	identity.PRA:      {EN: "PRA", JA: "PRA"},
}

// KindName is the name of an identity in prose.
func KindName(kind identity.Kind) i18n.Text { return kindNames[kind] }
