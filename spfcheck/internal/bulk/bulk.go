// Package bulk judges mail by the million: a line of the input says who sends
// from where, a line of the output what the carriers do with it. It streams:
// memory doesn't grow with the input, and what is done survives a kill.
//
// A [Reader] takes the lines apart, a [Runner] judges them, several at once, and
// a [Writer] takes what comes of them: a [Stream], or a [Journal], which an
// interrupted run goes on from. A [Summary] counts.
package bulk

import (
	"encoding/json"
	"errors"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Line is what came of one line of the input: it has either a Report or an Error.
type Line struct {
	Number int64           `json:"line"`         // the number of the line in the input, from 1; the header of CSV and empty lines count
	ID     json.RawMessage `json:"id,omitempty"` // the line's ID as in the input, a string or a number, and of a list the domain; left out where there is none
	*spfcheck.Report
	Error  *Error   `json:"error,omitempty"` // why the line could not be judged; a line has this or the report
	Values []string `json:"-"`               // what the line has in the columns of the input, as Reader.Columns names them; none where the line can't be taken apart

	group *string // the value by which it is grouped; nil: lines aren't
}

// Error says why a line could not be judged.
type Error struct {
	Field     string    `json:"field"`               // the key or column that is wrong; empty for the line as a whole
	Problem   i18n.Text `json:"problem"`             // what is wrong
	Hint      i18n.Text `json:"hint"`                // what to do; may be empty
	DNSFailed bool      `json:"dns_failed"`          // the line is fine: DNS gave no addresses to judge, another time it may
	Unsettled bool      `json:"unsettled,omitempty"` // the line is fine: the verdict hangs on what nothing says
}

// Error gives the problem in English.
func (e *Error) Error() string { return e.Problem.EN }

// Class is what a line counts as.
type Class string

// The classes. Each line is of just one.
const (
	Delivered Class = "delivered" // every judged carrier delivers
	Failing   Class = "failing"   // at least one does not
	Unknown   Class = "unknown"   // undetermined: DNS failed, or no known rule covers the case
	Bad       Class = "bad"       // the line can't be read
)

// Class gives the class of l. What is as bad as failOn counts as failing.
func (l *Line) Class(failOn carriers.Outcome) Class {
	switch {
	case l.Error != nil && (l.Error.DNSFailed || l.Error.Unsettled):
		return Unknown
	case l.Error != nil:
		return Bad
	case l.Failed(failOn):
		return Failing
	case l.Worst.Delivered():
		return Delivered
	}
	return Unknown
}

// DNSFailed reports whether DNS kept something from being known.
func (l *Line) DNSFailed() bool {
	if l.Error != nil {
		return l.Error.DNSFailed
	}
	return l.Report.DNSFailed()
}

// errorOf says what is wrong with a line for which there is no report.
func errorOf(err error, words input.Words) *Error {
	var bad *input.Error
	var noRange *spfcheck.RangeError
	var own *Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &bad) && bad.Missing:
		return &Error{Field: "ip", Problem: noAddress, Hint: giveAddress.Format(words.Of(input.IP), words.Of(input.Via))}
	case errors.As(err, &bad):
		_, hint := bad.In(words)
		return &Error{Field: keyOf(bad.Input), Problem: bad.Problem, Hint: hint}
	case errors.As(err, &noRange):
		return &Error{Problem: noRange.Problem, Hint: noRange.Hint, DNSFailed: noRange.DNSFailed}
	}
	return &Error{Problem: asText(err.Error())}
}
