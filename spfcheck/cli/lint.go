package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func (p *program) lintCommand() *cli.Command {
	return &cli.Command{
		Name: "lint",
		Usage: p.say(i18n.Text{
			EN: "find the faults of SPF, DMARC and DKIM records, and what each term of SPF costs",
			JA: "SPF・DMARC・DKIM レコードの問題と、SPF の各項のコストを調べる",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "DOMAIN…", JA: "ドメイン…"}),
		Description: p.examples(
			"spfcheck lint example.jp",
			"spfcheck lint --offline --zone proposal.zone example.jp",
			"spfcheck lint --selector s1 --selectors-of google example.jp",
			"spfcheck lint --fail-on warning --ignore DMARC002 example.jp example.com",
			"spfcheck lint --authoritative example.jp",
		),
		Flags: slices.Concat([]cli.Flag{
			&cli.StringSliceFlag{Name: "selector", Category: p.say(looked), Usage: p.say(i18n.Text{
				EN: "look at the DKIM key `NAME`, too; repeatable",
				JA: "この`名前`の DKIM 鍵も調べる（セレクター）。繰り返し可",
			})},
			&cli.StringSliceFlag{Name: "selectors-of", Category: p.say(looked), Usage: p.say(i18n.Text{
				EN: "look at the DKIM keys that this `SERVICE` is known to use, too; repeatable",
				JA: "この`サービス`が使うと分かっている DKIM 鍵も調べる。繰り返し可",
			})},
			&cli.BoolFlag{Name: "authoritative", Category: p.say(looked), Usage: p.say(i18n.Text{
				EN: "ask each authoritative server, and compare",
				JA: "権威サーバーのそれぞれに問い合わせて比べる",
			})},
			&cli.StringSliceFlag{Name: "ignore", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
				EN: "leave out the findings of this `CODE`; repeatable",
				JA: "この`コード`の指摘を除く。繰り返し可",
			})},
			&cli.StringFlag{Name: "fail-on", Value: string(rules.Error), Category: p.say(theVerdict), Usage: p.say(i18n.Text{
				EN: "mildest `SEVERITY` to exit with 1 for: " + strings.Join(severities(), ", "),
				JA: "終了コードを 1 にする最も軽い`重さ`: " + strings.Join(severities(), ", "),
			})},
		}, p.dnsFlags(), p.detailFlags("quiet", "short"), p.outputFlags()),
		Action: p.within(p.lint),
	}
}

func (p *program) lint(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	failOn := rules.Severity(c.String("fail-on"))
	requests, err := lintRequests(c)
	if err != nil {
		return err
	}
	reports, err := p.lintReports(c, requests)
	if err != nil {
		return err
	}
	options.FailOn = failOn
	p.code = lintExitCode(reports, failOn)
	return format.Lint(p.stdout, options, reports)
}

// lintReports opens DNS, and looks at one domain after another.
func (p *program) lintReports(c *cli.Context, requests []lint.Request) ([]*lint.Report, error) {
	dns, err := p.dns(c)
	if err != nil {
		return nil, err
	}
	var reports []*lint.Report
	err = p.asking(c, dns, func(ctx context.Context) error {
		for _, request := range requests {
			report, err := lint.Domain(ctx, dns, request)
			if err != nil {
				return err
			}
			rules.Locate(report.Findings, report.Domain, dns.places)
			reports = append(reports, report)
		}
		return nil
	})
	return reports, err
}

// lintExitCode is the code for the reports, in which failOn and what is worse
// counts. Findings win over what DNS has kept from being found.
func lintExitCode(reports []*lint.Report, failOn rules.Severity) int {
	code := exitDelivered
	for _, rep := range reports {
		switch {
		case rep.Worst != "" && slices.Index(rules.Severities, rep.Worst) <= slices.Index(rules.Severities, failOn):
			return exitNotDelivered
		case rep.DNSFailed:
			code = exitUnknown
		}
	}
	return code
}

// lintRequests reads what is to be looked at, so that what is wrong with it is
// said before any question is asked.
func lintRequests(c *cli.Context) ([]lint.Request, error) {
	if c.NArg() == 0 {
		return nil, &input.Error{
			Problem: i18n.Text{EN: "no domain", JA: "ドメインがありません"},
			Hint:    i18n.Text{EN: "spfcheck lint DOMAIN", JA: "spfcheck lint ドメイン のように指定してください"},
		}
	}
	authoritative, err := authoritativeServers(c)
	if err != nil {
		return nil, err
	}
	var requests []lint.Request
	var wrong error
	for _, arg := range c.Args().Slice() {
		if isFile(arg) {
			return nil, &input.Error{
				Problem: argumentIsFile.Format(arg),
				Hint: i18n.Text{
					EN: "for the zone in it: spfcheck lint --zone %s DOMAIN; a domain of that name is written with a dot at its end",
					JA: "ゾーンファイルは spfcheck lint --zone %s ドメイン のように指定します。その名前のドメインは末尾にドットを付けて指定してください",
				}.Format(arg),
			}
		}
		request := lint.Request{
			Domain: arg, Selectors: splitCommas(c.StringSlice("selector")), SelectorsOf: splitCommas(c.StringSlice("selectors-of")),
			Ignore: splitCommas(c.StringSlice("ignore")), Authoritative: authoritative,
		}
		wrong = input.Join(wrong, ofArgument(arg, input.Domain, request.Validate()))
		requests = append(requests, request)
	}
	return requests, wrong
}

// authoritativeServers is the way to the servers of a zone for --authoritative;
// nil without it.
func authoritativeServers(c *cli.Context) (func(string) (resolve.Exchanger, error), error) {
	if !c.Bool("authoritative") {
		return nil, nil
	}
	for _, flag := range []string{"offline", "replay"} {
		if err := onlyOne(c, flag, "authoritative"); err != nil { // there is nobody to ask
			return nil, err
		}
	}
	retry := resolve.Retry(tries, c.Duration("timeout"))
	return func(server string) (resolve.Exchanger, error) {
		source, err := resolve.Server(server)
		if err != nil {
			return nil, err
		}
		return resolve.Chain(source, retry), nil
	}, nil
}

func severities() []string {
	var names []string
	for _, s := range rules.Severities {
		names = append(names, string(s))
	}
	return names
}
