package cli

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
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
	choices  func(*program) []choice
	open     bool // others may stand there, too, or the command says better why not
	examples bool // most of what may stand there isn't in the set
}

func open(choices func(*program) []choice) choiceSet   { return choiceSet{choices: choices, open: true} }
func closed(choices func(*program) []choice) choiceSet { return choiceSet{choices: choices} }

// choiceSets are the fixed sets, from the slices that the commands read: of the
// flag of a command, of a flag wherever it is, of the arguments of a command.
var choiceSets = map[string]choiceSet{
	"check --format":      open(formats(func(f render.Format) bool { return f.Report != nil })),
	"check --fail-on":     closed(described(failOnChoices, ofOutcome)),
	"check --provider":    closed(plain(withProviders.Providers)),
	"gate --format":       open(formats(func(f render.Format) bool { return f.Gate != nil })),
	"bulk --input-format": closed(plain(bulk.Formats)),
	"bulk --fail-on":      closed(described(failOnChoices, ofOutcome)),
	"sources --fail-on":   closed(described(failOnChoices, ofOutcome)),
	"bulk --fields":       closed(described(render.BulkFields, func(f render.BulkField) (string, i18n.Text) { return f.Name, f.Help })),
	"bulk --only":         closed(explained(bulkKinds, classHelp)),
	"serve --format":      open(formats(func(f render.Format) bool { return f.Event != nil })),
	"serve --fail-on":     closed(plain(failOnChoices)),
	"sources --format":    open(formats(func(f render.Format) bool { return f.Sources != nil })),
	"--format":            open(formats(func(f render.Format) bool { return f.Identities != nil })),
	"--fail-on":           closed(explained(rules.Severities, severityHelp)),
	"--lang":              open(explained(languageCodes(), languageHelp)),
	"--color":             closed(explained([]string{"auto", "always", "never"}, colorHelp)),
	"--carrier":           open(described(carriers.All, ofCarrier)),
	"--setting":           open(described(carriers.SettingIDs(carriers.All...), ofSetting)),
	"--via":               open(described(senders.All, ofSender)),
	"--selectors-of":      open(described(withSelectors(), ofSender)),
	"--selector":          {choices: selectors, open: true, examples: true},
	"--min-basis":         open(explained(carriers.Bases, basisHelp)),
	"--ignore":            open(described(rules.All, ofRule)),
	"--change-format":     closed(described(change.Formats, func(f change.Format) (string, i18n.Text) { return f.Name, f.Title })),
	"--ci":                closed(plain(ciNames())),
	"--undetermined":      closed(explained([]gate.Result{gate.Pass, gate.Fail}, undeterminedHelp)),
	"gate":                open(plain([]string{files.word})),
	"carriers":            open(described(carriers.All, ofCarrier)),
	"senders":             open(described(senders.All, ofSender)),
	"explain":             open(explainable),
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
	switch f := plainFlag(f).(type) {
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
	return func(p *program) []choice {
		all := slices.DeleteFunc(slices.Clone(render.Formats), func(f render.Format) bool { return !can(f) })
		return described(all, func(f render.Format) (string, i18n.Text) { return f.Name, f.Help })(p)
	}
}

func ofCarrier(c *carriers.Profile) (string, i18n.Text) { return c.ID, c.Name }

func ofSender(s *senders.Preset) (string, i18n.Text) { return s.ID, s.Name }

func ofRule(a *rules.Analyzer) (string, i18n.Text) { return a.ID, a.Title }

func ofOutcome(o carriers.Outcome) (string, i18n.Text) { return string(o), o.Effect() }

func ofSetting(id string) (string, i18n.Text) {
	if s, err := carriers.ParseSettingID(id); err == nil {
		profile := carriers.ByID(s.Carrier)
		_, setting := profile.Setting(s.Setting)
		return id, carrierSetting.Format(profile.Name, setting.Name)
	}
	return id, i18n.Text{}
}

// explained is a set of which a table says what each word means.
func explained[S ~string](words []S, help map[S]i18n.Text) func(*program) []choice {
	return described(words, func(w S) (string, i18n.Text) { return string(w), help[w] })
}

// selectors are those that services are known to use.
func selectors(p *program) []choice {
	var choices []choice
	for _, s := range withSelectors() {
		for _, name := range s.Selectors.Names {
			i := slices.IndexFunc(choices, func(c choice) bool { return c.word == name })
			if i < 0 {
				choices = append(choices, choice{name, p.say(s.Name)})
				continue
			}
			choices[i].help += p.say(i18n.Text{EN: ", ", JA: "、"}) + p.say(s.Name)
		}
	}
	return choices
}

// explainable is what has a page: the rules of lint, those of the carriers, and those of
// delivery reports.
func explainable(p *program) []choice {
	ofCarriers := described(carrierRules(), func(r carriers.Rule) (string, i18n.Text) { return r.ID, r.Why })
	ofReplies := described(dsn.RuleIDs(), func(id string) (string, i18n.Text) { return id, dsn.Explain(id).Advice })
	return slices.Concat(described(rules.All, ofRule)(p), ofCarriers(p), ofReplies(p))
}

var carrierSetting = i18n.Text{EN: "%s, %s", JA: "%s「%s」"}

// What the words of sets mean that have no text of their own.
var (
	severityHelp = map[rules.Severity]i18n.Text{
		rules.Error:   {EN: "what breaks the mail", JA: "メールの配送や認証に支障がある"},
		rules.Warning: {EN: "and what may break it", JA: "支障のおそれがあるものまで"},
		rules.Info:    {EN: "and what is worth knowing", JA: "知っておくとよいことまで"},
	}
	languageHelp = map[string]i18n.Text{
		"en": {EN: "English", JA: "英語"},
		"ja": {EN: "Japanese", JA: "日本語"},
	}
	colorHelp = map[string]i18n.Text{
		"auto":   {EN: "on a terminal", JA: "端末に出力するとき"},
		"always": {EN: "everywhere", JA: "常に"},
		"never":  {EN: "nowhere", JA: "使わない"},
	}
	basisHelp = map[carriers.Basis]i18n.Text{
		carriers.Official: {EN: "the carrier's own page says it", JA: "事業者自身のページに記載がある"},
		carriers.Quoted:   {EN: "a third party quotes the carrier", JA: "第三者が事業者の説明を引用している"},
		carriers.Observed: {EN: "a third party tested it", JA: "第三者が試して確かめた"},
		carriers.Claimed:  {EN: "a third party says so, without a test", JA: "第三者の説明で、検証はない"},
		carriers.Inferred: {EN: "our reading of the sources", JA: "資料からの推定"},
	}
	classHelp = map[bulk.Class]i18n.Text{
		bulk.Failing:   {EN: "at least one carrier doesn't deliver", JA: "届かない事業者がある"},
		bulk.Unknown:   {EN: "undetermined", JA: "判定できない"},
		bulk.Delivered: {EN: "every judged carrier delivers", JA: "判定した事業者のすべてに届く"},
	}
	undeterminedHelp = map[gate.Result]i18n.Text{
		gate.Pass: {EN: "exit with 0 where nothing fails", JA: "不合格がなければ終了コードは 0"},
		gate.Fail: {EN: "exit with 1", JA: "終了コードは 1"},
	}
)

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
