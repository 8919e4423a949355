package resolve

import (
	"crypto/tls"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// ServerTLS is Server with the settings for TLS, for tests with a CA of their own.
func ServerTLS(addr string, config *tls.Config) (Exchanger, error) { return newServer(addr, config) }

// ServerUDP is Server for an address with its port, with sockets of such a life.
func ServerUDP(addr string, life time.Duration) Exchanger {
	return &server{addr, overDatagram(addr, life)}
}

// ReadAnswer reads what a server sent as the answer to a query with the id 0.
func ReadAnswer(wire []byte, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		panic(err)
	}
	put := newQuery(k, true)
	put.setID(0)
	return readAnswer(wire, put)
}

// NewQuery writes the query for a question.
func NewQuery(q dns.Question, edns bool) ([]byte, error) {
	k, err := dnsmsg.NewQuestion(q)
	return newQuery(k, edns).packed, err
}

// Nameservers reads a resolv.conf.
var Nameservers = nameservers

// WithTimeout is context.WithTimeout without a timer that nobody waits for.
var WithTimeout = withTimeout
