package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// answer is a server's answer, and little else. What became of the message is concluded
// from its code.
var answer = form{
	Name: "an answer alone",
	Read: func(d *document) []entry {
		entries := programAnswers(d.text)
		if len(entries) == 0 {
			entries = []entry{{reply: answerIn(d.text)}}
		}
		for i := range entries {
			e := &entries[i]
			if e.stage == "" {
				e.stage = stageOf(group(stageWords, d.text, 0))
			}
			if e.reply[0] == '4' {
				e.advice = adviceAnswer
			}
			if e.final == "" && sideOf(strings.ToLower(mask(e.reply, nil, nil)), "") != ofSender {
				e.final = d.only(e.reply, d.text)
			}
		}
		return entries
	},
}

// only gives the recipient of the first text that names one alone; "" where none does.
func (d *document) only(texts ...string) string {
	for _, text := range texts {
		whole := *d
		whole.text = text
		if to := whole.addressed(); len(to) == 1 {
			return to[0].address
		}
	}
	return ""
}

// answered reads a text of a few lines as the answer of a server, which is all that people
// have from a log or a program, or think worth pasting; nil where it is none.
func answered(data []byte) *document {
	text := cut(strings.TrimSpace(mail.DecodeText(data, "")), maxWords)
	short := len(text) <= maxReply && strings.Count(text, "\n") < maxAnswer
	if len(programAnswers(text)) == 0 && (!short || answerIn(text) == "") {
		return nil
	}
	return &document{text: text, isQuote: true, worded: []*form{&answer}}
}

// maxAnswer bounds the lines of an answer that stands alone.
const maxAnswer = 10

func answerIn(text string) string {
	if reply := replyIn(text); reply != "" {
		return reply
	}
	return group(answerAlone, text, 1)
}

// answerAlone finds what replyIn doesn't look for in a letter: an answer of success, and
// one without its first code.
var answerAlone = lazy.MustCompile(`(?i)(?:^|said: |\bstat(?:us)?=sent \()\W{0,3}(2[0-5]\d[ -](?:2\.\d\.\d\b|.*\b(?:ok|okay|queued|accepted|completed)\b).*|[45][0-5]\d[ -].*\b(?:service not available|too many|frequency|closing transmission|try again)\b.*|5\.\d\.\d{1,3} .*[a-z]{4}.*)`)

// programs are libraries and programs that send mail, by the way in which they tell of a
// server's answer: Reply and To are made of the groups of Told. With To there may be several.
var programs = []struct {
	Name      string
	Told      *lazy.Regexp
	Reply, To string
}{
	{"smtplib, of recipients", lazy.MustCompile(`(?i)['"]([^'"\s]+@[^'"\s]+)['"]: \(([45][0-5]\d), b?['"]([^'"\n]*[a-z]{4}[^'"\n]*)`), "$2 $3", "$1"},
	{"smtplib", lazy.MustCompile(`(?i)SMTP\w+: \(([45][0-5]\d), b?['"]([^'"\n]*[a-z]{4}[^'"\n]*)`), "$1 $2", ""},
	{"PHPMailer, of the server", lazy.MustCompile(`(?i)\bDetail: ([^\n]*?)\s*SMTP code: ([45][0-5]\d)(?:\s*Additional SMTP info: ([45]\.\d+\.\d+))?`), "$2 $3 $1", ""},
	{"PHPMailer, its transcript", lazy.MustCompile(`(?:SERVER -> CLIENT|command failed): ([45][0-5]\d[ -][^\n]+)`), "$1", ""},
	{"PHPMailer, of recipients", lazy.MustCompile(`SMTP Error: The following recipients failed: ([^\s:,]+@[^\s:,]+): ([^\n]*[a-zA-Z]{4}[^\n]*)`), "$2", "$1"},
	{"Symfony Mailer, Swift Mailer", lazy.MustCompile(`but got code "([45][0-5]\d)", with message "(?:[45][0-5]\d[ -])?([^\n]*?)\s*"`), "$1 $2", ""},
	{"Nodemailer", lazy.MustCompile(`\bresponse: ['"]([45][0-5]\d[ -][^'\n]+)['"]`), "$1", ""},
	{"Ruby's net/smtp", lazy.MustCompile(`Net::SMTP\w+(?::| \() ?([45][0-5]\d[ -][^\n]+)`), "$1", ""},
	{"Jakarta Mail", lazy.MustCompile(`SMTP\w+Exception: ([45][0-5]\d[ -][^\n]+)`), "$1", ""},
	{".NET", lazy.MustCompile(`The server response was: ([45]\.\d\.\d{1,3} [^\n]+)`), "$1", ""},
	{"MailKit", lazy.MustCompile(`SmtpCommandException: ([45]\.\d\.\d{1,3} [^\n]+)`), "$1", ""},
	{"Go's net/smtp, in its log", lazy.MustCompile(`(?im)^\d{4}/\d\d/\d\d [\d:.]+ (?:[^\n]{0,80}: )?([45][0-5]\d[ -](?:[45]\.\d|[^\n]*\b(?:user|mailbox|recipient|sender|relay|denied|rejected|refused|message)\b)[^\n]*)`), "$1", ""},
	{"Amazon SES, by its API", lazy.MustCompile(`\b(?:(?:MessageRejected|MailFromDomainNotVerified\w*|\w*SendingPaused\w*|AccountSuspended\w*)\)?(?: when calling the Send\w*Email operation| \(client\))?|\w+\) when calling the Send\w*Email operation(?: \([^()]*\))?): ([^\n]*[a-z]{4}[^\n]*)`), "$1", ""},
	{"swaks", lazy.MustCompile(`(?m)^<\*\* +([45][0-5]\d[ -][^\n]+)`), "$1", ""},
	{"msmtp", lazy.MustCompile(`server message: ([45][0-5]\d[ -][^\n]+)`), "$1", ""},
}

// programAnswers reads what a program tells.
func programAnswers(text string) (entries []entry) {
	for _, p := range programs {
		for _, told := range p.Told.FindAllString(text, MaxRecipients) {
			reply := strings.Join(strings.Fields(p.Told.ReplaceAllString(told, p.Reply)), " ")
			entries = append(entries, entry{final: address(p.Told.ReplaceAllString(told, p.To)), reply: reply})
			if p.To == "" {
				break
			}
		}
		if len(entries) > 0 {
			break
		}
	}
	return entries
}
