package input

import (
	"errors"
	"strconv"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Error is something wrong with what was given, which whoever gave it can put right.
type Error struct {
	Input   Name      // that is wrong; "" where it is none of them, or all together
	Problem i18n.Text // what is wrong
	Hint    i18n.Text // what to give or do instead; may be empty
	See     Name      // what lists all that may be given, where Hint doesn't; may be empty
	Missing bool      // the input isn't given; Problem says so, and names it

	// Where it stands, if that is a file: its name, and from 1 the line and, in
	// characters, the column. 0: not known.
	File         string
	Line, Column int
}

// Error gives place, input, problem and hint in English, in the library's own words.
func (e *Error) Error() string {
	problem, hint := e.In(nil)
	if hint == (i18n.Text{}) {
		return problem.EN
	}
	return problem.EN + "; " + hint.EN
}

// In gives the problem, with place and input before it as compilers do, and the hint,
// which may be empty, in the words of a front end.
func (e *Error) In(w Words) (problem, hint i18n.Text) {
	before := ""
	if e.File != "" {
		before = e.File + ":"
		for _, n := range []int{e.Line, e.Column} {
			if n > 0 {
				before += strconv.Itoa(n) + ":"
			}
		}
		before += " "
	}
	if e.Input != "" && !e.Missing {
		before += w.Of(e.Input) + ": "
	}
	problem = i18n.Text{EN: before + e.Problem.EN, JA: before + e.Problem.JA}
	hint = e.Hint
	if e.See != "" {
		hint = hint.And(seeAll.Format(w.Of(e.See)))
	}
	return problem, hint
}

var seeAll = i18n.Text{EN: "%s lists them all", JA: "%s で一覧を表示します"}

// About says of an *Error which input it is about; any other error stays as it is.
func About(name Name, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	about := *e
	about.Input = name
	return &about
}
