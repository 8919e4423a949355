package resolve

import (
	"context"
	"sync"
	"time"
)

// withTimeout is context.WithTimeout for what is done ten thousand times a second:
// no timer runs unless somebody waits for one. Over UDP nobody does, since a
// socket has a deadline of its own.
func withTimeout(ctx context.Context, wait time.Duration) (context.Context, context.CancelFunc) {
	ends := time.Now().Add(wait)
	if sooner, ok := ctx.Deadline(); ok && !ends.Before(sooner) {
		return ctx, func() {}
	}
	t := &timeout{Context: ctx, ends: ends}
	return t, t.stop
}

// timeout is a context that ends with another one, or at a time.
type timeout struct {
	context.Context
	ends time.Time

	mu     sync.Mutex
	timer  context.Context // nil: nobody has waited, and it wasn't stopped
	cancel context.CancelFunc
}

// untimed is the context that ctx was before withTimeout, which may have been used
// several times.
func untimed(ctx context.Context) context.Context {
	for {
		t, ok := ctx.(*timeout)
		if !ok {
			return ctx
		}
		ctx = t.Context
	}
}

func (t *timeout) Deadline() (time.Time, bool) { return t.ends, true }

func (t *timeout) Done() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer == nil {
		t.timer, t.cancel = context.WithDeadline(t.Context, t.ends)
	}
	return t.timer.Done()
}

func (t *timeout) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer != nil {
		return t.timer.Err()
	}
	if err := t.Context.Err(); err != nil || time.Now().Before(t.ends) {
		return err
	}
	return context.DeadlineExceeded
}

func (t *timeout) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer == nil {
		t.timer, t.cancel = ended, func() {}
	}
	t.cancel()
}

// ended is a context that was cancelled.
var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()
