package dsn

import (
	"bytes"
	netmail "net/mail"
	"slices"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// report makes a report of the document.
func (d *document) report() *Report {
	if len(d.inner) > 0 {
		return d.forwardedReport()
	}
	r := &Report{Kind: d.kind(), Recipients: []Recipient{}, Notes: d.notes}
	if date, ok := parseDate(d.field("Date")); ok {
		r.Date = &date
	}
	if !r.Kind.IsReport() {
		if why := d.noComplaint(); why.Complete() {
			r.Notes = append(r.Notes, why)
		}
		return r
	}
	var entries []entry
	switch r.Kind {
	case Receipt:
		entries = d.receipts()
	case Complaint:
		entries = d.complaints(r)
	default:
		entries = d.deliveries(r)
	}
	r.Incomplete = r.Kind == Reply // what came before it and after isn't known
	r.Returned = d.returned()
	if r.Returned.Header == nil && r.Kind != Receipt {
		r.Notes = append(r.Notes, noteNothingReturned)
	}
	if slices.Contains(d.worded, &generic) && len(entries) > 0 && entries[0].guessed {
		r.Notes = append(r.Notes, noteGuessed)
	}
	if len(entries) == 0 && r.Kind != Complaint {
		r.Notes = append(r.Notes, noteNoGroups)
	}
	r.conclude(entries)
	if reply := d.refusalOfNone(r); reply != "" { // whose it is wasn't understood
		r.Incomplete, r.Notes = true, append(r.Notes, noteRefusal.Format(shorten(clean(reply), head)))
	}
	return r
}

// refusalOfNone gives a refusal that stands in the text beside nothing but successes; "" where
// there is none. One for now, in a transcript beside the fields of a success, is what was
// before it.
func (d *document) refusalOfNone(r *Report) string {
	if r.Kind != Words && r.Kind != Delivery || len(r.Recipients) == 0 || r.fails() {
		return ""
	}
	text := cut(d.text, maxWords)
	if r.Kind == Delivery {
		text = putOff.ReplaceAllString(text, "")
	}
	if reply := replyIn(text); sureReply.MatchString(reply) {
		return reply
	}
	return ""
}

var putOff = lazy.MustCompile(`(?m)^.{0,12}<<< ?4\d\d[ -].*$`)

// fails reports whether something in r isn't a success.
func (r *Report) fails() bool {
	return slices.ContainsFunc(r.Recipients, func(rc Recipient) bool { return rc.Error || rc.Category == Delayed })
}

// deliveries gives what fields and words say, joined.
func (d *document) deliveries(r *Report) []entry {
	message, groups := readStatus(d.status)
	var fromFields, fromWords []entry
	for _, g := range groups {
		if e := entryOf(g); (e.final != "" || e.action != "") && !slices.Contains(fromFields, e) {
			fromFields = append(fromFields, e)
		}
	}
	stages := map[string]Stage{}
	for _, f := range d.worded {
		fromWords = append(fromWords, f.Read(d)...)
		for status, stage := range f.Stage {
			stages[status] = stage
		}
	}
	r.ReportingMTA = d.reporting(message)
	if sender := typed(message.get("x-postfix-sender")); sender != "" {
		d.sender = sender
	}
	if len(fromWords) == 0 && slices.ContainsFunc(fromFields, func(e entry) bool { return e.reply == "" }) && d.mayReport() && generic.matches(d) {
		fromWords = generic.Read(d)
	}
	entries := join(fromFields, fromWords)
	if len(entries) == 0 && generic.matches(d) {
		entries = generic.Read(d)
	}
	d.nameRecipient(r, entries)
	if len(entries) == 1 && entries[0].reply == "" && (entries[0].action == "failed" || entries[0].hint == Failed) {
		entries[0].reply, entries[0].label = replyIn(d.text), proseOf(group(sessionMark, d.text, 1))
	}
	for i := range entries {
		if e := &entries[i]; e.stage == "" {
			e.stage = stages[e.status]
		}
		if entries[i].date == "" && message.get("arrival-date") != "" && r.Date == nil {
			entries[i].date = message.get("arrival-date")
		}
	}
	return entries
}

// sessionMark begins the transcript of Sendmail, which can hold the reason alone.
var sessionMark = lazy.MustCompile(`(?s)(?:Transcript of session follows|Non-delivered information) -----\n(.*)`)

// nameRecipient gives the recipient of a report that names none: the one that the message
// was for, if it was for one alone.
func (d *document) nameRecipient(r *Report, entries []entry) {
	if len(entries) != 1 || entries[0].final != "" {
		return
	}
	h := d.returned().Header
	if h == nil {
		return
	}
	var to []string
	for _, name := range []string{"To", "Cc"} {
		for _, list := range h.Values(name) {
			for m := range mail.Members(list) {
				to = append(to, address(m.Address))
			}
		}
	}
	if len(to) == 1 && strings.Contains(to[0], "@") { // "Undisclosed recipients" is nobody's
		entries[0].final = to[0]
		r.Notes = append(r.Notes, noteFromCopy.Format(to[0]))
	}
}

// join fills what the fields leave open from the words about the same address.
// Words alone make the entries only where no field names a recipient.
func join(fromFields, fromWords []entry) []entry {
	if len(fromFields) == 0 {
		return fromWords[:min(len(fromWords), MaxRecipients)]
	}
	byAddress := map[string]entry{}
	for _, w := range fromWords {
		key := strings.ToLower(w.final)
		if _, taken := byAddress[key]; !taken {
			byAddress[key] = w
		}
	}
	for i := range fromFields {
		e := &fromFields[i]
		w, ok := byAddress[strings.ToLower(e.final)]
		if !ok {
			w, ok = byAddress[strings.ToLower(e.original)]
		}
		if !ok && len(fromFields) == 1 && len(fromWords) == 1 && (fromWords[0].hint != Failed || !succeeded.MatchString(e.action)) { // an alias: the address differs
			w, ok = fromWords[0], true
		}
		if ok {
			e.fill(w)
		}
	}
	return fromFields
}

// succeeded are the actions of a success, which the failure of another address doesn't touch.
var succeeded = lazy.MustCompile(`^(?:delivered|relayed|expanded)$`)

// fill takes from w what e lacks. A reply with a code beats words without one:
// Sendmail leaves Diagnostic-Code empty, others put their own opinion there.
func (e *entry) fill(w entry) {
	if e.final == "" || e.final[0] == '@' { // Sendmail writes a host there that it doesn't know
		e.final = w.final
	}
	if codeIn(e.reply) == "" && (codeIn(w.reply) != "" && !w.prose || e.reply == "") {
		e.reply, e.prose = w.reply, w.prose
	}
	if e.remote == "" && w.hint != Delivered {
		e.remote = w.remote
	}
	e.hint, e.stage = w.hint, w.stage
	e.relayed = e.relayed || w.relayed
	e.expired = e.expired || w.expired
	e.filtered = e.filtered || w.filtered
}

// reporting gives who writes the report: by its field, by qmail's first line, else
// the domain of its sender.
func (d *document) reporting(message fields) string {
	host := hostOf(message.get("reporting-mta"))
	if _, domain, ok := strings.Cut(host, "@"); ok { // SoftBank writes an address
		host = domain
	}
	if host == "" {
		host = hostOf(group(qmailHost, d.text, 1))
	}
	if host == "" {
		from := identity.Source{Header: &d.header}
		if ids, _, err := from.Identities(); err == nil {
			host = pick(ids, identity.From).Domain
		}
	}
	return host
}

// returned reads the header of the returned message, the first that can be read.
func (d *document) returned() Returned {
	r := Returned{EnvelopeFrom: d.sender}
	for _, c := range d.copies {
		m, err := mail.Read(bytes.NewReader(c))
		if err != nil {
			continue
		}
		r.Header = &m.Header
		r.fill(m.Header)
		break
	}
	return r
}

func (r *Returned) fill(h mail.Header) {
	ids, _, err := identity.Source{Header: &h}.Identities()
	if err != nil {
		return
	}
	if a := pick(ids, identity.MailFrom).Address; a != "" && r.EnvelopeFrom == "" {
		r.EnvelopeFrom = clean(a)
	}
	r.From = clean(pick(ids, identity.From).Address)
	r.MessageID = clean(shorten(mail.DecodeText([]byte(h.First("Message-ID")), ""), maxName))
}

func pick(ids []identity.Identity, kind identity.Kind) identity.Identity {
	for _, id := range ids {
		if id.Kind == kind && id.Status == identity.Known {
			return id
		}
	}
	return identity.Identity{}
}

// dateForms are the forms of dates that are none of RFC 5322 §3.3.
var dateForms = []string{"2006-01-02 15-04-05", "2006-01-02 15:04:05", "02 Jan 06 15:04:05 MST", "2 Jan 2006 15:04:05 -0700", time.RFC3339}

var dateComment = lazy.MustCompile(`\s*\([^)]*\)`)

// parseDate reads a date as reports write it: with comments, and in forms that are none of RFC 5322's.
func parseDate(value string) (time.Time, bool) {
	value = strings.TrimSpace(dateComment.ReplaceAllString(shorten(value, head), ""))
	if value == "" {
		return time.Time{}, false
	}
	if t, err := netmail.ParseDate(value); err == nil {
		return t, true
	}
	for _, form := range dateForms {
		if t, err := time.Parse(form, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
