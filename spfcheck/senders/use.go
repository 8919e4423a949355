package senders

import (
	"regexp"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Use is a preset with the parameter filled in.
type Use struct {
	Preset   *Preset
	Value    string   // of the preset's parameter; "" when it has none
	Terms    []string // for the SPF record of the From domain
	RangesAt string   // the domain whose SPF record holds the service's addresses; "" for none
	Hosts    []string // hosts of the service that send by their own addresses
}

// Parse reads the input Via: the ID of a preset, and after a colon the value
// of its parameter. An error is an *input.Error.
func Parse(value string) (Use, error) {
	id, parameter, colon := strings.Cut(strings.ToLower(strings.TrimSpace(value)), ":")
	p := ByID(id)
	switch {
	case p == nil:
		return Use{}, viaError(Unknown(id))
	case p.Parameter == nil && colon:
		return Use{}, &input.Error{Input: input.Via, Problem: noParameter.Format(id, parameter), Hint: writeAlone.Format(id)}
	case p.Parameter == nil:
		return p.with(""), nil
	case !colon && p.Parameter.Default == "":
		return Use{}, p.parameterError(needsParameter.Format(id, p.Parameter.Name))
	case !colon:
		return p.with(p.Parameter.Default), nil
	case parameter == "":
		return Use{}, p.parameterError(emptyParameter.Format(id))
	}
	short := strings.TrimSuffix(strings.TrimSuffix(parameter, "."), "."+p.Parameter.Domain)
	if !p.Parameter.fits(short) {
		return Use{}, p.parameterError(badParameter.Format(id, p.Parameter.Name, parameter))
	}
	return p.with(short), nil
}

// String gives the input Via that Parse reads u from.
func (u Use) String() string {
	if u.Preset.Parameter == nil {
		return u.Preset.ID
	}
	return u.Preset.ID + ":" + u.Value
}

// EnvelopeDomain gives the domain that the service puts into the envelope From
// of mail from fromDomain, as long as no other was set up. It is "" when nobody
// says which. known is false also for a domain that is only right if the
// preset's Envelope.If holds.
func (u Use) EnvelopeDomain(fromDomain string) (domain string, known bool) {
	e := u.Preset.Envelope
	for _, pattern := range e.Default {
		if pattern.When != "" && pattern.When != u.Value {
			continue
		}
		if fromDomain == "" && strings.Contains(pattern.Domain, fromPlaceholder) {
			return "", false
		}
		domain = strings.ReplaceAll(u.Preset.fill(pattern.Domain, u.Value), fromPlaceholder, fromDomain)
		return domain, !e.If.Complete()
	}
	return "", false
}

// Placeholders of names.
const (
	fromPlaceholder = "<domain>"
	subPlaceholder  = "<subdomain>"
)

// with fills the value of the parameter in.
func (p *Preset) with(value string) Use {
	u := Use{Preset: p, Value: value, RangesAt: p.fill(p.RangesAt, value)}
	for _, term := range p.Terms {
		u.Terms = append(u.Terms, p.fill(term, value))
	}
	for _, host := range p.Hosts {
		u.Hosts = append(u.Hosts, p.fill(host, value))
	}
	return u
}

func (p *Preset) fill(name, value string) string {
	if p.Parameter == nil {
		return name
	}
	return strings.ReplaceAll(name, "<"+p.Parameter.Name+">", value)
}

// fits reports whether a value has the parameter's form.
func (p *Parameter) fits(value string) bool {
	form, err := regexp.Compile(`^(?:` + p.Form + `)$`)
	return err == nil && len(value) <= maxLabel && form.MatchString(value)
}

// maxLabel is the longest that a label of a domain name can be (RFC 1035 §2.3.4).
const maxLabel = 63
