package input_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

func TestErrorIn(t *testing.T) {
	words := input.Words{input.IP: "--ip", input.AllSenders: "spfcheck senders"}
	bad, try := i18n.Text{EN: "bad", JA: "不正"}, i18n.Text{EN: "try again", JA: "もう一度。"}
	for _, tt := range []struct {
		name          string
		err           input.Error
		problem, hint i18n.Text
		plain         string
	}{
		{"problem alone", input.Error{Problem: bad}, bad, i18n.Text{}, "bad"},
		{
			"a word of the front end",
			input.Error{Input: input.IP, Problem: bad, Hint: try},
			i18n.Text{EN: "--ip: bad", JA: "--ip: 不正"},
			try, "ip: bad; try again",
		},
		{
			"no word of the front end",
			input.Error{Input: input.Helo, Problem: bad},
			i18n.Text{EN: "helo: bad", JA: "helo: 不正"},
			i18n.Text{},
			"helo: bad",
		},
		{
			"where to see all",
			input.Error{Problem: bad, Hint: try, See: input.AllSenders},
			bad,
			i18n.Text{EN: "try again spfcheck senders lists them all", JA: "もう一度。spfcheck senders で一覧を表示します"},
			"bad; try again senders.All lists them all",
		},
		{
			"where to see all, alone",
			input.Error{Problem: bad, See: input.AllSenders},
			bad,
			i18n.Text{EN: "spfcheck senders lists them all", JA: "spfcheck senders で一覧を表示します"},
			"bad; senders.All lists them all",
		},
		{
			"line and column",
			input.Error{File: "x.yaml", Line: 3, Column: 5, Problem: bad},
			i18n.Text{EN: "x.yaml:3:5: bad", JA: "x.yaml:3:5: 不正"},
			i18n.Text{},
			"x.yaml:3:5: bad",
		},
		{
			"line and input",
			input.Error{File: "x.lock", Line: 3, Input: input.IP, Problem: bad},
			i18n.Text{EN: "x.lock:3: --ip: bad", JA: "x.lock:3: --ip: 不正"},
			i18n.Text{},
			"x.lock:3: ip: bad",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problem, hint := tt.err.In(words)
			if problem != tt.problem || hint != tt.hint {
				t.Errorf("got %+v, %+v", problem, hint)
			}
			if got := tt.err.Error(); got != tt.plain {
				t.Errorf("got %q, want %q", got, tt.plain)
			}
		})
	}
}

func TestJoin(t *testing.T) {
	of := func(name input.Name, problem string) *input.Error {
		return &input.Error{Input: name, Problem: i18n.Text{EN: problem, JA: problem}}
	}
	missing := &input.Error{Input: input.IP, Missing: true, Problem: i18n.Text{EN: "no ip", JA: "no ip"}}
	for _, tt := range []struct {
		name string
		errs []error
		want string
	}{
		{"nothing", []error{nil, nil}, ""},
		{"one", []error{nil, of(input.IP, "a")}, "ip: a"},
		{"several of one input", []error{errors.Join(of(input.IP, "a"), of(input.IP, "b"))}, "ip: a|ip: b"},
		{"the first says it", []error{of(input.IP, "a"), errors.Join(of(input.IP, "b"), of(input.Via, "c"))}, "ip: a|via: c"},
		{"without an input", []error{of("", "a"), of("", "b")}, "a|b"},
		{"joined before", []error{input.Join(of(input.IP, "a")), of(input.Via, "b")}, "ip: a|via: b"},
		{"another kind", []error{of(input.IP, "a"), errors.New("b")}, "ip: a|b"},
		{"missing alone", []error{missing}, "no ip"},
		{"missing beside what is wrong", []error{of(input.Via, "a"), missing}, "via: a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := input.Join(tt.errs...); err != nil {
				got = strings.ReplaceAll(err.Error(), "\n", "|")
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAbout(t *testing.T) {
	other := errors.New("other")
	wrong := &input.Error{Problem: i18n.Text{EN: "bad", JA: "bad"}}
	if err := input.About(input.IP, wrong); err.Error() != "ip: bad" || wrong.Input != "" {
		t.Errorf("got %v; what was given became %v", err, wrong)
	}
	if err := input.About(input.IP, other); err != other {
		t.Errorf("got %v", err)
	}
	if err := input.About(input.IP, nil); err != nil {
		t.Errorf("got %v", err)
	}
}
