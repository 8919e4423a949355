package cli

import "github.com/spfcheck/spfcheck/spfcheck/input"

// words are what texts of the library call things here: a flag has the name of its
// input.
var words = input.Words{
	input.MailFrom:    "--mail-from",
	input.Helo:        "--helo",
	input.From:        "--from",
	input.Sender:      "--sender",
	input.Mail:        "--mail",
	input.Size:        "--size",
	input.IP:          "--ip",
	input.Via:         "--via",
	input.DKIMDomain:  "--dkim-domain",
	input.To:          "--to",
	input.On:          "--on",
	input.Carrier:     "--carrier",
	input.Setting:     "--setting",
	input.MinBasis:    "--min-basis",
	input.Selector:    "--selector",
	input.Ignore:      "--ignore",
	input.AllSenders:  "spfcheck senders",
	input.AllCarriers: "spfcheck carriers",
	input.AllRules:    "spfcheck explain",
}
