package message

import (
	"net/netip"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Facts are what a message is, apart from who sent it.
type Facts struct {
	Size          int64 `json:"size"`            // the size in octets as sent: each line end is CRLF
	HeaderSize    int64 `json:"header_size"`     // the size of the header in octets, without the empty line
	LongestLine   int   `json:"longest_line"`    // the length of the longest line in octets, without its end
	LongestLineAt int   `json:"longest_line_at"` // the number of the longest line in the message, from 1

	From       Mailboxes `json:"from"`       // the addresses in From
	To         Mailboxes `json:"to"`         // the addresses in To
	Cc         Mailboxes `json:"cc"`         // the addresses in Cc
	Recipients int       `json:"recipients"` // how many addresses To and Cc have; the envelope can have others
	MessageID  Presence  `json:"message_id"` // whether there is a Message-ID

	Links  int  `json:"links"`  // how many http and https URLs the text parts have, each time they occur
	HTML   bool `json:"html"`   // a part that is no attachment is text/html
	Unread bool `json:"unread"` // part of the body breaks the rules of MIME, has too many parts or nests them too deep, so that it could not be read: there may be more links
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
	Presence    Presence `json:"presence"`              // whether the field is there and says something
	Count       int      `json:"count"`                 // how many addresses there are
	Addresses   []string `json:"addresses,omitempty"`   // the first ten as they are written, without names, comments and angle brackets
	Unqualified []string `json:"unqualified,omitempty"` // the first ten that lack a fully qualified domain: that have nothing after "@", an IP address or a name of one label
	Malformed   []string `json:"malformed,omitempty"`   // the first ten that have a whole name after "@" and can't be read as an address
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
	faulty := &m.Unqualified
	switch _, domain, err := identity.ParseAddress(member.Text); {
	case err == nil && strings.Contains(domain, "."):
		return
	case err != nil && namesHost(member.Address):
		faulty = &m.Malformed
	}
	if len(*faulty) < maxListed {
		*faulty = append(*faulty, member.Address)
	}
}

// namesHost reports whether a name of several labels stands behind the last "@", be
// it one that DNS can't have.
func namesHost(address string) bool {
	at := strings.LastIndexByte(address, '@')
	host := strings.TrimRight(address[at+1:], ".")
	_, err := netip.ParseAddr(host)
	return at >= 0 && strings.Contains(host, ".") && !strings.HasPrefix(host, "[") && err != nil
}
