package git

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// maxFile is how large a file may be, in octets.
const maxFile = 16 << 20

// objects reads the contents of files by the names of their objects, all with one
// "git cat-file --batch".
type objects struct {
	mu        sync.Mutex
	command   *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Reader // nil: it isn't started
	complaint head
	err       error // after it nothing can be read
}

// read reads one object.
func (o *objects) read(object string) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.out == nil && o.err == nil {
		o.err = o.start()
	}
	if o.err != nil {
		return nil, o.err
	}
	data, err := o.ask(object)
	if errors.Is(err, errTooLarge) {
		return nil, err
	}
	if err != nil {
		o.err = &input.Error{Problem: notReadable.Format(err, firstLine(o.complaint.String())), Hint: wholeClone}
		return nil, o.err
	}
	return data, nil
}

func (o *objects) start() (err error) {
	o.command.Stderr = &o.complaint
	if o.in, err = o.command.StdinPipe(); err != nil {
		return err
	}
	out, err := o.command.StdoutPipe()
	if err != nil {
		return err
	}
	o.out = bufio.NewReader(out)
	return o.command.Start()
}

// ask has the answer "OBJECT TYPE SIZE", and the contents in a line.
func (o *objects) ask(object string) ([]byte, error) {
	if _, err := fmt.Fprintln(o.in, object); err != nil {
		return nil, err
	}
	about, err := o.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	words := strings.Fields(about)
	if len(words) != 3 || words[1] != "blob" {
		return nil, fmt.Errorf("%.80q", about)
	}
	size, err := strconv.Atoi(words[2])
	if err != nil {
		return nil, err
	}
	if size > maxFile {
		_, err := io.CopyN(io.Discard, o.out, int64(size)+1)
		return nil, cmp.Or(err, errTooLarge)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(o.out, data); err != nil {
		return nil, err
	}
	return data[:size], nil
}

// close ends git. What it says then matters to nobody.
func (o *objects) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.out != nil && o.command.Process != nil {
		_ = o.in.Close()
		_ = o.command.Process.Kill()
		_ = o.command.Wait()
	}
	o.err = errClosed
}

var (
	errTooLarge = fmt.Errorf("it has more than %d MiB", maxFile>>20)

	errClosed   = &input.Error{Problem: i18n.Text{EN: "the revision is closed", JA: "リビジョンは閉じられています"}}
	notReadable = i18n.Text{EN: "git cat-file: %s %s", JA: "git cat-file: %s %s"}
	wholeClone  = i18n.Text{
		EN: "if it is a partial clone, get the whole: git fetch --refetch --no-filter",
		JA: "部分クローンなら git fetch --refetch --no-filter で全体を取得してください",
	}
)
