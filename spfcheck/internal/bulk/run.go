package bulk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Runner judges the lines of an input. The zero Runner asks the system's name
// servers anew for every line, one line after another.
type Runner struct {
	// Checker judges. Its Exchanger should have a cache that all lines share.
	Checker spfcheck.Checker
	// Defaults hold for what a line doesn't say.
	Defaults Input
	// Words are what texts call the inputs that no line can say.
	Words input.Words
	// On is the day of arrival; "": that of each check.
	On carriers.Day
	// FailOn is the mildest outcome that makes a line a failing one, as of Line.Class.
	FailOn carriers.Outcome
	// Deadline is for one check; 0: none.
	Deadline time.Duration
	// Wait is how long a line may take to come; 0: as long as it likes. Then the run ends
	// with ErrLate.
	Wait time.Duration
	// Concurrency is how many lines are judged at once; less than 1 is 1.
	Concurrency int
	// Unordered gives lines as soon as they are done, in place of the input's order.
	Unordered bool
	// Shard is the share of the lines to judge; the zero Shard is all.
	Shard Shard
	// Only are the classes of the lines that are written; none: all. Bad lines always are.
	Only []Class
	// Head is what the output begins with, such as the header of CSV; nil: nothing. A run
	// that goes on has it already.
	Head []byte
	// Encode gives the output for a line, with its end; nil: JSON.
	Encode func(*Line) ([]byte, error)
	// Watch tells what DNS servers don't do for anybody from what a domain doesn't do: a
	// line that such a fault came upon is not done. nil: all that isn't answered is
	// the domain's.
	Watch *resolve.Watch
	// Await is called when no server answers, for each line under way: nil says that one
	// does again, and an error, which may be the fault, ends the run. nil ends it.
	Await func(ctx context.Context, fault *resolve.Fault) error
	// Traffic gives what was asked of DNS so far, for the summary; nil: not known.
	Traffic func() Traffic
	// Progress is called for each line that is done; nil: nobody wants to know.
	Progress func()

	words input.Words // Words, with the keys that a line can have in them
}

// Shard is one of several equal shares of an input. The zero Shard is all of it.
type Shard struct {
	Index int64 // from 0
	Of    int64 // how many shards there are
}

// Has reports whether the line of that number, from 1, is in s.
func (s Shard) Has(number int64) bool { return s.Of < 2 || number%s.Of == s.Index }

// job is a line on its way, and result what came of it.
type job struct {
	seq  int64 // in the order of the input, without what isn't judged
	line *rawLine
}

type result struct {
	job
	entry   entry
	encoded []byte // nil: it isn't written
	err     error  // nothing more can be done
}

// Run judges what out doesn't have yet of the lines of in, and returns the
// summary of all, also with an error: that of ctx when it ended, of reading, of
// writing, or a fault of the DNS servers. What was done until then is written.
func (r *Runner) Run(ctx context.Context, in *Reader, out Writer) (*Summary, error) {
	r.words = r.Words // a list has no column but one
	if in.Format != Domains {
		r.words = withKeys(r.Words)
	}
	parent := ctx
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	size := max(r.Concurrency, 1)
	window := make(chan struct{}, r.window())
	jobs, results, fed := make(chan job), make(chan result, size), make(chan error, 1)
	began := out.begin()
	go func() {
		fed <- r.feed(ctx, in, began.position, window, jobs)
		close(jobs)
	}()
	var workers sync.WaitGroup
	for range size {
		workers.Go(func() { r.work(ctx, in.decoder(), jobs, results) })
	}
	go func() {
		workers.Wait()
		close(results)
	}()
	c := newCollector(r, out, began)
	c.summary.GroupedBy = in.grouped
	for res := range results {
		if c.err == nil {
			c.take(res, len(results) == 0)
		}
		for ; c.free > 0; c.free-- {
			<-window
		}
		if c.err != nil {
			stop()
		}
	}
	err := c.err
	if fault, ok := errors.AsType[*resolve.Fault](err); ok {
		return c.summary, c.finish(fault)
	}
	if err == nil {
		if err = parent.Err(); err == nil {
			err = <-fed
		}
		err = c.finish(err)
	}
	return c.summary, err
}

// window is how many lines may be begun while an earlier one isn't done: enough
// to work on while one waits for DNS, few enough to be kept in memory. What was
// written already takes little.
func (r *Runner) window() int {
	size := max(r.Concurrency, 1)
	ordered := max(2*size, min(8*size, 1024))
	if r.Unordered {
		return 16 * ordered
	}
	return ordered
}

// ErrLate is that the next line didn't come in time.
var ErrLate = errors.New("the next line of the input doesn't come")

// lines gives what reads the next line within the time for that. One that comes later is
// lost, and who reads it stays behind until it does.
func (r *Runner) lines(in *Reader) func() (*rawLine, error) {
	if r.Wait <= 0 {
		return in.next
	}
	type read struct {
		line *rawLine
		err  error
	}
	return func() (*rawLine, error) {
		done := make(chan read, 1)
		go func() {
			line, err := in.next()
			done <- read{line, err}
		}()
		select {
		case r := <-done:
			return r.line, r.err
		case <-time.After(r.Wait):
			return nil, ErrLate
		}
	}
}

// feed reads lines and hands out those that are to be judged.
func (r *Runner) feed(ctx context.Context, in *Reader, done position, window chan<- struct{}, jobs chan<- job) error {
	next := r.lines(in)
	for seq := int64(0); ; {
		line, err := next()
		if errors.Is(err, ErrLate) {
			return err
		}
		if err == io.EOF {
			return done.reached(in.number)
		}
		if err != nil {
			return fmt.Errorf("reading line %d: %w", in.number+1, err)
		}
		known, err := done.has(line)
		if err != nil {
			return err
		}
		if known || !r.Shard.Has(line.number) {
			continue
		}
		select {
		case window <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case jobs <- job{seq, line}:
			seq++
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
