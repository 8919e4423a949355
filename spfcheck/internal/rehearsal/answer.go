package rehearsal

import (
	"cmp"
	"fmt"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// wording is how a carrier's mail servers speak, as far as real answers are known from
// bounces (https://libsisimai.org, https://github.com/sisimai/go-sisimai/issues/64).
type wording struct {
	host     string // its mail server
	accepted Answer // zero: not known
	unknown  Answer // to an address that it doesn't have; %s is the address
}

var wordings = map[string]wording{
	"docomo": {
		host:     "mfsmax.docomo.ne.jp",
		accepted: Answer{Code: 250, Text: "Requested mail action okay, completed"},
		unknown:  Answer{Code: 550, Text: "Unknown user %s"},
	},
	"au":       {host: "lsean.ezweb.ne.jp", unknown: Answer{Code: 550, Text: "<%s>: User unknown"}},
	"uq":       {host: "lsean.ezweb.ne.jp", unknown: Answer{Code: 550, Text: "<%s>: User unknown"}},
	"softbank": {host: "mx.softbank.ne.jp", unknown: Answer{Code: 550, Text: "Invalid recipient: <%s>"}},
	"ymobile":  {host: "ymx1.softbank.ne.jp"},
	"rakuten":  {host: "mail-rakumail-jp.gslb.rmb-ss.jp", unknown: Answer{Code: 550, Text: "User not found"}},
}

// refusals are the words of refusals that are known, by how the ID of the rule begins and
// ends. %[1]s is the recipient, %[2]s the domain of the envelope From.
var refusals = []struct {
	begins, ends string
	answer       Answer
}{
	{"docomo/reject-all/", "-reject", Answer{Code: 550, Text: "Unknown user %[1]s"}},
	{"docomo/reject-all/", "-rollout", Answer{Code: 550, Text: "Unknown user %[1]s"}},
	{"docomo/system/", "line", Answer{Code: 500, Text: "Line Too Long"}},
	{"docomo/system/", "recipients", Answer{Code: 552, Text: "too many recipients", AtRCPT: true}},
	{"au/system/", "size", Answer{Code: 552, Text: "Message size exceeds fixed limit"}},
	{"softbank/system/", "no-domain", Answer{Code: 553, Text: "%[2]s does not exist", AtRCPT: true}},
	{"ymobile/system/", "no-domain", Answer{Code: 553, Text: "%[2]s does not exist", AtRCPT: true}},
}

// answer is what a recipient's carrier answers to a message that was judged, or in a strict
// rehearsal what spfcheck does.
func (j *Judge) answer(r *Recipient) Answer {
	switch {
	case j.Strict && r.Judged() && r.failed(j.FailOn):
		return Answer{Code: 550, Enhanced: cmp.Or(r.strict, "5.7.1"), Text: ours("%s: %s", r.Name.EN+" "+verbs[r.Outcome], r.Reason().EN), Ours: true}
	case j.Strict && r.DNSFailed:
		return Answer{Code: 451, Enhanced: "4.4.3", Text: ours("%s", "nothing is known yet: "+r.Why.EN), Ours: true}
	case r.Outcome != carriers.Reject:
		if a := wordings[r.Carrier].accepted; a.Code != 0 {
			return a
		}
		return Answer{Code: 250, Enhanced: "2.0.0", Text: "Ok", Ours: true}
	}
	for _, known := range refusals {
		if strings.HasPrefix(r.Rule, known.begins) && strings.HasSuffix(r.Rule, known.ends) {
			return known.answer.with(r.Address, r.envelope)
		}
	}
	return Answer{Code: 550, Enhanced: cmp.Or(r.strict, "5.7.1"), Text: ours("%s", "refused: "+r.Why.EN), Ours: true}
}

// Unknown is a recipient whose carrier answers that it doesn't have the address.
func Unknown(r Recipient) Recipient {
	_, domain, _ := identity.ParseAddress(r.Address)
	a := Answer{Code: 550, Enhanced: "5.1.1", Text: "<%s>: Recipient address rejected: User unknown", Ours: true}
	if p := carriers.ForRecipient(domain); p != nil {
		r.Carrier, r.Name = p.ID, p.Name
		if known := wordings[p.ID].unknown; known.Code != 0 {
			a = known
		}
	}
	a.AtRCPT = true
	r.Outcome, r.Why, r.Scripted, r.Answer = carriers.Reject, asAsked, true, a.with(r.Address, "")
	return r
}

var asAsked = i18n.Text{EN: "the answer for an unknown address, as asked for", JA: "指定どおり、存在しない宛先への応答です"}

// with fills in what an answer names.
func (a Answer) with(recipient, envelope string) Answer {
	a.Text = strings.NewReplacer("%[1]s", recipient, "%[2]s", envelope, "%s", recipient).Replace(a.Text)
	return a
}

// Reason is Why, and the Hint where there is one.
func (r *Recipient) Reason() i18n.Text {
	if !r.Hint.Complete() {
		return r.Why
	}
	return i18n.Text{EN: "%s; %s", JA: "%s。%s"}.Format(r.Why, r.Hint)
}

// failed reports whether the recipient doesn't get the message, where failOn counts as that.
func (r *Recipient) failed(failOn carriers.Outcome) bool {
	return r.Outcome.Failed() || r.Outcome == cmp.Or(failOn, carriers.Junk)
}

var verbs = map[carriers.Outcome]string{
	carriers.Warn:   "would deliver this with a warning",
	carriers.Junk:   "would file this as spam",
	carriers.Drop:   "would drop this without a word",
	carriers.Reject: "would refuse this",
}

// maxText keeps an answer within a line of SMTP (RFC 5321 §4.5.3.1.5).
const maxText = 400

// ours words an answer, in a line of ASCII.
func ours(format string, args ...any) string {
	text := []byte("spfcheck: " + fmt.Sprintf(format, args...))
	for i, b := range text {
		if b < ' ' || b > '~' {
			text[i] = '?'
		}
	}
	return string(text[:min(len(text), maxText)])
}

// enhancedFor is the one enhanced status code for a verdict (RFC 7372 §3.2 for SPF, RFC
// 3463 §3.8 for DMARC and what has none of its own).
func enhancedFor(v spfcheck.Verdict) string {
	switch {
	case v.DMARC != "" || v.Identity == "":
		return "5.7.1"
	case v.Result == spf.PermError:
		return "5.7.24"
	case v.Result != "" && v.Result != spf.Pass:
		return "5.7.23"
	}
	return "5.7.1"
}

// together is the one answer after a message for several recipients: a server that has
// taken it for one of them says so, and sends the others' reports later (RFC 5321
// §6.1). In a strict rehearsal one that is refused stands for all. It is zero where no
// recipient was left for the message.
func (j *Judge) together(all []Recipient) Answer {
	var first Answer
	for _, r := range all {
		if r.Scripted {
			continue
		}
		if first.Code == 0 || first.Accepted() == j.Strict && r.Answer.Accepted() != j.Strict {
			first = r.Answer
		}
	}
	return first
}
