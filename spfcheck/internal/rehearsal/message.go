// Package rehearsal is what becomes of messages that an application sends to a server
// that behaves like the carriers: a [Judge] says what the carrier of each recipient
// does and answers, and a [Store] has the messages for who asks. Nothing is ever sent
// on.
package rehearsal

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Message is a message as it came, and what becomes of it. Once it is in a [Store]
// nothing of it changes: it is shared by all who ask.
type Message struct {
	ID         string           `json:"id"`                    // the name of the message, which can stand in a URL and in the name of a file
	Number     int64            `json:"number"`                // the number of the message in the run, from 1
	Received   time.Time        `json:"received"`              // when it came
	MailFrom   string           `json:"mail_from"`             // the envelope From as the client gave it; empty: the null reverse-path
	Recipients []Recipient      `json:"recipients"`            // the envelope's recipients, in the order of the session
	From       string           `json:"from"`                  // the header From, decoded; empty where there is none
	Subject    string           `json:"subject"`               // the subject, decoded
	Size       int64            `json:"size"`                  // the size in octets, as it came
	Answer     Answer           `json:"answer"`                // what the client was told after the message; zero where no recipient was left for it
	Worst      carriers.Outcome `json:"worst"`                 // the worst outcome at its carriers; unknown where no recipient is at one, since nothing was rehearsed, and empty where all answers were scripted
	EnvelopeID string           `json:"envelope_id,omitempty"` // ENVID of the client (RFC 3461 §4.4)
	Raw        []byte           `json:"-"`                     // the message, line ends as CRLF
}

// Recipient is a recipient of a message, and what becomes of the message there.
type Recipient struct {
	Address   string           `json:"address"`              // the address as the client gave it
	Original  string           `json:"original,omitempty"`   // ORCPT of the client without its type (RFC 3461 §4.2)
	Notify    []string         `json:"notify,omitempty"`     // NOTIFY of the client: NEVER, SUCCESS, FAILURE, DELAY (RFC 3461 §4.1)
	Carrier   string           `json:"carrier"`              // the ID of the carrier whose mailbox it is; empty where it is no carrier's, and nothing is judged
	Name      i18n.Text        `json:"carrier_name"`         // the name of the carrier
	Flow      string           `json:"flow,omitempty"`       // the flow of the configuration that the message was judged as
	Outcome   carriers.Outcome `json:"outcome"`              // what becomes of it; unknown where nothing is judged
	Why       i18n.Text        `json:"why"`                  // the reason for the outcome
	Hint      i18n.Text        `json:"hint,omitzero"`        // what may make the outcome another one; left out where nothing is known to
	Rule      string           `json:"rule,omitempty"`       // the ID of the rule that decided; empty where none did
	DNSFailed bool             `json:"dns_failed,omitempty"` // the outcome isn't known because DNS failed
	Scripted  bool             `json:"scripted,omitempty"`   // the answer was asked for, and nothing was judged
	Answer    Answer           `json:"answer"`               // what the carrier says to this recipient

	dmarc    carriers.DMARC // what DMARC said, where it decided
	strict   string         // the enhanced status code where it is refused in a strict rehearsal
	envelope string         // the domain of the envelope From that was judged
}

// Judged reports whether it was judged what becomes of the message.
func (r *Recipient) Judged() bool { return r.Carrier != "" && !r.Scripted }

// Event is what a rehearsal tells as it goes: one of the two.
type Event struct {
	Message *Message `json:"message,omitempty"` // a message that came
	Refused *Refused `json:"refused,omitempty"` // what never became one
}

// Refused is an answer to what never became a message: a recipient or a message that was
// put off, or a session that broke the rules of SMTP.
type Refused struct {
	Address string `json:"address,omitempty"` // the recipient; empty where it isn't about one
	Answer  Answer `json:"answer"`            // what the client was told
}

// Answer is an answer of SMTP. The zero Answer is none.
type Answer struct {
	Code     int    `json:"code"`               // three digits
	Enhanced string `json:"enhanced,omitempty"` // the enhanced status code (RFC 3463); empty where the carrier gives none
	Text     string `json:"text"`               // one line of ASCII
	Ours     bool   `json:"ours,omitempty"`     // the words are spfcheck's: it isn't known how the carrier words it, or that it answers so at all
	AtRCPT   bool   `json:"at_rcpt,omitempty"`  // it comes after RCPT, and not after the message
}

// String is the answer as a client reads it.
func (a Answer) String() string {
	text := strconv.Itoa(a.Code)
	for _, part := range []string{a.Enhanced, a.Text} {
		if part != "" {
			text += " " + part
		}
	}
	return text
}

// Accepted reports whether the message was taken.
func (a Answer) Accepted() bool { return a.Code/100 == 2 }

// worst is the Worst of a message whose recipients have their outcomes.
func (m *Message) worst() carriers.Outcome {
	var outcomes []carriers.Outcome
	scripted := len(m.Recipients) > 0
	for i := range m.Recipients {
		r := &m.Recipients[i]
		if r.Judged() {
			outcomes = append(outcomes, cmp.Or(r.Outcome, carriers.Unknown))
		}
		scripted = scripted && r.Scripted
	}
	switch {
	case scripted:
		return ""
	case len(outcomes) == 0:
		return carriers.Unknown
	}
	return carriers.Worst(outcomes...)
}

// weight is about how much memory the message takes, in octets.
func (m *Message) weight() int64 {
	const message, recipient = 1 << 10, 1 << 9
	w := message + int64(len(m.Raw)+len(m.Subject)+len(m.From)+len(m.MailFrom)+len(m.EnvelopeID))
	for _, r := range m.Recipients {
		w += recipient + int64(len(r.Address)+len(r.Original)+len(r.Answer.Text)+len(r.Why.EN)+len(r.Why.JA))
	}
	return w
}

// asked reports whether the client asked to be told of a condition for the recipient.
func (r *Recipient) asked(condition string) bool { return slices.Contains(r.Notify, condition) }
