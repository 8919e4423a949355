package lock

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// The limits of a file. A record has up to 64 KiB (RFC 1035 §3.2.1), and an
// octet up to four characters.
const (
	maxBytes = 8 << 20
	maxLine  = 320 << 10
	maxLines = 100_000
)

// Read reads what [File.Write] wrote. The name of the file is for errors: an
// [*input.Error] where the file isn't as it was written.
func Read(r io.Reader, name string) (*File, error) {
	p := &parser{File: File{Answers: newAnswers(name)}}
	lines := bufio.NewScanner(io.LimitReader(r, maxBytes+1))
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	refuse := func(problem i18n.Text) (*File, error) {
		return nil, &input.Error{File: name, Line: p.number, Problem: problem}
	}
	for lines.Scan() {
		p.number++
		if problem := p.line(lines.Text()); problem != nil {
			return refuse(*problem)
		}
	}
	p.number++
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return refuse(tooLong.Format(maxLine))
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	case !p.ended:
		return refuse(noEnd)
	}
	return &p.File, nil
}

// parser is a file that is being read.
type parser struct {
	File
	number int    // of the line, from 1
	size   int    // of what was read
	last   string // the record line before
	count  int    // of record lines
	ended  bool
	all    strings.Builder
}

// line takes a line, and says what is wrong with it.
func (p *parser) line(line string) *i18n.Text {
	if p.size += len(line) + 1; p.size > maxBytes {
		problem := tooLarge.Format(maxBytes >> 20)
		return &problem
	}
	if strings.HasPrefix(line, "<<<<<<< ") {
		return &conflict
	}
	if p.number == 1 && !strings.HasPrefix(line, Name+" ") {
		return &noLock
	}
	if p.ended {
		return &afterEnd
	}
	if rest, ok := strings.CutPrefix(line, endWord+" "); ok && p.number > 1 {
		p.ended = true
		return p.end(rest)
	}
	if p.number == 1 {
		if problem := version(line); problem != nil {
			return problem
		}
	}
	i := strings.LastIndex(line, beforeSum)
	if i < 0 {
		return &noSum
	}
	text, sum := line[:i], line[i+len(beforeSum):]
	if sum != checksum(text) {
		return &changed
	}
	p.all.WriteString(line + "\n")
	if p.number == 1 {
		return p.header(text)
	}
	return p.record(text)
}

// version refuses a form that isn't known before it looks at more.
func version(line string) *i18n.Text {
	if is := strings.Fields(line)[1:]; len(is) == 0 || is[0] != fmt.Sprint(Version) {
		problem := otherVersion.Format(Version)
		return &problem
	}
	return nil
}

func (p *parser) header(text string) (problem *i18n.Text) {
	words := strings.Split(text, " ")
	if len(words) != 3 {
		return &noDay
	}
	var err error
	if p.Day, err = carriers.ParseDay(words[2]); err != nil {
		return &noDay
	}
	return nil
}

// record takes a record or an answer without any.
func (p *parser) record(text string) *i18n.Text {
	var problem i18n.Text
	switch {
	case text == p.last:
		return &twice
	case text < p.last:
		problem = order.Format(p.number - 1)
		return &problem
	case p.count == maxLines:
		problem = tooMany.Format(maxLines)
		return &problem
	}
	p.last = text
	p.count++
	words := strings.SplitN(text, " ", 3)
	if len(words) < 3 {
		return &noRecord
	}
	set, data := resolve.RRset{Name: words[0], Type: words[1]}, words[2]
	var err error
	switch data {
	case noName, noData:
		err = p.Answers.AddNone(set, data == noName)
	default:
		err = p.Answers.Add(set, data)
	}
	if err != nil {
		problem = badRecord.Format(err)
		return &problem
	}
	return nil
}

// end compares what the last line says with what was read.
func (p *parser) end(rest string) *i18n.Text {
	var problem i18n.Text
	var count int
	var sum string
	if n, err := fmt.Sscanf(rest, "%d %s", &count, &sum); n != 2 || err != nil || rest != fmt.Sprintf("%d %s", count, sum) {
		return &badEnd
	}
	switch {
	case count > p.count:
		problem = missing.Format(count-p.count, count)
	case count < p.count:
		problem = added.Format(p.count-count, count)
	case sum != digest(p.all.String()):
		problem = otherLines
	default:
		return nil
	}
	return &problem
}

// The problems.
var (
	conflict     = i18n.Text{EN: "a merge conflict that isn't resolved", JA: "マージの競合が解決されていません"}
	noLock       = i18n.Text{EN: "the file isn't a spfcheck.lock", JA: "spfcheck.lock ではありません"}
	otherVersion = i18n.Text{EN: "the version of the file isn't %d, the one that is known", JA: "ファイルの版が、対応している %d ではありません"}
	noDay        = i18n.Text{EN: "the line doesn't end in a day", JA: "行末が日付ではありません"}
	noSum        = i18n.Text{EN: "the line has no checksum: it was edited, or the file was cut off in it", JA: "行にチェックサムがありません。編集されたか、ここでファイルが途切れています"}
	changed      = i18n.Text{EN: "the line was edited: its checksum doesn't fit", JA: "行が編集されています（チェックサムが一致しません）"}
	twice        = i18n.Text{EN: "duplicate line", JA: "行が重複しています"}
	order        = i18n.Text{EN: "the line belongs above line %d: lines were swapped or inserted", JA: "この行は %d 行目より前にあるはずです。行が入れ替えられたか、挿入されています"}
	noRecord     = i18n.Text{EN: "the line isn't NAME TYPE DATA", JA: "行が「名前 型 データ」の形ではありません"}
	badRecord    = i18n.Text{EN: "the line can't be read: %s", JA: "行を読めません: %s"}
	badEnd       = i18n.Text{EN: "the line was edited: it isn't the number of lines and a digest", JA: "行が編集されています（行数とダイジェストではありません）"}
	missing      = i18n.Text{EN: "above this line %d of %d lines are missing", JA: "この行より前で %[2]d 行のうち %[1]d 行が欠けています"}
	added        = i18n.Text{EN: "above this line there are %d lines more than the %d that were written", JA: "この行より前が、書き出された %[2]d 行より %[1]d 行多くなっています"}
	otherLines   = i18n.Text{EN: "the lines above aren't those that were written: the digest doesn't fit", JA: "これより前の行が書き出されたものと違います（ダイジェストが一致しません）"}
	afterEnd     = i18n.Text{EN: "there is more after the last line", JA: "最終行の後に続きがあります"}
	noEnd        = i18n.Text{EN: "the last line is missing: the file was cut off", JA: "最終行がありません。ファイルが途切れています"}
	tooLong      = i18n.Text{EN: "the line has more than %d characters", JA: "行が %d 文字を超えています"}
	tooLarge     = i18n.Text{EN: "the file has more than %d MiB", JA: "ファイルが %d MiB を超えています"}
	tooMany      = i18n.Text{EN: "there are more than %d lines", JA: "行が %d 行を超えています"}
)
