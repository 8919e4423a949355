package cli

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// messageFlags are the flags of check that say what is judged, and what of it is shown.
func (p *program) messageFlags() []cli.Flag {
	return append(slices.Concat(p.clientFlags(), p.senderFlags()),
		&cli.StringFlag{Name: "mail", TakesFile: true, Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "read a message from `FILE`; - is standard input",
			JA: "`ファイル`からメールを読む。- は標準入力",
		})},
		&cli.StringFlag{Name: "size", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "assume that the mail has this many `BYTES`",
			JA: "メールの大きさをこの`バイト数`とする",
		})},
		p.ruaFlag(),
		&cli.BoolFlag{Name: "fix", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "show only what to do; --format zone has just the lines to publish",
			JA: "対処だけを表示する。--format zone では公開する行だけになる",
		})},
		&cli.StringFlag{Name: "provider", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "with --format terraform: the `PROVIDER` of DNS: " + providers(", "),
			JA: "--format terraform での DNS の`プロバイダー`: " + providers("、"),
		})},
		&cli.StringFlag{Name: "zone-name", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "with formats of what to publish: the `DOMAIN` of the zone (default: the registrable domain)",
			JA: "公開するものの形式で、ゾーンの`ドメイン`（既定値: 登録ドメイン）",
		})},
		&cli.BoolFlag{Name: "explain", Category: p.say(theOutput), Usage: p.say(i18n.Text{
			EN: "show the evaluation of each record term by term",
			JA: "各レコードの評価を項ごとに表示する",
		})},
	)
}

// clientFlags are the flags that say where mail is sent from and who signs it.
func (p *program) clientFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "ip", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "an `ADDRESS` or a range such as 192.0.2.0/24 that the mail is sent from; repeatable",
			JA: "メールの送信元の`アドレス`、または 192.0.2.0/24 のような範囲。繰り返し可",
		})},
		&cli.StringFlag{Name: "via", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "the mail is sent through this `SERVICE`, from any of its addresses: see spfcheck senders",
			JA: "この`サービス`の全アドレスから送るものとする（一覧: spfcheck senders）",
		})},
		&cli.StringSliceFlag{Name: "dkim-domain", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "assume that the mail will be signed with DKIM, d=`DOMAIN`; repeatable",
			JA: "メールに d=`ドメイン`の DKIM 署名がつくものとする。繰り返し可",
		})},
	}
}

func (p *program) checkCommand() *cli.Command {
	return &cli.Command{
		Name: "check",
		Usage: p.say(i18n.Text{
			EN: "judge a mail: who would not deliver it, why, and what to do",
			JA: "メールを判定する: 届かない事業者、その理由、対処",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[ADDRESS|DOMAIN]   the header From", JA: "[アドレス|ドメイン]   ヘッダー From"}),
		Description: p.examples(
			"spfcheck check --ip 192.0.2.25 --mail-from bounce@mail.example.jp info@example.jp",
			"spfcheck check --ip 192.0.2.25 --mail signup.eml --explain",
			"spfcheck check --via ses example.jp",
			"spfcheck check --via ses --fix --format zone example.jp",
			"spfcheck check --via ses --fix --format terraform --provider aws example.jp",
			"spfcheck check --via ses --rua reports/ example.jp",
			"spfcheck check --ip 192.0.2.25 --zone proposal.zone example.jp",
			"spfcheck check --ip 192.0.2.25 --dkim-domain example.jp --fail-on warn example.jp",
			"spfcheck check --ip 192.0.2.25 --to someone@docomo.ne.jp --on 2025-02-01 example.jp",
		),
		Flags:  slices.Concat(p.messageFlags(), p.verdictFlags(), p.dnsFlags(), p.detailFlags("verbose", "quiet", "short"), p.outputFlags()),
		Action: p.within(p.check),
	}
}

func (p *program) check(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	if err := onlyOneInput(c, "", i18n.Text{}); err != nil {
		return err
	}
	if err := published(c, format, &options); err != nil {
		return err
	}
	if err := headerFrom(c); err != nil {
		return err
	}
	checker, request, err := p.request(c)
	if err != nil {
		if done, err := p.guessSender(c, format, options, err); done {
			return err
		}
		if checker, request, err = p.request(c); err != nil {
			return err
		}
	}
	checker.Explain = checker.Explain || format.Explains
	debug.SetGCPercent(lazyGC)
	report, places, err := p.report(c, checker, request)
	if err != nil {
		return err
	}
	if format.Trees && !hasTree(report) {
		return noTree(format.Name, report)
	}
	options.Places = places
	options.FailOnOutcome = carriers.Outcome(c.String("fail-on"))
	options.FixOnly = c.Bool("fix")
	options.Through = render.Through(request)
	options.AllSettings = c.Bool("all-settings")
	p.worsen(exitCode(report, carriers.Outcome(c.String("fail-on"))))
	if p.guessed.Complete() { // by that service; of other mail nothing is known
		p.worsen(exitUnknown)
	}
	return format.Report(p.stdout, options, report)
}

// published reads what only the formats of what to publish need.
func published(c *cli.Context, f render.Format, o *render.Options) error {
	o.Provider, o.Zone = c.String("provider"), c.String("zone-name")
	if o.Provider != "" && f.Providers == nil {
		return flagError("provider", i18n.Text{EN: "the format %s is the same for every provider", JA: "形式 %s はどのプロバイダーでも同じです"}.Format(f.Name),
			i18n.Text{EN: "give --format %s, or leave --provider out", JA: "--format %s を指定するか、--provider を外してください"}.Format(withProviders.Name))
	}
	return nil
}

// withProviders is the format that differs by provider.
var withProviders, _ = render.FindFormat("terraform")

func providers(separator string) string { return strings.Join(withProviders.Providers, separator) }

// report opens the message and DNS, and checks. It says where the records stand that
// come from files.
func (p *program) report(c *cli.Context, checker *spfcheck.Checker, request spfcheck.Request) (*spfcheck.Report, *zone.Places, error) {
	if file := c.String("mail"); file != "" {
		mail, err := p.open(file)
		if err != nil {
			return nil, nil, err
		}
		defer mail.Close()
		request.Mail = mail
	}
	reports, err := p.reports(c)
	if err != nil {
		return nil, nil, err
	}
	dns := p.asked // what it has answered needn't be asked again, and is in its recording
	if dns == nil {
		if dns, err = p.dns(c); err != nil {
			return nil, nil, err
		}
	}
	checker = dns.ask(checker)
	var seen *evidence
	var report *spfcheck.Report
	err = p.asking(c, dns, func(ctx context.Context) (err error) {
		if seen, err = p.othersSeen(ctx, c, checker, reports); err == nil {
			request.Others = seen.senders()
			report, err = checker.Check(ctx, request)
		}
		return inMessage(c.String("mail"), err)
	})
	if err != nil {
		return nil, nil, err
	}
	seen.tell(report)
	if p.guessed.Complete() {
		report.Warnings = append(report.Warnings, p.guessed)
	}
	for _, id := range report.Identities {
		if id.Kind == identity.From {
			rules.Locate(report.Findings, id.Domain, dns.places)
		}
	}
	return report, dns.places, nil
}

// hasTree reports whether an evaluation can be drawn: those for a range of addresses can't.
func hasTree(rep *spfcheck.Report) bool {
	return slices.ContainsFunc(rep.Identities, func(e spfcheck.Evaluated) bool {
		return slices.ContainsFunc(e.Results, func(r spfcheck.Result) bool { return r.Tree != nil })
	})
}

func noTree(format string, rep *spfcheck.Report) error {
	domain := "example.jp"
	for _, e := range rep.Identities {
		if e.Kind == identity.From && e.Domain != "" {
			domain = e.Domain
		}
	}
	return flagError("format", i18n.Text{
		EN: "%s draws the evaluation for one address; a range of addresses has no tree",
		JA: "%s は 1 つのアドレスについての評価の図で、アドレスの範囲には使えません",
	}.Format(format), i18n.Text{
		EN: "give one address with --ip; the records alone: spfcheck lint --format %s %s",
		JA: "--ip でアドレスを 1 つ指定してください。レコードだけの図は spfcheck lint --format %s %s です",
	}.Format(format, domain))
}

// request reads everything but DNS, so that what is wrong with it is said
// before any question is asked.
func (p *program) request(c *cli.Context) (*spfcheck.Checker, spfcheck.Request, error) {
	checker := &spfcheck.Checker{Explain: c.Bool("explain"), Shown: others(c)}
	request, err := p.sent(c, checker)
	return checker, request, err
}

// sent reads the mail of the flags, and whose rules judge it.
func (p *program) sent(c *cli.Context, checker *spfcheck.Checker) (spfcheck.Request, error) {
	request, wrong := spfcheck.NewRequest(words, given(c)...)
	if c.String("mail") != "" {
		request.Mail = strings.NewReader("") // until it is opened
	}
	if request.Empty() && request.Mail == nil {
		return request, nothingToJudge
	}
	wrong = errors.Join(wrong, onlyOne(c, "mail", "size"), judgedBy(c, checker))
	if carrier := carriers.ForRecipient(request.Recipient); carrier != nil && checker.Profiles == nil {
		checker.Profiles = []*carriers.Profile{carrier} // a setting of another is a mistake
	}
	wrong = input.Join(wrong, checker.Validate(request))
	if c.NArg() > 0 {
		wrong = ofArgument(c.Args().First(), input.From, wrong)
	}
	return request, wrong
}

var nothingToJudge = &input.Error{
	Problem: i18n.Text{EN: "nothing to judge", JA: "判定する対象がありません"},
	Hint: i18n.Text{
		EN: "give the header From as argument, or a message with --mail FILE",
		JA: "ヘッダー From を引数に、またはメールを --mail ファイル で指定してください",
	},
}

// headerFrom takes the argument for --from.
func headerFrom(c *cli.Context) error {
	switch {
	case c.NArg() == 0:
		return nil
	case c.NArg() > 1:
		return &input.Error{
			Problem: i18n.Text{EN: "more than one argument: %q", JA: "引数が多すぎます: %q"}.Format(strings.Join(c.Args().Slice(), " ")),
			Hint:    i18n.Text{EN: "the one argument is the header From", JA: "引数はヘッダー From の 1 つだけです"},
		}
	case isFile(c.Args().First()):
		return &input.Error{
			Problem: argumentIsFile.Format(c.Args().First()),
			Hint: i18n.Text{
				EN: "judge the message in it with spfcheck check --mail %s; a domain of that name is given with --from",
				JA: "メールのファイルは spfcheck check --mail %s で判定します。その名前のドメインは --from で指定してください",
			}.Format(c.Args().First()),
		}
	case c.IsSet("from"):
		return &input.Error{
			Problem: i18n.Text{EN: "both the argument %q and --from give the header From", JA: "引数 %q と --from の両方がヘッダー From を指定しています"}.Format(c.Args().First()),
			Hint:    leaveOneOut,
		}
	}
	return c.Set("from", c.Args().First())
}

var errInterrupted = &input.Error{Problem: i18n.Text{EN: "interrupted", JA: "中断されました"}}
