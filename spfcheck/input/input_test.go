package input_test

import (
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
