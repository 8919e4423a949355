package dsn

import (
	"path"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
)

// carrierHosts are the mail exchangers of the carriers, as bounces name them, for
// recipients whose address is elsewhere: forwarded, or hosted.
var carrierHosts = []struct {
	Carrier  string   // ID of its profile
	Patterns []string // of path.Match
}{
	{"docomo", []string{"*.docomo.ne.jp", "203.138.18[01].*"}},
	{"au", []string{"msmx.au.com", "*.ezweb.ne.jp", "27.85.176.228"}},
	{"softbank", []string{"mx.softbank.ne.jp", "mx.mailsv.softbank.jp", "mx.*.vodafone.ne.jp"}},
	{"ymobile", []string{"ymx*.softbank.ne.jp", "mx2.pdx.ne.jp", "mail2.pdx.ne.jp"}},
	{"rakuten", []string{"mail-rakumail-jp.*"}},
}

// carrierOf gives the ID of the carrier that a recipient is at: by the address,
// else by the server that answered; "" when it is none.
func carrierOf(address, remote string) string {
	if p := carriers.MobileCarrier(domainOf(address)); p != nil {
		return p.ID
	}
	for _, h := range carrierHosts {
		if slices.ContainsFunc(h.Patterns, func(pattern string) bool {
			ok, err := path.Match(pattern, remote)
			return ok && err == nil
		}) {
			return h.Carrier
		}
	}
	return ""
}
