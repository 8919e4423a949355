package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/git"
)

// gitPrefix begins a --base that is a revision.
const gitPrefix = "git:"

// inGit reports whether a part of the change is to be read from the git repository.
func inGit(c *cli.Context) bool {
	return c.Bool("staged") || slices.ContainsFunc(c.StringSlice("base"), isRevision)
}

func isRevision(base string) bool { return strings.HasPrefix(base, gitPrefix) }

// changesInGit reads the files of a change where one side, or both, is in git.
func (p *program) changesInGit(c *cli.Context, g *gate.Gate, sets []change.Set) error {
	repository, err := git.Open(c.Context)
	if err != nil {
		return input.About(asFlag(gitFlag(c)), err)
	}
	after := change.Disk
	if c.Bool("staged") {
		staged, err := repository.Staged(c.Context)
		if err != nil {
			return input.About(asFlag("staged"), err)
		}
		defer staged.Close()
		after = staged
	}
	before, err := p.baseTree(c, repository)
	if err != nil {
		return input.About(asFlag("base"), err)
	}
	defer before.Close()
	if g.Base, g.Change, err = change.Between(sets, before, after); err != nil {
		return changeError(err)
	}
	if g.Base == nil {
		g.Base = g.Change.Prior
	}
	if before.Commit != "" {
		revision := cmp.Or(slices.Concat(c.StringSlice("base"), []string{gitPrefix + "HEAD"})...)
		g.Notes = append(g.Notes, comparedWith.Format(revision, before.Commit[:12]))
	}
	return nil
}

// gitFlag is the flag for which git is needed.
func gitFlag(c *cli.Context) string {
	if c.Bool("staged") {
		return "staged"
	}
	return "base"
}

// baseTree gives the files of the revision that --base names.
func (p *program) baseTree(c *cli.Context, repository *git.Repository) (*git.Tree, error) {
	base := c.StringSlice("base")
	switch {
	case len(base) == 0 && !repository.HasCommit(c.Context):
		return repository.Nothing(c.Context), nil
	case len(base) == 0:
		return repository.Revision(c.Context, "HEAD")
	case len(base) > 1 || !isRevision(base[0]):
		return nil, &input.Error{Problem: onlyRevision, Hint: onlyOneRevision}
	}
	return repository.Revision(c.Context, strings.TrimPrefix(base[0], gitPrefix))
}

var (
	comparedWith = i18n.Text{
		EN: "the files are compared with those of %s, commit %s",
		JA: "%s（コミット %s）のファイルと比べています",
	}
	onlyRevision    = i18n.Text{EN: "a revision and files can't be mixed", JA: "リビジョンとファイルは混ぜられません"}
	onlyOneRevision = i18n.Text{
		EN: "give one, such as git:origin/main, and with --change what is to be read of it",
		JA: "git:origin/main のように 1 つだけ指定し、読み込むファイルは --change で指定してください",
	}
)
