package main

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"spfcheck/carriers"
	"spfcheck/spfcheck"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

func (p *program) checkCommand() *cli.Command {
	flags := append(senderFlags(),
		&cli.StringFlag{Name: "mail", Usage: "read a message from `FILE`; - is standard input", Category: "The message"},
		&cli.StringSliceFlag{Name: "ip", Usage: "an `ADDRESS` or a range such as 192.0.2.0/24 that the mail is sent from; repeatable", Category: "The message"},
		&cli.StringFlag{Name: "via", Usage: "the mail is sent through this `SERVICE`, from any of its addresses: see spfcheck senders", Category: "The message"},
		&cli.StringSliceFlag{Name: "dkim-domain", Usage: "assume that the mail will be signed with DKIM, d=`DOMAIN`; repeatable", Category: "The message"},
		&cli.StringFlag{Name: "size", Usage: "assume that the mail has so many `BYTES`", Category: "The message"},
		&cli.BoolFlag{Name: "fix", Usage: "show only what to do; --format zone has just the lines to publish", Category: "Output"},
		&cli.BoolFlag{Name: "explain", Usage: "show the evaluation of each record term by term", Category: "Output"},
	)
	return &cli.Command{
		Name:      "check",
		Usage:     "judge a mail: who would not deliver it, why, and what to do",
		ArgsUsage: "[ADDRESS|DOMAIN]   the header From",
		Description: "Examples:\n" +
			"  spfcheck check --ip 192.0.2.25 --mail-from bounce@mail.example.jp info@example.jp\n" +
			"  spfcheck check --ip 192.0.2.25 --mail signup.eml --explain\n" +
			"  spfcheck check --via ses example.jp\n" +
			"  spfcheck check --via ses --fix --format zone example.jp\n" +
			"  spfcheck check --ip 192.0.2.25 --zone proposal.zone example.jp\n" +
			"  spfcheck check --ip 192.0.2.25 --dkim-domain example.jp --fail-on warn example.jp\n" +
			"  spfcheck check --ip 192.0.2.25 --to someone@docomo.ne.jp --on 2025-02-01 example.jp",
		Flags:  slices.Concat(flags, verdictFlags(), dnsFlags(), outputFlags()),
		Action: p.check,
	}
}

func (p *program) check(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	if err := onlyOneInput(c); err != nil {
		return err
	}
	checker, request, err := p.request(c)
	if err != nil {
		return err
	}
	report, err := p.report(c, checker, request)
	if err != nil {
		return err
	}
	options.FixOnly = c.Bool("fix")
	options.AllSettings = c.Bool("all-settings")
	w := format.Reports(p.stdout, options)
	p.code = exitCode(report, carriers.Outcome(c.String("fail-on")))
	return errors.Join(w.Add(report), w.Close())
}

// report opens the message and DNS, and checks.
func (p *program) report(c *cli.Context, checker *spfcheck.Checker, request spfcheck.Request) (*spfcheck.Report, error) {
	if file := c.String("mail"); file != "" {
		mail, err := p.openMail(file)
		if err != nil {
			return nil, err
		}
		defer mail.Close()
		request.Mail = mail
	}
	dns, err := p.dns(c)
	if err != nil {
		return nil, err
	}
	checker.Exchanger = dns
	ctx, cancel := context.WithTimeout(c.Context, c.Duration("deadline"))
	defer cancel()
	report, err := checker.Check(ctx, request)
	err = errors.Join(inMessage(c.String("mail"), err), dns.close())
	if c.Context.Err() != nil {
		return nil, errInterrupted
	}
	return report, err
}

// request reads everything but DNS, so that what is wrong with it is said
// before any question is asked.
func (p *program) request(c *cli.Context) (*spfcheck.Checker, spfcheck.Request, error) {
	checker := &spfcheck.Checker{Explain: c.Bool("explain"), Shown: others(c)}
	var request spfcheck.Request
	steps := []func() error{
		func() error { return headerFrom(c) },
		func() error { return sourceOf(c, &request) },
		func() (err error) { request.Signers, err = signers(c.StringSlice("dkim-domain")); return err },
		func() (err error) { request.Size, err = size(c); return err },
		func() error { return clients(c, &request) },
		func() (err error) { checker.Settings, err = settings(c.StringSlice("setting")); return err },
		func() (err error) { checker.Profiles, err = profiles(c.StringSlice("carrier")); return err },
		func() error { return recipient(c.String("to"), checker, &request) },
		func() (err error) { request.On, err = dayFlag("on", c.String("on")); return err },
		func() (err error) { checker.MinBasis, err = minBasis(c.String("min-basis")); return err },
		func() error { return failOn(c.String("fail-on")) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, request, err
		}
	}
	return checker, request, settingsAreJudged(checker)
}

// headerFrom takes the argument for --from.
func headerFrom(c *cli.Context) error {
	switch {
	case c.NArg() == 0:
		return nil
	case c.NArg() > 1:
		return &usageError{
			problem: i18n.Text{EN: "more than one argument: %q", JA: "引数が多すぎます: %q"}.Format(strings.Join(c.Args().Slice(), " ")),
			hint:    i18n.Text{EN: "the one argument is the header From", JA: "引数はヘッダー From の 1 つだけです"},
		}
	case c.IsSet("from"):
		return &usageError{
			problem: i18n.Text{EN: "both the argument %q and --from give the header From", JA: "引数 %q と --from の両方がヘッダー From を指定しています"}.Format(c.Args().First()),
			hint:    i18n.Text{EN: "leave one out", JA: "どちらかを外してください"},
		}
	}
	return c.Set("from", c.Args().First())
}

// sourceOf reads who sends, as far as the flags say it.
func sourceOf(c *cli.Context, request *spfcheck.Request) error {
	request.Source = source(c)
	if nothing(request.Source) && c.String("mail") == "" {
		return &usageError{
			problem: i18n.Text{EN: "nothing to judge", JA: "判定する対象がありません"},
			hint: i18n.Text{
				EN: "give the header From as argument, or a message with --mail FILE",
				JA: "ヘッダー From を引数に、またはメールを --mail ファイル で指定してください",
			},
		}
	}
	_, _, err := request.Identities()
	return ofArgument(c, err)
}

// signers reads the values of --dkim-domain.
func signers(values []string) ([]string, error) {
	var out []string
	for _, v := range splitCommas(values) {
		domain, err := identity.ParseDomain(v)
		var bad *identity.Error
		if errors.As(err, &bad) {
			return nil, flagError("dkim-domain", bad.Problem, bad.Hint)
		}
		if !strings.Contains(domain, ".") { // RFC 6376 §3.5: a key can't be below it
			return nil, flagError("dkim-domain",
				i18n.Text{EN: "the domain %q has only one label", JA: "ドメイン %q にはドットがありません"}.Format(domain),
				i18n.Text{EN: "write the whole name, such as example.jp", JA: "example.jp のように最後まで書いてください"})
		}
		out = append(out, domain)
	}
	return out, nil
}

func size(c *cli.Context) (int64, error) {
	if !c.IsSet("size") {
		return 0, nil
	}
	if err := onlyOne(c, "mail", "size"); err != nil { // the message has its own
		return 0, err
	}
	n, err := strconv.ParseInt(c.String("size"), 10, 64)
	if err != nil || n <= 0 {
		return 0, flagError("size", i18n.Text{EN: "%q is no size", JA: "%q は大きさではありません"}.Format(c.String("size")),
			i18n.Text{EN: "give the number of bytes, such as 3145728 for 3 MB", JA: "バイト数を指定してください（3 MB なら 3145728）"})
	}
	return n, nil
}

// ofArgument makes an error about --from one about the argument, where that is
// what was given.
func ofArgument(c *cli.Context, err error) error {
	var bad *identity.Error
	if c.NArg() == 0 || !errors.As(err, &bad) || bad.Field != "--from" {
		return err
	}
	return &usageError{
		problem: i18n.Text{EN: "the argument %q: %s", JA: "引数 %q: %s"}.Format(c.Args().First(), bad.Problem),
		hint:    bad.Hint,
	}
}

var errInterrupted = &usageError{problem: i18n.Text{EN: "interrupted", JA: "中断されました"}}
