package dsn

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

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
	Failure struct {
		ErrorMessage string `json:"errorMessage"`
	} `json:"failure"`
	Delay struct {
		Type              string         `json:"delayType"`
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
		FeedbackType         string         `json:"complaintFeedbackType"`
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

// isSES reports whether an object has the form of Amazon's notifications, or events.
func isSES(o object) bool {
	_, mail := o["mail"].(object)
	return mail && textAt(o, []string{"notificationType", "eventType"}) != ""
}

// sesEvent reads an event of Amazon SES. It reports whether the event is a known one.
func (r *Report) sesEvent(o object) (entries []entry, known bool) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, false
	}
	var n sesNotification
	if err := json.Unmarshal(text, &n); err != nil {
		return nil, false
	}
	if r.Returned.Header == nil && r.Returned.From == "" {
		r.Returned = n.returned()
	}
	switch strings.ToLower(n.NotificationType + n.EventType) {
	case "bounce":
		r.says(n.Bounce.ReportingMTA, n.Bounce.Timestamp)
		entries = labelled(sesEntries(n.Bounce.BouncedRecipients, Failed, ""), n.Bounce.SubType)
	case "deliverydelay":
		r.says(n.Delay.ReportingMTA, n.Delay.Timestamp)
		entries = labelled(sesEntries(n.Delay.DelayedRecipients, Delayed, n.Delay.ExpirationTime), n.Delay.Type)
	case "complaint":
		if noComplaints[strings.ToLower(n.Complaint.FeedbackType)].Complete() {
			return nil, true
		}
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
		entries = n.toAll(entry{reply: n.Reject.Reason, label: "content rejected"})
	case "rendering failure", "renderingfailure": // a template lacked something: nothing was sent
		entries = n.toAll(entry{reply: n.Failure.ErrorMessage, prose: true})
	case "send", "open", "click", "subscription", "received":
		return nil, true
	}
	for i := range entries { // several events have each their own
		entries[i].date = n.timestamp()
	}
	return entries, false
}

// timestamp is when what the notification tells happened; "" where it doesn't say.
func (n *sesNotification) timestamp() string {
	for _, t := range []string{n.Bounce.Timestamp, n.Delay.Timestamp, n.Complaint.Timestamp, n.Delivery.Timestamp} {
		if t != "" {
			return t
		}
	}
	return ""
}

// toAll gives an entry for every recipient of the message.
func (n *sesNotification) toAll(e entry) []entry {
	var entries []entry
	for _, to := range n.Mail.Destination {
		e.final, e.hint, e.service = address(to), Failed, "ses"
		entries = append(entries, e)
	}
	return entries
}

// suppressed are the words for an address that the service doesn't send to any more.
const suppressed = "on the suppression list"

// sesSubTypes are the sub-types of bounces that say why, in words of replies.
// They are all that there is where the bounce came without a reply.
var sesSubTypes = map[string]string{
	"NoEmail":                       "user unknown",
	"MailboxFull":                   "mailbox full",
	"RecipientServerError":          "local error",
	"SpamDetected":                  "message rejected as spam",
	"IPFailure":                     "client ip blocked",
	"TransientCommunicationFailure": "connection failed",
	"MessageTooLarge":               "message too large",
	"ContentRejected":               "content rejected",
	"AttachmentRejected":            "attachment rejected",
	"Suppressed":                    suppressed,
	"OnAccountSuppressionList":      suppressed,
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
		if label := sesSubTypes[subType]; !saysWhy(entries[i].reply) || label == suppressed {
			entries[i].label = label
		}
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
