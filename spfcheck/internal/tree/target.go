package tree

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// Message is what is known of the message, for the macros in the targets.
type Message struct {
	// Sender is <sender>: local-part@domain. "" where it isn't known; only the
	// domain is known of "@example.com".
	Sender string
	Helo   string // "": not known
}

// The macro letters by what they depend on; d depends on the record alone
// (RFC 7208 §7.2).
const (
	messageLetters = "lsoh"
	addressLetters = "icvp"
)

// knows reports whether the macro letters can be expanded.
func (m Message) knows(letters string) bool {
	at := strings.LastIndexByte(m.Sender, '@')
	unknown := addressLetters
	if m.Helo == "" {
		unknown += "h"
	}
	if at <= 0 {
		unknown += "ls"
	}
	if at == len(m.Sender)-1 { // of "" too
		unknown += "o"
	}
	return !strings.ContainsAny(letters, unknown)
}

// target is the name that a term in the domain's record asks for, and whether it
// can be told.
func (m Message) target(domain string, t record.Term) (name string, known bool) {
	if !m.knows(t.Domain.Letters()) {
		return "", false
	}
	return canonical(t.Target(domain, record.Values{
		Sender: m.Sender, Helo: m.Helo,
		Domain: dnsmsg.Unescape(domain), // a target, or it would be escaped twice
	})), true
}

// canonical is how a name is compared: in lower case (RFC 4343), without a dot at
// the end. The root stays a dot.
func canonical(name string) string {
	if name == "." {
		return name
	}
	return strings.ToLower(strings.TrimSuffix(name, "."))
}
