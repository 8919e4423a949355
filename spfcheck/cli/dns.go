package cli

import (
	"context"
	"io"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// tries is how often a question is asked before it counts as unanswered, and
// atOnce how many questions are under way at the same time.
const (
	tries  = 2
	atOnce = 32
)

// defaultDeadline is the time for a whole run, or for one of many lines.
const defaultDeadline = 30 * time.Second

// dnsFlags are the flags that say where DNS answers come from.
func (p *program) dnsFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "zone", TakesFile: true, Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "zone `FILE` put over DNS: a proposal, or the whole zone if it has an SOA; repeatable, - is standard input",
			JA: "DNS に重ねるゾーン`ファイル`。変更案、または SOA があればゾーン全体。繰り返し可。- は標準入力",
		})},
		&cli.BoolFlag{Name: "offline", Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "ask no DNS: only the zone files",
			JA: "DNS に問い合わせず、ゾーンファイルだけを使う",
		})},
		&cli.StringFlag{Name: "server", Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "ask this `SERVER`: 192.0.2.53, host:port, tls://host, tls://192.0.2.53#name, https://host/dns-query (default: the system's)",
			JA: "問い合わせ先の`サーバー`（既定値: システムの設定）。192.0.2.53、host:port、tls://host、tls://192.0.2.53#名前、https://host/dns-query の形で指定する",
		})},
		&cli.DurationFlag{Name: "timeout", Value: 2 * time.Second, Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "`TIME` for one try of one question; there are 2 tries",
			JA: "問い合わせ 1 回あたりの待ち`時間`。2 回まで試す",
		})},
		&cli.DurationFlag{Name: "deadline", Value: defaultDeadline, Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "`TIME` for the whole run, reading and writing included",
			JA: "読み書きも含めた実行全体の制限`時間`",
		})},
		&cli.StringFlag{Name: "record", TakesFile: true, Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "write every answer to `FILE`, for --replay",
			JA: "すべての応答を`ファイル`に書き出す（--replay 用）",
		})},
		p.forceFlag(overOthers),
		&cli.StringFlag{Name: "replay", TakesFile: true, Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "answer from `FILE`, written by --record, and ask no DNS",
			JA: "--record が書き出した`ファイル`から応答し、DNS に問い合わせない",
		})},
	}
}

// dns is where answers come from, and what is to be closed after the last one.
type dns struct {
	resolve.Exchanger
	below     resolve.Exchanger // the same without layers
	layers    []resolve.Layer   // that see what is asked
	watch     *resolve.Watch    // over the servers; nil: none is asked
	recording *recording
	places    *zone.Places // of the records of files
	stop      func()       // shows no longer that DNS is asked; nil: it wasn't shown
}

// ask has a checker ask d.
func (d *dns) ask(c *spfcheck.Checker) *spfcheck.Checker {
	c.Exchanger, c.Tuning.Layers = d.below, d.layers
	return c
}

// close ends the recording, which is of no use where the run was interrupted, and says
// what went wrong: the servers, which leaves nothing to say of what was asked, or else
// err, and the recording.
func (d *dns) close(err error) error {
	d.answered()
	if fault := d.fault(); fault != nil {
		err = fault
	}
	if d.recording == nil {
		return err
	}
	return d.recording.close(err)
}

// asking has a task ask d for as long as the run has, and closes d. That the run was
// interrupted is said in place of what came of the task then.
func (p *program) asking(c *cli.Context, d *dns, task func(context.Context) error) error {
	ctx, cancel := p.timed(c)
	defer cancel()
	err := d.close(task(ctx))
	if c.Context.Err() != nil {
		return errInterrupted
	}
	return err
}

// answered ends the display of the time that DNS takes, for what is shown next.
func (d *dns) answered() {
	if d.stop != nil {
		d.stop()
	}
}

// fault is what kept all servers from answering; nil: nothing did.
func (d *dns) fault() error {
	if d.watch == nil {
		return nil
	}
	if fault := d.watch.Fault(); fault != nil {
		return fault
	}
	return nil
}

// dns builds the source and the layers that the flags ask for.
func (p *program) dns(c *cli.Context) (*dns, error) {
	d := &dns{}
	below, zones, err := p.dnsSource(c, d.network(resolve.Cache()))
	if err != nil {
		return nil, err
	}
	d.below, d.places = below, zone.NewPlaces(zones...)
	if c.IsSet("record") {
		if d.recording, err = p.newRecording(c.Context, c.String("record")); err != nil {
			return nil, err
		}
		d.layers = append(d.layers, resolve.Record(d.recording))
	}
	d.Exchanger = resolve.Chain(d.below, d.layers...)
	if d.watch != nil && !c.Bool("each") { // that has a display of its own
		d.stop = p.waiting(i18n.Text{EN: "asking DNS", JA: "DNS に問い合わせています"})
	}
	return d, nil
}

// networkSource is the servers that the flags name, and the layers over them.
type networkSource func(*cli.Context) (resolve.Exchanger, []resolve.Layer, error)

// dnsSource is what answers questions in the end, network unless it is a file, with the
// layers that it needs, and below the zone files.
func (p *program) dnsSource(c *cli.Context, network networkSource) (resolve.Exchanger, []resolve.Zone, error) {
	zones, err := p.zones(c)
	if err != nil {
		return nil, nil, err
	}
	if err := onlyOne(c, "offline", "server", "replay"); err != nil {
		return nil, nil, err
	}
	if c.Bool("offline") {
		if len(zones) == 0 {
			return nil, nil, flagError("offline", i18n.Text{EN: "no zone file to answer from", JA: "応答に使うゾーンファイルがありません"},
				i18n.Text{EN: "give one with --zone", JA: "--zone で指定してください"})
		}
		return resolve.Offline(zones...), zones, nil
	}
	if c.IsSet("replay") {
		network = p.replay
	}
	source, layers, err := network(c)
	if err != nil {
		return nil, nil, err
	}
	if len(zones) > 0 {
		layers = append(layers, resolve.Overlay(zones...))
	}
	return resolve.Chain(source, layers...), zones, nil
}

// network is the DNS server of --server, or else the system's, below a cache.
func (d *dns) network(cache resolve.Layer) networkSource {
	return func(c *cli.Context) (resolve.Exchanger, []resolve.Layer, error) {
		var named []string
		if c.IsSet("server") {
			named = append(named, c.String("server"))
		}
		servers, err := openServers(named)
		if err != nil {
			return nil, nil, err
		}
		d.watch = &resolve.Watch{Servers: servers, Wait: c.Duration("timeout")}
		return resolve.Failover(servers...), []resolve.Layer{
			resolve.Retry(tries, c.Duration("timeout")),
			d.watch.Layer(),
			resolve.Limit(atOnce),
			cache,
		}, nil
	}
}

// openServers gives the servers that are named, or else the system's.
func openServers(named []string) ([]resolve.Exchanger, error) {
	if len(named) == 0 {
		servers, err := resolve.SystemServers()
		if err != nil {
			err = noSystemServer(err)
		}
		return servers, err
	}
	servers := make([]resolve.Exchanger, len(named))
	for i, addr := range named {
		var err error
		if servers[i], err = resolve.Server(addr); err != nil {
			return nil, badServer(err)
		}
	}
	return servers, nil
}

func badServer(err error) error {
	return flagError("server", i18n.Text{EN: "%s", JA: "サーバーの指定が正しくありません: %s"}.Format(err), i18n.Text{})
}

func noSystemServer(err error) error {
	return &input.Error{
		Problem: i18n.Text{EN: "%s", JA: "システムの DNS サーバーが分かりません: %s"}.Format(err),
		Hint:    i18n.Text{EN: "name a server with --server", JA: "--server でサーバーを指定してください"},
	}
}

// onlyOne is an error where more than one of the flags is set.
func onlyOne(c *cli.Context, flags ...string) error {
	var first string
	for _, f := range flags {
		if !c.IsSet(f) {
			continue
		}
		if first != "" {
			return &input.Error{
				Problem: i18n.Text{EN: "--%s and --%s exclude each other", JA: "--%s と --%s は同時に指定できません"}.Format(first, f),
				Hint:    leaveOneOut,
			}
		}
		first = f
	}
	return nil
}

// zones reads the files of --zone.
func (p *program) zones(c *cli.Context) ([]resolve.Zone, error) {
	return soon(p, c, func() ([]resolve.Zone, error) { return p.readZones(c) })
}

func (p *program) readZones(c *cli.Context) ([]resolve.Zone, error) {
	var zones []resolve.Zone
	for _, file := range c.StringSlice("zone") {
		err := p.readFile(file, func(r io.Reader) error {
			z, err := resolve.ParseZone(r, p.language.Of(nameOf(file)))
			if err != nil {
				return &input.Error{Problem: i18n.Text{EN: "%s", JA: "ゾーンファイルを読めません: %s"}.Format(err)}
			}
			if file == change.Stdin {
				for i := range z.Records {
					z.Records[i].File = file
				}
			}
			zones = append(zones, z)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return zones, nil
}
