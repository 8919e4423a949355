package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// The servers that have ways of their own, by the names that stand in reports.
var (
	atMicrosoft = lazy.MustCompile(`(?i)\.outlook\.com\b|\.hotmail\.com\b|\.exchangelabs\.com\b|\bAS\(\d+\)|\[Message=`)
	atYahoo     = lazy.MustCompile(`(?i)yahoo|aol\b|verizonmedia|\bdd (?:This|Sorry)`)
	atDion      = lazy.MustCompile(`(?i)\b(?:auone-net|dion\.ne)\.jp\b`)
)

// serverRules are for what means one thing at one server, and another elsewhere.
var serverRules = []rule{
	{ // where the recipient is looked up at the edge (Directory-Based Edge Blocking)
		ID: "dsn/microsoft/edge", Servers: atMicrosoft, Reply: lazy.MustCompile(`(?i)\b5\.4\.1\b.*recipient address rejected: access denied`),
		Causes: []Cause{UnknownUser, Policy}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{
		ID: "dsn/microsoft/loop", Marks: []string{"5.4.14", "4.4.14"},
		Causes: []Cause{Other, Network}, Confidence: Likely, Advice: adviceLoop,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{
		ID: "dsn/microsoft/threshold", Marks: []string{"5.7.705"},
		Causes: []Cause{RateLimit, Policy}, Confidence: Likely, Advice: adviceMany,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{ // the account that sent may send no more; 5.1.8 is another thing elsewhere
		ID: "dsn/microsoft/outbound", Words: lazy.MustCompile(`\bbad outbound sender\b`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceSender,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{ // the sender's own organization lets nobody forward mail to the outside
		ID: "dsn/microsoft/forwarding", Marks: []string{"5.7.520"},
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceTenant,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{ // the account that sent is banned
		ID: "dsn/microsoft/banned", Marks: []string{"5.7.501", "5.7.502", "5.7.503"},
		Causes: []Cause{Policy, BlockedIP}, Confidence: Likely, Advice: advicePolicy,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{
		ID: "dsn/microsoft/ip", Marks: []string{"5.7.708", "5.7.511", "5.7.606", "5.7.607", "5.7.608", "5.7.609", "5.7.610", "5.7.649", "4.7.650"},
		Causes: []Cause{BlockedIP, Policy}, Confidence: Likely, Advice: adviceBlocked,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{
		ID: "dsn/microsoft/size", Reply: lazy.MustCompile(`(?i)RESOLVER\.RST\.\w*SizeLimit`),
		Causes: []Cause{TooLarge}, Confidence: Certain, Advice: adviceLarge,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{ // the recipient takes mail from some senders alone
		ID: "dsn/microsoft/restricted", Reply: lazy.MustCompile(`(?i)RESOLVER\.RST\.NotAuthorized`),
		Causes: []Cause{RecipientFilter, Policy}, Confidence: Likely, Advice: adviceMembers,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{ // the members alone may write, or senders that have logged in
		ID: "dsn/microsoft/members", Reply: lazy.MustCompile(`(?i)\b5\.7\.(?:57|12[0-9]|13[0-9])\b|RESOLVER\.RST\.|client not authenticated to send`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceMembers,
		Basis: carriers.Official, Sources: sourceList(microsoftCodes),
	},
	{
		ID: "dsn/yahoo/policy", Servers: atYahoo, Marks: []string{"5.7.9", "4.7.9"}, Words: lazy.MustCompile(`policy reasons`),
		Causes: []Cause{Policy, AuthFilter}, Confidence: Likely, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // SendGrid's text for a domain without MX and address, whatever it says of PTR
		ID: "dsn/sendgrid/mx", Words: lazy.MustCompile(`\bunable to get mx info\b`),
		Causes: []Cause{HostUnknown}, Confidence: Likely, Advice: adviceHost,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // cPanel's text for whatever it couldn't reach
		ID: "dsn/cpanel", Reply: lazy.MustCompile(`(?i)may not exist, they may be blacklisted, or missing the proper dns entries`),
		Causes: []Cause{HostUnknown, BlockedIP}, Confidence: Possible, Advice: adviceHost,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // KDDI's provider services say no more of an address that isn't there
		ID: "dsn/dion/rejected", Servers: atDion, Words: lazy.MustCompile(`\brecipient address rejected\.? *$`),
		Causes: []Cause{UnknownUser, Policy}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // RFC 5321 §2.3.8, whatever code stands beside it
		ID: "dsn/bare-line-end", Words: lazy.MustCompile(`\bbare ?<?(?:lf|cr|line ?feeds?|newlines?)\b|\bbarelinefeeds|\blone (?:cr|lf)\b`),
		Causes: []Cause{Other}, Confidence: Certain, Advice: adviceLineEnds,
		Basis: carriers.Official, Sources: sourceList(rfc5321, replyWords),
	},
	{ // RFC 5321 §4.3.2: what a server answers to the commands after a refusal
		ID: "dsn/follow-up", Words: lazy.MustCompile(`\bno valid recipients?\b|\bneed (?:valid )?rcpt\b|\bno recipients? (?:specified|given)|\bbad sequence of commands`),
		Causes: []Cause{Other}, Confidence: Likely, Advice: adviceFollowUp,
		Basis: carriers.Observed, Sources: sourceList(rfc5321, replyWords),
	},
	{ // who has logged in may not send under that address
		ID: "dsn/send-as", Words: lazy.MustCompile(`\bpermissions? to send (?:as|on behalf)\b|\bsendasdenied\b|\bnot owned by user\b`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceSender,
		Basis: carriers.Observed, Sources: sourceList(replyWords, microsoftCodes),
	},
	{ // the service, or the server, that the sender has an account at
		ID: "dsn/sender-account", Words: lazy.MustCompile(`\b(?:your|sender(?:'?s)?|sending) account\b.{0,40}\b(?:suspended|disabled|locked|blocked|banned|deactivated|on hold|paused|under review)\b|\bsending (?:is |has been |was )?(?:disabled|paused|suspended)\b`),
		Causes: []Cause{Policy}, Confidence: Likely, Advice: adviceAccount,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // Amazon SES, of the sender, or in its sandbox of the recipient
		ID: "dsn/ses/unverified", Words: lazy.MustCompile(`\b(?:email address|mail from domain) is not verified\b`),
		Causes: []Cause{Policy}, Confidence: Certain, Advice: adviceUnverified,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
}
