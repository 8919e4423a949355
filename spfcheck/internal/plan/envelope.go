package plan

import (
	"context"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// EnvelopeAtRisk warns of an envelope From that a service puts in only while the one MX
// record of its domain is the service's, where DNS doesn't have it so: the service would
// go back to its default without a word. The zero Text: it isn't at risk, as far as DNS
// says.
func EnvelopeAtRisk(ctx context.Context, lookup resolve.Lookup, via *senders.Use, domain, from string) i18n.Text {
	if via == nil || via.Preset == nil || senders.ByHost(domain).Preset == via.Preset {
		return i18n.Text{}
	}
	custom := via.Preset.Envelope.Custom
	wanted := func(record string) bool { return strings.HasPrefix(record, "MX ") }
	if custom == nil || !slices.ContainsFunc(custom.Records, wanted) {
		return i18n.Text{}
	}
	mxs, err := lookup.LookupMX(ctx, domain)
	if resolve.Failed(err) || len(mxs) == 1 && senders.ByMX(strings.TrimSuffix(mxs[0].Host, ".")).Preset == via.Preset {
		return i18n.Text{}
	}
	usual, _ := via.EnvelopeDomain(from)
	return notTheirMX.Format(via.Preset.Name, domain, usual)
}

var notTheirMX = i18n.Text{
	EN: "%s uses an envelope From at %s only while the one MX record there is the service's own, which is not so now: the mail may go out with the default, %s",
	JA: "%s がエンベロープ From に %s を使うのは、その MX レコードがサービスのもの 1 つだけのときです。今はそうなっておらず、既定の %s で送られるおそれがあります",
}
