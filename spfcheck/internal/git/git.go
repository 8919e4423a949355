// Package git reads files of a git repository without a checkout: those of a revision,
// or what is staged. The git program does it, and only with commands that list and read
// objects: they run no hook and no filter, and what isn't there isn't fetched.
package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// The limits of what is read of git's lists.
const (
	maxFiles  = 1_000_000
	maxOctets = 256 << 20
	maxLine   = 64 << 10
)

// Repository is a repository with a work tree. What is wrong with it, or with what is
// asked of it, is an [*input.Error] that says what to do.
type Repository struct {
	program string // git
	top     string // the folder of the work tree
	prefix  string // the folder in which the program runs below it, with a slash at its end; "" is top
}

// Open finds the repository that the program runs in.
func Open(ctx context.Context) (*Repository, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, &input.Error{Problem: noProgram, Hint: install}
	}
	r := &Repository{program: program}
	if r.top, err = r.line(ctx, "rev-parse", "--show-toplevel"); err != nil {
		return nil, err
	}
	r.top = filepath.FromSlash(r.top)
	r.prefix, err = r.line(ctx, "rev-parse", "--show-prefix")
	return r, err
}

// command is git with what keeps it from doing more than it is told.
func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.program, append([]string{"--no-pager", "-c", "core.fsmonitor=false"}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_LITERAL_PATHSPECS=0")
	cmd.WaitDelay = time.Second
	return cmd
}

// line gives the one line that a command prints.
func (r *Repository) line(ctx context.Context, args ...string) (string, error) {
	var line string
	err := r.each(ctx, "\n", func(text string) error {
		line = text
		return nil
	}, args...)
	return line, err
}

// each takes what a command prints, in parts that end in a character.
func (r *Repository) each(ctx context.Context, end string, take func(string) error, args ...string) error {
	ctx, done := context.WithCancel(ctx)
	defer done()
	cmd := r.command(ctx, args...)
	var complaint head
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	limited := &io.LimitedReader{R: out, N: maxOctets}
	err = parts(limited, end, take)
	if err == nil && limited.N <= 0 {
		err = tooMany
	}
	if err != nil {
		done() // it may have more to say
	}
	if failed := cmd.Wait(); err == nil && failed != nil {
		err = r.failed(args[0], complaint.String(), failed)
	}
	return err
}

// parts splits a stream at a character that ends each part.
func parts(in io.Reader, end string, take func(string) error) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	lines.Split(func(data []byte, _ bool) (int, []byte, error) {
		if i := bytes.Index(data, []byte(end)); i >= 0 {
			return i + len(end), data[:i], nil
		}
		return 0, nil, nil
	})
	for n := 0; lines.Scan(); n++ {
		if n == maxFiles {
			return tooMany
		}
		if err := take(lines.Text()); err != nil {
			return err
		}
	}
	return lines.Err()
}

// head keeps the beginning of what is written to it, while it is read.
type head struct {
	mu   sync.Mutex
	text []byte
}

func (h *head) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return string(h.text)
}

func (h *head) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	room := 4<<10 - len(h.text)
	h.text = append(h.text, p[:min(room, len(p))]...)
	return len(p), nil
}

// failed says why git has failed.
func (r *Repository) failed(command, complaint string, err error) error {
	said := firstLine(complaint)
	switch {
	case strings.Contains(complaint, "not a git repository"), strings.Contains(complaint, "must be run in a work tree"):
		return &input.Error{Problem: noRepository, Hint: runInside}
	case strings.Contains(complaint, "dubious ownership"):
		return &input.Error{Problem: notYours, Hint: trustIt}
	case errors.As(err, new(*exec.ExitError)) && said != "":
		return &input.Error{Problem: gitSays.Format(command, said)}
	}
	return fmt.Errorf("git %s: %w", command, err)
}

// firstLine is the first line of what git complains of.
func firstLine(complaint string) string {
	said, _, _ := strings.Cut(strings.TrimSpace(complaint), "\n")
	return strings.TrimPrefix(said, "fatal: ")
}

var (
	tooMany      = &input.Error{Problem: i18n.Text{EN: "the repository has too many files", JA: "リポジトリのファイルが多すぎます"}}
	noProgram    = i18n.Text{EN: "git is not installed here", JA: "git がインストールされていません"}
	install      = i18n.Text{EN: "install it, or give the files themselves", JA: "git をインストールするか、ファイルを直接指定してください"}
	noRepository = i18n.Text{EN: "this folder is not in the work tree of a git repository", JA: "このフォルダーは git リポジトリの作業ツリーにありません"}
	runInside    = i18n.Text{EN: "run it in the repository, or give the files themselves", JA: "リポジトリの中で実行するか、ファイルを直接指定してください"}
	notYours     = i18n.Text{EN: "git does not read this repository, since it belongs to another user", JA: "リポジトリの所有者が別のユーザーのため、git が読み取りを拒んでいます"}
	trustIt      = i18n.Text{
		EN: "if you trust it: git config --global --add safe.directory \"$PWD\"",
		JA: "信頼できるリポジトリなら git config --global --add safe.directory \"$PWD\" を実行してください",
	}
	gitSays = i18n.Text{EN: "git %s: %s", JA: "git %s: %s"}
)
