package dmarc

import (
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"
)

// SuffixListVersion names the public suffix list that is built in: its source,
// revision and date.
func SuffixListVersion() string { return publicsuffix.List.String() }

// SuffixListDate is the day of the public suffix list that is built in; zero if
// SuffixListVersion doesn't tell it.
func SuffixListDate() time.Time {
	_, rest, _ := strings.Cut(SuffixListVersion(), "(")
	stamp, _, _ := strings.Cut(rest, ")")
	date, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return time.Time{}
	}
	return date.UTC().Truncate(24 * time.Hour)
}

// OrganizationalDomain gives the organizational domain of a name in A-labels: the
// public suffix and one label more (RFC 7489 §3.2). The whole list counts, the
// private section included; of a top-level domain that isn't in it, the last
// label is the suffix. It reports false where there is none: the name is itself a
// public suffix, has a single label, or an empty one.
func OrganizationalDomain(domain string) (string, bool) {
	organizational, err := publicsuffix.EffectiveTLDPlusOne(cleanDomain(domain))
	return organizational, err == nil
}

// Aligned reports whether an authenticated domain, of SPF or DKIM, is aligned
// with a From domain (RFC 7489 §3.1): in strict mode if both are the same, in
// relaxed mode also if their organizational domains are. With the domain of an
// envelope sender, it tells whether SPF can ever make that mail pass DMARC.
func Aligned(domain, from string, mode Mode) bool {
	domain, from = cleanDomain(domain), cleanDomain(from)
	if domain == from || mode == Strict {
		return domain == from && from != ""
	}
	a, known := OrganizationalDomain(domain)
	b, alsoKnown := OrganizationalDomain(from)
	return known && alsoKnown && a == b
}
