package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// gmail reads the words of Google's reports, the older of which have no fields.
var gmail = form{
	Name: "Gmail",
	Mark: lazy.MustCompile(`(?m)^This is an automatically generated Delivery Status Notification|^Google tried to deliver your message|^Delivery to the following recipients? (?:failed|has been delayed)`),
	Read: func(d *document) []entry {
		hint := Failed
		if strings.Contains(d.text, "has been delayed") {
			hint = Delayed
		}
		reply := group(gmailReply, d.text, 1) + group(gmailReply, d.text, 2)
		if reply == "" {
			reply = group(gmailDetails, d.text, 1)
		}
		reply = gmailState.ReplaceAllString(strings.Join(strings.Fields(reply), " "), "")
		if m := gmailTwice.FindStringSubmatch(reply); m != nil && m[1] == m[2] {
			reply = reply[len("450 "):]
		}
		var entries []entry
		for _, m := range gmailAddress.FindAllStringSubmatch(d.text, MaxRecipients) {
			entries = append(entries, entry{
				final: address(m[1]), hint: hint, reply: reply, remote: hostOf(group(gmailHost, d.text, 1)),
			})
		}
		return entries
	},
}

var (
	gmailAddress = lazy.MustCompile(`(?m)^ {5}([^\s<>]+@[^\s<>]+)$`)
	gmailReply   = lazy.MustCompile(`(?s)The error that the other server returned was:\s*(.*?)(?:\n\n|$)|The response (?:from the remote server )?was:\s*(.*?)(?:\n\n|$)`)
	gmailDetails = lazy.MustCompile(`(?s)Technical details of (?:permanent|temporary) failure:\s*(.*?)(?:\n\n|$)`)
	gmailHost    = lazy.MustCompile(`rejected by the server for the recipient domain \S+ by (\S+)`)
	gmailState   = lazy.MustCompile(` \(state \d+\)\s*\.?$`)
	gmailTwice   = lazy.MustCompile(`^([245]\d\d) ([245]\d\d) `)
)
