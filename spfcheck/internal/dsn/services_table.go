package dsn

// services lists the services but Amazon SES, whose events have several recipients. Each
// table is made by the service's public description of its events; Read says which of them
// were seen themselves. SendGrid's form says the least, so it comes last.
var services = []service{
	{
		Kind: MailgunJSON, Name: "Mailgun", Docs: "https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-types", Read: "2026-11-28",
		Needs: [][]string{{"event", "recipient", "id", "timestamp", "message"}, {"event", "recipient", "delivery-status"}},
		Event: []string{"event"}, Type: []string{"severity"}, Recipient: []string{"recipient"},
		Reply: []string{"delivery-status.message", "delivery-status.description", "reject.reason"}, Code: []string{"delivery-status.code"}, Status: []string{"delivery-status.enhanced-code"},
		Remote: []string{"delivery-status.mx-host"}, Date: []string{"timestamp"}, From: []string{"message.headers.from"}, Path: []string{"envelope.sender"}, MessageID: []string{"message.headers.message-id"}, Reason: []string{"reason"},
		Events: map[string]Category{"delivered": Relayed, "failed": Failed, "failed/temporary": Delayed, "failed/permanent": Failed, "rejected": Failed, "complained": Complained},
		Silent: []string{"accepted", "opened", "clicked", "unsubscribed", "stored"},
		Reasons: map[string]string{
			"suppress-bounce": suppressed, "suppress-complaint": suppressed, "suppress-unsubscribe": suppressed, "old": "delivery time expired",
		},
	},
	{
		Kind: PostmarkJSON, Name: "Postmark", Docs: "https://postmarkapp.com/email-webhooks", Read: "2026-11-28",
		Needs: [][]string{{"RecordType", "MessageID", "ServerID"}, {"ID", "Type", "TypeCode", "Email", "BouncedAt"}},
		Event: []string{"RecordType", "Type"}, Type: []string{"Type"}, Recipient: []string{"Email", "Recipient"}, Reply: []string{"Details"},
		Date: []string{"BouncedAt", "DeliveredAt"}, From: []string{"From"}, Reason: []string{"Type"},
		Events: map[string]Category{
			"bounce": Failed, "delivery": Relayed, "spamcomplaint": Complained, "bounce/transient": Delayed, "hardbounce": Failed, "softbounce": Failed, "transient": Delayed, "blocked": Failed,
			"spamnotification": Failed, "dnserror": Failed, "bademailaddress": Failed, "manuallydeactivated": Failed, "dmarcpolicy": Failed, "templaterenderingfailed": Failed, "smtpapierror": Failed, "unknown": Failed,
		},
		Silent: []string{"open", "click", "subscriptionchange", "inbound", "autoresponder", "addresschange", "challengeverification", "subscribe", "unsubscribe"},
		Reasons: map[string]string{
			"hardbounce": "user unknown", "bademailaddress": "invalid address", "dnserror": "host not found", "spamnotification": "message rejected as spam", "blocked": "blocked", "dmarcpolicy": "rejected by DMARC policy",
			"manuallydeactivated": suppressed, "templaterenderingfailed": "transaction failed", "smtpapierror": "transaction failed",
		},
	},
	{
		Kind: BrevoJSON, Name: "Brevo", Docs: "https://developers.brevo.com/docs/transactional-webhooks",
		Needs: [][]string{{"event", "email", "message-id"}},
		Event: []string{"event"}, Recipient: []string{"email"}, Reply: []string{"reason"}, Date: []string{"ts_event", "ts", "date"}, From: []string{"sender_email"}, MessageID: []string{"message-id"},
		Events: map[string]Category{
			"delivered": Relayed, "hard_bounce": Failed, "soft_bounce": Failed, "blocked": Failed, "invalid": Failed, "invalid_email": Failed, "error": Failed, "deferred": Delayed, "spam": Complained, "complaint": Complained,
		},
		Silent:  []string{"request", "sent", "open", "opened", "unique_opened", "proxy_open", "unique_proxy_open", "click", "unsubscribed", "list_addition"},
		Reasons: map[string]string{"hard_bounce": "user unknown", "invalid_email": "invalid address", "blocked": suppressed},
	},
	{
		Kind: MailjetJSON, Name: "Mailjet", Docs: "https://documentation.mailjet.com/hc/en-us/articles/360043578154-Event-Tracking-API", Read: "2026-11-28",
		Needs: [][]string{{"event", "time", "email", "MessageID"}, {"event", "time", "email", "mj_message_id"}, {"event", "time", "email", "mj_campaign_id", "mj_contact_id"}},
		Event: []string{"event"}, Recipient: []string{"email"}, Reply: []string{"comment", "smtp_reply", "error"}, Date: []string{"time"}, Reason: []string{"error"},
		Events: map[string]Category{"sent": Relayed, "bounce": Failed, "blocked": Failed, "spam": Complained},
		Silent: []string{"open", "click", "unsub"},
		Reasons: map[string]string{
			"user unknown": "user unknown", "mailbox inactive": "mailbox inactive", "quota exceeded": "quota exceeded", "invalid domain": "host not found", "no mail host": "no mx", "relay/access denied": "relaying denied",
			"blocked": "blocked", "spam filter": "message rejected as spam", "greylisted": "greylisted", "throttled": "throttled", "preblocked": suppressed, "typofix": "host not found", "sender blocked": "sender rejected",
			"content blocked": "content rejected", "policy issue": "policy", "bad or empty template": "transaction failed", "connection issue": "connection failed", "protocol error": "transaction failed", "duplicate in campaign": "transaction failed",
		},
	},
	{
		Kind: MandrillJSON, Name: "Mandrill", Docs: "https://mailchimp.com/developer/transactional/docs/webhooks/",
		Needs: [][]string{{"event", "msg.email", "msg._id"}},
		Event: []string{"event"}, Recipient: []string{"msg.email"}, Reply: []string{"msg.diag", "msg.smtp_events.diag"}, Date: []string{"ts", "msg.ts"}, From: []string{"msg.sender"}, Reason: []string{"msg.bounce_description"},
		Events: map[string]Category{"delivered": Relayed, "deferral": Delayed, "hard_bounce": Failed, "soft_bounce": Failed, "reject": Failed, "spam": Complained},
		Silent: []string{"send", "open", "click", "unsub"},
		Reasons: map[string]string{
			"bad_mailbox": "user unknown", "invalid_domain": "host not found", "mailbox_full": "mailbox full", "hard_bounce": "user unknown", "reject": suppressed,
		},
	},
	{
		Kind: SparkPostJSON, Name: "SparkPost", Docs: "https://support.sparkpost.com/docs/tech-resources/webhook-event-reference",
		Needs: [][]string{{"type", "rcpt_to", "event_id"}, {"type", "rcpt_to", "message_id", "timestamp"}},
		Event: []string{"type"}, Type: []string{"bounce_class"}, Recipient: []string{"raw_rcpt_to", "rcpt_to"}, Reply: []string{"raw_reason", "reason"}, Code: []string{"error_code"}, Remote: []string{"mailbox_provider_host"},
		Date: []string{"timestamp"}, From: []string{"friendly_from"}, Path: []string{"msg_from"}, Reason: []string{"bounce_class"},
		Events: map[string]Category{
			"delivery": Relayed, "bounce": Failed, "out_of_band": Failed, "policy_rejection": Failed, "generation_failure": Failed, "generation_rejection": Failed, "delay": Delayed, "spam_complaint": Complained,
		},
		// the numbers are the classes of bounces that are none: automatic replies, requests to
		// subscribe and to unsubscribe, challenges
		Silent: []string{"60", "80", "90", "100", "injection", "open", "initial_open", "click", "amp_open", "amp_click", "amp_initial_open", "list_unsubscribe", "link_unsubscribe", "sms_status"},
		Reasons: map[string]string{
			"10": "user unknown", "21": "host not found", "22": "mailbox full", "23": "message too large", "24": "timed out", "50": "blocked", "51": "message rejected as spam", "52": "message rejected as spam", "53": "attachment rejected", "54": "relaying denied",
		},
	},
	{
		Kind: ResendJSON, Name: "Resend", Docs: "https://resend.com/docs/webhooks/event-types",
		Needs: [][]string{{"type", "created_at", "data.email_id", "data.to"}},
		Event: []string{"type"}, Type: []string{"data.bounce.type"}, Recipient: []string{"data.to"}, Reply: []string{"data.bounce.diagnosticCode", "data.bounce.message", "data.failed.reason", "data.suppressed.message"},
		Date: []string{"created_at"}, From: []string{"data.from"}, Reason: []string{"data.bounce.subType"},
		Events: map[string]Category{
			"email.delivered": Relayed, "email.bounced": Failed, "email.failed": Failed, "email.suppressed": Failed, "email.delivery_delayed": Delayed, "email.complained": Complained,
		},
		Silent:  []string{"email.sent", "email.scheduled", "email.opened", "email.clicked", "email.received"},
		Reasons: map[string]string{"suppressed": suppressed, "mailboxfull": "mailbox full", "messagetoolarge": "message too large", "contentrejected": "content rejected", "email.suppressed": suppressed},
	},
	{
		Kind: MailerSendJSON, Name: "MailerSend", Docs: "https://developers.mailersend.com/api/v1/webhooks.html",
		Needs: [][]string{{"type", "data.object", "data.email.recipient.email"}},
		Event: []string{"type"}, Recipient: []string{"data.email.recipient.email"}, Reply: []string{"data.morph.reason"}, Date: []string{"data.created_at", "created_at"}, From: []string{"data.email.from"}, MessageID: []string{"data.email.headers.message-id"},
		Events: map[string]Category{
			"activity.delivered": Relayed, "activity.hard_bounced": Failed, "activity.soft_bounced": Failed, "activity.deferred": Delayed, "activity.spam_complaint": Complained,
		},
		Silent:  []string{"activity.sent", "activity.opened", "activity.opened_unique", "activity.clicked", "activity.clicked_unique", "activity.unsubscribed", "activity.survey_opened", "activity.survey_submitted"},
		Reasons: map[string]string{"activity.hard_bounced": "user unknown"},
	},
	{
		Kind: MailtrapJSON, Name: "Mailtrap", Docs: "https://docs.mailtrap.io/email-api-smtp/advanced/webhooks",
		Needs: [][]string{{"event", "email", "event_id", "sending_stream"}, {"event", "email", "event_id", "message_id"}},
		Event: []string{"event"}, Recipient: []string{"email"}, Reply: []string{"response", "reason"}, Code: []string{"response_code"}, Date: []string{"timestamp"}, Reason: []string{"bounce_category"},
		Events: map[string]Category{
			"delivery": Relayed, "bounce": Failed, "soft bounce": Delayed, "reject": Failed, "suspension": Failed, "spam": Complained,
		},
		Silent: []string{"open", "click", "unsubscribe"},
		Reasons: map[string]string{
			"badmailbox": "user unknown", "baddomain": "host not found", "mailboxfull": "mailbox full", "spam": "message rejected as spam", "blocked": "blocked", "greylisting": "greylisted", "suspension": "account suspended by the service", "reject": suppressed,
		},
	},
	{
		Kind: CustomerIOJSON, Name: "Customer.io", Docs: "https://docs.customer.io/api/webhooks",
		Needs: [][]string{{"metric", "object_type", "event_id", "data.recipient"}, {"metric", "event_id", "timestamp", "data.email_address"}},
		Event: []string{"metric"}, Recipient: []string{"data.recipient", "data.email_address"}, Reply: []string{"data.failure_message"}, Date: []string{"timestamp"},
		Events: map[string]Category{"delivered": Relayed, "bounced": Failed, "dropped": Failed, "failed": Failed, "undeliverable": Failed, "deferred": Delayed, "spammed": Complained},
		Silent: []string{"drafted", "attempted", "sent", "opened", "human_opened", "clicked", "human_clicked", "converted", "unsubscribed", "subscribed"},
		Reasons: map[string]string{
			"dropped": suppressed, "undeliverable": suppressed,
		},
	},
	{
		Kind: BlastengineJSON, Name: "blastengine", Docs: "https://blastengine.jp/webhook", Read: "2026-11-28",
		Needs: [][]string{{"type", "datetime", "detail.mailaddress"}},
		Event: []string{"type"}, Recipient: []string{"detail.mailaddress"}, Reply: []string{"detail.error_message"}, Code: []string{"detail.error_code"}, Date: []string{"datetime"},
		Events:  map[string]Category{"harderror": Failed, "softerror": Failed, "drop": Failed},
		Reasons: map[string]string{"harderror": "user unknown", "drop": suppressed},
	},
	{
		Kind: SendGridJSON, Name: "SendGrid", Docs: "https://github.com/sendgrid/docs/blob/02c1275b9154eecde622c5df8e4d5f5251839911/content/docs/for-developers/tracking-events/event.md", Read: "2026-11-28",
		Needs: [][]string{{"email", "event", "sg_event_id"}, {"email", "event", "sg_message_id"}, {"email", "event", "timestamp"}, {"email", "event", "reason"}, {"email", "event", "response"}},
		Event: []string{"event"}, Type: []string{"type"}, Recipient: []string{"email"}, Reply: []string{"reason", "response"}, Code: []string{"status"}, Status: []string{"status"},
		Date: []string{"timestamp"}, MessageID: []string{"smtp-id"}, Reason: []string{"reason", "bounce_classification"},
		Events: map[string]Category{
			"bounce": Failed, "bounce/blocked": Failed, "blocked": Failed, "dropped": Failed, "deferred": Delayed, "delivered": Relayed, "spamreport": Complained,
		},
		Silent:  []string{"processed", "open", "click", "unsubscribe", "group_unsubscribe", "group_resubscribe"},
		Reasons: map[string]string{"invalid": "invalid address", "spam content": "spam content", "invalid smtpapi header": "transaction failed", "recipient list over package quota": "sending limit exceeded", "invalid address": "invalid address", "reputation": "blocked", "content": "content rejected", "frequency or volume too high": "rate limit"},
	},
	{ // the lists of its API have no events: rows of bounces, blocks and invalid addresses
		Kind: SendGridJSON, Docs: "https://www.twilio.com/docs/sendgrid/api-reference/bounces-api/retrieve-all-bounces",
		Needs: [][]string{{"email", "created", "reason", "status"}, {"email", "created", "reason"}},
		Event: []string{"event"}, Recipient: []string{"email"}, Reply: []string{"reason"}, Code: []string{"status"}, Status: []string{"status"}, Date: []string{"created"},
		Events: map[string]Category{"": Failed},
	},
}
