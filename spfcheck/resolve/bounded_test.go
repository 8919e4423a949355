package resolve_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// cached puts a bounded cache over a source that counts.
func cached(octets int, m *dns.Msg) (resolve.Exchanger, *atomic.Int64) {
	asked := new(atomic.Int64)
	return resolve.Chain(stub(func(context.Context, dns.Question) (*dns.Msg, error) {
		asked.Add(1)
		return m, nil
	}), resolve.BoundedCache(octets)), asked
}

func TestBoundedCacheKeepsForTTL(t *testing.T) {
	soa := "example. %d IN SOA ns.example. x.example. 1 1 1 1 %d"
	tests := []struct {
		what  string
		rcode int
		ns    string
		rrs   []string
		keeps time.Duration
	}{
		{"the shortest TTL", 0, "", []string{"a. 300 IN CNAME b.", "b. 60 IN A 192.0.2.1"}, time.Minute},
		{"TTL 0", 0, "", []string{"a. 0 IN A 192.0.2.1"}, 0},
		{"a very long TTL", 0, "", []string{"a. 2147483647 IN A 192.0.2.1"}, 24 * time.Hour},
		{"NXDOMAIN, the SOA's minimum", dns.RcodeNameError, fmt.Sprintf(soa, 3600, 30), nil, 30 * time.Second},
		{"NODATA, the SOA's TTL", 0, fmt.Sprintf(soa, 20, 3600), nil, 20 * time.Second},
		{"NXDOMAIN without SOA", dns.RcodeNameError, "", nil, 5 * time.Second},
		{"SERVFAIL", dns.RcodeServerFailure, "", nil, 5 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := message(t, tt.rcode, tt.rrs...)
				if tt.ns != "" {
					m.Ns = message(t, 0, tt.ns).Answer
				}
				source, asked := cached(1<<20, m)
				ask := func() {
					if _, err := source.Exchange(t.Context(), question); err != nil {
						t.Error(err)
					}
				}
				ask()
				time.Sleep(tt.keeps)
				if ask(); asked.Load() != 1 {
					t.Errorf("it was asked for again after %s", tt.keeps)
				}
				time.Sleep(time.Nanosecond)
				if ask(); asked.Load() != 2 {
					t.Errorf("it wasn't asked for again after more than %s", tt.keeps)
				}
			})
		})
	}
}

// TestBoundedCacheForgets asks for more names than there is room for, and for one
// of them again and again: that one stays.
func TestBoundedCacheForgets(t *testing.T) {
	source, asked := cached(10_000, message(t, 0, "a. 300 IN A 192.0.2.1"))
	get := func(name string) {
		if _, err := source.Exchange(t.Context(), ask(name, dns.TypeA)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100 {
		get("shared.example.")
		get(fmt.Sprintf("n%d.example.", i))
	}
	if asked.Load() != 101 {
		t.Errorf("asked %d times, want 101: the shared name once", asked.Load())
	}
	if get("n0.example."); asked.Load() != 102 {
		t.Error("the oldest answer is still kept")
	}
	if get("n99.example."); asked.Load() != 102 {
		t.Error("the newest answer is gone")
	}
}

func TestBoundedCacheTakesNoAnswerThatIsTooLarge(t *testing.T) {
	source, asked := cached(100, message(t, 0, "a. 300 IN A 192.0.2.1"))
	for range 2 {
		if got := brief(source.Exchange(t.Context(), question)); got != "NOERROR A 192.0.2.1" {
			t.Errorf("got %s", got)
		}
	}
	if asked.Load() != 2 {
		t.Errorf("asked %d times", asked.Load())
	}
}
