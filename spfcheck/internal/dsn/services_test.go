package dsn_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
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
	"sendgrid/one":       `{"email":"hanako@au.com","event":"bounce","sg_event_id":"e","status":"5.1.1","reason":"550 5.1.1 <hanako@au.com>: User unknown","timestamp":1793000000}`,
	"sendgrid/deferred":  `[{"email":"hanako@au.com","event":"deferred","response":"421 4.7.0 Try again later","timestamp":1793000000},{"email":"hanako@au.com","event":"open"}]`,
	"sendgrid/dropped":   `[{"email":"hanako@au.com","event":"dropped","reason":"Bounced Address"}]`,
	"sendgrid/package":   `[{"email":"taro@partner.example","event":"dropped","sg_event_id":"e","reason":"Recipient List over Package Quota","status":"5.0.0"}]`,
	"sendgrid/host":      `[{"email":"x@nosuch.example","event":"bounce","type":"blocked","reason":"unable to get mx info: failed to get IPs","timestamp":1793000000,"tls":0}]`,
	"sendgrid/blocked":   `[{"email":"taro@partner.example","event":"bounce","type":"blocked","bounce_classification":"Reputation","status":"5.7.1","reason":"550 5.7.26 unauthenticated email is not accepted","timestamp":1793000000}]`,
	"sendgrid/delivered": `[{"email":"hanako@au.com","event":"delivered","response":"250 2.0.0 Ok: queued"}]`,
	"sendgrid/spam":      `[{"email":"hanako@au.com","event":"spamreport","sg_event_id":"e","timestamp":1793000000}]`,
	"mailgun":            `{"signature":{"token":"x"},"event-data":{"event":"failed","severity":"permanent","reason":"bounce","id":"x","timestamp":1793000000.1,"recipient":"taro@partner.example","delivery-status":{"code":550,"message":"5.1.1 no such user","enhanced-code":"5.1.1"},"envelope":{"sender":"b@shop.example"},"message":{"headers":{"from":"Shop <info@shop.example>","message-id":"1@shop.example"}}}}`,
	"mailgun/temporary":  `{"event-data":{"event":"failed","severity":"temporary","id":"x","timestamp":1793000000,"recipient":"taro@partner.example","delivery-status":{"code":421,"message":"4.7.0 try again later"},"message":{"headers":{}}}}`,
	"postmark":           `{"RecordType":"Bounce","Type":"HardBounce","TypeCode":1,"MessageID":"x","ServerID":23,"Email":"taro@partner.example","From":"info@shop.example","BouncedAt":"2026-11-01T00:00:00Z","Details":"smtp;550 5.1.1 no such user"}`,
	"postmark/delivery":  `{"RecordType":"Delivery","MessageID":"x","ServerID":23,"Recipient":"taro@partner.example","DeliveredAt":"2026-11-01T00:00:00Z","Details":"250 ok"}`,
	"postmark/transient": `{"RecordType":"Bounce","Type":"Transient","TypeCode":2,"MessageID":"x","ServerID":23,"Email":"taro@partner.example","BouncedAt":"2026-11-01T00:00:00Z","Details":"421 busy"}`,
	"brevo":              `{"event":"hard_bounce","email":"taro@partner.example","message-id":"<1@shop.example>","ts_event":1793000000}`,
	"mailjet":            `[{"event":"bounce","time":1793000000,"MessageID":1,"email":"taro@partner.example","hard_bounce":true,"error_related_to":"recipient","error":"user unknown","comment":""}]`,
	"mailjet/campaign":   `{"event":"bounce","time":1793000000,"email":"taro@partner.example","mj_campaign_id":7,"mj_contact_id":8,"customcampaign":"","blocked":true,"hard_bounce":true,"error_related_to":"mailbox","error":"quota exceeded"}`,
	"brevo/invalid":      `{"event":"invalid","email":"taro@partner.example","message-id":"<1@shop.example>","ts_event":1793000000}`,
	"mandrill":           `mandrill_events=%5B%7B%22event%22%3A%22hard_bounce%22%2C%22ts%22%3A1793000000%2C%22msg%22%3A%7B%22_id%22%3A%22x%22%2C%22email%22%3A%22taro%40partner.example%22%2C%22bounce_description%22%3A%22bad_mailbox%22%2C%22diag%22%3A%22smtp%3B550+5.1.1+no+such+user%22%7D%7D%5D`,
	"sparkpost":          `[{"msys":{"message_event":{"type":"bounce","event_id":"1","rcpt_to":"taro@partner.example","bounce_class":"22","error_code":"552","raw_reason":"552 5.2.2 over quota","timestamp":"1793000000"}}}]`,
	"resend":             `{"type":"email.bounced","created_at":"2026-11-01T00:00:00Z","data":{"email_id":"x","from":"info@shop.example","to":["taro@partner.example"],"bounce":{"message":"the address is on the list","type":"Permanent","subType":"Suppressed"}}}`,
	"mailersend":         `{"type":"activity.hard_bounced","created_at":"2026-11-01T00:00:00Z","data":{"object":"activity","type":"hard_bounced","email":{"from":"info@shop.example","recipient":{"email":"taro@partner.example"}},"morph":{"reason":"Host or domain name not found"}}}`,
	"mailtrap":           `{"events":[{"event":"bounce","email":"taro@partner.example","event_id":"e","message_id":"m","sending_stream":"transactional","timestamp":1793000000,"response":"bounced (550 5.1.1 no such user)","response_code":550,"bounce_category":"badmailbox"}]}`,
	"mailtrap/suspended": `{"event":"suspension","timestamp":1793000000,"sending_stream":"transactional","message_id":"m","email":"taro@partner.example","event_id":"e","reason":"Your account has reached its daily sending limit.","sending_domain_name":"shop.example"}`,
	"mailtrap/reject":    `{"event":"reject","timestamp":1793000000,"sending_stream":"transactional","message_id":"m","email":"taro@partner.example","event_id":"e","reason":"Recipient in suppression list. Reason: unsubscription","sending_domain_name":"shop.example"}`,
	"mailtrap/soft":      `{"event":"soft bounce","timestamp":1793000000,"sending_stream":"bulk","message_id":"m","email":"taro@partner.example","event_id":"e","response":"4.7.1 Temporary error, please retry","response_code":451,"bounce_category":"greylisting"}`,
	"customer.io":        `{"metric":"bounced","object_type":"email","event_id":"e","timestamp":1793000000,"data":{"recipient":"taro@partner.example","failure_message":"550 5.1.1 no such user"}}`,
	"blastengine":        `{"events":[{"event":{"type":"DROP","datetime":"2026-11-01T00:00:00+09:00","detail":{"mailaddress":"taro@partner.example","subject":"x","error_code":"554(errors)","error_message":"エラー停止リストに含まれる宛先であるため、配信がドロップされました","delivery_id":1}}}]}`,
	"ses/eventbridge":    `{"version":"0","source":"aws.ses","detail-type":"Email Bounced","detail":` + sesBounce + `}`,
	"ses/lines":          sesBounce + "\n" + `{"eventType":"Open","mail":{},"open":{}}`,
	"ses/firehose":       `{"records":[{"recordId":"1","data":"` + base64.StdEncoding.EncodeToString([]byte(sesBounce)) + `"}]}`,
	"ses/not-spam":       `{"eventType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"taro@partner.example"}],"complaintFeedbackType":"not-spam"},"mail":{}}` + "\n" + sesBounce,
	"postmark/vacation":  `[{"RecordType":"Bounce","ID":1,"Type":"AutoResponder","Details":"out of office","Email":"taro@partner.example","MessageID":"m","ServerID":1},{"RecordType":"Bounce","ID":2,"Type":"HardBounce","Details":"smtp;550 5.1.1 user unknown","Email":"taro@partner.example","MessageID":"m","ServerID":1}]`,
	"sendgrid/class":     `[{"email":"taro@partner.example","timestamp":1793800000,"event":"bounce","reason":"","status":"","bounce_classification":"Invalid Address","sg_event_id":"x"}]`,
	"sparkpost/track":    `[{"msys":{"unsubscribe_event":{"type":"link_unsubscribe","rcpt_to":"taro@partner.example","event_id":"2"}}},{"msys":{"message_event":{"type":"out_of_band","rcpt_to":"away@partner.example","event_id":"3","bounce_class":"60","raw_reason":"550 [oob] The message is an auto-reply/vacation mail."}}},{"msys":{"message_event":{"type":"bounce","rcpt_to":"taro@partner.example","event_id":"1","bounce_class":"10"}}}]`,
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
		"sendgrid/package":   {dsn.SendGridJSON, dsn.Failed, "", dsn.RateLimit, ""},
		"sendgrid/host":      {dsn.SendGridJSON, dsn.Failed, "", dsn.HostUnknown, ""},
		"sendgrid/blocked":   {dsn.SendGridJSON, dsn.Failed, "550", dsn.AuthExplicit, dsn.Certain},
		"sendgrid/delivered": {dsn.SendGridJSON, dsn.Relayed, "250", "", dsn.DiscardPossible},
		"sendgrid/spam":      {dsn.SendGridJSON, dsn.Complained, "", "", ""},
		"mailgun":            {dsn.MailgunJSON, dsn.Failed, "550", dsn.UnknownUser, ""},
		"mailgun/temporary":  {dsn.MailgunJSON, dsn.Delayed, "421", dsn.Policy, ""},
		"postmark":           {dsn.PostmarkJSON, dsn.Failed, "550", dsn.UnknownUser, ""},
		"postmark/delivery":  {dsn.PostmarkJSON, dsn.Relayed, "250", "", ""},
		"postmark/transient": {dsn.PostmarkJSON, dsn.Delayed, "421", dsn.Expired, ""},
		"brevo":              {dsn.BrevoJSON, dsn.Failed, "", dsn.UnknownUser, ""},
		"mailjet":            {dsn.MailjetJSON, dsn.Failed, "", dsn.UnknownUser, ""},
		"mailjet/campaign":   {dsn.MailjetJSON, dsn.Failed, "", dsn.MailboxFull, ""},
		"brevo/invalid":      {dsn.BrevoJSON, dsn.Failed, "", dsn.Other, ""},
		"mandrill":           {dsn.MandrillJSON, dsn.Failed, "550", dsn.UnknownUser, ""},
		"sparkpost":          {dsn.SparkPostJSON, dsn.Failed, "552", dsn.MailboxFull, ""},
		"resend":             {dsn.ResendJSON, dsn.Failed, "", dsn.Other, ""},
		"mailersend":         {dsn.MailerSendJSON, dsn.Failed, "", dsn.HostUnknown, ""},
		"mailtrap":           {dsn.MailtrapJSON, dsn.Failed, "550", dsn.UnknownUser, ""},
		"mailtrap/suspended": {dsn.MailtrapJSON, dsn.Failed, "", dsn.RateLimit, ""},
		"mailtrap/reject":    {dsn.MailtrapJSON, dsn.Failed, "", dsn.Other, ""},
		"mailtrap/soft":      {dsn.MailtrapJSON, dsn.Delayed, "451", dsn.Policy, ""},
		"customer.io":        {dsn.CustomerIOJSON, dsn.Failed, "550", dsn.UnknownUser, ""},
		"blastengine":        {dsn.BlastengineJSON, dsn.Failed, "554", dsn.Other, ""},
		"ses/eventbridge":    {dsn.SESJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Unlikely},
		"ses/lines":          {dsn.SESJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Unlikely},
		"ses/firehose":       {dsn.SESJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Unlikely},
		"ses/not-spam":       {dsn.SESJSON, dsn.Failed, "550", dsn.UnknownUser, dsn.Unlikely},
		"postmark/vacation":  {dsn.PostmarkJSON, dsn.Failed, "550", dsn.UnknownUser, ""},
		"sendgrid/class":     {dsn.SendGridJSON, dsn.Failed, "", dsn.UnknownUser, ""},
		"sparkpost/track":    {dsn.SparkPostJSON, dsn.Failed, "", dsn.UnknownUser, ""},
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

// TestStrangeEvents: what isn't understood is never passed over silently.
func TestStrangeEvents(t *testing.T) {
	for _, text := range []string{
		`{"email":"a@b.example","event":"teleported","sg_event_id":"e"}`, `{"email":"a@b.example","password":"x"}`, `[{"email":"a@b.example"}]`,
		`{"eventType":"Bounce","bounce":{}}`, `{"Type":"Notification","Message":"hello"}`, `{"records":[{"recordId":"1","data":"eA=="}]}`,
	} {
		if r, err := dsn.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "blastengine") {
			t.Errorf("%s: %+v, %v", text, r, err)
		}
	}
	r := read(t, sesBounce+"\n"+`{"eventType":"Teleport","mail":{}}`)
	if !r.Incomplete || len(r.Recipients) != 1 || !slices.ContainsFunc(r.Notes, func(n i18n.Text) bool { return strings.Contains(n.EN, "aren't understood") }) {
		t.Errorf("an event that isn't known: %+v", r)
	}
	mail := "From: AWS Notifications <no-reply@sns.amazonaws.com>\nSubject: AWS Notification Message\n\n" + sesBounce + "\n\n--\nIf you wish to stop receiving notifications from this topic, click\n"
	if r := read(t, mail); r.Kind != dsn.SESJSON || len(r.Recipients) != 1 {
		t.Errorf("by mail: %+v", r)
	}
	several := read(t, `{"type":"email.bounced","created_at":"2026-11-05T05:50:00Z","data":{"email_id":"1","to":["a@b.example","c@d.example"],"bounce":{"message":"x"}}}`)
	if len(several.Recipients) != 2 || !several.Recipients[0].Guessed || !several.Recipients[1].Guessed {
		t.Errorf("of one of several recipients: %+v", several.Recipients)
	}
	if r := read(t, services["sparkpost/track"]); r.Incomplete {
		t.Errorf("an event of a link: %+v", r)
	}
	if r := read(t, `{"eventType":"Open","mail":{}}`); r.Incomplete || len(r.Recipients) > 0 {
		t.Errorf("an event that says nothing: %+v", r)
	}
}
