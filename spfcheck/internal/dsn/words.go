package dsn

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// generic reads the words of any other mail system: an address near a phrase of
// non-delivery, and a reply where a server's answer can stand. What it finds is less
// sure than what a form of a known server says, and is called so.
var generic = form{
	Name: "others",
	Is:   func(d *document) bool { return d.outcome() != "" },
	Read: func(whole *document) []entry {
		d := *whole
		d.text = cut(d.text, maxWords)
		hint, guessed := d.outcome(), !d.isNamed()
		found := d.addressed()
		if len(found) == 0 {
			return d.nameless(hint, guessed)
		}
		if hint == Relayed && doubtful.MatchString(d.subject+"\n"+d.text) {
			return nil
		}
		var entries []entry
		shared, headings := d.sharedReply(found), d.headings(found)
		if hint == Delayed && d.delaysEach(found) {
			hint = Failed // of those of whom nothing is said
		}
		for i, f := range found {
			about := d.about(found, i)
			e := entry{final: f.address, hint: hint, reply: replyIn(about), guessed: guessed, stage: stageOf(group(stageWords, about, 0))}
			if len(found) > 1 {
				e.hint = ownHint(about, headings[i], hint)
			}
			if e.reply == "" && e.hint == hint {
				e.reply = shared
			}
			if e.reply == "" {
				e.reply, e.prose = group(reasonGiven, about, 1), true
			}
			if e.reply == "" {
				e.reply = proseOf(about)
			}
			e.expired = timeUp.MatchString(e.reply) && e.hint == Failed
			entries = append(entries, e)
		}
		return entries
	},
}

// stageWords are where words name the refused command.
var stageWords = lazy.MustCompile(`(?i)in reply to .{0,20}|did not like our .{0,20}|after (?:rcpt to|mail from|end of data|the end of data|sending)|>>> (?:rcpt|mail|data)|\[(?:rcpt_to|mail_from|end_of_message)\]|\breject: [a-z-]+ from|\brejected rcpt`)

// nameless is for words that tell of a failure, and not whose: only where they can't be
// those of an announcement.
func (d *document) nameless(hint Category, guessed bool) []entry {
	if hint != Failed || !reportSubject.MatchString(d.subject) && !ownWords.MatchString(d.text) && d.status == "" {
		return nil
	}
	e := entry{hint: hint, reply: replyIn(d.text), guessed: guessed}
	if e.reply == "" {
		e.reply, e.prose = proseOf(d.text), true
	}
	return []entry{e}
}

// maxWords bounds the text that phrases are looked for in, in bytes.
const maxWords = 32 << 10

// outcome gives what the words say became of the message; "" when they say nothing.
func (d *document) outcome() Category {
	text := cut(d.text, maxWords)
	said := noFailures.ReplaceAllString(d.subject+"\n"+text, "")
	switch {
	case delay.MatchString(said) && !permanent.MatchString(said):
		return Delayed
	case nonDelivery.MatchString(said), replyIn(text) != "" && calledRecipient.MatchString(text):
		return Failed
	case success.MatchString(said) && replyIn(text) == "":
		return Relayed
	}
	return ""
}

// permanent are the words of a final failure, beside which "delay" stands for the past. That
// a notice will come "if the delivery fails permanently" is none.
var permanent = lazy.MustCompile(`(?i)\bpermanent(?:ly)? (?:fatal |delivery )?(?:fail|error|reject|problem|undeliver)|(?:failed|rejected) permanently|gave up|given up|giving up|has failed|delivery failed|returned to sender|undeliverable`)

var timeUp = lazy.MustCompile(`(?i)` + timeIsUp)

// place is an address in a text.
type place struct {
	address  string
	at, line int // of the address, and of its line
}

// mailbox is an address as texts have it, with the quotes that an old one of docomo's needs.
const mailbox = `(?:"[^"\s@]{1,64}"|[\w.!#$%&'*+/=?^{|}~-]+)@(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]+`

var (
	textAddress = lazy.MustCompile(mailbox)
	// calledRecipient is an address behind the word for a recipient.
	calledRecipient = lazy.MustCompile(`(?im)(?:^|[\s>*])(?:(?:(?:failed|final|original|intended)[ -]?)?recipients?(?: e-?mail)?(?: address(?:es)?)?|rcpt to|(?:sent|delivered|addressed|delivery|mail|message) to|address(?:es)? failed|address|e-?mail|to|宛先(?:アドレス|メールアドレス)?|送信先(?:メール)?(?:アドレス)?|対象(?:の?(?:メール)?アドレス)?|受信者(?:アドレス)?|配信先|empfänger(?:adresse)?|destinataires?|destinatarios?|destinatario|adressat|получатель|收件人|받는 사람)(?:\(s\))?[ \t]*[:：=][ \t\r\n]*<?(` + mailbox + `)`)
	// nextRecipient is an address behind another, in the same line or alone in the next.
	nextRecipient = lazy.MustCompile(`^>?[ \t]*(?:\([^()\n]{0,80}\)[ \t]*)?(?:[,;、]|[,;、]?[ \t]*\r?\n)[ \t・*-]{0,8}<?(` + mailbox + `)>?[ \t]*(?:[,;、\r\n(]|$)`)
	// notRecipient is what stands before the address of somebody else.
	notRecipient = lazy.MustCompile(`(?i)(?:\bfrom|\bsender(?: address)?|\bmail from|\bcontact|\breply to|\bemail us|\bsupport|\bhelp(?:desk)?|\badministrator|\busername|\blogin|\bcheck in region [\w-]+|送信者(?:アドレス)?|差出人|送信元|お問い?合わ?せ(?:先)?|連絡先|absender|expéditeur|remitente|mittente)\W{0,12}$`)
	// notInField is a field of a header, up to an address in it: of the copy of a message.
	notInField  = lazy.MustCompile(`(?i)^[ \t>]*(?:message-id|in-reply-to|references|return-path|received|from|sender|reply-to|errors-to|delivered-to|list-[\w-]+|dkim-signature|x-(?:originating|sender|mailer|beenthere)[\w-]*)[ \t]*:`)
	systemLocal = lazy.MustCompile(`(?i)^(?:mailer-daemon|postmaster|post_master|abuse|support|help|info-?desk|no-?reply)@`)
)

// addressed lists the recipients that a text names, in its order: those that it calls
// so, else the addresses that aren't the sender's or a mail system's.
func (d *document) addressed() []place {
	var found []place
	add := func(at int, a string) {
		a = address(strings.TrimRight(a, "."))
		if len(found) < MaxRecipients && !slices.ContainsFunc(found, func(p place) bool { return sameMailbox(p.address, a) }) {
			found = append(found, place{a, at, strings.LastIndexByte(d.text[:at], '\n') + 1})
		}
	}
	own := strings.ToLower(d.field("To") + " " + d.field("From"))
	steps := 4 * MaxRecipients
	addList := func(end int) { // of which the first alone stands as a recipient
		for ; steps > 0; steps-- {
			next := nextRecipient.FindStringSubmatchIndex(d.text[end:])
			if next == nil || isOther(d.text, end+next[2], end+next[3], own) {
				return
			}
			add(end+next[2], d.text[end+next[2]:end+next[3]])
			end += next[3]
		}
	}
	for _, at := range calledRecipient.FindAllStringSubmatchIndex(d.text, MaxRecipients) {
		if !isOther(d.text, at[2], at[3], own) && !notRecipient.MatchString(d.text[max(0, at[0]-40):at[0]]) {
			add(at[2], d.text[at[2]:at[3]])
			addList(at[3])
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, a := range strings.FieldsFunc(d.field("X-Failed-Recipients"), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		add(max(0, strings.Index(d.text, a)), a)
	}
	if len(found) > 0 {
		return found
	}
	for _, re := range []*lazy.Regexp{besideRecipient, textAddress} {
		for _, at := range re.FindAllStringSubmatchIndex(d.text, MaxRecipients) {
			at = at[len(at)-2:]
			if !isOther(d.text, at[0], at[1], own) {
				add(at[0], d.text[at[0]:at[1]])
				addList(at[1])
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return found
}

// isOther reports whether an address in a text is that of the sender, whom the report was
// sent to, of the mail system, or called that of somebody else.
func isOther(text string, begin, end int, own string) bool {
	a := text[begin:end]
	return strings.Contains(own, strings.ToLower(a)) || systemLocal.MatchString(a) || notRecipient.MatchString(text[max(0, begin-40):begin]) ||
		notInField.MatchString(cut(text[strings.LastIndexByte(text[:begin], '\n')+1:begin], maxLabel))
}

// replyPlaces are where a server's answer can stand: behind the words that lead to it,
// after the sign of a transcript, at the beginning of a line with an enhanced code or a
// word that replies have, in brackets.
var replyPlaces = []*lazy.Regexp{
	lazy.MustCompile(`(?m)^.{0,12}<<< ?([245][0-5]\d[ -].*(?:\n.{0,12}<<< ?[245][0-5]\d[ -].*)*)`),
	lazy.MustCompile(`(?i)(?:\bsaid|\breason(?: given)?|\bresponse(?: from .{0,60}| was)?|\berror(?: message| was| returned was)?(?: below)?|\breported error|\bstatus code|\bdiagnostic(?:[- ]code| information)?|\banswered|\breplied|\bresponded(?: with)?|\brejected with|\bserver returned|\bfollowing error(?: message)?|理由|エラー(?:内容|コード|メッセージ)?|応答|原因|grund|raison|motivo|причина|原因)\W{0,6}(?:remote host said\W{0,3})?[:：]\s*\W{0,3}(?:[a-z-]{3,8}; ?)?([45][0-5]\d:?[ -][^\n]*(?:\n[^\n]*\S[^\n]*){0,6})`),
	lazy.MustCompile(`(?m)^\W{0,8}(?:smtp; ?)?([45][0-5]\d:?[ -]#?(?:[45]\.\d{1,3}\.\d{1,3}\b|- )[^\n]*(?:\n[ \t>]*\S[^\n]*){0,4})`),
	lazy.MustCompile(`(?im)^\W{0,8}(?:smtp; ?)?([45][0-5]\d:?[ -][^\n]*\b(?:user|unknown|mailbox|recipient|address|relay|rejected|denied|blocked|spam|quota|message|host|domain|refused|unavailable|invalid|exist|delivery)\b[^\n]*(?:\n[ \t>]+\S[^\n]*){0,4})`),
	lazy.MustCompile(`(?i)[(\[（]([45][0-5]\d[ -][^()\[\]（）\n]*[a-z]{4}[^()\[\]（）\n]*)[)\]）]`),
	lazy.MustCompile(`(?i)(?:>|@[\w.-]+)(?::| [-–—])? ([45][0-5]\d[ -](?:#?[45]\.\d+\.\d+|[^\n]*[a-z]{4})[^\n]*(?:\n[ \t]+\S[^\n]*){0,4})`),
	lazy.MustCompile(`(?m)(?:>|@[\w.-]+): ([45]\.\d{1,3}\.\d{1,3} [^\n]*[a-z]{4}[^\n]*)`),
	lazy.MustCompile(`(?i)\[[0-9.]+\],? ([45][0-5]\d[ -][^\n]*[a-z]{4}[^\n]*)`),
	lazy.MustCompile(`(?i)\breturned \W{0,2}([45][0-5]\d[ -][^\n]*(?:\n[ \t]*\S[^\n]*){0,3})`),
	lazy.MustCompile(`<[^\s<>]+ #([45]\.\d{1,3}\.\d{1,3}[^<>]*)>`),                                   // Exchange 2003
	lazy.MustCompile(`(?i)\badditional information follows ?:\s*-- ([45]\.\d{1,3}\.\d{1,3} [^\n]*)`), // Mimecast
	lazy.MustCompile(`(?i)\berror[_ ]code *:? *([45][0-5]\d\b[^\n]*)`),
}

// replyIn gives the first reply of a server in a text; "" where there is none.
func replyIn(text string) string {
	for _, re := range replyPlaces {
		if m := re.FindStringSubmatch(text); m != nil {
			return transcriptSign.ReplaceAllString(m[1], " ")
		}
	}
	return ""
}

// reasonGiven is what a report itself calls the reason, without a code.
var reasonGiven = lazy.MustCompile(`(?im)^\W*(?:reason|because|cause|理由|原因|grund|raison|motivo|причина)[ \t]*[:：][ \t]*\n?[ \t]*(\S[^\n]*(?:\n[ \t]+\S[^\n]*){0,3})`)

var transcriptSign = lazy.MustCompile(`\n.{0,12}<<< ?`)

// proseOf gives the words themselves, where there is no reply: a few lines.
func proseOf(text string) string {
	var lines []string
	size := 0
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
			size += len(line)
		}
		if len(lines) == 12 || size > maxReply/2 {
			break
		}
	}
	return strings.Join(lines, " ")
}
