package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// suppressedRule is the rule of what a sending service didn't send.
const suppressedRule = "dsn/suppressed"

// recipientRules are the words about the recipient's address and mailbox. The narrower
// ones come first: "mailbox full" with 5.7.1 is a full mailbox.
var recipientRules = []rule{
	{ // the program that puts mail into the mailbox
		ID: "dsn/agent", Words: lazy.MustCompile(`(?:\b(?:procmail|maildrop|mail\.local|delivery agent|pipe|local delivery)\b|\bdeliver:).{0,80}\b(?:error|fail|exit|died|couldn't|can't|cannot|unable)` +
			`|command (?:died|failed)|mailer error|exited with|exit (?:code|status)`),
		Causes: []Cause{Other, UnknownUser}, Confidence: Likely, Advice: adviceTrouble,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: suppressedRule, Words: lazy.MustCompile(`suppression list|\bsuppressed\b|bounced address|^ *(?:spam reporting|unsubscribed) address *$`),
		Only: []Category{Failed}, Causes: []Cause{Other, UnknownUser}, Confidence: Certain, Advice: adviceSuppressed,
		Basis: carriers.Official, Sources: sourceList(sesEvents, sendGridDrops),
	},
	{ // the server's disk, and nobody's mailbox
		ID: "dsn/system-full", Words: lazy.MustCompile(`^4\d\d[ -](?:4\.3\.\d[ -])?(?:requested .{0,30}:? )?insufficient system storage|\bmail system (?:is )?full\b`),
		Causes: []Cause{Other, MailboxFull}, Confidence: Likely, Advice: adviceTrouble,
		Basis: carriers.Official, Sources: sourceList(rfc3463, rfc5321),
	},
	{
		ID: "dsn/full", Words: lazy.MustCompile(`too much mail data|(?:mail ?)?(?:box|folder|account|drop) (?:is |has |seems )?(?:\w+ )?(?:full|exceeded)|over ?quota|over .{0,15}\bquota|no space left` +
			`|exceed\w* .{0,20}\b(?:allotment|allocation)|quota (?:is )?(?:exceed|full)|exceed\w* .{0,30}\b(?:quota|storage)|(?:disk |storage )quota` +
			`|insufficient (?:system |disk )?(?:storage|space)` +
			`|not enough (?:disk |storage )?space|out of (?:disk )?(?:space|quota|storage)|mailbox .{0,30}(?:exceed|limit)|(?:user|account)\b.{0,20}\bfull\b` +
			`|容量.{0,4}(?:超|いっぱい|オーバー|不足)|(?:メールボックス|受信箱).{0,20}(?:一杯|いっぱい|満杯)|bo[iî]te .{0,20}pleine|postfach .{0,20}voll|buz[oó]n .{0,20}lleno|casella .{0,20}piena`),
		Causes: []Cause{MailboxFull}, Confidence: Certain, Advice: adviceFull,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/large", Words: lazy.MustCompile(`(?:message|mail|file)(?: size| is)? (?:exceeds|too (?:large|big|long)|larger)|size exceeds|exceeds (?:the )?(?:fixed )?(?:maximum|limit|max\b|size)` +
			`|message size\b.{0,30}\bexceed|message (?:is )?too (?:large|big)|inbound message size|length exceeds|larger than|too big|size limit|サイズ.{0,20}(?:超|制限)` +
			`|zu gro(?:ß|ss)|trop (?:gros|volumineux)`),
		Causes: []Cause{TooLarge}, Confidence: Certain, Advice: adviceLarge,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/recipients", Words: lazy.MustCompile(`too many recipients`),
		Causes: []Cause{RateLimit, Policy}, Confidence: Certain, Advice: adviceMany,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/utf8", Words: lazy.MustCompile(`\bsmtputf8\b`), // RFC 6531 §3.2
		Causes: []Cause{UTF8}, Confidence: Certain, Advice: adviceUTF8,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/null-mx", Words: lazy.MustCompile(`\bnull ?mx\b|host does not accept (?:any )?mail|does not accept mail(?:\W*$| for\b| \()|\bmx 0 \.`), Sides: []side{ofRecipient},
		Causes: []Cause{HostUnknown}, Confidence: Certain, Advice: adviceHost,
		Basis: carriers.Official, Sources: sourceList(rfc7505),
	},
	{
		ID: "dsn/unknown-disabled", Codes: []string{"550"}, Marks: []string{"5.2.1"}, Words: lazy.MustCompile(`user unknown`),
		Causes: []Cause{UnknownUser, Disabled}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Inferred, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/disabled", Sides: []side{ofRecipient, ofClient},
		Words: lazy.MustCompile(`(?:account|mailbox|user|recipient|domain)\b.{0,40}\b(?:disabled|suspended|inactive|deactivated|locked|frozen|expired|closed|terminated|inactivity|not active|cancell?ed|on hold|discontinued)` +
			`|\b(?:disabled|suspended|inactive|locked|frozen|expired) (?:user|account|mailbox|recipient)` +
			`|due to (?:extended )?inactivity|suspend the service|アカウント.{0,20}(?:停止|無効)|konto .{0,20}(?:gesperrt|deaktiviert)|compte .{0,20}(?:désactivé|suspendu)`),
		Causes: []Cause{Disabled, UnknownUser}, Confidence: Likely, Advice: adviceDisabled,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/moved", Sides: []side{ofRecipient, ofClient}, Words: lazy.MustCompile(`\bhas (?:moved|changed|been replaced by)\b|\bno longer (?:at|with|works|employed|on server)|please (?:try|use|forward to) @|user not local|address (?:has )?changed`),
		Causes: []Cause{UnknownUser, Other}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{ // a server that takes mail for a domain, and finds no way for the address alone
		ID: "dsn/unrouted-address", Sides: []side{ofRecipient}, Stages: []Stage{Rcpt}, Codes: []string{"550"}, Words: lazy.MustCompile(`\bunrout(?:e)?able address`),
		Causes: []Cause{UnknownUser, HostUnknown}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{ // DNS gave no answer, which says nothing of the domain
		ID: "dsn/dns", Words: lazy.MustCompile(`host not found, try again|\bunable to look ?up dns\b|\btemporary (?:name|dns|lookup)|\b(?:dns|name service|lookup)\b.{0,20}\b(?:temporar|servfail|timed? ?out)|\blookup\b.{0,40}\bservfail\b`),
		Causes: []Cause{Network}, Confidence: Likely, Advice: adviceDNS,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{
		ID: "dsn/host", Sides: []side{ofRecipient, ofClient},
		Words: lazy.MustCompile(`\bhost unknown|unknown host|host (?:or domain name )?(?:\S+ )?not found|\bno mx\b` +
			`|(?:\bdomain|\bname|\bhost|hostname|dns entry|mail server)\b(?: \S+)? (?:is )?(?:not found|not (?:be )?(?:found|resolv\w+|reachable)|could not be found|does ?n[o']t exist|not exist|non-?exist\w*|unknown)` +
			`|no such (?:domain|host)|name or service not known|domain must exist|unknown domain|host ?name lookup fail|unrout(?:e)?able` +
			`|could ?n[o't]+ find (?:any|a) (?:host|mail exchanger|mx)|unable to (?:get mx|lookup|resolve)|nxdomain|domainnonexistent|can(?:no|')t resolve` +
			`|illegal host|bad (?:destination )?(?:host|domain)|no route to (?:domain|host for)|(?:domain|server|host) (?:is )?(?:not|un)(?: )?reachable|mx lookup` +
			`|ドメイン.{0,20}(?:見つか|存在し)|(?:hôte|domaine) inconnu`),
		Causes: []Cause{HostUnknown}, Confidence: Likely, Advice: adviceHost,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
	{ // by the server, whoever refuses it then
		ID: "dsn/judged-spam", Words: lazy.MustCompile(`(?:迷惑メール|スパム)(?:メール)?(?:である)?(?:と|として)(?:判定|判断|認識|分類|検知)`),
		Causes: []Cause{Policy, AuthFilter}, Confidence: Likely, Auth: Possible, SPF: true, Advice: advicePolicy,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/refused-by-recipient", Sides: []side{ofRecipient, ofClient},
		Words: lazy.MustCompile(`\b(?:recipient|user|addressee) (?:has |does |will |did )?(?:not )?(?:refus|reject|block|filter|declin|accept)(?:ed|es|ing|s)? (?:your |this |the |all |to |any )?(?:mail|e-mail|message|you|receiv|accept|sender)` +
			`|refus\w* to (?:receive|accept)|recipient (?:preferences|rules)|user rules|filtered by (?:the )?(?:recipient|user)|message filtered|only accept` +
			`|受信(?:を)?拒否|受信制限`),
		Causes: []Cause{RecipientFilter, AuthFilter}, Confidence: Likely, Auth: Possible, SPF: true, Advice: adviceFilter,
		Basis: carriers.Observed, Sources: sourceList(replyWords),
	},
	{
		ID: "dsn/unknown", Sides: []side{ofRecipient, ofClient},
		Words: lazy.MustCompile(`\buser unknown|\bunknown (?:user|e-?mail|to address|recipient|address|mailbox|local|account)` +
			`|\b(?:user|users|recipient|recipients|mailbox|address|addresses|account|alias|person|addressee|destination|local ?part|name|@to|@)` +
			`(?:\(s\))?['">]?\b.{0,60}\b(?:not found|unknown|(?:does|do|did)(?: no|n')t (?:\w+ )?exist|doesnt exist|not exist|exists? no|no longer|not be found` +
			`|not known|not present|isn't known|not listed|not (?:a )?valid|not recogni[sz]ed|unavailable|not available|not local|wasn't found|couldn't be found` +
			`|non-?existent?|undeliverable)` +
			`|no such (?:user|address|mailbox|recipient|person|account|name|local)|\bno (?:mailbox|user|recipient|account)\b` +
			`|invalid (?:recipient|mailbox|user|address|destination|final)|\bbad (?:destination|address|recipient|mailbox)` +
			`|not (?:a valid|our) (?:user|mailbox|customer|recipient|address)|not a (?:known|valid|local)|no one at|\b(?:bad|valid)rcptto|badrecipientto` +
			`|missing home directory|can.t accept user|address invalid|does ?n[o']t have an? (?:~|\S+) account` +
			`|not listed in|recipient ?not ?found|not found by smtp address lookup|\bwasn't found at\b|(?:アドレス|ユーザー?|宛先|受信者).{0,20}(?:見つか|存在し|不明|あり|利用でき|使われてい)|unbekannt` +
			`|inconnu|desconocid|sconosciut|onbekend|n'existe pas|no existe|nicht (?:gefunden|vorhanden)|existiert nicht|non esiste|не найден|не существует|不存在`),
		Causes: []Cause{UnknownUser}, Confidence: Likely, Advice: adviceUnknownUser,
		Basis: carriers.Official, Sources: sourceList(rfc3463, replyWords),
	},
}
