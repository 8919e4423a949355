package detect

import (
	"context"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// clue is a name below the domain that may show a service.
type clue struct {
	in     string          // as in Evidence
	name   string          // the name that is asked for
	preset *senders.Preset // the service that it may show; nil: any
	named  bool            // the name is that of the service, so that a key of its own there shows it
}

// cluesOf lists the names that are asked for, from the table of services: hosts, the
// names that services give to an envelope From of the customer's, DKIM selectors.
func cluesOf(domain string) []clue {
	var all []clue
	for _, host := range []string{"www", "mail"} {
		all = append(all, clue{in: "CNAME", name: host + "." + domain})
	}
	for _, p := range senders.All {
		if c := p.Envelope.Custom; c != nil {
			if host, below := strings.CutSuffix(c.Domain, ".<domain>"); below && !strings.ContainsAny(host, "<?") {
				all = append(all, clue{in: "CNAME", name: host + "." + domain, preset: p})
			}
		}
		if p.Selectors == nil {
			continue
		}
		for _, s := range p.Selectors.Names {
			all = append(all, clue{in: "DKIM", name: s + "._domainkey." + domain, preset: p, named: strings.HasPrefix(s, p.ID)})
		}
	}
	return all
}

// clue looks at a clue. An alias shows the service that it leads to: of a host only
// where that is a name of the table, since services have other hosts, too.
func (d *detection) clue(ctx context.Context, lookup resolve.Lookup, c clue) {
	alias, err := lookup.LookupCNAME(ctx, c.name)
	d.clueFailed(c, "CNAME", err)
	alias = strings.ToLower(strings.TrimSuffix(alias, "."))
	m := senders.ByHost(alias)
	switch {
	case alias == "" && c.named:
		texts, err := lookup.LookupTXT(ctx, c.name)
		d.clueFailed(c, tree.TXT, err)
		if dkim.ReadKey(c.name, texts).Fault == "" {
			d.found(senders.Match{Preset: c.preset}, c.in, c.name)
		}
	case alias == "":
	case c.preset == nil && m.Standing == senders.Current:
		d.found(m, c.in, alias)
	case c.preset != nil && (m.Preset == c.preset || c.preset.Selectors.LeadsTo(alias)):
		value := c.name
		if c.in == "CNAME" {
			value = alias
		}
		d.found(senders.Match{Preset: c.preset}, c.in, value)
	}
}

// clueFailed notes a question that DNS failed for: the first name that it does speaks
// for the others, since all are below one domain.
func (d *detection) clueFailed(c clue, qtype tree.Type, err error) {
	if resolve.Failed(err) && len(d.failures) == 0 {
		d.failed(c.name, qtype, err)
	}
}
