package senders

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// Use is a preset with the parameter filled in.
type Use struct {
	Preset   *Preset
	Value    string   // of the preset's parameter; "" when it has none
	Terms    []string // for the SPF record of the From domain
	RangesAt string   // the domain whose SPF record holds the service's addresses; "" for none
	Hosts    []string // hosts of the service that send by their own addresses
}

// Parse reads the input Via: a name of a preset as Find takes it, and after a
// colon the value of its parameter. A name that tells the value needs none. An
// error is an *input.Error.
func Parse(value string) (Use, error) {
	value = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(value)), "include:")
	name, parameter, colon := strings.Cut(value, ":")
	found := Find(name)
	p := found.Preset
	switch {
	case p == nil:
		return Use{}, viaError(Unknown(name))
	case p.Parameter == nil && colon:
		return Use{}, &input.Error{Input: input.Via, Problem: noParameter.Format(p.ID, parameter), Hint: writeAlone.Format(p.ID)}
	case p.Parameter == nil:
		return p.with(""), nil
	case !colon && found.Value == "" && p.Parameter.Default == "":
		return Use{}, p.parameterError(needsParameter.Format(p.ID, p.Parameter.Name))
	case !colon:
		return p.with(cmp.Or(found.Value, p.Parameter.Default)), nil
	case parameter == "":
		return Use{}, p.parameterError(emptyParameter.Format(p.ID))
	}
	short := strings.TrimSuffix(strings.TrimSuffix(parameter, "."), "."+p.Parameter.Domain)
	if !p.Parameter.fits(short) {
		err := p.parameterError(badParameter.Format(p.ID, p.Parameter.Name, parameter))
		err.Hint = spelling.DidYouMean(short, p.Parameter.Values, err.Hint)
		return Use{}, err
	}
	return p.with(short), nil
}

// String gives the input Via that Parse reads u from.
func (u Use) String() string {
	if u.Value == "" {
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

// Record is a DNS record that a service asks its customer for.
type Record struct{ Type, Data string } // the text of a TXT record is without quotes

// CustomEnvelope gives a domain of the sender's own for the envelope From of mail
// from fromDomain, and what is to be published there. The domain is "" where that
// isn't documented, or where the service alone can say a part of it.
func (u Use) CustomEnvelope(fromDomain string) (domain string, records []Record) {
	custom := u.Preset.Envelope.Custom
	if custom == nil || strings.Contains(custom.Domain, "?") {
		return "", nil
	}
	domain = strings.NewReplacer(fromPlaceholder, fromDomain, subPlaceholder, "bounce").Replace(u.Preset.fill(custom.Domain, u.Value))
	for _, r := range custom.Records {
		rrtype, data, _ := strings.Cut(u.Preset.fill(r, u.Value), " ")
		if strings.Contains(data, "*") {
			return "", nil
		}
		records = append(records, Record{rrtype, strings.Trim(data, `"`)})
	}
	return domain, records
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

// fits reports whether a value has the parameter's form, and is one of its values
// where those are known.
func (p *Parameter) fits(value string) bool {
	form, err := regexp.Compile(`^(?:` + p.Form + `)$`)
	known := len(p.Values) == 0 || slices.Contains(p.Values, value)
	return err == nil && known && len(value) <= maxLabel && form.MatchString(value)
}

// maxLabel is the longest that a label of a domain name can be (RFC 1035 §2.3.4).
const maxLabel = 63
