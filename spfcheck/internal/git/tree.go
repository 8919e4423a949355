package git

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Tree is the files of a revision, or what is staged. Its methods take the names that
// the files have on the disk, from the folder in which the program runs or from the
// root. A link leads to what it would lead to on the disk, but never out of the
// repository. What is in a submodule isn't there to read: that is an error.
//
// A Tree must be closed.
type Tree struct {
	Commit string // "": it is of none

	repository *Repository
	entries    map[string]*entry // by their names from the top, with slashes
	objects    *objects
}

// entry is a file, link or folder.
type entry struct {
	mode     fs.FileMode
	object   string   // "": a folder
	children []string // of a folder
}

func (r *Repository) tree(ctx context.Context) *Tree {
	return &Tree{
		repository: r,
		entries:    map[string]*entry{".": {mode: fs.ModeDir | 0o755}},
		objects:    &objects{command: r.command(ctx, "cat-file", "--batch")},
	}
}

// Close ends the reading.
func (t *Tree) Close() { t.objects.close() }

// listed takes a line of ls-tree: MODE TYPE OBJECT and, after a tab, the name.
func (t *Tree) listed(line string) error {
	about, name, _ := strings.Cut(line, "\t")
	words := strings.Fields(about)
	if len(words) != 3 {
		return &input.Error{Problem: gitSays.Format("ls-tree", line)}
	}
	t.add(name, words[0], words[2])
	return nil
}

// staged takes a line of ls-files --stage: MODE OBJECT STAGE and, after a tab, the name.
func (t *Tree) staged(line string) error {
	about, name, _ := strings.Cut(line, "\t")
	words := strings.Fields(about)
	if len(words) != 3 {
		return &input.Error{Problem: gitSays.Format("ls-files", line)}
	}
	if words[2] != "0" {
		return &input.Error{Problem: conflict.Format(name), Hint: resolveIt}
	}
	t.add(name, words[0], words[1])
	return nil
}

// The modes that git has for what isn't a file.
const (
	linkMode      = "120000"
	submoduleMode = "160000"
)

// add adds a file, and the folders that it is in.
func (t *Tree) add(name, mode, object string) {
	e := &entry{mode: 0o644, object: object}
	switch mode {
	case linkMode:
		e.mode = fs.ModeSymlink | 0o777
	case submoduleMode:
		e.mode = fs.ModeDir | fs.ModeIrregular
	}
	t.entries[name] = e
	for name != "." {
		folder := path.Dir(name)
		above, known := t.entries[folder]
		if !known {
			above = &entry{mode: fs.ModeDir | 0o755}
			t.entries[folder] = above
		}
		above.children = append(above.children, path.Base(name))
		if known {
			return
		}
		name = folder
	}
}

// maxLinks is how many links one name may lead through, as on the disk.
const maxLinks = 40

// find finds what a name, from the top, leads to.
func (t *Tree) find(name string) (string, *entry, error) {
	at, rest := ".", name
	for links := 0; rest != ""; {
		part, more, _ := strings.Cut(rest, "/")
		next := path.Join(at, part)
		e := t.entries[next]
		switch {
		case next == ".." || strings.HasPrefix(next, "../"):
			return "", nil, errLeadsOut
		case e == nil:
			return "", nil, fs.ErrNotExist
		case e.mode&fs.ModeIrregular != 0:
			return "", nil, errSubmodule
		case e.mode&fs.ModeSymlink != 0:
			target, err := t.objects.read(e.object)
			if err != nil {
				return "", nil, err
			}
			if links++; links > maxLinks || path.IsAbs(string(target)) {
				return "", nil, errLeadsOut
			}
			rest = string(target) + "/" + more
			continue
		}
		at, rest = next, more
	}
	return at, t.entries[at], nil
}

// inside gives the name, from the top, of what is called so on the disk.
func (t *Tree) inside(op, name string) (string, error) {
	r := t.repository
	if !filepath.IsAbs(name) {
		name = path.Join(r.prefix, filepath.ToSlash(name))
	} else {
		below, err := filepath.Rel(r.top, name)
		if real, linked := filepath.EvalSymlinks(filepath.Dir(name)); linked == nil && (err != nil || !filepath.IsLocal(below)) {
			below, err = filepath.Rel(r.top, filepath.Join(real, filepath.Base(name)))
		}
		if err != nil {
			return "", &fs.PathError{Op: op, Path: name, Err: errOutside}
		}
		name = filepath.ToSlash(below)
	}
	if name == ".." || strings.HasPrefix(name, "../") {
		return "", &fs.PathError{Op: op, Path: name, Err: errOutside}
	}
	return name, nil
}

// Open opens a file or folder.
func (t *Tree) Open(name string) (fs.File, error) {
	at, err := t.inside("open", name)
	if err != nil {
		return nil, err
	}
	return folder{t, "."}.Open(at)
}

// Stat says what a file or folder is.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	at, err := t.inside("stat", name)
	if err != nil {
		return nil, err
	}
	return folder{t, "."}.Stat(at)
}

// ReadDir lists a folder.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	at, err := t.inside("readdir", name)
	if err != nil {
		return nil, err
	}
	return folder{t, "."}.ReadDir(at)
}

// Glob lists what a pattern stands for, as [filepath.Glob] does.
func (t *Tree) Glob(pattern string) ([]string, error) {
	folder, base := filepath.Split(pattern)
	folder = filepath.Clean(folder)
	folders := []string{folder}
	if strings.ContainsAny(folder, "*?[") {
		var err error
		if folders, err = t.Glob(folder); err != nil {
			return nil, err
		}
	}
	var found []string
	for _, folder := range folders {
		entries, err := t.ReadDir(folder)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoFolder) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			match, err := filepath.Match(base, e.Name())
			if err != nil {
				return nil, err
			}
			if match {
				found = append(found, filepath.Join(folder, e.Name()))
			}
		}
	}
	return found, nil
}

// Within gives what a folder has, for as long as use runs. Nothing leads out of it.
func (t *Tree) Within(name string, use func(fs.FS) error) error {
	at, err := t.inside("open", name)
	if err != nil {
		return err
	}
	at, e, err := t.find(at)
	if err == nil && !e.mode.IsDir() {
		err = errNoFolder
	}
	if err != nil {
		return &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return use(folder{t, at})
}

var (
	errOutside   = &input.Error{Problem: i18n.Text{EN: "it is outside the repository", JA: "リポジトリの外にあります"}}
	errLeadsOut  = &input.Error{Problem: i18n.Text{EN: "its link leads out of the folder, or in a circle", JA: "リンクがフォルダーの外を指すか、循環しています"}}
	errSubmodule = &input.Error{Problem: i18n.Text{
		EN: "it is in a submodule, whose files are not in this repository: run it in there",
		JA: "サブモジュールの中にあり、このリポジトリにはファイルがありません。サブモジュールの中で実行してください",
	}}
	errNoFolder = errors.New("not a folder")
	errNoFile   = errors.New("not a file")

	conflict  = i18n.Text{EN: "%s has a merge conflict", JA: "%s にマージの競合があります"}
	resolveIt = i18n.Text{EN: "resolve it and stage the file", JA: "競合を解消してからステージしてください"}
)
