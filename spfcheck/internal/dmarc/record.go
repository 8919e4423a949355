package dmarc

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// Bounds of what a Record keeps; what comes after that in the text isn't kept.
const (
	MaxFaults  = 20 // Errors, and as many Warnings
	MaxReports = 50 // report addresses
)

// Record is the text of one DMARC record, taken apart. Zero: no record.
//
// The fields after Tags are what is published and valid. A faulty value is as if
// its tag weren't there (RFC 7489 §6.3); For and Usable say what p, sp and np
// come to.
type Record struct {
	Text string
	Tags []Tag // in the order of the text, malformed ones included

	Policy      Policy // p
	Subdomain   Policy // sp
	Nonexistent Policy // np (RFC 9091, RFC 9989 §4.7)

	DKIM, SPF Mode // adkim and aspf; Relaxed where not published

	Percent        int         // pct; 100 where not published
	Testing        bool        // t=y (RFC 9989 §4.7)
	PSD            string      // psd: "y", "n" or "u"; "" where not published (RFC 9989 §4.7)
	Reports        []ReportURI // rua and ruf, in the order of the text, without the invalid ones
	Disputed       []string    // of p, sp, np, pct and t those that stand there again with another value: receivers differ in which they take
	FailureOptions []string    // fo, such as "1" or "d", "s"; nil where not published, which means "0"

	// Errors are the places that break the grammar or the rules of a tag, in the
	// order of the text. Their ranges don't overlap, so that every Likely can be
	// put in at once.
	Errors []Fault

	// Warnings are places that receivers understand differently or ignore, such
	// as an unknown tag. In the order of the text.
	Warnings []Fault
}

// Tag is one tag of a record. Its Name is in lower case, and "" where it is malformed.
type Tag = dkim.Tag

// ReportURI is one address for reports (RFC 7489 §6.2).
type ReportURI struct {
	Offset  int    // of the first byte in Record.Text
	Tag     string // "rua" (aggregate reports) or "ruf" (failure reports)
	Text    string // as published: "mailto:dmarc@example.com!10m"
	Address string // "dmarc@example.com"; the URI itself where it isn't mailto
	Domain  string // its host: lower case, no trailing dot; "" where it has none
	MaxSize uint64 // in bytes; 0: none published. RFC 9989 has receivers ignore it
}

// isRecord is the version tag, which comes first and whose value is matched
// exactly (RFC 7489 §6.3, §6.4).
var isRecord = lazy.MustCompile(`^[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)`)

// IsDMARC reports whether text is a DMARC record: whether it begins with the
// version tag. Receivers discard what isn't (RFC 7489 §6.6.3).
func IsDMARC(text string) bool { return isRecord.MatchString(text) }

// Meant reports whether a text that isn't a DMARC record was probably meant as one:
// it names DMARC, or has a policy or an address for reports. Another text, such as
// the SPF record of a wildcard, is discarded and has no fault (RFC 7489 §6.6.3).
func (r Record) Meant() bool {
	head := r.Text[:min(len(r.Text), maxTypo)]
	if ascii, known := printable.ASCII(head); known {
		head = ascii
	}
	return r.Policy != "" || len(r.Reports) > 0 || strings.Contains(strings.ToLower(head), "dmarc")
}

// Parse takes a record apart. It never fails: what is wrong is in Errors,
// beginning with the version if text isn't a DMARC record.
func Parse(text string) Record {
	p := parser{
		record: Record{Text: text, DKIM: Relaxed, SPF: Relaxed, Percent: 100},
		seen:   make(map[string]bool),
	}
	if strings.Trim(text, wsp+";") == "" {
		p.fail(Fault{End: len(text), Problem: msgNoVersion, Section: sectionVersion})
		return p.record
	}
	p.tags()
	p.requirePolicy()
	return p.record
}

// Tag gives the first tag of that name, and false where there is none.
func (r Record) Tag(name string) (Tag, bool) {
	for _, t := range r.Tags {
		if t.Name == name {
			return t, true
		}
	}
	return Tag{}, false
}

// Usable reports whether receivers apply r: whether p is valid, and sp and np
// are valid or not there, or else, whether there is an address for aggregate
// reports, with which p=none is supposed (RFC 7489 §6.6.3, RFC 9989 §4.10.1).
func (r Record) Usable() bool {
	return IsDMARC(r.Text) && (r.soundPolicies() || r.hasRUA())
}

// soundPolicies reports whether p is valid, and sp and np if they are there.
func (r Record) soundPolicies() bool {
	_, sp := r.Tag("sp")
	_, np := r.Tag("np")
	return r.Policy != "" && (!sp || r.Subdomain != "") && (!np || r.Nonexistent != "")
}

func (r Record) hasRUA() bool {
	for _, u := range r.Reports {
		if u.Tag == "rua" {
			return true
		}
	}
	return false
}

// Scope says how a From domain relates to the domain that a record is at.
type Scope int

// The scopes.
const (
	Same        Scope = iota // it is that domain
	Existing                 // it is a subdomain that exists
	Nonexistent              // it is a subdomain that doesn't exist
)

// For gives the policy for a From domain in that scope, before t and pct, and
// the tag that it comes from: p for the domain itself; for subdomains sp, or np
// where they don't exist, and the next more general tag where one isn't
// published (RFC 7489 §6.3, RFC 9989 §4.10.1). The tag is "" where no tag says
// it, and the policy "" where r isn't usable.
func (r Record) For(s Scope) (policy Policy, tag string) {
	switch {
	case !r.Usable():
		return "", ""
	case !r.soundPolicies():
		return PolicyNone, ""
	case s == Nonexistent && r.Nonexistent != "":
		return r.Nonexistent, "np"
	case s != Same && r.Subdomain != "":
		return r.Subdomain, "sp"
	}
	return r.Policy, "p"
}
