package dsn

import "regexp"

// opensmtpd reads OpenSMTPD's words, the only place where it puts the reply
// (facts §2): "a: 550 …".
var opensmtpd = form{
	Name: "OpenSMTPD",
	Mark: regexp.MustCompile(`(?m)^ *This is the MAILER-DAEMON, please DO NOT REPLY`),
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
	Words *regexp.Regexp
	Hint  Category
}{
	{regexp.MustCompile(`An error has occurred while`), Failed},
	{regexp.MustCompile(`was relayed to`), Relayed},
	{regexp.MustCompile(`delivered to`), Delivered},
	{regexp.MustCompile(`delayed|temporarily`), Delayed},
}

var (
	opensmtpdLine = regexp.MustCompile(`(?m)^([^\s:<>]+@[^\s:<>]+): ?(.*)$`)
	opensmtpdOver = regexp.MustCompile(`(?i)envelope expired`)
)
