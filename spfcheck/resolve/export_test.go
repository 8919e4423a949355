package resolve

import (
	"crypto/tls"

	"github.com/miekg/dns"
)

// ServerTLS is Server with the settings for TLS, for tests with a CA of their own.
func ServerTLS(addr string, config *tls.Config) (Exchanger, error) { return newServer(addr, config) }

// ReadAnswer reads what a server sent.
func ReadAnswer(wire []byte, query *dns.Msg) (*dns.Msg, error) { return readAnswer(wire, query) }

// Owns says whether rr is at the name, and whether it is when its owner is taken
// apart.
func Owns(text string, rr dns.RR) (owns, reference bool) {
	n, err := parseName(text)
	if err != nil {
		panic(err)
	}
	owner, ok := ownerOf(rr)
	return n.owns(rr), ok && owner == n
}
