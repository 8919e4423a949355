package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// explicitRules are the replies that name the authentication of the sender, by their
// enhanced code (RFC 7372 §3, §4) or in words: only these allow "certain". A server that wants the
// client to log in names authentication too, and means something else.
var explicitRules = []rule{
	{
		ID: "dsn/login", Codes: []string{"530", "535"}, Words: lazy.MustCompile(`(?i)authentication (?:is )?(?:required|failed|credentials)|must (?:issue a )?starttls`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: advicePolicy,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/auth",
		Marks: []string{
			"5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.25", "5.7.26", "5.7.27", "5.7.9", "5.7.509",
			"4.7.20", "4.7.21", "4.7.22", "4.7.23", "4.7.24", "4.7.25", "4.7.26", "4.7.9", "4.7.509",
		},
		Words:  lazy.MustCompile(`(?i)\b(?:spf|dmarc|dkim)\b|unauthenticated|\bauthenticat|sender policy framework|openspf|purported responsible address`),
		Causes: []Cause{AuthExplicit}, Confidence: Certain, Auth: Certain, Advice: adviceAuth,
		Basis: carriers.Official, Sources: sourceList(rfc7372),
	},
}

// generalRules are for any server. The narrower ones come first: "mailbox full"
// with 5.7.1 is a full mailbox.
var generalRules = []rule{
	{
		ID: "dsn/suppressed", Words: lazy.MustCompile(`(?i)suppression list|\bsuppressed\b|bounced address|^ *(?:spam reporting|unsubscribed|invalid) address *$`),
		Only: []Category{Failed}, Causes: []Cause{Other, UnknownUser}, Confidence: Certain, Advice: adviceSuppressed,
		Basis: carriers.Official, Sources: sourceList(sesEvents, sendGridDrops),
	},
	{
		ID: "dsn/full", Marks: []string{"4.2.2", "5.2.2"},
		Words:  lazy.MustCompile(`(?i)too much mail data|(?:mail)?box (?:is )?full|over ?quota|quota exceeded|exceed\w* (?:the |its |his )?(?:storage|quota)|insufficient (?:system )?storage`),
		Causes: []Cause{MailboxFull}, Confidence: Certain, Advice: adviceFull,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/large", Marks: []string{"5.3.4", "5.2.3", "4.3.4"},
		Words:  lazy.MustCompile(`(?i)(?:message|mail|file)(?: size| is)? (?:exceeds|too (?:large|big)|larger)|size exceeds|exceeds (?:fixed )?(?:maximum|limit)`),
		Causes: []Cause{TooLarge}, Confidence: Certain, Advice: adviceLarge,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/recipients", Marks: []string{"4.5.3", "5.5.3"}, Words: lazy.MustCompile(`(?i)too many recipients`),
		Causes: []Cause{RateLimit, Policy}, Confidence: Certain, Advice: adviceMany,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/unknown-disabled", Codes: []string{"550"}, Reply: lazy.MustCompile(`(?i)\b5\.2\.1\b.*user unknown`),
		Causes: []Cause{UnknownUser, Disabled}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Inferred, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/disabled", Marks: []string{"5.2.1", "4.2.1"}, // RFC 3463 §3.3
		Words:  lazy.MustCompile(`(?i)(?:account|mailbox|user)\b.{0,20}\b(?:disabled|suspended|inactive|deactivated)`),
		Causes: []Cause{Disabled, UnknownUser}, Confidence: Likely, Advice: adviceDisabled,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/utf8", Marks: []string{"5.6.7", "5.6.10"}, Words: lazy.MustCompile(`(?i)\bsmtputf8\b`), // RFC 6531 §3.2, RFC 6533
		Causes: []Cause{UTF8}, Confidence: Certain, Advice: adviceUTF8,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/host", Marks: []string{"5.1.2", "5.4.4"},
		Words: lazy.MustCompile(`(?i)\bhost unknown|host (?:or domain name )?not found|no mx\b|(?:domain|name) (?:not found|does not exist)|unrouteable|unroutable|null ?mx|couldn't find any host|unable to get mx`),
		Only:  []Category{Failed, Undeliverable}, Causes: []Cause{HostUnknown}, Confidence: Likely, Advice: adviceHost,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/unknown", Marks: []string{"5.1.1", "5.1.10", "5.1.0"},
		Words:  lazy.MustCompile(`(?i)user unknown|unknown (?:user|recipient|address|mailbox)|(?:user|recipient|mailbox|address|account)\b.{0,30}\b(?:not found|unknown|does not exist|doesn't exist|unavailable)|no such (?:user|address|mailbox|recipient|person)|invalid (?:recipient|mailbox|address)|doesn't have a \S+ account`),
		Causes: []Cause{UnknownUser}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/rate", Marks: []string{"4.7.28", "4.3.2", "4.5.4"},
		Words:  lazy.MustCompile(`(?i)too many (?:connections|messages|errors|emails)|rate.?limit|throttl|too (?:fast|frequent)|unusual rate|deferred due to`),
		Causes: []Cause{RateLimit}, Confidence: Likely, Advice: adviceMany,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/network", Marks: []string{"4.4.1", "4.4.2", "5.4.1", "4.4.3"},
		Words:  lazy.MustCompile(`(?i)timed? ?out|connection (?:refused|reset|closed|dropped)|lost connection|network is unreachable|no route to host|name service error`),
		Causes: []Cause{Network}, Confidence: Likely, Advice: adviceNetwork,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/blocked", Codes: []string{"550", "553", "554", "421", "450", "451", "521", "571"},
		Words:  lazy.MustCompile(`(?i)blocklist|blacklist|spamhaus|spamcop|barracuda|\b(?:dns|r)bl\b|poor reputation|(?:client|ip|address|host)\b.{0,30}\bblocked|blocked using`),
		Causes: []Cause{BlockedIP, Policy}, Confidence: Likely, Advice: advicePolicy,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/policy-delayed", Marks: []string{"4.7."}, Words: lazy.MustCompile(`(?i)gr[ea]y.?list|try again later|policy|blocked|spam`), Only: []Category{Delayed},
		Causes: []Cause{Policy, RateLimit}, Confidence: Likely, Advice: advicePolicy,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/delayed", Only: []Category{Delayed},
		Causes: []Cause{RateLimit, Network, MailboxFull, Policy}, Confidence: Possible, Advice: adviceNetwork,
		Basis: carriers.Inferred, Sources: sourceList(rfc3463),
	},
	{
		ID: "dsn/policy", Marks: []string{"5.7.", "4.7."},
		Words:  lazy.MustCompile(`(?i)blocked|\bspam\b|junk|policy|denied|refused|rejected|prohibited|not (?:allowed|permitted)|gr[ea]y.?list`),
		Causes: []Cause{Policy, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/554", Codes: []string{"554"},
		Causes: []Cause{Policy, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Inferred, Sources: sourceList(replyWords),
	},
}
