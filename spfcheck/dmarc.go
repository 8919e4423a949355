package spfcheck

import (
	"context"
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// DKIM is a DKIM signature of the message, or one that it will have.
type DKIM struct {
	Signature
	Assumed bool `json:"assumed"` // nobody verified it: the caller says that the mail will be signed so
}

// What DKIM and DMARC say, and the words for it.
type (
	Signature    = dkim.Signature   // a DKIM-Signature field and what became of it
	Identifier   = dmarc.Identifier // a domain that could make the mail pass DMARC
	DMARCStatus  = dmarc.Status     // what was found where a DMARC record is looked for
	DMARCOutcome = dmarc.Result     // "pass", "fail", "none", "permerror" or "temperror"
	DMARCPolicy  = dmarc.Policy     // "none", "quarantine" or "reject"; "" where nothing applies
)

// DMARC is what DMARC says of the header From.
type DMARC struct {
	Domain         string        `json:"domain"`                // the header From's domain
	Organizational string        `json:"organizational_domain"` // its organizational domain; empty where it has none
	SuffixList     carriers.Day  `json:"suffix_list"`           // the day of the public suffix list that says so
	RecordAt       string        `json:"record_at"`             // the domain whose record applies; empty where there is none
	Record         string        `json:"record"`                // the record as published; empty where there is no single one
	Status         DMARCStatus   `json:"status"`                // what was found where a DMARC record is looked for
	Problem        i18n.Text     `json:"problem,omitzero"`      // why no record applies, or why it is read as p=none; left out where nothing is wrong
	Results        []DMARCResult `json:"results"`               // the results, one for each way in which addresses came to theirs
}

// DMARCResult is a result of DMARC and how it came about.
type DMARCResult struct {
	Result    DMARCOutcome `json:"result"`    // the result of DMARC
	Policy    DMARCPolicy  `json:"policy"`    // what the domain asks for where DMARC fails; empty where nothing applies
	Percent   int          `json:"percent"`   // the share of the failing mail, in percent, that the policy is for
	Addresses []netip.Addr `json:"addresses"` // the addresses for which this is the result
	Span
	Reason      i18n.Text    `json:"reason"`      // why, in a clause without a full stop
	Assumed     bool         `json:"assumed"`     // it passes by nothing but an assumed signature
	Identifiers []Identifier `json:"identifiers"` // the domains that could make the message pass
}

// evaluateDMARC looks for the policy of the header From and applies it to the
// results of each client.
func (t *trial) evaluateDMARC(ctx context.Context) {
	from := t.identity(identity.From)
	if from.Status != identity.Known {
		return
	}
	d := dmarc.Discover(ctx, resolve.Lookup{Exchanger: t.exchanger}, from.Domain)
	t.discovery = d
	t.dmarc = &DMARC{
		Domain:         from.Domain,
		Organizational: d.Organizational,
		SuffixList:     suffixListDay(),
		RecordAt:       d.Domain,
		Record:         d.Record.Text,
		Status:         d.Status,
		Problem:        d.Problem,
		Results:        []DMARCResult{},
	}
	evaluated := make([]dmarc.Evaluation, len(t.facts))
	for i, client := range t.request.Clients {
		if first := t.alike[i]; first == i {
			evaluated[i] = dmarc.Evaluate(d, t.spfIdentities(t.facts[i]), t.dmarcSignatures())
		} else {
			evaluated[i] = evaluated[first]
		}
		ev := evaluated[i]
		t.facts[i].DMARC = carrierDMARC(ev)
		if ev.Result == dmarc.Unknown {
			failing := ev
			failing.Result = dmarc.Fail
			t.facts[i].DMARCEither = []carriers.DMARC{carriers.DMARCPass, carrierDMARC(failing)}
		}
		t.dmarc.add(newDMARCResult(ev), client)
	}
}

func suffixListDay() carriers.Day {
	day := dmarc.SuffixListDate()
	if day.IsZero() {
		return ""
	}
	return carriers.DayOf(day) // midnight in UTC, the same day in Japan
}

func (t *trial) spfIdentities(f carriers.Facts) []dmarc.SPFIdentity {
	var out []dmarc.SPFIdentity
	for _, id := range t.identities {
		result, ok := f.Results[id.Kind]
		if !ok && (id.Status == identity.Known || id.Status == identity.NotGiven) {
			result, ok = Unknown, true
		}
		if ok {
			out = append(out, dmarc.SPFIdentity{Kind: id.Kind, Domain: id.Domain, Result: result})
		}
	}
	return out
}

// signatures lists the signatures that the message has, then the assumed ones.
func (t *trial) signatures() []DKIM {
	out := []DKIM{}
	if t.message != nil {
		for _, s := range t.message.Signatures {
			out = append(out, DKIM{Signature: s})
		}
	}
	for _, domain := range t.signers {
		s := Signature{Domain: domain, Result: dkim.Pass, Reason: assumedSignature}
		if i := slices.IndexFunc(t.request.Signatures, func(s Signature) bool { return s.Domain == domain }); i >= 0 {
			s = t.request.Signatures[i]
		}
		out = append(out, DKIM{Assumed: true, Signature: s})
	}
	return out
}

func (t *trial) dmarcSignatures() []dmarc.Signature {
	var out []dmarc.Signature
	for _, s := range t.signatures() {
		out = append(out, dmarc.Signature{Domain: s.Domain, Result: s.Result, Assumed: s.Assumed})
	}
	return out
}

// carrierDMARC puts an evaluation into the words of the carriers' tables.
// Records that nobody can apply are as good as none.
func carrierDMARC(ev dmarc.Evaluation) carriers.DMARC {
	switch ev.Result {
	case dmarc.Pass:
		return carriers.DMARCPass
	case dmarc.None, dmarc.PermError:
		return carriers.DMARCNone
	case dmarc.Fail:
		if inPart := ev.Percent < 100 || ev.Policy != ev.Published; inPart && ev.Published != dmarc.PolicyNone || ev.Disputed {
			return carriers.DMARCFailPartly
		}
		return map[dmarc.Policy]carriers.DMARC{
			dmarc.PolicyNone:       carriers.DMARCFailNone,
			dmarc.PolicyQuarantine: carriers.DMARCFailQuarantine,
			dmarc.PolicyReject:     carriers.DMARCFailReject,
		}[ev.Policy]
	case dmarc.Unknown:
		return ""
	default:
		return carriers.DMARCTempError
	}
}

func newDMARCResult(ev dmarc.Evaluation) DMARCResult {
	r := DMARCResult{
		Result: ev.Result, Policy: ev.Policy, Percent: ev.Percent, Reason: ev.Reason, Assumed: ev.Assumed(),
		Identifiers: []Identifier{},
	}
	for _, id := range ev.Identifiers {
		if id.Domain != "" {
			r.Identifiers = append(r.Identifiers, id)
		}
	}
	return r
}

// add files a result under the others.
func (d *DMARC) add(result DMARCResult, client netip.Addr) {
	d.Results = file(d.Results, result, client, func(r *DMARCResult) *[]netip.Addr { return &r.Addresses })
}

var assumedSignature = i18n.Text{
	EN: "assumed: the mail will be signed for this domain",
	JA: "仮定: このドメインで署名して送る",
}
