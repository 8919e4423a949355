package dsn

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// service is a sending service whose events are known: where in an event our fields
// stand, and what its words for them mean.
type service struct {
	Kind Kind
	Name string // "" for another form of the one before
	// Docs describe the events; Read is the day on which they were read for the table, ""
	// where the page itself couldn't be: then the table is by what is known of it.
	Docs, Read string
	// Needs are the fields by which an event is told to be the service's: its whole form,
	// not one key that anybody may use. Any of the lists will do.
	Needs [][]string

	Event     []string // the name of the event
	Type      []string // a word beside it, which makes another event of it: "failed/temporary"
	Recipient []string
	Reply     []string
	Code      []string // of the reply, where that lacks it
	Status    []string // the enhanced code
	Remote    []string
	Date      []string
	From      []string
	Path      []string // the envelope From
	MessageID []string
	Reason    []string // the service's own word for the reason

	// Events are those that say something of delivery; Silent say nothing.
	Events map[string]Category
	Silent []string
	// Reasons are the service's words for reasons, and of its events, in words of replies:
	// they count where the event came without a reply.
	Reasons map[string]string
}

// readEvents makes a report of events. What no table knows is no report.
func readEvents(events []object, none bool) (*Report, error) {
	r := &Report{Recipients: []Recipient{}}
	if none {
		r.Kind = SendGridJSON
		return r, nil
	}
	var entries []entry
	silent, strange := 0, 0
	for _, o := range events {
		found, known := r.event(o)
		switch entries = append(entries, found...); {
		case len(found) > 0:
		case known:
			silent++
		default:
			strange++
		}
	}
	if r.Kind == "" {
		names := serviceNames()
		return nil, &input.Error{Problem: textNoService.Format(i18n.Text{EN: strings.Join(names, ", "), JA: strings.Join(names, "、")})}
	}
	if silent > 0 {
		r.Notes = append(r.Notes, noteEvents.Format(silent))
	}
	if strange > 0 {
		r.Incomplete = true
		r.Notes = append(r.Notes, noteStrange.Format(strange))
	}
	r.conclude(entries)
	return r, nil
}

// event reads an event. It reports whether one that says nothing of delivery is known. The
// kind of the report, and what it has of the message, is that of its first event.
func (r *Report) event(o object) (found []entry, known bool) {
	if isSES(o) {
		if r.Kind == "" {
			r.Kind = SESJSON
		}
		return r.sesEvent(o)
	}
	s := serviceOf(o)
	if s == nil {
		return nil, false
	}
	if r.Kind == "" {
		r.Kind = s.Kind
		r.says("", dateAt(o, s.Date))
		r.Returned = Returned{From: address(textAt(o, s.From)), EnvelopeFrom: address(textAt(o, s.Path)), MessageID: clean(shorten(textAt(o, s.MessageID), maxName))}
	}
	e, known := s.entry(o)
	if e.hint == "" {
		return nil, known
	}
	found = []entry{e}
	if others := listAt(o, s.Recipient); len(others) > 1 { // Resend names all of the message, and not of whom it speaks
		found[0].guessed = true
		for _, to := range others[1:min(len(others), MaxRecipients)] {
			e.final, e.guessed = address(to), true
			found = append(found, e)
		}
	}
	return found, true
}

func serviceNames() []string {
	names := []string{"Amazon SES"}
	for i := range services {
		if name := services[i].Name; name != "" {
			names = append(names, name)
		}
	}
	return names
}

// serviceOf tells whose event it is; nil where nobody's is known.
func serviceOf(o object) *service {
	for i := range services {
		s := &services[i]
		for _, needs := range s.Needs {
			if has(o, needs) && s.knows(s.event(o)) {
				return s
			}
		}
	}
	return nil
}

// event gives the name of an event in lower case, with the word beside it.
func (s *service) event(o object) string {
	name := strings.ToLower(textAt(o, s.Event))
	if kind := strings.ToLower(textAt(o, s.Type)); kind != "" {
		if _, ok := s.Events[name+"/"+kind]; ok {
			return name + "/" + kind
		}
		if slices.Contains(s.Silent, kind) { // Postmark's Bounce that is a vacation reply
			return kind
		}
	}
	return name
}

func (s *service) knows(event string) bool {
	if _, ok := s.Events[event]; ok {
		return true
	}
	return slices.Contains(s.Silent, event)
}

// entry reads an event. One without a hint says nothing, where it is known.
func (s *service) entry(o object) (e entry, known bool) {
	event := s.event(o)
	hint := s.Events[event]
	to := address(textAt(o, s.Recipient))
	if hint == "" || to == "" {
		return entry{}, hint == ""
	}
	e = entry{
		final: to, hint: hint, reply: diagnosis(textAt(o, s.Reply)), status: enhancedIn(textAt(o, s.Status)),
		remote: hostOf(textAt(o, s.Remote)), date: dateAt(o, s.Date), service: string(s.Kind),
	}
	if code := group(leadingCode, textAt(o, s.Code), 0); code != "" && codeIn(e.reply) == "" {
		e.reply = strings.TrimSpace(code + " " + e.reply)
	}
	if reason := s.Reasons[strings.ToLower(textAt(o, s.Reason))]; reason != "" {
		e.label = reason
	} else if reason := s.Reasons[event]; reason == suppressed || !saysWhy(e.reply) {
		e.label = reason
	}
	return e, true
}

// leadingCode is the code of a reply that a service puts into a field of its own.
var leadingCode = lazy.MustCompile(`^[45][0-5]\d`)

// saysWhy reports whether a reply has words.
func saysWhy(reply string) bool {
	return strings.ContainsFunc(reply, func(r rune) bool { return r > '~' || r >= 'a' && r <= 'z' })
}

var noteStrange = i18n.Text{
	EN: "events or entries that aren't understood were left out: %d",
	JA: "内容を解釈できないイベントまたは項目を %d 件読み飛ばしました",
}
