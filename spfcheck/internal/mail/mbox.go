package mail

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// Mailbox reads the messages of an mbox (RFC 4155), one after another, however
// large it is, and keeps none of them. What doesn't begin as an mbox is one
// message.
//
// go-mbox takes every line that begins with "From " for the beginning of a
// message. Dovecot and others quote no such line in a body; so a date is asked
// for, as they do themselves.
type Mailbox struct {
	r          *bufio.Reader
	started    bool   // the beginning was looked at
	single     bool   // it is not an mbox
	inMessage  bool   // the message under way has not ended
	atStart    bool   // of a line
	afterEmpty bool   // after an empty line
	rest       []byte // of the line that was read last, not given yet
	err        error  // after the last message: io.EOF, or that of the reader
}

// NewMailbox gives a Mailbox that reads r.
func NewMailbox(r io.Reader) *Mailbox { return &Mailbox{r: bufio.NewReaderSize(r, 64<<10)} }

// Next gives the next message, without its separator, to be read before the one
// after it. After the last one, and for an empty input, the error is io.EOF;
// another error is that of the reader, wrapped.
func (m *Mailbox) Next() (io.Reader, error) {
	if !m.started {
		m.start()
	}
	for m.inMessage {
		m.line()
	}
	if m.err != nil {
		return nil, m.err
	}
	m.inMessage, m.atStart, m.afterEmpty, m.rest = true, true, false, nil
	return (*current)(m), nil
}

// start goes to the first line that isn't empty, and over it if it is a separator.
func (m *Mailbox) start() {
	m.started = true
	for m.err == nil {
		line, err := m.r.ReadSlice('\n')
		if !errors.Is(err, bufio.ErrBufferFull) {
			m.fail(err)
		}
		line = bytes.TrimPrefix(line, byteOrderMark)
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if m.single = !bytes.HasPrefix(line, []byte("From ")); m.single {
			m.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(line)), m.r), 64<<10)
		}
		m.err = nil // where the line is the last one, the message is empty
		return
	}
}

// line reads the next line of the message under way, up to a separator.
func (m *Mailbox) line() {
	line, err := m.r.ReadSlice('\n')
	if !m.single && m.atStart {
		if m.afterEmpty && separator.Match(line) {
			m.inMessage = false
			return
		}
		if quotedLine.Match(line) {
			line = line[1:]
		}
	}
	m.rest = line
	m.afterEmpty = m.atStart && len(bytes.TrimRight(line, "\r\n")) == 0
	m.atStart = err == nil
	if !errors.Is(err, bufio.ErrBufferFull) {
		m.fail(err)
	}
	m.inMessage = m.err == nil
}

// fail notes the error of the reader, if it is one.
func (m *Mailbox) fail(err error) {
	if m.err = err; err != nil && !errors.Is(err, io.EOF) {
		m.err = fmt.Errorf("reading the mailbox: %w", err)
	}
}

// current is the message under way.
type current Mailbox

func (c *current) Read(p []byte) (int, error) {
	m := (*Mailbox)(c)
	for len(m.rest) == 0 && m.inMessage {
		m.line()
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	switch {
	case n > 0 || len(p) == 0:
		return n, nil
	case m.err != nil:
		return 0, m.err
	}
	return 0, io.EOF
}

var (
	// separator begins a message in an mbox, after an empty line (RFC 4155,
	// appendix A): the sender, which may be empty, and the date.
	separator = lazy.MustCompile(`^From +(?:\S+ +)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ,].*\d\d:\d\d`)
	// quotedLine has one ">" more than the message had (mboxrd).
	quotedLine = lazy.MustCompile(`^>+From `)
)

// Open looks at the beginning of a message, and refuses what is not one. Where it
// is an mbox, what Open gives is the message in it, and ends in an *Error if there
// are more.
func Open(r io.Reader) (io.Reader, error) {
	br, _, err := open(r)
	return br, err
}

func open(r io.Reader) (br *bufio.Reader, isMailbox bool, err error) {
	br = bufio.NewReader(r)
	line, _, err := firstLine(br)
	if err != nil {
		return nil, false, err
	}
	if isMailbox = separator.Match(line) && !isField(string(line)); isMailbox {
		o := &only{box: NewMailbox(br)}
		if o.message, err = o.box.Next(); err != nil {
			return nil, true, err
		}
		br = bufio.NewReader(o)
	}
	return br, isMailbox, checkStart(br)
}

// ReadHeader reads the header of the message in r, and no more than a buffer of
// what follows; of an mbox all, since another message may follow.
func ReadHeader(r io.Reader) (Header, error) {
	br, isMailbox, err := open(r)
	if err != nil {
		return Header{}, err
	}
	m, err := readFields(br)
	if err == nil && isMailbox {
		_, err = io.Copy(io.Discard, m.Body)
	}
	if err != nil {
		return Header{}, err
	}
	return m.Header, nil
}

// only is the one message of an mbox.
type only struct {
	box     *Mailbox
	message io.Reader
	err     error // after the end
}

func (o *only) Read(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.message.Read(p)
	if errors.Is(err, io.EOF) {
		err = o.end()
	}
	o.err = err
	return n, err
}

// end counts the messages, and gives io.EOF for one.
func (o *only) end() error {
	for n := 1; ; n++ {
		switch _, err := o.box.Next(); {
		case errors.Is(err, io.EOF) && n > 1:
			return &Error{Problem: textMbox.Format(n), Hint: hintMbox}
		case err != nil:
			return err
		}
	}
}
