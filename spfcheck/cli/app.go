package cli

import (
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
)

// The exit codes, the same for every command and format.
const (
	exitDelivered    = 0 // every judged carrier delivers (a warning banner counts as delivered)
	exitNotDelivered = 1 // at least one puts it in the spam folder, drops it or rejects it
	exitUsage        = 2 // wrong flag, argument or unreadable input
	exitUnknown      = 3 // DNS failed, or no known rule covers the case
)

// exitCode is the code for a report, in which failOn and what is worse counts as
// not delivered. Not delivered wins over undetermined.
func exitCode(rep *spfcheck.Report, failOn carriers.Outcome) int {
	switch {
	case rep.Failed(failOn):
		return exitNotDelivered
	case rep.Worst.Delivered():
		return exitDelivered
	}
	return exitUnknown
}

// program is one run: its streams, and the exit code that a command leaves.
type program struct {
	stdin          io.Reader // for answers to questions
	input          io.Reader // the same for what is read as a file: a person is told that it is waited for
	stdout, stderr io.Writer
	language       i18n.Language // of all texts
	redact         bool          // local parts are masked, in errors too
	presets        []preset
	badPresets     error     // what is wrong with them
	implied        bool      // no command is named
	guessed        i18n.Text // what the mail is taken to be sent through, where nobody said so
	asked          *dns      // by which that was found out; nil: it wasn't asked
	code           int
	began          time.Time
	recording      atomic.Pointer[recording] // that of --record
	config         *config.Config            // once it was looked for
	configFile     string
	made           map[string]*cli.Command // by name, once the language is known
}

// about is the description of the program.
var about = i18n.Text{
	EN: "A mail that Gmail takes can vanish at a carrier: docomo and SoftBank check SPF on the header From, au on the envelope From and the PRA. " +
		"spfcheck evaluates all of them and says who would not deliver, why, and what to publish.",
	JA: "Gmail に届くメールでも、携帯電話事業者では消えることがあります。ドコモとソフトバンクはヘッダー From、au はエンベロープ From と PRA の SPF を見るからです。" +
		"spfcheck はそのすべてを評価し、届かない事業者とその理由、公開すべきレコードを示します。",
}

// exitCodes says what each exit code means, by its number.
var exitCodes = []i18n.Text{
	exitDelivered:    {EN: "every judged carrier delivers", JA: "判定した事業者のすべてに届く"},
	exitNotDelivered: {EN: "at least one does not", JA: "届かない事業者がある"},
	exitUsage:        {EN: "usage, or unreadable input", JA: "使い方の誤り、または入力を読めない"},
	exitUnknown:      {EN: "undetermined: DNS failed, or no known rule covers the case", JA: "判定できない（DNS のエラー、または当てはまる規則が知られていない）"},
}

// purpose says in a line what the program does.
var purpose = i18n.Text{
	EN: "say what docomo, au and SoftBank do with a mail before it is sent",
	JA: "メールを送る前に、ドコモ・au・ソフトバンクでどう扱われるかを示す",
}

// app is the program for urfave/cli, with the command to run. Help, the version and
// what is wrong with the words are ours: see line.
func (p *program) app(command *cli.Command) *cli.App {
	return &cli.App{
		Name:                      "spfcheck",
		Commands:                  []*cli.Command{command},
		HideHelp:                  true,
		HideVersion:               true,
		DisableSliceFlagSeparator: true, // a file name may have a comma
		Writer:                    p.stdout,
		ErrWriter:                 p.stderr,
		ExitErrHandler:            func(*cli.Context, error) {}, // run decides; the default would exit
	}
}

// maker makes a command.
type maker struct {
	name string
	make func() *cli.Command
}

// makers are those of all commands, in the order of the help.
func (p *program) makers() []maker {
	return []maker{
		{"check", p.checkCommand},
		{"bulk", p.bulkCommand},
		{"lint", p.lintCommand},
		{"gate", p.gateCommand},
		{"lock", p.lockCommand},
		{"identities", p.identitiesCommand},
		{"carriers", p.carriersCommand},
		{"report", p.reportCommand},
		{"senders", p.sendersCommand},
		{"sources", p.sourcesCommand},
		{"serve", p.serveCommand},
		{"explain", p.explainCommand},
		{"init", p.initCommand},
		{"config", p.configCommand},
		{"doctor", p.doctorCommand},
		{"completion", p.completionCommand},
		{"man", p.manCommand},
	}
}

// commands gives the command of that name, or all of them where none has it: to make the
// flags of all takes a tenth of a short run, so each is made once.
func (p *program) commands(only string) []*cli.Command {
	makers := p.makers()
	if i := slices.IndexFunc(makers, func(m maker) bool { return strings.EqualFold(m.name, only) }); i >= 0 {
		makers = makers[i : i+1]
	}
	if p.made == nil {
		p.made = map[string]*cli.Command{}
	}
	commands := make([]*cli.Command, len(makers))
	for i, m := range makers {
		if made := p.made[m.name]; made != nil {
			commands[i] = made
			continue
		}
		c := m.make()
		c.HideHelp = true
		c.Before = keepFiles
		p.describeFormats(c)
		p.describeColumns(c)
		addShort(c)
		knowNames(c.Flags)
		commands[i], p.made[m.name] = c, c
	}
	return commands
}

// command makes the command of that name; nil where there is none.
func (p *program) command(name string) *cli.Command {
	if c := p.commands(name); strings.EqualFold(c[0].Name, name) {
		return c[0]
	}
	return nil
}

func (p *program) commandNames() []string {
	var names []string
	for _, m := range p.makers() {
		names = append(names, m.name)
	}
	return names
}
