package cli

import (
	"errors"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

func (p *program) sendersCommand() *cli.Command {
	return &cli.Command{
		Name: "senders",
		Usage: p.say(i18n.Text{
			EN: "show the sending services, and what to publish for them; with --domain, those that a domain uses",
			JA: "配信サービスと、そのために公開するレコードを表示する。--domain なら、そのドメインが使うサービスを調べる",
		}),
		ArgsUsage: "[ID…]",
		Description: p.examples(
			"spfcheck senders",
			"spfcheck senders ses",
			"spfcheck senders --lang ja sakura xserver",
			"spfcheck senders --format json sendgrid",
			"spfcheck senders --domain example.jp",
			"spfcheck senders --domain example.jp --mail signup.eml",
		),
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "domain", Category: p.say(looked), Usage: p.say(i18n.Text{
				EN: "the services that this `DOMAIN` uses, by its MX and SPF records",
				JA: "この`ドメイン`が使っているサービスを、MX と SPF レコードから調べる",
			})},
			&cli.StringFlag{Name: "mail", TakesFile: true, Category: p.say(looked), Usage: p.say(i18n.Text{
				EN: "a message from it in a `FILE`: look at its Received, Return-Path and Message-ID fields, too",
				JA: "そのドメインからのメールの`ファイル`。Received、Return-Path、Message-ID フィールドも調べる",
			})},
		}, p.dnsFlags(), p.outputFlags()),
		Action: p.within(p.senders),
	}
}

func (p *program) senders(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	if c.IsSet("domain") || c.IsSet("mail") {
		return p.servicesOf(c, format, options)
	}
	table := render.Senders{Version: render.TableVersion, Senders: senders.All}
	if c.NArg() > 0 {
		table.Senders, options.Pages = nil, true
	}
	for _, id := range c.Args().Slice() {
		found := senders.Find(id)
		if found.Preset == nil {
			return senders.Unknown(id)
		}
		table.Senders = append(table.Senders, found.Preset)
	}
	return format.Senders(p.stdout, options, table)
}

// servicesOf shows the services that the domain of --domain uses.
func (p *program) servicesOf(c *cli.Context, format render.Format, options render.Options) error {
	domain, err := identity.ParseDomain(c.String("domain"))
	bad, notDomain := errors.AsType[*input.Error](err)
	switch {
	case !c.IsSet("domain"):
		return flagError("mail", mailAlone, giveDomain)
	case notDomain:
		return flagError("domain", bad.Problem, bad.Hint)
	case c.NArg() > 0:
		return &input.Error{Problem: domainOrIDs.Format(c.Args().First()), Hint: leaveOneOut}
	}
	var header *identity.Header
	if file := c.String("mail"); file != "" {
		if header, err = p.header(file); err != nil {
			return err
		}
	}
	dns, err := p.dns(c)
	if err != nil {
		return err
	}
	report := p.findServices(c, dns, domain, header)
	if err := p.found(c, dns, report); err != nil {
		return err
	}
	return format.Services(p.stdout, options, report)
}

var (
	mailAlone   = i18n.Text{EN: "there is no --domain that the message is from", JA: "メールの送信元ドメイン（--domain）の指定がありません"}
	giveDomain  = i18n.Text{EN: "spfcheck senders --domain DOMAIN --mail FILE", JA: "spfcheck senders --domain ドメイン --mail ファイル のように指定してください"}
	domainOrIDs = i18n.Text{EN: "--domain and the service %q exclude each other", JA: "--domain とサービス %q は同時に指定できません"}
	leaveOneOut = i18n.Text{EN: "leave one out", JA: "どちらかを外してください"}
)
