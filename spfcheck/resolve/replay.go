package resolve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// The limits of a recording. The longest line is that of an answer of 64 KiB
// whose records all have long names.
const (
	maxReplayLine  = 16 << 20
	maxReplayBytes = 256 << 20
)

// Replay answers from a recording that [Record] wrote. Of several lines with one
// question the first with an answer counts, or else the first. A recorded
// failure fails again, with the same text. A question that isn't in the
// recording fails with ErrNotRecorded. Empty lines are skipped.
func Replay(r io.Reader) (Exchanger, error) {
	lines := bufio.NewScanner(io.LimitReader(r, maxReplayBytes+1))
	lines.Buffer(make([]byte, 64<<10), maxReplayLine)
	rec := recording{}
	size := 0
	number := 0
	for lines.Scan() {
		number++
		size += len(lines.Bytes()) + 1
		if size > maxReplayBytes {
			return nil, fmt.Errorf("reading the recording: more than %d MiB", maxReplayBytes>>20)
		}
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := rec.add(lines.Bytes()); err != nil {
			return nil, fmt.Errorf("reading the recording: line %d: %w", number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading the recording: line %d: %w", number+1, err)
	}
	return rec, nil
}

// recording is the outcome of each recorded question.
type recording map[question]outcome

// outcome is an answer or a failure.
type outcome struct {
	m   *dns.Msg
	err error
}

// Exchange answers as it was recorded.
func (r recording) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	out, ok := r[k]
	if !ok {
		return nil, notRecorded(fmt.Sprintf("%s is not in the recording", k))
	}
	return out.m, out.err
}

func (r recording) add(line []byte) error {
	var e entry
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON object")
	}
	k, err := parseQuestion(e.Question)
	if err != nil {
		return err
	}
	out, err := e.outcome(k)
	if err != nil {
		return err
	}
	if old, ok := r[k]; !ok || old.m == nil && out.m != nil {
		r[k] = out
	}
	return nil
}

func parseQuestion(s string) (question, error) {
	words := strings.Fields(s)
	if len(words) != 3 || words[1] != "IN" {
		return question{}, fmt.Errorf(`the question %q is not like "shop.example.jp. IN TXT"`, s)
	}
	n, err := dnsmsg.ParseName(words[0])
	if err != nil {
		return question{}, fmt.Errorf("the question %q: %w", s, err)
	}
	qtype, ok := parseType(words[2])
	if !ok {
		return question{}, fmt.Errorf("the question %q has no known type", s)
	}
	return question{Name: n, Type: qtype}, nil
}

// parseType reads a mnemonic, or TYPE and a number (RFC 3597 §5).
func parseType(s string) (uint16, bool) {
	if code, ok := dns.StringToType[s]; ok {
		return code, true
	}
	number, ok := strings.CutPrefix(s, "TYPE")
	code, err := strconv.ParseUint(number, 10, 16)
	return uint16(code), ok && err == nil
}

// outcome makes of e what was recorded.
func (e entry) outcome(k question) (outcome, error) {
	if (e.Rcode == "") == (e.Error == "") {
		return outcome{}, errors.New("it needs either rcode or error")
	}
	if e.Error != "" {
		return outcome{err: e.failure(k)}, nil
	}
	m := &dns.Msg{Question: []dns.Question{k.Wire()}}
	m.Response = true
	var err error
	if m.Rcode, err = parseRcode(e.Rcode); err != nil {
		return outcome{}, err
	}
	if err := parseFlags(e.Flags, m); err != nil {
		return outcome{}, err
	}
	if m.Answer, err = parseTexts(e.Answer); err != nil {
		return outcome{}, err
	}
	if m.Ns, err = parseTexts(e.Authority); err != nil {
		return outcome{}, err
	}
	var kept []*dns.EDNS0_EDE
	for _, d := range e.Extended {
		kept = append(kept, &dns.EDNS0_EDE{InfoCode: d.Code, ExtraText: d.Text})
	}
	detailed(m, kept)
	honest(m)
	return outcome{m: m}, nil
}

func (e entry) failure(k question) error {
	err := error(&replayedError{e.Error, e.Timeout, e.Truncated})
	if e.Server != "" {
		err = &serverError{shownAddress(e.Server), k, err}
	}
	return err
}

// replayedError is a failure that was recorded.
type replayedError struct {
	text      string
	timeout   bool
	truncated bool
}

func (e *replayedError) Error() string   { return e.text }
func (e *replayedError) Timeout() bool   { return e.timeout }
func (e *replayedError) Temporary() bool { return true }

// Is makes [Truncated] true of what it was true of.
func (e *replayedError) Is(target error) bool { return e.truncated && target == errTruncated }

func parseRcode(s string) (int, error) {
	if code, ok := dns.StringToRcode[s]; ok {
		return code, nil
	}
	number, ok := strings.CutPrefix(s, rcodePrefix)
	code, err := strconv.ParseUint(number, 10, 12) // 4 bits and 8 of EDNS (RFC 6891 §6.1.3)
	if !ok || err != nil {
		return 0, fmt.Errorf("%q is not a response code", s)
	}
	return int(code), nil
}

func parseFlags(s string, m *dns.Msg) error {
next:
	for _, word := range strings.Fields(s) {
		for _, f := range flags {
			if f.name == word {
				*f.of(m) = true
				continue next
			}
		}
		return fmt.Errorf("%q is not a flag", word)
	}
	return nil
}

func parseTexts(texts []string) ([]dns.RR, error) {
	var rrs []dns.RR
	for _, text := range texts {
		rr, err := zone.ParseRR(text)
		if err != nil {
			return nil, fmt.Errorf("the record %q: %w", text, err)
		}
		rrs = append(rrs, rr)
	}
	return rrs, nil
}
