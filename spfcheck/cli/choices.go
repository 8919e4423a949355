package cli

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// choice is one word that may stand somewhere on the command line, and what it
// means; "" where the word says it.
type choice struct{ word, help string }

// files stands for the names of files, which the shell itself completes.
var files = choice{word: ":files"}

// choiceSets are the fixed sets, from the slices that the commands read: of the
// flag of a command, of a flag wherever it is, of the arguments of a command.
var choiceSets = map[string]func(*program) []choice{
	"check --format":      formats(func(f render.Format) bool { return f.Reports != nil }),
	"check --fail-on":     plain(failOnChoices),
	"check --provider":    plain(withProviders.Providers),
	"gate --format":       formats(func(f render.Format) bool { return f.Gate != nil }),
	"bulk --input-format": plain(bulk.Formats),
	"bulk --fail-on":      plain(failOnChoices),
	"bulk --fields":       plain(fieldNames()),
	"bulk --only":         plain(bulkKinds),
	"--format":            formats(func(f render.Format) bool { return f.Identities != nil }),
	"--fail-on":           plain(rules.Severities),
	"--lang":              plain(languageCodes()),
	"--color":             plain([]string{"auto", "always", "never"}),
	"--carrier":           described(carriers.All, ofCarrier),
	"--setting":           plain(carriers.SettingIDs(carriers.All...)),
	"--via":               described(senders.All, ofSender),
	"--selectors-of":      described(withSelectors(), ofSender),
	"--min-basis":         plain(carriers.Bases),
	"--ignore":            described(rules.All, ofRule),
	"--change-format":     plain(change.FormatNames()),
	"--ci":                plain(ciNames()),
	"--undetermined":      plain([]gate.Result{gate.Pass, gate.Fail}),
	"gate":                plain([]string{files.word}),
	"carriers":            described(carriers.All, ofCarrier),
	"senders":             described(senders.All, ofSender),
	"explain":             described(rules.All, ofRule),
	"report":              plain([]string{files.word}),
	"identities":          plain([]string{files.word}),
	"bulk":                plain([]string{files.word}),
	"config":              plain([]string{"schema"}),
	"completion":          plain(shellNames()),
}

// flagChoices gives the values of a flag, as typed, where there is a fixed set.
func (p *program) flagChoices(command *cli.Command, typed string) []choice {
	f := findFlag(command, typed)
	if f == nil {
		return nil
	}
	if takesFile(f) {
		return []choice{files}
	}
	flag := "--" + f.Names()[0]
	if _, ok := choiceSets[command.Name+" "+flag]; ok {
		flag = command.Name + " " + flag
	}
	return p.choices(flag)
}

// argumentChoices gives the arguments of a command, where there is a fixed set.
func (p *program) argumentChoices(command *cli.Command) []choice {
	return p.choices(command.Name)
}

func (p *program) choices(of string) []choice {
	if set, ok := choiceSets[of]; ok {
		return set(p)
	}
	return nil
}

// takesFile reports whether the value of f names a file.
func takesFile(f cli.Flag) bool {
	switch f := f.(type) {
	case *cli.StringFlag:
		return f.TakesFile
	case *cli.StringSliceFlag:
		return f.TakesFile
	}
	return false
}

// plain is a set of words that need no explanation.
func plain[S ~string](words []S) func(*program) []choice {
	return func(*program) []choice {
		var choices []choice
		for _, w := range words {
			choices = append(choices, choice{word: string(w)})
		}
		return choices
	}
}

// described is a set whose words have a description each.
func described[T any](all []T, describe func(T) (word string, help i18n.Text)) func(*program) []choice {
	return func(p *program) []choice {
		var choices []choice
		for _, v := range all {
			word, help := describe(v)
			choices = append(choices, choice{word, p.say(help)})
		}
		return choices
	}
}

// formats are those that can show something.
func formats(can func(render.Format) bool) func(*program) []choice {
	all := slices.DeleteFunc(slices.Clone(render.Formats), func(f render.Format) bool { return !can(f) })
	return described(all, func(f render.Format) (string, i18n.Text) { return f.Name, f.Help })
}

func ofCarrier(c *carriers.Profile) (string, i18n.Text) { return c.ID, c.Name }

func ofSender(s *senders.Preset) (string, i18n.Text) { return s.ID, s.Name }

func ofRule(a *rules.Analyzer) (string, i18n.Text) { return a.ID, a.Title }

// withSelectors are the services whose selectors are known.
func withSelectors() []*senders.Preset {
	return slices.DeleteFunc(slices.Clone(senders.All), func(s *senders.Preset) bool {
		return s.Selectors == nil || len(s.Selectors.Names) == 0
	})
}

func languageCodes() []string {
	var codes []string
	for _, l := range i18n.Languages {
		codes = append(codes, l.Code)
	}
	return codes
}
