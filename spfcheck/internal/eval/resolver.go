package eval

import (
	"context"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// existsMark goes in front of the name of an exists term. go/spf asks the same
// method for a, mx and exists, but exists wants A even for an IPv6 client
// (RFC 7208 §5.7). In names parentheses are escaped, so the mark can't be one.
const existsMark = "(A)"

// malformed stands in for a record with a syntax error: go/spf stops reading at
// the match, but RFC 7208 §4.6 makes an error anywhere in the record a permerror.
const malformed = "v=spf1 !"

// resolver is what go/spf sees of DNS in one evaluation: SPF records that have
// been parsed strictly and have had their macros expanded. What was asked is
// memoized, failures too, so the walk sees the DNS that go/spf saw.
type resolver struct {
	lookup resolve.Lookup
	req    Request // Client is neither mapped nor zoned
	parsed *Records
	queue  *queue // of a prefetch; nil: who asks waits for the answer
	cut    bool   // a record was handed over without a term that can't be expanded
	ptr    bool   // one was handed over with ptr

	perLocal bool // what was expanded hangs on the local part

	prefetched resolve.Exchanger // Evaluator.Prefetch
	under      sync.WaitGroup    // the prefetch beside this evaluation
	stop       func()            // of that; nil: it wasn't begun

	records memo[[]record.Record]
	addrs   memo[[]net.IPAddr]
	mxs     memo[[]*net.MX]
	names   memo[[]string]
}

func newResolver(e Evaluator, req Request) *resolver {
	// RFC 7208 §5: an IPv4-mapped address is an IPv4 address.
	req.Client = req.Client.Unmap().WithZone("")
	return &resolver{
		lookup:     resolve.Lookup{Exchanger: e.Exchanger, Client: req.Client},
		req:        req,
		parsed:     e.Records,
		prefetched: e.Prefetch,
	}
}

// check has go/spf evaluate the request. Macros are expanded before go/spf sees
// them, so it needs nothing of the sender but the domain: a local part with an "@"
// can't mislead it.
func (r *resolver) check(ctx context.Context, options ...spf.Option) (spf.Result, error) {
	options = append(options, spf.WithContext(ctx), spf.WithResolver(r))
	return spf.CheckHostWithSender(r.req.Client.AsSlice(), "", "postmaster@"+r.req.Domain(), options...)
}

// LookupTXT gives the SPF records of a domain as go/spf is to read them.
func (r *resolver) LookupTXT(ctx context.Context, domain string) ([]string, error) {
	records, err := r.published(ctx, domain)
	var texts []string
	for _, rec := range records {
		texts = append(texts, r.handOver(ctx, domain, rec))
	}
	return texts, err
}

// LookupIPAddr gives the addresses of a name, of the client's family only; for
// exists, always IPv4.
func (r *resolver) LookupIPAddr(ctx context.Context, name string) ([]net.IPAddr, error) {
	return r.addrs.get(ctx, r, name, (*resolver).askAddrs)
}

func (r *resolver) askAddrs(ctx context.Context, name string) ([]net.IPAddr, error) {
	target, exists := strings.CutPrefix(name, existsMark)
	if !exists {
		return r.lookup.LookupIPAddr(ctx, name)
	}
	ipv4 := r.lookup
	ipv4.Client = netip.IPv4Unspecified()
	return ipv4.LookupIPAddr(ctx, target)
}

// LookupMX gives the MX hosts of a name.
func (r *resolver) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	return r.mxs.get(ctx, r, name, (*resolver).askMX)
}

func (r *resolver) askMX(ctx context.Context, name string) ([]*net.MX, error) {
	return r.lookup.LookupMX(ctx, name)
}

// LookupAddr gives the names of an address.
func (r *resolver) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	return r.names.get(ctx, r, addr, (*resolver).askNames)
}

func (r *resolver) askNames(ctx context.Context, addr string) ([]string, error) {
	return r.lookup.LookupAddr(ctx, addr)
}

// published gives the SPF records of a domain (RFC 7208 §4.5).
func (r *resolver) published(ctx context.Context, domain string) ([]record.Record, error) {
	began := time.Now()
	records, err := r.records.get(ctx, r, domain, (*resolver).askRecords)
	if r.prefetched != nil && time.Since(began) >= near {
		r.prefetchBeside(ctx, domain, records)
	}
	return records, err
}

func (r *resolver) askRecords(ctx context.Context, domain string) ([]record.Record, error) {
	texts, err := r.lookup.LookupTXT(ctx, domain)
	var records []record.Record
	for _, text := range texts {
		if record.IsSPF(text) {
			records = append(records, r.parsed.parse(text))
		}
	}
	return records, err
}

// handOver writes a record for go/spf, as far as an evaluation can get: it ends
// at the eleventh term that asks DNS (RFC 7208 §4.6.4), and thousands more that
// a hostile record may have aren't worth expanding.
func (r *resolver) handOver(ctx context.Context, domain string, rec record.Record) string {
	if len(rec.Errors) > 0 {
		return malformed
	}
	text := append(make([]byte, 0, 128), "v=spf1"...)
	lookups := 0
	for i := range rec.Terms {
		t := &rec.Terms[i]
		switch {
		case t.Prefix.IsValid() && !r.in(t.Prefix):
			// It asks nothing and doesn't match: go/spf would only read it.
			continue
		case r.req.lacking(t.Domain) != Missing{}:
			r.cut, r.perLocal = true, true
			if t.Name != "redirect" { // which comes last, wherever it stands
				return string(text)
			}
		case t.Modifier && t.Name != "redirect":
			// exp has no part in the result, unknown ones have no meaning.
		default:
			r.ptr = r.ptr || t.Name == "ptr"
			text = append(append(text, ' '), t.Qualifier.String()...)
			text = append(text, r.expand(ctx, domain, t)...)
			if !t.Modifier && t.CountsLookup() { // redirect comes last, wherever it stands
				lookups++
			}
		}
		if lookups > record.MaxLookups {
			break
		}
	}
	return string(text)
}

// in reports whether the client is in a range of ip4 or ip6. An IPv4-mapped range
// has nobody in it: IPv4 clients are for ip4 alone (RFC 7208 §5).
func (r *resolver) in(p netip.Prefix) bool {
	return p.Contains(r.req.Client)
}

// expand writes one term without its qualifier, its domain always named and its
// macros expanded.
func (r *resolver) expand(ctx context.Context, domain string, t *record.Term) string {
	switch t.Name {
	case "all":
		return t.Name
	case "ip4", "ip6":
		return t.Name + ":" + t.Prefix.String()
	case "redirect":
		return "redirect=" + r.target(ctx, domain, t)
	case "exists":
		return "exists:" + existsMark + r.target(ctx, domain, t)
	case "a", "mx":
		if t.Bits4 == 32 && t.Bits6 == 128 {
			return t.Name + ":" + r.target(ctx, domain, t)
		}
		return t.Name + ":" + r.target(ctx, domain, t) + "/" + strconv.Itoa(t.Bits4) + "//" + strconv.Itoa(t.Bits6)
	default: // include, ptr
		return t.Name + ":" + r.target(ctx, domain, t)
	}
}

// target is the name that a term of the domain's record asks for.
func (r *resolver) target(ctx context.Context, domain string, t *record.Term) string {
	var values record.Values
	if t.Domain.HasMacro() {
		r.noteLocal(t.Domain)
		values = r.values(ctx, domain)
	}
	return t.Target(domain, values)
}

// noteLocal notes whether what m expands to hangs on the local part.
func (r *resolver) noteLocal(m record.MacroString) {
	r.perLocal = r.perLocal || strings.ContainsAny(m.Letters(), "ls")
}

// values are what macros expand to in the record of the domain.
func (r *resolver) values(ctx context.Context, domain string) record.Values {
	// A target is escaped; it would be escaped twice where it becomes the value of %{d}.
	domain = dnsmsg.Unescape(domain)
	return record.Values{
		Sender:    r.req.Sender,
		Domain:    domain,
		Helo:      r.req.Helo,
		Client:    r.req.Client,
		Validated: func() string { return r.validatedName(ctx, domain) },
	}
}
