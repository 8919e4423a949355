package dmarc

import (
	"context"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// MaxDestinations is how many domains ReportAuthorization asks.
const MaxDestinations = 10

// Permission says whether a domain takes reports about another.
type Permission string

// The permissions.
const (
	Allowed        Permission = "allowed"
	Denied         Permission = "denied"  // there is no record that allows it: reports aren't sent
	AllowedUnknown Permission = "unknown" // DNS failed, or it wasn't asked
)

// Authorization says whether reports may go to an address at another domain.
type Authorization struct {
	Report     ReportURI
	Name       string // the name whose TXT record allows it
	Permission Permission
	Problem    i18n.Text // why it isn't allowed, or isn't known; empty where it is
}

// Why reports may not go to an address.
var (
	textNotAllowed = i18n.Text{
		EN: "there is no TXT record v=DMARC1 at %s, so reports aren't sent there",
		JA: "%s に v=DMARC1 の TXT レコードがないため、レポートは送られない",
	}
	textNotAsked = i18n.Text{
		EN: "not looked up: there are more than %d other domains",
		JA: "他ドメインの宛先が %d 個を超えるため、調べていない",
	}
)

// ReportAuthorization tells of each report address at another organization than
// that of the record's domain whether that domain takes the reports (RFC 7489
// §7.1). It asks one question for each domain, MaxDestinations at most.
func ReportAuthorization(ctx context.Context, lookup resolve.Lookup, d Discovery) []Authorization {
	var all []Authorization
	asked := make(map[string]Authorization)
	for _, u := range d.Record.Reports {
		if u.Domain == "" || Aligned(u.Domain, d.Domain, Relaxed) {
			continue
		}
		a, known := asked[u.Domain]
		if !known {
			a = Authorization{Name: d.Domain + "._report._dmarc." + u.Domain}
			if len(asked) < MaxDestinations {
				a.ask(ctx, lookup)
				asked[u.Domain] = a
			} else {
				a.Permission, a.Problem = AllowedUnknown, textNotAsked.Format(MaxDestinations)
			}
		}
		a.Report = u
		all = append(all, a)
	}
	return all
}

// ask looks for the record that allows the reports. One of several is enough.
func (a *Authorization) ask(ctx context.Context, lookup resolve.Lookup) {
	texts, err := lookup.LookupTXT(ctx, a.Name)
	if resolve.Failed(err) {
		a.Permission, a.Problem = AllowedUnknown, resolve.FailureText(err)
		return
	}
	if slices.ContainsFunc(texts, IsDMARC) {
		a.Permission = Allowed
		return
	}
	a.Permission, a.Problem = Denied, textNotAllowed.Format(shownDomain(a.Name))
}
