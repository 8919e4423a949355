package dsn

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// outcome is a row of the first half of the decision table: what happened. The first that matches decides.
type outcome struct {
	ID      string   // for the tests: "relayed"
	Actions []string // the actions; none: any
	Class   string   // of the Status; "": any
	Remote  bool     // only where another server took the message over
	Over    bool     // only where the words say that the time was up, whatever the code
	Service bool     // only events of a sending service
	Opened  bool     // only where the message was shown to the recipient
	Gone    bool     // only where the server took the message, and says that it won't deliver it

	Category    Category
	Error       bool
	Refusal     bool      // there is a cause to be looked for
	Contradicts i18n.Text // in what the fields contradict each other, for this recipient; empty: they don't
	Incomplete  bool      // the action is missing or none that is known
	Advice      i18n.Text
}

// outcomes is the table. The class of the Status decides where the action says
// nothing; the causes are in rules.
var outcomes = []outcome{
	{ID: "opened", Actions: []string{"read-receipt"}, Opened: true, Category: ReadReceipt, Advice: adviceRead},
	{ID: "handled", Actions: []string{"read-receipt"}, Category: ReadReceipt, Advice: adviceHandled},
	{ID: "complaint", Actions: []string{"complaint"}, Category: Complained, Advice: adviceComplaint},
	{ID: "deliverable", Actions: []string{"deliverable"}, Category: Deliverable, Advice: adviceProbe},
	{ID: "undeliverable", Actions: []string{"undeliverable"}, Category: Undeliverable, Error: true, Refusal: true, Advice: adviceProbe},
	{ID: "success, thrown away", Actions: []string{"", "delivered", "relayed", "expanded"}, Gone: true, Category: Failed, Error: true, Refusal: true, Contradicts: noteGone},
	{ID: "success, refused", Actions: []string{"delivered", "relayed", "expanded"}, Class: "5", Category: Failed, Error: true, Refusal: true, Contradicts: noteNoSuccess},
	{ID: "success, put off", Actions: []string{"delivered", "relayed", "expanded"}, Class: "4", Category: Delayed, Refusal: true, Contradicts: noteNoSuccess, Advice: adviceDelayed},
	// Amazon calls it a delivery when the server has taken the message: the word
	// stays the service's, the advice says what it means.
	{ID: "delivered by a service", Actions: []string{"delivered"}, Service: true, Category: Delivered, Advice: adviceAccepted},
	{ID: "delivered to another server", Actions: []string{"delivered"}, Remote: true, Category: Relayed, Advice: adviceAccepted},
	{ID: "delivered", Actions: []string{"delivered"}, Category: Delivered, Advice: adviceDelivered},
	{ID: "relayed", Actions: []string{"relayed"}, Category: Relayed, Advice: adviceAccepted},
	{ID: "expanded", Actions: []string{"expanded"}, Category: Expanded, Advice: adviceExpanded},
	{ID: "delayed, time up", Actions: []string{"delayed"}, Over: true, Category: Failed, Error: true, Refusal: true, Contradicts: noteContradicts},
	{ID: "delayed", Actions: []string{"delayed"}, Category: Delayed, Refusal: true, Advice: adviceDelayed},
	{ID: "failed", Actions: []string{"failed", "failure", "expired"}, Category: Failed, Error: true, Refusal: true},
	{ID: "no action, class 2", Class: "2", Category: Relayed, Incomplete: true, Advice: adviceAccepted},
	{ID: "no action, class 4", Class: "4", Category: Delayed, Refusal: true, Incomplete: true, Advice: adviceDelayed},
	{ID: "anything else", Category: Failed, Error: true, Refusal: true, Incomplete: true},
}

func outcomeFor(s seen) *outcome {
	i := slices.IndexFunc(outcomes, func(o outcome) bool { return o.matches(s) })
	return &outcomes[i] // the last row matches anything
}

func (o *outcome) matches(s seen) bool {
	return (len(o.Actions) == 0 || slices.Contains(o.Actions, s.action)) &&
		(o.Class == "" || o.Class == s.class) &&
		(!o.Remote || s.remote != "" || s.relayed) &&
		(!o.Over || s.expired) &&
		(!o.Opened || s.opened) &&
		(!o.Gone || goneReply.MatchString(s.reply)) &&
		(!o.Service || s.service == "ses")
}

// goneReply is an answer of success that says of itself what it is worth, as filters give it.
var goneReply = lazy.MustCompile(`(?i)^2\d\d[ -](?:[^\n]*(?:\b(?:ok|was|ha[sd] been|have been|message|e?-?mail|and)\b[,:]? |[,:;-] ?)|2\.\d\.\d )?(?:discarded|quarantined|silently dropped)\b`)

// acceptance says what a carrier may still do with what it accepted.
type acceptance struct {
	Carriers []string
	From     string // first day; "": since ever
	Filter   Filtering
	Advice   i18n.Text
}

var acceptances = []acceptance{
	{Carriers: []string{"docomo"}, From: junkSince, Filter: JunkPossible, Advice: adviceJunk},
	{Carriers: []string{"docomo"}, Filter: Unlikely},
	{Carriers: []string{"au", "softbank", "ymobile"}, Filter: DiscardPossible, Advice: adviceDiscard},
}

// acceptedBy gives what may have become of an accepted message; "" where the
// recipient is at no carrier of which that is known.
func acceptedBy(s seen) Filtering {
	if a := acceptanceFor(s.carrier, string(s.day)); a != nil {
		return a.Filter
	}
	return ""
}

func acceptanceFor(carrier, day string) *acceptance {
	for i := range acceptances {
		if a := &acceptances[i]; slices.Contains(a.Carriers, carrier) && (day == "" || day >= a.From) {
			return a
		}
	}
	return nil
}
