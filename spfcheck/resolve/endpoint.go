package resolve

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// endpoint is where a server is and how it is asked.
type endpoint struct {
	scheme   string              // "udp", "tcp", "tls" or "https"
	hostPort string              // unless https
	url      string              // https only
	name     string              // tls only: of the certificate; "": the host
	pins     [][sha256.Size]byte // tls only: of the certificate's key; none: any
}

const endpointForms = `give an address such as 192.0.2.53, [2001:db8::53]:5353, dns.example, ` +
	`tcp://192.0.2.53, tls://dns.example or https://dns.example/dns-query`

func parseEndpoint(addr string) (endpoint, error) {
	e, err := splitEndpoint(addr)
	if err != nil {
		return endpoint{}, fmt.Errorf("the DNS server %q: %w; %s", shownAddress(addr), err, endpointForms)
	}
	return e, nil
}

// shownAddress is what may be shown of a server's address: its scheme and host. User
// info, a path and a query may hold what nobody else should know.
func shownAddress(addr string) string {
	scheme, rest, ok := strings.Cut(addr, "://")
	if !ok {
		scheme, rest = "", addr
	}
	if end := strings.IndexAny(rest, `/?#\`); end >= 0 {
		rest = rest[:end]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if scheme == "" {
		return rest
	}
	return scheme + "://" + rest
}

func splitEndpoint(addr string) (endpoint, error) {
	scheme, rest, ok := strings.Cut(addr, "://")
	if !ok {
		scheme, rest = "udp", addr
	}
	switch scheme = strings.ToLower(scheme); scheme {
	case "udp", "tcp", "tls", "https":
	default:
		return endpoint{}, fmt.Errorf("unsupported scheme %q", scheme)
	}
	if authority, _, _ := strings.Cut(rest, "/"); strings.Contains(authority, "@") {
		return endpoint{}, errors.New("a user and a password are not supported")
	}
	if scheme == "https" {
		u, err := parseURL(addr)
		return endpoint{scheme: scheme, url: u}, err
	}
	if host, _, _ := strings.Cut(rest, "#"); strings.ContainsAny(host, `/?\`) {
		return endpoint{}, errors.New("only https:// has a path")
	}
	e, port := endpoint{scheme: scheme}, uint16(plainPort)
	if scheme == "tls" {
		port = tlsPort
		host, identity, given := strings.Cut(rest, "#")
		if rest = host; given {
			if err := e.identify(identity); err != nil {
				return endpoint{}, err
			}
		}
	}
	var err error
	e.hostPort, err = withPort(rest, port)
	return e, err
}

// withPort adds the port to a host that has none.
func withPort(s string, port uint16) (string, error) {
	bare := s
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		bare = s[1 : len(s)-1]
		if ip, err := netip.ParseAddr(bare); err != nil || !ip.Is6() {
			return "", fmt.Errorf("%q is not an IPv6 address", bare)
		}
	}
	if ip, err := netip.ParseAddr(bare); err == nil {
		return netip.AddrPortFrom(ip, port).String(), nil
	}
	host, number := s, strconv.Itoa(int(port))
	if strings.Contains(s, ":") {
		var err error
		if host, number, err = net.SplitHostPort(s); err != nil {
			return "", fmt.Errorf("%q is not a host with a port", s)
		}
	}
	if n, err := strconv.ParseUint(number, 10, 16); err != nil || n == 0 {
		return "", fmt.Errorf("%q is not a port", number)
	}
	if _, err := netip.ParseAddr(host); err != nil && !isHostName(host) {
		return "", fmt.Errorf("%q is neither an IP address nor a host name", host)
	}
	return net.JoinHostPort(host, number), nil
}

const hostOctets = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

// isHostName takes letters, digits and hyphens (RFC 1123 §2.1). A last label of
// digits only is a broken IPv4 address.
func isHostName(s string) bool {
	s = strings.TrimSuffix(s, ".")
	if _, err := dnsmsg.ParseName(s); err != nil {
		return false
	}
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if label == "" || label != strings.Trim(label, "-") || strings.Trim(label, hostOctets) != "" {
			return false
		}
	}
	_, err := strconv.ParseUint(labels[len(labels)-1], 10, 64)
	return err != nil
}

// parseURL takes the address of a DNS-over-HTTPS service; /dns-query is its path
// if there is none.
func parseURL(addr string) (string, error) {
	u, err := url.Parse(addr)
	switch {
	case err != nil:
		return "", errors.New("it is not a URL") // the error repeats the address
	case u.Hostname() == "":
		return "", errors.New("it has no host name")
	case u.Fragment != "":
		return "", errors.New("only tls:// takes what follows #")
	}
	if u.Path == "" {
		u.Path = "/dns-query"
	}
	return u.String(), nil
}
