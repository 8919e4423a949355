package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
)

// junitFormat is for what collects the results of tests, such as GitLab and
// Jenkins.
var junitFormat = boardFormat("junit",
	i18n.Text{EN: "JUnit XML, for the test reports of GitLab, Jenkins and others", JA: "JUnit XML。GitLab や Jenkins のテスト結果用"},
	writeJUnit, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<testsuites")

// writeJUnit writes the suites.
func writeJUnit(w io.Writer, o Options, b board) error {
	var suites junit.Testsuites
	for _, s := range b.suites {
		made := o.newJUnitSuite(escape(s.name))
		for _, c := range s.cases {
			made.add(escape(c.name), c.out, c.problems)
		}
		made.ID = len(suites.Suites)
		suites.AddSuite(made.Testsuite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return suites.WriteXML(w)
}

// junitSuite is a suite that is being filled.
type junitSuite struct {
	junit.Testsuite
	options Options
}

// newJUnitSuite names a suite. No time was measured, but Jenkins wants a number.
func (o Options) newJUnitSuite(name string) *junitSuite {
	return &junitSuite{junit.Testsuite{Name: junitText(name), Time: "0"}, o}
}

// add adds a case. What makes the gate fail is a failure. What isn't known is an
// error, which is JUnit's word for a test that came to no result: GitLab counts
// errors apart from failures, Jenkins shows them as failed. Both pass over what is
// skipped, as if it were fine. Where the exit code is to make a pass or a failure of
// it, so does the case. All else is output of a test that passed.
//
// The class is the suite, since it is the class that GitLab shows as the suite.
func (s *junitSuite) add(name, out string, problems []gate.Problem) {
	c := junit.Testcase{Name: junitText(name), Classname: s.Name}
	isOpen := func(p gate.Problem) bool {
		return !p.Fails && p.Code == gate.NoRule && s.options.Undetermined != gate.Pass
	}
	fails := func(p gate.Problem) bool { return p.Fails || isOpen(p) && s.options.Undetermined == gate.Fail }
	failing := matching(problems, fails)
	open := matching(problems, func(p gate.Problem) bool { return isOpen(p) && !fails(p) })
	others := matching(problems, func(p gate.Problem) bool { return !isOpen(p) && !fails(p) })
	switch {
	case len(failing) > 0:
		c.Failure = s.result(failing)
		others = append(open, others...) // a case has one result
	case len(open) > 0:
		c.Error = s.result(open)
	}
	text := strings.Join(slices.DeleteFunc([]string{out, s.text(others)}, func(s string) bool { return s == "" }), "\n\n")
	if text != "" {
		c.SystemOut = &junit.Output{Data: junitText(text)}
	}
	s.AddTestcase(c)
}

// result has the first problem as its message, and all in its text.
func (s *junitSuite) result(problems []gate.Problem) *junit.Result {
	message := s.options.say(problems[0].Title)
	if more := len(problems) - 1; more > 0 {
		message += s.options.say(moreProblems.Format(more))
	}
	return &junit.Result{Message: junitText(message), Type: problems[0].Code, Data: junitText(s.text(problems))}
}

func (s *junitSuite) text(problems []gate.Problem) string {
	var parts []string
	for _, p := range problems {
		head := fmt.Sprintf("%s: %s", s.options.say(severityWords[p.Level]), s.options.say(p.Title))
		if p.Place != nil {
			head = escape(p.Place.String()) + ": " + head
		}
		parts = append(parts, strings.Join(append([]string{head}, s.options.told(p)...), "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// junitText parts the mark by which GitLab and Jenkins are told to attach a file.
func junitText(s string) string { return strings.ReplaceAll(s, "[[ATTACHMENT|", "[ [ATTACHMENT|") }

func matching(problems []gate.Problem, keep func(gate.Problem) bool) []gate.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p gate.Problem) bool { return !keep(p) })
}

var (
	everyCarrier = i18n.Text{EN: "every carrier", JA: "すべての事業者"}
	domainsSuite = i18n.Text{EN: "domains", JA: "ドメイン"}
	moreProblems = i18n.Text{EN: " (and %d more)", JA: "（ほか %d 件）"}
)
