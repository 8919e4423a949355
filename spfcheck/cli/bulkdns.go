package cli

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	miekg "github.com/miekg/dns"
	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// sharedCache is the memory for answers that all lines share, in octets.
const sharedCache = 4 << 20

// bulkDNSFlags are the DNS flags of a run over many lines.
func (p *program) bulkDNSFlags() []cli.Flag {
	flags := slices.DeleteFunc(p.dnsFlags(), func(f cli.Flag) bool {
		return slices.Contains([]string{"record", "force", "server", "deadline"}, f.Names()[0])
	})
	return append(flags,
		&cli.StringSliceFlag{Name: "server", Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "ask this recursive `SERVER`, as in check; several take turns; repeatable (default: the system's)",
			JA: "問い合わせ先の再帰`サーバー`（形式は check と同じ）。複数なら順番に使う。繰り返し可（既定値: システムの設定）",
		})},
		&cli.Float64Flag{Name: "rate", Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "at most `N` questions a second, of all servers together; 0 means no limit",
			JA: "1 秒あたりの問い合わせ`回数`の上限（全サーバー合計）。0 は無制限",
		})},
		&cli.BoolFlag{Name: "keep-going", Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "when no server answers any more, wait until one does, in place of stopping",
			JA: "どのサーバーからも応答がなくなったら、終了せずに応答が戻るまで待つ",
		})},
		&cli.DurationFlag{Name: "deadline", Value: defaultDeadline, Category: p.say(theDNS), Usage: p.say(i18n.Text{
			EN: "`TIME` for one line, once it is read; where it is given, also for the next line to come",
			JA: "読み込んだ 1 行あたりの制限`時間`\n指定した場合は、次の行を待つ時間の上限にもなる",
		})},
	)
}

// bulkDNS is where the answers of a run come from, and what was asked of it.
type bulkDNS struct {
	resolve.Exchanger
	watch                   *resolve.Watch // over the servers; nil: none is asked
	asked, sent, unanswered atomic.Int64
	away                    sync.Mutex // of who waits for the servers
}

// traffic is what was asked so far. What wasn't sent came from the cache.
func (d *bulkDNS) traffic() bulk.Traffic {
	sent := d.sent.Load()
	return bulk.Traffic{Questions: sent, CacheHits: max(d.asked.Load()-sent, 0), Unanswered: d.unanswered.Load()}
}

// bulkDNS builds the source and the layers that the flags ask for.
func (p *program) bulkDNS(c *cli.Context) (*bulkDNS, error) {
	d := &bulkDNS{}
	below, _, err := p.dnsSource(c, d.network)
	d.Exchanger = below
	return d, err
}

// await waits for the servers, for one line after another, and says so once.
func (p *program) await(run *bulkRun) func(context.Context, *resolve.Fault) error {
	d := run.dns
	return func(ctx context.Context, _ *resolve.Fault) error {
		d.away.Lock()
		defer d.away.Unlock()
		fault := d.watch.Fault()
		if fault == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		stderr := run.bar.aside(p.stderr)
		problem, _, _ := wordsOf(fault)
		writeError(stderr, p.say(warningMark), p.say(problem))
		writeError(stderr, p.say(hintMark), p.say(i18n.Text{
			EN: "waiting until it answers again; Ctrl-C ends the run",
			JA: "応答が戻るまで待ちます。Ctrl-C で終了できます",
		}))
		err := d.watch.Recover(ctx)
		if err == nil {
			writeError(stderr, p.say(hintMark), p.say(i18n.Text{EN: "DNS answers again", JA: "DNS の応答が戻りました"}))
		}
		return err
	}
}

// network asks the servers of --server, or else the system's, in turn.
func (d *bulkDNS) network(c *cli.Context) (resolve.Exchanger, []resolve.Layer, error) {
	rate := c.Float64("rate")
	if !(rate >= 0) { // nor NaN
		return nil, nil, flagError("rate", i18n.Text{EN: "%v is not a number of questions a second", JA: "%v は 1 秒あたりの回数ではありません"}.Format(rate),
			i18n.Text{EN: "give a number such as 500, or leave --rate out", JA: "500 のような数を指定するか、--rate を外してください"})
	}
	servers, err := openServers(c.StringSlice("server"))
	if err != nil {
		return nil, nil, err
	}
	d.watch = &resolve.Watch{Servers: servers, Wait: c.Duration("timeout")}
	pool := resolve.Pool{Servers: d.counted(servers), Tries: tries, Wait: c.Duration("timeout"), Rate: rate}
	asked := resolve.Observe(func(miekg.Question, *miekg.Msg, error) { d.asked.Add(1) })
	return pool.Exchanger(), []resolve.Layer{
		d.watch.Layer(),
		resolve.Limit(min(max(c.Int("concurrency"), atOnce), mostAtOnce(len(servers)))),
		resolve.BoundedCache(sharedCache),
		asked,
	}, nil
}

// counted counts what each server is asked.
func (d *bulkDNS) counted(servers []resolve.Exchanger) []resolve.Exchanger {
	counted := make([]resolve.Exchanger, len(servers))
	for i, server := range servers {
		counted[i] = resolve.Chain(server, resolve.Observe(func(_ miekg.Question, m *miekg.Msg, err error) {
			d.sent.Add(1)
			if err != nil || m.Rcode == miekg.RcodeServerFailure || m.Rcode == miekg.RcodeRefused {
				d.unanswered.Add(1)
			}
		}))
	}
	return counted
}
