package spfcheck

import (
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// decision is what becomes of the mail under one setting: a [Verdict] without its words,
// which the trials of a plan don't need.
type decision struct {
	profile   *carriers.Profile
	setting   *carriers.Setting
	judged    bool // it counts towards the carrier's outcome
	outcome   carriers.Outcome
	by        carriers.Judgement // what it came to for some client; the worst stands
	dmarc     carriers.DMARC     // what DMARC said there; "" where it had no say or isn't known
	addresses []netip.Addr       // the addresses for which it is the outcome
	onlyIPv6  bool               // nothing was judged
}

// judge adds what is decided for each of p's settings, and gives the worst outcome of
// those that count, if any does.
func (t *trial) judge(p *carriers.Profile, counts bool) carriers.Outcome {
	worst := carriers.Deliver
	for i := range p.Filters {
		f := &p.Filters[i]
		judged := f.Judged(p, t.checker.Settings)
		for j := range f.Settings {
			chosen := slices.Contains(judged, f.Settings[j].ID)
			if !chosen && t.checker.Tuning.LookedAtOnly {
				continue
			}
			d := decision{profile: p, setting: &f.Settings[j], judged: chosen && counts}
			t.decide(&d, f)
			if d.judged {
				worst = carriers.Worst(worst, d.outcome)
			}
			if t.actual {
				t.verdicts = append(t.verdicts, t.verdict(&d))
			}
			if !t.checker.Tuning.VerdictsOnly { // for the plan
				t.decisions = append(t.decisions, d)
			}
		}
	}
	return worst
}

// decide judges each client under one setting of f; the worst outcome stands.
// Where the filter is documented for IPv4 alone, IPv6 addresses don't decide beside
// others, and leave it unknown where there are no others.
func (t *trial) decide(d *decision, f *carriers.Filter) {
	terms := carriers.Terms{On: t.request.On, MinBasis: t.checker.MinBasis}
	judged := map[int]carriers.Judgement{} // those whose results are others'
	for i, client := range t.request.Clients {
		if f.IPv4Only && !client.Unmap().Is4() {
			continue
		}
		j, known := judged[t.alike[i]]
		if !known {
			j = d.profile.Judge(t.facts[i], d.setting.ID, terms)
			judged[t.alike[i]] = j
		}
		switch {
		case d.outcome == "" || carriers.Worst(d.outcome, j.Outcome()) != d.outcome:
			d.by, d.outcome, d.addresses = j, j.Outcome(), nil
			if d.dmarc = ""; j.ByDMARC {
				d.dmarc = t.facts[i].DMARC
			}
			fallthrough
		case j.Outcome() == d.outcome:
			d.addresses = append(d.addresses, client)
		}
	}
	if d.outcome == "" {
		d.outcome, d.onlyIPv6, d.addresses = carriers.Unknown, true, t.request.Clients
	}
}

// verdict puts a decision into words.
func (t *trial) verdict(d *decision) Verdict {
	v := Verdict{
		Carrier:     d.profile.ID,
		CarrierName: d.profile.Name,
		Setting:     d.setting.ID,
		SettingName: d.setting.Name,
		Judged:      d.judged,
		Outcome:     d.outcome,
		Identity:    d.by.Identity,
		Result:      d.by.Result,
		DMARC:       d.dmarc,
		Sources:     []carriers.Source{},
		Addresses:   d.addresses,
	}
	if d.onlyIPv6 {
		v.Why, v.Effect = onlyIPv6, v.Outcome.Effect()
		return v
	}
	if d.by.Rule == nil {
		v.DNSFailed = t.dnsDecided(d.by, v.DMARC)
		v.Why, v.Effect = t.whyUnknown(d.by, v.DMARC), v.Outcome.Effect()
		return v
	}
	v.follow(d.by.Rule)
	if or := d.by.Or; or != nil {
		v.Why = orElse.Format(v.Why, or.Why)
		if v.Basis.AtLeast(or.Basis) {
			v.Basis = or.Basis
		}
	}
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

// dnsDecided reports whether it was DNS that kept a rule from deciding.
func (t *trial) dnsDecided(j carriers.Judgement, byDMARC carriers.DMARC) bool {
	switch {
	case j.Weak != nil:
		return false
	case j.Failed != "":
		return t.untold[j.Failed] != onlyNullMX
	case j.ByDMARC:
		return byDMARC == carriers.DMARCTempError
	default:
		return j.Result == spf.TempError
	}
}

// whyUnknown says why no rule decided.
func (t *trial) whyUnknown(j carriers.Judgement, byDMARC carriers.DMARC) i18n.Text {
	name := j.Identity.Name()
	switch {
	case j.Weak != nil:
		return tooWeak.Format(string(j.Weak.Basis), j.Weak.ID, t.request.Words.Of(input.MinBasis))
	case j.Failed != "":
		return t.untold[j.Failed]
	case j.Identity == "":
		return undocumentedCarrier
	case j.ByDMARC && byDMARC == "":
		return t.whyNoDMARC()
	case j.ByDMARC && byDMARC == carriers.DMARCTempError:
		return dmarcUndetermined
	case j.ByDMARC && byDMARC == carriers.DMARCFailPartly && len(t.discovery.Record.Disputed) > 0:
		return dmarcDisputed.Format(strings.Join(t.discovery.Record.Disputed, ", "))
	case j.ByDMARC && byDMARC == carriers.DMARCFailPartly:
		return dmarcPartly
	case j.ByDMARC:
		return undocumentedDMARC.Format(string(byDMARC))
	case j.Result == spf.TempError:
		return undetermined.Format(name)
	case j.Result == "" && t.unsettled[j.Identity].Complete():
		return hangsOnInput.Format(name, t.unsettled[j.Identity])
	case j.Result == "":
		return t.without(j.Identity)
	default:
		return undocumentedResult.Format(string(j.Result), name)
	}
}

// without says why there is no identity of a kind: once, since it is the reason for
// many a setting.
func (r *run) without(kind identity.Kind) i18n.Text {
	if r.reasons == nil {
		r.reasons = map[identity.Kind]i18n.Text{}
	}
	why, ok := r.reasons[kind]
	if !ok {
		switch why = identityMissing; r.identity(kind).Status {
		case identity.BadDomain:
			why = domainMissing
		case identity.Malformed:
			why = noSingle
		}
		why = why.Format(kind.Name(), r.identity(kind).Why)
		r.reasons[kind] = why
	}
	return why
}

// whyNoDMARC says why DMARC isn't known: it hangs on the envelope From, or there is
// no header From.
func (t *trial) whyNoDMARC() i18n.Text {
	switch {
	case t.dmarc == nil:
		return t.without(identity.From)
	case t.unsettled[identity.MailFrom].Complete():
		return hangsOnEnvelope.Format(t.unsettled[identity.MailFrom])
	default:
		return hangsOnEnvelope.Format(t.without(identity.MailFrom))
	}
}

var (
	orElse = i18n.Text{
		EN: "%s, or %s: which of the two hangs on what is not given",
		JA: "%s。または、%s（どちらになるかは指定のない情報によります）",
	}
	tooWeak = i18n.Text{
		EN: "only %s (%s), which is weaker than %s",
		JA: "根拠が %s しかなく（%s）、%s に届きません",
	}
	onlyIPv6 = i18n.Text{
		EN: "the mail comes from IPv6 addresses alone, and the carrier's rules are documented for IPv4 only",
		JA: "送信元が IPv6 アドレスだけです。この事業者の規則は IPv4 についてしか公表されていません",
	}
	undocumentedCarrier = i18n.Text{
		EN: "no source says what this carrier does",
		JA: "この事業者の扱いを記した資料がありません",
	}
	factUndetermined = i18n.Text{
		EN: "DNS failed for what a rule asks of the domain, so nothing can be said",
		JA: "規則が求めるドメインの情報の問い合わせに失敗したため、判定できません",
	}
	onlyNullMX = i18n.Text{
		EN: "the header From's domain has a null MX (RFC 7505) and no A record: no source says what happens to mail from such a domain",
		JA: "ヘッダー From のドメインには null MX（RFC 7505）があるだけで、A レコードがありません。このようなドメインからのメールの扱いを記した資料がありません",
	}
	otherRecords = i18n.Text{
		EN: "the domain exists and has none of the usual records; whether it has others isn't known",
		JA: "ドメインは存在しますが、一般的な種類のレコードがありません。ほかの種類のレコードがあるかどうかは分かりません",
	}
	dmarcUndetermined = i18n.Text{
		EN: "DMARC could not be determined",
		JA: "DMARC の結果が分かりません",
	}
	dmarcPartly = i18n.Text{
		EN: "DMARC fails, and the policy is for a share of the mail (pct) or in test (t=y): no carrier is known to apply that",
		JA: "DMARC は fail で、ポリシーは一部のメールだけのもの（pct）か試験中（t=y）です。これに従うと分かっている事業者はありません",
	}
	dmarcDisputed = i18n.Text{
		EN: "DMARC fails, and the record has two values of %s: receivers differ in which they take, and no source says which the carrier does",
		JA: "DMARC は fail で、レコードに %s の値が 2 つあります。どちらを使うかは受信側によって異なり、この事業者の扱いを記した資料がありません",
	}
	undocumentedDMARC = i18n.Text{
		EN: "no source says what happens on DMARC %s",
		JA: "DMARC が %s のときの扱いを記した資料がありません",
	}
	undetermined = i18n.Text{
		EN: "DNS failed for the %s, so nothing can be said",
		JA: "%s の DNS の問い合わせに失敗したため、判定できません",
	}
	identityMissing = i18n.Text{
		EN: "no %s: %s",
		JA: "%s がありません: %s",
	}
	noSingle = i18n.Text{
		EN: "no usable %s: %s",
		JA: "%s を特定できません: %s",
	}
	domainMissing = i18n.Text{
		EN: "the %s has no domain that DNS can have: %s",
		JA: "%s に DNS で使えるドメインがありません: %s",
	}
	undocumentedResult = i18n.Text{
		EN: "no source says what happens on %s of the %s",
		JA: "%[2]s が %[1]s のときの扱いを記した資料がありません",
	}
)
