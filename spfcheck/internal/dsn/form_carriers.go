package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// ezweb reads au's own notices, text in ISO-2022-JP or EUC-JP with one line in
// English that gives the reason, as samples of 2008 have it.
var ezweb = form{
	Name: "au",
	Is: func(d *document) bool {
		return ezwebSender.MatchString(d.field("From")) && strings.HasPrefix(d.subject, "Mail System Error - Returned Mail")
	},
	Read: func(d *document) []entry {
		reply := ezwebReason.FindString(d.text)
		var entries []entry
		for _, m := range bracketed.FindAllStringSubmatch(d.text, MaxRecipients) {
			entries = append(entries, entry{
				final: address(m[1]), hint: Failed, reply: reply,
				filtered: strings.EqualFold(d.field("X-SPASIGN"), "NG"),
				expired:  strings.Contains(reply, "not delivered within"),
			})
		}
		return entries
	},
}

var (
	ezwebSender = lazy.MustCompile(`(?i)postmaster@(?:ezweb\.ne\.jp|au\.com)\b`)
	ezwebReason = lazy.MustCompile(`(?m)^(?:The user\(s\) account is .*|Your message was not delivered within .*|Each of the following recipients was rejected .*)$`)
	bracketed   = lazy.MustCompile(`(?m)^ *<([^<>\s]+@[^<>\s]+)> *$`)
)

// softbank reads SoftBank's own notices where they have no fields, as samples of
// 2008 and 2009 have it.
var softbank = form{
	Name: "SoftBank",
	Is: func(d *document) bool {
		return softbankSender.MatchString(d.field("From")) && strings.Contains(d.subject, "Non Delivery Notification")
	},
	Read: func(d *document) []entry {
		var entries []entry
		for _, m := range bracketed.FindAllStringSubmatch(d.text, MaxRecipients) {
			entries = append(entries, entry{final: address(m[1]), hint: Failed, reply: softbankReason.FindString(d.text)})
		}
		return entries
	},
}

var (
	softbankSender = lazy.MustCompile(`(?i)mailer-daemon@(?:[a-z.-]+\.)?(?:softbank|vodafone)\.ne\.jp\b`)
	softbankReason = lazy.MustCompile(`(?m)^.*(?:指定された送信先は|送信先のサーバーメールボックスが一杯).*$`)
)
