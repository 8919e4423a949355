package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
)

func (p *program) lockCommand() *cli.Command {
	flows := slices.DeleteFunc(p.flowFlags(), func(f cli.Flag) bool { return f.Names()[0] == "on" })
	return &cli.Command{
		Name: "lock",
		Usage: p.say(i18n.Text{
			EN: "write the DNS answers that the flows need into spfcheck.lock, for gate --locked",
			JA: "gate --locked のために DNS の応答を書き出す",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[FILE…]   more files of the change", JA: "[ファイル…]   変更のファイルの続き"}),
		Description: p.examples(
			"spfcheck lock",
			"spfcheck lock --change zones/example.jp.zone",
			"spfcheck lock --check",
			"spfcheck lock --check --format json",
			"spfcheck lock --from info@example.jp --via ses --file mail.lock",
		),
		Flags: slices.Concat([]cli.Flag{
			&cli.BoolFlag{Name: "check", Usage: p.say(i18n.Text{
				EN: "write nothing: say what has changed in DNS since, and whether a verdict changes",
				JA: "書き出さずに、その後の DNS の変化と、判定が変わるかどうかを示す",
			})},
			p.lockFileFlag(),
			&cli.StringFlag{Name: "on", Usage: p.say(i18n.Text{
				EN: "the `DAY` to write into the file; with --check, that whose rules judge (default: today)",
				JA: "ファイルに書く`日付`。--check では判定に使う規則の日付（既定値: 今日）",
			})},
		}, p.changeFlags(), flows, p.dnsFlags(), p.detailFlags("quiet"), p.outputFlags()),
		Action: p.within(p.lock),
	}
}

// lockFileFlag says which lock file is meant.
func (p *program) lockFileFlag() cli.Flag {
	return &cli.StringFlag{Name: "file", TakesFile: true, Category: p.say(theDNS), Usage: p.say(i18n.Text{
		EN: "the lock `FILE` (default: spfcheck.lock beside spfcheck.yaml, or else in this folder)",
		JA: "ロック`ファイル`（既定値: spfcheck.yaml と同じフォルダーの spfcheck.lock。設定がなければこのフォルダー）",
	})}
}

func (p *program) lock(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	g, file, err := p.lockGate(c)
	if err != nil {
		return err
	}
	if !c.Bool("check") {
		rep, err := p.writeLock(c, g, file)
		if rep == nil {
			return err
		}
		return format.Lock(p.stdout, options, rep)
	}
	drift, err := p.checkLock(c, g, file)
	if drift == nil {
		return err
	}
	p.code = gateCode(drift.Result, "")
	return format.Drift(p.stdout, options, drift)
}

// lockGate reads the flows and the change, and finds the place of the lock file.
func (p *program) lockGate(c *cli.Context) (*gate.Gate, string, error) {
	g := &gate.Gate{Words: words}
	var err error
	if g.On, err = dayFlag(c, "on"); err != nil {
		return nil, "", err
	}
	g.On = cmp.Or(g.On, carriers.DayOf(time.Now()))
	cfg, err := p.flows(c, g)
	if err != nil {
		return nil, "", err
	}
	changes := c.IsSet("change") || c.IsSet("base") || c.IsSet("staged") || c.NArg() > 0
	switch {
	case changes && c.Bool("check"):
		return nil, "", &input.Error{
			Problem: i18n.Text{EN: "--check takes no change", JA: "--check に変更は指定できません"},
			Hint: i18n.Text{
				EN: "leave --check out, or judge the change with spfcheck gate",
				JA: "--check を外すか、変更は spfcheck gate で判定してください",
			},
		}
	case changes, len(cfg.Change)+len(cfg.Zones) > 0 && !c.Bool("check"):
		if err := p.changes(c, g, cfg); err != nil {
			return nil, "", err
		}
	case len(g.Flows) == 0:
		return nil, "", &input.Error{
			Problem: i18n.Text{EN: "no flow is known", JA: "フローの指定がありません"},
			Hint: i18n.Text{
				EN: "write spfcheck.yaml with spfcheck init, or give --from and --via",
				JA: "spfcheck init で spfcheck.yaml を作るか、--from と --via を指定してください",
			},
		}
	}
	file, err := p.lockFile(c)
	return g, file, err
}

// lockFile is the file of --file, or that which the configuration names, or
// spfcheck.lock beside it, or else in this folder.
func (p *program) lockFile(c *cli.Context) (string, error) {
	if file := c.String("file"); file != "" {
		return file, nil
	}
	beside, cfg, err := p.findConfig(c)
	if err != nil {
		return "", err
	}
	if cfg.Lock != "" {
		return nearby(cfg.Lock), nil
	}
	return filepath.Join(filepath.Dir(nearby(beside)), lock.Name), nil
}

func nearbyAll(files []string) []string {
	files = slices.Clone(files)
	for i, file := range files {
		files[i] = nearby(file)
	}
	return files
}

// nearby is a file as it is called from this folder, where that is shorter.
func nearby(file string) string {
	here, err := os.Getwd()
	if err != nil {
		return file
	}
	if short, err := filepath.Rel(here, file); err == nil && len(short) < len(file) {
		return short
	}
	return file
}

// readLock reads a lock file.
func (p *program) readLock(file string) (f *lock.File, err error) {
	if _, missing := os.Stat(file); file != "-" && errors.Is(missing, fs.ErrNotExist) {
		return nil, &input.Error{
			Problem: i18n.Text{EN: "the file %q does not exist", JA: "ファイル %q がありません"}.Format(file),
			Hint:    i18n.Text{EN: "write it with spfcheck lock", JA: "spfcheck lock で書き出してください"},
		}
	}
	err = p.readFile(file, func(r io.Reader) error {
		f, err = lock.Read(r, p.language.Of(nameOf(file)))
		return err
	})
	if bad, ok := errors.AsType[*input.Error](err); ok && bad.Line > 0 {
		bad.Hint = i18n.Text{
			EN: "restore the file, or write it again with spfcheck lock",
			JA: "ファイルを元に戻すか、spfcheck lock で書き出し直してください",
		}
	}
	return f, err
}

// published is DNS as it is, or, with --locked, as the lock file has it; then the
// rules are those of its day, too, so that the same files give the same verdicts.
func (p *program) published(c *cli.Context, g *gate.Gate) (*dns, error) {
	if !c.Bool("locked") {
		return p.dns(c)
	}
	for _, flag := range []string{"zone", "offline", "server", "record", "replay"} {
		if err := onlyOne(c, "locked", flag); err != nil {
			return nil, err
		}
	}
	file, err := p.lockFile(c)
	if err != nil {
		return nil, err
	}
	f, err := p.readLock(file)
	if err != nil {
		return nil, err
	}
	g.On = cmp.Or(g.On, f.Day)
	return &dns{Exchanger: advising("write it again with spfcheck lock, and with the files of --change")(f.Exchanger())}, nil
}

// writeLock asks DNS and writes the file. The report is nil where nothing can be
// said of the answers.
func (p *program) writeLock(c *cli.Context, g *gate.Gate, file string) (*lock.Report, error) {
	if file == "-" {
		return nil, flagError("file", i18n.Text{EN: "- is not a file", JA: "- はファイルではありません"}, writableFile)
	}
	if err := keepOther(c, namedFile{flag: "file", path: file}); err != nil {
		return nil, err
	}
	var f *lock.File
	var rep *lock.Report
	err := p.askDNS(c, func(ctx context.Context, d *dns) (err error) {
		f, rep, err = lock.Make(ctx, d, g, g.On)
		return err
	})
	if err != nil || rep == nil {
		return nil, err
	}
	rep.File = file
	if len(rep.Failures) > 0 {
		p.code = exitUnknown
		return rep, nil
	}
	if err := p.writeFile("file", file, f.Write); err != nil {
		return nil, err
	}
	rep.Written = true
	return rep, nil
}

// checkLock compares the file with DNS.
func (p *program) checkLock(c *cli.Context, g *gate.Gate, file string) (drift *lock.Drift, err error) {
	f, err := p.readLock(file)
	if err != nil {
		return nil, err
	}
	err = p.askDNS(c, func(ctx context.Context, d *dns) (err error) {
		drift, err = lock.Check(ctx, f, d, g)
		return err
	})
	if err != nil || drift == nil {
		return nil, err
	}
	drift.File = file
	return drift, nil
}

// askDNS opens DNS for a task. That time runs out is said here: it leaves the exit
// code, and no error.
func (p *program) askDNS(c *cli.Context, task func(context.Context, *dns) error) error {
	d, err := p.dns(c)
	if err != nil {
		return err
	}
	err = p.asking(c, d, func(ctx context.Context) error { return task(ctx, d) })
	if errors.Is(err, context.DeadlineExceeded) {
		p.complain(p.say(noTime.Format(c.Duration("deadline"))), p.say(moreTime))
		p.code = exitUnknown
		return nil
	}
	return err
}
