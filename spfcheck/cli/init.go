package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
)

func (p *program) initCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "name", Value: "signup", Category: p.say(theFlows), Usage: p.say(i18n.Text{
			EN: "what the flow is called in the output: a `NAME`",
			JA: "出力で使うフローの`名前`",
		})},
	}
	file := []cli.Flag{
		&cli.StringFlag{Name: "file", TakesFile: true, Value: config.Name, Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write this `FILE`; - is standard output",
			JA: "書き出す`ファイル`。- は標準出力",
		})},
		&cli.StringFlag{Name: "ci", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write the workflow for this `SYSTEM`: " + strings.Join(ciNames(), ", ") + " (default: that of the remote of git)",
			JA: "ワークフローを書き出す`CI`: " + strings.Join(ciNames(), "、") + "（既定値: git のリモートから判断する）",
		})},
		p.forceFlag(i18n.Text{
			EN: "write over files that are there",
			JA: "すでにあるファイルに上書きする",
		}),
	}
	names := []string{"from", "via", "ip", "mail-from", "dkim-domain", "setting"}
	return &cli.Command{
		Name: "init",
		Usage: p.say(i18n.Text{
			EN: "write a first spfcheck.yaml and the workflow for CI, from flags or a few questions, and run the gate once",
			JA: "最初の spfcheck.yaml と CI のワークフローを作り、一度判定する",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[ADDRESS|DOMAIN]   the header From", JA: "[アドレス|ドメイン]   ヘッダー From"}),
		Description: p.examples(
			"spfcheck init",
			"spfcheck init --via ses noreply@shop.example.jp",
			"spfcheck init --via ses --ci github noreply@shop.example.jp",
			"spfcheck init --ip 203.0.113.0/28 --setting au:high info@example.jp",
		),
		Flags: slices.Concat(flags, named(names, p.senderFlags(), p.clientFlags(), p.verdictFlags()), file,
			named([]string{"zone", "offline", "server", "timeout", "deadline"}, p.dnsFlags()),
			named([]string{"lang"}, p.outputFlags())),
		Action: p.initAction,
	}
}

func (p *program) initAction(c *cli.Context) error {
	if err := headerFrom(c); err != nil {
		return err
	}
	start := startOf(c)
	file := c.String("file")
	if err := refuseOver(c, file); err != nil {
		return err
	}
	var found gateStart
	if file != "-" {
		var err error
		if found, err = p.findGate(c); err != nil {
			return err
		}
		if err := refuseOver(c, found.file); err != nil {
			return err
		}
		start.Zones, start.Base = zonesFrom(file, found.zones), found.base
	}
	if start.From == "" {
		if err := p.ask(&start); err != nil {
			return err
		}
	}
	written, cfg, err := p.firstConfig(start, file)
	if err != nil {
		return err
	}
	for _, note := range cfg.Notes {
		p.tell(noteOf.Format(note))
	}
	if file == "-" {
		_, err := p.stdout.Write(written)
		return err
	}
	err = p.writeFile("file", file, func(w io.Writer) error {
		_, err := w.Write(written)
		return err
	})
	if err != nil {
		return err
	}
	p.tell(wroteFile.Format(file))
	return p.beginGate(c, found, file, cfg)
}

// beginGate writes the workflow for the zone files that were found, and judges once.
func (p *program) beginGate(c *cli.Context, found gateStart, file string, cfg *config.Config) error {
	if len(found.zones) == 0 {
		p.tell(noZones.Format(file))
		return nil
	}
	p.tell(zonesFound.Format(strings.Join(found.zones, ", ")))
	if err := p.writeWorkflow(found, file); err != nil {
		return err
	}
	p.tell(nextStep)
	return p.firstRun(c, found, cfg)
}

// startOf is what the options say of the first flow.
func startOf(c *cli.Context) config.Start {
	return config.Start{
		Name: c.String("name"), From: c.String("from"), MailFrom: c.String("mail-from"), Via: c.String("via"),
		IP: splitCommas(c.StringSlice("ip")), DKIMDomain: splitCommas(c.StringSlice("dkim-domain")),
		Settings: splitCommas(c.StringSlice("setting")),
	}
}

// firstConfig writes the configuration, and reads it as every command will: what is wrong
// then is an option's, since no line is written yet.
func (p *program) firstConfig(start config.Start, file string) ([]byte, *config.Config, error) {
	written := bytes.NewBufferString(p.say(configHead))
	if err := config.Write(written, start); err != nil {
		return nil, nil, err
	}
	cfg, err := config.Read(bytes.NewReader(written.Bytes()), file, carriers.DayOf(time.Now()))
	if wrong, ok := errors.AsType[*input.Error](err); ok {
		return nil, nil, &input.Error{Problem: wrong.Problem, Hint: wrong.Hint, See: wrong.See}
	}
	return written.Bytes(), cfg, err
}

// configHead stands at the top of the configuration.
var configHead = i18n.Text{
	EN: "# The mail that this site sends, for spfcheck gate and spfcheck lock.\n# Its keys: spfcheck config schema\n",
	JA: "# このサイトが送信するメール（spfcheck gate と spfcheck lock が読む）\n# 使えるキー: spfcheck config schema\n",
}

// zonesFrom are paths as the configuration names them: from its folder.
func zonesFrom(file string, paths []string) []string {
	var from []string
	for _, p := range paths {
		there, noThere := filepath.Abs(filepath.Dir(file))
		here, noHere := filepath.Abs(p)
		if short, err := filepath.Rel(there, here); cmp.Or(noThere, noHere, err) == nil {
			p = short
		}
		from = append(from, p)
	}
	return from
}

// question is one of those that init asks.
type question struct {
	text   i18n.Text
	asked  func(*config.Start) bool // nil: always
	answer func(*config.Start, string) error
}

// questions are asked where no flag answers.
var questions = []question{
	{
		text: i18n.Text{
			EN: "From address of the mail, such as noreply@shop.example.jp",
			JA: "メールの差出人（From）アドレス。例: noreply@shop.example.jp",
		},
		answer: func(s *config.Start, a string) error {
			s.From = a
			if a == "" {
				return errNeeded
			}
			return answered(input.From, a)
		},
	},
	{
		text: i18n.Text{
			EN: "sending service, such as ses or sendgrid; empty for servers of your own",
			JA: "配信サービス。例: ses、sendgrid。自社サーバーから送るなら空のまま",
		},
		asked: func(s *config.Start) bool { return s.Via == "" && len(s.IP) == 0 },
		answer: func(s *config.Start, a string) error {
			s.Via = a
			if a == "" {
				return nil
			}
			return answered(input.Via, a)
		},
	},
	{
		text: i18n.Text{
			EN: "addresses or ranges that the mail is sent from, with commas between",
			JA: "送信元のアドレスまたは範囲。複数ならコンマで区切る",
		},
		asked: func(s *config.Start) bool { return s.Via == "" && len(s.IP) == 0 },
		answer: func(s *config.Start, a string) error {
			s.IP = strings.FieldsFunc(a, func(r rune) bool { return r == ',' || r == ' ' })
			if len(s.IP) == 0 {
				return errNeeded
			}
			return answered(input.IP, s.IP...)
		},
	},
	{
		text: i18n.Text{
			EN: "envelope From (Return-Path); empty for that of the service, or the same as From",
			JA: "エンベロープ From（Return-Path）。サービスの既定値または From と同じなら空のまま",
		},
		asked: func(s *config.Start) bool { return s.MailFrom == "" },
		answer: func(s *config.Start, a string) error {
			if s.MailFrom = a; a == "" && s.Via == "" {
				s.MailFrom = s.From
			}
			return answered(input.MailFrom, s.MailFrom)
		},
	},
}

// answered says what is wrong with the answer to a question.
func answered(name input.Name, values ...string) error {
	var all []input.Given
	for _, v := range values {
		all = append(all, input.Given{Input: name, Value: v})
	}
	_, err := valid(&spfcheck.Checker{}, all...)
	return err
}

// ask asks what no flag has said, each question until there is a usable answer.
func (p *program) ask(start *config.Start) error {
	lines := bufio.NewScanner(p.stdin)
	for _, q := range questions {
		if q.asked != nil && !q.asked(start) {
			continue
		}
		for {
			fmt.Fprintf(p.stderr, "%s: ", p.say(q.text))
			if !lines.Scan() {
				fmt.Fprintln(p.stderr)
				return errors.Join(lines.Err(), errNoAnswer)
			}
			err := q.answer(start, strings.TrimSpace(lines.Text()))
			if err == nil {
				break
			}
			p.fail(err)
		}
	}
	return nil
}

var (
	errNeeded = &input.Error{Problem: i18n.Text{EN: "this is needed", JA: "これは必要です"}}

	errNoAnswer = &input.Error{
		Problem: i18n.Text{EN: "the question was not answered", JA: "質問への答えがありません"},
		Hint: i18n.Text{
			EN: "answer it, or give --from and --via or --ip",
			JA: "答えるか、--from と、--via または --ip を指定してください",
		},
	}
)
