package resolve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// entry is one line of a recording.
type entry struct {
	Question  string   `json:"question"`            // "shop.example.jp. IN TXT"
	Rcode     string   `json:"rcode,omitempty"`     // "NOERROR"; "" where no answer came
	Flags     string   `json:"flags,omitempty"`     // as dig prints them, without qr
	Answer    []string `json:"answer,omitempty"`    // records in presentation format
	Authority []string `json:"authority,omitempty"` // as Answer
	Extended  []detail `json:"extended,omitempty"`  // what the server says of the answer beside its code
	Error     string   `json:"error,omitempty"`     // why no answer came
	Server    string   `json:"server,omitempty"`    // the server that didn't give one, if known
	Timeout   bool     `json:"timeout,omitempty"`   // whether time had run out
	Truncated bool     `json:"truncated,omitempty"` // whether an answer was cut, and no whole one could be had
}

// detail is an extended error (RFC 8914 §2).
type detail struct {
	Code uint16 `json:"code"`
	Text string `json:"text,omitempty"`
}

// Record writes what passes to w, for [Replay]: a line of JSON for each
// question, in the order in which the answers came. A question is written once;
// one that failed and is answered later is written again, since Replay takes an
// answer before a failure.
//
// What can't be written is not lost: that question and all after it fail with
// the error of the write.
func Record(w io.Writer) Layer {
	return func(next Exchanger) Exchanger {
		return &recorder{next: next, w: w, written: map[question]bool{}}
	}
}

type recorder struct {
	next Exchanger

	mu      sync.Mutex
	w       io.Writer
	err     error
	written map[question]bool // true: with an answer
}

func (r *recorder) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	return exchange(ctx, r, q)
}

func (r *recorder) ask(ctx context.Context, k question) (*dns.Msg, error) {
	m, err := ask(ctx, r.next, k)
	if writeErr := r.write(k, m, err); writeErr != nil {
		return nil, writeErr
	}
	return m, err
}

func (r *recorder) write(k question, m *dns.Msg, failure error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return r.err
	}
	if _, ofTheRun := errors.AsType[*Fault](failure); ofTheRun {
		return nil // it says nothing of the question
	}
	answered, seen := r.written[k]
	if seen && (answered || failure != nil) {
		return nil
	}
	e := entry{Question: k.Name.String() + " IN " + dns.Type(k.Type).String()}
	var err error
	if failure != nil {
		e.Server, e.Error, e.Timeout = describe(failure)
		e.Truncated = Truncated(failure)
	} else {
		err = e.fill(m)
	}
	if err == nil {
		err = writeLine(r.w, e)
	}
	if err != nil {
		r.err = fmt.Errorf("recording %s: %w", k, err)
		return r.err
	}
	r.written[k] = failure == nil
	return nil
}

// writeLine writes e in one piece, with < and > as they are.
func writeLine(w io.Writer, e entry) error {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return err
	}
	_, err := w.Write(line.Bytes())
	return err
}

// fill puts an answer into e.
func (e *entry) fill(m *dns.Msg) (err error) {
	e.Rcode = rcodeText(m.Rcode)
	e.Flags = flagsText(m)
	for _, d := range details(m) {
		e.Extended = append(e.Extended, detail{d.InfoCode, d.ExtraText})
	}
	if e.Answer, err = recordTexts(m.Answer); err != nil {
		return err
	}
	e.Authority, err = recordTexts(m.Ns)
	return err
}

// flags are the bits of a message that are recorded, by their names in dig.
var flags = []struct {
	name string
	of   func(*dns.Msg) *bool
}{
	{"aa", func(m *dns.Msg) *bool { return &m.Authoritative }},
	{"tc", func(m *dns.Msg) *bool { return &m.Truncated }},
	{"rd", func(m *dns.Msg) *bool { return &m.RecursionDesired }},
	{"ra", func(m *dns.Msg) *bool { return &m.RecursionAvailable }},
	{"ad", func(m *dns.Msg) *bool { return &m.AuthenticatedData }},
}

func flagsText(m *dns.Msg) string {
	var set []string
	for _, f := range flags {
		if *f.of(m) {
			set = append(set, f.name)
		}
	}
	return strings.Join(set, " ")
}

// recordTexts leaves out what no lookup takes: another class, an owner that is no
// name, a record without data.
func recordTexts(rrs []dns.RR) ([]string, error) {
	var texts []string
	for _, rr := range rrs {
		rr, err := dnsmsg.Normalise(dns.Copy(rr))
		if err != nil {
			continue
		}
		text, err := recordText(rr)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// recordText gives a record on one line, with spaces between its fields. One
// whose own form wouldn't be read back as the same record is written in the form
// for unknown types (RFC 3597 §5).
func recordText(rr dns.RR) (string, error) {
	text := strings.ReplaceAll(rr.String(), "\t", " ")
	if again, err := zone.ParseRR(text); err == nil && dns.IsDuplicate(again, rr) {
		return text, nil
	}
	var unknown dns.RFC3597
	if err := unknown.ToRFC3597(rr); err != nil {
		return "", err
	}
	return strings.ReplaceAll(unknown.String(), "\t", " "), nil
}
