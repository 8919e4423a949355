package dsn

import "github.com/spfcheck/spfcheck/spfcheck/internal/lazy"

// opensmtpd reads OpenSMTPD's words, the only place where it puts the reply:
// "a: 550 …".
var opensmtpd = form{
	Name: "OpenSMTPD",
	Mark: lazy.MustCompile(`(?m)^ *This is the MAILER-DAEMON, please DO NOT REPLY`),
	Read: func(d *document) []entry {
		hint := Category("")
		for _, h := range opensmtpdHints {
			if hint == "" && h.Words.MatchString(d.text) {
				hint = h.Hint
			}
		}
		var entries []entry
		for _, m := range opensmtpdLine.FindAllStringSubmatch(d.text, MaxRecipients) {
			entries = append(entries, entry{final: address(m[1]), reply: m[2], hint: hint, expired: opensmtpdOver.MatchString(m[2])})
		}
		return entries
	},
}

var opensmtpdHints = []struct {
	Words *lazy.Regexp
	Hint  Category
}{
	{lazy.MustCompile(`An error has occurred while`), Failed},
	{lazy.MustCompile(`was relayed to`), Relayed},
	{lazy.MustCompile(`delivered to`), Delivered},
	{lazy.MustCompile(`delayed|temporarily`), Delayed},
}

var (
	opensmtpdLine = lazy.MustCompile(`(?m)^([^\s:<>]+@[^\s:<>]+): ?(.*)$`)
	opensmtpdOver = lazy.MustCompile(`(?i)envelope expired`)
)
