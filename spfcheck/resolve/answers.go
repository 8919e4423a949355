package resolve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// RRset names the records of one type at one name.
type RRset struct{ Name, Type string }

// Answers are RRsets that were asked for, and an [Exchanger] that knows nothing
// else. CNAMEs are RRsets of their own, and followed. [Answers.Collect] fills
// them from another source, [Answers.Add] and [Answers.AddNone] from a file.
type Answers struct {
	missing string // what is said of a question that isn't among them

	mu     sync.Mutex
	sets   map[question]answer
	asked  map[question]bool // by Collect, with success
	failed map[question]error
}

// answer is what is known of an RRset.
type answer struct {
	end  dnsmsg.Ending     // found, noData or noName
	data map[string]dns.RR // by their data
}

// NewAnswers makes empty Answers. A question that isn't among them fails with
// ErrNotRecorded, in words that end in missing: "shop.example.jp TXT is not in the file".
func NewAnswers(missing string) *Answers {
	return &Answers{missing: missing, sets: map[question]answer{}, asked: map[question]bool{}, failed: map[question]error{}}
}

// Answer is what is known of an RRset.
type Answer struct {
	RRset
	Data   []string // of its records, in presentation format, sorted; none: it has none
	NoName bool     // the name doesn't exist (NXDOMAIN)
}

// All lists what is known, by name and type.
func (a *Answers) All() []Answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []Answer
	for k, s := range a.sets {
		all = append(all, s.public(k))
	}
	slices.SortFunc(all, func(a, b Answer) int { return a.compare(b.RRset) })
	return all
}

// Get gives what is known of one RRset; false where nothing is.
func (a *Answers) Get(set RRset) (Answer, bool) {
	k, err := set.question()
	if err != nil {
		return Answer{}, false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	s, ok := a.sets[k]
	return s.public(k), ok
}

func (s answer) public(k question) Answer {
	made := Answer{RRset: rrsetOf(k), NoName: s.end == dnsmsg.NoName}
	for data := range s.data {
		made.Data = append(made.Data, data)
	}
	slices.Sort(made.Data)
	return made
}

// Add takes a record. Its data must be in the form that [Answers.All] gives.
func (a *Answers) Add(set RRset, data string) error {
	k, err := set.question()
	if err != nil {
		return err
	}
	rr, err := zone.ParseData(k, data)
	if err != nil {
		return err
	}
	text, err := recordData(k, rr)
	switch {
	case err != nil:
		return err
	case text != data:
		return fmt.Errorf("the data isn't in its usual form, which is %s", text)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	s, known := a.sets[k]
	switch {
	case known && s.end != dnsmsg.Found:
		return fmt.Errorf("there is an answer without records for %s, too", k)
	case len(s.data) == maxRecords:
		return fmt.Errorf("%s has more than %d records", k, maxRecords)
	case k.Type == dns.TypeCNAME && known:
		return fmt.Errorf("%s has two CNAME records; a name has one at most", k.Name.Display())
	case !known:
		s = answer{dnsmsg.Found, map[string]dns.RR{}}
		a.sets[k] = s
	}
	s.data[data] = rr
	return nil
}

// AddNone takes an answer without records: NXDOMAIN where the name doesn't
// exist, or else NODATA.
func (a *Answers) AddNone(set RRset, noSuchName bool) error {
	k, err := set.question()
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.sets[k]; known {
		return fmt.Errorf("there is another answer for %s, too", k)
	}
	end := dnsmsg.NoData
	if noSuchName {
		end = dnsmsg.NoName
	}
	a.sets[k] = answer{end: end}
	return nil
}

// question wants the name and the type in their usual form.
func (s RRset) question() (question, error) {
	owner, err := dnsmsg.ParseName(s.Name)
	if err != nil {
		return question{}, fmt.Errorf("%q: %w", s.Name, err)
	}
	if text := owner.String(); text != s.Name {
		return question{}, fmt.Errorf("the name %q isn't in its usual form, which is %s", s.Name, text)
	}
	qtype, ok := parseType(s.Type)
	if !ok || dns.Type(qtype).String() != s.Type {
		return question{}, fmt.Errorf("there is no type %q", s.Type)
	}
	return question{Name: owner, Type: qtype}, nil
}

// rrsetOf is the inverse of [RRset.question].
func rrsetOf(k question) RRset { return RRset{k.Name.String(), dns.Type(k.Type).String()} }

func (s RRset) compare(t RRset) int {
	return strings.Compare(s.Name+" "+s.Type, t.Name+" "+t.Type)
}

// recordData gives the data of a record on one line. As in [recordText], the form
// for unknown types is for what wouldn't be read back as the same.
func recordData(k question, rr dns.RR) (string, error) {
	data := strings.ReplaceAll(dnsmsg.Data(rr), "\t", " ")
	if again, err := zone.ParseData(k, data); err == nil && dns.IsDuplicate(again, rr) {
		return data, nil
	}
	var unknown dns.RFC3597
	if err := unknown.ToRFC3597(rr); err != nil {
		return "", err
	}
	return dnsmsg.Data(&unknown), nil
}

// Exchange answers from what is known alone.
func (a *Answers) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	m, unknown, err := a.compose(q, k)
	if err == nil && unknown != nil {
		err = notRecorded(fmt.Sprintf("%s %s", unknown, a.missing))
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// compose makes an answer as far as it is known, and says what isn't.
func (a *Answers) compose(q dns.Question, k question) (m *dns.Msg, unknown *question, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	m = dnsmsg.NewReply(q)
	for c := (chain{at: k.Name, qtype: k.Type}); ; {
		at := question{Name: c.at, Type: k.Type}
		if s, ok := a.sets[at]; ok {
			s.write(m, at)
			return m, nil, nil
		}
		link := question{Name: c.at, Type: dns.TypeCNAME}
		s := a.sets[link]
		if s.end != dnsmsg.Found {
			return m, &at, nil
		}
		s.write(m, link)
		_, target, _ := c.at.Alias(m.Answer)
		if err := c.follow(target); err != nil {
			return nil, nil, err
		}
	}
}

// write puts the RRset into a message, in the order in which it is listed.
func (s answer) write(m *dns.Msg, k question) {
	for _, data := range s.public(k).Data {
		m.Answer = append(m.Answer, s.data[data])
	}
	if s.end == dnsmsg.NoName {
		m.Rcode = dns.RcodeNameError
	}
}

// Ask asks for one RRset, for the sake of the layers that the question passes.
func Ask(ctx context.Context, e Exchanger, set RRset) error {
	k, err := set.question()
	if err != nil {
		return err
	}
	_, err = ask(ctx, e, k)
	return err
}
