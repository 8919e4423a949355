package resolve_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestQuery compares queries with those of miekg/dns.
func TestQuery(t *testing.T) {
	longest := strings.Repeat(strings.Repeat("x", 63)+".", 3) + strings.Repeat("y", 61) + "."
	for _, q := range []dns.Question{
		ask("a.example.", dns.TypeA), ask(".", dns.TypeNS), ask(`a\.b\255.example.`, dns.TypeTXT), ask(longest, dns.TypeMX),
	} {
		for _, edns := range []bool{true, false} {
			wire, err := resolve.NewQuery(q, edns)
			if err != nil || len(wire) < 2 {
				t.Fatalf("%s: % x, %v", q.Name, wire, err)
			}
			m := new(dns.Msg).SetQuestion(q.Name, q.Qtype)
			m.Id = uint16(wire[0])<<8 | uint16(wire[1])
			m.AuthenticatedData = true
			if edns {
				m.SetEdns0(1232, false)
			}
			want, err := m.Pack()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(wire, want) {
				t.Errorf("%s, EDNS %t:\ngot  % x\nwant % x", q.Name, edns, wire, want)
			}
		}
	}
}

// TestQueryID: the ids of queries are hard to guess, and so differ.
func TestQueryID(t *testing.T) {
	ids := map[[2]byte]bool{}
	for range 100 {
		wire, err := resolve.NewQuery(question, true)
		if err != nil {
			t.Fatal(err)
		}
		ids[[2]byte(wire)] = true
	}
	if len(ids) < 90 {
		t.Errorf("100 queries have %d ids", len(ids))
	}
}
