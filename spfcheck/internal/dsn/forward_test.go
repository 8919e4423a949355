package dsn_test

import (
	"html"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// What is forwarded: a report of success and one of failure, in the words of Postfix.
var forwardedReports = []struct {
	title, words string
	recipient    string
	category     dsn.Category
}{
	{
		"Successful Mail Delivery Report",
		"This is the mail system at host mail.shop.example.\n\nYour message was successfully delivered to the destination(s)\nlisted below.\n\n                   The mail system\n\n<taro@docomo.ne.jp>: delivery via mfsmax.docomo.ne.jp[203.138.181.112]:25: 250\n    Requested mail action okay, completed",
		"taro@docomo.ne.jp", dsn.Relayed,
	},
	{
		"Undelivered Mail Returned to Sender",
		"This is the mail system at host mail.shop.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n                   The mail system\n\n<gone@partner.example>: host mx.partner.example[192.0.2.1] said: 550 5.1.1\n    <gone@partner.example>: Recipient address rejected: User unknown (in reply\n    to RCPT TO command)",
		"gone@partner.example", dsn.Failed,
	},
}

// TestForwards reads the reports in the mail of people, as text and as HTML.
func TestForwards(t *testing.T) {
	archive, err := txtar.ParseFile("../../../testdata/dsn/forwards.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		for _, report := range forwardedReports {
			text := strings.NewReplacer("QUOTED", "> "+strings.ReplaceAll(report.words, "\n", "\n> "), "QUOTE", ">", "WORDS", report.words, "TITLE", report.title).Replace(string(f.Data))
			subject, body, _ := strings.Cut(text, "\n\n")
			header := "From: Hanako <hanako@shop.example>\nTo: support@shop.example\n" + subject + "\n"
			for form, mail := range map[string]string{
				"text": header + "Content-Type: text/plain; charset=utf-8\n\n" + body,
				"HTML": header + "Content-Type: text/html; charset=utf-8\n\n<div>" + strings.ReplaceAll(html.EscapeString(body), "\n", "<br>\n") + "</div>",
				"crlf": strings.ReplaceAll(header+"Content-Type: text/plain; charset=utf-8\n\n"+body, "\n", "\r\n"),
			} {
				t.Run(f.Name+"/"+report.title+"/"+form, func(t *testing.T) {
					r := read(t, mail)
					if r.Kind != dsn.Forwarded || len(r.Recipients) != 1 || r.Recipients[0].Recipient != report.recipient || r.Recipients[0].Category != report.category {
						t.Errorf("%s: %+v", r.Kind, r.Recipients)
					}
				})
			}
			if strings.HasPrefix(f.Name, "quoted") {
				continue
			}
			t.Run(f.Name+"/"+report.title+"/pasted", func(t *testing.T) {
				r := read(t, "次のメールです。\n"+body)
				if r.Kind != dsn.Words || len(r.Recipients) != 1 || r.Recipients[0].Recipient != report.recipient {
					t.Errorf("%s: %+v", r.Kind, r.Recipients)
				}
			})
		}
	}
}

// TestAnswers reads what people have of a report, or of a log: the answer of a server.
// Numbers that aren't codes of answers make none.
func TestAnswers(t *testing.T) {
	for text, want := range map[string]string{
		"550 5.1.1 user unknown\n":                      "smtp-reply | failed |  | 550 | unknown_user",
		"550 Unknown user taro@docomo.ne.jp":            "smtp-reply | failed | taro@docomo.ne.jp | 550 | unknown_user",
		"reason: 550 5.1.1 user unknown":                "smtp-reply | failed |  | 550 | unknown_user",
		"Diagnostic-Code: smtp; 552 5.2.2 mailbox full": "smtp-reply | failed |  | 552 | mailbox_full",
		"5.7.26 unauthenticated email":                  "smtp-reply | failed |  |  | auth_explicit",
		"421 4.7.0 too many connections":                "smtp-reply | delayed |  | 421 | rate_limit",
		"250 2.0.0 Ok: queued as 4ABC":                  "smtp-reply | relayed |  | 250 | ",
		"Nov  5 05:50:00 mx postfix/smtp[9]: 4A1B: to=<taro@docomo.ne.jp>, relay=mfsmax.docomo.ne.jp[192.0.2.1]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 1)": "smtp-reply | relayed | taro@docomo.ne.jp | 250 | ",
		"450-4.2.1 the user is receiving\n450 4.2.1 mail too quickly":                                                                                                                                                                                                                                                                                               "smtp-reply | delayed |  | 450 | rate_limit",
		"dsn=5.1.1, status=bounced (host mx.partner.example[192.0.2.9] said: 550 5.1.1 <gone@partner.example>: User unknown (in reply to RCPT TO command))":                                                                                                                                                                                                         "smtp-reply | failed | gone@partner.example | 550 | unknown_user",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<taro@ezweb.ne.jp>, relay=none, delay=30, dsn=4.4.1, status=deferred (connect to lsean.ezweb.ne.jp[192.0.2.1]:25: Connection timed out)":                                                                                                                                                                    "smtp-reply | delayed | taro@ezweb.ne.jp |  | network",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<taro@ezweb.ne.jp>, relay=lsean.ezweb.ne.jp[192.0.2.1]:25, delay=0.55, dsn=5.0.0, status=bounced (host lsean.ezweb.ne.jp[192.0.2.1] said: 550 : User unknown (in reply to end of DATA command))":                                                                                                            "smtp-reply | failed | taro@ezweb.ne.jp | 550 | recipient_filter",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, delay=1, dsn=4.1.1, status=SOFTBOUNCE (host mx.b.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))":                                                                                                                           "smtp-reply | delayed | a@b.example | 550 | unknown_user",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=local, delay=1, dsn=2.0.0, status=sent (delivered to mailbox)":                                                                                                                                                                                                                         "smtp-reply | delivered | a@b.example |  | ",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=local, delay=1, dsn=2.0.0, status=sent (delivered to command: /bin/vacation)":                                                                                                                                                                                                          "smtp-reply | relayed | a@b.example |  | ",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=4.2.0, status=deferred (host mx.b.example[192.0.2.1] said: 450 4.2.0 Greylisted (in reply to RCPT TO command))\nNov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)": "smtp-reply | relayed | a@b.example | 250 | ",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)\nNov  5 05:51:00 mx postfix/smtp[9]: 4A1C: to=<c@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx.b.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))":  "smtp-reply | relayed | a@b.example | 250 |  | failed | c@b.example | 550 | unknown_user",
		"Nov  5 05:50:00 mx sendmail[550]: uA5700: to=<a@b.example>, ctladdr=<i@c.example> (550/550), delay=00:00:01, mailer=esmtp, relay=mx.b.example. [192.0.2.1], dsn=5.1.1, stat=User unknown":                                                                                                                                                                  "smtp-reply | failed | a@b.example |  | unknown_user",
		"Nov  5 05:50:00 mx sm-mta[550]: uA5700: to=<a@b.example>, delay=00:00:01, relay=mx.b.example. [192.0.2.1], dsn=5.1.1, reply=550 5.7.23 SPF validation failed, stat=User unknown":                                                                                                                                                                           "smtp-reply | failed | a@b.example | 550 | auth_explicit",
		"Nov  5 05:50:00 mx sm-mta[550]: uA5700: to=<a@b.example>, delay=00:00:01, relay=mx.b.example. [192.0.2.1], dsn=2.0.0, stat=Sent (ok 550 queued)":                                                                                                                                                                                                           "smtp-reply | relayed | a@b.example |  | ",
		"Nov  5 05:50:00 mx sm-mta[550]: uA5700: to=<a@b.example>, delay=00:00:01, relay=mx.b.example. [192.0.2.1], dsn=4.0.0, stat=Deferred: Connection timed out with mx.b.example.":                                                                                                                                                                              "smtp-reply | delayed | a@b.example |  | network",
		"2026-11-05 05:50:00 1abcde-000550-AB ** gone@docomo.ne.jp R=dnslookup T=remote_smtp H=mfsmax.docomo.ne.jp [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<gone@docomo.ne.jp>: 550 Unknown user gone@docomo.ne.jp":                                                                                                                           "smtp-reply | failed | gone@docomo.ne.jp | 550 | unknown_user",
		"2026-11-05 05:50:00 1abcde-000550-AB == a@b.example R=dnslookup T=remote_smtp defer (110): Connection timed out":                                                                                                                                                                                                                                           "smtp-reply | delayed | a@b.example |  | network",
		"2026-11-05 05:50:00 1abcde-00000000550-ABCD => a@b.example R=dnslookup T=remote_smtp H=mx.b.example [192.0.2.1] C=\"250 2.0.0 OK\"":                                                                                                                                                                                                                        "smtp-reply | relayed | a@b.example | 250 | ",
		"smtplib.SMTPRecipientsRefused: {'a@b.example': (550, b'5.1.1 <a@b.example>: User unknown'), 'c@d.example': (452, b'4.2.2 Mailbox full')}":                                                                                                                                                                                                                  "smtp-reply | failed | a@b.example | 550 | unknown_user | delayed | c@d.example | 452 | mailbox_full",
		"smtplib.SMTPSenderRefused: (553, b'5.1.8 <x@nosuch.example>: Sender address rejected: Domain not found', 'x@nosuch.example')":                                                                                                                                                                                                                              "smtp-reply | failed |  | 553 | sender_domain",
		"SMTP Error: The following recipients failed: a@b.example: User unknown":                                                                                                                                                                                                                                                                                    "smtp-reply | failed | a@b.example |  | unknown_user",
		"SMTP Error: data not accepted.SMTP server error: DATA END command failed Detail: Rejected by the SPF policy SMTP code: 550 Additional SMTP info: 5.7.23":                                                                                                                                                                                                   "smtp-reply | failed |  | 550 | auth_explicit",
		"2026-11-05 05:50:00 SERVER -> CLIENT: 250 2.1.0 Ok\n2026-11-05 05:50:00 SERVER -> CLIENT: 550 5.1.1 <a@b.example>: User unknown\n2026-11-05 05:50:00 SERVER -> CLIENT: 221 Bye":                                                                                                                                                                            "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"Expected response code \"250/251/252\" but got code \"550\", with message \"550 5.1.1 <a@b.example>: User unknown\".":                                                                                                                                                                                                                                      "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"[2026-11-05 05:50:00] production.ERROR: Failed to authenticate on SMTP server with username \"i@shop.example\". Expected response code 235 but got code \"535\", with message \"535 5.7.8 Error: authentication failed\"":                                                                                                                                  "smtp-reply | failed |  | 535 | policy",
		"Expected response code \"250\" but got code \"\", with empty message":                                                                                                                                                                                                                                                                                      "error",
		"Error: Can't send mail - all recipients were rejected: 550 5.1.1 <a@b.example>: User unknown\n    at SMTPConnection._formatError (index.js:550:19) {\n  response: '550 5.1.1 <a@b.example>: User unknown',\n  responseCode: 550,\n  command: 'RCPT TO' }":                                                                                                  "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"{ accepted: [ 'a@b.example' ], envelopeTime: 550, messageSize: 554, response: '250 2.0.0 Ok: queued' }":                                                                                                                                                                                                                                                    "error",
		"Net::SMTPFatalError (550 5.1.1 <a@b.example>: User unknown\n):\n\napp/controllers/users_controller.rb:550:in":                                                                                                                                                                                                                                              "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"javax.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\tcom.sun.mail.smtp.SMTPAddressFailedException: 550 Unknown user a@docomo.ne.jp\n\n\tat com.sun.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:550)\nclass javax.mail.SendFailedException: Invalid Addresses. Valid Unsent Addresses: ok@docomo.ne.jp":                      "smtp-reply | failed | a@docomo.ne.jp | 550 | unknown_user",
		"System.Net.Mail.SmtpFailedRecipientException: Mailbox unavailable. The server response was: 5.1.1 <a@b.example>: User unknown":                                                                                                                                                                                                                             "smtp-reply | failed | a@b.example |  | unknown_user",
		"MailKit.Net.Smtp.SmtpCommandException: 5.2.2 Mailbox full":                                                                               "smtp-reply | failed |  |  | mailbox_full",
		"2026/11/05 05:50:00 send: 550 5.1.1 <a@b.example>: User unknown":                                                                         "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"<-  250 Ok\n -> RCPT TO:<a@b.example>\n<** 550 5.1.1 User unknown\n -> QUIT":                                                             "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"msmtp: recipient address a@b.example not accepted by the server\nmsmtp: server message: 550 5.1.1 <a@b.example>: User unknown":           "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"554 Message rejected: Email address is not verified. The following identities failed the check in region AP-NORTHEAST-1: i@shop.example": "smtp-reply | failed |  | 554 | policy",
		"{\"event\":\"delivered\",\"note\":\"reason: 550 5.1.1 user unknown\"}":                                                                   "error",

		"Nov  5 05:50:00 mx postfix/smtpd[550]: NOQUEUE: reject: RCPT from app.shop.example[192.0.2.5]: 554 5.7.1 <a@b.example>: Relay access denied; from=<i@shop.example> to=<a@b.example> proto=ESMTP helo=<app>":                                                                                                                                                                                                                             "smtp-reply | failed | a@b.example | 554 | policy",
		"Nov  5 05:50:00 mx postfix/smtpd[550]: NOQUEUE: reject: RCPT from app.shop.example[192.0.2.5]: 450 4.1.8 <i@shop.example>: Sender address rejected: Domain not found; from=<i@shop.example> to=<a@b.example> proto=ESMTP helo=<app>":                                                                                                                                                                                                    "smtp-reply | delayed | a@b.example | 450 | sender_domain",
		"Nov  5 05:50:00 mx postfix/postscreen[550]: NOQUEUE: reject: RCPT from [2001:db8::5]:55123: 550 5.7.1 Service unavailable; client [2001:db8::5] blocked using zen.spamhaus.org; from=<i@shop.example>, to=<a@b.example>, proto=ESMTP, helo=<app>":                                                                                                                                                                                       "smtp-reply | failed | a@b.example | 550 | blocked_ip",
		"Nov  5 05:50:00 mx postfix/cleanup[550]: 4A1B: milter-reject: END-OF-MESSAGE from app.shop.example[192.0.2.5]: 5.7.1 rejected by DMARC policy for shop.example; from=<i@shop.example> to=<a@b.example> proto=ESMTP helo=<app>":                                                                                                                                                                                                          "smtp-reply | failed | a@b.example |  | auth_explicit",
		"Nov  5 05:50:00 mx postfix/smtpd[550]: NOQUEUE: reject: RCPT from app.shop.example[192.0.2.5]: 550 5.1.1 <a@b.example>: Recipient address rejected: User unknown in local recipient table; from=<i@shop.example> to=<a@b.example> proto=ESMTP helo=<app>\nNov  5 05:50:00 mx postfix/smtp[9]: 4A1C: to=<c@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)":                                          "smtp-reply | failed | a@b.example | 550 | unknown_user | relayed | c@b.example | 250 | ",
		"@40000000693a starting delivery 7: msg 5501 to remote gone@docomo.ne.jp\n@40000000693b delivery 7: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_Unknown_user_gone@docomo.ne.jp/Giving_up_on_192.0.2.1./":                                                                                                                                                                                                           "smtp-reply | failed | gone@docomo.ne.jp | 550 | unknown_user",
		"Nov  5 05:50:00 mx qmail: 1764.123456 starting delivery 7: msg 5501 to remote a@au.com\nNov  5 05:50:01 mx qmail: 1764.123457 starting delivery 8: msg 5501 to remote c@b.example\nNov  5 05:50:02 mx qmail: 1764.123458 delivery 8: success: 192.0.2.1_accepted_message./Remote_host_said:_250_2.0.0_Ok/\nNov  5 05:50:03 mx qmail: 1764.123459 delivery 7: deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection._(#4.4.1)/": "smtp-reply | relayed | c@b.example | 250 |  | delayed | a@au.com |  | network",
		"@40000000693a starting delivery 7: msg 5501 to local a@b.example\n@40000000693b delivery 7: success: did_1+0+0/":                                                                                                                                                                                                                                                                                                                        "smtp-reply | delivered | a@b.example |  | ",
		"@40000000693a starting delivery 7: msg 5501 to local a@b.example\n@40000000693b delivery 7: success: did_0+1+0/":                                                                                                                                                                                                                                                                                                                        "smtp-reply | relayed | a@b.example |  | ",
		"@40000000693b delivery 7: failure: 192.0.2.1_failed_after_I_sent_the_message./Remote_host_said:_550_:_User_unknown/\n@40000000693c delivery 8: success: did_1+0+0/":                                                                                                                                                                                                                                                                     "smtp-reply | failed |  | 550 | unknown_user | relayed |  |  | ",
		"delivery 550: failure: nobody was at home": "error",

		"554: 5.7.9 Message not accepted for policy reasons. See https://postmaster.example/error-codes":         "smtp-reply | failed |  | 554 | policy",
		"smtp; 554: delivery error: dd Requested mail action aborted, mailbox not found [0] - mta1.mail.example": "smtp-reply | failed |  | 554 | unknown_user",
		"452 too many recipients": "smtp-reply | delayed |  | 452 | rate_limit",
		"421 docomo.ne.jp Service not available, closing transmission channel": "smtp-reply | delayed |  | 421 | other",
		"botocore.exceptions.ClientError: An error occurred (MessageRejected) when calling the SendEmail operation: Email address is not verified. The following identities failed the check in region AP-NORTHEAST-1: a@b.example": "smtp-reply | failed |  |  | policy",
		"An error occurred (Throttling) when calling the SendRawEmail operation (reached max retries: 4): Maximum sending rate exceeded.":                                                                                           "smtp-reply | failed |  |  | rate_limit",
		"operation error SESv2: SendEmail, https response error StatusCode: 400, RequestID: 5505-554, MessageRejected: Email address is not verified.":                                                                              "smtp-reply | failed |  |  | policy",
		"An error occurred while trying to deliver the mail to the following recipients:\na@b.example":                                                                                                                              "dsn-text | failed | a@b.example |  | other",
		"botocore.exceptions.ClientError: An error occurred (ThrottlingException) when calling the DescribeInstances operation: Rate exceeded":                                                                                      "not-report",

		// What a server answers is no word of the log.
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx.b.example[192.0.2.1] said: 550 5.1.351 Remote server returned unknown recipient -> 550 5.1.1 status=sent (in reply to end of DATA command))":    "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"Nov  5 05:50:00 mx sm-mta[550]: uA5700: to=<a@b.example>, relay=mx.b.example. [192.0.2.1], dsn=5.1.1, reply=550 5.1.1 unknown => stat=Sent, stat=User unknown":                                                                                                                     "smtp-reply | failed | a@b.example | 550 | unknown_user",
		"Nov  5 05:50:00 mx smtpd[550]: 0123456789abcdef mta delivery evpid=0123456789abcdef from=<i@shop.example> to=<gone@docomo.ne.jp> rcpt=<-> source=\"192.0.2.5\" relay=\"192.0.2.1 (mfsmax.docomo.ne.jp)\" delay=1s result=\"PermFail\" stat=\"550 Unknown user gone@docomo.ne.jp\"": "smtp-reply | failed | gone@docomo.ne.jp | 550 | unknown_user",
		"Nov  5 05:50:00 mx smtpd[550]: 0123456789abcdef mta delivery evpid=0123456789abcdef from=<i@shop.example> to=<a@b.example> rcpt=<-> source=\"192.0.2.5\" relay=\"192.0.2.1 (mx.b.example)\" delay=1s result=\"Ok\" stat=\"250 2.0.0 Ok\"":                                          "smtp-reply | relayed | a@b.example | 250 | ",
		"2026-11-05 05:50:00 H=(app) [192.0.2.5] F=<i@shop.example> rejected RCPT <a@b.example>: relay not permitted":                                                                                                                                                                       "smtp-reply | failed | a@b.example |  | policy",
		"2026-11-05 05:50:00 H=app.shop.example [192.0.2.5] F=<i@shop.example> temporarily rejected RCPT <a@b.example>: greylisted":                                                                                                                                                         "smtp-reply | delayed | a@b.example |  | policy",

		// What has no number of its own may be about another message: a refusal stands.
		"Nov  5 05:50:00 mx postfix/smtpd[550]: NOQUEUE: reject: RCPT from a.example[192.0.2.5]: 550 5.1.1 <a@b.example>: Recipient address rejected: User unknown; from=<i@shop.example> to=<a@b.example> proto=ESMTP helo=<a>\nNov  5 05:51:00 mx postfix/smtpd[550]: NOQUEUE: reject: RCPT from c.example[192.0.2.6]: 450 4.2.0 <a@b.example>: Recipient address rejected: Greylisted; from=<x@c.example> to=<a@b.example> proto=ESMTP helo=<c>": "smtp-reply | failed | a@b.example | 550 | unknown_user",

		// A server that took it, and says that it won't deliver it.
		"250 2.7.0 Ok, discarded, id=550-01 - spam": "smtp-reply | failed |  | 250 | policy",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=2.0.0, status=sent (250 Ok: it has not been quarantined)":                       "smtp-reply | relayed | a@b.example | 250 | ",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=127.0.0.1[127.0.0.1]:10024, dsn=2.7.0, status=sent (250 2.7.0 Ok, discarded, id=550-01 - spam)":                 "smtp-reply | failed | a@b.example | 250 | policy",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=2.6.0, status=sent (250 2.6.0 Message quarantined)":                             "smtp-reply | failed | a@b.example | 250 | other",
		"Nov  5 05:50:00 mx postfix/smtp[550]: 4A1B: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4B; spam is quarantined elsewhere)": "smtp-reply | relayed | a@b.example | 250 | ",
		// Numbers that are no codes.
		"points = [(550, 'x'), (450, 'y')]":  "error",
		"2026/11/05 05:50:00 550 items sold": "error",
		"550円のクーポン":                          "error",
		"550 points for you":                 "error",
		"〒550-0001 大阪市西区":                    "error",
		"Tel: 550-123-4567":                  "not-report",
		"price: 550 yen only":                "not-report",
	} {
		r, err := dsn.Read(strings.NewReader(text))
		got := "error"
		if err == nil {
			got = string(r.Kind)
			for _, rc := range r.Recipients {
				got = strings.Join([]string{got, string(rc.Category), rc.Recipient, rc.ReplyCode, string(append(rc.Causes, "")[0])}, " | ")
			}
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if err == nil && r.Kind == dsn.Reply && !r.Incomplete {
			t.Errorf("%q: taken for a whole report", text)
		}
	}
}

// Of several reports below one another the one that can't be read may tell of a failure.
func TestUnreadableBelow(t *testing.T) {
	const daemon = "From: MAILER-DAEMON@mail.shop.example (Mail Delivery System)\nDate: Thu, Nov 5, 2026 at 05:49\nSubject: %s\nTo: <hanako@shop.example>\n\n"
	good := strings.ReplaceAll(daemon, "%s", "Successful Mail Delivery Report") + "This is the mail system at host mail.shop.example.\n\n<a@b.example>: delivery via mx.b.example[192.0.2.1]:25: 250 2.0.0 Ok\n\n"
	strange := strings.ReplaceAll(daemon, "%s", "Notice") + "Something happened.\n"
	person := strings.NewReplacer("MAILER-DAEMON@mail.shop.example (Mail Delivery System)", "Taro <taro@shop.example>", "%s", "Fwd: Successful Mail Delivery Report").Replace(daemon) + "see below\n\n"
	const letter = "From: Hanako <hanako@shop.example>\nSubject: Fwd\n\nlook\n\n"
	for name, c := range map[string]struct {
		text       string
		incomplete bool
	}{
		"alone": {good, false}, "forwarded twice": {person + good, false}, "strange below": {good + strange, true},
	} {
		r, err := dsn.Read(strings.NewReader(letter + c.text))
		if err != nil || len(r.Recipients) != 1 || r.Incomplete != c.incomplete {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// What is attached doesn't hide what is quoted, and a refusal that belongs to no recipient
// isn't passed over.
func TestSuccessBesideFailure(t *testing.T) {
	const (
		good   = "This is the mail system at host mail.shop.example.\n\n<a@b.example>: delivery via mx.b.example[192.0.2.1]:25: 250 2.0.0 Ok\n"
		bad    = "> This is the mail system at host mail.shop.example.\n>\n> <c@d.example>: host mx.d.example[192.0.2.2] said: 550 5.1.1 user unknown (in reply to RCPT TO command)\n"
		letter = "From: Hanako <hanako@shop.example>\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
		parts  = "From: MAILER-DAEMON@mail.shop.example\nContent-Type: multipart/report; boundary=b\n"
		part   = "\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.shop.example\n\n"
		attach = "\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mail.shop.example\nSubject: Successful Mail Delivery Report\n\n"
	)
	for name, c := range map[string]struct {
		text       string
		recipients int
		incomplete bool
	}{
		"attached and quoted": {letter + "look\n\n" + bad + attach + good + "--b--\n", 2, false},
		"the same twice":      {letter + "look\n\n> " + strings.ReplaceAll(good, "\n", "\n> ") + attach + good + "--b--\n", 1, false},
		"two parts":           {parts + part + "Final-Recipient: rfc822; a@b.example\nAction: relayed\nStatus: 2.0.0\n" + part + "Final-Recipient: rfc822; c@d.example\nAction: failed\nStatus: 5.1.1\n--b--\n", 2, false},
		"words and a part":    {parts + "\n--b\n\nCould not be delivered to: c@d.example\n550 5.1.1 user unknown\n" + part + "Final-Recipient: rfc822; a@b.example\nAction: relayed\nStatus: 2.0.0\n--b--\n", 1, true},
		"put off before":      {parts + "\n--b\n\n   ----- Transcript of session follows -----\n<<< 450 4.7.1 greylisted\n<a@b.example>... relayed; expect no further notifications\n" + part + "Final-Recipient: rfc822; a@b.example\nAction: relayed\nStatus: 2.0.0\n--b--\n", 1, false},
		"another's refusal":   {good + "\n** Address not found **\n\nYour message wasn't delivered to gone@d.example.\n\n550 5.1.1 user unknown\n", 1, true},
	} {
		r, err := dsn.Read(strings.NewReader(c.text))
		if err != nil || len(r.Recipients) != c.recipients || r.Incomplete != c.incomplete {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}
