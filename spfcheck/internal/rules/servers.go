package rules

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// The limits of [LoadServers].
const (
	maxServers   = 13 // as many as the root has; no zone needs more
	maxAddresses = 2  // of one server, tried one after another
	maxAliases   = 10 // from the domain to the zone that has the record
)

// LoadServers asks each authoritative server of the domain's zone, at most 13 and
// all at once, for the domain's TXT records. Their names come from lookup, found
// by walking up from the domain; where it has a CNAME, the zone that this leads to
// is meant. query makes what asks the server at an IP address.
//
// It never fails: a server's trouble is its Error, and where no server could be
// found, the only Server has no Name and says why.
func LoadServers(
	ctx context.Context, lookup resolve.Lookup, domain string, query func(server string) (resolve.Exchanger, error),
) []Server {
	owner, err := aliasEnd(ctx, lookup, domain)
	if err != nil {
		return []Server{{Texts: []string{}, Error: err.Error()}}
	}
	hosts, err := nameServers(ctx, lookup, owner)
	if err != nil {
		return []Server{{Texts: []string{}, Error: err.Error()}}
	}
	servers := make([]Server, len(hosts))
	var asking sync.WaitGroup
	for i, host := range hosts {
		asking.Go(func() {
			servers[i] = Server{Name: host, Texts: []string{}}
			texts, err := askServer(ctx, lookup, host, owner, query)
			if err != nil {
				servers[i].Error = resolve.Cause(err)
				return
			}
			servers[i].Texts = append(servers[i].Texts, slices.Sorted(slices.Values(texts))...)
		})
	}
	asking.Wait()
	return servers
}

// aliasEnd follows the CNAMEs of a domain to the name that has the records.
func aliasEnd(ctx context.Context, lookup resolve.Lookup, domain string) (string, error) {
	name := domain
	for range maxAliases {
		target, err := lookup.LookupCNAME(ctx, name)
		if resolve.Failed(err) {
			return "", fmt.Errorf("looking for a CNAME at %s: %s", name, resolve.Cause(err))
		}
		if target == "" {
			return name, nil
		}
		name = strings.TrimSuffix(target, ".")
	}
	return "", fmt.Errorf("looking for the end of the CNAMEs at %s: more than %d", domain, maxAliases)
}

// nameServers finds the servers of the zone that a name is in: those of the
// closest name above that has NS records. The root isn't asked.
func nameServers(ctx context.Context, lookup resolve.Lookup, name string) ([]string, error) {
	for at := strings.TrimSuffix(name, "."); at != ""; {
		hosts, err := lookup.LookupNS(ctx, at)
		if resolve.Failed(err) {
			return nil, fmt.Errorf("looking for the name servers of %s: %s", at, resolve.Cause(err))
		}
		if len(hosts) > 0 {
			for i, host := range hosts {
				hosts[i] = strings.ToLower(strings.TrimSuffix(host, "."))
			}
			slices.Sort(hosts)
			hosts = slices.Compact(hosts)
			return hosts[:min(len(hosts), maxServers)], nil
		}
		_, at, _ = strings.Cut(at, ".")
	}
	return nil, fmt.Errorf("looking for the name servers of %s: no zone above it has any", name)
}

// askServer asks one server, at its IPv4 addresses before the others.
func askServer(
	ctx context.Context, lookup resolve.Lookup, host, owner string, query func(string) (resolve.Exchanger, error),
) ([]string, error) {
	lookup.Client = netip.Addr{} // both families
	addrs, err := lookup.LookupIPAddr(ctx, host)
	if resolve.Failed(err) {
		return nil, fmt.Errorf("looking for its address: %s", resolve.Cause(err))
	}
	if len(addrs) == 0 {
		return nil, errors.New("its name has no address")
	}
	var sources []resolve.Exchanger
	for _, a := range addrs[:min(len(addrs), maxAddresses)] {
		source, err := query(a.IP.String())
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	texts, err := resolve.Lookup{Exchanger: resolve.Failover(sources...)}.LookupTXT(ctx, owner)
	if resolve.Failed(err) {
		return nil, err
	}
	return texts, nil
}
