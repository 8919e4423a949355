package gate

import (
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// Version is the version of Report's JSON. Fields are added under the same
// version, never renamed or removed.
const Version = 1

// Report is what a change of DNS does to mail, as plain data: every output is
// made from it alone. Strings in it may come from DNS or files: they are escaped
// where they are shown.
type Report struct {
	Version  int              `json:"version"`                       // the version of this form: fields are added under the same version, never renamed or removed
	Date     carriers.Day     `json:"date" jsonschema:"format=date"` // the day whose rules judged
	Result   Result           `json:"result"`                        // what the change comes to
	Worst    carriers.Outcome `json:"worst,omitempty"`               // the worst of all flows after the change; left out where there is no flow
	Files    []string         `json:"files"`                         // the files of the change, as far as something was read from them
	Records  []RecordChange   `json:"records"`                       // the DNS records that change, of those that mail has to do with
	Flows    []FlowChange     `json:"flows"`                         // what becomes of each flow, in the order of the configuration
	Domains  []DomainChange   `json:"domains"`                       // what becomes of the domains that the change touches
	Findings []FindingChange  `json:"findings"`                      // faults of the domains that the change touches; the new ones first
	Problems []Problem        `json:"problems"`                      // what to look at, the worst first
	Notes    []i18n.Text      `json:"notes"`                         // what was not known or not looked at
}

// Result is what a comparison comes to.
type Result string

// The results.
const (
	Pass         Result = "pass"         // nothing gets worse
	Fail         Result = "fail"         // a carrier stops delivering, or a fault comes that is bad enough
	Undetermined Result = "undetermined" // DNS failed, the change leaves something open, or no rule covers the case
)

// Results lists every Result.
var Results = []Result{Pass, Fail, Undetermined}

// Turn is how a verdict changes.
type Turn string

// The turns.
const (
	Worse  Turn = "worse"
	Open   Turn = "undetermined" // DNS failed, so that it can't be told
	Better Turn = "better"
	Same   Turn = "same"
)

// Turns lists every Turn, that which asks most for attention first.
var Turns = []Turn{Worse, Open, Better, Same}

// RecordChange is an RRset that changes.
type RecordChange struct {
	Name   string      `json:"name"`            // the owner, in A-labels, without the dot at the end
	Type   string      `json:"type"`            // the type, such as TXT
	Before []string    `json:"before"`          // the data of its records before the change, in presentation format; empty where there are none
	After  []string    `json:"after"`           // the data after the change; empty where there are none, or where it isn't known
	Open   bool        `json:"open,omitempty"`  // it isn't known what it is before or after
	Place  *zone.Place `json:"place,omitempty"` // the changed record, or the beginning of its zone; left out where neither is known
}

// FlowChange is what becomes of a flow.
type FlowChange struct {
	Name     string                    `json:"name"`     // what the configuration calls the flow
	From     string                    `json:"from"`     // the address of the header From
	Touched  bool                      `json:"touched"`  // an answer that its verdicts rest on changes
	Turn     Turn                      `json:"turn"`     // the turn of its verdicts that asks most for attention
	Before   []spfcheck.CarrierOutcome `json:"before"`   // the outcomes before the change; empty where they can't be known
	After    []spfcheck.CarrierOutcome `json:"after"`    // the outcomes after the change; empty where they can't be known
	Verdicts []VerdictChange           `json:"verdicts"` // what becomes of the verdicts of the judged settings
	// the DKIM signatures that pass no more, or of which it isn't known; left out where there are none
	Signatures []SignatureChange `json:"signatures,omitempty"`
	Problem    i18n.Text         `json:"problem,omitzero"` // why the flow can't be judged; left out where it can
	Place      *zone.Place       `json:"place,omitempty"`  // the changed record that the problem is about; left out where it is about none
}

// SignatureChange is a DKIM signature of a flow before and after.
type SignatureChange struct {
	Domain   string      `json:"domain"`             // the domain that signs (d=), in A-labels
	Selector string      `json:"selector,omitempty"` // the selector of the key that has changed; left out where no single one has
	Before   DKIMResult  `json:"before"`             // what becomes of the signature before the change
	After    DKIMResult  `json:"after"`              // what becomes of it after the change; temperror where that isn't known
	Reason   i18n.Text   `json:"reason"`             // why, in a clause without a full stop
	Place    *zone.Place `json:"place,omitempty"`    // the changed record that it is about; left out where it is about none
}

// DKIMResult is the result of a signature, in the words of RFC 8601 §2.7.1.
type DKIMResult = dkim.Result

// VerdictChange is a verdict before and after.
type VerdictChange struct {
	Turn   Turn             `json:"turn"`            // whether it gets better or worse
	Before spfcheck.Verdict `json:"before"`          // the verdict before the change
	After  spfcheck.Verdict `json:"after"`           // the verdict after the change
	Place  *zone.Place      `json:"place,omitempty"` // the changed record that decides; left out where none does
}

// DomainChange is what a domain publishes before and after.
type DomainChange struct {
	Domain string      `json:"domain"`          // the domain, in A-labels
	Before DomainState `json:"before"`          // what it publishes before the change
	After  DomainState `json:"after"`           // what it publishes after the change
	Gained Addresses   `json:"gained"`          // addresses newly authorised, limits of lookups aside; none where DNS failed
	Lost   Addresses   `json:"lost"`            // addresses cut off, limits of lookups aside; none where DNS failed
	Place  *zone.Place `json:"place,omitempty"` // the changed record that touches it; left out where none can be named
}

// DomainState is what a domain publishes at a time.
type DomainState struct {
	Record    string       `json:"record"`     // its SPF record; empty where there is no single one
	Lookups   lint.Lookups `json:"lookups"`    // the number of terms that cause DNS queries, on the worst path
	Voids     lint.Voids   `json:"voids"`      // the DNS queries that find nothing, on the worst path
	DNSFailed bool         `json:"dns_failed"` // some question got no usable answer
}

// Addresses are addresses of both families.
type Addresses struct {
	IPv4 lint.Ranges `json:"ipv4"` // the IPv4 addresses
	IPv6 lint.Ranges `json:"ipv6"` // the IPv6 addresses
}

// Empty reports whether there are none.
func (a Addresses) Empty() bool { return len(a.IPv4.Ranges)+len(a.IPv6.Ranges) == 0 }

// All are the ranges of both families.
func (a Addresses) All() []netip.Prefix { return slices.Concat(a.IPv4.Ranges, a.IPv6.Ranges) }

// Status is what becomes of a finding.
type Status string

// The statuses.
const (
	New     Status = "new"
	Gone    Status = "gone"
	Stays   Status = "stays"
	Ignored Status = "ignored" // it is new or stays, and is to be left out
)

// Statuses lists every Status, that which asks most for attention first.
var Statuses = []Status{New, Stays, Gone, Ignored}

// FindingChange is a finding, and what becomes of it.
type FindingChange struct {
	Status Status `json:"status"`           // what becomes of the finding
	Reason string `json:"reason,omitempty"` // why it is ignored; left out where it isn't
	rules.Finding
}

// Problem is something to look at: a verdict that gets worse, a new finding, a
// question that DNS doesn't answer.
type Problem struct {
	Code    string         `json:"code"`              // the code of the lint rule or the ID of the carrier's rule; undetermined where there is none
	Level   rules.Severity `json:"level"`             // how bad it is
	Fails   bool           `json:"fails"`             // it is why the result is fail
	Flow    string         `json:"flow,omitempty"`    // the flow that it is about
	Carrier string         `json:"carrier,omitempty"` // the carrier that it is about; left out where it is about none or all
	Domain  string         `json:"domain,omitempty"`  // the domain that it is about
	Title   i18n.Text      `json:"title"`             // what it is, in a few words
	Text    i18n.Text      `json:"text"`              // what it is, with the particulars
	Help    i18n.Text      `json:"help"`              // what it leads to and what to do
	Source  string         `json:"source"`            // the RFC or page that says so; empty where there is none
	Place   *zone.Place    `json:"place,omitempty"`   // the changed record that it is about; left out where it is about none
}
