package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// side is whom a reply is about: the same words mean another thing when they are said
// of the sender than of the recipient.
type side string

const (
	ofSender    side = "sender"    // the envelope From, or the From
	ofClient    side = "client"    // the host that connected
	ofRecipient side = "recipient" // the address, or nothing says of whom
)

// sides tells them apart by the words; the first that matches decides.
var sides = []struct {
	Side  side
	Words *lazy.Regexp
}{
	{ofSender, lazy.MustCompile(`\bsender(?:'s)? (?:e?-?mail )?(?:address|domain|verif\w+|rejected|denied|refused|unknown|is|was|not|has|does)\b` +
		`|\b(?:unrout\w+|invalid|bad|forged|unknown|fake|unverified) (?:sender|return|envelope)|\bfrom address\b|\bfrom:? header\b|\bsending domain\b|\benvelope.?(?:from|sender)\b|\breturn.?path\b` +
		`|\bmail from ?[:<@]|\bmailfrom\b|\boriginat\w+ (?:address|domain)|\byour (?:sender |mail |e-?mail )?(?:domain|address)\b|\bverification failed for @` +
		`|@from\b[^@]*\b(?:reject|denied|refus|invalid|unknown|not )`)},
	{ofClient, lazy.MustCompile(`\bclient (?:host|ip|was|is|not)|\b(?:your|this|sending|connecting|remote) (?:ip|host|server|network|mail ?server|client)\b|\bptr\b|\breverse (?:dns|lookup)|\brdns\b|\b(?:h|e)(?:e|h)lo\b`)},
}

// sideOf gives whom a reply is about. What is refused at MAIL is the sender.
func sideOf(words string, stage Stage) side {
	for _, s := range sides {
		if s.Words.MatchString(words) {
			return s.Side
		}
	}
	if stage == Mail {
		return ofSender
	}
	return ofRecipient
}

var (
	anAddress = lazy.MustCompile(`<?[^\s<>"'()\[\],;:]+@(?:\[[^\]\s]*\]|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*)>?`)
	// checkPassed is what a server says was in order: no reason, whatever it refuses.
	checkPassed = lazy.MustCompile(`(?i)\b(?:spf|dkim|dmarc)\b(?: check| result| verification)? ?[=:]? ?(?:is |was |has )?(?:pass(?:ed|es)?|succeeded|ok)\b`)
	aHost       = lazy.MustCompile(`https?://\S+|\b(?:[\w-]+\.)+[a-zA-Z][\w-]*[a-zA-Z]\b`)
)

// mask hides addresses and the names of hosts, which can hold any word, and leaves a
// sign of them: @to for an address of the recipient, @from for one of the sender, @ for
// another, ~ for a host or a URL. A check that passed is no word about it.
func mask(reply string, to, from []string) string {
	reply = anAddress.ReplaceAllStringFunc(reply, func(a string) string {
		a = strings.Trim(a, "<>")
		for _, own := range to {
			if sameMailbox(own, a) {
				return "@to"
			}
		}
		for _, own := range from {
			if sameMailbox(own, a) {
				return "@from"
			}
		}
		return "@"
	})
	return aHost.ReplaceAllString(checkPassed.ReplaceAllString(reply, "passed"), "~")
}
