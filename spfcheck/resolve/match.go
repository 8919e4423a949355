package resolve

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// headerSize is the size of the header of a message (RFC 1035 §4.1.1).
const headerSize = 12

// strayError is why a message isn't the answer that is waited for.
type strayError string

func (e strayError) Error() string { return string(e) }

// malformedError is what is wrong with an answer that can't be read.
type malformedError struct{ error }

func (e *malformedError) Error() string { return "the answer is malformed: " + e.error.Error() }
func (e *malformedError) Unwrap() error { return e.error }

// readAnswer reads a message as the answer to a query. An answer to something
// else is a strayError; another error says that the answer is malformed.
//
// Of an answer that was cut only the header counts: it may end anywhere.
func readAnswer(wire []byte, q query) (*dns.Msg, error) {
	if err := match(wire, q); err != nil {
		return nil, err
	}
	m := new(dns.Msg)
	err := m.Unpack(wire)
	if m.Truncated {
		return m, nil
	}
	if err == nil {
		err = complete(wire, m)
	}
	if err != nil {
		return nil, &malformedError{err}
	}
	return m, nil
}

// match compares what an answer must repeat of its query (RFC 5452 §9.1).
func match(wire []byte, q query) error {
	if len(wire) < headerSize {
		return strayError(fmt.Sprintf("only %d octets", len(wire)))
	}
	if binary.BigEndian.Uint16(wire) != q.id() {
		return strayError("another id")
	}
	flags := binary.BigEndian.Uint16(wire[2:])
	if flags>>15 == 0 {
		return strayError("a query, not an answer")
	}
	if opcode := flags >> 11 & 0xF; opcode != dns.OpcodeQuery {
		return strayError(fmt.Sprintf("opcode %d", opcode))
	}
	switch count := binary.BigEndian.Uint16(wire[4:]); {
	case count == 0 && refuses(int(flags&0xF)):
		return nil // some servers refuse with nothing but a header
	case count != 1:
		return strayError(fmt.Sprintf("%d questions", count))
	}
	return q.matchQuestion(wire)
}

func refuses(rcode int) bool {
	return rcode != dns.RcodeSuccess && rcode != dns.RcodeNameError
}

// matchQuestion compares the question of an answer with the one that was put.
// Nearly always it is the same octet for octet.
func (q query) matchQuestion(wire []byte) error {
	end := headerSize + len(q.Name) + 4
	if len(wire) >= end && bytes.Equal(wire[headerSize:end], q.packed[headerSize:end]) {
		return nil
	}
	text, off, err := dns.UnpackDomainName(wire, headerSize)
	if err != nil || len(wire)-off < 4 {
		return strayError("no readable question")
	}
	got, err := dnsmsg.ParseName(text)
	if err != nil {
		return strayError("no readable question")
	}
	k := question{Name: got, Type: binary.BigEndian.Uint16(wire[off:])}
	class := binary.BigEndian.Uint16(wire[off+2:])
	if k != q.question || class != dns.ClassINET {
		return strayError(fmt.Sprintf("the question %s %s", k, dns.Class(class)))
	}
	return nil
}

// complete refuses what miekg/dns takes for whole: a message that ends too soon,
// between two records, and a record that has no data.
func complete(wire []byte, m *dns.Msg) error {
	for i, section := range [][]dns.RR{m.Answer, m.Ns, m.Extra} {
		if announced := int(binary.BigEndian.Uint16(wire[6+2*i:])); announced != len(section) {
			return fmt.Errorf("it has %d records where it announces %d", len(section), announced)
		}
	}
	for _, section := range [][]dns.RR{m.Answer, m.Ns} {
		for _, rr := range section {
			if rr.Header().Rdlength == 0 {
				return fmt.Errorf("its %s record has no data", dns.Type(rr.Header().Rrtype))
			}
		}
	}
	return nil
}
