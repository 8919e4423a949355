package senders

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"
)

// Match is the preset that a name in DNS belongs to. The zero Match is none.
type Match struct {
	Preset   *Preset
	Value    string // of the preset's parameter; "" where the name doesn't tell
	Standing Standing
}

// Via is what Parse reads the service from. It lacks the parameter where the
// name doesn't tell that.
func (m Match) Via() string { return Use{Preset: m.Preset, Value: m.Value}.String() }

// Standing says how a name belongs to a service.
type Standing string

// The standings.
const (
	Current Standing = "current" // the name is in the service's row
	Former  Standing = "former"  // it is one of Preset.Obsolete
	Related Standing = "related" // it is below a name of the row, or in the same organization
)

// ByInclude finds the service that the target of an include belongs to. Of
// services that share an include it is the first of All.
func ByInclude(name string) Match {
	return first(name, includes())
}

// ByHost finds the service that a host belongs to that sends mail, or whose name
// is in the envelope.
func ByHost(name string) Match {
	return first(name, hosts())
}

// ByMX finds the service that an MX host shows the use of: a name of Preset.MX or
// one below it.
func ByMX(host string) Match {
	for _, p := range All {
		for _, pattern := range p.MX {
			if value, ok := p.read(pattern, host); ok || strings.HasSuffix(host, "."+pattern) {
				return Match{p, value, Current}
			}
		}
	}
	return Match{}
}

// Find finds a service by anything that Parse takes before the colon: its ID, an
// alias, what it is called, or a name of its in DNS. Case doesn't matter.
func Find(name string) Match {
	name = strings.ToLower(strings.TrimSpace(name))
	if p := ByID(name); p != nil {
		return Match{p, "", Current}
	}
	for _, p := range All {
		if slices.Contains(p.Aliases, name) || name == strings.ToLower(p.Name.EN) || name == strings.ToLower(p.Name.JA) {
			return Match{p, "", Current}
		}
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "include:"), ".")
	if m := ByMX(name); m.Preset != nil {
		return m
	}
	if m := ByHost(name); m.Standing != Related {
		return m
	}
	return Match{}
}

// names are those by which a preset is known in one place.
type names struct {
	*Preset
	patterns []string
}

// namesOf lists the names of every preset, once.
func namesOf(patterns func(*Preset) []string) func() []names {
	return sync.OnceValue(func() []names {
		all := make([]names, len(All))
		for i, p := range All {
			all[i] = names{p, patterns(p)}
		}
		return all
	})
}

var (
	includes = namesOf((*Preset).includes)
	hosts    = namesOf(func(p *Preset) []string { return slices.Concat(p.Hosts, p.includes(), p.MX) })
)

// first finds the first preset of which one of the patterns stands for the name,
// or else the first that the name is related to.
func first(name string, all []names) Match {
	var related Match
	organization, _ := publicsuffix.EffectiveTLDPlusOne(name) // "" for a public suffix
	isNear := func(known string) bool { return near(name, organization, known) }
	for _, p := range all {
		for _, pattern := range p.patterns {
			if value, ok := p.read(pattern, name); ok {
				return Match{p.Preset, value, Current}
			}
		}
		if slices.Contains(p.Obsolete, name) {
			return Match{p.Preset, "", Former}
		}
		if related.Preset == nil && (slices.ContainsFunc(p.patterns, isNear) || p.Parameter != nil && p.Parameter.Domain != "" && isNear(p.Parameter.Domain)) {
			related = Match{p.Preset, "", Related}
		}
	}
	return related
}

// includes are the domains of the service that have SPF records for others.
func (p *Preset) includes() []string {
	var names []string
	for _, term := range p.Terms {
		if name, ok := strings.CutPrefix(term, "include:"); ok {
			names = append(names, name)
		}
	}
	for _, pattern := range p.Envelope.Default {
		if !strings.Contains(pattern.Domain, fromPlaceholder) { // it is the sender's own
			names = append(names, pattern.Domain)
		}
	}
	return names
}

// read reports whether a pattern of the preset stands for the name, and with
// which value of the parameter.
func (p *Preset) read(pattern, name string) (value string, ok bool) {
	before, rest, placeholder := strings.Cut(pattern, "<")
	if !placeholder {
		return "", name == pattern
	}
	_, after, _ := strings.Cut(rest, ">")
	value, begins := strings.CutPrefix(name, before)
	value, ends := strings.CutSuffix(value, after)
	if !begins || !ends || !p.Parameter.fits(value) {
		return "", false
	}
	return value, true
}

// near reports whether a name is at or below a known one, or in the same
// organization. Customers' names are below public suffixes such as
// sakura.ne.jp, so that the organization alone doesn't tell.
func near(name, organization, known string) bool {
	if strings.HasSuffix(name, known) && strings.HasSuffix("."+name, "."+known) {
		return true
	}
	if organization == "" || !strings.HasSuffix(known, organization) { // most aren't, and the list is long
		return false
	}
	same, err := publicsuffix.EffectiveTLDPlusOne(known)
	return err == nil && same == organization
}

// LeadsTo reports whether a name is below one of s.Below. It is false for no selectors.
func (s *Selectors) LeadsTo(name string) bool {
	return s != nil && slices.ContainsFunc(s.Below, func(known string) bool { return strings.HasSuffix(name, "."+known) })
}
