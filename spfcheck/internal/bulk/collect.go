package bulk

import (
	"maps"
	"slices"
	"time"
)

// commitEvery is after how many lines what is done is made certain.
const commitEvery = 256

// Writer takes the output of a run: a [Stream] or a [Journal].
type Writer interface {
	begin() progress
	write([]byte) error
	idle() error           // nothing else is ready to be written
	commit(progress) error // all that was written up to now belongs to progress
}

// progress is how far a run has come.
type progress struct {
	position
	Summary  *Summary `json:"summary"`
	Complete bool     `json:"complete"`
}

// position tells what is done of an input.
type position struct {
	Line  int64   `json:"line"`  // this line and all before it; 0: none
	Sum   uint64  `json:"sum"`   // of the input up to its end
	Ahead []int64 `json:"ahead"` // lines after it

	passed bool // an input was found to be the same up to Line
}

// has reports whether a line was done by an earlier run. It is an error when the
// lines up to there were others then.
func (p *position) has(line *rawLine) (bool, error) {
	switch {
	case line.number < p.Line:
		return true, nil
	case line.number == p.Line && line.sum == p.Sum:
		p.passed = true
		return true, nil
	case p.Line > 0 && !p.passed:
		return false, ErrInputChanged
	}
	return slices.Contains(p.Ahead, line.number), nil
}

// reached is an error when the input ended before p.
func (p *position) reached(number int64) error {
	if number < p.Line {
		return ErrInputChanged
	}
	return nil
}

// collector writes results, in order unless that isn't wanted, and knows how
// far the run is.
type collector struct {
	run      *Runner
	out      Writer
	at       position
	summary  *Summary
	asked    Traffic   // in earlier runs
	start    time.Time // less the time of earlier runs
	next     int64
	waiting  map[int64]result // by seq: those that an earlier one isn't done of
	unsaved  int              // lines
	free     int              // how many places of the window became free
	inherits []int64          // lines ahead that an earlier run has done
	err      error
}

func newCollector(r *Runner, out Writer, began progress) *collector {
	c := &collector{run: r, out: out, at: began.position, summary: began.Summary, waiting: map[int64]result{}}
	if c.summary == nil {
		c.summary = &Summary{}
	}
	if began.Summary == nil {
		c.err = out.write(r.Head)
	}
	c.asked, c.inherits = c.summary.Traffic, began.Ahead
	c.start = time.Now().Add(-time.Duration(c.summary.Seconds * float64(time.Second)))
	return c
}

// take files a result and writes what can be written now.
func (c *collector) take(res result, idle bool) {
	if c.run.Unordered {
		if c.emit(res); c.err != nil {
			return
		}
		res.encoded = nil
	}
	c.waiting[res.seq] = res
	for {
		res, ok := c.waiting[c.next]
		if !ok {
			break
		}
		if !c.run.Unordered {
			if c.emit(res); c.err != nil {
				return // it isn't done
			}
		}
		delete(c.waiting, c.next)
		c.at.Line, c.at.Sum = res.line.number, res.line.sum
		c.next++
		c.free++
	}
	switch {
	case c.err != nil:
	case c.unsaved >= commitEvery:
		c.err = c.commit(false)
	case idle && c.summary.Lines > 0:
		c.err = c.out.idle()
	}
}

// emit writes a line and counts it.
func (c *collector) emit(res result) {
	if c.err == nil {
		c.err = res.err
	}
	if c.err == nil && res.encoded != nil {
		c.err = c.out.write(res.encoded)
	}
	if c.err != nil {
		return
	}
	c.summary.add(res.entry)
	c.unsaved++
	if c.run.Progress != nil {
		c.run.Progress()
	}
}

// finish ends the run, for which err was the reason; nil: all is done.
func (c *collector) finish(err error) error {
	if commitErr := c.commit(err == nil); commitErr != nil {
		return commitErr
	}
	return err
}

// commit makes certain what was written so far.
func (c *collector) commit(complete bool) error {
	c.unsaved = 0
	c.summary.Seconds = time.Since(c.start).Seconds()
	c.summary.Line, c.summary.Complete = c.at.Line, complete
	if c.run.Traffic != nil {
		c.summary.Traffic = c.asked.plus(c.run.Traffic())
	}
	c.summary.sort()
	if c.summary.Lines == 0 && !complete {
		return nil // of what was written, only Head: another run may have another
	}
	at := c.at
	at.Ahead = c.ahead()
	return c.out.commit(progress{at, c.summary, complete})
}

// ahead lists the lines that are written though an earlier one isn't.
func (c *collector) ahead() []int64 {
	lines := slices.DeleteFunc(slices.Clone(c.inherits), func(n int64) bool { return n <= c.at.Line })
	if c.run.Unordered {
		for res := range maps.Values(c.waiting) {
			lines = append(lines, res.line.number)
		}
	}
	slices.Sort(lines)
	return lines
}
