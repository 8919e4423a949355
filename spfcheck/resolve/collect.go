package resolve

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// Collect keeps what is answered, and answers with what is kept: whoever asks
// sees what will be seen with the Answers alone, even where DNS contradicts
// itself from one answer to the next. What was kept first is right.
func (a *Answers) Collect() Layer {
	return func(next Exchanger) Exchanger {
		return exchangerFunc(func(ctx context.Context, k question) (*dns.Msg, error) {
			if !a.has(k) {
				m, err := ask(ctx, next, k)
				if err != nil {
					a.note(k, err)
					return nil, err
				}
				if err := a.keep(k, m); err != nil {
					a.note(k, err)
					return m, nil // a Lookup finds for itself what is wrong with it
				}
			}
			m, unknown, err := a.compose(k.Wire(), k)
			if err == nil && unknown != nil && len(m.Answer) == 0 {
				err = errContradiction
			}
			if a.note(k, err); err != nil {
				return nil, err
			}
			return m, nil
		})
	}
}

// errContradiction: an answer goes on with a CNAME where another answer, which
// was kept, has none.
var errContradiction = errors.New("DNS contradicts itself: a CNAME is there for one question and not for another")

// has reports whether a question needn't be asked.
func (a *Answers) has(k question) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, known := a.sets[k]
	return known || a.asked[k]
}

// note remembers which questions got no usable answer.
func (a *Answers) note(k question, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		a.failed[k] = err
		return
	}
	delete(a.failed, k)
	a.asked[k] = true
}

// keep takes the RRsets that an answer leads through.
func (a *Answers) keep(k question, m *dns.Msg) error {
	c := chain{at: k.Name, qtype: k.Type}
	rrs, end, err := c.read(m)
	if err != nil {
		return err
	}
	for _, owner := range c.past {
		link, _, _ := owner.Alias(m.Answer)
		if err := a.keepSet(question{Name: owner, Type: dns.TypeCNAME}, dnsmsg.Found, link); err != nil {
			return err
		}
	}
	if end == dnsmsg.Outside {
		return nil
	}
	return a.keepSet(question{Name: c.at, Type: k.Type}, end, rrs...)
}

// keepSet takes an RRset that isn't known yet. A record that no lookup takes is
// left out.
func (a *Answers) keepSet(k question, end dnsmsg.Ending, rrs ...dns.RR) error {
	s := answer{end: end, data: map[string]dns.RR{}}
	for _, rr := range rrs {
		rr, err := dnsmsg.Normalise(dns.Copy(rr))
		if err != nil {
			continue
		}
		data, err := recordData(k, rr)
		if err != nil {
			return err
		}
		if s.data[data], err = zone.ParseData(k, data); err != nil {
			return err
		}
	}
	if end == dnsmsg.Found && len(s.data) == 0 {
		s.end = dnsmsg.NoData
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.sets[k]; !known {
		a.sets[k] = s
	}
	return nil
}

// Failure is a question that got no usable answer.
type Failure struct {
	RRset
	Problem string // in English
}

// Failures lists the questions of [Answers.Collect] without a usable answer, by
// name and type.
func (a *Answers) Failures() []Failure {
	a.mu.Lock()
	defer a.mu.Unlock()
	byQuestion := func(k, l question) int { return rrsetOf(k).compare(rrsetOf(l)) }
	var failures []Failure
	for _, k := range slices.SortedFunc(maps.Keys(a.failed), byQuestion) {
		_, text, _ := describe(a.failed[k])
		failures = append(failures, Failure{rrsetOf(k), text})
	}
	return failures
}
