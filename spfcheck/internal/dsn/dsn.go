// Package dsn reads delivery reports: what a mail server, a sending service or
// a carrier says became of a message, for each of its recipients, whether that
// is an error, why it probably happened, and what to do. It asks no DNS.
//
// A report is as easy to forge as any mail (RFC 3464 §4.1). What is read here is
// what the report says; Doubts lists what speaks against it.
package dsn

import (
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Kind is what the input is.
type Kind string

// The kinds.
const (
	Delivery     Kind = "dsn"           // it has a part of delivery-status fields (RFC 3464)
	Words        Kind = "dsn-text"      // a report in words only
	Verify       Kind = "verify-report" // of Postfix's sendmail -bv: nothing was sent
	Receipt      Kind = "mdn"           // a read receipt, 開封確認 (RFC 8098)
	Complaint    Kind = "complaint"     // a feedback report (RFC 5965)
	AutoReply    Kind = "auto-reply"    // an automatic answer (RFC 3834)
	Forwarded    Kind = "forwarded"     // a person's quote of a report
	Reply        Kind = "smtp-reply"    // the answer of a server, and nothing else
	NotReport    Kind = "not-report"    // none of these
	SESJSON      Kind = "ses-json"      // a notification of Amazon SES
	SendGridJSON Kind = "sendgrid-json" // events of SendGrid

	MailgunJSON     Kind = "mailgun-json"
	PostmarkJSON    Kind = "postmark-json"
	BrevoJSON       Kind = "brevo-json"
	MailjetJSON     Kind = "mailjet-json"
	MandrillJSON    Kind = "mandrill-json" // Mailchimp's
	SparkPostJSON   Kind = "sparkpost-json"
	ResendJSON      Kind = "resend-json"
	MailerSendJSON  Kind = "mailersend-json"
	MailtrapJSON    Kind = "mailtrap-json"
	CustomerIOJSON  Kind = "customerio-json"
	BlastengineJSON Kind = "blastengine-json"
)

// Kinds lists them.
var Kinds = []Kind{
	Delivery, Words, Verify, Receipt, Complaint, AutoReply, Forwarded, Reply, NotReport, SESJSON, SendGridJSON, MailgunJSON, PostmarkJSON,
	BrevoJSON, MailjetJSON, MandrillJSON, SparkPostJSON, ResendJSON, MailerSendJSON, MailtrapJSON, CustomerIOJSON, BlastengineJSON,
}

// IsReport reports whether k tells what became of a message.
func (k Kind) IsReport() bool {
	return k != AutoReply && k != NotReport
}

// Category is what happened to the message for one recipient.
type Category string

// The categories.
const (
	Delivered     Category = "delivered" // put in the mailbox
	Relayed       Category = "relayed"   // taken by a system that won't report success
	Expanded      Category = "expanded"  // passed on to the members of an alias
	Delayed       Category = "delayed"   // still tried
	Failed        Category = "failed"    // given up
	Deliverable   Category = "deliverable"
	Undeliverable Category = "undeliverable"
	ReadReceipt   Category = "read-receipt"
	Complained    Category = "complaint"
)

// Stage is the SMTP command whose answer decided.
type Stage string

// The stages; "" where nothing was refused.
const (
	Connect Stage = "connect" // before MAIL: the connection, the greeting, HELO
	Mail    Stage = "mail"
	Rcpt    Stage = "rcpt"
	Data    Stage = "data" // DATA, or the end of the message
	Unknown Stage = "unknown"
)

// Cause is a possible reason of a failure or a delay.
type Cause string

// The causes.
const (
	UnknownUser     Cause = "unknown_user"
	RecipientFilter Cause = "recipient_filter" // the recipient's own filter setting
	AuthFilter      Cause = "auth_filter"      // that filter, because SPF failed for the sender that it looks at
	AuthExplicit    Cause = "auth_explicit"    // the reply itself names the sender's authentication
	DMARCReject     Cause = "dmarc_reject"
	SenderDomain    Cause = "sender_domain" // the envelope sender's domain has no DNS records
	MailboxFull     Cause = "mailbox_full"
	TooLarge        Cause = "too_large"
	HostUnknown     Cause = "host_unknown"
	RateLimit       Cause = "rate_limit"
	Network         Cause = "network"
	Policy          Cause = "policy"
	BlockedIP       Cause = "blocked_ip"
	Expired         Cause = "expired"
	Disabled        Cause = "disabled"
	UTF8            Cause = "utf8"
	Other           Cause = "other"
)

// Filtering says how likely an authentication filter of the recipient's has to
// do with the outcome.
type Filtering string

// The values of Filtering; "" where nothing points to such a filter at all.
const (
	Unlikely        Filtering = "unlikely"
	Possible        Filtering = "possible"
	Likely          Filtering = "likely"
	Certain         Filtering = "certain"                 // the reply says so
	DiscardPossible Filtering = "silent-discard-possible" // accepted by a carrier that may drop afterwards
	JunkPossible    Filtering = "junk-folder-possible"    // accepted by a carrier that may file as spam
)

// Report is what one delivery report says.
type Report struct {
	Kind         Kind        `json:"kind"`                 // what the input is
	ReportingMTA string      `json:"reporting_mta"`        // the server that reports: the one that tried to deliver
	Date         *time.Time  `json:"date,omitempty"`       // the date of the report; left out where it has none
	Returned     Returned    `json:"returned"`             // what the report brings back of the original message
	Recipients   []Recipient `json:"recipients"`           // what the report says of each recipient
	Notes        []i18n.Text `json:"notes"`                // what else to know about the report
	Doubtful     bool        `json:"doubtful,omitempty"`   // it may be forged: the notes say why
	Incomplete   bool        `json:"incomplete,omitempty"` // something in it wasn't understood: the notes say what

	outer mail.Header // of the report itself, for Doubts
}

// Returned is what the report brings back of the original message. Its body is
// never kept.
type Returned struct {
	EnvelopeFrom string       `json:"envelope_from"` // the envelope From; empty where the report doesn't say
	From         string       `json:"from"`          // the header From; empty where the report doesn't say
	MessageID    string       `json:"message_id"`    // the Message-ID; empty where the report doesn't say
	Header       *mail.Header `json:"-"`             // nil: the report returns none
}

// Recipient is what the report says of one recipient. Every string of it is
// free of control characters.
type Recipient struct {
	Recipient     string     `json:"recipient"`             // the address as the sender wrote it, where that is known
	Final         string     `json:"final"`                 // the address tried last, where it is another
	Carrier       string     `json:"carrier"`               // the ID of the recipient's carrier; empty for other recipients
	Action        string     `json:"action"`                // the action as the report has it, such as "failed" (RFC 3464 §2.3.3)
	Status        string     `json:"status"`                // the status code as the report has it, such as "5.1.1" (RFC 3464 §2.3.4)
	Category      Category   `json:"category"`              // what happened to the message
	Error         bool       `json:"error"`                 // it needs attention as a failure
	RemoteMTA     string     `json:"remote_mta"`            // the server that gave the reply; empty where the report doesn't say
	ReplyCode     string     `json:"reply_code"`            // the reply's code, such as "550"; empty where it has none
	ReplyEnhanced string     `json:"reply_enhanced"`        // the reply's enhanced status code, such as "5.7.1" (RFC 3463); empty where it has none
	Reply         string     `json:"reply"`                 // the SMTP reply as the report has it, else the report's own words for a failure; empty where it has neither
	Stage         Stage      `json:"stage"`                 // the SMTP command whose answer decided; empty where nothing was refused
	Date          *time.Time `json:"date,omitempty"`        // the date of the attempt, or that of the report where it gives none; left out where neither is known
	RetryUntil    *time.Time `json:"retry_until,omitempty"` // until when the server tries (RFC 3464 §2.3.9); left out where the report doesn't say
	Causes        []Cause    `json:"cause"`                 // the possible causes, the likeliest first
	Confidence    Filtering  `json:"confidence,omitempty"`  // how likely the first cause is; certain only where the reply says it
	AuthFilter    Filtering  `json:"auth_filter"`           // how likely an authentication filter of the recipient's has to do with it; empty where nothing points to one
	Rule          string     `json:"rule,omitempty"`        // the ID of the rule that gave the causes
	Guessed       bool       `json:"guessed,omitempty"`     // recipient and reason were looked for in words of no known form, so they are less sure
	Advice        i18n.Text  `json:"advice"`                // what to do
}
