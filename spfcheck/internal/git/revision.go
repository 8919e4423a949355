package git

import (
	"context"
	"path"
	"strings"
	"unicode"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Prefix begins a name of files that stands for a revision.
const Prefix = "git:"

// Revision gives the files of a revision: whatever git takes for a commit, such as
// origin/main or HEAD~1. "" is where the work tree has left the default branch.
func (r *Repository) Revision(ctx context.Context, revision string) (*Tree, error) {
	commit, err := r.commit(ctx, revision)
	if err != nil {
		return nil, err
	}
	t := r.tree(ctx)
	t.Commit = commit
	return t, r.each(ctx, "\x00", t.listed, "ls-tree", "-r", "-z", "--full-tree", commit)
}

// Staged gives the files of the index: what a commit would have now.
func (r *Repository) Staged(ctx context.Context) (*Tree, error) {
	t := r.tree(ctx)
	return t, r.each(ctx, "\x00", t.staged, "ls-files", "--stage", "-z", "--full-name", ":/")
}

// Nothing has no file, as before the first commit.
func (r *Repository) Nothing(ctx context.Context) *Tree { return r.tree(ctx) }

// Remote is the address of the remote that a clone comes from; "" is none.
func (r *Repository) Remote(ctx context.Context) string {
	address, err := r.line(ctx, "config", "--get", "remote.origin.url")
	if err != nil {
		return ""
	}
	return address
}

// Top is the folder of the work tree.
func (r *Repository) Top() string { return r.top }

// Inside is the folder that the program runs in, from Top, with slashes; "." is Top.
func (r *Repository) Inside() string { return path.Clean(r.prefix) }

// Head is the commit that the work tree begins with; "" before the first.
func (r *Repository) Head(ctx context.Context) string { return r.verified(ctx, "HEAD") }

// commit gives the name of the commit that a revision stands for.
func (r *Repository) commit(ctx context.Context, revision string) (string, error) {
	switch {
	case revision == "":
		return r.forkPoint(ctx)
	case strings.HasPrefix(revision, "-"), strings.ContainsFunc(revision, unicode.IsControl):
		return "", &input.Error{Problem: noRevision.Format(revision), Hint: nameOne}
	}
	commit := r.verified(ctx, revision)
	if commit == "" {
		return "", &input.Error{Problem: unknown.Format(revision), Hint: r.fetchHint(ctx)}
	}
	return commit, nil
}

// verified gives the name of a commit, or "" where there is no such commit.
func (r *Repository) verified(ctx context.Context, revision string) string {
	commit, err := r.line(ctx, "rev-parse", "--verify", "-q", revision+"^{commit}")
	if err != nil || commit == "" || strings.Trim(commit, "0123456789abcdef") != "" {
		return ""
	}
	return commit
}

// defaults are what the default branch is called, where it can be told. The remote's
// own word comes first.
var defaults = []string{"refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"}

// forkPoint finds the commit that HEAD and the default branch have in common.
func (r *Repository) forkPoint(ctx context.Context) (string, error) {
	for _, name := range defaults {
		branch := r.verified(ctx, name)
		if branch == "" {
			continue
		}
		commit, err := r.line(ctx, "merge-base", branch, "HEAD")
		if err != nil || commit == "" {
			return "", &input.Error{Problem: nothingCommon.Format(strings.TrimPrefix(name, "refs/")), Hint: r.fetchHint(ctx)}
		}
		return commit, nil
	}
	return "", &input.Error{Problem: noDefault, Hint: r.fetchHint(ctx).And(nameOne)}
}

// fetchHint says how to get a commit that isn't there.
func (r *Repository) fetchHint(ctx context.Context) i18n.Text {
	if shallow, err := r.line(ctx, "rev-parse", "--is-shallow-repository"); err == nil && shallow == "true" {
		return deepen
	}
	return fetch
}

var (
	noRevision    = i18n.Text{EN: "%q is not a revision", JA: "%q はリビジョンではありません"}
	nameOne       = i18n.Text{EN: "name a branch or a commit, such as origin/main", JA: "origin/main のように、ブランチまたはコミットを指定してください"}
	unknown       = i18n.Text{EN: "the repository has no revision %q", JA: "リポジトリにリビジョン %q がありません"}
	noDefault     = i18n.Text{EN: "the default branch is not known here", JA: "既定のブランチが分かりません"}
	nothingCommon = i18n.Text{EN: "HEAD and %s have no commit in common here", JA: "HEAD と %s に共通のコミットがありません"}
	deepen        = i18n.Text{
		EN: "the clone is shallow: get the whole history, with fetch-depth: 0 in GitHub Actions, GIT_DEPTH: 0 in GitLab CI, or git fetch --unshallow",
		JA: "履歴の一部だけのクローンです。GitHub Actions では fetch-depth: 0、GitLab CI では GIT_DEPTH: 0、ほかでは git fetch --unshallow で、すべての履歴を取得してください",
	}
	fetch = i18n.Text{
		EN: "check the name, or get the branch with git fetch origin BRANCH:refs/remotes/origin/BRANCH",
		JA: "名前を確かめるか、git fetch origin ブランチ:refs/remotes/origin/ブランチ で取得してください",
	}
)
