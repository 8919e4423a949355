package eval_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// soa makes a zone file the whole of DNS: what isn't in it doesn't exist.
const soa = ". SOA . . 1 1 1 1 1\n"

// exchanger is a resolve.Exchanger that a test writes out.
type exchanger func(ctx context.Context, q dns.Question) (*dns.Msg, error)

func (e exchanger) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) { return e(ctx, q) }

// faulty is DNS in which servfail.test and timeout.test are as they are called,
// the name of 192.0.2.66 can't be had, and all else is in the zone.
func faulty(t testing.TB, zone string) resolve.Exchanger {
	source := resolve.Offline(dnstest.Zone(t, soa+zone))
	return exchanger(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
		switch q.Name {
		case "servfail.test.", "66.2.0.192.in-addr.arpa.":
			return &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Rcode: dns.RcodeServerFailure}}, nil
		case "timeout.test.":
			return nil, context.DeadlineExceeded
		}
		return source.Exchange(ctx, q)
	})
}

// evaluate evaluates with a clean conscience: the explanation has to be reliable.
func evaluate(t testing.TB, e resolve.Exchanger, client, sender string) eval.Evaluation {
	t.Helper()
	ev := eval.Evaluator{Exchanger: e, Receiver: "mx.receiver.test"}.Evaluate(t.Context(), eval.Request{
		Client: netip.MustParseAddr(client), Sender: sender, Helo: "helo.test",
	})
	if !ev.Reliable {
		t.Errorf("the tree ends in %s, the evaluation in %s (%s)", ev.Tree.Result, ev.Result, ev.Problem.EN)
	}
	if (ev.Problem.EN == "") != (ev.Problem.JA == "") {
		t.Errorf("the problem isn't said in every language: %+v", ev.Problem)
	}
	return ev
}

// brief tells an evaluation in a line: "pass: a.test > b.test: ip4:192.0.2.1, 1
// lookups, 0 voids", and the problem.
func brief(ev eval.Evaluation) string {
	chain, term := ev.Decided()
	var path []string
	for _, n := range chain {
		path = append(path, n.Domain)
	}
	text := "no term"
	if term != nil {
		text = term.Text
	}
	line := fmt.Sprintf("%s: %s: %s, %d lookups, %d voids", ev.Result, strings.Join(path, " > "), text, ev.Lookups(), ev.Voids())
	if ev.Problem.EN != "" {
		line += "; " + ev.Problem.EN
	}
	return line
}
