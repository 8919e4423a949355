package cli

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/folder"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal/smtpd"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func (p *program) serveCommand() *cli.Command {
	return &cli.Command{
		Name: "serve",
		Usage: p.say(i18n.Text{
			EN: "rehearse: take an application's mail by SMTP and answer as the carriers would",
			JA: "リハーサル: アプリケーションのメールを SMTP で受け取り、事業者と同じように応答する",
		}),
		Description: p.examples(
			"spfcheck serve --via ses",
			"spfcheck serve --ip 192.0.2.25 --strict",
			"spfcheck serve --config spfcheck.yaml --keep mails",
			"spfcheck serve --via ses --expect 2 --deadline 60s --format json",
			"spfcheck serve --via ses --unknown-user nobody@docomo.ne.jp --greylist 30s",
		),
		Flags:  slices.Concat(p.serveFlags(), p.httpFlags(), p.rehearsedFlags(), p.serveDNSFlags(), p.outputFlags()),
		Action: p.serve,
	}
}

// rehearsed is what a run of serve has.
type rehearsed struct {
	judge  *rehearsal.Judge
	store  *rehearsal.Store
	dns    *dns
	fronts []front
}

// front is a side of the server that takes connections.
type front struct {
	name     i18n.Text
	listener net.Listener
	serve    func(context.Context, net.Listener) error
}

func (p *program) serve(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	if c.NArg() > 0 {
		return &input.Error{
			Problem: i18n.Text{EN: "serve takes no argument: %q", JA: "serve に引数 %q は指定できません"}.Format(c.Args().First()),
			Hint:    seeHelp.Format("serve"),
		}
	}
	r, err := p.rehearsed(c)
	if err != nil {
		return err
	}
	t := &told{failOn: carriers.Outcome(c.String("fail-on")), code: exitDelivered, want: c.Int("expect"), enough: make(chan struct{})}
	t.end = sync.OnceFunc(func() { close(t.enough) })
	t.show = func(e rehearsal.Event) error { return format.Event(p.stdout, options, e) }
	t.fault = func() error { return r.dns.fault() }
	if err := p.openSMTP(c, r, t); err != nil {
		return err
	}
	if err := p.openHTTP(c, r); err != nil {
		return err
	}
	return p.rehearse(c, r, t)
}

// rehearse runs until it is told to end, or until the messages that are expected have come.
func (p *program) rehearse(c *cli.Context, r *rehearsed, t *told) error {
	ctx, stop := context.WithCancel(c.Context)
	defer stop()
	under, ctx := errgroup.WithContext(ctx)
	for _, f := range r.fronts {
		p.tell(listening.Format(f.name, f.listener.Addr().String()))
		if a, err := netip.ParseAddrPort(f.listener.Addr().String()); err == nil && !a.Addr().IsLoopback() {
			writeError(p.stderr, p.say(warningMark), p.say(reachable.Format(f.listener.Addr().String())))
		}
		under.Go(func() error { return f.serve(ctx, f.listener) })
	}
	var late <-chan time.Time
	if t.want > 0 {
		late = time.After(c.Duration("deadline"))
	}
	select {
	case <-ctx.Done():
	case <-t.enough:
	case <-late:
	}
	stop()
	err := under.Wait()
	if c.Context.Err() != nil || err != nil {
		return err
	}
	return p.expected(t)
}

var (
	listening = i18n.Text{EN: "%s: listening on %s; Ctrl-C ends", JA: "%s: %s で待ち受けています。Ctrl-C で終了します"}
	reachable = i18n.Text{
		EN: "%s can be reached from other machines: whoever reaches it can send messages here and read them",
		JA: "%s には他のマシンからも接続できます。接続できる人は誰でもメールを送ることができ、届いたメールを読むことができます",
	}
)

// openSMTP opens the SMTP side.
func (p *program) openSMTP(c *cli.Context, r *rehearsed, t *told) error {
	l, err := listen(c, "smtp")
	if err != nil {
		return err
	}
	t.warn = func(err error) { p.fail(err) } // and the rehearsal goes on
	server := &smtpd.Server{
		Judge: r.judge, Store: r.store, StartTLS: c.Bool("starttls"), RequireAuth: c.Bool("require-auth"),
		Script: smtpd.Script{UnknownUsers: splitCommas(c.StringSlice("unknown-user")), Greylist: c.Duration("greylist"), PerMinute: c.Int("rate")},
		Tell:   t.event, Failed: t.warn,
	}
	r.fronts = append(r.fronts, front{i18n.Text{EN: "SMTP", JA: "SMTP"}, l, server.Serve})
	return nil
}

// listen opens the address of a flag. One without a host is on this machine alone.
func listen(c *cli.Context, flag string) (net.Listener, error) {
	addr := c.String(flag)
	if !strings.Contains(addr, ":") {
		addr = ":" + addr
	}
	if strings.HasPrefix(addr, ":") {
		addr = "127.0.0.1" + addr
	}
	l, err := (&net.ListenConfig{}).Listen(c.Context, "tcp", addr)
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) {
			err = op.Err
		}
		return nil, flagError(flag, i18n.Text{EN: "cannot listen on %s: %s", JA: "%s で待ち受けできません: %s"}.Format(addr, err),
			i18n.Text{EN: "give another address; port 0 is any that is free", JA: "別のアドレスを指定してください。ポート 0 なら空いているポートを使います"})
	}
	return l, nil
}

// rehearsed reads what the flags say, before anything listens.
func (p *program) rehearsed(c *cli.Context) (*rehearsed, error) {
	if c.IsSet("expect") && c.Int("expect") < 1 {
		return nil, flagError("expect", i18n.Text{EN: "%d is not a number of messages", JA: "%d はメールの通数ではありません"}.Format(c.Int("expect")), i18n.Text{})
	}
	if !c.IsSet("expect") && c.IsSet("deadline") {
		return nil, flagError("deadline", i18n.Text{EN: "only with --expect", JA: "--expect と組で使います"}, i18n.Text{EN: "without it, serve runs until Ctrl-C", JA: "指定がなければ Ctrl-C まで動き続けます"})
	}
	checker := spfcheck.Checker{Profiles: carriers.All, Tuning: spfcheck.Tuning{Prefetch: spfcheck.PrefetchSome, Records: new(spfcheck.Records)}}
	r := &rehearsed{store: &rehearsal.Store{}}
	var err error
	if checker.Settings, err = settings(c.StringSlice("setting")); err != nil {
		return nil, err
	}
	checker.MinBasis = carriers.Basis(c.String("min-basis"))
	r.judge = &rehearsal.Judge{Strict: c.Bool("strict"), FailOn: carriers.Outcome(c.String("fail-on")), Deadline: defaultDeadline}
	if r.judge.Request, err = valid(&checker, given(c)...); err != nil {
		return nil, err
	}
	if err := p.serveFlows(c, r.judge); err != nil {
		return nil, err
	}
	if c.IsSet("keep") {
		if r.store.Keep, err = rehearsal.OpenFolder(c.String("keep")); err != nil {
			return nil, flagError("keep", asText(folder.Cause(err).Error()), i18n.Text{})
		}
	}
	if r.dns, err = p.lastingDNS(c); err != nil {
		return nil, err
	}
	checker.Exchanger = r.dns.below
	r.judge.Checker = checker
	return r, nil
}

// serveFlows reads the flows, unless the flags say where all mail is sent from.
func (p *program) serveFlows(c *cli.Context, j *rehearsal.Judge) error {
	said := j.Request.Via != nil || len(j.Request.Clients)+len(j.Request.Ranges) > 0
	if !said || c.IsSet("config") {
		_, cfg, err := p.findConfig(c)
		if err != nil {
			return err
		}
		j.Flows = cfg.Flows
	}
	if !said && len(j.Flows) == 0 {
		return &input.Error{
			Problem: i18n.Text{EN: "no sending address is given", JA: "メールの送信元アドレスが分かりません"},
			Hint: i18n.Text{
				EN: "give the service with --via, the sending server's public address with --ip, or flows with --config: the address from which a test is sent says nothing",
				JA: "配信サービスを --via で、送信サーバーの公開アドレスを --ip で、またはフローを --config で指定してください。テストの接続元アドレスからは分かりません",
			},
		}
	}
	if j.Request.MailFrom != nil && j.Request.Via == nil {
		return flagError("mail-from", i18n.Text{EN: "only with --via: otherwise each message has its own", JA: "--via と組で使います。ほかの場合は届いたメールのものを使います"},
			i18n.Text{EN: "leave it out", JA: "外してください"})
	}
	return nil
}

// lastingDNS is where answers come from in a run that goes on for hours.
func (p *program) lastingDNS(c *cli.Context) (*dns, error) {
	d := &dns{}
	below, _, err := p.dnsSource(c, d.network(resolve.BoundedCache(sharedCache)))
	d.below = below
	return d, err
}
