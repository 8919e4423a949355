package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// logged reads lines of a mail server's log, which people paste. Of several tries of one
// message for one recipient the last counts, but a refusal stands.
var logged = form{
	Name: "a log",
	Is: func(d *document) bool {
		for _, server := range logs {
			if server.Line.MatchString(d.text) {
				return true
			}
		}
		return false
	},
	Read: func(d *document) []entry {
		var entries []entry
		tried := map[string]int{}
		for line := range strings.SplitSeq(joinQmail(d.text), "\n") {
			id, e := loggedEntry(line)
			if e.hint == "" {
				continue
			}
			if e.final == "" {
				e.final = d.only(e.reply)
			}
			e.guessed = d.depth > 0 // it stood in somebody's letter
			at, again := tried[id+" "+e.final]
			switch {
			case again && entries[at].hint == Failed: // for good: the number is another message's, too
			case again:
				entries[at] = e
			case len(entries) < MaxRecipients:
				tried[id+" "+e.final] = len(entries)
				entries = append(entries, e)
			}
		}
		return entries
	},
}

// logs are the servers whose lines are known: Line has the number of the message, the
// recipient and the server's word for what happened, in the groups that ID, To and Word name;
// Said what was answered, in the first group that has anything, which Entry reads.
var logs = []struct {
	Server       string
	Line         *lazy.Regexp
	ID, To, Word int
	Said         *lazy.Regexp
	Entry        func(block) entry
}{
	{
		"Postfix", lazy.MustCompile(`\bpostfix[\w/.-]*\[\d+\]: (\w+): to=<([^<>\s]+)>, [^(\n]*\bstatus=(\w+)`), 1, 2, 3,
		lazy.MustCompile(`\bstatus=\w+ \((.*)\)\s*$`), postfixEntry,
	},
	{ // what it refuses itself, of an application or of another server
		"Postfix's smtpd", lazy.MustCompile(`\bpostfix[\w/.-]*\[\d+\]: (\w+): (?:milter-)?reject: \S+ from \S+: ([45])(?:\.|\d\d ).*; from=<[^<>]*>,? to=<([^<>\s]+)>`), 1, 3, 2,
		lazy.MustCompile(`reject: \S+ from \S+: ([45].*?); from=<[^<>]*>,? to=<`), postfixEntry,
	},
	{
		"Sendmail", lazy.MustCompile(`\b(?:sendmail|sm-mta|sm-msp-queue)\[\d+\]: (\w+): to=<?([^<>\s,]+@[^<>\s,]+)>?,.*, stat=(\w+)`), 1, 2, 3,
		lazy.MustCompile(`\breply=(.*), stat=|\bstat=(?:Deferred: |Sent \()?(.*?)\)?\s*$`), postfixEntry,
	},
	{
		"Exim", lazy.MustCompile(` (\w{6}-\w{6,11}-\w{2,4}) (\*\*|==|=>|->) (?:[^\s<]+ <)?([^\s<>@]+@[^\s<>:]+)>?:? .*\bT=`), 1, 3, 2,
		lazy.MustCompile(` C="([^"]*)"|(?:\]|\)|T=\w+): (?:SMTP error from remote mail server after [^:]+:(?:<[^>]*>(?: SIZE=\d+)?:)? )?(.*)`), postfixEntry,
	},
	{ // what it refuses itself
		"Exim, of its clients", lazy.MustCompile(` (H=)\S.*? ((?:temporarily )?rejected) RCPT <([^<>\s]+@[^<>\s]+)>: \S`), 1, 3, 2,
		lazy.MustCompile(` rejected RCPT <[^<>]*>: (.*)`), postfixEntry,
	},
	{
		"OpenSMTPD", lazy.MustCompile(`\bsmtpd\[\d+\]: (\w+) mta delivery .*?\bto=<([^<>\s]+)>.*\bresult="(Ok|TempFail|PermFail)"`), 1, 2, 3,
		lazy.MustCompile(`\bstat="([^"]*)"`), postfixEntry,
	},
	{
		"qmail", lazy.MustCompile(`\bmsg (\d+) to (?:local|remote) (\S+@\S+) delivery \d+: (success|failure|deferral): .*/`), 1, 2, 3,
		lazy.MustCompile(`: (?:success|failure|deferral): (.*)`), qmailLogged,
	},
	{ // the line before is missing
		"qmail, of nobody", lazy.MustCompile(`\bdelivery (\d+)(): (success|failure|deferral): [^\s/]*[_+].*/`), 1, 2, 3,
		lazy.MustCompile(`: (?:success|failure|deferral): (.*)`), qmailLogged,
	},
}

// joinQmail puts the line that begins a delivery before the one that ends it: the first
// names the recipient, the second the outcome.
func joinQmail(text string) string {
	began := map[string]string{}
	return qmailLine.ReplaceAllStringFunc(text, func(line string) string {
		m := qmailLine.FindStringSubmatch(line)
		if m[2] != "" {
			began[m[1]] = m[2] + " "
			return line
		}
		return began[m[3]] + line
	})
}

var qmailLine = lazy.MustCompile(`\bstarting delivery (\d+): (msg \d+ to (?:local|remote) \S+)|\bdelivery (\d+): (?:success|failure|deferral): `)

// loggedOutcomes are the words of these servers. Sendmail has others, beside a status.
var loggedOutcomes = map[string]Category{
	"deliverable": Deliverable, "undeliverable": Undeliverable,
	"sent": Relayed, "Sent": Relayed, "=>": Relayed, "->": Relayed,
	"deferred": Delayed, "SOFTBOUNCE": Delayed, "Deferred": Delayed, "==": Delayed,
	"bounced": Failed, "expired": Failed, "**": Failed,
	"4": Delayed, "5": Failed, "temporarily rejected": Delayed, "rejected": Failed,
	"Ok": Relayed, "TempFail": Delayed, "PermFail": Failed,
	"success": Relayed, "deferral": Delayed, "failure": Failed,
}

var (
	loggedHere   = lazy.MustCompile(`^[^(\n]*\bstatus=sent \(delivered to (?:mailbox|maildir)| => [^\n]* T=(?:local_delivery|maildir\w*)\b| to local \S+ delivery \d+: success: did_[1-9]\d*\+0\+0/`)
	loggedHost   = lazy.MustCompile(`\brelay=([\w-]+\.[^\s,\[]+)|\bT=\S+ H=([\w-]+\.[^\s\[]+)|\brelay="[^"(]*\(([^)"]+)\)`)
	loggedStatus = lazy.MustCompile(`\bdsn=([245]\.\d+\.\d+)`)
	loggedDate   = lazy.MustCompile(`^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)`) // others have no year, or no zone
)

// loggedEntry reads a line; without a hint where it tells of no try.
func loggedEntry(line string) (id string, e entry) {
	line = shorten(line, maxReply)
	for _, server := range logs {
		m := server.Line.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		said := strings.Join(append(server.Said.FindStringSubmatch(line), "")[1:], "")
		e = server.Entry(block{address: address(m[server.To]), text: said})
		e.status, e.date = group(loggedStatus, line, 1), group(loggedDate, line, 0)
		e.hint = loggedOutcomes[m[server.Word]]
		switch {
		case e.hint == Relayed && loggedHere.MatchString(line):
			e.hint = Delivered
		case e.hint == "" && strings.HasPrefix(e.status, "4"):
			e.hint = Delayed
		case e.hint == "" && strings.HasPrefix(e.status, "5"):
			e.hint = Failed
		}
		if host := hostOf(strings.Join(append(loggedHost.FindStringSubmatch(line), "")[1:], "")); host != "" {
			e.remote = host
		}
		if e.stage == "" && e.hint != Delivered && e.hint != Relayed {
			e.stage = stageOf(group(stageWords, line, 0))
		}
		if e.hint == Delayed {
			e.advice = adviceAnswer
		}
		return m[server.ID], e
	}
	return "", e
}
