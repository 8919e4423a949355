// Package dmarc finds, parses and evaluates DMARC policies.
//
// # What is followed
//
// RFC 9989 (May 2026) obsoletes RFC 7489, but the carriers took DMARC up from
// 2022 to 2024, and none says that it has changed since. So:
//
//   - The record is looked for as RFC 7489 §6.6.3 does: at the From domain, then
//     at its organizational domain, which the public suffix list gives (§3.2),
//     private section included. SuffixListDate tells how old the list is. The
//     tree walk of RFC 9989 §4.10 isn't made: it asks up to eight questions for
//     each identifier, and where it ends elsewhere, it isn't what was deployed.
//     So psd decides nothing.
//   - An invalid p, sp or np means p=none if a valid rua is there, and otherwise
//     that DMARC isn't applied: RFC 7489 §6.6.3, the same in RFC 9989 §4.10.1.
//     A record with no p is treated likewise. RFC 9989 §4.7 takes p=none for it
//     without asking for rua; to count on that would be too kind.
//   - np, of RFC 9091 and RFC 9989 §4.7, is honoured. A domain doesn't exist where
//     DNS answers NXDOMAIN (RFC 9989 §3.2.13). RFC 9091 §2.7 counts a name with no
//     A, AAAA and MX too, which RFC 9989 dropped.
//   - t=y is honoured: the policy is one level weaker (RFC 9989 §4.7). It came in
//     place of pct, which is kept as data: the share of failing mail that Policy
//     is for, while the rest gets the next weaker one (RFC 7489 §6.6.4).
//
// Parsing and evaluating ask no DNS. Discover and ReportAuthorization do, and a
// failure of DNS is data in what they return.
package dmarc

import "github.com/spfcheck/spfcheck/spfcheck/internal/spelling"

// Policy is what a domain owner asks for mail that fails (RFC 7489 §6.3). Zero:
// nothing valid was published.
type Policy string

// The policies, mildest first.
const (
	PolicyNone       Policy = "none"
	PolicyQuarantine Policy = "quarantine"
	PolicyReject     Policy = "reject"
)

// policies lists every Policy, mildest first.
var policies = []Policy{PolicyNone, PolicyQuarantine, PolicyReject}

// Weaker gives the next weaker policy: what t=y leaves of p (RFC 9989 §4.7), and
// what pct leaves for the rest of the failing mail (RFC 7489 §6.6.4).
func (p Policy) Weaker() Policy {
	if p == PolicyReject {
		return PolicyQuarantine
	}
	return PolicyNone
}

// Stricter reports whether p asks for more than q.
func (p Policy) Stricter(q Policy) bool { return p.level() > q.level() }

// level is the place of p among the policies; the zero Policy counts as none.
func (p Policy) level() int {
	for i, known := range policies {
		if p == known {
			return i
		}
	}
	return 0
}

// Mode is how closely an authenticated domain must match the From domain (RFC
// 7489 §3.1). The zero Mode is relaxed.
type Mode string

// The modes, as they stand in adkim and aspf.
const (
	Relaxed Mode = "r" // the same organizational domain
	Strict  Mode = "s" // the same domain
)

// Result is the result of a DMARC evaluation, in the words of RFC 7489 §11.2.
type Result string

// The results.
const (
	None      Result = "none"      // DMARC isn't applied: there is no record, or there are several
	Pass      Result = "pass"      // an aligned identifier passes
	Fail      Result = "fail"      // none does
	Unknown   Result = "unknown"   // it hangs on the SPF of an envelope From that isn't known
	TempError Result = "temperror" // DNS failed; another time the result may be another
	PermError Result = "permerror" // the record can't be used
)

// Fault is a place in a record that is wrong or looks wrong.
type Fault = spelling.Fault
