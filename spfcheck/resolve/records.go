package resolve

import (
	"context"
	"fmt"
	"strconv"

	"github.com/miekg/dns"
)

// maxRecords is how many records an answer may hold. A message of 64 KiB has
// room for four thousand; no honest answer comes near.
const maxRecords = 1000

// Records returns one RRset. CNAMEs are followed, inside an answer and with
// further questions; the records are those of the name at the chain's end and
// must not be changed. A chain that loops or has more than 10 links is a
// temporary failure, as the SERVFAIL of a resolver that met it would be.
func (l Lookup) Records(ctx context.Context, name string, qtype uint16) ([]dns.RR, error) {
	at, err := parseName(name)
	if err != nil {
		return nil, notFound(name, "no such name: "+err.Error())
	}
	c := chain{at: at, qtype: qtype}
	for {
		if err := ctx.Err(); err != nil {
			return nil, temporary(name, err)
		}
		m, err := l.Exchanger.Exchange(ctx, question{c.at, qtype}.wire())
		if err != nil {
			return nil, temporary(name, err)
		}
		rrs, end, err := c.read(m)
		if err != nil {
			return nil, temporary(name, err)
		}
		switch end {
		case found:
			return rrs, nil
		case noName:
			return nil, notFound(name, c.at.display()+" does not exist (NXDOMAIN)")
		case noData:
			return nil, nil
		case outside: // the answer ends at a CNAME
		}
	}
}

// chain is a walk along CNAMEs.
type chain struct {
	qtype uint16
	at    name
	past  []name
}

// read walks as far as one answer leads.
func (c *chain) read(m *dns.Msg) ([]dns.RR, ending, error) {
	if m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return nil, outside, fmt.Errorf("the server answered %s", rcodeText(m.Rcode))
	}
	if len(m.Answer) > maxRecords {
		return nil, outside, fmt.Errorf("the answer has %d records, more than %d", len(m.Answer), maxRecords)
	}
	began := c.at
	for {
		if rrs := rrsetOf(m.Answer, c.at, c.qtype); len(rrs) > 0 {
			return rrs, found, nil
		}
		_, target, ok := aliasOf(m.Answer, c.at)
		if !ok {
			return nil, c.ending(m, began), nil
		}
		if err := c.follow(target); err != nil {
			return nil, outside, err
		}
	}
}

// ending says what an answer without records means for the name it leads to:
// the code is about that one (RFC 6604 §3).
func (c *chain) ending(m *dns.Msg, began name) ending {
	switch {
	case m.Rcode == dns.RcodeNameError:
		return noName
	case c.at == began || denies(m.Ns, c.at):
		return noData
	default:
		return outside
	}
}

func (c *chain) follow(target name) error {
	c.past = append(c.past, c.at)
	for _, n := range c.past {
		if n == target {
			return fmt.Errorf("CNAMEs loop at %s", target.display())
		}
	}
	if len(c.past) > maxLinks {
		return fmt.Errorf("more than %d CNAMEs, the last to %s", maxLinks, target.display())
	}
	c.at = target
	return nil
}

// rcodePrefix stands before the number of a response code that has no name.
const rcodePrefix = "RCODE"

func rcodeText(code int) string {
	if text, ok := dns.RcodeToString[code]; ok {
		return text
	}
	return rcodePrefix + strconv.Itoa(code)
}
