package dsn

import (
	"slices"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// rule is a row of the second half of the decision table: why. The
// first that matches decides; what is left empty matches anything.
type rule struct {
	ID       string       // "dsn/docomo/data-2025"; never reused
	Carriers []string     // IDs of profiles
	Servers  *lazy.Regexp // in the names of the server that answers and the one that reports, or in the reply: for the oddity of one server
	Stages   []Stage      // the stage of the refusal
	Sides    []side       // whom the reply is about
	Codes    []string     // of the reply
	Marks    []string     // enhanced codes; "5.7." for all that begin so
	Words    *lazy.Regexp // in the reply, in lower case, in which addresses and host names are masked
	Reply    *lazy.Regexp // in the reply as it is
	Filtered bool         // the carrier marks the report as made by a filter
	Only     []Category   // the categories that the row is for
	From     carriers.Day // first day of the attempt; "": since ever
	Until    carriers.Day // first day no longer; "": still
	Dated    bool         // only where the day of the attempt is known

	Causes     []Cause
	Confidence Filtering // of the first cause
	Auth       Filtering // "": unlikely at a carrier, and nothing elsewhere
	SPF        bool      // the result of SPF moves the ranking (see Weigh)
	Advice     i18n.Text
	Basis      carriers.Basis
	Sources    []carriers.Source
}

// rules lists every row, in the order of what a report says most surely: one server's
// own ways, the words of a reply, its enhanced code, its basic code. So words that
// contradict a code win.
var rules = sync.OnceValue(func() []rule {
	return slices.Concat(
		docomoRules, auRules, softbankRules, serverRules,
		authRules, senderRules, recipientRules, wayRules, policyRules,
		enhancedRules, basicRules,
	)
})

// lastRule is for what no row covers.
var lastRule = rule{
	ID: "dsn/other", Causes: []Cause{Other}, Confidence: Unlikely, Advice: adviceOther,
	Basis: carriers.Inferred, Sources: []carriers.Source{rfc3463},
}

func ruleFor(s seen, category Category) *rule {
	all := rules()
	for i := range all {
		if all[i].matches(s, category) {
			return &all[i]
		}
	}
	return &lastRule
}

func (r *rule) matches(s seen, category Category) bool {
	return among(r.Carriers, s.carrier) && among(r.Stages, s.stage) && among(r.Sides, s.side) && among(r.Codes, s.code) && among(r.Only, category) &&
		(len(r.Marks) == 0 || r.marked(s.marks)) && (r.Words == nil || r.Words.MatchString(s.words)) &&
		(r.Reply == nil || r.Reply.MatchString(s.reply)) && (r.Servers == nil || r.Servers.MatchString(s.servers)) &&
		(!r.Filtered || s.filtered) && r.applies(s.day)
}

// among reports whether v is one of the values; no values stand for any.
func among[T comparable](values []T, v T) bool { return len(values) == 0 || slices.Contains(values, v) }

func (r *rule) marked(code string) bool {
	return slices.ContainsFunc(r.Marks, func(m string) bool {
		return m == code || strings.HasSuffix(m, ".") && strings.HasPrefix(code, m)
	})
}

func (r *rule) applies(day carriers.Day) bool {
	if day == "" {
		return !r.Dated
	}
	return day >= r.From && (r.Until == "" || day < r.Until)
}

// shape says which stage a reply belongs to by its form alone.
type shape struct {
	Carriers []string
	Reply    *lazy.Regexp
	Stage    Stage
	Sources  []carriers.Source
}

// shapes: au's reply with the address in it is that of RCPT, without it that of
// the end of DATA.
var shapes = []shape{
	{[]string{"au", "uq"}, auNamed, Rcpt, []carriers.Source{auReplies}},
	{[]string{"au", "uq"}, auNameless, Data, []carriers.Source{auReplies}},
}

func shapeOf(s seen) Stage {
	for _, sh := range shapes {
		if slices.Contains(sh.Carriers, s.carrier) && sh.Reply.MatchString(s.reply) {
			return sh.Stage
		}
	}
	return ""
}
