package bulk

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// work judges lines until there are no more. A line that the end of ctx came upon
// isn't done: what DNS didn't say any more would be taken for its answer.
func (r *Runner) work(ctx context.Context, d *decoder, jobs <-chan job, results chan<- result) {
	for {
		select {
		case j, ok := <-jobs:
			if !ok {
				return
			}
			line, err := r.judgeWatched(ctx, d, j.line)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				results <- result{job: j, err: err}
			default:
				results <- r.result(j, line)
			}
		case <-ctx.Done():
			return
		}
	}
}

// judgeWatched judges a line, again where meanwhile no server answered.
func (r *Runner) judgeWatched(ctx context.Context, d *decoder, raw *rawLine) (*Line, error) {
	for r.Watch != nil {
		before := r.Watch.Outages()
		line := r.judge(ctx, d, raw)
		fault := r.Watch.Fault()
		switch {
		case fault == nil && r.Watch.Outages() == before:
			return line, nil
		case fault == nil || ctx.Err() != nil:
		case r.Await == nil:
			return nil, fault
		default:
			if err := r.Await(ctx, fault); err != nil {
				return nil, err
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return r.judge(ctx, d, raw), nil
}

func (r *Runner) judge(ctx context.Context, d *decoder, raw *rawLine) *Line {
	in, fault := d.decode(raw)
	line := &Line{Number: raw.number, ID: in.ID, Error: fault, Values: in.values()}
	line.group = d.groupOf(line.Values)
	if fault != nil {
		return line
	}
	all := in.or(r.Defaults)
	req, err := all.request(r.On, r.words)
	if err == nil {
		if r.Deadline > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, r.Deadline)
			defer cancel()
		}
		check := r.Checker.Check
		if d.Format == Domains && !all.says(input.IP, input.Via, input.MailFrom) {
			check = r.anywhere
		}
		line.Report, err = check(ctx, req)
	}
	if err != nil {
		line.Report, line.Error = nil, errorOf(err, r.Words)
	}
	return line
}

func (r *Runner) result(j job, line *Line) result {
	class := line.Class(r.FailOn)
	res := result{job: j, entry: newEntry(line, class)}
	res.line.text = nil
	if class != Bad && r.Only != nil && !slices.Contains(r.Only, class) {
		return res
	}
	encode := r.Encode
	if encode == nil {
		encode = encodeJSON
	}
	res.encoded, res.err = encode(line)
	return res
}

func encodeJSON(l *Line) ([]byte, error) {
	b, err := json.Marshal(l)
	return append(b, '\n'), err
}
