package bulk

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"hash/crc64"
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// Format is a form of the input.
type Format string

// The formats.
const (
	NDJSON  Format = "ndjson"  // an object a line, with Keys as its keys
	CSV     Format = "csv"     // a header that names the columns, then a record a line
	Domains Format = "domains" // a domain a line, with comments; a header or none
)

// Formats lists every Format, and OutputFormats those of the output.
var (
	Formats       = []Format{NDJSON, CSV, Domains}
	OutputFormats = []Format{NDJSON, CSV}
)

// maxLine is the length of the longest line that is taken, in octets.
const maxLine = 64 << 10

// maxOver is how much of a longer line is passed over: what has no end of a line until
// then has none, as /dev/zero.
const maxOver = 256 << 20

// Reader takes an input apart into lines, as a stream. A line may end with CRLF,
// and the input begin with a byte order mark.
type Reader struct {
	// Format is that of the input.
	Format Format
	// Unused are the columns of CSV that aren't for spfcheck.
	Unused []string
	// Empty is that there is neither a line nor a header nor a comment.
	Empty bool

	in      *bufio.Reader
	number  int64  // of the line that was read last
	sum     uint64 // of all octets up to its end
	pending *rawLine
	header  header
	group   int    // the number of the column that lines are grouped by, from 1; 0: none
	grouped string // the name of that column
	extra   string // a key that objects may have beside Keys, for that; "": none
}

// rawLine is a line of the input as it stands there, without its end.
type rawLine struct {
	number int64
	text   []byte
	long   bool   // it was longer than maxLine; text is only its beginning
	sum    uint64 // of the input up to the end of the line
}

// NewReader begins to read an input. The format is told by the first line that
// isn't empty where it isn't given. The error is an *Error where the input can be
// in no format, or the header of CSV is wrong, or else that of r.
func NewReader(r io.Reader, format Format) (*Reader, error) {
	in := &Reader{Format: format, in: bufio.NewReaderSize(r, maxLine)}
	first, err := in.read()
	commented := false
	for err == nil && in.Format != NDJSON && isComment(first) {
		commented = true
		first, err = in.read()
	}
	if err == nil && (in.Format == "" || in.Format == CSV) && in.separates(first) {
		first, err = in.read()
	}
	if err == io.EOF {
		in.Empty = !commented
		in.Format = cmp.Or(in.Format, NDJSON) // there is nothing to tell them apart
		return in, nil
	}
	if err != nil {
		return nil, err
	}
	if fault := in.detect(first); fault != nil {
		return nil, fault
	}
	switch in.Format {
	case NDJSON:
		in.pending = first
		return in, nil
	case Domains:
		in.readList(first)
		return in, nil
	}
	if fault := in.readHeader(first); fault != nil {
		return nil, fault
	}
	return in, nil
}

// detect finds out the format by the first line.
func (in *Reader) detect(first *rawLine) *Error {
	if bytes.HasPrefix(first.text, []byte("\xff\xfe")) || bytes.HasPrefix(first.text, []byte("\xfe\xff")) {
		return &Error{Problem: utf16Input, Hint: saveAsUTF8}
	}
	start := bytes.TrimSpace(first.text)
	switch {
	case in.Format != CSV && bytes.HasPrefix(start, []byte("[")):
		return &Error{Problem: anArray, Hint: jqArray}
	case in.Format != "":
	case bytes.HasPrefix(start, []byte("{")):
		in.Format = NDJSON
	case isList(first):
		in.Format = Domains
	default:
		in.Format = CSV
	}
	return nil
}

// next gives the next line that isn't empty; io.EOF after the last.
func (in *Reader) next() (*rawLine, error) {
	if line := in.pending; line != nil {
		in.pending = nil
		return line, nil
	}
	return in.read()
}

func (in *Reader) read() (*rawLine, error) {
	for {
		line, err := in.readLine()
		if err != nil {
			return nil, err
		}
		empty := len(bytes.TrimSpace(line.text)) == 0 || in.Format == Domains && item(line.text) == ""
		if line.long || !empty {
			return line, nil
		}
	}
}

// readLine reads to the end of a line. What is beyond maxLine is passed over.
func (in *Reader) readLine() (*rawLine, error) {
	line := &rawLine{number: in.number + 1}
	for size := 0; ; {
		part, err := in.in.ReadSlice('\n')
		in.sum = crc64.Update(in.sum, crc64.MakeTable(crc64.ECMA), part) // the table is made once
		line.sum = in.sum
		if size += len(part); size > maxOver {
			return nil, &Error{Problem: endless.Format(line.number, maxOver>>20), Hint: oneALine}
		}
		line.long = line.long || len(line.text)+len(part) > maxLine
		if !line.long {
			line.text = append(line.text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && len(line.text) == 0 && !line.long:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		}
		in.number++
		line.text = bytes.TrimSuffix(bytes.TrimSuffix(line.text, []byte("\n")), []byte("\r"))
		if line.number == 1 {
			line.text = bytes.TrimPrefix(line.text, []byte("\ufeff"))
		}
		return line, nil
	}
}

// header says what the columns of CSV are.
type header struct {
	comma   rune
	names   []string // as they are in the input
	columns []string // the key of each column; "" for one that isn't used
}

// Columns names the columns of the input: those of CSV as its header does, or else Keys.
func (in *Reader) Columns() []string {
	if in.header.names == nil {
		return Keys
	}
	return in.header.names
}

// Has reports whether a line can have a key.
func (in *Reader) Has(key string) bool {
	return slices.Contains(Keys, key) && (in.header.columns == nil || slices.Contains(in.header.columns, key))
}

// Comma is what separates the columns of CSV.
func (in *Reader) Comma() rune { return cmp.Or(in.header.comma, commas[0]) }

// commas part the columns: spreadsheets of some countries write semicolons.
var commas = []rune{',', '\t', ';'}

// separates reads a line such as sep=; with which Excel says what separates the columns.
func (in *Reader) separates(line *rawLine) bool {
	c, named := strings.CutPrefix(strings.ToLower(strings.Trim(string(line.text), `"`)), "sep=")
	if !named || !slices.Contains(commas, []rune(c + " ")[0]) {
		return false
	}
	in.Format, in.header.comma = CSV, []rune(c)[0]
	return true
}

// commaOf gives what separates the columns of a header: what makes one of them a sender's,
// or else the first that there is.
func commaOf(text []byte) rune {
	there := func(c rune) bool { return bytes.ContainsRune(text, c) }
	names := func(c rune) bool {
		columns := strings.Split(strings.ToLower(string(text)), string(c))
		return there(c) && slices.ContainsFunc(columns, func(name string) bool { return isSender(strings.Trim(name, ` "`)) })
	}
	for _, fits := range []func(rune) bool{names, there} {
		if i := slices.IndexFunc(commas, fits); i >= 0 {
			return commas[i]
		}
	}
	return commas[0]
}

// readHeader takes the first line for the names of the columns.
func (in *Reader) readHeader(first *rawLine) *Error {
	h := &in.header
	if h.comma == 0 {
		h.comma = commaOf(first.text)
	}
	fault := readable(first, in.Format)
	var names []string
	if fault == nil {
		names, fault = newRecords(h.comma).read(first)
	}
	if fault != nil {
		fault.Problem = inLine.Format(first.number, fault.Problem)
		return fault
	}
	h.names = names
	for _, name := range names {
		key := strings.ToLower(strings.TrimSpace(name))
		likely := nearest(key)
		switch {
		case !slices.Contains(Keys, key) && likely != "":
			return &Error{Field: clip(name), Problem: headerNear.Format(clip(name), likely), Hint: spelling.Meant.Format(likely).And(renameColumn.Format(likely))}
		case !slices.Contains(Keys, key):
			in.Unused = append(in.Unused, clip(name))
			key = ""
		case slices.Contains(h.columns, key):
			return &Error{Field: key, Problem: headerTwice.Format(key), Hint: onceKey}
		}
		h.columns = append(h.columns, key)
	}
	if !slices.Contains(h.columns, "from") && !slices.Contains(h.columns, "mail_from") {
		return &Error{Problem: noSender, Hint: in.likelyColumn()}
	}
	return nil
}

// likelyColumn says how to name the column that has the senders.
func (in *Reader) likelyColumn() i18n.Text {
	for _, name := range in.Unused {
		if strings.ContainsAny(name, "，；") {
			return fullWidth
		}
		if key := otherNames[strings.ToLower(strings.TrimSpace(name))]; key == "from" || key == "mail_from" {
			return nameLikely.Format(name, key)
		}
	}
	return nameColumns.Format(strings.Join(Keys, ", "))
}

// CountLines counts the lines of an input, for those who show how far a run is.
func CountLines(r io.Reader) (int64, error) {
	var count int64
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		count += int64(bytes.Count(buf[:n], []byte("\n")))
		if err == io.EOF {
			return count, nil
		}
		if err != nil {
			return count, err
		}
	}
}
