package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// words are what texts of the library call things here: a flag has the name of its
// input.
var words = input.Words{
	input.MailFrom:    "--mail-from",
	input.Helo:        "--helo",
	input.From:        "--from",
	input.Sender:      "--sender",
	input.Mail:        "--mail",
	input.Size:        "--size",
	input.IP:          "--ip",
	input.Via:         "--via",
	input.DKIMDomain:  "--dkim-domain",
	input.To:          "--to",
	input.On:          "--on",
	input.Carrier:     "--carrier",
	input.Setting:     "--setting",
	input.MinBasis:    "--min-basis",
	input.Selector:    "--selector",
	input.SelectorsOf: "--selectors-of",
	input.Ignore:      "--ignore",
	input.OwnDomain:   "--own-domain",
	input.AllSenders:  "spfcheck senders",
	input.AllCarriers: "spfcheck carriers",
	input.AllRules:    "spfcheck explain",
	input.Rule:        "spfcheck explain",
	input.History:     "--history",
	input.At:          "--at",
	input.Brief:       "--brief",
	input.Advice:      "spfcheck check --fix",
	input.Lock:        "spfcheck lock",
	input.Summary:     "--summary FILE",
	input.Suppress:    "--suppress FILE",
	input.Yours:       "--yours",
	input.Details:     "-v",
	input.Explanation: "--explain",
}

// given are the flags of a message that are set, as inputs.
func given(c *cli.Context) []input.Given {
	var all []input.Given
	for _, name := range spfcheck.Inputs {
		flag := string(name)
		if !c.IsSet(flag) {
			continue
		}
		values := splitCommas(c.StringSlice(flag))
		if values == nil {
			values = []string{c.String(flag)}
		}
		for _, v := range values {
			all = append(all, input.Given{Input: name, Value: v})
		}
	}
	return all
}

// valid reads inputs, and says what is wrong with them as far as each can be wrong by
// itself, as those of checker, too.
func valid(checker *spfcheck.Checker, all ...input.Given) (spfcheck.Request, error) {
	req, err := spfcheck.NewRequest(words, all...)
	wrong, ok := errors.AsType[*input.Errors](input.Join(err, checker.Validate(req)))
	if !ok {
		return req, nil
	}
	wrong.Problems = slices.DeleteFunc(wrong.Problems, func(p *input.Error) bool { return p.Missing })
	if len(wrong.Problems) == 0 {
		return req, nil
	}
	return req, wrong
}

// onlyOne refuses a second value of what is judged: nothing would be said of the first.
// Of all other flags the last one counts, as people are used to.
func (l *line) onlyOne(f cli.Flag, value string) error {
	name := f.Names()[0]
	if _, repeatable := f.(*knownList); repeatable || name != string(input.Mail) && !slices.Contains(spfcheck.Inputs, input.Name(name)) {
		return nil
	}
	for _, given := range l.flags {
		if first, found := strings.CutPrefix(given, "--"+name+"="); found && first != value {
			return flagError(name, severalValues.Format(first, value), oneAtATime)
		}
	}
	return nil
}

var (
	severalValues = i18n.Text{EN: "there are two values, %q and %q", JA: "値が 2 つ（%q と %q）あります"}
	oneAtATime    = i18n.Text{EN: "give one, and run spfcheck once for each", JA: "1 つだけを指定し、値ごとに spfcheck を実行してください"}
)
