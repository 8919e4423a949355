package cli

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

func (p *program) carriersCommand() *cli.Command {
	return &cli.Command{
		Name: "carriers",
		Usage: p.say(i18n.Text{
			EN: "show the rules of the carriers, with their sources",
			JA: "事業者の規則を出典とともに表示する",
		}),
		ArgsUsage: "[ID…]",
		Description: p.examples(
			"spfcheck carriers",
			"spfcheck carriers docomo",
			"spfcheck carriers --brief",
			"spfcheck carriers --short au",
			"spfcheck carriers --at 2023-06-01 au",
			"spfcheck carriers --changed-since 2024-01-01",
			"spfcheck carriers --history docomo",
			"spfcheck carriers --format json au",
		),
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "at", Usage: p.say(i18n.Text{
				EN: "only the rules in force on this `DAY`",
				JA: "この`日`に有効な規則だけを表示する",
			})},
			&cli.StringFlag{Name: "changed-since", Usage: p.say(i18n.Text{
				EN: "only the rules that began or ended on this `DAY` or later",
				JA: "この`日`以降に始まったか終わった規則だけを表示する",
			})},
			&cli.BoolFlag{Name: "brief", Usage: p.say(i18n.Text{
				EN: "the rules alone, without sources",
				JA: "出典を省き、規則だけを表示する",
			})},
			&cli.BoolFlag{Name: "history", Usage: p.say(i18n.Text{
				EN: "what began and ended, day by day",
				JA: "規則の始まりと終わりを日付順に表示する",
			})},
		}, append(p.detailFlags("verbose", "quiet", "short"), p.outputFlags()...)...),
		Action: p.carriers,
	}
}

func (p *program) carriers(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	table := render.Carriers{Version: render.TableVersion, Carriers: carriers.All}
	if c.NArg() > 0 {
		table.Carriers = nil
	}
	for _, id := range c.Args().Slice() {
		profile := carriers.ByID(strings.ToLower(id))
		if profile == nil {
			return &input.Error{Problem: noCarrier.Format(id), Hint: knownCarriers(id)}
		}
		table.Carriers = append(table.Carriers, profile)
	}
	if err := narrow(c, &table, &options); err != nil {
		return err
	}
	if options.Detail == render.Screen && (c.NArg() > 0 || options.Brief || options.Since != "") {
		options.Detail = render.Verbose // who names a carrier or a time wants its rules
	}
	return p.paged(c.Context, func(w io.Writer) error { return format.Carriers(w, options, table) })
}

// narrow leaves the rules that --at and --changed-since ask for.
func narrow(c *cli.Context, table *render.Carriers, options *render.Options) error {
	if err := onlyOne(c, "at", "history"); err != nil { // a history has many days
		return err
	}
	at, err := dayFlag(c, "at")
	if err != nil {
		return err
	}
	since, err := dayFlag(c, "changed-since")
	if err != nil {
		return err
	}
	options.History, options.Since, options.Brief = c.Bool("history"), since, c.Bool("brief")
	if at == "" && since == "" {
		options.On = carriers.DayOf(time.Now())
	}
	var narrowed []*carriers.Profile
	for _, profile := range table.Carriers {
		if at != "" {
			profile = profile.At(at)
		}
		if since != "" {
			if profile = changed(profile, since); len(profile.Filters) == 0 {
				continue
			}
		}
		narrowed = append(narrowed, profile)
	}
	if table.Carriers = narrowed; len(narrowed) == 0 {
		table.Carriers = []*carriers.Profile{}
	}
	return nil
}

// changed gives what of a profile changed on a day or later, and nothing else: a
// setting without a rule would look like one that nobody knows.
func changed(profile *carriers.Profile, since carriers.Day) *carriers.Profile {
	out := *profile.ChangedSince(since)
	out.Notes = nil
	filters := out.Filters
	out.Filters = nil
	for _, f := range filters {
		f.Settings = slices.DeleteFunc(f.Settings, func(s carriers.Setting) bool { return len(s.Rules) == 0 })
		if len(f.Settings) > 0 {
			out.Filters = append(out.Filters, f)
		}
	}
	return &out
}
