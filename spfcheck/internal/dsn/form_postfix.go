package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// postfix reads Postfix's words: "<a>: host H[IP] said: REPLY (in reply to RCPT TO
// command)", folded anywhere. A site may have replaced everything around that
// (https://www.postfix.org/bounce.5.html), so the paragraph itself is the mark.
var postfix = form{
	Name: "Postfix",
	Is: func(d *document) bool {
		return postfixFirst.MatchString(d.text) && (d.fromDaemon() || postfixSure.MatchString(d.text))
	},
	Read: func(d *document) []entry {
		var entries []entry
		more := indented
		if d.isQuote || !postfixFolded.MatchString(d.text) { // mail programs lose the indent, and HTML has none
			more = always
		}
		before := d.before(postfixFirst)
		tries, warns := before.outcome() == Delayed, postfixWarns.MatchString(before.text)
		for _, b := range blocks(d.text, postfixFirst, more) {
			e := postfixEntry(b)
			if e.hint == Failed && (tries && !strings.HasPrefix(codeIn(e.reply), "5") || warns) {
				e.hint = Delayed
			}
			if probed := postfixProbes[e.hint]; probed != "" && d.isProbe() {
				e.hint = probed
			}
			entries = append(entries, e)
		}
		return entries
	},
}

// isProbe reports whether the words are those of sendmail -bv, which sends nothing: what
// would be done, or what was answered to RCPT.
func (d *document) isProbe() bool { return postfixProbe.MatchString(d.text) }

var (
	postfixProbe  = lazy.MustCompile(`(?s)delivery report that you requested.*:\s+(?:delivers\s+to|25\d[\s-]+2\.1\.5)\b`)
	postfixProbes = map[Category]Category{Delivered: Deliverable, Relayed: Deliverable, Failed: Undeliverable}
)

// before is the document up to a mark, where a server says what it does about the replies
// that follow: those have words of their own.
func (d *document) before(mark *lazy.Regexp) *document {
	first := *d
	if at := mark.FindStringSubmatchIndex(d.text); at != nil {
		first.text = d.text[:at[0]]
	}
	return &first
}

var (
	// postfixSure is what stands in such a paragraph, or before it, and in nobody's letter.
	postfixSure = lazy.MustCompile(`This is the mail system at host|(?m:^ *The mail system$)|\bsaid:\s+[245]\d\d[ -]|\bdelivery via \S+\[|\(in\s+reply\s+to |: [245]\d\d[ -]#?[245]\.\d\.\d`)

	// postfixWarns stands in its notice of delay alone. It retries after a refusal for good,
	// too, where its soft_bounce is set (https://www.postfix.org/postconf.5.html#soft_bounce).
	postfixWarns = lazy.MustCompile(`(?s)THIS IS A WARNING ONLY\..*It will be retried until it is`)

	postfixFirst  = lazy.MustCompile(`(?m)^<([^<>\s]+@[^<>\s]+|[^<>\s]+)>(?: \(expanded from [^)\n]*\))?: (\S.*)$`)
	postfixSaid   = lazy.MustCompile(`host (\S+?)\[([^\]]*)\](?::\d+)? (?:said|refused to talk to me): (.*)`)
	postfixFolded = lazy.MustCompile(`(?m)^(?: {4}|\t)\S`) // how it goes on with a paragraph
	postfixVia    = lazy.MustCompile(`delivery via (\S+?)\[([^\]]*)\](?::\d+)?: (.*)`)
	postfixStage  = lazy.MustCompile(`\(in reply to (.+?) command\)$`)
	postfixNet    = lazy.MustCompile(`^(?:(connect) to (\S+?)\[.*|lost connection with (\S+?)\[.*? while (.+)|conversation with (\S+?)\[.*? timed out while (.+))$`)
)

func postfixEntry(b block) entry {
	text := b.one()
	e := entry{final: b.address, hint: Failed}
	if m := postfixVia.FindStringSubmatch(text); m != nil {
		e.remote, text = hostOf(m[1]), m[3]
		if strings.HasPrefix(text, "2") { // or else it was refused, or is cut off
			e.hint = Relayed
		}
	} else if text == "alias expanded" {
		e.hint = Expanded
	} else if group(postfixLocal, text, 0) != "" {
		e.hint = Delivered
	}
	if m := postfixSaid.FindStringSubmatch(text); m != nil {
		e.remote, text, e.hint = hostOf(m[1]), m[3], Failed
	}
	if m := postfixNet.FindStringSubmatch(text); m != nil {
		e.remote, e.stage = hostOf(m[2]+m[3]+m[5]), stageOf(m[1]+m[4]+m[6])
	}
	if at := postfixStage.FindStringSubmatchIndex(text); at != nil {
		e.stage = stageOf(text[at[2]:at[3]])
		text = text[:at[0]]
	}
	e.reply = text
	return e
}

var postfixLocal = lazy.MustCompile(`^delivery via \S+: deliver(?:ed|s) to `)
