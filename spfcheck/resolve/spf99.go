package resolve

import (
	"context"
	"strings"

	"github.com/miekg/dns"
)

// LookupSPF99 returns the records of the type SPF (99) of a name, the strings of
// each joined without a blank. The type was an experiment; evaluators don't ask
// for it any more (RFC 7208 §3.1).
func (l Lookup) LookupSPF99(ctx context.Context, name string) ([]string, error) {
	return collect(ctx, l, name, dns.TypeSPF, func(rr *dns.SPF) (string, bool) {
		return strings.Join(unescapeTexts(rr.Txt), ""), len(rr.Txt) > 0
	})
}
