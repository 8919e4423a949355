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
		"450-4.2.1 the user is receiving\n450 4.2.1 mail too quickly":                                                                                       "smtp-reply | delayed |  | 450 | rate_limit",
		"dsn=5.1.1, status=bounced (host mx.partner.example[192.0.2.9] said: 550 5.1.1 <gone@partner.example>: User unknown (in reply to RCPT TO command))": "smtp-reply | failed | gone@partner.example | 550 | unknown_user",
		"550円のクーポン":           "error",
		"550 points for you":  "error",
		"〒550-0001 大阪市西区":     "error",
		"Tel: 550-123-4567":   "not-report",
		"price: 550 yen only": "not-report",
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
