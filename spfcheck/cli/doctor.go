package cli

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
)

const doctorName = "doctor"

func (p *program) doctorCommand() *cli.Command {
	return &cli.Command{
		Name: doctorName,
		Usage: p.say(i18n.Text{
			EN: "say whether DNS answers, what is set, and whatever else a bug report needs",
			JA: "DNS の応答、設定など、不具合を伝えるときに必要なことを表示する",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "   it takes no argument", JA: "   引数はない"}),
		Description: p.examples(
			"spfcheck doctor",
			"spfcheck doctor --quiet",
			"spfcheck doctor --server tls://dns.example",
			"spfcheck doctor --format json",
		),
		Flags: slices.Concat(
			named([]string{"config"}, p.flowFlags()),
			named([]string{"server", "timeout", "deadline"}, p.dnsFlags()),
			p.detailFlags("quiet"), p.outputFlags(),
		),
		Action: p.within(p.doctor),
	}
}

func (p *program) doctor(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	if c.NArg() > 0 {
		return &input.Error{
			Problem: i18n.Text{EN: "doctor can do nothing with %q", JA: "doctor に %q は指定できません"}.Format(c.Args().First()),
			Hint:    i18n.Text{EN: "name a DNS server with --server; a domain is what spfcheck lint looks at", JA: "DNS サーバーは --server で指定します。ドメインを調べるのは spfcheck lint です"},
		}
	}
	ctx, cancel := p.timed(c)
	defer cancel()
	now := time.Now()
	zone, _ := now.Zone()
	rep := &doctor.Report{
		Version: doctor.Version, Faults: []doctor.Problem{}, Notes: []doctor.Problem{}, Servers: []doctor.Server{},
		Clock:    doctor.Clock{Time: now.Format(time.RFC3339), Zone: zone, Day: carriers.DayOf(now)},
		Language: doctor.Language{Code: p.language.Code, Locale: locale()},
		Terminal: doctor.Terminal{Terminal: isTerminal(p.stdout), Type: os.Getenv("TERM"), Width: options.Width, Color: options.Color},
	}
	rep.Program, rep.Data = built()
	config := p.configuration(c, rep)
	dns := exitDelivered
	if servers, err := openServers(serverNamed(c)); err != nil {
		dns = addFault(rep, err)
	} else {
		rep.Servers = doctor.Examine(ctx, servers, c.Duration("timeout"))
		dns = judgeServers(rep)
	}
	rep.Check(now)
	p.code = cmp.Or(config, dns)
	return format.Doctor(p.stdout, options, rep)
}

// serverNamed gives the server that is named, or nothing where the system's are asked.
func serverNamed(c *cli.Context) []string {
	if c.IsSet("server") {
		return []string{c.String("server")}
	}
	return nil
}

// configuration puts down what is set beforehand, and what is wrong with it. It gives
// the exit code for that.
func (p *program) configuration(c *cli.Context, rep *doctor.Report) int {
	code := exitDelivered
	if p.badPresets != nil {
		code = addFault(rep, p.badPresets)
	}
	site, config, err := p.findConfig(c)
	rep.Configuration.SiteFile = atHome(site)
	if err != nil {
		code = cmp.Or(code, addFault(rep, err))
	} else if site != "" {
		rep.Configuration.SiteValid = true
		rep.Configuration.Flows, rep.Configuration.Ignores = len(config.Flows), len(config.Ignores)
	}
	rep.Configuration.UserFile = atHome(userFile())
	for _, d := range p.defaults() {
		rep.Configuration.Defaults = append(rep.Configuration.Defaults, doctor.Default{Key: d.flag, Value: d.value, From: atHome(d.from)})
	}
	return code
}

// addFault puts down an error as what keeps commands from working, and gives its exit
// code.
func addFault(rep *doctor.Report, err error) int {
	code := exitDelivered
	for _, one := range eachOf(err) {
		problem, hint, its := wordsOf(one)
		rep.Faults = append(rep.Faults, doctor.Problem{Problem: problem, Hint: hint})
		code = cmp.Or(code, its)
	}
	return code
}

// judgeServers puts down what is wrong with the servers, and gives the exit code for
// that. As long as one knows the root the others only cost time.
func judgeServers(rep *doctor.Report) int {
	known := slices.ContainsFunc(rep.Servers, func(s doctor.Server) bool { return s.Root })
	for _, s := range rep.Servers {
		switch {
		case !s.Root && known:
			rep.Notes = append(rep.Notes, doctor.Problem{Problem: s.Fault, Hint: oneOfSeveral})
		case s.Down != nil:
			rep.Faults = append(rep.Faults, doctor.Problem{Problem: s.Fault, Hint: faultHint(s.Down)})
		case !s.Root:
			rep.Faults = append(rep.Faults, doctor.Problem{Problem: s.Fault, Hint: otherServer})
		}
		if s.Root && s.TCP == doctor.No {
			rep.Notes = append(rep.Notes, doctor.Problem{Problem: noTCP.Format(s.Address), Hint: openTCP})
		}
	}
	if known {
		return exitDelivered
	}
	return exitUnknown
}

// locale gives the variable that names one, as it decides the language of the output.
func locale() (set string) {
	i18n.FromEnvironment(func(name string) string {
		value := os.Getenv(name)
		if value != "" {
			set = name + "=" + value
		}
		return value
	})
	return set
}

// atHome leaves the user's name out of the path of a file, since what doctor says is
// shown to others.
func atHome(file string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return file
	}
	if below, ok := strings.CutPrefix(file, home+string(filepath.Separator)); ok {
		return filepath.Join("~", below)
	}
	return file
}

var (
	oneOfSeveral = i18n.Text{
		EN: "others answer in its place, later: repair it, or take it out of the system's list of name servers",
		JA: "ほかのサーバーが代わりに応答しますが、その分遅くなります。サーバーを直すか、システムのネームサーバーの一覧から外してください",
	}
	otherServer = i18n.Text{
		EN: "it may know some names only: check that it can reach other DNS servers, or name another with --server",
		JA: "一部の名前しか解決できないおそれがあります。そのサーバーからほかの DNS サーバーに到達できるか確かめるか、--server で別のサーバーを指定してください",
	}
	noTCP = i18n.Text{
		EN: "the DNS server %s gives no answer over TCP: large answers can't be had",
		JA: "DNS サーバー %s から TCP で応答を得られません。大きな応答は受け取れません",
	}
	openTCP = i18n.Text{
		EN: "let TCP to its port pass, too, or name another server with --server",
		JA: "そのポートへの TCP も通すか、--server で別のサーバーを指定してください",
	}
)
