package spfcheck

import (
	"net/netip"
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// Version is the version of Report's JSON. Fields are added under the same
// version, never renamed or removed.
const Version = 2

// Mixed is the result of an identity for which the addresses differ.
const Mixed = spf.Result("mixed")

// Report is the answer to a Request, as plain data: every output is made from
// it alone. Strings in it may come from DNS or a message: they are escaped
// where they are shown.
type Report struct {
	Version int          `json:"version"`                       // the version of this form: fields are added under the same version, never renamed or removed
	Date    carriers.Day `json:"date" jsonschema:"format=date"` // the day whose rules judged
	Clients []netip.Addr `json:"clients"`                       // the addresses that the mail is sent from
	Span
	Warnings   []i18n.Text      `json:"warnings,omitempty"` // what is given that real mail can't have: to look at first; left out where there is nothing
	Identities []Evaluated      `json:"identities"`         // the identities that the message has, with their SPF results
	DKIM       []DKIM           `json:"dkim"`               // the signatures of the message, and those assumed
	DMARC      *DMARC           `json:"dmarc,omitempty"`    // what DMARC says of the header From; left out where that is not known
	Message    *Message         `json:"message,omitempty"`  // what the message is, apart from who sent it; left out where there is no message
	Verdicts   []Verdict        `json:"verdicts"`           // the verdicts, one for each setting of each carrier
	Carriers   []CarrierOutcome `json:"carriers"`           // the worst outcome of the judged settings, by carrier
	Worst      carriers.Outcome `json:"worst"`              // the worst outcome of all carriers
	Findings   []Finding        `json:"findings"`           // faults in what the header From's domain publishes, and in the SPF records that the verdicts rest on
	Plan       *Plan            `json:"plan,omitempty"`     // what to do so that all judged carriers deliver; left out where it wasn't asked for
	Notes      []i18n.Text      `json:"notes"`              // what was not known or not looked at
}

// What a Report has from the parts of the program.
type (
	Message = message.Facts // what a message is, apart from who sent it
	Tree    = eval.Node     // the evaluation of one domain's record
	Step    = eval.Step     // the evaluation of one term
	Finding = rules.Finding // a fault in a record, what it does, and how to fix it
)

// Failed reports whether some judged carrier doesn't deliver, where an outcome of
// failOn counts as that too; "" for no more than what is known not to arrive.
func (r *Report) Failed(failOn carriers.Outcome) bool {
	return slices.ContainsFunc(r.Verdicts, func(v Verdict) bool {
		return v.Judged && (v.Outcome.Failed() || v.Outcome == failOn)
	})
}

// Deciding gives the verdicts that the carriers' outcomes are from: of each carrier
// the first judged one that is as bad.
func (r *Report) Deciding() []*Verdict {
	var out []*Verdict
	for _, c := range r.Carriers {
		for i := range r.Verdicts { // each is large
			if v := &r.Verdicts[i]; v.Carrier == c.Carrier && v.Judged && v.Outcome == c.Outcome {
				out = append(out, v)
				break
			}
		}
	}
	return out
}

// DNSFailed reports whether DNS kept something of r from being known: an SPF
// result, that of DMARC, or what a rule asks of a domain.
func (r *Report) DNSFailed() bool {
	for _, id := range r.Identities {
		if slices.ContainsFunc(id.Results, func(r Result) bool { return r.Result == spf.TempError }) {
			return true
		}
	}
	if r.DMARC != nil && slices.ContainsFunc(r.DMARC.Results, func(r DMARCResult) bool { return r.Result == dmarc.TempError }) {
		return true
	}
	return slices.ContainsFunc(r.Verdicts, func(v Verdict) bool { return v.DNSFailed })
}

// Identity is a sender identity of the message.
type Identity struct {
	Kind     identity.Kind `json:"kind"`                                        // which identity it is
	Address  *string       `json:"address" jsonschema:"oneof_type=string;null"` // the address; null where there is none
	Domain   string        `json:"domain"`                                      // its domain, in A-labels; one that DNS can't have as it is written
	Field    string        `json:"field"`                                       // where it comes from: a header field, or the input that gave it; where there is no address, why
	LookedAt []string      `json:"looked_at_by"`                                // the settings that look at it, as carrier:setting
	Why      i18n.Text     `json:"why,omitzero"`                                // why there is no address, or none whose domain DNS can have
}

// Evaluated is an identity with its SPF results.
type Evaluated struct {
	Identity
	Result  spf.Result `json:"result"`  // the SPF result; mixed where the addresses differ
	Results []Result   `json:"results"` // the results, one for each way in which addresses came to theirs
	Record  string     `json:"record"`  // the SPF record as published; empty where there is no single one
}

// Result is an SPF result and how it came about.
type Result struct {
	Result    spf.Result   `json:"result"`    // the SPF result; unknown where it hangs on what was not given
	Addresses []netip.Addr `json:"addresses"` // the addresses for which this is the result
	Span
	Domain      string       `json:"domain"`                // the domain whose record decided
	Term        string       `json:"term"`                  // the term that decided; empty where none did
	Path        []string     `json:"path"`                  // the domains from the identity's to the one whose record decided
	Lookups     int          `json:"lookups"`               // terms that caused DNS lookups; the limit is 10
	Voids       int          `json:"voids"`                 // lookups that found nothing; the limit is 2
	Problem     string       `json:"problem"`               // why there is no usable result, in English
	ProblemText i18n.Text    `json:"problem_text,omitzero"` // the problem in every language; left out where there is none
	Needs       []input.Name `json:"needs,omitempty"`       // the inputs that were not given and that the result hangs on; only where the result is unknown
	Explanation string       `json:"explanation"`           // the sending domain's own words for a fail (RFC 7208 section 6.2): not ours, and not to be trusted
	Unexplained bool         `json:"unexplained,omitempty"` // term and path could not be found out reliably; the result stands
	Tree        *Tree        `json:"tree,omitempty"`        // the evaluation term by term; only when it was asked for
}

// Verdict is what a carrier does under one setting.
type Verdict struct {
	Carrier     string            `json:"carrier"`              // the ID of the carrier
	CarrierName i18n.Text         `json:"carrier_name"`         // the name of the carrier
	Setting     string            `json:"setting"`              // the ID of the setting
	SettingName i18n.Text         `json:"setting_name"`         // the name of the setting
	Judged      bool              `json:"judged"`               // it counts towards the carrier's outcome
	Outcome     carriers.Outcome  `json:"outcome"`              // what becomes of the message
	Identity    identity.Kind     `json:"identity"`             // the identity that decided; empty where none did
	Result      spf.Result        `json:"result"`               // the SPF result of that identity; empty where it is not known or had no say
	DMARC       carriers.DMARC    `json:"dmarc"`                // what DMARC said; empty where it had no say or isn't known
	Rule        string            `json:"rule"`                 // the ID of the rule; empty where no rule covers the case
	Basis       carriers.Basis    `json:"basis"`                // how the rule is known; empty where there is none
	Since       carriers.Day      `json:"since"`                // the first day of the rule; empty where it isn't known
	DNSFailed   bool              `json:"dns_failed,omitempty"` // the outcome is unknown because DNS failed: another time there may be one
	Why         i18n.Text         `json:"why"`                  // the reason in words
	Effect      i18n.Text         `json:"effect"`               // what the sender and the subscriber see
	Sources     []carriers.Source `json:"sources"`              // where the rule is known from
	Addresses   []netip.Addr      `json:"addresses"`            // the addresses for which this is the outcome
	Span
}

// CarrierOutcome is what becomes of the mail at one carrier.
type CarrierOutcome struct {
	Carrier string           `json:"carrier"` // the ID of the carrier
	Name    i18n.Text        `json:"name"`    // the name of the carrier
	Outcome carriers.Outcome `json:"outcome"` // the worst outcome of the judged settings
}

// newResult puts an evaluation into its public form.
func newResult(ev eval.Evaluation, explain bool) Result {
	chain, term := ev.Decided()
	r := Result{
		Result:      ev.Result,
		Domain:      chain[len(chain)-1].Domain,
		Lookups:     ev.Lookups(),
		Voids:       ev.Voids(),
		Problem:     ev.Problem.EN,
		ProblemText: ev.Problem,
		Explanation: ev.Explanation,
		Unexplained: !ev.Reliable,
	}
	for _, n := range chain {
		r.Path = append(r.Path, n.Domain)
	}
	if term != nil {
		r.Term = term.Text
	}
	if explain {
		r.Tree = ev.Tree
	}
	return r
}
