package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// What is put in where the report doesn't say it.
var (
	someServer    = i18n.Text{EN: "the receiving server", JA: "相手側のメールサーバー"}
	someReporter  = i18n.Text{EN: "the mail server", JA: "メールサーバー"}
	someReply     = i18n.Text{EN: "no answer is given", JA: "応答の記載なし"}
	someTime      = i18n.Text{EN: "its time limit", JA: "所定の期限"}
	someRecipient = i18n.Text{EN: "an unnamed recipient", JA: "記載のない宛先"}
	someDomain    = i18n.Text{EN: "your domain", JA: "送信元ドメイン"}
	someCarrier   = i18n.Text{EN: "the carrier", JA: "携帯電話会社"}
)

// advise gives the text for a recipient, its words put in.
func advise(rc *Recipient, r *Report, row *outcome) i18n.Text {
	text := row.Advice
	if row.Refusal && row.Category != Delayed {
		why := ruleAdvice(rc)
		if row.Category == Undeliverable {
			why = text.And(why)
		}
		text = why
	}
	if rc.AuthFilter == JunkPossible || rc.AuthFilter == DiscardPossible {
		text = text.And(acceptanceFor(rc.Carrier, string(rc.Day())).Advice)
	}
	return fillIn(text, rc, r)
}

// ruleAdvice gives what the rule says, or that the tries were given up.
func ruleAdvice(rc *Recipient) i18n.Text {
	if len(rc.Causes) > 0 && rc.Causes[0] == Expired {
		return adviceExpired
	}
	if rc.Rule == lastRule.ID && rc.Reply == "" {
		return adviceNoReason
	}
	for _, r := range rules() {
		if r.ID == rc.Rule {
			return r.Advice
		}
	}
	return lastRule.Advice
}

func fillIn(text i18n.Text, rc *Recipient, r *Report) i18n.Text {
	domain := domainOf(r.Returned.From)
	if domain == "" {
		domain = domainOf(r.Returned.EnvelopeFrom)
	}
	carrier := someCarrier
	if p := carriers.ByID(rc.Carrier); p != nil {
		carrier = p.Name
	}
	until := ""
	if rc.RetryUntil != nil {
		until = rc.RetryUntil.Format("2006-01-02 15:04 -0700")
	}
	values := []struct {
		name string
		text i18n.Text
	}{
		{"{who}", or(rc.Recipient, someServer)},
		{"{remote}", or(rc.RemoteMTA, someServer)},
		{"{reporter}", or(r.ReportingMTA, someReporter)},
		{"{reply}", or(shorten(rc.Reply, head), someReply)},
		{"{until}", or(until, someTime)},
		{"{domain}", or(domain, someDomain)},
		{"{carrier}", carrier},
	}
	var en, ja []string
	for _, v := range values {
		if v.text.EN != v.text.JA { // Japanese words, which have no blanks around them
			ja = append(ja, " "+v.name+" ", v.text.JA, " "+v.name, v.text.JA, v.name+" ", v.text.JA)
		}
		en, ja = append(en, v.name, v.text.EN), append(ja, v.name, v.text.JA)
	}
	filled := strings.NewReplacer(en...).Replace(text.EN)
	if rest, ours := strings.CutPrefix(filled, "the "); ours { // no server's name begins a sentence so
		filled = "The " + rest
	}
	return i18n.Text{EN: filled, JA: strings.NewReplacer(ja...).Replace(text.JA)}
}

// or gives what the report says, else the words for what it doesn't.
func or(said string, unsaid i18n.Text) i18n.Text {
	if said == "" {
		return unsaid
	}
	return i18n.Text{EN: said, JA: said}
}
