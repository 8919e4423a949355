package dsn

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// fields are the fields of one group, names in lower case, in their order.
type fields []struct{ name, value string }

func (f fields) get(names ...string) string {
	for _, name := range names {
		for _, field := range f {
			if field.name == name && field.value != "" {
				return field.value
			}
		}
	}
	return ""
}

func (f fields) has(name string) bool {
	return slices.ContainsFunc(f, func(field struct{ name, value string }) bool { return field.name == name })
}

// The fields of the message (RFC 3464 §2.2), with Postfix's own.
var messageFields = []string{
	"reporting-mta", "original-envelope-id", "dsn-gateway", "received-from-mta", "arrival-date",
	"x-postfix-queue-id", "x-postfix-sender", "x-original-message-id",
}

// The fields of a recipient (§2.3), each once in a group.
var recipientFields = []string{
	"final-recipient", "original-recipient", "action", "status", "remote-mta", "diagnostic-code",
	"last-attempt-date", "will-retry-until", "final-log-id", "localized-diagnostic", "x-actual-recipient",
}

// readStatus reads the fields of a delivery-status part: those of the message,
// and a group for each recipient (RFC 3464 §2.1). Blank lines part the groups;
// where they are missing, the second of a field opens the next one, and where
// they stand within a group, what names no recipient belongs to the one before.
func readStatus(text string) (message fields, recipients []fields) {
	var group fields
	end := func() {
		if group.has("final-recipient") || group.has("original-recipient") || len(recipients) == 0 {
			if len(group) > 0 && len(recipients) < MaxRecipients {
				recipients = append(recipients, group)
			}
		} else {
			last := len(recipients) - 1
			recipients[last] = append(recipients[last], group...)
		}
		group = nil
	}
	for _, line := range unfold(text) {
		name, value, ok := strings.Cut(line, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case strings.TrimSpace(line) == "":
			end()
		case !ok || strings.ContainsAny(name, " \t"):
		case slices.Contains(messageFields, name), len(group) == 0 && len(recipients) == 0 && !slices.Contains(recipientFields, name):
			message = append(message, struct{ name, value string }{name, shorten(strings.TrimSpace(value), maxField)})
		default:
			if slices.Contains(recipientFields, name) && group.has(name) {
				end()
			}
			group = append(group, struct{ name, value string }{name, shorten(strings.TrimSpace(value), maxField)})
		}
	}
	end()
	return message, recipients
}

// unfold gives the lines of text, folded ones put together with one space
// (RFC 5322 §2.2.3).
func unfold(text string) []string {
	var lines []string
	var folded strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') && strings.TrimSpace(line) != "" && folded.Len() > 0 {
			if folded.Len() < maxField {
				folded.WriteByte(' ')
				folded.WriteString(strings.TrimSpace(line))
			}
			continue
		}
		lines = append(lines, folded.String())
		folded.Reset()
		folded.WriteString(strings.TrimRight(line, "\r"))
	}
	return append(lines, folded.String())[1:]
}

// entry is what one place of a report says of a recipient: a group of fields, a
// paragraph of words, an object of JSON.
type entry struct {
	original, final string
	action, status  string
	remote          string
	reply           string
	hint            Category // what the words say, where there is no action
	stage           Stage
	date, until     string
	relayed         bool      // the words say that the next system reports no success
	expired         bool      // the words say that the time was up
	opened          bool      // a receipt says that the message was shown
	filtered        bool      // the carrier marks it as stopped by a filter
	service         string    // the sending service whose event it is
	label           string    // the service's own word for the reason, beside the reply
	advice          i18n.Text // instead of that of the outcome; empty: that
	guessed         bool      // read by the generic reader
	prose           bool      // the reply is none, but what the report says itself
}

// entryOf reads the fields of a recipient.
func entryOf(f fields) entry {
	e := entry{
		final:  typed(f.get("final-recipient", "x-actual-recipient")),
		action: actionOf(f.get("action")),
		status: enhancedIn(f.get("status")),
		remote: hostOf(f.get("remote-mta")),
		reply:  diagnosis(f.get("diagnostic-code", "localized-diagnostic")),
		date:   f.get("last-attempt-date"),
		until:  f.get("will-retry-until"),
	}
	e.original = originalOf(f.get("original-recipient"), e.final)
	if e.final == "" {
		e.final = e.original
	}
	e.relayed = strings.Contains(f.get("action"), "non-DSN-aware")
	return e
}

// actionOf gives an action without its comment, in lower case (§2.3.3).
func actionOf(value string) string {
	value, _, _ = strings.Cut(value, "(")
	return clean(shorten(strings.ToLower(value), maxLabel))
}

// maxLabel bounds words such as an action.
const maxLabel = 64

// diagnosis gives the text of "type; text". A type is one word (§2.3.6); what has
// none is text altogether.
func diagnosis(value string) string {
	kind, text, ok := strings.Cut(value, ";")
	if kind = strings.TrimSpace(kind); ok && isToken(kind) {
		return strings.TrimSpace(text)
	}
	return value
}

func isToken(s string) bool {
	return s != "" && len(s) <= maxLabel && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// hostOf gives the name of "type; name (comment)" without comment and final dot.
func hostOf(value string) string {
	words := strings.Fields(diagnosis(value))
	if len(words) == 0 {
		return ""
	}
	return clean(shorten(strings.ToLower(strings.Trim(words[0], ".,()")), maxName))
}

// maxName bounds names and addresses: one line of a message (RFC 5322 §2.1.1).
const maxName = 998
