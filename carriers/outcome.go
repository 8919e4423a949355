package carriers

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Outcome is what becomes of a message at a carrier.
type Outcome string

// The outcomes.
const (
	Deliver Outcome = "deliver" // into the inbox
	Warn    Outcome = "warn"    // into the inbox, with a warning banner
	Unknown Outcome = "unknown" // no source covers the case, or DNS failed
	Junk    Outcome = "junk"    // into the spam folder; SMTP says 250
	Drop    Outcome = "drop"    // SMTP says 250, then the mail vanishes; no bounce
	Reject  Outcome = "reject"  // SMTP says 5xx, so a bounce comes back
)

// Outcomes lists every Outcome from the mildest to the worst: a known
// non-delivery beats unknown, and unknown beats a known delivery.
var Outcomes = []Outcome{Deliver, Warn, Unknown, Junk, Drop, Reject}

// Worst gives the worst of the outcomes, Deliver when there are none.
func Worst(outcomes ...Outcome) Outcome {
	worst := Deliver
	for _, o := range outcomes {
		if slices.Index(Outcomes, o) > slices.Index(Outcomes, worst) {
			worst = o
		}
	}
	return worst
}

// Delivered reports whether the mail is known to reach the inbox; a warning
// banner counts as delivered.
func (o Outcome) Delivered() bool { return o == Deliver || o == Warn }

// Failed reports whether the mail is known not to reach the inbox.
func (o Outcome) Failed() bool { return !o.Delivered() && o != Unknown }

// Word is the outcome in a word, as tables show it.
func (o Outcome) Word() i18n.Text { return words[o] }

var words = map[Outcome]i18n.Text{
	Deliver: {EN: "deliver", JA: "届く"},
	Warn:    {EN: "warn", JA: "警告つき"},
	Unknown: {EN: "unknown", JA: "不明"},
	Junk:    {EN: "junk", JA: "迷惑メール"},
	Drop:    {EN: "drop", JA: "破棄"},
	Reject:  {EN: "reject", JA: "拒否"},
}

// Effect says what sender and subscriber see, in a mail operator's words.
func (o Outcome) Effect() i18n.Text { return effects[o] }

var effects = map[Outcome]i18n.Text{
	Deliver: {
		EN: "SMTP says 250; the mail reaches the inbox",
		JA: "サーバーは 250（受付）を返しますが、メールは受信箱に届きます",
	},
	Warn: {
		EN: "SMTP says 250; the mail reaches the inbox with a warning banner",
		JA: "サーバーは 250（受付）を返しますが、メールは警告表示つきで受信箱に届きます",
	},
	Unknown: {
		EN: "whether the mail arrives is not known",
		JA: "届くかどうかは分かりません",
	},
	Junk: {
		EN: "SMTP says 250; the mail goes to the spam folder; no bounce comes back",
		JA: "サーバーは 250（受付）を返しますが、メールは迷惑メールフォルダーに入ります。エラーメールは返りません",
	},
	Drop: {
		EN: "SMTP says 250; the mail is dropped; no bounce comes back",
		JA: "サーバーは 250（受付）を返しますが、メールは破棄されます。エラーメールは返りません",
	},
	Reject: {
		EN: "SMTP says 5xx; the mail is refused and a bounce comes back",
		JA: "SMTP は 5xx を返し、メールは拒否されてエラーメールが返ります",
	},
}
