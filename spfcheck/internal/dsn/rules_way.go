package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// wayRules are the words about the way between the servers, and about their own faults.
var wayRules = []rule{
	{
		ID: "dsn/loop", Words: lazy.MustCompile(`too many hops|hop count|(?:mail|routing|message|forwarding) loop|loops? back|looping|too many received`),
		Causes: []Cause{Network, Other}, Confidence: Likely, Advice: adviceLoop,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/expired", Words: lazy.MustCompile(timeIsUp),
		Causes: []Cause{Expired, Network}, Confidence: Certain, Advice: adviceExpired,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/tls", Words: lazy.MustCompile(`\bcertificate\b.{0,30}\b(?:not|invalid|expired|fail|mismatch|untrusted|verif|validat)|\bmta-sts\b|\bdane\b|\btlsa\b` +
			`|\btls (?:is )?(?:required|not available|negotiation)|cannot start tls|\bstarttls (?:is )?required|encryption (?:needed|required)`),
		Causes: []Cause{Network, Policy}, Confidence: Likely, Advice: adviceTLS,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/network", Words: lazy.MustCompile(`timed? ?out|connection (?:refused|reset|closed|dropped|lost|failed|attempt)|lost connection` +
			`|(?:could not|couldn't|cannot|can't|unable to|failed to) (?:be )?connect|network (?:is unreachable|error|unreachable)|no route to host` +
			`|name service error|(?:is|not) (?:un)?reachable|not respond|no (?:answer|response) from|tls (?:handshake|connection)|handshake fail|接続(?:でき|に失敗)`),
		Causes: []Cause{Network}, Confidence: Likely, Advice: adviceNetwork,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/policy-delayed", Words: lazy.MustCompile(`gr[ea]y.?list|try (?:again|it) later|policy|blocked|spam`), Only: []Category{Delayed},
		Causes: []Cause{Policy, RateLimit}, Confidence: Likely, Advice: advicePolicy,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{ // the server's own trouble: nothing is said of the message
		ID: "dsn/trouble", Words: lazy.MustCompile(`\btransaction failed\.? *$|service (?:is )?(?:currently |temporarily )?(?:not )?(?:un)?available(?:\.? *$|, closing)` +
			`|\b(?:local|system|server|internal|configuration|temporary|software) (?:\w+ )?(?:error|problem|failure|fault)\b|insufficient system resources`),
		Causes: []Cause{Other, Network}, Confidence: Likely, Advice: adviceTrouble,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
}

// timeIsUp are the words for tries that were given up.
const timeIsUp = `\b(?:retry|delivery) (?:timeout|time) (?:has )?(?:exceeded|expired)|retry time not reached|in the queue too long` +
	`|\b(?:message|envelope|mail) (?:has )?expired|not (?:be )?delivered (?:within|for|in \d)|delivery expired|expired after` +
	`|time ?limit (?:exceeded|expired|for delivery)|maximum (?:queue|delivery|time|retr)|giving up|aborted after|undeliverable for` +
	`|could not be delivered for|message (?:is )?too old|retries exceeded|\bfailed (?:after )?\d+ attempts|after \d+ (?:attempts|tries)|配送(?:期限|を断念)` +
	`|期限(?:切れ|を過ぎ)`

// policyRules are the words of refusals that don't say whom they are about.
var policyRules = []rule{
	{
		ID: "dsn/relay", Words: lazy.MustCompile(`\brelay|\brcpthosts\b|not (?:a )?local (?:domain|host)|mail server does not (?:accept|serve)|we do not relay`),
		Causes: []Cause{Policy, Other}, Confidence: Likely, Advice: adviceRelay,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{ // in any language: the group isn't there, or takes no mail from the sender
		ID: "dsn/googlegroups", Servers: lazy.MustCompile(`(?i)\bgooglegroups\.com\b|the group you tried to contact`), Words: lazy.MustCompile(`google groups|the group you tried to contact|^[^\d]*$`),
		Causes: []Cause{Policy, UnknownUser}, Confidence: Likely, Advice: adviceMembers,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/members", Words: lazy.MustCompile(`members.only|non-?member|not (?:a )?member|not allowed to post|mailing list|only (?:members|subscribers)|moderator`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceMembers,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // in what was sent, whoever sent it
		ID: "dsn/virus", Words: lazy.MustCompile(`\b(?:virus|malware|trojan|worm)\w*\b.{0,40}\b(?:found|detected|infect|was in)|\b(?:found|detected|infected|contain\w*)\b.{0,40}\b(?:virus|malware|trojan|worm)|\b(?:attachment|file)\w*\b.{0,30}\b(?:not allowed|not permitted|blocked|forbidden|prohibited|banned)|\b(?:blocked|forbidden|prohibited|banned|dangerous) (?:attachment|file)|ウイルス.{0,12}(?:検出|検知|発見|感染|見つか)`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceVirus,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/policy", Words: lazy.MustCompile(`\bblocked|\bspam|\bsurbl|\buribl|\bjunk|\bunsolicited|\bvirus|\bmalware|\bcontent|\bpolicy|\bpolicies|prohibit(?:ed|ion)|not (?:allowed|permitted|accepted)` +
			`|gr[ea]y.?list|\bheader|rfc ?\d|non-?compliant|not compliant|suspicious|security|attachment|迷惑メール|拒否`),
		Causes: []Cause{Policy, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
}
