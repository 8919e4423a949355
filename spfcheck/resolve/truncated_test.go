package resolve_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func TestTruncated(t *testing.T) {
	right := dnstest.Records("shop.example.jp. 1 IN TXT text")
	tests := []struct {
		what  string
		start func(testing.TB, dnstest.Handler) *dnstest.Server
		h     dnstest.Handler
		want  bool
	}{
		{"TCP brings the answer", dnstest.Start, dnstest.Truncate(right), false},
		{"TCP is refused", dnstest.StartUDP, dnstest.Truncate(right), true},
		{"TCP is closed", dnstest.Start, dnstest.Truncate(dnstest.Drop), true},
		{"TCP is silent", dnstest.Start, dnstest.Truncate(dnstest.Delay(time.Second, dnstest.Drop)), true},
		{"TCP cuts too", dnstest.Start, dnstest.Truncate(dnstest.Truncate(dnstest.Bytes(cut))), true},
		{"nothing is cut", dnstest.Start, right, false},
		{"another failure", dnstest.Start, dnstest.Refer("."), false},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			var recording bytes.Buffer
			source := resolve.Chain(dial(t, tt.start(t, tt.h).Addr),
				resolve.Retry(2, 200*time.Millisecond), resolve.Cache(), resolve.Record(&recording))
			_, err := resolve.Lookup{Exchanger: source}.LookupTXT(t.Context(), "shop.example.jp")
			if got := resolve.Truncated(err); got != tt.want {
				t.Errorf("got %t of %v", got, err)
			}
			replayed, err := resolve.Replay(&recording)
			if err != nil {
				t.Fatal(err)
			}
			_, err = resolve.Lookup{Exchanger: replayed}.LookupTXT(t.Context(), "shop.example.jp")
			if got := resolve.Truncated(err); got != tt.want {
				t.Errorf("replayed: got %t of %v", got, err)
			}
		})
	}
}

// TestTruncatedCancelled is about a run that was ended while TCP was being tried.
func TestTruncatedCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := dnstest.Start(t, dnstest.Truncate(func(*dnstest.Writer, *dnstest.Request) { cancel() }))
	_, err := resolve.Lookup{Exchanger: dial(t, s.Addr)}.LookupTXT(ctx, "shop.example.jp")
	if err == nil || resolve.Truncated(err) {
		t.Errorf("got %v", err)
	}
}
