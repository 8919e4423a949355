package lock

import (
	"context"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Report is what became of a lock file, as plain data.
type Report struct {
	Version  int          `json:"version"`                      // the version of this form: fields are added under the same version, never renamed or removed
	File     string       `json:"file"`                         // the name of the file
	Day      carriers.Day `json:"day" jsonschema:"format=date"` // the day on which DNS was asked
	Written  bool         `json:"written"`                      // the file has the answers; it is left as it was where there are failures
	Flows    int          `json:"flows"`                        // how many flows need the answers
	Records  int          `json:"records"`                      // how many lines the file has for records
	None     int          `json:"none"`                         // how many lines the file has for answers without records
	Failures []Failure    `json:"failures"`                     // the questions that got no usable answer
}

// Question is one to DNS.
type Question struct {
	Name string `json:"name"` // the name that is asked for
	Type string `json:"type"` // the type of record that is asked for
}

// Failure is a question that got no usable answer.
type Failure struct {
	Question
	Problem string `json:"problem"` // what came instead of an answer, in English
}

// Make asks what the flows of a gate need, and what its change touches, and keeps
// what is published; the gate's own states of DNS aren't looked at. The File is
// for nothing where the Report has failures. An error is that of a flow's request, as of
// [gate.Gate.Run], or says that ctx ended.
func Make(ctx context.Context, published resolve.Exchanger, g *gate.Gate, day carriers.Day) (*File, *Report, error) {
	f := New(day)
	if _, err := ask(ctx, resolve.Chain(published, f.Answers.Collect()), *g); err != nil {
		return nil, nil, err
	}
	rep := &Report{Version: Version, File: Name, Day: day, Flows: len(g.Flows), Failures: failures(f.Answers)}
	for _, a := range f.Answers.All() {
		rep.Records += len(a.Data)
		if len(a.Data) == 0 {
			rep.None++
		}
	}
	return f, rep, nil
}

// ask asks a source all that the gate needs. It returns the domains of the flows.
func ask(ctx context.Context, source resolve.Exchanger, g gate.Gate) ([]string, error) {
	g.Before, g.After = source, nil
	if g.Change != nil {
		g.Before, g.After = gate.Apply(source, g.Base, g.Change)
	}
	domains, err := g.Ask(ctx)
	if err == nil {
		err = ctx.Err() // what wasn't asked any more isn't among the failures
	}
	return domains, err
}

func failures(a *resolve.Answers) []Failure {
	list := []Failure{}
	for _, f := range a.Failures() {
		list = append(list, Failure{Question{f.Name, f.Type}, f.Problem})
	}
	return list
}
