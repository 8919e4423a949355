package spfcheck

import (
	"slices"

	"spfcheck/carriers"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// Identities is what a message says of its sender, before any DNS.
type Identities struct {
	Version    int         `json:"version"`
	Identities []Identity  `json:"identities"`
	Notes      []i18n.Text `json:"notes"`
}

// FindIdentities lists the four identities of a message, those that it lacks
// included, and which setting of which profile looks at each; nil profiles are
// carriers.Defaults. It asks no DNS. An error is an *identity.Error.
func FindIdentities(src identity.Source, profiles []*carriers.Profile) (*Identities, error) {
	if profiles == nil {
		profiles = carriers.Defaults
	}
	found, notes, err := src.Identities()
	if err != nil {
		return nil, err
	}
	out := &Identities{Version: Version, Notes: append([]i18n.Text{}, notes...)}
	for _, id := range found {
		out.Identities = append(out.Identities, newIdentity(id, profiles))
	}
	return out, nil
}

func newIdentity(id identity.Identity, profiles []*carriers.Profile) Identity {
	out := Identity{Kind: id.Kind, Domain: id.Domain, Field: id.Field, LookedAt: lookers(id.Kind, profiles)}
	if id.Status == identity.Known {
		out.Address = &id.Address
	} else {
		out.Field = id.Why.EN
		out.Why = &id.Why
	}
	return out
}

// lookers names the settings that look at a kind of identity.
func lookers(kind identity.Kind, profiles []*carriers.Profile) []string {
	looked := []string{}
	for _, p := range profiles {
		for _, f := range p.Filters {
			for _, s := range f.Settings {
				if slices.ContainsFunc(s.Looks, func(l carriers.Look) bool { return l.Identity == kind }) {
					looked = append(looked, p.ID+":"+s.ID)
				}
			}
		}
	}
	return looked
}
