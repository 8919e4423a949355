package cli

import (
	"bufio"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
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
	stdin          io.Reader
	stdout, stderr io.Writer
	help           *bufio.Writer // standard output, for urfave/cli, which writes help in small pieces
	language       i18n.Language // of help and errors; before reads it again from --lang
	redact         bool          // local parts are masked, in errors too
	code           int
	began          time.Time
	recording      atomic.Pointer[recording] // that of --record
	config         *config.Config            // once it was looked for
	configFile     string
}

// about is the description of the program.
var about = i18n.Text{
	EN: "A mail that Gmail takes can vanish at a carrier: docomo and SoftBank check SPF on the\n" +
		"header From, au on the envelope From and the PRA. spfcheck evaluates all of them and\n" +
		"says who would not deliver, why, and what to publish.",
	JA: "Gmail に届くメールでも、携帯電話事業者では消えることがあります。ドコモと\n" +
		"ソフトバンクはヘッダー From、au はエンベロープ From と PRA の SPF を見るから\n" +
		"です。spfcheck はそのすべてを評価し、届かない事業者とその理由、公開すべき\n" +
		"レコードを示します。",
}

// exitCodes says what each exit code means.
var exitCodes = i18n.Text{
	EN: "Exit codes: 0 every judged carrier delivers, 1 at least one does not, 2 usage or\n" +
		"unreadable input, 3 undetermined (DNS failed, or no known rule covers the case).",
	JA: "終了コード: 0 判定した事業者のすべてに届く、1 届かない事業者がある、\n" +
		"2 使い方の誤り、または入力を読めない、\n" +
		"3 判定できない（DNS のエラー、または当てはまる規則が知られていない）",
}

// app is the program with its commands. Where one of them is named it may have that
// one alone, since to make the flags of all takes a tenth of a short run.
func (p *program) app(only string) *cli.App {
	return &cli.App{
		Name: "spfcheck",
		Usage: p.say(i18n.Text{
			EN: "say what docomo, au and SoftBank do with a mail before it is sent",
			JA: "メールを送る前に、ドコモ・au・ソフトバンクでどう扱われるかを示す",
		}),
		Description:               p.say(about) + "\n\n" + p.say(exitCodes),
		Version:                   version(),
		Commands:                  p.commands(only),
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true, // a file name may have a comma
		Writer:                    p.help,
		ErrWriter:                 p.stderr,
		ExitErrHandler:            func(*cli.Context, error) {}, // run decides; the default would exit
		OnUsageError:              onUsageError,
		Action:                    unknownCommand,
		CustomAppHelpTemplate:     p.say(appTemplate),
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
		{"explain", p.explainCommand},
		{"init", p.initCommand},
		{"config", p.configCommand},
		{"completion", p.completionCommand},
		{"man", p.manCommand},
	}
}

// commands makes the command of that name, or all of them where none has it.
func (p *program) commands(only string) []*cli.Command {
	makers := p.makers()
	if i := slices.IndexFunc(makers, func(m maker) bool { return m.name == only }); i >= 0 {
		makers = makers[i : i+1]
	}
	commands := make([]*cli.Command, len(makers))
	for i, m := range makers {
		c := m.make()
		c.OnUsageError = onUsageError
		c.HideHelpCommand = true
		c.Before = p.before
		p.describeFormats(c)
		c.CustomHelpTemplate = p.say(commandTemplate)
		commands[i] = c
	}
	return commands
}

// unknownCommand is the action when no command was named.
func unknownCommand(c *cli.Context) error {
	if c.NArg() == 0 {
		return &input.Error{
			Problem: i18n.Text{EN: "no command", JA: "コマンドがありません"},
			Hint:    i18n.Text{EN: "see spfcheck --help; to judge a mail: spfcheck check --ip ADDRESS FROM", JA: "spfcheck --help を見てください。判定は spfcheck check --ip アドレス 差出人 です"},
		}
	}
	first := c.Args().First()
	hint := i18n.Text{
		EN: "to judge mail from it: spfcheck check --ip ADDRESS %[1]s",
		JA: "そこからのメールを判定するには: spfcheck check --ip アドレス %[1]s",
	}.Format(first)
	if !strings.Contains(first, ".") {
		names := commandNames(c.App)
		hint = spelling.DidYouMean(first, names,
			i18n.Text{EN: "there are %s", JA: "コマンドは %s です"}.Format(strings.Join(names, ", ")))
	}
	return &input.Error{Problem: i18n.Text{EN: "no command %q", JA: "コマンド %q はありません"}.Format(first), Hint: hint}
}

func commandNames(app *cli.App) []string {
	var names []string
	for _, c := range app.Commands {
		names = append(names, c.Name)
	}
	return names
}

// release is the version that whoever builds from sources without history names,
// as the Dockerfile does: go build -ldflags "-X github.com/spfcheck/spfcheck/spfcheck/cli.release=v1.2.3".
var release string

// version is what the build was told, or else what the module system knows of it.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
