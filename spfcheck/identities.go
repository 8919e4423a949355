package spfcheck

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Identities is what a message says of its sender, before any DNS.
type Identities struct {
	Version    int         `json:"version"`    // the version of this form: fields are added under the same version, never renamed or removed
	Identities []Identity  `json:"identities"` // all four, those that the message lacks included
	Notes      []i18n.Text `json:"notes"`      // what to know about how they were found
}

// identitiesVersion is the version of the JSON of Identities.
const identitiesVersion = 1

// FindIdentities lists the four identities of a message, those that it lacks
// included, and which setting of which profile looks at each; nil profiles are
// carriers.Defaults. It asks no DNS. An error is an *input.Error.
func FindIdentities(src identity.Source, profiles []*carriers.Profile) (*Identities, error) {
	if profiles == nil {
		profiles = carriers.Defaults
	}
	found, notes, err := src.Identities()
	if err != nil {
		return nil, err
	}
	out := &Identities{Version: identitiesVersion, Notes: append([]i18n.Text{}, notes...)}
	for _, id := range found {
		out.Identities = append(out.Identities, newIdentity(id, src.Words, found, profiles))
	}
	return out, nil
}

// newIdentity gives the public form of one of the identities found.
func newIdentity(id identity.Identity, words input.Words, found []identity.Identity, profiles []*carriers.Profile) Identity {
	out := Identity{Kind: id.Kind, Domain: id.Domain, Field: fieldOf(id, words), LookedAt: lookers(id.Kind, found, profiles)}
	out.Why = id.Why
	if id.Evaluable() {
		out.Address = &id.Address
	} else {
		out.Field = id.Why.EN
	}
	return out
}

// fieldOf says where an identity comes from: a header field, or an input in the
// words of a front end.
func fieldOf(id identity.Identity, words input.Words) string {
	if id.Input == "" {
		return id.Field
	}
	return strings.TrimSpace(words.Of(id.Input) + " " + id.Field)
}

// lookers names the settings that look at a kind of identity, be it in place of
// one that is absent.
func lookers(kind identity.Kind, found []identity.Identity, profiles []*carriers.Profile) []string {
	absent := func(k identity.Kind) bool {
		return slices.ContainsFunc(found, func(id identity.Identity) bool {
			return id.Kind == k && id.Status == identity.Absent
		})
	}
	looks := func(l carriers.Look) bool {
		return l.Identity == kind || (l.Else == kind && absent(l.Identity))
	}
	looked := []string{}
	for _, p := range profiles {
		for i := range p.Filters {
			settings := p.Filters[i].Settings
			for j := range settings {
				if slices.ContainsFunc(settings[j].Looks, looks) {
					looked = append(looked, p.ID+":"+settings[j].ID)
				}
			}
		}
	}
	return looked
}

// viaEnvelope is the note on an envelope From that was taken from a preset.
var viaEnvelope = i18n.Text{
	EN: "no envelope From was given: %s, the default of %s, is assumed",
	JA: "エンベロープ From の指定がないため、%[2]s の初期値である %[1]s を仮定しました",
}

// assumeEnvelope takes the sending service's default envelope From where none
// was given.
func (r *run) assumeEnvelope() {
	via := r.request.Via
	if via == nil || r.identity(identity.MailFrom).Status != identity.NotGiven || r.request.MailFrom != nil {
		return
	}
	from := r.identity(identity.From)
	if from.Status == identity.BadDomain {
		from.Domain = "" // nothing is made of it
	}
	domain, known := via.EnvelopeDomain(from.Domain)
	if domain == "" {
		return
	}
	for i := range r.identities {
		if r.identities[i].Kind == identity.MailFrom {
			r.identities[i] = identity.Identity{
				Kind: identity.MailFrom, Status: identity.Known,
				Address: "postmaster@" + domain, Local: "postmaster", AnyLocal: true, Domain: domain, Input: input.Via, Field: via.String(),
			}
		}
	}
	r.assumed = append(r.assumed, viaEnvelope.Format(domain, via.String()))
	if !known {
		r.assumed = append(r.assumed, via.Preset.Envelope.If)
	}
}
