package dsn

import (
	"slices"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
)

// seen is what the tables are asked about: one recipient, as the report has it.
type seen struct {
	entry
	carrier string
	code    string // of the reply
	class   string // "2", "4" or "5" by Status, else by the reply; "" when neither is there
	marks   string // enhanced code of the reply, else Status
	words   string // the reply in lower case, in which addresses and names are masked
	servers string // the names of the servers, and the reply
	side    side   // whom the reply is about
	day     carriers.Day
}

// japan is where the days of the carriers' changes begin.
var japan = time.FixedZone("JST", 9*60*60)

// conclude makes recipients of entries.
func (r *Report) conclude(entries []entry) {
	if len(entries) > MaxRecipients {
		entries = entries[:MaxRecipients]
		r.Notes = append(r.Notes, noteRecipients.Format(MaxRecipients))
	}
	for _, e := range entries {
		r.Recipients = append(r.Recipients, r.recipient(e))
	}
}

func (r *Report) recipient(e entry) Recipient {
	e.reply = plainReply(e.reply)
	out := Recipient{
		Recipient: e.original, Action: e.action, Status: e.status,
		RemoteMTA: e.remote, Reply: e.reply, Stage: e.stage,
		Date: r.Date, Guessed: e.guessed,
	}
	if !e.prose { // a number in a letter is no code
		out.ReplyCode, out.ReplyEnhanced = codeIn(e.reply), enhancedIn(e.reply)
	}
	if out.Recipient == "" {
		out.Recipient = e.final
	}
	if !sameMailbox(e.final, out.Recipient) {
		out.Final = e.final
	}
	if t, ok := parseDate(e.date); ok {
		out.Date = &t
	}
	if t, ok := parseDate(e.until); ok {
		out.RetryUntil = &t
	}
	if out.Carrier = carrierOf(e.final, e.remote); out.Carrier == "" {
		out.Carrier = carrierOf(out.Recipient, "")
	}
	s := out.seen(e, r)
	row := outcomeFor(s)
	out.Category, out.Error = row.Category, row.Error
	if e.prose {
		out.Reply = ""
		if out.Error {
			out.Reply = shorten(e.reply, head)
		}
	}
	if !row.Refusal && !strings.HasPrefix(out.ReplyCode, "2") { // "written, 550 octets"
		out.ReplyCode = ""
	}
	out.explain(s, row)
	if out.Advice = advise(&out, r, row); e.advice.Complete() {
		out.Advice = fillIn(e.advice, &out, r)
	}
	if row.Contradicts.Complete() {
		r.Notes = append(r.Notes, row.Contradicts.Format(or(out.Recipient, someRecipient)))
	}
	if row.Incomplete {
		r.Notes = append(r.Notes, noteIncomplete)
	}
	return out
}

// Day is the day of the attempt in Japan; "" where the report gives none.
func (r *Recipient) Day() carriers.Day {
	if r.Date == nil {
		return ""
	}
	day, err := carriers.ParseDay(string(carriers.DayOf(r.Date.In(japan))))
	if err != nil { // of a year that has no four digits, whatever wrote it
		return ""
	}
	return day
}

func (r *Recipient) seen(e entry, report *Report) seen {
	s := seen{
		entry: e, carrier: r.Carrier, code: r.ReplyCode, marks: r.ReplyEnhanced,
		words:   strings.ToLower(mask(e.reply, []string{e.final, e.original}, []string{report.Returned.EnvelopeFrom, report.Returned.From}) + " " + e.label),
		servers: strings.Join([]string{e.remote, report.ReportingMTA, domainOf(e.final), e.reply}, " "),
	}
	if s.marks == "" {
		s.marks = e.status
	}
	switch {
	case e.status != "":
		s.class = e.status[:1]
	case r.ReplyCode != "":
		s.class = r.ReplyCode[:1]
	}
	if s.class == "2" && r.ReplyCode != "" && strings.HasPrefix(e.reply, r.ReplyCode) { // the server's own words beat the status
		s.class = r.ReplyCode[:1]
	}
	s.day = r.Day()
	if s.action == "" {
		s.action = string(e.hint)
	}
	return s
}

// explain finds causes and the part of an authentication filter.
func (r *Recipient) explain(s seen, row *outcome) {
	if !row.Refusal {
		r.Stage = ""
		if row.Category == Relayed || row.Category == Delivered && s.service != "" {
			r.AuthFilter = acceptedBy(s)
		}
		return
	}
	if r.Stage == "" {
		r.Stage = shapeOf(s)
		s.stage = r.Stage
	}
	if r.Stage == "" {
		r.Stage = Unknown
		s.stage = Unknown
	}
	s.side = sideOf(s.words, s.stage)
	rule := ruleFor(s, row.Category)
	r.Rule, r.Causes, r.AuthFilter, r.Confidence = rule.ID, slices.Clone(rule.Causes), rule.Auth, rule.Confidence
	if s.guessed && s.prose && r.Confidence == Certain { // no server said so
		r.Confidence = Likely
	}
	if r.AuthFilter == "" && r.Carrier != "" && row.Category != Delayed {
		r.AuthFilter = Unlikely
	}
	if row.Category == Failed {
		r.giveUp(s, rule)
	}
}

// giveUp adds that the tries were given up: a permanent failure, but for a temporary
// reason. It comes first where the report says so, or where nothing better is known: what
// a reply says in words or by its enhanced code is better than what its class leads to.
func (r *Recipient) giveUp(s seen, rule *rule) {
	said := s.expired || s.action == "expired" || s.status == "4.4.7"
	if !said && !s.timedOut() {
		return
	}
	at := 0
	if !said && (rule.Words != nil || len(rule.Marks) > 0) && !slices.Contains([]Cause{Network, Policy}, rule.Causes[0]) {
		at = 1
	}
	r.Causes = slices.DeleteFunc(r.Causes, func(c Cause) bool { return c == Expired || c == Other && at == 0 })
	r.Causes = slices.Insert(r.Causes, at, Expired)
	if at > 0 {
		return
	}
	r.Confidence = Likely
	if said {
		r.Confidence = Certain
	}
}

// timedOut reports whether the reply was a temporary one.
func (s *seen) timedOut() bool {
	return strings.HasPrefix(s.code, "4") || s.code == "" && s.class == "4"
}
