package resolve

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"
	"time"
)

const (
	resolvConf      = "/etc/resolv.conf"
	maxResolvConf   = 1 << 20
	maxNameservers  = 3 // as resolv.conf(5) has it: MAXNS
	localNameserver = "127.0.0.1:53"
)

// System asks the name servers of /etc/resolv.conf, one after another. Its
// search list isn't used: names are full names.
func System() (Exchanger, error) {
	servers, err := SystemServers()
	if err != nil {
		return nil, err
	}
	return Failover(servers...), nil
}

// OrSystem gives e, and where that is nil the [System]'s name servers, each
// question tried twice and the answers kept.
func OrSystem(e Exchanger) (Exchanger, error) {
	if e != nil {
		return e, nil
	}
	system, err := System()
	if err != nil {
		return nil, err
	}
	return Chain(system, Retry(2, 2*time.Second), Cache()), nil
}

// SystemServers gives the name servers of /etc/resolv.conf one by one, for a
// [Pool].
func SystemServers() ([]Exchanger, error) {
	f, err := os.Open(resolvConf)
	if err != nil {
		return nil, fmt.Errorf("finding the system's name servers: %w; name a server instead", err)
	}
	defer f.Close()
	return nameservers(f)
}

// nameservers reads a file such as resolv.conf(5) describes: the first three, or the
// one on this machine when there is none.
func nameservers(r io.Reader) ([]Exchanger, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxResolvConf+1))
	if err == nil && len(text) > maxResolvConf {
		err = fmt.Errorf("more than %d MiB", maxResolvConf>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("reading resolv.conf: %w", err)
	}
	var servers []Exchanger
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "nameserver" || len(servers) == maxNameservers {
			continue
		}
		ip, err := netip.ParseAddr(words[1])
		if err != nil {
			return nil, fmt.Errorf("reading resolv.conf: line %d: %q is not an IP address", number, words[1])
		}
		servers = append(servers, newDatagramServer(netip.AddrPortFrom(ip, plainPort).String()))
	}
	if len(servers) == 0 {
		servers = append(servers, newDatagramServer(localNameserver))
	}
	return servers, nil
}
