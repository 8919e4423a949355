package cli

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

func (p *program) identitiesCommand() *cli.Command {
	return &cli.Command{
		Name: "identities",
		Usage: p.say(i18n.Text{
			EN: "show the sender identities of a message, and who looks at which; asks no DNS",
			JA: "送信者の識別子と、それを見る事業者を表示する。DNS は使わない",
		}),
		ArgsUsage: p.say(i18n.Text{EN: "[FILE]   a message; - is standard input", JA: "[ファイル]   メール。- は標準入力"}),
		Description: p.examples(
			"spfcheck identities signup.eml",
			"spfcheck identities --mail-from bounce@example.jp --format json - <signup.eml",
		),
		Flags:  slices.Concat(p.senderFlags(), p.outputFlags()),
		Action: p.identities,
	}
}

func (p *program) identities(c *cli.Context) error {
	format, options, err := p.output(c)
	if err != nil {
		return err
	}
	wanted := &input.Error{
		Problem: i18n.Text{EN: "expected one message", JA: "メールを 1 通指定してください"},
		Hint:    i18n.Text{EN: "spfcheck identities FILE; - reads standard input", JA: "spfcheck identities ファイル名。- は標準入力です"},
	}
	if c.NArg() > 1 {
		return wanted
	}
	request, _ := spfcheck.NewRequest(words, given(c)...)
	src := request.Source
	if c.NArg() == 1 {
		if src.Header, err = p.header(c.Args().First()); err != nil {
			return err
		}
	}
	if src.Empty() {
		return wanted
	}
	ids, err := spfcheck.FindIdentities(src, nil)
	if err != nil {
		return err
	}
	return format.Identities(p.stdout, options, ids)
}
