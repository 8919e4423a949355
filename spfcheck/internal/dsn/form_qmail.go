package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// qmail reads qmail's form, QSBMF, which has no fields at all
// (https://cr.yp.to/proto/qsbmf.txt).
var qmail = form{
	Name: "qmail",
	Mark: lazy.MustCompile(`(?m)^Hi\. (?:This is the|The) qmail-send program`),
	Read: func(d *document) []entry {
		var entries []entry
		for _, b := range blocks(d.text, qmailFirst, always) {
			entries = append(entries, qmailEntry(b))
		}
		return entries
	},
}

// The host that writes the report.
var qmailHost = lazy.MustCompile(`(?m)^Hi\. This is the qmail-send program at ([^\s]+?)\.?$`)

var (
	qmailFirst  = lazy.MustCompile(`^<([^<>\s]+@[^<>\s]+)>:$`)
	qmailRemote = lazy.MustCompile(`(?m)^(?:Connected to )?(\S+) (?:does not like|failed|but )`)
	qmailSaid   = lazy.MustCompile(`Remote host said: (.*)`)
)

// The stages by qmail-remote's words.
var qmailStages = []struct {
	Words string
	Stage Stage
}{
	{"does not like recipient", Rcpt},
	{"does not like sender", Mail},
	{"but sender was rejected", Mail},
	{"failed after I sent the message", Data},
	{"failed on DATA command", Data},
	{"but greeting failed", Connect},
	{"but my name was rejected", Connect},
	{"wasn't able to establish an SMTP connection", Connect},
}

func qmailEntry(b block) entry {
	e := entry{
		final: b.address, hint: Failed, reply: b.one(),
		remote:  hostOf(group(qmailRemote, b.text, 1)),
		expired: strings.Contains(b.text, "in the queue too long"),
	}
	if said := group(qmailSaid, b.text, 1); said != "" {
		e.reply = said
	}
	for _, s := range qmailStages {
		if strings.Contains(b.text, s.Words) {
			e.stage = s.Stage
			break
		}
	}
	return e
}

// qmailLogged reads the words in a line of its log, where one sign stands for spaces and
// one for the ends of lines.
func qmailLogged(b block) entry {
	b.text = qmailUnlogged.Replace(strings.ReplaceAll(strings.TrimSuffix(b.text, "/"), "_", " "))
	return qmailEntry(b)
}

var qmailUnlogged = strings.NewReplacer("/Remote host said:", "\nRemote host said:", "/Giving up on ", "\nGiving up on ", "/I'm not going to try again", "\nI'm not going to try again")
