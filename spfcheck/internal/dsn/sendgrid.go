package dsn

import (
	"encoding/json"
	"fmt"
	"time"
)

// sendGridEvent is an event of the webhook, or a row of the older list of
// bounces, which has no event and the reply's code in Status.
type sendGridEvent struct {
	Email     string `json:"email"`
	Event     string `json:"event"`
	Status    any    `json:"status"` // text, or a number in old exports
	Reason    string `json:"reason"`
	Response  string `json:"response"`
	Timestamp int64  `json:"timestamp"`
	Created   any    `json:"created"` // a date, or seconds
}

// sendGridEvents are the events that say something about delivery. SendGrid's
// "delivered" means that the server accepted the message
// (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event).
var sendGridEvents = map[string]Category{
	"":           Failed, // the older list has bounces only
	"bounce":     Failed,
	"blocked":    Failed,
	"dropped":    Failed,
	"deferred":   Delayed,
	"delivered":  Relayed,
	"spamreport": Complained,
}

func readSendGrid(data []byte) (*Report, error) {
	var events []sendGridEvent
	if err := json.Unmarshal(data, &events); err != nil {
		return nil, errJSON(err)
	}
	r := &Report{Kind: SendGridJSON, Recipients: []Recipient{}}
	var entries []entry
	others, known := 0, len(events) == 0
	for _, e := range events {
		known = known || e.Email != ""
		hint, ok := sendGridEvents[e.Event]
		if !ok || e.Email == "" {
			others++
			continue
		}
		entries = append(entries, e.entry(hint))
	}
	if !known {
		return nil, errService
	}
	if others > 0 {
		r.Notes = append(r.Notes, noteEvents.Format(others))
	}
	r.conclude(entries)
	return r, nil
}

func (s sendGridEvent) entry(hint Category) entry {
	status := fmt.Sprint(s.Status)
	e := entry{final: address(s.Email), hint: hint, status: enhancedIn(status), reply: s.Reason, date: s.date(), service: "sendgrid"}
	if e.reply == "" {
		e.reply = s.Response
	}
	if code := codeIn(status); codeIn(e.reply) == "" && code != "" {
		e.reply = code + " " + e.reply
	}
	return e
}

// date gives the time of the event as parseDate reads it.
func (s sendGridEvent) date() string {
	seconds := s.Timestamp
	switch created := s.Created.(type) {
	case string:
		return created
	case float64:
		seconds = int64(created)
	}
	if seconds <= 0 {
		return ""
	}
	return time.Unix(seconds, 0).UTC().Format(time.RFC3339)
}
