// Package lock writes and reads spfcheck.lock: every DNS answer that the flows of
// a site need, so that they can be judged without DNS, and so that what changes
// in DNS shows as a changed line.
//
//	spfcheck.lock 1 2026-11-21 ; 2b1c9f0e
//	_dmarc.shop.example.jp. TXT "v=DMARC1; p=none" ; 51d0b3c2
//	gone.example.jp. TXT NXDOMAIN ; 8a1f6e07
//	mail.example.jp. AAAA NODATA ; c3927de5
//	shop.example.jp. TXT "v=spf1 include:amazonses.com -all" ; 0fe4b1a9
//	end 4 1f2e…
//
// The first line has the version of this form and the day. A line for each record
// follows, and one for each answer without records, in the order of their bytes.
// Each ends in its checksum, the first 8 digits of its SHA-256, so that the line
// that was edited can be named. The last line has their number, and the SHA-256 of
// all lines before it: it tells when lines are missing.
package lock

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Name is what the file is called.
const Name = "spfcheck.lock"

// Version is that of the form of the file, and of what is said of it.
const Version = 1

// What stands for the data where there is no record. No record that has to do
// with mail has such data.
const (
	noName = "NXDOMAIN" // the name doesn't exist
	noData = "NODATA"   // it exists, and has no record of the type
)

// The parts of a line.
const (
	beforeSum = " ; " // a comment in a zone file
	sumDigits = 8
	endWord   = "end" // no name in the file is without a dot
)

// File is a lock file.
type File struct {
	Day     carriers.Day     // on which DNS was asked
	Answers *resolve.Answers // what it answered
}

// New makes a File without answers: [resolve.Answers.Collect] fills it.
func New(day carriers.Day) *File { return &File{day, newAnswers(Name)} }

func newAnswers(file string) *resolve.Answers {
	return resolve.NewAnswers("is not in " + file)
}

// Exchanger answers from the file, and asks no DNS. A question that isn't in it
// fails with
// resolve.ErrNotRecorded.
func (f *File) Exchanger() resolve.Exchanger { return f.Answers }

// Write writes the file. The same answers and day give the same bytes. Answers
// that Read would refuse are an error.
func (f *File) Write(w io.Writer) error {
	lines := recordLines(f.Answers.All())
	slices.Sort(lines)
	var b strings.Builder
	for _, line := range append([]string{fmt.Sprintf("%s %d %s", Name, Version, f.Day)}, lines...) {
		b.WriteString(line + beforeSum + checksum(line) + "\n")
	}
	fmt.Fprintf(&b, "%s %d %s\n", endWord, len(lines), digest(b.String()))
	if _, err := Read(strings.NewReader(b.String()), Name); err != nil {
		return fmt.Errorf("writing what can't be read again: %w", err)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing %s: %w", Name, err)
	}
	return nil
}

func recordLines(answers []resolve.Answer) []string {
	var lines []string
	for _, a := range answers {
		for _, data := range words(a) {
			lines = append(lines, a.Name+" "+a.Type+" "+data)
		}
	}
	return lines
}

// words are what stands behind name and type.
func words(a resolve.Answer) []string {
	switch {
	case a.NoName:
		return []string{noName}
	case len(a.Data) == 0:
		return []string{noData}
	default:
		return a.Data
	}
}

func checksum(line string) string { return digest(line)[:sumDigits] }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
