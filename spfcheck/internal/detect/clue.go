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
	alias, texts, err := c.ask(ctx, lookup)
	if resolve.Failed(err) && len(d.failures) == 0 { // one speaks for the others: all are below one domain
		d.failed(c.name, c.qtype(), err)
	}
	alias = strings.ToLower(strings.TrimSuffix(alias, "."))
	if alias == "" {
		if dkim.ReadKey(c.name, texts).Fault == "" {
			d.found(senders.Match{Preset: c.preset}, c.in, c.name)
		}
		return
	}
	m := senders.ByHost(alias)
	switch {
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

// qtype is what is asked for at the name.
func (c clue) qtype() tree.Type {
	if c.named {
		return tree.TXT
	}
	return "CNAME"
}

// ask gives where an alias leads, and the texts where those count, too.
func (c clue) ask(ctx context.Context, lookup resolve.Lookup) (alias string, texts []string, err error) {
	if c.qtype() != tree.TXT {
		alias, err = lookup.LookupCNAME(ctx, c.name)
		return alias, nil, err
	}
	alias, parts, err := lookup.AliasAndTXT(ctx, c.name)
	for _, strs := range parts {
		texts = append(texts, strings.Join(strs, ""))
	}
	return alias, texts, err
}
