package resolve_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestTimeout: whoever waits sees what he would see of context.WithTimeout.
func TestTimeout(t *testing.T) {
	tests := []struct {
		what string
		end  func(stopParent, stop context.CancelFunc)
		want error
	}{
		{"its time is over", func(_, _ context.CancelFunc) { time.Sleep(time.Second) }, context.DeadlineExceeded},
		{"the context above ends", func(stopParent, _ context.CancelFunc) { stopParent() }, context.Canceled},
		{"it is stopped", func(_, stop context.CancelFunc) { stop() }, context.Canceled},
	}
	for _, tt := range tests {
		for _, waiting := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				parent, stopParent := context.WithCancel(t.Context())
				defer stopParent()
				ctx, stop := resolve.WithTimeout(parent, time.Second)
				defer stop()
				child, stopChild := context.Background(), context.CancelFunc(func() {})
				if waiting {
					child, stopChild = context.WithCancel(ctx)
				}
				defer stopChild()
				time.Sleep(time.Second - time.Nanosecond)
				if ctx.Err() != nil {
					t.Errorf("%s: it ended too soon: %v", tt.what, ctx.Err())
				}
				tt.end(stopParent, stop)
				synctest.Wait()
				if ctx.Err() != tt.want { //nolint:errorlint // a context has these very values
					t.Errorf("%s, waiting %t: got %v", tt.what, waiting, ctx.Err())
				}
				<-ctx.Done()                           // or synctest reports a deadlock
				if waiting && child.Err() != tt.want { //nolint:errorlint // as above
					t.Errorf("%s: the context below has %v", tt.what, child.Err())
				}
			})
		}
	}
}

// TestTimeoutKeepsTheSoonest: no time is added to what is left.
func TestTimeoutKeepsTheSoonest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, waits := range [][]time.Duration{{time.Second, time.Minute}, {time.Minute, time.Second}} {
			ctx := t.Context()
			for _, wait := range waits {
				var stop context.CancelFunc
				ctx, stop = resolve.WithTimeout(ctx, wait)
				defer stop()
			}
			if ends, ok := ctx.Deadline(); !ok || time.Until(ends) != time.Second {
				t.Errorf("%v: got %v, %t", waits, time.Until(ends), ok)
			}
		}
	})
}
