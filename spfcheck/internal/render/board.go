package render

import (
	"io"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// board is what the formats for CI show of a run, whichever command it was of.
type board struct {
	problems []gate.Problem
	notes    []i18n.Text
	suites   []suite
	verdicts []spfcheck.Verdict // that problems are about
	file     string             // where a problem is shown that is on no line; "": nowhere
}

// place is where a problem is shown: on its line, or at the beginning of what is judged.
// nil: in no file.
func (b board) place(p gate.Problem) *zone.Place {
	switch {
	case inFile(p.Place):
		return p.Place
	case b.file != "":
		return &zone.Place{File: b.file}
	default:
		return nil
	}
}

// suite is a group of tests, as JUnit has them.
type suite struct {
	name  string
	cases []testCase
}

// testCase is one test: what it puts out, and what is wrong.
type testCase struct {
	name, out string
	problems  []gate.Problem
}

// boardFormat is a format that shows boards, each of which begins with one of begins.
func boardFormat(name string, help i18n.Text, write func(io.Writer, Options, board) error, begins ...string) Format {
	return Format{
		Name: name, Help: help, Begins: begins,
		Gate:   func(w io.Writer, o Options, rep *gate.Report) error { return write(w, o, o.gateBoard(rep)) },
		Lint:   func(w io.Writer, o Options, reports []*lint.Report) error { return write(w, o, o.lintBoard(reports)) },
		Report: func(w io.Writer, o Options, rep *spfcheck.Report) error { return write(w, o, o.checkBoard(rep)) },
	}
}

// gateBoard has a suite for each flow, with a case for each carrier, and one for the
// domains.
func (o Options) gateBoard(rep *gate.Report) board {
	b := board{problems: rep.Problems, notes: rep.Notes}
	if i := slices.IndexFunc(rep.Files, func(file string) bool { return inFile(&zone.Place{File: file}) }); i >= 0 {
		b.file = rep.Files[i]
	}
	for _, f := range rep.Flows {
		b.suites = append(b.suites, o.flowSuite(f, rep.Problems))
		for _, v := range f.Verdicts {
			b.verdicts = append(b.verdicts, v.After)
		}
	}
	var domains []testCase
	for _, d := range rep.Domains {
		domains = append(domains, testCase{name: d.Domain, out: o.say(lookupsWord) + ": " + o.say(lookupsChange(d))})
	}
	b.addDomains(o, domains, matching(rep.Problems, func(p gate.Problem) bool { return p.Flow == "" }))
	return b
}

// flowSuite has a case for each carrier, and one for what is about all of them.
func (o Options) flowSuite(f gate.FlowChange, problems []gate.Problem) suite {
	s := suite{name: f.Name}
	of := func(carrier string) []gate.Problem {
		return matching(problems, func(p gate.Problem) bool { return p.Flow == f.Name && p.Carrier == carrier })
	}
	if general := of(""); f.Problem.Complete() || len(general) > 0 {
		s.cases = append(s.cases, testCase{o.say(everyCarrier), "", general})
	}
	for _, c := range carrierTurns(f) {
		s.cases = append(s.cases, testCase{o.say(c.name), o.say(c.text()), of(c.carrier)})
	}
	return s
}

// addDomains adds a suite with a case for each domain, and for each other one that a
// problem is about: one that these include.
func (b *board) addDomains(o Options, cases []testCase, problems []gate.Problem) {
	for _, p := range problems {
		i := slices.IndexFunc(cases, func(c testCase) bool { return c.name == p.Domain })
		if i < 0 {
			i, cases = len(cases), append(cases, testCase{name: p.Domain})
		}
		cases[i].problems = append(cases[i].problems, p)
	}
	if len(cases) > 0 {
		b.suites = append(b.suites, suite{o.say(domainsSuite), cases})
	}
}

// lintBoard has a case for each domain.
func (o Options) lintBoard(reports []*lint.Report) board {
	var b board
	var domains []testCase
	for _, rep := range reports {
		told := false // that something isn't known
		for _, f := range rep.Findings {
			b.problems = append(b.problems, gate.FindingProblem(f, o.FailOn))
			told = told || f.DNSFailed
		}
		if rep.DNSFailed && !told {
			b.problems = append(b.problems, gate.NotLooked(rep.Domain))
		}
		b.notes = append(b.notes, lintNotes(rep, o.Words)...)
		domains = append(domains, testCase{name: rep.Domain, out: o.say(roomText(rep.Lookups))})
	}
	b.addDomains(o, domains, b.problems)
	return b
}

// checkBoard has a suite for the mail, with a case for each carrier, and one for the
// domains of the findings.
func (o Options) checkBoard(rep *spfcheck.Report) board {
	b := board{notes: rep.Notes, verdicts: rep.Verdicts}
	mail := suite{name: subject(rep)}
	for _, v := range rep.Deciding() {
		t := testCase{name: o.say(v.CarrierName), out: o.say(v.Outcome.Word())}
		if p, is := gate.VerdictProblem(*v, o.FailOnOutcome, o.Words); is {
			p.Place = o.placeOf(rep, *v)
			t.problems = []gate.Problem{p}
			b.problems = append(b.problems, p)
		}
		mail.cases = append(mail.cases, t)
	}
	b.suites = append(b.suites, mail)
	var findings []gate.Problem
	for _, f := range rep.Findings {
		p := gate.FindingProblem(f, "")
		p.Fails = false // the carriers' verdicts are what a check is about
		findings = append(findings, p)
	}
	b.problems = append(b.problems, findings...)
	b.addDomains(o, nil, findings)
	return b
}

// placeOf is where the record stands that a verdict rests on; nil where it is in no
// file.
func (o Options) placeOf(rep *spfcheck.Report, v spfcheck.Verdict) *zone.Place {
	if o.Places == nil {
		return nil
	}
	for _, id := range rep.Identities {
		switch {
		case id.Kind == v.Identity:
			return o.Places.Text(id.Domain, id.Record)
		case id.Kind == identity.From && v.Identity == "" && v.DMARC != "":
			return o.Places.Text("_dmarc."+id.Domain, "")
		}
	}
	return nil
}
