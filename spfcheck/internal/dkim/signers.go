package dkim

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// Signers lists the domains (d=) that the signatures in a header name, each once,
// as A-labels, of at most MaxSignatures signatures. Nothing is verified: that
// needs the body, which a delivery report seldom returns.
func Signers(h identity.Header) []string {
	var domains []string
	for i, value := range h.Values(fieldName) {
		if i == MaxSignatures {
			break
		}
		list, _ := parseTags(value)
		if domain, err := identity.ParseDomain(list.compact("d")); err == nil && !slices.Contains(domains, domain) {
			domains = append(domains, domain)
		}
	}
	return domains
}
