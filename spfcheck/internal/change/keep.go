package change

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Kept are published records that stay in a whole zone: those that the patterns match,
// as of DNSControl's IGNORE. Each is a glob in which * goes over dots, too; "" matches
// all (https://docs.dnscontrol.org/language-reference/domain-modifiers/ignore).
type Kept struct {
	Zone   string // its origin
	Labels string // of the owner, relative to the zone, of which @ is the apex
	Types  string // separated by commas
	Data   string // without the dot at the end of a name
	zone.Place
}

// keep takes records that stay. A pattern that can't be read leaves the zone open.
func (r *reader) keep(k Kept) error {
	if _, err := k.read(); err != nil {
		return r.broken(Unknown{Zone: k.Zone}, k.Errorf("%w", err))
	}
	r.change.Kept = append(r.change.Kept, k)
	return nil
}

// kept is a [Kept] that has been read.
type kept struct {
	zone                dnsmsg.Name
	below               []dnsmsg.Name // the zones below it that the files have, of which nothing stays
	labels, types, data *regexp.Regexp
}

func (k Kept) read() (kept, error) {
	made := kept{}
	var err error
	if made.zone, err = dnsmsg.ParseName(k.Zone); err != nil {
		return made, err
	}
	if made.labels, err = glob(k.Labels); err != nil {
		return made, err
	}
	if made.data, err = glob(k.Data); err != nil {
		return made, err
	}
	types := k.Types
	if strings.Contains(types, ",") && !strings.Contains(types, "{") {
		types = "{" + strings.ReplaceAll(types, " ", "") + "}"
	}
	made.types, err = glob(types)
	return made, err
}

var errPattern = errors.New("the pattern can't be read")

// glob makes a regular expression of a pattern.
func glob(pattern string) (*regexp.Regexp, error) {
	if pattern == "" {
		pattern = "*"
	}
	var b strings.Builder
	depth := 0
	for rest := pattern; rest != ""; {
		c := rest[:1]
		switch {
		case c == "*":
			b.WriteString(".*")
		case c == "?":
			b.WriteString(".")
		case c == "{":
			depth++
			b.WriteString("(?:")
		case c == "}":
			depth--
			b.WriteString(")")
		case c == "," && depth > 0:
			b.WriteString("|")
		case strings.ContainsAny(c, `[]!\`): // none has been seen, and what they mean varies
			return nil, errPattern
		default:
			b.WriteString(regexp.QuoteMeta(c))
		}
		rest = rest[len(c):]
	}
	return regexp.Compile("(?is)^" + b.String() + "$")
}

// keeping answers with what stays, beside what the zones have.
func (c *Change) keeping() resolve.Layer {
	var all []kept
	for _, k := range c.Kept {
		if made, err := k.read(); err == nil { // keep has seen to it
			for _, origin := range c.Zones {
				if apex, err := dnsmsg.ParseName(origin); err == nil && apex != made.zone && apex.Within(made.zone) {
					made.below = append(made.below, apex)
				}
			}
			all = append(all, made)
		}
	}
	whole := zone.Overlay(c.whole())
	return func(published resolve.Exchanger) resolve.Exchanger {
		over := whole(published)
		if len(all) == 0 {
			return over
		}
		return keeper{over, published, all}
	}
}

type keeper struct {
	over, published resolve.Exchanger
	kept            []kept
}

func (k keeper) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	question, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	m, err := k.over.Exchange(ctx, q)
	if err != nil {
		return nil, err
	}
	name := question.Name
	if len(m.Answer) == 0 {
		if away, err := k.delegated(ctx, name); err != nil {
			return nil, err
		} else if away {
			return k.published.Exchange(ctx, q)
		}
	}
	if !slices.ContainsFunc(k.kept, func(kept kept) bool { return kept.covers(name) }) {
		return m, nil
	}
	stays, err := k.published.Exchange(ctx, q)
	if err != nil {
		return nil, err
	}
	var links, records []dns.RR
	for _, rr := range stays.Answer {
		if !k.keeps(name, rr) {
			continue
		}
		if rr.Header().Rrtype == dns.TypeCNAME && question.Type != dns.TypeCNAME {
			links = append(links, rr)
		} else {
			records = append(records, rr)
		}
	}
	switch {
	case len(links) > 0 && len(m.Answer) == 0:
		return stays, nil
	case len(records) > 0:
		made := dnsmsg.NewReply(q)
		made.Answer = append(slices.Clip(m.Answer), records...)
		return made, nil
	case m.Rcode == dns.RcodeNameError && stays.Rcode == dns.RcodeSuccess:
		if exists, err := k.exists(ctx, name); err != nil || !exists {
			return m, err
		}
		return dnsmsg.NewReply(q), nil
	}
	return m, nil
}

// exists reports whether a record of another type stays at a name, which then exists.
func (k keeper) exists(ctx context.Context, name dnsmsg.Name) (bool, error) {
	for _, rrtype := range []uint16{dns.TypeA, dns.TypeAAAA, dns.TypeMX, dns.TypeTXT, dns.TypeCNAME, dns.TypeNS} {
		if stays, err := k.stays(ctx, name, rrtype); stays || err != nil {
			return stays, err
		}
	}
	return false, nil
}

// stays reports whether a record of a type stays at a name.
func (k keeper) stays(ctx context.Context, name dnsmsg.Name, rrtype uint16) (bool, error) {
	m, err := k.published.Exchange(ctx, dns.Question{Name: name.String(), Qtype: rrtype, Qclass: dns.ClassINET})
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(m.Answer, func(rr dns.RR) bool { return rr.Header().Rrtype == rrtype && k.keeps(name, rr) }), nil
}

// keeps reports whether a record is one of a name that stays.
func (k keeper) keeps(name dnsmsg.Name, rr dns.RR) bool {
	owner, ok := dnsmsg.OwnerOf(rr)
	return ok && owner == name && slices.ContainsFunc(k.kept, func(kept kept) bool { return kept.matches(owner, rr) })
}

// delegated reports whether a delegation stays at or above a name: other servers then
// answer for it.
func (k keeper) delegated(ctx context.Context, name dnsmsg.Name) (bool, error) {
	for n := name; n != dnsmsg.Root; n = n.Parent() {
		above := func(kept kept) bool { return n != kept.zone && kept.covers(n) && kept.types.MatchString("NS") }
		if !slices.ContainsFunc(k.kept, above) {
			continue
		}
		if stays, err := k.stays(ctx, n, dns.TypeNS); stays || err != nil {
			return stays, err
		}
	}
	return false, nil
}

// covers reports whether the records of a name may stay.
func (k kept) covers(n dnsmsg.Name) bool {
	if !n.Within(k.zone) || slices.ContainsFunc(k.below, n.Within) {
		return false
	}
	labels := strings.TrimSuffix(strings.TrimSuffix(n.String(), k.zone.String()), ".")
	if labels == "" {
		labels = "@"
	}
	return k.labels.MatchString(labels)
}

func (k kept) matches(n dnsmsg.Name, rr dns.RR) bool {
	data := strings.TrimSuffix(dnsmsg.Data(rr), ".")
	switch rr := rr.(type) {
	case *dns.TXT:
		data = dnsmsg.Text(rr.Txt)
	case *dns.MX:
		data = strings.TrimSuffix(rr.Mx, ".")
	}
	return k.covers(n) && k.types.MatchString(dns.Type(rr.Header().Rrtype).String()) &&
		(k.data.MatchString(data) || k.data.MatchString(data+"."))
}
