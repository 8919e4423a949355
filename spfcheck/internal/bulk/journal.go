package bulk

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/atomicfile"
)

// Journal is a Writer to a file that a run can go on from after it was killed.
//
// Beside the file stands its journal, which says how many octets of the file
// belong to which lines of the input. The file is brought to the disk before the
// journal says so, and the journal is replaced as a whole. What the file has
// beyond it, a part of a line included, is cut off by the next run, which judges
// those lines again: so every line is there once. A third file keeps other runs
// away for as long as this one lives.
type Journal struct {
	lock  *flock.Flock
	file  *os.File
	w     *bufio.Writer
	size  int64 // of the file, with what is in w
	state journalState
}

// journalState is what the journal says.
type journalState struct {
	Version int          `json:"version"`
	Run     string       `json:"run"` // what the output depends on beside the input
	On      carriers.Day `json:"on"`
	Output  int64        `json:"output"` // octets of the file that are certain
	progress
}

const journalVersion = 1

// What the names of the journal and of the lock have after that of the file.
const (
	suffix     = ".journal"
	lockSuffix = ".lock"
)

// ErrInputChanged says that an input isn't the one that a Journal was begun with.
var ErrInputChanged = errors.New("the input is not the one that the journal was begun with")

// OpenJournal begins a file, or goes on with one. Run names what the output
// depends on beside the input, such as flags: it must be the same each time. An
// error is an *Error where file and journal don't go together, and where another
// run has the file open.
//
// A link is followed: journal and lock stand beside what it leads to, so that they are
// the same by whichever name. They themselves are never links.
func OpenJournal(file, run string, on carriers.Day) (*Journal, error) {
	file, err := target(file)
	if err != nil {
		return nil, err
	}
	if Foreign(file) {
		return nil, journalError(noJournal.Format(file, suffix), otherFile)
	}
	lock := flock.New(file+lockSuffix, flock.SetPermissions(0o666))
	switch locked, err := lock.TryLock(); {
	case err != nil:
		return nil, err
	case !locked:
		return nil, journalError(inUse.Format(file), waitForIt)
	}
	j := &Journal{lock: lock, state: journalState{Version: journalVersion, Run: run, On: on}}
	if err := j.open(file, run); err != nil {
		lock.Unlock()
		return nil, err
	}
	return j, nil
}

// target is the file that a name leads to. Neither it nor what stands beside it may be
// anything else than a file.
func target(file string) (string, error) {
	switch real, err := filepath.EvalSymlinks(file); {
	case err == nil:
		file = real
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	for _, name := range []string{file, file + suffix, file + lockSuffix} {
		info, err := os.Lstat(name)
		if err == nil && !info.Mode().IsRegular() {
			return "", journalError(noFile.Format(name), otherFile)
		}
	}
	return file, nil
}

// Foreign reports whether a file has something in it that no run has written.
func Foreign(file string) bool {
	info, err := os.Stat(file)
	if err != nil || info.Size() == 0 {
		return false
	}
	_, err = os.Stat(file + suffix)
	return errors.Is(err, fs.ErrNotExist)
}

// open begins the file or goes on with it, while no other run does.
func (j *Journal) open(file, run string) error {
	text, err := os.ReadFile(file + suffix)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// Before the file: what a file without journal holds is nobody's.
		err = saveJournal(file, j.state)
	case err == nil:
		err = j.read(file, text, run)
	}
	if err != nil {
		return err
	}
	if j.file, err = os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o666); err != nil {
		return err
	}
	if err := j.cut(file); err != nil {
		j.file.Close()
		return err
	}
	j.w = bufio.NewWriterSize(j.file, 64<<10)
	return nil
}

// read takes over what the journal says.
func (j *Journal) read(file string, text []byte, run string) error {
	j.state = journalState{}
	err := json.Unmarshal(text, &j.state)
	switch {
	case err != nil:
		return journalError(brokenJournal.Format(file+suffix, lineOf(text, err), err), beginAnew.Format(file, suffix))
	case j.state.Version != journalVersion:
		return journalError(newJournal.Format(file+suffix, j.state.Version), beginAnew.Format(file, suffix))
	case j.state.Run != run:
		return journalError(otherRun.Format(file, j.state.Run, run), sameFlags.Format(file, suffix))
	}
	if key := j.state.impossible(); key != "" {
		return journalError(brokenValue.Format(file+suffix, lineOfKey(text, key), key), beginAnew.Format(file, suffix))
	}
	return nil
}

// impossible names a key whose value no run has written; "" where there is none.
func (s journalState) impossible() string {
	if _, err := carriers.ParseDay(string(s.On)); err != nil {
		return "on"
	}
	last := s.Line
	for _, n := range s.Ahead {
		if n <= last {
			return "ahead"
		}
		last = n
	}
	counts := cmp.Or(s.Summary, &Summary{})
	switch {
	case s.Output < 0:
		return "output"
	case s.Line < 0:
		return "line"
	case counts.impossible(), counts.Lines > s.Line+int64(len(s.Ahead)):
		return "summary"
	}
	return ""
}

// lineOf is the line of a text at which it can't be read.
func lineOf(text []byte, err error) int {
	at := int64(len(text))
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = syntax.Offset
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at = kind.Offset
	}
	return 1 + bytes.Count(text[:min(at, int64(len(text)))], []byte("\n"))
}

// lineOfKey is the line that a key of a JSON text stands in.
func lineOfKey(text []byte, key string) int {
	before, _, _ := bytes.Cut(text, []byte(`"`+key+`"`))
	return 1 + bytes.Count(before, []byte("\n"))
}

// cut leaves of the file what is certain.
func (j *Journal) cut(file string) error {
	end, err := j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if end < j.state.Output {
		return journalError(tooShort.Format(file, end, j.state.Output), beginAnew.Format(file, suffix))
	}
	if err := j.file.Truncate(j.state.Output); err != nil {
		return err
	}
	j.size, err = j.file.Seek(j.state.Output, io.SeekStart)
	return err
}

// On is the day whose rules judge: the one that the file was begun with.
func (j *Journal) On() carriers.Day { return j.state.On }

// Done is how many lines an earlier run has done.
func (j *Journal) Done() int64 {
	if j.state.Summary == nil {
		return 0
	}
	return j.state.Summary.Lines
}

// Close closes the file and lets other runs have it. What wasn't committed is not
// certain to be there.
func (j *Journal) Close() error { return errors.Join(j.file.Close(), j.lock.Unlock()) }

func (j *Journal) begin() progress { return j.state.progress }

func (j *Journal) write(b []byte) error {
	n, err := j.w.Write(b)
	j.size += int64(n)
	return err
}

func (j *Journal) idle() error { return nil }

func (j *Journal) commit(p progress) error {
	if err := j.w.Flush(); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.state.progress, j.state.Output = p, j.size
	return saveJournal(j.file.Name(), j.state)
}

// saveJournal replaces the journal of a file.
func saveJournal(file string, state journalState) error {
	return atomicfile.Replace(file+suffix, func(w io.Writer) error { return json.NewEncoder(w).Encode(state) })
}

func journalError(problem, hint i18n.Text) error { return &Error{Problem: problem, Hint: hint} }

// What can be wrong with a file to go on with.
var (
	noJournal = i18n.Text{
		EN: "%[1]s is not empty and has no journal %[1]s%[2]s, so it can't be resumed",
		JA: "%[1]s には内容がありますが、ジャーナル %[1]s%[2]s がないため、続きから再開できません",
	}
	inUse         = i18n.Text{EN: "another run is writing %s", JA: "別の実行が %s に書き込んでいます"}
	waitForIt     = i18n.Text{EN: "wait until it has ended, or name another file", JA: "終わるまで待つか、別のファイルを指定してください"}
	otherFile     = i18n.Text{EN: "name another file, or remove it", JA: "別のファイルを指定するか、削除してください"}
	noFile        = i18n.Text{EN: "%s is not a regular file, so it can't be resumed", JA: "%s は通常のファイルではないため、続きから再開できません"}
	brokenJournal = i18n.Text{EN: "the journal %s can't be read: line %d: %s", JA: "ジャーナル %s を読めません: %d 行目: %s"}
	brokenValue   = i18n.Text{EN: "the journal %s can't be read: line %d: the value of %q is one that no run writes", JA: "ジャーナル %s を読めません: %d 行目: %q が、書き出されるはずのない値です"}
	newJournal    = i18n.Text{EN: "the journal %s is of version %d, which this spfcheck doesn't know", JA: "ジャーナル %s はバージョン %d で、この spfcheck では扱えません"}
	beginAnew     = i18n.Text{EN: "to start over, remove %[1]s and %[1]s%[2]s", JA: "最初からやり直すには %[1]s と %[1]s%[2]s を削除してください"}
	otherRun      = i18n.Text{EN: "%s was begun with other flags: %q, and now %q", JA: "%s は別のオプションで始められています: 前回 %q、今回 %q"}
	sameFlags     = i18n.Text{EN: "give the same flags; to start over, remove %[1]s and %[1]s%[2]s", JA: "同じオプションを指定してください。最初からやり直すには %[1]s と %[1]s%[2]s を削除してください"}
	tooShort      = i18n.Text{EN: "%s has %d octets, and its journal says %d: it was changed", JA: "%s は %d オクテットですが、ジャーナルでは %d です。変更されています"}
)
