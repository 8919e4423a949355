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

// choiceSet is the words that may stand in one place.
type choiceSet struct {
	choices func(*program) []choice
	open    bool // others may stand there, too, or the command says better why not
}

func open(choices func(*program) []choice) choiceSet   { return choiceSet{choices, true} }
func closed(choices func(*program) []choice) choiceSet { return choiceSet{choices, false} }

// choiceSets are the fixed sets, from the slices that the commands read: of the
// flag of a command, of a flag wherever it is, of the arguments of a command.
var choiceSets = map[string]choiceSet{
	"check --format":      open(formats(func(f render.Format) bool { return f.Reports != nil })),
	"check --fail-on":     closed(plain(failOnChoices)),
	"check --provider":    closed(plain(withProviders.Providers)),
	"gate --format":       open(formats(func(f render.Format) bool { return f.Gate != nil })),
	"bulk --input-format": closed(plain(bulk.Formats)),
	"bulk --fail-on":      closed(plain(failOnChoices)),
	"sources --fail-on":   closed(plain(failOnChoices)),
	"bulk --fields":       closed(plain(fieldNames())),
	"bulk --only":         closed(plain(bulkKinds)),
	"serve --format":      open(formats(func(f render.Format) bool { return f.Event != nil })),
	"serve --fail-on":     closed(plain(failOnChoices)),
	"sources --format":    open(formats(func(f render.Format) bool { return f.Sources != nil })),
	"--format":            open(formats(func(f render.Format) bool { return f.Identities != nil })),
	"--fail-on":           closed(plain(rules.Severities)),
	"--lang":              open(plain(languageCodes())),
	"--color":             closed(plain([]string{"auto", "always", "never"})),
	"--carrier":           open(described(carriers.All, ofCarrier)),
	"--setting":           open(plain(carriers.SettingIDs(carriers.All...))),
	"--via":               open(described(senders.All, ofSender)),
	"--selectors-of":      open(described(withSelectors(), ofSender)),
	"--min-basis":         open(plain(carriers.Bases)),
	"--ignore":            open(described(rules.All, ofRule)),
	"--change-format":     closed(plain(change.FormatNames())),
	"--ci":                closed(plain(ciNames())),
	"--undetermined":      closed(plain([]gate.Result{gate.Pass, gate.Fail})),
	"gate":                open(plain([]string{files.word})),
	"carriers":            open(described(carriers.All, ofCarrier)),
	"senders":             open(described(senders.All, ofSender)),
	"explain":             open(described(rules.All, ofRule)),
	"report":              open(plain([]string{files.word})),
	"sources":             open(plain([]string{files.word})),
	"identities":          open(plain([]string{files.word})),
	"bulk":                open(plain([]string{files.word})),
	"config":              open(plain([]string{"schema"})),
	"completion":          open(plain(shellNames())),

	"bulk --output-format":  closed(plain(bulk.OutputFormats)),
	"bulk --summary-format": closed(formats(func(f render.Format) bool { return f.Bulk != nil })),
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
	if set := p.setOf(command, f.Names()[0]); set != nil {
		return set.choices(p)
	}
	return nil
}

// setOf gives the set of a flag's values; nil where there is none.
func (p *program) setOf(command *cli.Command, flag string) *choiceSet {
	for _, of := range []string{command.Name + " --" + flag, "--" + flag} {
		if set, ok := choiceSets[of]; ok {
			return &set
		}
	}
	return nil
}

// argumentChoices gives the arguments of a command, where there is a fixed set.
func (p *program) argumentChoices(command *cli.Command) []choice {
	if set, ok := choiceSets[command.Name]; ok {
		return set.choices(p)
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
