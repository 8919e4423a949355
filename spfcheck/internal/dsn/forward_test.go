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
