package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// coded makes a row for enhanced codes: what they say where the words say nothing.
func coded(id string, marks []string, advice i18n.Text, causes ...Cause) rule {
	return rule{
		ID: id, Marks: marks, Causes: causes, Confidence: Likely, Advice: advice,
		Basis: carriers.Official, Sources: sourceList(rfc3463),
	}
}

// ofOther is a row for what isn't said of the sender: the recipient's address is no reason then.
func ofOther(r rule) rule {
	r.Sides = []side{ofRecipient, ofClient}
	return r
}

// enhancedRules are the enhanced codes (RFC 3463 §3), which are believed where no words
// speak against them, and words that say less than most codes.
var enhancedRules = []rule{
	{
		ID: "dsn/auth-code", Marks: []string{
			"5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.26", "5.7.509", "5.7.515",
			"4.7.20", "4.7.21", "4.7.22", "4.7.23", "4.7.24", "4.7.26", "4.7.509", "4.7.515",
		},
		Causes: []Cause{AuthExplicit}, Confidence: Likely, Auth: Likely, Advice: adviceAuth,
		Basis: carriers.Official, Sources: sourceList(rfc7372, microsoftCodes),
	},
	coded("dsn/reverse-code", []string{"5.7.25", "4.7.25"}, adviceReverse, Policy, BlockedIP),
	coded("dsn/sender-code", []string{"5.1.8", "4.1.8", "5.7.27"}, adviceSenderDomain, SenderDomain, Policy),
	coded("dsn/sender-syntax", []string{"5.1.7", "4.1.7"}, adviceSender, Policy, SenderDomain),
	coded("dsn/full-code", []string{"4.2.2", "5.2.2"}, adviceFull, MailboxFull),
	coded("dsn/large-code", []string{"5.3.4", "5.2.3", "4.3.4", "4.2.3"}, adviceLarge, TooLarge),
	coded("dsn/recipients-code", []string{"4.5.3", "5.5.3"}, adviceMany, RateLimit, Policy),
	ofOther(coded("dsn/disabled-code", []string{"5.2.1", "4.2.1", "5.7.13"}, adviceDisabled, Disabled, UnknownUser)),
	coded("dsn/utf8-code", []string{"5.6.7", "5.6.9", "5.6.10"}, adviceUTF8, UTF8),
	coded("dsn/host-code", []string{"5.1.2", "5.4.4", "4.4.4", "5.4.310", "4.4.310"}, adviceHost, HostUnknown),
	ofOther(coded("dsn/unknown-code", []string{"5.1.1", "5.1.10", "5.1.0", "5.1.3", "5.1.6", "4.1.1", "5.1.351"}, adviceUnknownUser, UnknownUser)),
	coded("dsn/rate-code", []string{"4.7.28", "5.7.28", "4.3.2", "4.5.4"}, adviceMany, RateLimit),
	coded("dsn/loop-code", []string{"5.4.6", "4.4.6", "5.4.14", "4.4.14"}, adviceLoop, Network, Other),
	coded("dsn/expired-code", []string{"4.4.7", "5.4.7", "5.4.316", "4.4.316", "4.4.317"}, adviceExpired, Expired, Network),
	{ // a server that refuses for good has been reached
		ID: "dsn/answered", Marks: []string{"5.4.0", "5.4.1", "5.4.2"}, Codes: []string{"550", "551", "553"},
		Causes: []Cause{Policy, AuthFilter, Network}, Confidence: Possible, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Inferred, Sources: sourceList(rfc3463, rfc5321),
	},
	coded("dsn/network-code", []string{"4.4.0", "4.4.1", "4.4.2", "5.4.0", "5.4.1", "5.4.2", "5.4.3", "4.4.3", "4.4.5"}, adviceNetwork, Network),
	{ // words that say that it was refused, and not why
		ID: "dsn/refused", Words: lazy.MustCompile(`\b(?:denied|refused|rejected)\b|拒否`),
		Causes: []Cause{Policy, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Official, Sources: sourceList(replyWords),
	},
	coded("dsn/trouble-code", []string{"5.3.", "4.3.", "5.2.4", "5.2.0"}, adviceTrouble, Other, Network),
	{
		ID: "dsn/policy-code", Marks: []string{"5.7.", "4.7."},
		Causes: []Cause{Policy, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Official, Sources: sourceList(rfc3463),
	},
}

// basicRules are the codes of replies (RFC 5321 §4.2.3), which say the least.
var basicRules = []rule{
	{
		ID: "dsn/delayed", Only: []Category{Delayed},
		Causes: []Cause{Expired, Network, RateLimit, Policy}, Confidence: Possible, Advice: adviceNetwork,
		Basis: carriers.Inferred, Sources: sourceList(rfc3463),
	},
	{ // RFC 7504
		ID: "dsn/no-mail-here", Codes: []string{"521", "556"},
		Causes: []Cause{HostUnknown, Policy}, Confidence: Likely, Advice: adviceHost,
		Basis: carriers.Official, Sources: sourceList(rfc7504),
	},
	{
		ID: "dsn/552", Codes: []string{"552"},
		Causes: []Cause{MailboxFull, TooLarge}, Confidence: Possible, Advice: adviceFull,
		Basis: carriers.Inferred, Sources: sourceList(rfc5321),
	},
	{
		ID: "dsn/554", Codes: []string{"554"},
		Causes: []Cause{Policy, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Inferred, Sources: sourceList(replyWords),
	},
}
