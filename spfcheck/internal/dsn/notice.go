package dsn

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// isNotice finds the notice of a service that sends mail for its users (kintone, freee,
// a help desk) and says in words of its own that one wasn't delivered. Its sender is no
// mail system, so it must say three things: in the subject that mail failed, beside a word
// for a recipient whose, and why, in a server's answer or in words that the table knows.
func (d *document) isNotice() bool {
	text := cut(d.text, maxWords)
	if !noticeSubject.MatchString(d.subject) && (d.isQuote || !eventNotice.MatchString(text)) || !calledRecipient.MatchString(text) && !besideRecipient.MatchString(text) {
		return false
	}
	if !slices.ContainsFunc(d.addressed(), func(p place) bool { return !forExamples.MatchString(p.address) }) {
		return false
	}
	if reply := replyIn(text); reply != "" {
		return sureReply.MatchString(reply)
	}
	s := seen{words: strings.ToLower(group(reasonGiven, text, 1)), entry: entry{stage: Unknown}}
	s.side = sideOf(s.words, s.stage)
	return s.words != "" && mailWord.MatchString(d.subject) && nonDelivery.MatchString(d.subject+"\n"+text) && ruleFor(s, Failed) != &lastRule
}

var (
	// noticeSubject says that mail failed: a word for mail and one for a failure, since
	// parcels and payments fail, too.
	noticeSubject = lazy.MustCompile(`(?i)\b(?:e-?mails?|messages?|mail|newsletter|invoice|SMTP)\b.{0,40}\b(?:bounced?|fail(?:ed|ure|s)?|error|undeliver\w*|not (?:be )?(?:sent|delivered)|could(?:n't| not)|was(?:n't| not)|rejected)\b` +
		`|\b(?:bounced?|fail(?:ed|ure)|error|undeliver\w*|could(?:n't| not)|unable to|not (?:be )?(?:send|sent|delivered))\b.{0,40}\b(?:e-?mails?|messages?|mail|newsletter|invoice|SMTP)\b` +
		`|\bbounce (?:notification|notice|alert|report)|\bdelivery (?:failure|failed)` +
		`|メール.{0,16}(?:エラー|失敗|不能|不達|でき(?:ま|な|ず)|届[いかきけ]|戻[っり]|返[っさ])|(?:送信|配信)(?:が|に|は)?(?:エラー|失敗|でき(?:ま|な|ず)|不能)|不達|バウンス`)
	// eventNotice is the event of a sending service that somebody has had sent as words.
	eventNotice = lazy.MustCompile(`(?mi)^\W*event(?: type)?\W{1,4}(?:hard.?|soft.?)?(?:bounced?|dropped|blocked|failed)\b`)
	// besideRecipient is an address that stands as that of a recipient without being
	// called so: alone in its line, before 宛, behind "to".
	besideRecipient = lazy.MustCompile(`(?im)(?:\b(?:to|for) <?|^[\s・*-]{0,8}<?)(` + mailbox + `)(?:>? *(?:[:：][ \t]|(?:(?:soft|hard)[- ]?)?bounced|failed|was|could|has|for|on|\.?[ \t]*$)|>? ?(?:様|さん)?[ \t]*(?:宛|あて|への?|に|（|\(|[-–—:：|,][ \t]*[45][0-5]\d[ -]))`)
	// mailWord tells mail from messages about money.
	mailWord = lazy.MustCompile(`(?i)\be-?mails?\b|\bmail\b|newsletter|invoice|smtp|メール|配信`)
	// forExamples are the addresses of manuals (RFC 2606 §3).
	forExamples = lazy.MustCompile(`(?i)@example\.(?:com|net|org)$`)
	// replySubject is that of somebody's answer, or of an issue, where anything may be said
	// about an error.
	replySubject = lazy.MustCompile(`(?i:^\s*(?:re|aw|sv)(?:\[\d+\])? ?[:：])|[\[(][A-Z][A-Z0-9_]+-\d+[\])]`)
	// wordedReply is a reply with an enhanced code or with words: "550 件" is a number.
	wordedReply = lazy.MustCompile(`(?i)[245]\.\d{1,3}\.\d|[a-z]{4}`)
	// sureReply is a server's answer, and no price or number of a house: with an enhanced
	// code of its class, or with words that answers have.
	sureReply = lazy.MustCompile(`(?i)^(?:4[0-5]\d[ -]#?4|5[0-5]\d[ -]#?5)\.\d{1,3}\.\d{1,3}\b` +
		`|^[45][0-5]\d[ -].*\b(?:user|unknown|mailbox|recipient|relay(?:ing)?|spam|quota|invalid|denied|rejected|full)\b.*(?:@|\b(?:user|unknown|mailbox|recipient|full|denied|rejected|exceeded)\b)`)
)
