// Package dnsmsg has the names and questions of the DNS in a form in which they
// can be compared, and reads what an answer says of a name.
package dnsmsg

import (
	"context"
	"fmt"

	"github.com/miekg/dns"
)

// Exchanger answers one question, as resolve.Exchanger does.
type Exchanger interface {
	Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error)
}

// Question is a question of class IN.
type Question struct {
	Name Name
	Type uint16
}

// NewQuestion refuses what no server could be asked: another class, or a name
// that can't be put into a message.
func NewQuestion(q dns.Question) (Question, error) {
	if q.Qclass != dns.ClassINET {
		return Question{}, fmt.Errorf("asking for %q: class %s is not supported, only IN", q.Name, dns.Class(q.Qclass))
	}
	n, err := ParseName(q.Name)
	if err != nil {
		return Question{}, fmt.Errorf("asking for %q: %w", q.Name, err)
	}
	return Question{n, q.Qtype}, nil
}

// Wire gives q in the form that Exchangers take.
func (q Question) Wire() dns.Question {
	return dns.Question{Name: q.Name.String(), Qtype: q.Type, Qclass: dns.ClassINET}
}

// String gives q for people: "shop.example.jp TXT".
func (q Question) String() string {
	return q.Name.Display() + " " + dns.Type(q.Type).String()
}

// NewReply begins the answer to q, as a server that is both authoritative and
// recursive would give it.
func NewReply(q dns.Question) *dns.Msg {
	return &dns.Msg{
		MsgHdr: dns.MsgHdr{
			Response: true, Authoritative: true, RecursionDesired: true, RecursionAvailable: true,
		},
		Question: []dns.Question{q},
	}
}
