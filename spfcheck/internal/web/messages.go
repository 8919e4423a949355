package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// MaxWait is how long a program can wait for messages in one request.
const MaxWait = time.Minute

// maxWaiting is how many can wait for messages at a time, browsers among them.
const maxWaiting = 64

// Messages is the JSON of a list of messages.
type Messages struct {
	Messages []*rehearsal.Message `json:"messages"` // the messages that were asked for, the oldest first
	Counts   rehearsal.Counts     `json:"counts"`   // how many messages there were in the run
	Complete bool                 `json:"complete"` // there are as many as were waited for; false: the time was over before
}

// Message is the JSON of a message with what is in it.
type Message struct {
	*rehearsal.Message
	Header []HeaderField `json:"header"` // the fields of the header, in their order
	Text   string        `json:"text"`   // the plain text of the body, decoded, up to 1 MiB; empty where there is none
	HTML   string        `json:"html"`   // the HTML of the body, decoded, up to 1 MiB; empty where there is none
}

// HeaderField is a field of a message's header.
type HeaderField struct {
	Name  string `json:"name"`  // its name, as written
	Value string `json:"value"` // its value, unfolded and decoded
}

// messages lists the messages, if need be as soon as they have come.
func (s *server) messages(w http.ResponseWriter, r *http.Request) error {
	filter, wait, count, err := listed(r.URL.Query())
	if err != nil {
		return err
	}
	if wait == 0 {
		found := s.Store.List(filter)
		writeJSON(w, http.StatusOK, Messages{found, s.Store.Counts(), len(found) >= count})
		return nil
	}
	leave, err := s.wait(w)
	if err != nil {
		return err
	}
	defer leave()
	ctx, done := context.WithTimeout(r.Context(), wait)
	defer done()
	defer context.AfterFunc(s.closing, done)()
	found, err := s.Store.Wait(ctx, filter, count)
	if r.Context().Err() != nil {
		return r.Context().Err()
	}
	writeJSON(w, http.StatusOK, Messages{found, s.Store.Counts(), err == nil})
	return nil
}

// wait makes room for one that waits, and lets the connection be open for as long as
// that takes.
func (s *server) wait(w http.ResponseWriter) (leave func(), err error) {
	select {
	case s.waiting <- struct{}{}:
	default:
		return nil, fault{http.StatusServiceUnavailable, tooManyWait, nil}
	}
	connection := http.NewResponseController(w)
	err = errors.Join(connection.SetReadDeadline(time.Time{}), connection.SetWriteDeadline(time.Now().Add(MaxWait+answerTimeout)))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		<-s.waiting
		return nil, err
	}
	return func() { <-s.waiting }, nil
}

// listed reads which messages are asked for.
func listed(query url.Values) (filter rehearsal.Filter, wait time.Duration, count int, err error) {
	filter.To, count = query.Get("to"), 0
	number := func(name string, most int64) int64 {
		text := query.Get(name)
		if text == "" {
			return 0
		}
		n, wrong := strconv.ParseInt(text, 10, 64)
		if wrong != nil || n < 0 || n > most {
			err = errors.Join(err, &input.Error{Input: input.Name(name), Problem: noNumber.Format(text, most)})
		}
		return n
	}
	filter.After = number("after", 1<<53)
	count = int(number("count", rehearsal.DefaultMessages))
	if text := query.Get("wait"); text != "" {
		var wrong error
		if wait, wrong = time.ParseDuration(text); wrong != nil || wait < 0 || wait > MaxWait {
			err = errors.Join(err, &input.Error{Input: "wait", Problem: noWait.Format(text, MaxWait)})
		}
		count = max(count, 1)
	}
	for name := range query {
		if !slices.Contains(listFields, name) {
			err = errors.Join(err, &input.Error{Problem: noField.Format(name), Hint: fieldsAre.Format(strings.Join(listFields, ", "))})
		}
	}
	return filter, wait, count, input.Join(err)
}

var listFields = []string{"to", "after", "wait", "count"}

// message gives a message with what is in it.
func (s *server) message(w http.ResponseWriter, r *http.Request) error {
	m, err := s.named(r)
	if err != nil {
		return err
	}
	content := read(m.Raw)
	writeJSON(w, http.StatusOK, Message{m, content.header, content.text, content.html})
	return nil
}

// raw gives a message as it came.
func (s *server) raw(w http.ResponseWriter, r *http.Request) error {
	m, err := s.named(r)
	if err != nil {
		return err
	}
	return writeMail(w, m.ID, m.Raw)
}

// report judges a message once more, with all that there is to say.
func (s *server) report(w http.ResponseWriter, r *http.Request) error {
	report, err := s.reportOf(r, false)
	if err != nil {
		return err
	}
	begin(w, http.StatusOK)
	return addReport(w, "json", render.Options{}, report)
}

// reportOf is the report of a message for a recipient, with trees where they are shown.
func (s *server) reportOf(r *http.Request, explain bool) (*spfcheck.Report, error) {
	m, recipient, err := s.recipient(r)
	if err != nil {
		return nil, err
	}
	judge := *s.Judge
	judge.Checker.Explain = explain
	var report *spfcheck.Report
	err = s.inTurn(r.Context(), func(ctx context.Context) error {
		report, err = judge.Report(ctx, m, recipient)
		return err
	})
	if err == nil && report == nil {
		err = fault{http.StatusNotFound, notJudged, nil}
	}
	return report, err
}

// deliveryReport gives the delivery report that the sender would get.
func (s *server) deliveryReport(w http.ResponseWriter, r *http.Request) error {
	m, recipient, err := s.recipient(r)
	if err != nil {
		return err
	}
	report := m.DeliveryReport(recipient)
	if report == nil {
		return fault{http.StatusNotFound, noReport, nil}
	}
	return writeMail(w, m.ID+"-report", report)
}

// remove takes a message away.
func (s *server) remove(w http.ResponseWriter, r *http.Request) error {
	if !s.Store.Delete(r.PathValue("id")) {
		return fault{http.StatusNotFound, noMessage, nil}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// removeAll takes all messages away.
func (s *server) removeAll(w http.ResponseWriter, _ *http.Request) error {
	s.Store.Clear()
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// named is the message that a request names.
func (s *server) named(r *http.Request) (*rehearsal.Message, error) {
	m, ok := s.Store.Get(r.PathValue("id"))
	if !ok {
		return nil, fault{http.StatusNotFound, noMessage, nil}
	}
	return m, nil
}

// recipient is the recipient that a request names, or else the first one that something
// was judged for, or the first.
func (s *server) recipient(r *http.Request) (*rehearsal.Message, int, error) {
	m, err := s.named(r)
	if err != nil {
		return nil, 0, err
	}
	to := r.URL.Query().Get("to")
	i := slices.IndexFunc(m.Recipients, func(r rehearsal.Recipient) bool {
		return to == "" && r.Judged() || strings.EqualFold(r.Address, to)
	})
	switch {
	case i >= 0:
		return m, i, nil
	case to != "" || len(m.Recipients) == 0:
		return nil, 0, fault{http.StatusNotFound, noRecipient.Format(to), nil}
	}
	return m, 0, nil
}

// writeMail writes a message. A browser saves it, and shows nothing of it.
func writeMail(w http.ResponseWriter, name string, raw []byte) error {
	w.Header().Set("Content-Type", "message/rfc822")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.eml"`) // an ID has no quotes
	_, err := w.Write(raw)
	return err
}

var (
	noMessage   = i18n.Text{EN: "no message with this ID: it was deleted, or went because there was no more room", JA: "この ID のメールはありません（削除されたか、古いため破棄されました）"}
	noRecipient = i18n.Text{EN: "the message has no recipient %q", JA: "このメールに宛先 %q はありません"}
	notJudged   = i18n.Text{EN: "the recipient is at no carrier: nothing was judged", JA: "宛先が携帯電話事業者のものではないため、判定していません"}
	noReport    = i18n.Text{EN: "no delivery report is sent for this recipient", JA: "この宛先については配送状況の通知を送りません"}
	noNumber    = i18n.Text{EN: "%q is not a number from 0 to %d", JA: "%q は 0 から %d までの数ではありません"}
	noWait      = i18n.Text{EN: "%q is not a duration of up to %s, such as 5s", JA: "%q は 5s のような長さ（最大 %s）ではありません"}
	tooManyWait = i18n.Text{EN: "too many wait for messages: try again later", JA: "メールを待つ接続が多すぎます。しばらくしてからもう一度お試しください"}
)
