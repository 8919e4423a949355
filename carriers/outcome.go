package carriers

import (
	"slices"

	"spfcheck/spfcheck/i18n"
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

// Effect says what sender and subscriber see, in a mail operator's words.
func (o Outcome) Effect() i18n.Text { return effects[o] }

var effects = map[Outcome]i18n.Text{
	Deliver: {
		EN: "SMTP says 250; the mail reaches the inbox",
		JA: "SMTP は 250 を返し、メールは受信箱に届きます",
	},
	Warn: {
		EN: "SMTP says 250; the mail reaches the inbox with a warning banner",
		JA: "SMTP は 250 を返し、メールは警告表示つきで受信箱に届きます",
	},
	Unknown: {
		EN: "whether the mail arrives is not known",
		JA: "届くかどうかは分かりません",
	},
	Junk: {
		EN: "SMTP says 250; the mail goes to the spam folder; no bounce comes back",
		JA: "SMTP は 250 を返し、メールは迷惑メールフォルダに入ります。エラーメールは返りません",
	},
	Drop: {
		EN: "SMTP says 250; the mail is dropped; no bounce comes back",
		JA: "SMTP は 250 を返しますが、メールは破棄されます。エラーメールは返りません",
	},
	Reject: {
		EN: "SMTP says 5xx; the mail is refused and a bounce comes back",
		JA: "SMTP は 5xx を返し、メールは拒否されてエラーメールが返ります",
	},
}

// Basis says how a rule is known.
type Basis string

// The bases.
const (
	Official Basis = "official" // the carrier's own page says it
	Quoted   Basis = "quoted"   // a named third party quotes or paraphrases the carrier
	Observed Basis = "observed" // a named third party tested it, or holds a bounce that shows it
	Claimed  Basis = "claimed"  // a named third party asserts it, with no test
	Inferred Basis = "inferred" // our reading; no source says it in so many words
)

// Bases lists every Basis, the strongest first.
var Bases = []Basis{Official, Quoted, Observed, Claimed, Inferred}

// AtLeast reports whether b is as strong as limit or stronger. Every basis is
// as strong as the empty limit.
func (b Basis) AtLeast(limit Basis) bool {
	return limit == "" || slices.Index(Bases, b) <= slices.Index(Bases, limit)
}

// Source is a page or a text that a rule relies on.
type Source struct {
	Key   string    `json:"key"`                // "D-SID": the name it has in this project
	URL   string    `json:"url"`                // "" where the text is on no page that can be linked
	Title i18n.Text `json:"title"`              // who says it, and in what
	Date  string    `json:"date"`               // as exact as it is known: "2007-11-01", "2023-10", "2008"; "" when undated
	Later bool      `json:"or_later,omitempty"` // Date is the earliest possible one
	Basis Basis     `json:"basis"`              // how this source knows
	Fact  i18n.Text `json:"fact"`               // the fact relied on
}
