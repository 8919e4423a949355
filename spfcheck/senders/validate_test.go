package senders

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Validate reports what is wrong with All, all of it.
func Validate() error {
	var faults []error
	seen := map[string]bool{}
	for _, p := range All {
		for _, name := range append([]string{p.ID}, p.Aliases...) {
			if seen[name] {
				faults = append(faults, fmt.Errorf("%s: %s: used twice", p.ID, name))
			}
			seen[name] = true
		}
		faults = append(faults, p.Validate())
	}
	return errors.Join(faults...)
}

// Validate reports what is wrong with p, all of it: text missing in a language,
// nothing to publish or to resolve, a term that holds addresses, a placeholder
// that nothing fills, a parameter whose own example it refuses, knowledge
// without a source.
func (p *Preset) Validate() error {
	v := &validator{preset: p}
	if !idForm.MatchString(p.ID) {
		v.fault("no ID")
	}
	for _, alias := range p.Aliases {
		if !idForm.MatchString(alias) {
			v.fault("alias %q: not the form of an ID", alias)
		}
	}
	v.text("name", p.Name)
	v.parameter()
	v.terms()
	v.envelope()
	v.known("terms", p.Basis, p.Source)
	v.selectors()
	for i, n := range p.Notes {
		where := fmt.Sprintf("note %d", i+1)
		v.text(where, n.Text)
		v.known(where, n.Basis, n.Source)
	}
	for i, a := range p.Advice {
		v.text(fmt.Sprintf("advice %d", i+1), a)
	}
	return errors.Join(v.faults...)
}

// IDs are written before a colon, and hints compare them in lower case.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]+$`)

var placeholder = regexp.MustCompile(`<[^>]*>`)

type validator struct {
	preset *Preset
	faults []error
}

func (v *validator) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Errorf(v.preset.ID+": "+format, args...))
}

func (v *validator) parameter() {
	p := v.preset.Parameter
	if p == nil {
		return
	}
	v.text("parameter", p.Doc)
	if _, err := regexp.Compile(p.Form); err != nil || p.Name == "" {
		v.fault("parameter %q: no name, or no form: %v", p.Name, err)
	}
	if !p.fits(p.Example) || p.Default != "" && !p.fits(p.Default) {
		v.fault("parameter %q: its example or default doesn't have its form", p.Name)
	}
	for _, value := range p.Values {
		if !p.fits(value) {
			v.fault("parameter %q: %q doesn't have its form", p.Name, value)
		}
	}
}

// terms sees to what is published and resolved.
func (v *validator) terms() {
	p := v.preset
	if len(p.Terms) == 0 {
		v.fault("no terms")
	}
	if p.RangesAt == "" && len(p.Hosts) == 0 {
		v.fault("nothing to resolve: neither RangesAt nor Hosts")
	}
	for _, term := range p.Terms {
		if strings.HasPrefix(term, "ip4:") || strings.HasPrefix(term, "ip6:") {
			v.fault("%s: addresses drift, and aren't kept here", term)
		}
		v.placeholders(term)
	}
	for _, name := range append(slices.Concat(p.Hosts, p.MX, p.Obsolete), p.RangesAt, p.HELO) {
		v.placeholders(name)
	}
	for _, name := range p.Obsolete {
		if slices.Contains(p.Terms, "include:"+name) {
			v.fault("%s: both in terms and obsolete", name)
		}
	}
	if p.MXIfAny && !slices.Contains(p.Terms, "mx") {
		v.fault("a condition for mx, which isn't in terms")
	}
	// Each term looks something up: none holds addresses (RFC 7208 §4.6.4).
	if p.Lookups != nil && p.Lookups.Count < len(p.Terms) {
		v.fault("%d lookups are fewer than the terms", p.Lookups.Count)
	}
}

func (v *validator) envelope() {
	e := v.preset.Envelope
	v.text("envelope", e.Doc)
	v.basis("envelope", e.Basis)
	if e.Basis == NoneFound && (len(e.Default) > 0 || e.Custom != nil) {
		v.fault("envelope: a domain that no source gives")
	}
	if e.If != (i18n.Text{}) {
		v.text("envelope: if", e.If)
	}
	for i, pattern := range e.Default {
		v.placeholders(pattern.Domain, fromPlaceholder)
		if last := i == len(e.Default)-1; last != (pattern.When == "") {
			v.fault("envelope: pattern %q: the last one, and no other, is for any value", pattern.Domain)
		}
	}
	if e.Custom == nil {
		return
	}
	v.text("custom envelope", e.Custom.Doc)
	v.placeholders(e.Custom.Domain, fromPlaceholder, subPlaceholder)
	for _, r := range e.Custom.Records {
		v.placeholders(r)
	}
}

func (v *validator) selectors() {
	s := v.preset.Selectors
	if s == nil {
		return
	}
	v.known("selectors", s.Basis, s.Source)
	if s.Doc != (i18n.Text{}) || len(s.Names) == 0 {
		v.text("selectors", s.Doc)
	}
	for _, name := range s.Names {
		v.placeholders(name)
	}
}

// placeholders refuses those of a name that are neither the parameter's nor allowed.
func (v *validator) placeholders(name string, allowed ...string) {
	if p := v.preset.Parameter; p != nil {
		allowed = append(allowed, "<"+p.Name+">")
	}
	for _, found := range placeholder.FindAllString(name, -1) {
		if !slices.Contains(allowed, found) {
			v.fault("%s: nothing fills %s", name, found)
		}
	}
}

func (v *validator) text(where string, t i18n.Text) {
	if !t.Complete() {
		v.fault("%s: text missing in a language: %+v", where, t)
	}
}

func (v *validator) basis(where string, basis carriers.Basis) {
	if !slices.Contains(Bases, basis) {
		v.fault("%s: unknown basis %q", where, basis)
	}
}

func (v *validator) known(where string, basis carriers.Basis, source Source) {
	v.basis(where, basis)
	if basis == NoneFound {
		return
	}
	v.text(where+": source", source.Title)
	if source.URL != "" && !strings.HasPrefix(source.URL, "https://") {
		v.fault("%s: %q is not the address of a page", where, source.URL)
	}
}
