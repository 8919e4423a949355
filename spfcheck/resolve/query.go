package resolve

import (
	"encoding/binary"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// udpSize is the size of datagrams that pass everywhere unfragmented.
const udpSize = 1232

// Flags of a message (RFC 1035 §4.1.1).
const (
	recursionDesired = 1 << 8 // RD, among the 16 bits after the id
	authenticData    = 1 << 5 // AD, there too: whether the answer was validated is to be said (RFC 6840 §5.7)
	truncated        = 1 << 1 // TC, in the first octet after the id
)

// optSize is the size of an OPT record without options (RFC 6891 §6.1.2).
const optSize = 11

// query is a message that puts one question.
type query struct {
	question
	packed []byte
}

// newQuery writes a query. One with EDNS takes answers of udpSize over UDP
// (RFC 6891 §6.1.2).
func newQuery(q question, edns bool) query {
	var additional uint16
	if edns {
		additional = 1
	}
	wire := make([]byte, 0, headerSize+len(q.Name)+4+optSize)
	for _, field := range []uint16{dns.Id(), recursionDesired | authenticData, 1, 0, 0, additional} {
		wire = binary.BigEndian.AppendUint16(wire, field)
	}
	wire = append(wire, q.Name...) // RFC 1035 §4.1.2
	wire = binary.BigEndian.AppendUint16(wire, q.Type)
	wire = binary.BigEndian.AppendUint16(wire, dns.ClassINET)
	if edns {
		wire = append(wire, dnsmsg.Root...)
		for _, field := range []uint16{dns.TypeOPT, udpSize, 0, 0, 0} {
			wire = binary.BigEndian.AppendUint16(wire, field)
		}
	}
	return query{q, wire}
}

// id is what the answer must repeat.
func (q query) id() uint16 { return binary.BigEndian.Uint16(q.packed) }

// setID changes it.
func (q query) setID(id uint16) { binary.BigEndian.PutUint16(q.packed, id) }
