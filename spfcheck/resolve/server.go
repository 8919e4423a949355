package resolve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

const (
	plainPort = 53  // RFC 1035 §4.2
	tlsPort   = 853 // RFC 7858 §3.1

	// answerTimeout is how long an answer is waited for when ctx sets no shorter time.
	answerTimeout = 5 * time.Second
)

// server asks one server by one transport.
type server struct {
	name      string // as errors show it, without what may be a secret
	transport transport
}

// transport carries a query to a server and brings back the answer to it, which
// it has matched with the query.
type transport func(context.Context, query) (*dns.Msg, error)

// Server asks one server, whose address is one of
//
//	192.0.2.53, 2001:db8::53, [2001:db8::53], dns.example, each with :port or without
//	udp://… and tcp://… with any of these; udp is the default
//	tls://dns.example[:853]         DNS over TLS (RFC 7858), over one connection that is kept
//	tls://192.0.2.53#dns.example    with the name of the certificate
//	tls://192.0.2.53#pin-sha256=…   with the SHA-256 of the certificate's key, in Base64
//	https://dns.example/dns-query   DNS over HTTPS (RFC 8484)
//
// It asks over UDP first and over TCP when the answer was cut, gives up after
// 5 seconds if ctx doesn't sooner, and takes no answer but the one to its
// question. The server should be a recursive one, or the zone's own.
func Server(addr string) (Exchanger, error) { return newServer(addr, nil) }

// newServer is Server with the settings for TLS; nil is the default.
func newServer(addr string, config *tls.Config) (Exchanger, error) {
	e, err := parseEndpoint(addr)
	if err != nil {
		return nil, err
	}
	switch e.scheme {
	case "https":
		return &server{shownAddress(addr), overHTTPS(e.url, config)}, nil
	case "tls":
		return &server{shownAddress(addr), overStreams(dialTLS(e, config))}, nil
	case "tcp":
		return &server{shownAddress(addr), overStream(dialTCP(e.hostPort))}, nil
	default:
		return newDatagramServer(e.hostPort), nil
	}
}

func newDatagramServer(hostPort string) *server {
	return &server{hostPort, overDatagram(hostPort, socketLife)}
}

// String names the server as errors do.
func (s *server) String() string { return s.name }

// Exchange asks the server.
func (s *server) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	return exchange(ctx, s, q)
}

func (s *server) ask(ctx context.Context, k question) (*dns.Msg, error) {
	ctx, cancel := withTimeout(ctx, answerTimeout)
	defer cancel()
	m, err := s.fresh(ctx, k)
	if err == nil {
		err = usable(m)
	}
	if err != nil {
		return nil, &serverError{s.name, k, err}
	}
	honest(m)
	return m, nil
}

// staleWait is the time for a server to bring an old answer up to date, which it begins
// when it is asked (RFC 8767 §5).
const staleWait = 500 * time.Millisecond

// fresh asks once more where the answer is an old one.
func (s *server) fresh(ctx context.Context, q question) (*dns.Msg, error) {
	m, err := s.exchange(ctx, q)
	if err != nil || !has(details(m), stale) {
		return m, err
	}
	timer := time.NewTimer(staleWait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return s.exchange(ctx, q)
	case <-ctx.Done():
		return m, nil
	}
}

// exchange asks with EDNS, and once more without when the server seems not to
// know it (RFC 6891 §7).
func (s *server) exchange(ctx context.Context, q question) (*dns.Msg, error) {
	m, err := s.transport(ctx, newQuery(q, true))
	if err != nil {
		return nil, err
	}
	if (m.Rcode == dns.RcodeFormatError || m.Rcode == dns.RcodeNotImplemented) && m.IsEdns0() == nil {
		return s.transport(ctx, newQuery(q, false))
	}
	return m, nil
}

var errLame = errors.New("the server is lame for this name: it gives a referral instead of an answer; " +
	"it does not resolve names for others, so ask a recursive server or the zone's own")

// errDelegated is the errLame of a server that has a zone above the name, and so does
// answer what it has.
var errDelegated = fmt.Errorf("%w", errLame)

// usable refuses what is an answer in form only.
func usable(m *dns.Msg) error {
	if m.Truncated {
		return errTruncated
	}
	switch referral(m) {
	case "":
		return nil
	case ".":
		return errLame
	}
	return errDelegated
}

// referral is the zone that m refers to, from a server that neither has the name nor
// resolves it (RFC 2308 §2.2: NS without SOA in the authority section); "": m is none.
func referral(m *dns.Msg) (zone string) {
	if m.Rcode != dns.RcodeSuccess || len(m.Answer) > 0 || m.Authoritative || m.RecursionAvailable {
		return ""
	}
	for _, rr := range m.Ns {
		switch rr.Header().Rrtype {
		case dns.TypeSOA:
			return ""
		case dns.TypeNS:
			zone = rr.Header().Name
		}
	}
	return zone
}
