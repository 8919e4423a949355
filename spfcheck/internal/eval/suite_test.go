package eval_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// unmet are the cases that aren't met, with the reason.
var unmet = map[string]string{
	"pyspf-tests.yml: default-modifier":       "default= is an extension of pyspf, unknown to RFC 7208 §6",
	"pyspf-tests.yml: default-modifier-harsh": "the result ambiguous is one of pyspf's strict mode",
}

// TestSuites takes every case through the whole stack, over a server on
// loopback. A case that is met and listed as unmet fails, so the list stays true.
func TestSuites(t *testing.T) {
	for _, suite := range dnstest.Suites {
		t.Run(suite.File, func(t *testing.T) {
			t.Parallel()
			var met, ran atomic.Int32
			var all sync.WaitGroup
			for _, s := range dnstest.ReadSuite(t, suite.File) {
				evaluator := eval.Evaluator{Exchanger: stackOn(t, s.Server(t))}
				for name, c := range s.Tests {
					all.Go(func() {
						ran.Add(1)
						err := evaluateCase(t, c, evaluator)
						switch reason, listed := unmet[suite.File+": "+name]; {
						case err != nil && !listed:
							t.Errorf("%s: %v", name, err)
						case err == nil && listed:
							t.Errorf("%s is met, and listed as unmet: %s", name, reason)
						case err == nil:
							met.Add(1)
						}
					})
				}
			}
			all.Wait()
			t.Logf("%s: %d of %d", suite.File, met.Load(), ran.Load())
			if int(ran.Load()) < suite.Cases {
				t.Errorf("only %d of %d cases were run", ran.Load(), suite.Cases)
			}
		})
	}
}

// evaluateCase says how the evaluation of a case differs from what is right.
func evaluateCase(t *testing.T, c dnstest.SuiteCase, e eval.Evaluator) error {
	sender := cmp.Or(c.MailFrom, "postmaster@"+c.Helo) // RFC 7208 §2.4
	request := eval.Request{Client: netip.MustParseAddr(c.Host), Sender: sender, Helo: c.Helo}
	ev := e.Evaluate(t.Context(), request)
	errs := []error{c.Differs(string(ev.Result), ev.Explanation)}
	if result := e.Result(t.Context(), request); result != ev.Result {
		errs = append(errs, fmt.Errorf("the result alone is %s, with the explanation it is %s", result, ev.Result))
	}
	if !ev.Reliable {
		errs = append(errs, fmt.Errorf("the tree ends in %s, the evaluation in %s (%s)", ev.Tree.Result, ev.Result, ev.Problem.EN))
	}
	return errors.Join(errs...)
}

// stackOn is the usual stack on a server that may never answer.
func stackOn(t *testing.T, s *dnstest.Server) resolve.Exchanger {
	t.Helper()
	source, err := resolve.Server(s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	return resolve.Chain(source, resolve.Retry(2, time.Second), resolve.Cache())
}
