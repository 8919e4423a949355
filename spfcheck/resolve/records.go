package resolve

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// maxRecords is how many records an answer may hold. A message of 64 KiB has
// room for four thousand; no honest answer comes near.
const maxRecords = 1000

// Records returns one RRset. CNAMEs are followed, inside an answer and with
// further questions; the records are those of the name at the chain's end and
// must not be changed. A chain that loops or has more than 10 links is a
// temporary failure, as the SERVFAIL of a resolver that met it would be.
func (l Lookup) Records(ctx context.Context, name string, qtype uint16) ([]dns.RR, error) {
	return l.along(ctx, &chain{qtype: qtype}, name)
}

// along is Records, and leaves the way there in c.
func (l Lookup) along(ctx context.Context, c *chain, name string) ([]dns.RR, error) {
	at, err := dnsmsg.ParseName(name)
	if err != nil {
		return nil, notFound(name, "no such name: "+err.Error())
	}
	c.at = at
	for {
		if err := ctx.Err(); err != nil {
			return nil, temporary(name, err)
		}
		m, err := ask(ctx, l.Exchanger, question{Name: c.at, Type: c.qtype})
		if err != nil {
			return nil, temporary(name, err)
		}
		rrs, end, err := c.read(m)
		if err != nil {
			return nil, temporary(name, err)
		}
		switch end {
		case dnsmsg.Found:
			return rrs, nil
		case dnsmsg.NoName:
			return nil, notFound(name, c.at.Display()+" does not exist (NXDOMAIN)")
		case dnsmsg.NoData:
			return nil, nil
		case dnsmsg.Outside: // the answer ends at a CNAME
		}
	}
}

// chain is a walk along CNAMEs.
type chain struct {
	qtype uint16
	at    dnsmsg.Name
	past  []dnsmsg.Name
}

// alias is where the first CNAME led; "" where there was none.
func (c *chain) alias() string {
	switch len(c.past) {
	case 0:
		return ""
	case 1:
		return c.at.String()
	default:
		return c.past[1].String()
	}
}

// read walks as far as one answer leads.
func (c *chain) read(m *dns.Msg) ([]dns.RR, dnsmsg.Ending, error) {
	if m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return nil, dnsmsg.Outside, &answerError{m.Rcode, details(m)}
	}
	if len(m.Answer) > maxRecords {
		return nil, dnsmsg.Outside, fmt.Errorf("the answer has %d records, more than %d", len(m.Answer), maxRecords)
	}
	began := c.at
	for {
		if rrs := c.at.RRset(m.Answer, c.qtype); len(rrs) > 0 {
			return rrs, dnsmsg.Found, nil
		}
		_, target, ok := c.at.Alias(m.Answer)
		if !ok {
			return nil, c.ending(m, began), nil
		}
		if err := c.follow(target); err != nil {
			return nil, dnsmsg.Outside, err
		}
	}
}

// ending says what an answer without records means for the name it leads to:
// the code is about that one (RFC 6604 §3).
func (c *chain) ending(m *dns.Msg, began dnsmsg.Name) dnsmsg.Ending {
	switch {
	case m.Rcode == dns.RcodeNameError:
		return dnsmsg.NoName
	case c.at == began || c.at.Denied(m.Ns):
		return dnsmsg.NoData
	default:
		return dnsmsg.Outside
	}
}

func (c *chain) follow(target dnsmsg.Name) error {
	c.past = append(c.past, c.at)
	if slices.Contains(c.past, target) {
		return fmt.Errorf("CNAMEs loop at %s", target.Display())
	}
	if len(c.past) > dnsmsg.MaxLinks {
		return fmt.Errorf("more than %d CNAMEs, the last to %s", dnsmsg.MaxLinks, target.Display())
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
