package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// exim reads Exim's words, which are all that older versions and its warnings
// have: "SMTP error from remote mail server after RCPT TO:<a>:".
var exim = form{
	Name: "Exim",
	Mark: lazy.MustCompile(`(?m)^This message was created automatically by mail delivery software`),
	Read: func(d *document) []entry {
		hint := Failed
		if eximDelay.MatchString(d.text) {
			hint = Delayed
		}
		var entries []entry
		for _, b := range blocks(eximSentBy.ReplaceAllString(d.text, ""), eximFirst, indented) {
			entries = append(entries, eximEntry(b, hint))
		}
		for _, m := range eximSuccess.FindAllStringSubmatch(d.text, MaxRecipients) {
			entries = append(entries, entry{
				final: address(m[1]), hint: Delivered, relayed: strings.Contains(m[2], "non-DSN-aware"),
			})
		}
		return entries
	},
}

var (
	eximFirst   = lazy.MustCompile(`^  ?(?: )?([^\s<>]+@[^\s<>:]+|<[^\s<>]+@[^\s<>]+>)$`)
	eximSentBy  = lazy.MustCompile(`(?m)^A message sent by\s+<?[^\s<>]+@[^\s<>]+>?$`) // in what others than the sender get
	eximSuccess = lazy.MustCompile(`(?m)^<([^\s<>]+@[^\s<>]+)> \((relayed .*)\)$`)
	eximDelay   = lazy.MustCompile(`has not (?:yet )?been delivered to|has been delayed|delay in delivery|No action is required on your part`)
	eximError   = lazy.MustCompile(`SMTP error from remote (?:mail server|mailer) after (.+?):(?:<[^>]*>(?: SIZE=\d+)?:)? ?(?:host (\S+) \[[^\]]*\]: )?(\S.*)`)
	eximHost    = lazy.MustCompile(`\bhost (\S+) \[`)
)

func eximEntry(b block, hint Category) entry {
	text := b.one()
	e := entry{final: b.address, hint: hint, reply: text, remote: hostOf(group(eximHost, text, 1))}
	if m := eximError.FindStringSubmatch(text); m != nil {
		e.stage, e.reply = stageOf(m[1]), m[3]
	}
	e.expired = strings.Contains(text, "retry timeout exceeded") || strings.Contains(text, "retry time not reached")
	return e
}
