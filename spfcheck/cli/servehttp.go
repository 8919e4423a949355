package cli

import (
	"net"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/web"
)

// noHTTP is the value of --http that opens no HTTP side.
const noHTTP = "off"

// httpFlags say where the HTTP side listens.
func (p *program) httpFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "http", Value: "127.0.0.1:8025", Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "the `ADDRESS` of the pages and of the API; off for neither, as with --expect unless an address is given",
			JA: "ページと API の`アドレス`。off ならどちらも開かない（--expect では、指定がなければ off）",
		})},
		&cli.StringSliceFlag{Name: "http-host", Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "a `NAME` by which they are asked for, beside localhost and addresses, such as that of a service container; repeatable",
			JA: "ページと API を localhost とアドレスのほかに使える`名前`（サービスコンテナーの名前など）。繰り返し可",
		})},
	}
}

// openHTTP opens the HTTP side, unless there is to be none.
func (p *program) openHTTP(c *cli.Context, r *rehearsed) error {
	if c.String("http") == noHTTP || c.IsSet("expect") && !c.IsSet("http") {
		return nil
	}
	l, err := listen(c, "http")
	if err != nil {
		return err
	}
	checker := r.judge.Checker
	checker.Profiles, checker.Tuning = nil, spfcheck.Tuning{} // the usual carriers, and all there is to say
	checker.Settings = slices.DeleteFunc(slices.Clone(checker.Settings), func(id carriers.SettingID) bool {
		return !slices.Contains(carriers.Defaults, carriers.ByID(id.Carrier))
	})
	site := web.Site{
		Checker: checker, Judge: r.judge, Store: r.store, Language: p.language, Words: words, Version: version(),
		Hosts: splitCommas(c.StringSlice("http-host")), Deadline: defaultDeadline,
	}
	if host, _, err := net.SplitHostPort(c.String("http")); err == nil {
		site.Hosts = append(site.Hosts, host)
	}
	for i, host := range site.Hosts {
		site.Hosts[i] = strings.ToLower(host)
	}
	if len(r.fronts) > 0 {
		site.SMTP = r.fronts[0].listener.Addr().String()
	}
	r.fronts = append(r.fronts, front{i18n.Text{EN: "HTTP", JA: "HTTP"}, l, site.Serve})
	return nil
}
