package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// disposition is a row of what receipts say (RFC 8098 §3.2.6, and RFC 3798, which has
// more modifiers). The first that matches decides.
type disposition struct {
	Words   *lazy.Regexp // in the disposition
	Text    *lazy.Regexp // in the subject, the words and the fields of the receipt; nil: any
	Hint    Category
	Opened  bool
	Expired bool
	Label   string // the reason, in words of replies
	Advice  i18n.Text
}

// dispositions: a program that refuses mail answers in the form of a receipt, too
// (RFC 5429 §2.1.2): then the words, or the kind of its automatic answer, say so.
var dispositions = []disposition{
	{Words: lazy.MustCompile(`mailbox-terminated`), Hint: Failed, Label: "account closed"},
	{Words: lazy.MustCompile(`automatic|deleted|/error`), Text: refusedReceipt, Hint: Failed},
	{Words: lazy.MustCompile(`; *(?:deleted|processed|dispatched)\b`), Text: lazy.MustCompile(`(?mi)^(?:error|failure) *: *\S`), Hint: Failed},
	{Words: lazy.MustCompile(`; *denied\b`), Hint: ReadReceipt, Advice: adviceDenied},
	{Words: lazy.MustCompile(`; *failed\b`), Hint: ReadReceipt, Advice: adviceNoReceipt},
	{Words: lazy.MustCompile(`displayed`), Hint: ReadReceipt, Opened: true},
	{Words: lazy.MustCompile(``), Hint: ReadReceipt},
}

// refusedReceipt are the words of a refusal in a receipt.
var refusedReceipt = lazy.MustCompile(`(?i)\(rejected\)|automatically rejected|\bwas rejected|\brejected mail|^rejected:|quota exceeded|自動的?に拒否|受信拒否|受け取りません|拒否され`)

// receipts reads a read receipt: who opened the message, did something else with it, or
// has a program that refused it.
func (d *document) receipts() []entry {
	if !d.isReceipt {
		return d.receiptOfWords()
	}
	message, groups := readStatus(d.receipt)
	f := message
	for _, g := range groups {
		f = append(f, g...)
	}
	said := strings.ToLower(f.get("disposition"))
	text := strings.Join([]string{d.subject, d.field("Auto-Submitted"), cut(d.receipt, maxWords), cut(d.text, maxWords)}, "\n")
	e := entry{final: typed(f.get("final-recipient", "original-recipient"))}
	e.original = originalOf(f.get("original-recipient"), e.final)
	for _, row := range dispositions {
		if !row.Words.MatchString(said) || row.Text != nil && !row.Text.MatchString(text) {
			continue
		}
		e.hint, e.opened, e.label, e.advice = row.Hint, row.Opened, row.Label, row.Advice
		break
	}
	if e.hint == Failed {
		e.reply, e.prose = f.get("error", "failure"), true
		if e.reply == "" {
			e.reply = proseOf(d.text)
		}
	}
	if e.final == "" {
		return nil
	}
	return []entry{e}
}

var (
	readSubject = lazy.MustCompile(`(?i)^(?:read|not read|開封済み|開封確認|既読|未読|gelesen|ungelesen|lu|non lu|leído|no leído|letto) ?[:：]`)
	unread      = lazy.MustCompile(`(?i)^(?:not|un|no\b|non)|未読|without being read|開封されずに|ungelesen`)
	readWords   = lazy.MustCompile(`(?i)\bwas (?:read|opened|displayed|deleted without being read)\b|has been (?:read|opened|displayed)|(?:開封|表示|既読に)(?:され|しま)|wurde .{0,40}gelesen|a été lu|ha sido leído|è stato letto`)
)

// readInWords finds a receipt that has no fields, as Outlook and some groupware write it.
func (d *document) readInWords() bool {
	return !d.fromDaemon() && len(d.inner) == 0 && readSubject.MatchString(d.subject) && readWords.MatchString(d.text)
}

func (d *document) receiptOfWords() []entry {
	from := address(d.field("From"))
	if from == "" {
		return nil
	}
	return []entry{{final: from, hint: ReadReceipt, opened: !unread.MatchString(d.subject) && !unread.MatchString(d.text)}}
}

// noComplaints are the types of feedback reports that complain of nothing, with what
// they are.
var noComplaints = map[string]i18n.Text{
	"auth-failure": { // RFC 6591
		EN: "this is a report on failed authentication (DMARC or DKIM), as the ruf tag of DMARC asks for: nobody complained, and it says nothing of delivery",
		JA: "送信者認証（DMARC や DKIM）が fail になったことを知らせるレポートです（DMARC の ruf タグによるもの）。苦情ではなく、配送の結果も示していません",
	},
	"not-spam": { // RFC 5965 §7.3
		EN: "a recipient says that the message is not spam: there is nothing to do",
		JA: "受信者が「迷惑メールではない」と申告したことを知らせるものです。対応は不要です",
	},
}

// noComplaint says what a feedback report is that complains of nothing; empty for others.
func (d *document) noComplaint() i18n.Text {
	return noComplaints[strings.ToLower(group(feedbackType, d.complaint, 1))]
}

var feedbackType = lazy.MustCompile(`(?mi)^Feedback-Type[ \t]*:[ \t]*([\w-]+)`)

// hiddenLocal is what stands in the place of an address that isn't to be known (RFC 6590).
var hiddenLocal = lazy.MustCompile(`(?i)^(?:redacted|anonymi[sz]ed|anonymous|hidden|removed|masked|x{3,}|\*+)(?:[\d._+-][\w.+-]*)?@`)

// complaints reads a feedback report (RFC 5965 §3.2): of whom, where it says so. One that
// asks to be taken off a list names that address. Many providers hide who complained: then
// it is the one that the message was for, or nobody.
func (d *document) complaints(r *Report) []entry {
	var entries []entry
	for _, line := range unfold(d.complaint) {
		name, value, _ := strings.Cut(line, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		if to := address(value); (name == "original-rcpt-to" || name == "removal-recipient") && strings.Contains(to, "@") && !hiddenLocal.MatchString(to) && len(entries) < MaxRecipients {
			entries = append(entries, entry{final: to, hint: Complained})
		}
	}
	if len(entries) > 0 {
		return entries
	}
	entries = []entry{{hint: Complained, guessed: true}} // the To can be a list's
	if d.nameRecipient(r, entries); entries[0].final == "" {
		r.Notes = append(r.Notes, noteComplaintUnnamed)
		return nil
	}
	return entries
}
