package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// courier reads Courier's paragraphs, each with its own transcript, which is
// exact.
var courier = form{
	Name: "Courier",
	Mark: lazy.MustCompile(`(?m)^running the Courier mail server|^This is a delivery status notification from \S+,$`),
	Read: func(d *document) []entry {
		hint := Failed
		if strings.Contains(d.text, "DELAYED MAIL") {
			hint = Delayed
		}
		var entries []entry
		for _, b := range blocks(d.text, qmailFirst, always) {
			e := entry{final: b.address, hint: hint, remote: hostOf(group(courierHost, b.text, 1)), reply: b.one()}
			if said := courierSaid.FindStringSubmatch(b.text); said != nil {
				e.stage, e.reply = stageOf(said[1]), said[2]
			}
			entries = append(entries, e)
		}
		return entries
	},
}

var (
	courierHost = lazy.MustCompile(`^(\S+) \[`)
	courierSaid = lazy.MustCompile(`>>> (.*)\n<<< (.*)`)
)
