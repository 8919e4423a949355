package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// sendmail reads Sendmail's sections and its transcript. Status is
// 5.1.1 for whatever was refused at RCPT, 5.2.0 for what was at DATA. The line
// ">>> DATA" alone is no proof: with pipelining it comes before a refused RCPT.
var sendmail = form{
	Name:  "Sendmail",
	Mark:  lazy.MustCompile(`(?m)^ *-{5} (?:The following addresses had .*|Transcript of session follows) -{5}`),
	Read:  readSendmail,
	Stage: map[string]Stage{"5.1.1": Rcpt, "5.2.0": Data},
}

var (
	sendmailSection = lazy.MustCompile(`^ *-{5} (?:The following addresses had (.*)|Transcript of session follows) -{5}`)
	sendmailAddress = lazy.MustCompile(`^<([^<>\s]+)>(?: +\((.*)\))?$`)
	sendmailReason  = lazy.MustCompile(`^ +\(reason: (.*)\)$`)
	sendmailHost    = lazy.MustCompile(`(?i)^(?:\.+ )?while talking to (\S+?)\.?:$`)
	sendmailSent    = lazy.MustCompile(`(?i)^>>> (RCPT|MAIL|DATA|HELO|EHLO)[^<]*(?:<([^<>]*)>)?`)
	sendmailSaid    = lazy.MustCompile(`^<<< (\d\d\d[ -].*)$`)
	sendmailOwn     = lazy.MustCompile(`^(?:(\d\d\d) (?:[245]\.\d+\.\d+ )?)?<?([^<>\s]+@[^<>\s]+?)>?\.\.\. (.*)$`)
)

// The outcomes that the headings of sections name.
var sendmailHeadings = []struct {
	Words string
	Hint  Category
}{
	{"transient non-fatal errors", Delayed},
	{"fatal errors", Failed},
	{"delivery problems", Failed},
	{"successful delivery notifications", Delivered},
}

// transcript is a reading of Sendmail's text under way.
type transcript struct {
	entries []entry
	hint    Category
	host    string
	command Stage
	named   string // the address in the command
	reply   string // the last one of the remote server
}

func readSendmail(d *document) []entry {
	t := &transcript{}
	for line := range strings.SplitSeq(d.text, "\n") {
		t.line(strings.TrimRight(line, " "))
	}
	return t.entries
}

func (t *transcript) line(line string) {
	if m := sendmailSection.FindStringSubmatch(line); m != nil {
		t.hint = ""
		for _, h := range sendmailHeadings {
			if t.hint == "" && strings.Contains(m[1], h.Words) {
				t.hint = h.Hint
			}
		}
	} else if m := sendmailAddress.FindStringSubmatch(line); m != nil && t.hint != "" {
		e := t.entry(m[1])
		e.hint, e.relayed = t.hint, strings.Contains(m[2], "non-DSN-aware")
	} else if m := sendmailReason.FindStringSubmatch(line); m != nil && len(t.entries) > 0 {
		t.entries[len(t.entries)-1].reply = m[1]
	} else if m := sendmailHost.FindStringSubmatch(line); m != nil {
		t.host, t.command, t.named, t.reply = hostOf(m[1]), "", "", ""
	} else if m := sendmailSent.FindStringSubmatch(line); m != nil {
		t.command, t.named = stageOf(m[1]), address(m[2])
	} else if m := sendmailSaid.FindStringSubmatch(line); m != nil {
		t.answered(m[1])
	} else if m := sendmailOwn.FindStringSubmatch(line); m != nil {
		t.concluded(m[1], m[2], m[3])
	} else if strings.HasPrefix(line, "554 5.0.0 Service unavailable") && t.command == Data {
		t.refusedAtData()
	}
}

// answered takes a reply of the remote server.
func (t *transcript) answered(reply string) {
	if t.reply == "" || t.command == Rcpt {
		t.reply = reply
	}
	if t.command == Rcpt && t.named != "" && reply[0] != '2' {
		e := t.entry(t.named)
		e.stage, e.remote = Rcpt, t.host
		if codeIn(e.reply) == "" {
			e.reply = reply
		}
	}
}

// concluded takes Sendmail's own line about an address.
func (t *transcript) concluded(code, addr, text string) {
	switch {
	case strings.HasPrefix(text, "expanded to multiple addresses"):
		t.entry(addr).hint = Expanded
	case strings.HasPrefix(text, "Deferred"):
		e := t.entry(addr)
		e.hint, e.remote = Delayed, t.host
		if _, reply, ok := strings.Cut(text, "Deferred: "); ok && e.reply == "" {
			e.reply = reply
		}
	case strings.HasPrefix(text, "relayed; expect no further"):
		t.entry(addr).relayed = true
	case strings.HasPrefix(code, "5"):
		e := t.entry(addr)
		e.remote = t.host
		if e.hint == "" { // of a version that has no headings
			e.hint = Failed
		}
		switch {
		case e.reply != "":
		case t.reply != "" && (t.named == "" || sameMailbox(t.named, addr)):
			e.reply = t.reply
		case !strings.HasPrefix(text, "Service unavailable"): // which sums up what others said
			e.reply = code + " " + text
		}
	}
}

// refusedAtData marks who got the reply that Sendmail then sums up as "Service
// unavailable": that line is written for a message refused after DATA.
func (t *transcript) refusedAtData() {
	for i := range t.entries {
		e := &t.entries[i]
		if e.stage == "" && e.hint == Failed && (e.reply == "" || codeIn(e.reply) == codeIn(t.reply)) {
			e.stage, e.remote = Data, t.host
			if e.reply == "" {
				e.reply = t.reply
			}
		}
	}
}

// entry finds the entry of an address, or makes it. The entry is good until the
// next call.
func (t *transcript) entry(addr string) *entry {
	addr = address(addr)
	for i := range t.entries {
		if sameMailbox(t.entries[i].final, addr) {
			return &t.entries[i]
		}
	}
	if len(t.entries) == MaxRecipients {
		return &entry{}
	}
	t.entries = append(t.entries, entry{final: addr})
	return &t.entries[len(t.entries)-1]
}
