// Package rules finds faults in what domains publish: one Analyzer for each
// kind of fault, each a struct that carries its own page of the manual.
package rules

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// All lists every Analyzer: those on the text of SPF records, on the tree that
// they make and DNS around it, on DMARC and on DKIM keys.
var All = slices.Concat(recordRules, treeRules, dmarcRules, dkimRules)

var dmarcRules = []*Analyzer{
	dmarcMissing,
	dmarcMonitorOnly,
	dmarcSeveral,
	dmarcSyntax,
	dmarcSubdomainsWeaker,
	dmarcReportsRefused,
	dmarcCannotAlign,
	dmarcNoSignature,
	dmarcPercent,
	dmarcMisplaced,
	dmarcIgnored,
	dmarcTesting,
}

// Severity says how bad a finding is.
type Severity string

// The severities, the worst first.
const (
	Error   Severity = "error"   // mail is lost because of it
	Warning Severity = "warning" // mail can be lost because of it
	Info    Severity = "info"    // to know
)

// Severities lists every Severity, the worst first.
var Severities = []Severity{Error, Warning, Info}

// Analyzer is one rule, with its page of the manual.
type Analyzer struct {
	ID        string      `json:"code"`   // "DMARC001"; never reused
	Title     i18n.Text   `json:"title"`  // what is wrong, in one sentence without names
	Doc       i18n.Text   `json:"effect"` // what happens because of it
	Fix       i18n.Text   `json:"fix"`    // what to do
	Bad       string      `json:"bad"`    // an example that has the fault
	Good      string      `json:"good"`   // the same without it
	Source    string      `json:"source"` // "RFC 7489 §6.3", or the title and address of pages
	Severity  Severity    `json:"severity"`
	DNSFailed bool        `json:"dns_failed,omitempty"` // it is DNS that failed: a finding is no fault of the domain's
	Run       func(*Pass) `json:"-"`
}

// The pages that rules rely on beside the RFCs.
const (
	auOnSPF          = "au: https://au.com/mobile/service/mail/attention/spf-record"
	docomoToSenders  = "NTT docomo: https://www.docomo.ne.jp/service/docomo_mail/smtp_notice/"
	hdeOnAu          = "HDE: https://www.hde.co.jp/mmta/"
	vendorOnSoftBank = "sendmagic: https://note.com/sendmagic/n/n5afbf98aeb25"
)

// Finding is one fault that was found.
type Finding struct {
	Code      string    `json:"code"`                 // the code of the rule, such as "DMARC001"
	Severity  Severity  `json:"severity"`             // how bad it is
	Domain    string    `json:"domain"`               // the domain whose record has the fault
	Name      string    `json:"name"`                 // the name of the TXT records that it is about: the domain, or one such as _dmarc below it
	Record    string    `json:"record"`               // the text that has the fault; empty where there is none
	Offset    int       `json:"offset"`               // where the first byte of the fault is in record
	End       int       `json:"end"`                  // where the byte after its last is in record; equal to offset where no place is meant
	Message   i18n.Text `json:"message"`              // what is wrong here
	Effect    i18n.Text `json:"effect"`               // what happens because of it
	Fix       i18n.Text `json:"fix"`                  // what to do
	Source    string    `json:"source"`               // the RFC or page that says so
	DNSFailed bool      `json:"dns_failed,omitempty"` // DNS failed: it is no fault of the domain's and doesn't count as one

	Place *zone.Place `json:"place,omitempty"` // where the record stands in a file; left out where it comes from none
}

// term is what of the record has the fault; "" where no place in it is meant.
func (f Finding) term() string { return f.Record[f.Offset:f.End] }

// Pass is one run of one Analyzer over a Subject.
type Pass struct {
	*Subject
	analyzer *Analyzer
	findings []Finding
}

// place is a range of bytes in a record; the zero place is none.
type place struct {
	record      string
	offset, end int
}

// report notes a fault of the TXT records at a domain.
func (p *Pass) report(domain string, at place, message i18n.Text) {
	p.reportAt(domain, domain, at, message)
}

// reportDMARC notes a fault of a domain's DMARC record.
func (p *Pass) reportDMARC(domain string, at place, message i18n.Text) {
	p.reportAt(domain, "_dmarc."+domain, at, message)
}

func (p *Pass) reportAt(domain, name string, at place, message i18n.Text) {
	p.findings = append(p.findings, Finding{
		Code:      p.analyzer.ID,
		Severity:  p.analyzer.Severity,
		Domain:    domain,
		Name:      name,
		Record:    at.record,
		Offset:    at.offset,
		End:       at.end,
		Message:   message,
		Effect:    p.analyzer.Doc,
		Fix:       p.analyzer.Fix,
		Source:    p.analyzer.Source,
		DNSFailed: p.analyzer.DNSFailed,
	})
}

// Run puts every Analyzer to the subject and gives what they find, the worst
// first.
func Run(s *Subject) []Finding { return run(s, All) }

func run(s *Subject, analyzers []*Analyzer) []Finding {
	findings := []Finding{}
	for _, a := range analyzers {
		p := &Pass{Subject: s, analyzer: a}
		a.Run(p)
		findings = append(findings, p.findings...)
	}
	SortFindings(findings)
	return findings
}

// SortFindings puts the worst first.
func SortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return slices.Index(Severities, a.Severity) - slices.Index(Severities, b.Severity)
	})
}

// ByID finds an Analyzer; nil when there is none.
func ByID(id string) *Analyzer {
	i := slices.IndexFunc(All, func(a *Analyzer) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return All[i]
}

// IDs lists the IDs of All.
func IDs() []string {
	ids := make([]string, len(All))
	for i, a := range All {
		ids[i] = a.ID
	}
	return ids
}

// Locate puts in where the records that findings are about stand in files. One that is
// in none of them is reached from the record of the domain that was looked at, and has
// the place of that.
func Locate(findings []Finding, domain string, places *zone.Places) {
	for i := range findings {
		f := &findings[i]
		if f.Place = places.Text(f.Name, f.Record); f.Place == nil {
			f.Place = places.Text(domain, "")
		}
	}
}
