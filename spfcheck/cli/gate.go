package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

func (p *program) gateCommand() *cli.Command {
	return &cli.Command{
		Name: "gate",
		Usage: p.say(i18n.Text{
			EN: "say what a change of DNS does to mail, before it is made",
			JA: "DNS を変更する前に、メールへの影響を調べる",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[FILE…]   more files of the change", JA: "[ファイル…]   変更のファイルの続き"}),
		Description: p.examples(
			"spfcheck gate --change zones/example.jp.zone",
			"spfcheck gate --change new.zone --base old.zone --from info@example.jp --via ses",
			"spfcheck gate --change zones/ --base git:origin/main",
			"spfcheck gate --change plan.json --undetermined fail",
			"spfcheck gate --change octodns/ --format github --output sarif=out.sarif --output markdown=summary.md",
			"spfcheck gate --locked --change batch.json",
		),
		Flags:  slices.Concat(p.changeFlags(), p.flowFlags(), p.gateFlags(), p.dnsFlags(), p.detailFlags("quiet", "short"), p.outputFlags()),
		Action: p.within(p.gate),
	}
}

// changeFlags are the flags that say what changes.
func (p *program) changeFlags() []cli.Flag {
	var formats []string
	for _, f := range change.Formats {
		formats = append(formats, f.Name+" ("+p.say(f.Title)+")")
	}
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "change", TakesFile: true, Category: p.say(theChange), Usage: p.say(i18n.Text{
			EN: "`FILE` or folder with DNS as it will be: a whole zone, or just what changes; repeatable, - is standard input",
			JA: "変更後の DNS の`ファイル`またはフォルダー。ゾーン全体でも変更分だけでもよい。繰り返し可。- は標準入力",
		})},
		&cli.StringSliceFlag{Name: "base", TakesFile: true, Category: p.say(theChange), Usage: p.say(i18n.Text{
			EN: "`FILE` or folder with DNS as it is (default: what DNS says), repeatable; or git:REVISION, such as git:origin/main: the same files as they are there, git: alone is where the branch began",
			JA: "変更前の DNS の`ファイル`またはフォルダー（既定値: DNS の応答）。繰り返し可。git:リビジョン（git:origin/main など）なら、その時点の同じファイル。git: だけなら既定のブランチから分かれた時点",
		})},
		&cli.BoolFlag{Name: "staged", Category: p.say(theChange), Usage: p.say(i18n.Text{
			EN: "read the files as they are staged in git, and with no --base those of HEAD as DNS as it is",
			JA: "git でステージされたファイルを変更後とする。--base がなければ HEAD のファイルを変更前とする",
		})},
		&cli.StringFlag{Name: "change-format", Category: p.say(theChange), Usage: p.say(i18n.Text{
			EN: "`FORMAT` of the files, where it isn't recognised:\n" + strings.Join(formats, "\n"),
			JA: "ファイルの`形式`（自動判別できないとき）:\n" + strings.Join(formats, "\n"),
		})},
		&cli.StringFlag{Name: "origin", Category: p.say(theChange), Usage: p.say(i18n.Text{
			EN: "`ZONE` of files that don't say theirs (default: what they are called, such as db.example.jp or example.jp.zone)",
			JA: "ゾーン名のないファイルの`ゾーン`（既定値: ファイル名。db.example.jp、example.jp.zone など）",
		})},
		&cli.StringFlag{Name: "view", Category: p.say(theChange), Usage: p.say(i18n.Text{
			EN: "`TAG` of the view that the world sees, where a zone has several",
			JA: "ゾーンに複数のビューがあるとき、外部に公開するビューの`名前`",
		})},
	}
}

// flowFlags are the flags that say what mail is sent.
func (p *program) flowFlags() []cli.Flag {
	flags := []cli.Flag{&cli.StringFlag{Name: "config", TakesFile: true, Category: p.say(theFlows), Usage: p.say(i18n.Text{
		EN: "`FILE` with the flows (default: spfcheck.yaml in this folder or one above); git:REVISION is that file as it is there",
		JA: "フローを書いた`ファイル`（既定値: このフォルダーまたは上位の spfcheck.yaml）。git:リビジョン なら、その時点の spfcheck.yaml",
	})}}
	flags = append(flags, &cli.StringSliceFlag{Name: "selector", Category: p.say(theFlows), Usage: p.say(i18n.Text{
		EN: "`SELECTOR` of the DKIM key that the mail is signed with (s=), for --dkim-domain; repeatable",
		JA: "メールの署名に使う DKIM の鍵の`セレクター`（s=）。--dkim-domain と組で使う。繰り返し可",
	})})
	names := []string{"mail-from", "helo", "from", "ip", "via", "dkim-domain", "setting", "carrier", "on"}
	return append(flags, named(names, p.senderFlags(), p.clientFlags(), p.verdictFlags())...)
}

// gateFlags are the flags that say what it comes to.
func (p *program) gateFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "locked", Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "ask no DNS: answer from the file that spfcheck lock wrote, by the rules of its day",
			JA: "DNS に問い合わせず、spfcheck lock が書き出したファイルから応答する。判定の規則もその日のもの",
		})},
		p.lockFileFlag(),
		&cli.BoolFlag{Name: "all", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "fail for faults that were there before, too",
			JA: "変更前からある問題も不合格にする",
		})},
		&cli.StringFlag{Name: "fail-on", Value: string(rules.Error), Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "mildest `SEVERITY` of a new finding to exit with 1 for: " + strings.Join(severities(), ", "),
			JA: "新しい指摘がこの`重さ`以上なら終了コードを 1 にする: " + strings.Join(severities(), ", "),
		})},
		&cli.StringFlag{Name: "undetermined", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "what to make of a change that can't be judged: `pass` (exit 0) or fail (exit 1); default: exit 3",
			JA: "判定できない変更の扱い: `pass`（終了コード 0）または fail（終了コード 1）。既定では終了コード 3",
		})},
		&cli.StringSliceFlag{Name: "output", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "write `FORMAT=FILE` beside the output, such as sarif=out.sarif; repeatable",
			JA: "別の形式でも書き出す。`形式=ファイル`、例: sarif=out.sarif。繰り返し可",
		})},
	}
}

// named picks flags by name, in the order of the names.
func named(names []string, groups ...[]cli.Flag) []cli.Flag {
	all := map[string]cli.Flag{}
	for _, f := range slices.Concat(groups...) {
		all[f.Names()[0]] = f
	}
	var picked []cli.Flag
	for _, name := range names {
		if f := all[name]; f != nil {
			picked = append(picked, f)
		}
	}
	return picked
}

func (p *program) gate(c *cli.Context) error {
	outputs, err := p.gateOutputs(c)
	if err != nil {
		return err
	}
	g, cfg, err := p.gateOf(c)
	if err != nil {
		return errors.Join(err, annotate(outputs, err))
	}
	rep, err := p.runGate(c, g)
	if err != nil {
		return err
	}
	undetermined := cmp.Or(gate.Result(c.String("undetermined")), cfg.Undetermined)
	p.code = gateCode(rep.Result, undetermined)
	for _, o := range outputs {
		o.options.Undetermined = undetermined
		err = errors.Join(err, o.write(rep))
	}
	return err
}

// annotate writes an error in what is to be judged as an annotation, where those are
// asked for: standard error is folded away in the log of a job.
func annotate(outputs []gateOutput, err error) error {
	wrong, ok := errors.AsType[*input.Error](err)
	if several, is := errors.AsType[*input.Errors](err); is && len(several.Problems) > 0 {
		wrong, ok = several.Problems[0], true
	}
	if !ok {
		return nil
	}
	at := zone.Place{File: wrong.File, Line: wrong.Line}
	if bad, is := errors.AsType[unread](err); is {
		at = bad.at
	}
	for _, o := range outputs {
		if o.format.Name == "github" && o.file == "" {
			return render.WriteGitHubError(o.stdout, o.options, notRead, wrong.Problem, at)
		}
	}
	return nil
}

var notRead = i18n.Text{EN: "the change can't be judged", JA: "変更を判定できません"}

// gateCode is the exit code for a result, and what CI is to make of one that
// isn't known.
func gateCode(result, undetermined gate.Result) int {
	codes := map[gate.Result]int{gate.Pass: exitDelivered, gate.Fail: exitNotDelivered, gate.Undetermined: exitUnknown}
	if result == gate.Undetermined && undetermined != "" {
		result = undetermined
	}
	return codes[result]
}

// gateOf reads everything but DNS, so that what is wrong with it is said before
// any question is asked.
func (p *program) gateOf(c *cli.Context) (*gate.Gate, *config.Config, error) {
	g := &gate.Gate{All: c.Bool("all"), Words: words}
	var err error
	if g.On, err = dayFlag(c, "on"); err != nil {
		return nil, nil, err
	}
	cfg, err := p.flows(c, g)
	if err != nil {
		return nil, nil, err
	}
	if g.FailOn = rules.Severity(c.String("fail-on")); cfg.FailOn != "" && !c.IsSet("fail-on") {
		g.FailOn = cfg.FailOn
	}
	return g, cfg, p.changes(c, g, cfg)
}

// runGate opens DNS and compares.
func (p *program) runGate(c *cli.Context, g *gate.Gate) (*gate.Report, error) {
	dns, err := p.published(c, g)
	if err != nil {
		return nil, err
	}
	g.Before, g.After = gate.Apply(dns, g.Base, g.Change)
	var rep *gate.Report
	err = p.asking(c, dns, func(ctx context.Context) (err error) {
		rep, err = g.Run(ctx)
		return err
	})
	if err == nil && len(g.Flows) == 0 {
		rep.Notes = append(rep.Notes, noFlows)
	}
	return rep, err
}

var noFlows = i18n.Text{
	EN: "no flow is known, so only records were looked at, not what becomes of mail: write one with spfcheck init, or give --from and --via",
	JA: "フローの指定がないため、レコードだけを調べ、メールの扱いは判定していません。spfcheck init で設定を作るか、--from と --via を指定してください",
}

// flows reads the flow of the flags, or those of the configuration, which it gives.
func (p *program) flows(c *cli.Context, g *gate.Gate) (*config.Config, error) {
	_, cfg, err := p.findConfig(c)
	if err != nil {
		return nil, err
	}
	g.Profiles, g.Flows, g.Ignores = cfg.Profiles, cfg.Flows, cfg.Ignores
	if !c.IsSet("from") {
		if c.IsSet("carrier") {
			if g.Profiles, err = profiles(c.StringSlice("carrier")); err != nil {
				return nil, err
			}
		}
		return cfg, needsFrom(c)
	}
	checker := &spfcheck.Checker{Profiles: g.Profiles}
	request, err := p.sent(c, checker)
	g.Profiles = checker.Profiles
	g.Flows = []gate.Flow{{Name: flagFlow, Request: request, Settings: checker.Settings, Selectors: splitCommas(c.StringSlice("selector"))}}
	selectors := lint.Request{Domain: "example.com", Selectors: g.Flows[0].Selectors}
	return cfg, errors.Join(err, selectors.Validate())
}

// flagFlow is what the flow of the flags is called.
const flagFlow = "mail"

// needsFrom refuses flags of a flow that have none.
func needsFrom(c *cli.Context) error {
	for _, flag := range []string{"mail-from", "helo", "ip", "via", "dkim-domain", "selector", "setting"} {
		if c.IsSet(flag) {
			return flagError(flag, i18n.Text{EN: "it needs --from", JA: "組になる --from がありません"},
				i18n.Text{EN: "give the header From of the flow with --from", JA: "フローのヘッダー From を --from で指定してください"})
		}
	}
	return nil
}
