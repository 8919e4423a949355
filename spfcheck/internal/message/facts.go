package message

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Facts are what a message is, apart from who sent it.
type Facts struct {
	Size          int64 `json:"size"`            // octets as sent: each line end is CRLF
	HeaderSize    int64 `json:"header_size"`     // of these, the header's, without the empty line
	LongestLine   int   `json:"longest_line"`    // octets of the longest line, without its end
	LongestLineAt int   `json:"longest_line_at"` // its number in the message, from 1

	From       Mailboxes `json:"from"`
	To         Mailboxes `json:"to"`
	Cc         Mailboxes `json:"cc"`
	Recipients int       `json:"recipients"` // addresses in To and Cc: what the envelope has can differ
	MessageID  Presence  `json:"message_id"`

	Links int  `json:"links"` // http and https URLs in the text parts, each time they occur
	HTML  bool `json:"html"`  // a part that is no attachment is text/html
	// Unread says that a part of the body could not be read, since it breaks the
	// rules of MIME or goes beyond mail.MaxParts, mail.MaxDepth. There may be more Links.
	Unread bool `json:"unread"`
}

// Presence says whether a field is there and says something.
type Presence string

// The presences.
const (
	Missing Presence = "missing" // there is no such field
	Empty   Presence = "empty"   // there is one, and no instance says anything; "<>" says nothing
	Present Presence = "present"
)

// maxListed is how many addresses Mailboxes lists: they are examples.
const maxListed = 10

// Mailboxes are the addresses in all fields of one name.
type Mailboxes struct {
	Presence Presence `json:"presence"`
	Count    int      `json:"count"`
	// Addresses are the first ten, as they are written, without names, comments
	// and angle brackets.
	Addresses []string `json:"addresses,omitempty"`
	// Unqualified are those, the first ten of them, that are not a local part, "@" and a
	// fully qualified domain name: that have nothing after "@", an IP address or
	// a name of one label.
	Unqualified []string `json:"unqualified,omitempty"`
}

// headerFacts gives the facts that the fields say.
func headerFacts(h mail.Header) Facts {
	f := Facts{
		From:      mailboxes(h.Values("From")),
		To:        mailboxes(h.Values("To")),
		Cc:        mailboxes(h.Values("Cc")),
		MessageID: presence(h.Values("Message-ID")),
	}
	f.Recipients = f.To.Count + f.Cc.Count
	return f
}

func presence(values []string) Presence {
	if len(values) == 0 {
		return Missing
	}
	for _, v := range values {
		if strings.Trim(v, "<> \t") != "" {
			return Present
		}
	}
	return Empty
}

func mailboxes(values []string) Mailboxes {
	m := Mailboxes{Presence: presence(values)}
	for _, v := range values {
		for member := range mail.Members(v) {
			m.add(member)
		}
	}
	return m
}

// add counts one member of a list.
func (m *Mailboxes) add(member mail.Member) {
	m.Count++
	if len(m.Addresses) < maxListed {
		m.Addresses = append(m.Addresses, member.Address)
	}
	if len(m.Unqualified) < maxListed && !qualified(member) {
		m.Unqualified = append(m.Unqualified, member.Address)
	}
}

// qualified reports whether a member of a list has a fully qualified domain.
func qualified(member mail.Member) bool {
	_, domain, err := identity.ParseAddress(member.Text)
	return err == nil && strings.Contains(domain, ".")
}
