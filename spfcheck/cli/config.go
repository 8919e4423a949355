package cli

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

func (p *program) configCommand() *cli.Command {
	return &cli.Command{
		Name: "config",
		Usage: p.say(i18n.Text{
			EN: "check spfcheck.yaml, or print its JSON schema",
			JA: "spfcheck.yaml を確かめる、またはその JSON スキーマを表示する",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[schema]   print its JSON schema", JA: "[schema]   JSON スキーマを表示する"}),
		Description: p.examples(
			"spfcheck config",
			"spfcheck config --config mail/spfcheck.yaml",
			"spfcheck config schema > spfcheck.schema.json",
			"spfcheck config --show",
		),
		Flags: append([]cli.Flag{
			&cli.BoolFlag{Name: "show", Usage: p.say(i18n.Text{
				EN: "show your own defaults, and where each is from: the environment, or your file",
				JA: "自分の既定値と、それぞれの出どころ（環境変数またはファイル）を表示する",
			})},
		}, named([]string{"config", "on", "lang"}, p.flowFlags(), p.outputFlags())...),
		Action: p.configAction,
	}
}

func (p *program) configAction(c *cli.Context) error {
	switch {
	case c.Bool("show") && c.NArg() == 0:
		return p.showDefaults()
	case c.NArg() == 1 && strings.EqualFold(c.Args().First(), "schema"):
		_, err := p.stdout.Write(config.Schema)
		return err
	case c.NArg() > 0:
		return &input.Error{
			Problem: i18n.Text{EN: "config has no subcommand %q", JA: "config に %q は指定できません"}.Format(c.Args().First()),
			Hint:    spelling.DidYouMean(c.Args().First(), []string{"schema"}, i18n.Text{EN: "there are spfcheck config schema and spfcheck config --show", JA: "spfcheck config schema と spfcheck config --show があります"}),
		}
	}
	file, cfg, err := p.findConfig(c)
	if err != nil {
		return err
	}
	if file == "" {
		return &input.Error{
			Problem: i18n.Text{EN: "there is no %s in this folder or one above", JA: "このフォルダーにも上位にも %s がありません"}.Format(config.Name),
			Hint:    i18n.Text{EN: "write one with spfcheck init", JA: "spfcheck init で作成してください"},
		}
	}
	summary := configSummary.Format(file, len(cfg.Flows), len(cfg.Ignores))
	text := printable(p.say(summary)) + "\n"
	for _, note := range cfg.Notes {
		text += printable(p.say(noteOf.Format(note))) + "\n"
	}
	_, err = io.WriteString(p.stdout, text)
	return err
}

var configSummary = i18n.Text{
	EN: "%s: valid; flows: %d, findings to ignore: %d",
	JA: "%s: 問題ありません。フロー %d、除外する指摘 %d",
}

var noteOf = i18n.Text{EN: "note: %s", JA: "注意: %s"}

// findConfig reads the file of --config, or that which is found upward. The name
// is empty where there is none.
func (p *program) findConfig(c *cli.Context) (file string, cfg *config.Config, err error) {
	if p.config != nil { // it may be standard input, which is read once
		return p.configFile, p.config, nil
	}
	defer func() { p.configFile, p.config = file, cfg }()
	today, err := dayFlag(c, "on")
	if err != nil {
		return "", nil, err
	}
	if today == "" {
		today = carriers.DayOf(time.Now())
	}
	if file = c.String("config"); isRevision(file) {
		return p.configInGit(c, file, today)
	}
	if file == "" {
		file, err = config.Find(".")
		if errors.Is(err, fs.ErrNotExist) {
			return "", &config.Config{}, nil
		}
		if err != nil {
			return "", nil, err
		}
	}
	err = p.readFile(file, func(r io.Reader) error {
		cfg, err = config.Read(r, file, today)
		return err
	})
	return file, cfg, err
}
