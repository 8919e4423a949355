package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spfcheck/carriers"
	"spfcheck/spfcheck"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

func (p *program) checkCommand() *cli.Command {
	flags := append(senderFlags(),
		&cli.StringFlag{Name: "mail", Usage: "read the header of a message from `FILE`; - is standard input", Category: "The message"},
		&cli.StringSliceFlag{Name: "ip", Usage: "an `ADDRESS` that the mail is sent from; repeatable", Category: "The message"},
		&cli.StringFlag{Name: "to", Usage: "a recipient's `ADDRESS` or domain: judge that carrier alone", Category: "The verdict"},
		&cli.StringSliceFlag{Name: "carrier", Usage: "judge this `CARRIER`: " + strings.Join(carriers.IDs(), ", ") + "; repeatable (default: docomo, au, softbank)", Category: "The verdict"},
		&cli.StringSliceFlag{Name: "setting", Usage: "judge this `CARRIER:SETTING` in place of its filter's default, such as au:medium; repeatable", Category: "The verdict"},
		&cli.StringFlag{Name: "on", Usage: "judge by the rules of this `DAY`, such as 2025-02-01 (default: today)", Category: "The verdict"},
		&cli.StringFlag{Name: "min-basis", Usage: "take rules with a weaker `BASIS` for unknown: " + basisNames(), Category: "The verdict"},
		&cli.BoolFlag{Name: "explain", Usage: "show the evaluation of each record term by term", Category: "Output"},
	)
	return &cli.Command{
		Name:      "check",
		Usage:     "judge a mail: who would not deliver it, why, and what to do",
		ArgsUsage: "[ADDRESS|DOMAIN]   the header From",
		Description: "Examples:\n" +
			"  spfcheck check --ip 192.0.2.25 --mail-from bounce@mail.example.jp info@example.jp\n" +
			"  spfcheck check --ip 192.0.2.25 --mail signup.eml --explain\n" +
			"  spfcheck check --ip 192.0.2.25 --zone proposal.zone example.jp\n" +
			"  spfcheck check --ip 192.0.2.25 --to someone@docomo.ne.jp --on 2025-02-01 example.jp",
		Flags:  slices.Concat(flags, dnsFlags(), outputFlags()),
		Action: p.check,
	}
}

func (p *program) check(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	checker, request, err := p.request(c)
	if err != nil {
		return err
	}
	dns, err := p.dns(c)
	if err != nil {
		return err
	}
	checker.Exchanger = dns
	ctx, cancel := context.WithTimeout(c.Context, c.Duration("deadline"))
	defer cancel()
	report, err := checker.Check(ctx, request)
	if err := errors.Join(err, dns.close()); err != nil {
		return err
	}
	if c.Context.Err() != nil {
		return errInterrupted
	}
	w := format.Reports(p.stdout, options)
	p.code = exitCode(report.Worst)
	return errors.Join(w.Add(report), w.Close())
}

// request reads everything but DNS, so that what is wrong with it is said
// before any question is asked.
func (p *program) request(c *cli.Context) (*spfcheck.Checker, spfcheck.Request, error) {
	checker := &spfcheck.Checker{Explain: c.Bool("explain")}
	var request spfcheck.Request
	steps := []func() error{
		func() error { return headerFrom(c) },
		func() error { return p.sourceOf(c, &request) },
		func() (err error) { request.Clients, err = clients(c.StringSlice("ip")); return err },
		func() (err error) { checker.Settings, err = settings(c.StringSlice("setting")); return err },
		func() (err error) { checker.Profiles, err = profiles(c.StringSlice("carrier")); return err },
		func() error { return recipient(c.String("to"), checker, &request) },
		func() (err error) { request.On, err = dayFlag(c.String("on")); return err },
		func() (err error) { checker.MinBasis, err = minBasis(c.String("min-basis")); return err },
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
			problem: i18n.Text{EN: "more than one argument: %q", JA: "引数が多すぎます: %q"}.Format(c.Args().Slice()),
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

func (p *program) sourceOf(c *cli.Context, request *spfcheck.Request) (err error) {
	request.Source, err = p.source(c, c.String("mail"))
	if err != nil {
		return err
	}
	src := request.Source
	if src.Header == nil && src.From == "" && src.Sender == "" && src.MailFrom == nil && src.Helo == "" {
		return &usageError{
			problem: i18n.Text{EN: "nothing to judge", JA: "判定する対象がありません"},
			hint: i18n.Text{
				EN: "give the header From as argument, or a message with --mail FILE",
				JA: "ヘッダー From を引数に、またはメールを --mail ファイル で指定してください",
			},
		}
	}
	_, _, err = src.Identities()
	return err
}

func clients(values []string) ([]netip.Addr, error) {
	if len(values) == 0 {
		return nil, &usageError{
			problem: i18n.Text{EN: "no --ip: the verdict depends on the address that the mail is sent from", JA: "--ip がありません。判定はメールの送信元アドレスによって変わります"},
			hint: i18n.Text{
				EN: "give the sending server's public address, such as the one in a Received field of a test mail",
				JA: "送信サーバーの公開アドレスを指定してください。テストメールの Received フィールドなどで分かります",
			},
		}
	}
	var out []netip.Addr
	for _, v := range splitCommas(values) {
		a, err := parseIP(v)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out, nil
}

func settings(values []string) ([]carriers.SettingID, error) {
	var out []carriers.SettingID
	for _, v := range splitCommas(values) {
		id, err := carriers.ParseSettingID(v)
		if err != nil {
			return nil, flagError("setting", err, i18n.Text{
				EN: "see spfcheck carriers for what each means",
				JA: "それぞれの意味は spfcheck carriers で分かります",
			})
		}
		out = append(out, id)
	}
	return out, nil
}

func profiles(values []string) ([]*carriers.Profile, error) {
	var out []*carriers.Profile
	for _, v := range splitCommas(values) {
		p := carriers.ByID(v)
		if p == nil || p.Reference {
			return nil, flagError("carrier", fmt.Errorf("no carrier %q", v), knownCarriers())
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out, nil
}

func knownCarriers() i18n.Text {
	return i18n.Text{EN: "there are %s", JA: "%s があります"}.Format(strings.Join(carriers.IDs(), ", "))
}

// recipient lets --to choose the carrier.
func recipient(to string, checker *spfcheck.Checker, request *spfcheck.Request) error {
	if to == "" {
		return nil
	}
	domain, err := recipientDomain(to)
	if err != nil {
		return err
	}
	p := carriers.ForRecipient(domain)
	if p == nil {
		return notACarrier(domain)
	}
	if checker.Profiles != nil && !slices.Contains(checker.Profiles, p) {
		return flagError("to", fmt.Errorf("%s is a mailbox of %s, which --carrier leaves out", domain, p.ID),
			i18n.Text{EN: "leave --carrier out", JA: "--carrier を外してください"})
	}
	checker.Profiles = []*carriers.Profile{p}
	request.Recipient = domain
	return nil
}

func recipientDomain(to string) (string, error) {
	var err error
	domain := to
	if strings.Contains(to, "@") {
		var m identity.Mailbox
		m, err = identity.ParseAddress(to)
		domain = m.Domain
	} else {
		domain, err = identity.ParseDomain(to)
	}
	var bad *identity.Error
	if errors.As(err, &bad) {
		return "", &identity.Error{Field: "--to", Problem: bad.Problem, Hint: bad.Hint}
	}
	return domain, err
}

func notACarrier(domain string) error {
	e := &usageError{
		problem: i18n.Text{EN: "--to: %s is no carrier's mailbox that spfcheck knows", JA: "--to: %s は spfcheck の知る携帯電話事業者のメールボックスではありません"}.Format(domain),
		hint:    i18n.Text{EN: "leave --to out to judge docomo, au and SoftBank", JA: "--to を外すとドコモ、au、ソフトバンクについて判定します"},
	}
	for _, n := range carriers.NotCarriers {
		if n.Domain == domain {
			e.hint = n.Why
		}
	}
	return e
}

func dayFlag(value string) (carriers.Day, error) {
	if value == "" {
		return "", nil
	}
	day, err := carriers.ParseDay(value)
	if err != nil {
		return "", flagError("on", err, i18n.Text{})
	}
	return day, nil
}

func minBasis(value string) (carriers.Basis, error) {
	b := carriers.Basis(value)
	if value != "" && !slices.Contains(carriers.Bases, b) {
		return "", flagError("min-basis", fmt.Errorf("no basis %q", value),
			i18n.Text{EN: "there are %s, the strongest first", JA: "強い順に %s があります"}.Format(basisNames()))
	}
	return b, nil
}

func basisNames() string {
	var names []string
	for _, b := range carriers.Bases {
		names = append(names, string(b))
	}
	return strings.Join(names, ", ")
}

// settingsAreJudged refuses a setting of a carrier that isn't judged: it would
// change nothing.
func settingsAreJudged(checker *spfcheck.Checker) error {
	judged := checker.Profiles
	if judged == nil {
		judged = carriers.Defaults
	}
	for _, id := range checker.Settings {
		if !slices.Contains(judged, carriers.ByID(id.Carrier)) {
			return flagError("setting", fmt.Errorf("%s is not judged", id.Carrier),
				i18n.Text{EN: "add --carrier %s", JA: "--carrier %s を加えてください"}.Format(id.Carrier))
		}
	}
	return nil
}

// splitCommas takes "a,b" for "a" and "b".
func splitCommas(values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, strings.Split(v, ",")...)
	}
	return out
}

var errInterrupted = &usageError{problem: i18n.Text{EN: "interrupted", JA: "中断されました"}}
