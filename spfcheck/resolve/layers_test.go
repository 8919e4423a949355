package resolve_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// silent never answers.
var silent = stub(func(ctx context.Context, _ dns.Question) (*dns.Msg, error) {
	<-ctx.Done()
	return nil, ctx.Err()
})

var question = ask("a.example.", dns.TypeA)

func TestChainPutsTheFirstLayerClosest(t *testing.T) {
	var order []string
	layer := func(name string) resolve.Layer {
		return resolve.Observe(func(dns.Question, *dns.Msg, error) { order = append(order, name) })
	}
	source := resolve.Chain(answering(message(t, 0)), layer("first"), layer("second"))
	if _, err := source.Exchange(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	if want := []string{"first", "second"}; !slices.Equal(order, want) {
		t.Errorf("got %q, want %q", order, want)
	}
}

func TestObserveSeesOutcomes(t *testing.T) {
	broken := errors.New("broken")
	var seen []string
	observe := resolve.Observe(func(q dns.Question, m *dns.Msg, err error) {
		seen = append(seen, q.Name+" "+brief(m, err))
	})
	for _, source := range []resolve.Exchanger{answering(message(t, dns.RcodeNameError)), failing(broken)} {
		_, _ = resolve.Chain(source, observe).Exchange(t.Context(), question)
	}
	if want := []string{"a.example. NXDOMAIN", "a.example. error: broken"}; !slices.Equal(seen, want) {
		t.Errorf("got %q, want %q", seen, want)
	}
}

func TestRetry(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		what  string
		tries int
		fails int64
		code  int
		want  string
		asked int64
	}{
		{"an answer at once", 2, 0, dns.RcodeSuccess, "NOERROR", 1},
		{"SERVFAIL is an answer", 2, 0, dns.RcodeServerFailure, "SERVFAIL", 1},
		{"the second try", 2, 1, dns.RcodeSuccess, "NOERROR", 2},
		{"no try helps", 3, 9, dns.RcodeSuccess, "error: broken (tried 3 times)", 3},
		{"one try", 1, 9, dns.RcodeSuccess, "error: broken", 1},
		{"no try is one", 0, 9, dns.RcodeSuccess, "error: broken", 1},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			var asked atomic.Int64
			source := stub(func(context.Context, dns.Question) (*dns.Msg, error) {
				if asked.Add(1) <= tt.fails {
					return nil, broken
				}
				return message(t, tt.code), nil
			})
			got := brief(resolve.Chain(source, resolve.Retry(tt.tries, time.Second)).Exchange(t.Context(), question))
			if got != tt.want || asked.Load() != tt.asked {
				t.Errorf("got %s after %d questions, want %s after %d", got, asked.Load(), tt.want, tt.asked)
			}
		})
	}
}

func TestRetryTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := resolve.Chain(silent, resolve.Retry(2, 2*time.Second)).Exchange(t.Context(), question)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("took %v, want 4s", took)
		}
	})
}

func TestRetryStopsWithTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		_, err := resolve.Chain(silent, resolve.Retry(9, 2*time.Second)).Exchange(ctx, question)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("took %v, want 3s", took)
		}
	})
}

func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		source := stub(func(context.Context, dns.Question) (*dns.Msg, error) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			return message(t, 0), nil
		})
		limited := resolve.Chain(source, resolve.Limit(3))
		var all sync.WaitGroup
		for range 9 {
			all.Go(func() { _, _ = limited.Exchange(t.Context(), question) })
		}
		all.Wait()
		if most.Load() != 3 {
			t.Errorf("%d questions at once, want 3", most.Load())
		}
	})
}

func TestLimitLetsTheCallerGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limited := resolve.Chain(silent, resolve.Limit(0))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() { _, _ = limited.Exchange(ctx, question) }()
		synctest.Wait()
		brief, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := limited.Exchange(brief, question); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFailover(t *testing.T) {
	answer := answering(message(t, dns.RcodeSuccess))
	nxdomain := answering(message(t, dns.RcodeNameError))
	servfail := answering(message(t, dns.RcodeServerFailure))
	refused := answering(message(t, dns.RcodeRefused))
	dead := failing(errors.New("dead"))
	tests := []struct {
		what    string
		servers []resolve.Exchanger
		want    string
	}{
		{"the first answers", []resolve.Exchanger{nxdomain, refuse(t)}, "NXDOMAIN"},
		{"the first is dead", []resolve.Exchanger{dead, answer}, "NOERROR"},
		{"the first fails", []resolve.Exchanger{servfail, answer}, "NOERROR"},
		{"the first refuses", []resolve.Exchanger{refused, nxdomain}, "NXDOMAIN"},
		{"all refuse", []resolve.Exchanger{refused, servfail, dead}, "REFUSED"},
		{"all are dead", []resolve.Exchanger{dead, dead}, "error: none of 2 servers answered: dead; dead"},
		{"one server", []resolve.Exchanger{dead}, "error: dead"},
		{"no server", nil, "error: there is no server to ask"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if got := brief(resolve.Failover(tt.servers...).Exchange(t.Context(), question)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestFailoverSharesTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		began := time.Now()
		got := brief(resolve.Failover(silent, answering(message(t, 0))).Exchange(ctx, question))
		if took := time.Since(began); got != "NOERROR" || took != time.Second {
			t.Errorf("got %s after %v, want NOERROR after 1s", got, took)
		}
	})
}

func TestFailoverStopsWithTheCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	source := stub(func(context.Context, dns.Question) (*dns.Msg, error) {
		cancel()
		return nil, context.Canceled
	})
	if _, err := resolve.Failover(source, refuse(t)).Exchange(ctx, question); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestLayersRefuseWhatCantBeAsked(t *testing.T) {
	layers := map[string]resolve.Layer{
		"Cache": resolve.Cache(), "Overlay": resolve.Overlay(), "Record": resolve.Record(failingWriter{}),
	}
	for what, layer := range layers {
		want := `error: asking for "a..example.": the name has an empty label`
		if got := brief(resolve.Chain(refuse(t), layer).Exchange(t.Context(), ask("a..example.", dns.TypeA))); got != want {
			t.Errorf("%s: got %s", what, got)
		}
	}
}
