package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// replyCode finds the code of an SMTP reply (RFC 5321 §4.2.1). It can stand
// behind a label of the reporting server's own: "5.3.0 - … 550-'Unknown user'".
var replyCode = lazy.MustCompile(`(?:^|[\s:'"(])([245][0-5]\d)(?:[ \-:']|$)`)

// enhancedCode finds an enhanced status code (RFC 3463 §2): also as qmail
// writes it, (#5.1.1). It is no address of four numbers.
var enhancedCode = lazy.MustCompile(`(?:^|[\s(#\-:])([245]\.\d{1,3}\.\d{1,3})(?:[\s):;,<\-]|$)`)

// head is how much of a reply its codes are looked for in: what follows can be
// anything, times and sizes among it.
const head = 200

func codeIn(reply string) string {
	if m := replyCode.FindStringSubmatch(shorten(reply, head)); m != nil {
		return m[1]
	}
	return ""
}

func enhancedIn(reply string) string {
	if m := enhancedCode.FindStringSubmatch(shorten(reply, head)); m != nil {
		return m[1]
	}
	return ""
}

// stageNames say which stage a server's name for a command means. The servers
// write them into their reports in many ways: "end of DATA command", "RCPT TO",
// "pipelined MAIL FROM", "initial connection".
var stageNames = []struct {
	Word  string
	Stage Stage
}{
	{"rcpt", Rcpt},
	{"mail from", Mail},
	{"mail", Mail},
	{"end of data", Data},
	{"data", Data},
	{"message", Data}, // Postfix: "while sending message body"
	{"ehlo", Connect},
	{"helo", Connect},
	{"lhlo", Connect},
	{"greeting", Connect},
	{"connection", Connect},
	{"connect", Connect},
	{"starttls", Connect},
}

// stageOf gives the stage of a command, "" when it isn't known.
func stageOf(command string) Stage {
	command = strings.ToLower(command)
	for _, s := range stageNames {
		if strings.Contains(command, s.Word) {
			return s.Stage
		}
	}
	return ""
}

// plainReply is a reply in one line, safe to show.
func plainReply(s string) string {
	return clean(shorten(strings.Join(strings.Fields(s), " "), maxReply))
}
