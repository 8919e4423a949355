package rules

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// wrongOwners are names where SPF records are put by mistake: labels in front of
// the domain. They are in the order of asking.
var wrongOwners = []string{"_spf", "spf", "www", "mail"}

// LoadAround asks DNS, all at once, for what stands around a domain's SPF record.
// It never fails: what DNS would not tell is dmarc.ExistsUnknown, or stays empty. Exists is
// dmarc.NotAsked where the name exists and has none of the types that were asked for,
// since it may have others. Servers are left to [LoadServers].
func LoadAround(ctx context.Context, lookup resolve.Lookup, domain string) *Around {
	a := &Around{Domain: domain}
	l := aroundLoader{ctx: ctx, lookup: lookup, around: a}
	var asking sync.WaitGroup
	asking.Go(l.texts)
	asking.Go(l.alias)
	asking.Go(l.type99)
	asking.Go(l.addresses)
	asking.Go(l.mxs)
	asking.Wait()
	// Of the two, one that is there is enough.
	if l.mxErr == nil && a.MX == dmarc.Exists && open(l.addressErr) {
		a.Address = dmarc.NotAsked
	}
	if l.addressErr == nil && a.Address == dmarc.Exists && open(l.mxErr) {
		a.MX = dmarc.NotAsked
	}
	a.Exists = l.exists()
	return a
}

// open reports whether err says that a proposed change leaves the answer open.
func open(err error) bool { return errors.As(err, new(zone.UndeterminedError)) }

// aroundLoader fills an Around. Its methods but exists may run at once: each has
// fields of its own.
type aroundLoader struct {
	ctx    context.Context
	lookup resolve.Lookup
	around *Around

	hasText, hasIPv6             bool
	textErr, aliasErr, type99Err error
	addressErr, ipv6Err, mxErr   error
}

// texts looks for SPF records at the domain, and where there is none, at the
// names where they are put by mistake.
func (l *aroundLoader) texts() {
	domain := l.around.Domain
	texts, err := l.lookup.LookupTXT(l.ctx, domain)
	l.hasText, l.textErr = len(texts) > 0, err
	l.around.TooLarge = resolve.Truncated(err)
	if resolve.Failed(err) || len(spfOnly(texts)) > 0 {
		return
	}
	labels := append(slices.Clone(wrongOwners), "*")
	found := make([][]string, len(labels))
	var asking sync.WaitGroup
	for i, label := range labels {
		asking.Go(func() {
			texts, _ := l.lookup.LookupTXT(l.ctx, label+"."+domain) // no answer: nothing to say
			found[i] = spfOnly(texts)
		})
	}
	asking.Wait()
	ofWildcard := func(text string) bool { return slices.Contains(found[len(wrongOwners)], text) }
	for i, label := range wrongOwners {
		found[i] = slices.DeleteFunc(found[i], ofWildcard) // put at none of these names
		if len(found[i]) == 0 {
			continue
		}
		if l.around.Misplaced == nil {
			l.around.Misplaced = map[string][]string{}
		}
		l.around.Misplaced[label+"."+domain] = found[i]
	}
}

func (l *aroundLoader) alias() {
	target, err := l.lookup.LookupCNAME(l.ctx, l.around.Domain)
	l.around.Alias, l.aliasErr = strings.TrimSuffix(target, "."), err
}

func (l *aroundLoader) type99() {
	l.around.Type99, l.type99Err = l.lookup.LookupSPF99(l.ctx, l.around.Domain)
}

func (l *aroundLoader) addresses() {
	ipv4, ipv6 := l.lookup, l.lookup
	ipv4.Client, ipv6.Client = netip.IPv4Unspecified(), netip.IPv6Unspecified()
	addrs, err := ipv4.LookupIPAddr(l.ctx, l.around.Domain)
	l.around.Address, l.addressErr = existence(len(addrs), err), err
	addrs, err = ipv6.LookupIPAddr(l.ctx, l.around.Domain)
	l.hasIPv6, l.ipv6Err = len(addrs) > 0, err
}

func (l *aroundLoader) mxs() {
	mxs, err := l.lookup.LookupMX(l.ctx, l.around.Domain)
	l.around.MX, l.mxErr = existence(len(mxs), err), err
}

// exists says whether the domain has any record, once all the answers are there.
func (l *aroundLoader) exists() dmarc.Existence {
	a := l.around
	if l.hasText || l.hasIPv6 || a.Alias != "" || len(a.Type99) > 0 || a.Address == dmarc.Exists || a.MX == dmarc.Exists {
		return dmarc.Exists
	}
	if slices.ContainsFunc([]error{l.textErr, l.aliasErr, l.type99Err, l.addressErr, l.ipv6Err, l.mxErr}, resolve.Failed) {
		return dmarc.ExistsUnknown
	}
	if resolve.NotFound(l.textErr) {
		return dmarc.DoesNotExist
	}
	return dmarc.NotAsked
}

// existence says what an answer of n records means.
func existence(n int, err error) dmarc.Existence {
	switch {
	case n > 0, resolve.ThereAre(err):
		return dmarc.Exists
	case resolve.Failed(err):
		return dmarc.ExistsUnknown
	default:
		return dmarc.DoesNotExist
	}
}

// spfOnly gives the SPF records among the texts.
func spfOnly(texts []string) []string {
	var records []string
	for _, text := range texts {
		if record.IsSPF(text) {
			records = append(records, text)
		}
	}
	return records
}
