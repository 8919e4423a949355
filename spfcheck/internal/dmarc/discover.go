package dmarc

import (
	"context"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Status says what policy discovery came to.
type Status string

// The statuses.
const (
	Found     Status = "found"     // there is one record, and it is usable
	Missing   Status = "missing"   // there is no record
	Several   Status = "several"   // there are several, so that none counts (RFC 7489 §6.6.3)
	Unusable  Status = "unusable"  // the record has no valid policy and no valid rua (RFC 7489 §6.6.3)
	DNSFailed Status = "temperror" // DNS failed before anything was found
)

// Existence says whether there is something in DNS: of a From domain, it decides
// between sp and np.
type Existence string

// The existences.
const (
	NotAsked      Existence = ""            // or what was asked for says nothing
	Exists        Existence = "exists"      // DNS knows the name
	DoesNotExist  Existence = "nonexistent" // DNS says NXDOMAIN (RFC 9989 §3.2.13)
	ExistsUnknown Existence = "unknown"     // DNS failed
)

// maxRecords is how many TXT records of one name are kept of each kind.
const maxRecords = 10

// Discovery is what was found for a From domain.
type Discovery struct {
	From           string // the domain that was asked for
	Organizational string // its organizational domain; "" where it has none, being a public suffix
	Status         Status
	Problem        i18n.Text // why Status isn't Found, or why p=none is supposed; a fragment of a sentence

	Domain    string    // the domain that the records are at: From or Organizational; "" where there are none
	Record    Record    // the record, usable or not; zero where there isn't a single one
	Records   []Record  // all DMARC records at Domain, Record included
	Discarded []Text    // other TXT records at the names that were asked, such as those with a broken version
	Existence Existence // of From; asked only where np asks for another policy than sp
}

// Text is a TXT record that was found where a DMARC record is looked for, and that
// isn't one.
type Text struct {
	Domain string // the domain below which it stands, at _dmarc
	Record        // what it would be as a record
}

// Scope says how From relates to the domain of the record. A domain of unknown
// existence counts as existing.
func (d Discovery) Scope() Scope {
	switch {
	case d.Domain == d.From:
		return Same
	case d.Existence == DoesNotExist:
		return Nonexistent
	}
	return Existing
}

// Discover looks for the policy of a From domain, which is in A-labels, as RFC
// 7489 §6.6.3 has it: at _dmarc below the domain, and if there is no DMARC record,
// below its organizational domain. It asks two or three questions at most, until
// ctx ends.
func Discover(ctx context.Context, lookup resolve.Lookup, domain string) Discovery {
	d := Discovery{From: cleanDomain(domain), Status: Missing}
	if d.From == "" {
		d.Problem = textNoDomain
		return d
	}
	d.Organizational, _ = OrganizationalDomain(d.From)
	found := d.ask(ctx, lookup, d.From)
	if !found && d.Organizational != "" && d.Organizational != d.From {
		found = d.ask(ctx, lookup, d.Organizational)
	}
	if !found {
		d.Problem = textMissing.Format(shownDomain(d.From))
		return d
	}
	if d.Status != DNSFailed {
		d.choose()
	}
	if d.Status == Found {
		d.askExistence(ctx, lookup)
	}
	return d
}

// ask takes in what is at _dmarc below a domain, and reports whether that ends
// the search.
func (d *Discovery) ask(ctx context.Context, lookup resolve.Lookup, domain string) bool {
	texts, err := lookup.LookupTXT(ctx, "_dmarc."+domain)
	if err != nil {
		if resolve.NotFound(err) {
			return false
		}
		d.Status, d.Problem = DNSFailed, resolve.FailureText(err)
		return true
	}
	for _, text := range texts {
		switch {
		case IsDMARC(text) && len(d.Records) < maxRecords:
			d.Records = append(d.Records, Parse(text))
		case !IsDMARC(text) && len(d.Discarded) < maxRecords:
			d.Discarded = append(d.Discarded, Text{domain, Parse(text)})
		}
	}
	if len(d.Records) == 0 {
		return false
	}
	d.Domain = domain
	return true
}

// choose takes the one record that counts.
func (d *Discovery) choose() {
	if len(d.Records) > 1 {
		d.Status, d.Problem = Several, textSeveral.Format(shownDomain(d.Domain))
		return
	}
	d.Record = d.Records[0]
	switch {
	case !d.Record.Usable():
		d.Status, d.Problem = Unusable, textUnusable.Format(shownDomain(d.Domain))
	case !d.Record.soundPolicies():
		d.Status, d.Problem = Found, textSupposed.Format(shownDomain(d.Domain))
	default:
		d.Status = Found
	}
}

// askExistence finds out whether From exists, if the policy depends on it. One
// question is enough, since NXDOMAIN is said of a name and not of a type: that
// for TXT, which SPF asks too.
func (d *Discovery) askExistence(ctx context.Context, lookup resolve.Lookup) {
	existing, _ := d.Record.For(Existing)
	nonexistent, _ := d.Record.For(Nonexistent)
	if d.Domain == d.From || existing == nonexistent {
		return
	}
	_, err := lookup.LookupTXT(ctx, d.From)
	switch {
	case err == nil:
		d.Existence = Exists
	case resolve.NotFound(err):
		d.Existence = DoesNotExist
	default:
		d.Existence = ExistsUnknown
	}
}

// shownDomain is a domain for a message: as it is if it has nothing but the
// characters of domains, and else quoted.
func shownDomain(domain string) string {
	if isDomain(domain) {
		return domain
	}
	return shown(domain)
}
