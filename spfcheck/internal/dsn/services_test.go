package dsn_test

import (
	"encoding/json"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

const sesBounce = `{"eventType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"taro@docomo.ne.jp","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 Unknown user taro@docomo.ne.jp"}],"timestamp":"2026-11-01T00:00:00.000Z","reportingMTA":"dns; a.amazonses.com","new":1},"mail":{"source":"info@shop.example","headers":[{"name":"From","value":"Shop <info@shop.example>"}],"commonHeaders":{"from":["info@shop.example"],"returnPath":"0@bounce.shop.example"}}}`

// services are what the two services post, as they describe it themselves.
var services = map[string]string{
	"ses/bounce":         sesBounce,
	"ses/sns":            sns(sesBounce),
	"ses/delay":          `{"eventType":"DeliveryDelay","deliveryDelay":{"delayType":"MailboxFull","expirationTime":"2026-11-02T00:00:00.000Z","delayedRecipients":[{"emailAddress":"taro@docomo.ne.jp","status":"4.2.2","diagnosticCode":"smtp; 452 4.2.2 Mailbox full"}],"timestamp":"2026-11-01T00:00:00.000Z"},"mail":{}}`,
	"ses/subtype":        `{"notificationType":"Bounce","bounce":{"bounceType":"Transient","bounceSubType":"MailboxFull","bouncedRecipients":[{"emailAddress":"taro@partner.example"}],"timestamp":"2026-11-01T00:00:00.000Z"},"mail":{}}`,
	"ses/suppressed":     `{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"OnAccountSuppressionList","bouncedRecipients":[{"emailAddress":"taro@partner.example"}]},"mail":{}}`,
	"ses/complained":     `{"notificationType":"Complaint","complaint":{"complaintSubType":"OnAccountSuppressionList","complainedRecipients":[{"emailAddress":"taro@partner.example"}]},"mail":{}}`,
	"ses/reject":         `{"eventType":"Reject","reject":{"reason":"Bad content"},"mail":{"destination":["taro@partner.example"]}}`,
	"ses/complaint":      `{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"taro@docomo.ne.jp"}]},"mail":{}}`,
	"ses/delivery":       `{"notificationType":"Delivery","delivery":{"recipients":["taro@docomo.ne.jp"],"smtpResponse":"250 Requested mail action okay, completed","reportingMTA":"a","timestamp":"2026-11-01T00:00:00.000Z"},"mail":{}}`,
	"sendgrid/bounce":    `[{"email":"hanako@au.com","event":"bounce","type":"bounce","status":"5.0.0","reason":"550 : User unknown","timestamp":1793000000}]`,
	"sendgrid/one":       `{"email":"hanako@au.com","event":"bounce","status":"5.1.1","reason":"550 5.1.1 <hanako@au.com>: User unknown","timestamp":1793000000}`,
	"sendgrid/deferred":  `[{"email":"hanako@au.com","event":"deferred","response":"421 4.7.0 Try again later","timestamp":1793000000},{"email":"hanako@au.com","event":"open"}]`,
	"sendgrid/dropped":   `[{"email":"hanako@au.com","event":"dropped","reason":"Bounced Address"}]`,
	"sendgrid/host":      `[{"email":"x@nosuch.example","event":"bounce","type":"blocked","reason":"unable to get mx info: failed to get IPs","timestamp":1793000000,"tls":0}]`,
	"sendgrid/blocked":   `[{"email":"taro@partner.example","event":"bounce","type":"blocked","bounce_classification":"Reputation","status":"5.7.1","reason":"550 5.7.26 unauthenticated email is not accepted","timestamp":1793000000}]`,
	"sendgrid/delivered": `[{"email":"hanako@au.com","event":"delivered","response":"250 2.0.0 Ok: queued"}]`,
	"sendgrid/spam":      `[{"email":"hanako@au.com","event":"spamreport"}]`,
	"sendgrid/list":      `[{"status":550,"created":"2011-10-08 12:39:14","reason":"Unknown user","email":"taro@docomo.ne.jp"}]`,
}

// sns puts a message into the envelope of SNS.
func sns(message string) string {
	text, err := json.Marshal(map[string]string{"Type": "Notification", "Message": message})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestServices(t *testing.T) {
	for name, want := range map[string]struct {
		kind     dsn.Kind
		category dsn.Category
		code     string
		cause    dsn.Cause
		auth     dsn.Filtering
	}{
		"ses/bounce":         {dsn.SESJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Unlikely},
		"ses/sns":            {dsn.SESJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Unlikely},
		"ses/delay":          {dsn.SESJSON, dsn.Delayed, "452", dsn.MailboxFull, ""},
		"ses/subtype":        {dsn.SESJSON, dsn.Failed, "", dsn.MailboxFull, ""},
		"ses/suppressed":     {dsn.SESJSON, dsn.Failed, "", dsn.Other, ""},
		"ses/complained":     {dsn.SESJSON, dsn.Failed, "", dsn.Other, ""},
		"ses/reject":         {dsn.SESJSON, dsn.Failed, "", dsn.Policy, dsn.Possible},
		"ses/complaint":      {dsn.SESJSON, dsn.Complained, "", "", ""},
		"ses/delivery":       {dsn.SESJSON, dsn.Delivered, "250", "", dsn.JunkPossible},
		"sendgrid/bounce":    {dsn.SendGridJSON, dsn.Failed, "550", dsn.RecipientFilter, dsn.Possible},
		"sendgrid/one":       {dsn.SendGridJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Unlikely},
		"sendgrid/deferred":  {dsn.SendGridJSON, dsn.Delayed, "421", dsn.Policy, ""},
		"sendgrid/dropped":   {dsn.SendGridJSON, dsn.Failed, "", dsn.Other, dsn.Unlikely},
		"sendgrid/host":      {dsn.SendGridJSON, dsn.Failed, "", dsn.HostUnknown, ""},
		"sendgrid/blocked":   {dsn.SendGridJSON, dsn.Failed, "550", dsn.AuthExplicit, dsn.Certain},
		"sendgrid/delivered": {dsn.SendGridJSON, dsn.Relayed, "250", "", dsn.DiscardPossible},
		"sendgrid/spam":      {dsn.SendGridJSON, dsn.Complained, "", "", ""},
		"sendgrid/list":      {dsn.SendGridJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Possible},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, services[name])
			got := r.Recipients[0]
			first := dsn.Cause("")
			if len(got.Causes) > 0 {
				first = got.Causes[0]
			}
			if len(r.Recipients) != 1 || r.Kind != want.kind || got.Category != want.category || got.ReplyCode != want.code || first != want.cause || got.AuthFilter != want.auth {
				t.Errorf("%s: %+v", r.Kind, got)
			}
		})
	}
	if r := read(t, sesBounce).Returned; r.From != "info@shop.example" || r.EnvelopeFrom != "0@bounce.shop.example" || r.Header == nil {
		t.Errorf("returned: %+v", r)
	}
}
