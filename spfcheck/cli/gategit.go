package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/git"
)

// isRevision reports whether a base is a revision of the git repository.
func isRevision(base string) bool { return strings.HasPrefix(base, git.Prefix) }

// changesInGit reads the files of a change where one side, or both, is in git.
func (p *program) changesInGit(c *cli.Context, g *gate.Gate, sets []change.Set, base []string) error {
	repository, err := git.Open(c.Context)
	if err != nil {
		return p.ofGit(c, err)
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
	before, err := baseTree(c, repository, base)
	if err != nil {
		return p.ofGit(c, err)
	}
	defer before.Close()
	if g.Base, g.Change, err = change.Between(sets, before, after); err != nil {
		return changeError(err)
	}
	if g.Base == nil {
		g.Base = g.Change.Prior
	}
	if before.Commit != "" {
		text := comparedWith
		if before.Commit == repository.Head(c.Context) {
			text = uncommitted
		}
		g.Notes = append(g.Notes, text.Format(slices.Concat(base, []string{git.Prefix + "HEAD"})[0], before.Commit[:12]))
	}
	return nil
}

// configInGit reads the configuration as a revision has it, in this folder or above.
func (p *program) configInGit(c *cli.Context, revision string, today carriers.Day) (string, *config.Config, error) {
	repository, err := git.Open(c.Context)
	if err != nil {
		return "", nil, input.About(asFlag("config"), err)
	}
	tree, err := repository.Revision(c.Context, strings.TrimPrefix(revision, git.Prefix))
	if err != nil {
		return "", nil, input.About(asFlag("config"), err)
	}
	defer tree.Close()
	file := config.Name
	in, err := tree.Open(file)
	for errors.Is(err, fs.ErrNotExist) {
		file = filepath.Join("..", file)
		in, err = tree.Open(file)
	}
	if err != nil {
		return "", nil, flagError("config", noConfigThere.Format(revision, config.Name), giveFile)
	}
	defer in.Close()
	cfg, err := config.Read(in, file, today)
	return file, cfg, err
}

// ofGit says what has asked for git: a flag, or the configuration.
func (p *program) ofGit(c *cli.Context, err error) error {
	for _, flag := range []string{"base", "staged"} {
		if c.IsSet(flag) {
			return input.About(asFlag(flag), err)
		}
	}
	if e, ok := errors.AsType[*input.Error](err); ok {
		of := *e
		of.File = nearby(p.configFile)
		return &of
	}
	return err
}

// baseTree gives the files of the revision that a base names; with none, of the last
// commit, if there is one.
func baseTree(c *cli.Context, repository *git.Repository, base []string) (*git.Tree, error) {
	switch {
	case len(base) == 0 && repository.Head(c.Context) == "":
		return repository.Nothing(c.Context), nil
	case len(base) == 0:
		return repository.Revision(c.Context, "HEAD")
	case len(base) > 1 || !isRevision(base[0]):
		return nil, &input.Error{Problem: onlyRevision, Hint: onlyOneRevision}
	}
	tree, err := repository.Revision(c.Context, strings.TrimPrefix(base[0], git.Prefix))
	if e, ok := errors.AsType[*input.Error](err); ok { // DNS is a base that can always be had
		e.Hint = i18n.Text{EN: "%s; %s", JA: "%s。%s"}.Format(e.Hint, orDNS)
	}
	return tree, err
}

var (
	comparedWith = i18n.Text{
		EN: "the files are compared with those of %s, commit %s",
		JA: "%s（コミット %s）のファイルと比べています",
	}
	uncommitted = i18n.Text{
		EN: "the files are compared with those of %s, commit %s, which is checked out: only what isn't committed counts",
		JA: "%s（コミット %s）は現在のコミットのため、コミットされていない変更だけを判定しています",
	}
	noConfigThere = i18n.Text{
		EN: "%s has no %s in this folder or one above",
		JA: "%s のこのフォルダーにも上位にも %s がありません",
	}
	giveFile  = i18n.Text{EN: "name a file, or another revision", JA: "ファイルまたは別のリビジョンを指定してください"}
	otherBase = i18n.Text{
		EN: "if the change repairs it, compare with another revision or with a file that can be read (--base), or with DNS as it is: leave --base out, and name the files with --change",
		JA: "この変更で直すものなら、読める別のリビジョンまたはファイルを --base に指定するか、--base を付けずに --change でファイルを指定し、現在の DNS と比べてください",
	}
	orDNS = i18n.Text{
		EN: "or leave --base out and name the files with --change: then DNS as it is now is the state before",
		JA: "または、--base を付けずに --change でファイルを指定すると、現在の DNS を変更前とします",
	}
	onlyRevision    = i18n.Text{EN: "a revision and files can't be mixed", JA: "リビジョンとファイルは混ぜられません"}
	onlyOneRevision = i18n.Text{
		EN: "give one, such as git:origin/main, and with --change what is to be read of it",
		JA: "git:origin/main のように 1 つだけ指定し、読み込むファイルは --change で指定してください",
	}
)
