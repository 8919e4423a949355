package cli

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// changes reads the files of --change and --base, or else those of the configuration.
func (p *program) changes(c *cli.Context, g *gate.Gate, cfg *config.Config) error {
	sets, err := changeFiles(c, cfg, p.changeOptions(c))
	if err != nil {
		return err
	}
	base := c.StringSlice("base")
	if len(base) == 0 && !c.Bool("staged") {
		base = nearbyAll(cfg.Base)
	}
	return p.readChange(c, g, sets, base)
}

// readChange reads the files of a change, and those of the state before.
func (p *program) readChange(c *cli.Context, g *gate.Gate, sets []change.Set, base []string) (err error) {
	if c.Bool("staged") || slices.ContainsFunc(base, isRevision) {
		return p.changesInGit(c, g, sets, base)
	}
	if g.Change, err = change.Read(sets...); err != nil {
		return changeError(err)
	}
	g.Base = g.Change.Prior
	if len(base) > 0 {
		if g.Base, err = change.ReadBase(change.Set{Paths: base, Options: sets[0].Options}); err != nil {
			return changeError(err)
		}
		g.Change.Lose(g.Base, sets)
	}
	return nil
}

// changeOptions say how the files of --change and --base are read.
func (p *program) changeOptions(c *cli.Context) change.Options {
	return change.Options{Format: c.String("change-format"), Origin: c.String("origin"), View: c.String("view"), Stdin: p.input}
}

// changeFiles are the files of a change: those that are given, or else all that the
// configuration names.
func changeFiles(c *cli.Context, cfg *config.Config, options change.Options) ([]change.Set, error) {
	if files := append(c.StringSlice("change"), c.Args().Slice()...); len(files) > 0 {
		return []change.Set{{Paths: files, Options: options}}, nil
	}
	sets := configured(cfg, options)
	if len(sets) == 0 {
		return nil, &input.Error{
			Problem: i18n.Text{EN: "no change to judge", JA: "判定する変更がありません"},
			Hint: i18n.Text{
				EN: "give the changed zone file, plan or batch with --change FILE, or name the files in spfcheck.yaml with zones",
				JA: "変更後のゾーンファイル、プラン、バッチなどを --change ファイル で指定するか、spfcheck.yaml の zones に書いてください",
			},
		}
	}
	return sets, nil
}

// configured are the files that the configuration names.
func configured(cfg *config.Config, options change.Options) []change.Set {
	var sets []change.Set
	if len(cfg.Change) > 0 {
		sets = append(sets, change.Set{Paths: nearbyAll(cfg.Change), Options: options})
	}
	for _, z := range cfg.Zones {
		z.Paths = nearbyAll(z.Paths)
		sets = append(sets, z)
	}
	return sets
}

func changeError(err error) error {
	wrong := &input.Error{Problem: i18n.Text{EN: "%s", JA: "変更を読めません: %s"}.Format(err)}
	if errors.Is(err, change.ErrBefore) { // the place is in a file as it was
		wrong.Hint = otherBase
		return wrong
	}
	switch {
	case errors.Is(err, zone.ErrRelative):
		wrong.Hint = nameOrigin
	case errors.Is(err, fs.ErrNotExist):
		wrong.Hint = whatIsRead
	}
	if bad, is := errors.AsType[*zone.Error](err); is {
		return unread{wrong, bad.Place}
	}
	return wrong
}

var (
	nameOrigin = i18n.Text{
		EN: "or name the zone of the file with --origin",
		JA: "--origin でファイルのゾーンを指定することもできます",
	}
	whatIsRead = i18n.Text{
		EN: "give a zone file, a plan or what else --change-format lists, a folder of them, a pattern in quotes, or - for standard input",
		JA: "ゾーンファイル、プランなど --change-format にある形式のファイル、そのフォルダー、引用符で囲んだパターン、または標準入力を表す - を指定してください",
	}
)

// unread is an error in a file of the change, and its place.
type unread struct {
	error
	at zone.Place
}

// Unwrap gives the error without its place.
func (e unread) Unwrap() error { return e.error }
