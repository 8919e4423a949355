package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// fault is why there is no answer.
type fault struct {
	code     int
	problem  i18n.Text
	problems []*input.Error // each thing that is wrong with what was given
}

// Error gives the problem in English.
func (f fault) Error() string { return f.problem.EN }

// faultOf says what an error comes to.
func faultOf(err error) fault {
	if f, ok := errors.AsType[fault](err); ok {
		return f
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault{http.StatusRequestEntityTooLarge, tooLarge, nil}
	}
	if wrong, ok := errors.AsType[*input.Errors](err); ok {
		return fault{http.StatusBadRequest, wrongInputs, wrong.Problems}
	}
	if wrong, ok := errors.AsType[*input.Error](err); ok {
		return fault{http.StatusBadRequest, wrongInputs, []*input.Error{wrong}}
	}
	if wrong, ok := errors.AsType[*spfcheck.RangeError](err); ok {
		return fault{http.StatusBadRequest, wrongInputs, []*input.Error{{Problem: wrong.Problem, Hint: wrong.Hint}}}
	}
	return fault{http.StatusInternalServerError, i18n.Text{EN: err.Error(), JA: err.Error()}, nil}
}

// Fault is the JSON of a request that has no answer.
type Fault struct {
	Problem i18n.Text      `json:"problem"` // why there is no answer
	Errors  []FieldProblem `json:"errors"`  // what is wrong with the request, field by field
}

// FieldProblem is what is wrong with one field of a request.
type FieldProblem struct {
	Field   string    `json:"field"`   // its name; empty for the request as a whole
	Problem i18n.Text `json:"problem"` // what is wrong
	Hint    i18n.Text `json:"hint"`    // what to do; may be empty
}

// failAPI answers a program that there is no answer.
func (s *server) failAPI(w http.ResponseWriter, _ *http.Request, f fault) {
	answer := Fault{Problem: f.problem, Errors: []FieldProblem{}}
	for _, p := range f.problems {
		about := *p
		about.Input = "" // it has a field of its own
		problem, hint := about.In(s.fieldWords())
		field := ""
		if p.Input != "" {
			field = fieldOf(p.Input)
		}
		answer.Errors = append(answer.Errors, FieldProblem{Field: field, Problem: problem, Hint: hint})
	}
	writeJSON(w, f.code, answer)
}

// failPage says it to people.
func (s *server) failPage(w http.ResponseWriter, r *http.Request, f fault) {
	page := s.document(r, f.problem)
	for _, p := range f.problems {
		problem, hint := p.In(s.Words)
		page.Warnings = append(page.Warnings, show(page.Language, problem, hint))
	}
	_ = write(w, f.code, page) // whoever asked is gone
}

// show gives a problem and its hint, safe to show.
func show(l i18n.Language, problem, hint i18n.Text) string {
	if hint.Complete() {
		problem = withHint.Format(problem, hint)
	}
	return render.Show(l.Of(problem))
}

func writeJSON(w http.ResponseWriter, code int, v any) {
	begin(w, code)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // whoever asked is gone
}

// begin begins an answer in JSON.
func begin(w http.ResponseWriter, code int) {
	w.Header().Set("Content-Type", "application/json")
	if code == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(code)
}

// fieldOf is what the API calls an input: "mail_from".
func fieldOf(name input.Name) string { return strings.ReplaceAll(string(name), "-", "_") }

var (
	withHint    = i18n.Text{EN: "%s; %s", JA: "%s。%s"}
	tooLarge    = i18n.Text{EN: "the request is too large", JA: "リクエストが大きすぎます"}
	wrongInputs = i18n.Text{EN: "this can't be judged as it is given", JA: "この指定では判定できません"}
)
