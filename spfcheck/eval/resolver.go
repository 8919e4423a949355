package eval

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"spfcheck/spfcheck/record"
	"spfcheck/spfcheck/resolve"
)

// existsMark goes in front of the name of an exists term. go/spf asks the same
// method for a, mx and exists, but exists wants A even for an IPv6 client
// (RFC 7208 §5.7). No name has a raw colon, so the mark can't be one.
const existsMark = "exists:"

// malformed stands in for a record with a syntax error: go/spf stops reading at
// the match, but RFC 7208 §4.6 makes an error anywhere in the record a permerror.
const malformed = "v=spf1 !"

// resolver is what go/spf sees of DNS in one evaluation: a Lookup whose SPF
// records have been parsed strictly and have had their macros expanded.
type resolver struct {
	resolve.Lookup
	req       Request
	published map[string]published // by domain; what was asked once
	names     []string             // of the client, validated; nil: not asked yet
}

// published is what a domain publishes.
type published struct {
	records []record.Record
	texts   []string // the records as go/spf is to read them
	err     error
}

func newResolver(l resolve.Lookup, req Request) *resolver {
	return &resolver{Lookup: l, req: req, published: map[string]published{}}
}

// LookupTXT gives the SPF records of a domain as go/spf is to read them.
func (r *resolver) LookupTXT(ctx context.Context, domain string) ([]string, error) {
	p := r.spf(ctx, domain)
	return p.texts, p.err
}

// spf finds the SPF records among a domain's TXT (RFC 7208 §4.5).
func (r *resolver) spf(ctx context.Context, domain string) published {
	if p, ok := r.published[domain]; ok {
		return p
	}
	var p published
	var texts []string
	texts, p.err = r.Lookup.LookupTXT(ctx, domain)
	for _, text := range texts {
		if record.IsSPF(text) {
			rec := record.Parse(text)
			p.records = append(p.records, rec)
			p.texts = append(p.texts, r.handOver(ctx, domain, rec))
		}
	}
	r.published[domain] = p
	return p
}

// LookupIPAddr gives the addresses of a name, of the client's family only; for
// exists, always IPv4.
func (r *resolver) LookupIPAddr(ctx context.Context, name string) ([]net.IPAddr, error) {
	target, exists := strings.CutPrefix(name, existsMark)
	if !exists {
		return r.Lookup.LookupIPAddr(ctx, name)
	}
	ipv4 := r.Lookup
	ipv4.Client = netip.IPv4Unspecified()
	return ipv4.LookupIPAddr(ctx, target)
}

// handOver writes a record for go/spf.
func (r *resolver) handOver(ctx context.Context, domain string, rec record.Record) string {
	if len(rec.Errors) > 0 {
		return malformed
	}
	terms := make([]string, 0, 1+len(rec.Terms))
	terms = append(terms, "v=spf1")
	for _, t := range rec.Terms {
		if !t.Modifier || t.Name == "redirect" {
			terms = append(terms, r.expand(ctx, domain, t))
		}
	}
	return strings.Join(terms, " ")
}

// expand writes one term with its macros expanded.
func (r *resolver) expand(ctx context.Context, domain string, t record.Term) string {
	if t.Domain.IsZero() {
		return t.Text
	}
	target := t.Domain.ExpandDomain(r.values(ctx, domain))
	if target == "" {
		target = noName
	}
	switch t.Name {
	case "redirect":
		return "redirect=" + target
	case "exists":
		target = existsMark + target
	case "a", "mx":
		target = fmt.Sprintf("%s/%d//%d", target, t.Bits4, t.Bits6)
	}
	return t.Qualifier.String() + t.Name + ":" + target
}

// noName is in no DNS, since its label is too long: it stands for a name of
// which the limit of RFC 7208 §7.3 has left nothing, and costs no question.
var noName = strings.Repeat("x", 64)

// values are what macros expand to in the record of the domain.
func (r *resolver) values(ctx context.Context, domain string) record.Values {
	return record.Values{
		Sender:    r.req.Sender,
		Domain:    domain,
		Helo:      r.req.Helo,
		Client:    r.req.Client.Unmap(),
		Validated: func() string { return r.validatedName(ctx, domain) },
	}
}

// validatedName is the value of %{p}: the domain itself if it is a validated
// name of the client, else one below it, else any, else "unknown" (RFC 7208 §7.3).
func (r *resolver) validatedName(ctx context.Context, domain string) string {
	r.validate(ctx)
	best := "unknown"
	for _, name := range r.names {
		name = strings.TrimSuffix(name, ".")
		switch {
		case strings.EqualFold(name, domain):
			return name
		case hasSuffixFold(name, "."+domain):
			best = name
		case best == "unknown":
			best = name
		}
	}
	return best
}

// validate finds the names of the client that resolve back to it. A name that
// can't be resolved is skipped (RFC 7208 §5.5).
func (r *resolver) validate(ctx context.Context) {
	if r.names != nil {
		return
	}
	r.names = []string{}
	names, err := r.LookupAddr(ctx, r.req.Client.Unmap().String())
	if err != nil {
		return
	}
	for _, name := range names[:min(len(names), maxPTRNames)] {
		addrs, err := r.Lookup.LookupIPAddr(ctx, name)
		if err != nil {
			continue
		}
		for _, a := range addrs {
			if ip, ok := netip.AddrFromSlice(a.IP); ok && ip.Unmap() == r.req.Client.Unmap() {
				r.names = append(r.names, name)
				break
			}
		}
	}
}

// maxPTRNames is how many names of the client are looked at (RFC 7208 §4.6.4).
const maxPTRNames = 10

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}
