package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// How long a command may take for what it has begun: once it was told to end, and
// after its deadline, when it shows what it has found out by then.
const (
	grace    = 700 * time.Millisecond
	patience = 3 * time.Second
)

// timed gives the context that ends at the deadline of a run.
func (p *program) timed(c *cli.Context) (context.Context, context.CancelFunc) {
	return context.WithDeadline(c.Context, p.began.Add(c.Duration("deadline")))
}

// within ends a command soon after its deadline, whatever it waits for.
func (p *program) within(action cli.ActionFunc) cli.ActionFunc {
	return func(c *cli.Context) error {
		_, err := soon(p, c, func() (struct{}, error) { return struct{}{}, action(c) })
		return err
	}
}

// soon does what may wait for ever, for what it reads or for who reads what it writes.
// It is left behind if it does. A deadline that isn't one is refused elsewhere.
func soon[T any](p *program, c *cli.Context, do func() (T, error)) (T, error) {
	deadline := c.Duration("deadline")
	if deadline <= 0 {
		return do()
	}
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := do()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-time.After(deadline + patience):
		p.recording.Load().abandon()
		var none T
		return none, lateError{deadline}
	}
}

// lateError says that a command waits still after its deadline.
type lateError struct{ deadline time.Duration }

func (e lateError) Error() string { return fmt.Sprintf("not done within %s", e.deadline) }

var (
	late = i18n.Text{
		EN: "not done within %s: the input hasn't ended, or the output isn't read",
		JA: "%s 以内に終わりませんでした。入力が終わらないか、出力が読み取られていません",
	}
	noTime   = i18n.Text{EN: "not all questions were answered within %s", JA: "%s 以内にすべての応答がそろいませんでした"}
	moreTime = i18n.Text{EN: "give more time with --deadline", JA: "--deadline で制限時間を延ばしてください"}
)
