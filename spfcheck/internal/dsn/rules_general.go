package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// authRules are the replies that name the authentication of the sender in words: only
// these allow "certain". A server that wants the client to log in names authentication
// too, and means something else; so does one that counts mail by the domain of SPF.
var authRules = []rule{
	{
		ID: "dsn/login", Words: lazy.MustCompile(`\bauthentication (?:is )?(?:required|unsuccessful|credentials)|must (?:issue a )?starttls|\b(?:530|535)[ -].*\bauthenticat|smtp auth|temporary authentication failure`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceLogin,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // RFC 4954 §6: of who logs in
		ID: "dsn/login-code", Codes: []string{"534", "535", "538"},
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceLogin,
		Basis: carriers.Official, Sources: sourceList(rfc4954),
	},
	{ // Gmail's 4.7.27 to 4.7.32: slower, for want of authentication
		ID: "dsn/auth-limited", Words: lazy.MustCompile(`\blimited because\b.{0,120}\b(?:spf|dkim|dmarc|aligned)\b`),
		Causes: []Cause{AuthExplicit, RateLimit}, Confidence: Certain, Auth: Certain, Advice: adviceAuth,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/rate", Words: lazy.MustCompile(`\btoo many (?:connections|messages|errors|e?-?mails|sessions|concurrent)|rate.?limit|throttl|\btoo (?:fast|quickly|frequent)|unusual rate` +
			`|at a rate that|unexpected volume` +
			`|exceeded (?:the |your |its )?(?:\w+ )?(?:threshold|(?:hourly|daily|sending|message|connection)\b.{0,20}(?:limit|quota))|frequency (?:is )?limited` +
			`|\bmessaging limits?\b|\breached a limit for sending|(?:daily|monthly)_quota\b|^4\d\d[ -](?:4\.\d+\.\d+ )?server (?:is )?(?:too )?busy\b` +
			`|\b(?:sending|connection|rate|hourly|daily)(?: (?:message|mail|sending))? (?:limit|quota) (?:has been |is |was )?(?:exceeded|reached)` +
			`|\breached (?:its|the|your) (?:(?:hourly|daily|monthly|sending|message|rate) ){1,2}(?:limit|quota)` +
			`|\b(?:connection|message|sending|mail) (?:rate|frequency)\b|deferred due to|too much mail (?:from|in)|per (?:hour|minute|day)\b|connection limit|concurrency limit`),
		Causes: []Cause{RateLimit, Policy}, Confidence: Likely, Advice: adviceMany,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{ // RFC 7372 §3.3: no name for the address, or another one
		ID: "dsn/reverse", Words: lazy.MustCompile(`cannot find your (?:reverse )?host ?name|\breverse (?:dns|lookup|mapping)|\brdns\b|\bptr\b|mismatches client ip|(?:hostname|dns) .{0,30}does not match`),
		Causes: []Cause{Policy, BlockedIP}, Confidence: Certain, Advice: adviceReverse,
		Basis: carriers.Official, Sources: sourceList(rfc7372, replyWords),
	},
	{
		ID: "dsn/auth", Words: lazy.MustCompile(`\bunauthenticated (?:e-?mail|sender|message|mail)|\bis unauthenticated\b|sender policy framework|openspf|purported responsible address` +
			`|\b(?:spf|dmarc|dkim)\b.{0,60}\b(?:fail|reject|invalid|unauthori` +
			`|not (?:pass|align|valid|authori|permit|allow|found|publish|exist|designat|present|sign|configured|verif)|does ?n[o']t|did ?n[o']t|missing|require` +
			`|violat|incorrect|mismatch|soft ?fail|hard ?fail|error|polic|none\b)` +
			`|\b(?:fail\w*|reject\w*|invalid|unauthori\w*|(?:not|n't) (?:\w+ ){0,2}(?:pass|meet|comply with|satisfy|authenticated|authori[sz]ed|have)|missing` +
			`|requires?|violat\w*|due to|because of|without|lack\w*|no valid|blocked by|denied by|refused by)[;,]? .{0,40}\b(?:spf|dmarc|dkim)\b` +
			`|\bsend\w+ .{0,40}\b(?:authentication (?:level|requirements)|not authori[sz]ed)|\bsender (?:is )?(?:un|not )authori[sz]ed|\bauthentication (?:checks?|information)\b.{0,20}\b(?:fail|missing)` +
			`|(?:fail\w*|pass) .{0,20}\bauthentication check|\bnot authori[sz]ed to send (?:mail )?(?:from|on behalf|for)`),
		Causes: []Cause{AuthExplicit}, Confidence: Certain, Auth: Certain, Advice: adviceAuth,
		Basis: carriers.Official, Sources: sourceList(rfc7372, replyWords),
	},
	{ // the name in HELO, which is neither the sender's nor the recipient's; its SPF is a matter of authentication
		ID: "dsn/helo", Words: lazy.MustCompile(`\b(?:helo|ehlo)\b.{0,40}\b(?:reject\w*|invalid|denied|refused|not (?:found|valid|accepted|resolve)|need)\b|\b(?:invalid|bad|bogus|illegal|forged) (?:helo|ehlo)\b|need fully.qualified hostname|\bunknown host\b.{0,40}\b(?:helo|ehlo)\b`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceHelo,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
}

// senderRules are for what is said of the sender, or of the host that sends: the same
// words would mean another thing of the recipient.
var senderRules = []rule{
	{
		ID: "dsn/sender-domain", Sides: []side{ofSender},
		Words: lazy.MustCompile(`domain (?:\S+ )?(?:not found|does ?n[o']t exist|not exist|must (?:exist|resolve)|is not)|unrout|cannot (?:be )?resolve` +
			`|could ?n[o']t (?:be )?(?:resolve|verif|find)|not (?:be )?resolv|no (?:mx|a|dns)\b|invalid domain|non-?existent|dns error|host (?:not found|unknown)` +
			`|verif(?:y|ication) failed|(?:sender|~|domain of sender(?: address)? \S+) does ?n[o']t exist`),
		Causes: []Cause{SenderDomain, Policy}, Confidence: Certain, Advice: adviceSenderDomain,
		Basis: carriers.Observed, Sources: sourceList(rfc3463, replyWords),
	},
	{ // a list of domains, from which no other address helps
		ID: "dsn/blocked-domain", Reply: lazy.MustCompile(`(?i)\b(?:sender address|helo command) \[[^\]]*\] blocked using|\bdbl\.spamhaus\.org|\brhsbl\b`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceReputation,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // the lists that are asked for addresses and domains stand there with their names
		ID: "dsn/blocked-list", Reply: lazy.MustCompile(`(?i)\bspamhaus|\bspamcop|barracudacentral|\bsorbs\b|uceprotect|abuseat\.org|senderscore|invaluement|mailspike|\bpsbl\b|spamrats|backscatterer|\b(?:dns|r|s|x|z|d)bls?\b`),
		Causes: []Cause{BlockedIP, Policy}, Confidence: Likely, Advice: adviceBlocked,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // what it looked at is the message
		ID: "dsn/content-filter", Words: lazy.MustCompile(`\b(?:blocked|rejected|stopped|refused) by (?:our|the|a|their) (?:[\w-]+ ){0,2}(?:firewall|filter|filtering)\b`),
		Causes: []Cause{Policy, AuthFilter}, Confidence: Likely, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // the domain's, which no other address repairs
		ID: "dsn/domain-reputation", Words: lazy.MustCompile(`\breputation of (?:the |your )?(?:send\w+ )?domain\b|\bdomain(?:'s)? reputation`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceReputation,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/blocked", Words: lazy.MustCompile(`\bblock ?list|\bblack ?list|(?:poor|bad|low) (?:sender |ip |domain )?reputation|\breputation\b|blocked (?:using|by)\b` +
			`|\b(?:client|ip|ips|host|server|network|connection|connections)\b.{0,40}\b(?:blocked|blocklisted|banned|denied|listed)` +
			`|\b(?:blocked|banned|denied|rejected) .{0,20}\b(?:ip|client|network|your (?:host|server))\b` +
			`|not accepted from (?:this|your) ip|messages from \S+ weren't sent|\btraffic not accepted|\bthe ip you're using\b|\bpermanently deferred|\byour access to .{0,40}\bsystem has been rejected`),
		Causes: []Cause{BlockedIP, Policy}, Confidence: Likely, Advice: adviceBlocked,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/sender", Sides: []side{ofSender},
		Words:  lazy.MustCompile(`reject|denied|refus|not (?:allowed|permitted|accepted|authori[sz]ed|welcome)|invalid|blocked|unknown|prohibited|bad sender|not verified|not match a verified|\bbadmailfrom\b|not (?:found|exist)|suspended`),
		Causes: []Cause{Policy, AuthFilter}, Confidence: Likely, Auth: Possible, SPF: true, Advice: adviceSender,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
}
