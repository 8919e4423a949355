package cli

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// readValue reads the value of a flag as far as the flag says what it may be, and gives
// it as the commands want it: a word of a set as it is in the set. An empty value is
// most often a variable of a shell script that isn't set.
func (p *program) readValue(command *cli.Command, f cli.Flag, value string) (string, error) {
	name := f.Names()[0]
	if value == "" && name != string(input.MailFrom) { // there it is the null reverse-path
		return "", flagError(name, emptyValue, giveOrLeave.Format(name))
	}
	if _, ok := i18n.Parse(value); name == "lang" && !ok { // locales are languages, too
		return "", choiceError(name, value, languageCodes()...)
	}
	switch plainFlag(f).(type) {
	case *cli.DurationFlag:
		return value, readTime(name, value)
	case *cli.IntFlag:
		_, err := strconv.Atoi(value)
		return value, notNumber(name, value, err)
	case *cli.Float64Flag:
		_, err := strconv.ParseFloat(value, 64)
		return value, notNumber(name, value, err)
	case *cli.StringSliceFlag:
		return p.readWords(command, name, value, ",")
	}
	return p.readWords(command, name, value, "")
}

// readTime refuses what isn't a length of time, or one in which no answer can come.
func readTime(flag, value string) error {
	switch d, err := time.ParseDuration(value); {
	case err != nil:
		return flagError(flag, i18n.Text{EN: "%q is not a length of time", JA: "%q は時間の長さではありません"}.Format(value), timeHint)
	case d <= 0:
		return flagError(flag, i18n.Text{EN: "%s is not a time to wait", JA: "%s では待てません"}.Format(d), timeHint)
	}
	return nil
}

func notNumber(flag, value string, err error) error {
	if err == nil {
		return nil
	}
	return flagError(flag, i18n.Text{EN: "%q is not a number", JA: "%q は数ではありません"}.Format(value),
		i18n.Text{EN: "write it in digits, such as 64", JA: "64 のように数字で書いてください"})
}

// readSwitch reads what stands behind the = of a flag that is on or off.
func readSwitch(flag, value string) (string, error) {
	on, err := strconv.ParseBool(strings.ToLower(value))
	if err != nil {
		return "", flagError(flag, i18n.Text{EN: "it takes no value, and %q is given", JA: "値 %q は指定できません"}.Format(value),
			i18n.Text{EN: "write the flag alone, or leave it out", JA: "値を付けずに書くか、オプションごと外してください"})
	}
	return strconv.FormatBool(on), nil
}

// readWords reads words of the set that a flag has, with this between them; "": there
// is one word. Where there is no set, or more than that is allowed, the command itself
// says what is wrong.
func (p *program) readWords(command *cli.Command, flag, value, between string) (string, error) {
	set := p.setOf(command, flag)
	if set == nil {
		return value, nil
	}
	words := []string{value}
	if between != "" {
		words = strings.Split(value, between)
	}
	all := choiceWords(set.choices(p))
	for i, word := range words {
		at := slices.IndexFunc(all, func(c string) bool { return strings.EqualFold(c, word) })
		switch {
		case at >= 0:
			words[i] = all[at]
		case !set.open:
			return "", choiceError(flag, word, all...)
		}
	}
	return strings.Join(words, between), nil
}

// choiceError says that a flag has none of its values, and which one may be meant.
func choiceError(flag, value string, choices ...string) error {
	return flagError(flag, i18n.Text{EN: "invalid value %q", JA: "値 %q は正しくありません"}.Format(value),
		spelling.DidYouMean(value, choices, oneOf.Format(strings.Join(choices, ", "))))
}

// valueHint says what a flag without its value may have.
func (p *program) valueHint(command *cli.Command, flag string) i18n.Text {
	set := p.setOf(command, flag)
	if set == nil || set.examples {
		return seeHelp.Format(command.Name)
	}
	return oneOf.Format(strings.Join(choiceWords(set.choices(p)), ", "))
}

func choiceWords(choices []choice) []string {
	var words []string
	for _, c := range choices {
		words = append(words, c.word)
	}
	return words
}

var (
	oneOf       = i18n.Text{EN: "one of: %s", JA: "使える値: %s"}
	emptyValue  = i18n.Text{EN: "the value is empty", JA: "値が空です"}
	giveOrLeave = i18n.Text{EN: "give a value, or leave --%s out", JA: "値を指定するか、--%s を外してください"}
	timeHint    = i18n.Text{EN: "write it with its unit, such as 5s or 500ms", JA: "5s や 500ms のように単位をつけて書いてください"}
)
