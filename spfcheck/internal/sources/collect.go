package sources

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rua"
)

// What is kept beside the counts.
const (
	maxProblems = 1000
	maxIDs      = 1_000_000 // of reports, to find those that are there twice
)

// Collector counts what reports say. A report counts as a whole, once, or not at all.
type Collector struct {
	// Open opens a file to read.
	Open func(file string) (io.ReadCloser, error)
	// Workers is how many files are read at once; less than 1 is 1.
	Workers int

	report     Report
	begin, end time.Time
	counts     *tally
	ids        map[uint64]bool
	seed       maphash.Seed
}

// read is a report that was read, or why not.
type read struct {
	message int // in the file; 0: that isn't a mailbox
	report  *rua.Report
	counts  *tally
	broken  int64 // rows whose domain is none
	err     error
}

// Collect reads files, and counts in their order, whichever is read first. What isn't a
// report is a Problem of the Report. An error is that of ctx or of reading a file, which
// Open or a disk gave; all other files are read nevertheless.
func (c *Collector) Collect(ctx context.Context, files ...string) error {
	if c.counts == nil {
		c.counts, c.ids, c.seed = newTally(), map[uint64]bool{}, maphash.MakeSeed()
	}
	type underway struct {
		file    string
		reports chan read
		failed  error // once reports is closed
	}
	queue := make(chan *underway, max(c.Workers, 1)-1)
	go func() {
		defer close(queue)
		for _, file := range files {
			u := &underway{file: file, reports: make(chan read, 1)}
			select {
			case queue <- u:
			case <-ctx.Done():
				return
			}
			go func() {
				defer close(u.reports)
				u.failed = c.file(ctx, file, u.reports)
			}()
		}
	}()
	var failed []error
	for u := range queue {
		for r := range u.reports {
			c.take(u.file, r)
		}
		failed = append(failed, u.failed)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.Join(failed...)
}

// file reads the reports of one file.
func (c *Collector) file(ctx context.Context, file string, reports chan<- read) error {
	in, err := c.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	known, now := domains{}, read{counts: newTally()}
	reader := rua.Reader{
		Row: func(r rua.Row) {
			if m, ok := known.mail(r); ok {
				now.counts.add(m, r.Count)
			} else {
				now.broken++
			}
		},
		Done: func(message int, r *rua.Report, err error) {
			now.message, now.report, now.err = message, r, err
			select {
			case reports <- now:
			case <-ctx.Done():
			}
			now = read{counts: newTally()}
		},
	}
	return reader.Read(contextReader{ctx, in})
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// take counts a report.
func (c *Collector) take(file string, r read) {
	if r.err != nil {
		c.report.Unread++
		if len(c.report.Problems) < maxProblems {
			c.report.Problems = append(c.report.Problems, Problem{placeOf(file, r.message), problemOf(r.err)})
		}
		return
	}
	if c.seen(r) {
		c.report.Duplicates++
		return
	}
	c.report.Reports++
	c.report.Broken += int64(r.report.Broken) + r.broken
	c.counts.merge(r.counts)
	if b := r.report.Begin; !b.IsZero() && (c.begin.IsZero() || b.Before(c.begin)) {
		c.begin, c.report.Begin = b, carriers.DayOf(b)
	}
	if e := r.report.End; e.After(c.end) {
		c.end, c.report.End = e, carriers.DayOf(e.Add(-time.Second)) // most end at midnight
	}
}

// Unreadable gives how many files and messages had no report that could be read, what is
// wrong with them, of the first 1000, and how many reports could be read.
func (c *Collector) Unreadable() (unread int, problems []Problem, reports int) {
	return c.report.Unread, c.report.Problems, c.report.Reports
}

// Domains counts the messages of each header From's domain; those of which there was
// no room to tell apart are "".
func (c *Collector) Domains() map[string]int64 {
	domains := map[string]int64{}
	for m, n := range c.counts.mail {
		domains[m.from] += n
	}
	for domain, n := range c.counts.rest {
		domains[domain] += n
	}
	return domains
}

// Distinct is how many sources are to be judged.
func (c *Collector) Distinct() int { return len(distinct(c.counts.sorted())) }

// seen reports whether the same report was there before: mailboxes and folders often
// have one twice. Without an ID that can't be told. What counts something else under the
// same ID is another report, or the rest of one: a source that only it has must not be
// passed over.
func (c *Collector) seen(r read) bool {
	if r.report.ID == "" {
		return false
	}
	var h maphash.Hash
	h.SetSeed(c.seed)
	for _, s := range []string{
		strings.ToLower(r.report.Organization), r.report.ID, r.report.Domain, r.report.Begin.String(), r.report.End.String(),
	} {
		h.WriteString(s)
		h.WriteByte(0)
	}
	maphash.WriteComparable(&h, r.counts.sum(c.seed))
	id := h.Sum64()
	if c.ids[id] {
		return true
	}
	if len(c.ids) < maxIDs {
		c.ids[id] = true
	}
	return false
}

// placeOf names a report in a file.
func placeOf(file string, message int) string {
	if message == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, message)
}

// problemOf gives the words of an error.
func problemOf(err error) i18n.Text {
	if e, ok := errors.AsType[*rua.Error](err); ok {
		return e.Problem
	}
	return i18n.Text{EN: err.Error(), JA: err.Error()}
}
