package resolve

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// Failover asks the servers one after another, as stub resolvers do: the next
// one when a server gives no answer, or answers SERVFAIL or REFUSED. Where ctx
// has a deadline, each server gets an equal share of the time that is left, so
// that a dead first one can't use it up. When all fail, the first refusal is the
// answer; without one, the error says what each server did.
func Failover(servers ...Exchanger) Exchanger {
	if len(servers) == 1 {
		return servers[0]
	}
	return exchangerFunc(func(ctx context.Context, k question) (*dns.Msg, error) {
		if len(servers) == 0 {
			return nil, errNoServer
		}
		var all attempts
		for i, server := range servers {
			m, err := within(ctx, share(ctx, len(servers)-i), server, k)
			if all.take(m, err) {
				return m, nil
			}
			if ctx.Err() != nil {
				break
			}
		}
		if all.refusal != nil {
			return all.refusal, nil
		}
		return nil, all.failed
	})
}

var errNoServer = errors.New("there is no server to ask")

// attempts are what servers came to that gave no answer to go on with.
type attempts struct {
	refusal *dns.Msg // the first
	failed  allFailed
}

// take files what a server came to. It reports true where that is an answer.
func (a *attempts) take(m *dns.Msg, err error) bool {
	switch {
	case err != nil:
		a.failed = append(a.failed, err)
	case m.Rcode != dns.RcodeServerFailure && m.Rcode != dns.RcodeRefused:
		return true
	case a.refusal == nil:
		a.refusal = m
	}
	return false
}

// share divides the time that is left by n; 0 where there is no deadline.
func share(ctx context.Context, n int) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return 0
	}
	return max(time.Until(deadline)/time.Duration(n), 1)
}

// allFailed are the errors of several servers.
type allFailed []error

func (e allFailed) Error() string {
	if len(e) == 1 {
		return e[0].Error()
	}
	texts := make([]string, len(e))
	for i, err := range e {
		texts[i] = err.Error()
	}
	return fmt.Sprintf("none of %d servers answered: %s", len(e), strings.Join(texts, "; "))
}

func (e allFailed) Unwrap() []error { return e }
