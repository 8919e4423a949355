package senders

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// What can be wrong with the input Via.
var (
	unknownID = i18n.Text{
		EN: "no sending service %.60q",
		JA: "配信サービス %.60q はありません",
	}
	noParameter = i18n.Text{
		EN: "%s takes no value after the colon: %.60q",
		JA: "%s にはコロンのあとの値 %.60q は指定できません",
	}
	needsParameter = i18n.Text{
		EN: "%s needs the %s of the account",
		JA: "%s にはアカウントの %s の指定が必要です",
	}
	emptyParameter = i18n.Text{
		EN: "%s: no value after the colon",
		JA: "%s: コロンのあとに値がありません",
	}
	badParameter = i18n.Text{
		EN: "%s: no %s %.60q",
		JA: "%s: %s に %.60q は指定できません",
	}

	writeAlone = i18n.Text{EN: "write %s alone", JA: "%s とだけ書いてください"}
	writeValue = i18n.Text{EN: "write %[1]s:%[2]s, with %[3]s", JA: "%[1]s:%[2]s のように書きます（%[3]s）"}
)

// Unknown says that no preset has the ID, and which one was probably meant.
func Unknown(id string) *input.Error {
	e := &input.Error{Problem: unknownID.Format(id), See: input.AllSenders}
	if likely := nearest(strings.ToLower(id)); likely != "" {
		e.Hint = spelling.Meant.Format(likely)
	}
	return e
}

func viaError(err *input.Error) error {
	err.Input = input.Via
	return err
}

// parameterError says what is wrong with a parameter, and what to write.
func (p *Preset) parameterError(problem i18n.Text) *input.Error {
	return &input.Error{
		Input:   input.Via,
		Problem: problem,
		Hint:    writeValue.Format(p.ID, p.Parameter.Example, p.Parameter.Doc),
	}
}

// nearest gives the ID that s was probably meant for: one that s begins with or
// that begins with s, that of a service with s in its name, or one that is s
// with up to two typos. "" when there is none, or no single one.
func nearest(s string) string {
	const shortest = 3 // letters that tell one service from another
	if len(s) < shortest {
		return ""
	}
	return spelling.NearestBy(IDs(), func(id string) int {
		p := ByID(id)
		name := strings.ToLower(p.Name.EN + " " + p.Name.JA)
		if strings.HasPrefix(id, s) || strings.HasPrefix(s, id) || strings.Contains(name, s) {
			return min(spelling.Distance(s, id), 1)
		}
		return spelling.Distance(s, id)
	})
}
