package dmarc

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
)

// Method is a way of authenticating a domain.
type Method string

// The methods.
const (
	SPF  Method = "spf"
	DKIM Method = "dkim"
)

// SPFIdentity is an SPF result for one client address.
//
// Only identity.MailFrom counts, since DMARC uses RFC5321.MailFrom alone (RFC
// 7489 §4.1). Of a null reverse-path that is the HELO name (RFC 7208 §2.4), and
// package identity puts it there.
type SPFIdentity struct {
	Kind   identity.Kind
	Domain string     // "": nobody gave it, and it may be any
	Result spf.Result // also eval.Unknown
}

// Signature is a DKIM signature, verified or assumed.
type Signature struct {
	Domain  string // d=
	Result  dkim.Result
	Assumed bool // there is no message: somebody said that it will be signed so
}

// Identifier is a domain that could make a message pass.
type Identifier struct {
	Method  Method     `json:"method"`            // what vouches for the domain, SPF or DKIM
	Domain  string     `json:"domain"`            // the domain, in A-labels
	Result  spf.Result `json:"result"`            // the result of SPF or, in the same words, of DKIM for the domain
	Aligned bool       `json:"aligned"`           // it is aligned with the header From (RFC 7489 §3.1)
	Assumed bool       `json:"assumed,omitempty"` // nobody verified the signature: the caller says that the mail will be signed so
	Why     i18n.Text  `json:"why"`               // why it makes the message pass, or why it doesn't, in a clause without a full stop
	Mode    Mode       `json:"-"`                 // that it must be aligned in
}

// passes reports whether the identifier makes a message pass.
func (id Identifier) passes() bool { return id.Aligned && id.Result == spf.Pass }

// Evaluation is what DMARC comes to for a message.
type Evaluation struct {
	Result Result
	Reason i18n.Text // why, in one sentence without capital and full stop

	// Policy is what the domain owner asks for mail like this where it fails,
	// after t=y; set with the results pass, fail and unknown. Tag is where it comes from:
	// "p", "sp" or "np", or "" where an invalid policy counts as none.
	// Published is what stands there.
	Policy    Policy
	Published Policy
	Tag       string
	// Percent is the share of the failing mail that Policy is for; Rest is for
	// the others (RFC 7489 §6.6.4).
	Percent int
	Rest    Policy
	// Disputed says that what decides on the policy stands there twice, with two values.
	Disputed bool

	// Passing is the index in Identifiers of the first that makes the message
	// pass, one that isn't assumed if there is such; -1 where none does.
	Passing     int
	Identifiers []Identifier // SPF first, in the order given
}

// Assumed reports whether the message passes by nothing but assumed signatures.
func (e Evaluation) Assumed() bool { return e.Passing >= 0 && e.Identifiers[e.Passing].Assumed }

// Evaluate gives the result of a message under the policy found (RFC 7489
// §6.6.2). It asks no DNS. Give the SPF results of one client address.
func Evaluate(d Discovery, identities []SPFIdentity, signatures []Signature) Evaluation {
	e := Evaluation{Passing: -1, Identifiers: identifiers(d, identities, signatures)}
	if r, stands := withoutPolicy[d.Status]; stands {
		e.Result, e.Reason = r, d.Problem
		return e
	}
	e.policy(d)
	e.pick()
	failed, open := e.mayPass(spf.TempError), e.mayPass(eval.Unknown)
	switch {
	case e.Passing >= 0:
		e.Result, e.Reason = Pass, e.Identifiers[e.Passing].Why
	case failed != nil:
		e.Result, e.Reason = TempError, failed.Why
	case d.Existence == ExistsUnknown:
		e.Result, e.Reason = TempError, textExistsUnknown.Format(shownDomain(d.From))
	case open != nil:
		e.Result, e.Reason = Unknown, e.failing()
	default:
		e.Result, e.Reason = Fail, e.failing()
	}
	if e.Result == TempError {
		e.Policy, e.Published, e.Tag, e.Rest, e.Percent = "", "", "", "", 0
	}
	return e
}

// withoutPolicy is the result where discovery ends without a usable record. That
// a record which can't be used is a permerror is RFC 7489 §11.2.
var withoutPolicy = map[Status]Result{
	"": None, Missing: None, Several: None, Unusable: PermError, DNSFailed: TempError,
}

// policy fills in what the domain owner asks for.
func (e *Evaluation) policy(d Discovery) {
	e.Published, e.Tag = d.Record.For(d.Scope())
	e.Policy, e.Percent = e.Published, d.Record.Percent
	if d.Record.Testing { // RFC 9989 §4.7
		e.Policy = e.Policy.Weaker()
	}
	e.Rest = e.Policy.Weaker()
	e.Disputed = slices.ContainsFunc(d.Record.Disputed, func(tag string) bool {
		return tag == e.Tag || e.Published != PolicyNone && (tag == "pct" || tag == "t")
	})
}

// pick sets Passing.
func (e *Evaluation) pick() {
	for i, id := range e.Identifiers {
		if id.passes() && (e.Passing < 0 || e.Identifiers[e.Passing].Assumed && !id.Assumed) {
			e.Passing = i
		}
	}
}

// mayPass finds an identifier that makes the message pass if what its result leaves
// open is so.
func (e *Evaluation) mayPass(result spf.Result) *Identifier {
	for i := range e.Identifiers {
		id := &e.Identifiers[i]
		if id.Result == result && (id.Aligned || id.Domain == "") {
			return id
		}
	}
	return nil
}

// identifiers says of each identity that counts, and of each signature, whether it is
// aligned.
func identifiers(d Discovery, identities []SPFIdentity, signatures []Signature) []Identifier {
	all := make([]Identifier, 0, len(identities)+len(signatures))
	add := func(id Identifier) {
		if id.Mode == "" {
			id.Mode = Relaxed // no record
		}
		id.Aligned = Aligned(id.Domain, d.From, id.Mode)
		id.Why = id.why(d.From)
		all = append(all, id)
	}
	for _, s := range identities {
		if s.Kind == identity.MailFrom {
			add(Identifier{Method: SPF, Domain: s.Domain, Result: s.Result, Mode: d.Record.SPF})
		}
	}
	for _, s := range signatures {
		add(Identifier{
			Method: DKIM, Domain: s.Domain, Result: spf.Result(s.Result), Assumed: s.Assumed,
			Mode: d.Record.DKIM,
		})
	}
	return all
}
