package web

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// maxFields is the size in bytes of the largest request without a message.
const maxFields = 64 << 10

// checkAPI judges a mail for a program: the fields of the library's request as JSON, or a
// message with the other fields in the query.
func (s *server) checkAPI(w http.ResponseWriter, r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	values, mail := r.URL.Query(), io.Reader(nil)
	if kind == "message/rfc822" {
		mail = r.Body
	} else if err := readFields(http.MaxBytesReader(w, r.Body, maxFields), values); err != nil {
		return err
	}
	req, err := s.request(s.fieldWords(), values)
	req.Mail = mail
	if err := input.Join(err, s.Checker.Validate(req)); err != nil {
		return err
	}
	report, err := s.check(r.Context(), req, false)
	if err != nil {
		return err
	}
	begin(w, http.StatusOK)
	return addReport(w, "json", render.Options{}, report)
}

// readFields adds the fields of a JSON object: each a text, a number, or a list of them.
func readFields(body io.Reader, values url.Values) error {
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	var fields map[string]any
	if err := decoder.Decode(&fields); err != nil {
		return notJSON(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return &input.Error{Problem: oneObject}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		list, several := fields[name].([]any)
		if !several {
			list = []any{fields[name]}
		}
		for _, v := range list {
			switch v := v.(type) {
			case string:
				values.Add(name, v)
			case json.Number:
				values.Add(name, v.String())
			default:
				return &input.Error{Input: input.Name(name), Problem: wrongType}
			}
		}
	}
	return nil
}

// notJSON says what is wrong with a body; what kept it from being read stays as it is.
func notJSON(err error) error {
	if f := faultOf(err); f.code == http.StatusRequestEntityTooLarge {
		return err
	}
	return &input.Error{Problem: noJSON.Format(err.Error())}
}

// request reads the fields of a request. An error is an *input.Errors.
func (s *server) request(words input.Words, values url.Values) (spfcheck.Request, error) {
	var given []input.Given
	var wrong []error
	for _, field := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(spfcheck.Inputs, func(n input.Name) bool { return fieldOf(n) == field })
		if i < 0 {
			wrong = append(wrong, &input.Error{Problem: noField.Format(field), Hint: spelling.DidYouMean(field, fieldNames(), fieldsAre.Format(strings.Join(fieldNames(), ", ")))})
			continue
		}
		for _, v := range values[field] {
			given = append(given, input.Given{Input: spfcheck.Inputs[i], Value: v})
		}
	}
	req, err := spfcheck.NewRequest(words, given...)
	return req, input.Join(append(wrong, err)...)
}

func fieldNames() (names []string) {
	for _, n := range spfcheck.Inputs {
		names = append(names, fieldOf(n))
	}
	return names
}

// fieldWords are what the API calls the inputs.
func (s *server) fieldWords() input.Words {
	words := maps.Clone(s.Words)
	if words == nil {
		words = input.Words{}
	}
	for _, n := range spfcheck.Inputs {
		words[n] = fieldOf(n)
	}
	return words
}

// check judges a request in its turn, with trees where they are shown.
func (s *server) check(ctx context.Context, req spfcheck.Request, explain bool) (report *spfcheck.Report, err error) {
	checker := s.Checker
	checker.Explain = explain
	err = s.inTurn(ctx, func(ctx context.Context) error {
		report, err = checker.Check(ctx, req)
		return err
	})
	return report, err
}

// exchanger is what the Checker asks, for what asks without it.
func (s *server) exchanger() (resolve.Exchanger, error) {
	e, err := resolve.OrSystem(s.Checker.Exchanger)
	if err != nil {
		return nil, err
	}
	return resolve.Chain(e, s.Checker.Tuning.Layers...), nil
}

// inTurn runs what asks DNS, so that not all the world can do so at once.
func (s *server) inTurn(ctx context.Context, run func(context.Context) error) error {
	ctx, done := context.WithTimeout(ctx, s.Deadline)
	defer done()
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
		return run(ctx)
	case <-ctx.Done():
		return fault{http.StatusServiceUnavailable, tooMany, nil}
	}
}

// addReport writes a report in a format.
func addReport(w io.Writer, format string, o render.Options, report *spfcheck.Report) error {
	f, _ := render.FindFormat(format)
	return f.Report(w, o, report)
}

var (
	noJSON    = i18n.Text{EN: "the body is not a JSON object: %s", JA: "本文が JSON のオブジェクトではありません: %s"}
	oneObject = i18n.Text{EN: "there is something after the JSON object", JA: "JSON のオブジェクトの後に余分なものがあります"}
	wrongType = i18n.Text{EN: "expected a string, a number or a list of them", JA: "文字列、数値、またはそのリストを指定してください"}
	noField   = i18n.Text{EN: "no field %q", JA: "項目 %q はありません"}
	fieldsAre = i18n.Text{EN: "there are %s", JA: "%s があります"}
	tooMany   = i18n.Text{EN: "too many checks are running: try again later", JA: "実行中の判定が多すぎます。しばらくしてからもう一度お試しください"}
)
