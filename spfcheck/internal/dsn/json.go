package dsn

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

func looksLikeJSON(data []byte) bool {
	data = bytes.TrimSpace(data)
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// errService says that JSON is none of the two services'.
var errService = &input.Error{Problem: textNoService}

// errJSON says what is wrong with JSON.
func errJSON(err error) error { return &input.Error{Problem: textBadJSON.Format(err.Error())} }

// readJSON reads what a sending service posts: SendGrid a list of events, Amazon
// one notification. Fields that aren't known are passed over: both add new ones.
func readJSON(data []byte) (*Report, error) {
	data = bytes.TrimSpace(data)
	if data[0] == '[' {
		return readSendGrid(data)
	}
	var probe struct {
		Type    string
		Message string
		Email   *string `json:"email"`
	}
	if err := json.Unmarshal(data, &probe); err != nil {
		return nil, errJSON(err)
	}
	switch {
	case probe.Email != nil:
		return readSendGrid(append(append([]byte{'['}, data...), ']'))
	case probe.Type == "Notification": // the envelope of SNS
		return readSES([]byte(probe.Message))
	}
	return readSES(data)
}

// sesNotification is what Amazon SES says about one message. Event publishing
// names the same objects by eventType.
type sesNotification struct {
	NotificationType string `json:"notificationType"`
	EventType        string `json:"eventType"`
	Mail             struct {
		Source        string     `json:"source"`
		Destination   []string   `json:"destination"`
		Headers       []sesField `json:"headers"`
		CommonHeaders struct {
			ReturnPath string   `json:"returnPath"`
			From       []string `json:"from"`
			MessageID  string   `json:"messageId"`
		} `json:"commonHeaders"`
	} `json:"mail"`
	Bounce struct {
		SubType           string         `json:"bounceSubType"`
		BouncedRecipients []sesRecipient `json:"bouncedRecipients"`
		Timestamp         string         `json:"timestamp"`
		ReportingMTA      string         `json:"reportingMTA"`
	} `json:"bounce"`
	Delivery struct {
		Timestamp    string   `json:"timestamp"`
		Recipients   []string `json:"recipients"`
		SMTPResponse string   `json:"smtpResponse"`
		ReportingMTA string   `json:"reportingMTA"`
	} `json:"delivery"`
	Delay struct {
		DelayedRecipients []sesRecipient `json:"delayedRecipients"`
		ExpirationTime    string         `json:"expirationTime"`
		Timestamp         string         `json:"timestamp"`
		ReportingMTA      string         `json:"reportingMTA"`
	} `json:"deliveryDelay"`
	Reject struct {
		Reason string `json:"reason"`
	} `json:"reject"`
	Complaint struct {
		SubType              string         `json:"complaintSubType"`
		ComplainedRecipients []sesRecipient `json:"complainedRecipients"`
		Timestamp            string         `json:"timestamp"`
	} `json:"complaint"`
}

type sesField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type sesRecipient struct {
	EmailAddress   string `json:"emailAddress"`
	Action         string `json:"action"`
	Status         string `json:"status"`
	DiagnosticCode string `json:"diagnosticCode"`
}

func readSES(data []byte) (*Report, error) {
	var n sesNotification
	if err := json.Unmarshal(data, &n); err != nil {
		return nil, errJSON(err)
	}
	r := &Report{Kind: SESJSON, Recipients: []Recipient{}, Returned: n.returned()}
	var entries []entry
	switch strings.ToLower(n.NotificationType + n.EventType) {
	case "bounce":
		r.says(n.Bounce.ReportingMTA, n.Bounce.Timestamp)
		entries = labelled(sesEntries(n.Bounce.BouncedRecipients, Failed, ""), n.Bounce.SubType)
	case "deliverydelay":
		r.says(n.Delay.ReportingMTA, n.Delay.Timestamp)
		entries = sesEntries(n.Delay.DelayedRecipients, Delayed, n.Delay.ExpirationTime)
	case "complaint":
		r.says("", n.Complaint.Timestamp)
		hint := Complained
		if sesSubTypes[n.Complaint.SubType] != "" { // it wasn't sent, because of an earlier complaint
			hint = Failed
		}
		entries = labelled(sesEntries(n.Complaint.ComplainedRecipients, hint, ""), n.Complaint.SubType)
	case "delivery":
		r.says(n.Delivery.ReportingMTA, n.Delivery.Timestamp)
		r.Notes = append(r.Notes, noteSES)
		for _, to := range n.Delivery.Recipients {
			entries = append(entries, entry{final: address(to), hint: Delivered, reply: n.Delivery.SMTPResponse, service: "ses"})
		}
	case "reject": // Amazon took the message, and found a virus in it
		for _, to := range n.Mail.Destination {
			entries = append(entries, entry{final: address(to), hint: Failed, reply: n.Reject.Reason, label: "content rejected", service: "ses"})
		}
	case "":
		return nil, errService
	default: // Send, Open, Click, …
		r.Notes = append(r.Notes, noteEvents.Format(1))
	}
	r.conclude(entries)
	return r, nil
}

// sesSubTypes are the sub-types of bounces that say why, in words of replies.
// They are all that there is where the bounce came without a reply.
var sesSubTypes = map[string]string{
	"MailboxFull":              "mailbox full",
	"MessageTooLarge":          "message too large",
	"ContentRejected":          "content rejected",
	"AttachmentRejected":       "attachment rejected",
	"Suppressed":               "on the suppression list",
	"OnAccountSuppressionList": "on the suppression list",
}

func sesEntries(recipients []sesRecipient, hint Category, until string) []entry {
	var entries []entry
	for _, to := range recipients {
		entries = append(entries, entry{
			final: address(to.EmailAddress), action: actionOf(to.Action), status: enhancedIn(to.Status),
			reply: diagnosis(to.DiagnosticCode), hint: hint, until: until, service: "ses",
		})
	}
	return entries
}

func labelled(entries []entry, subType string) []entry {
	for i := range entries {
		entries[i].label = sesSubTypes[subType]
	}
	return entries
}

// says notes who reports, and when.
func (r *Report) says(host, date string) {
	r.ReportingMTA = hostOf(host)
	if t, err := time.Parse(time.RFC3339, date); err == nil {
		r.Date = &t
	}
}

func (n *sesNotification) returned() Returned {
	r := Returned{EnvelopeFrom: address(n.Mail.CommonHeaders.ReturnPath), MessageID: clean(n.Mail.CommonHeaders.MessageID)}
	if r.EnvelopeFrom == "" {
		r.EnvelopeFrom = address(n.Mail.Source)
	}
	if len(n.Mail.Headers) > 0 {
		h := mail.Header{}
		for _, f := range n.Mail.Headers[:min(len(n.Mail.Headers), MaxRecipients)] {
			h.Fields = append(h.Fields, mail.Field{Name: f.Name, Value: f.Value})
		}
		r.Header = &h
		r.fill(h)
	}
	if r.From == "" && len(n.Mail.CommonHeaders.From) > 0 {
		r.From = address(n.Mail.CommonHeaders.From[0])
	}
	return r
}
