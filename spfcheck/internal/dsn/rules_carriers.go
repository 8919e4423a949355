package dsn

import (
	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// The days of docomo's change, after which mail that was refused goes to the junk
// folder (https://k-tai.watch.impress.co.jp/docs/news/1662487.html). The last day of
// the roll-out belongs to it.
const (
	junkSince = "2025-02-13"
	junkFully = "2025-03-13"
)

var docomoUser = lazy.MustCompile(`(?i)550[ -]'?(?:\d\.\d\.\d )?unknown user`)

// docomoRules: 550 Unknown user means two things, by the stage and by the day.
var docomoRules = []rule{
	{
		ID: "dsn/docomo/rcpt", Carriers: []string{"docomo"}, Stages: []Stage{Rcpt}, Reply: docomoUser,
		Causes: []Cause{UnknownUser}, Confidence: Likely, Auth: Unlikely, Advice: adviceUnknownUser,
		Basis: carriers.Observed, Sources: sourceList(docomoUnknown),
	},
	{
		ID: "dsn/docomo/data", Carriers: []string{"docomo"}, Stages: []Stage{Data}, Reply: docomoUser,
		Until: junkSince, Dated: true,
		Causes: []Cause{RecipientFilter, AuthFilter, UnknownUser}, Confidence: Likely, Auth: Likely, SPF: true,
		Advice: adviceDocomoFilter, Basis: carriers.Observed, Sources: sourceList(docomoUnknown),
	},
	{
		ID: "dsn/docomo/data-rollout", Carriers: []string{"docomo"}, Stages: []Stage{Data}, Reply: docomoUser,
		From: junkSince, Until: junkFully, Dated: true,
		Causes: []Cause{RecipientFilter, UnknownUser, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true,
		Advice: adviceDocomoFilter, Basis: carriers.Inferred, Sources: sourceList(docomoJunk, docomoAfter),
	},
	{
		ID: "dsn/docomo/data-2025", Carriers: []string{"docomo"}, Stages: []Stage{Data}, Reply: docomoUser,
		From: junkFully, Dated: true,
		Causes: []Cause{UnknownUser, DMARCReject, RecipientFilter}, Confidence: Possible, Auth: Unlikely, SPF: true,
		Advice: adviceDocomoToday, Basis: carriers.Inferred, Sources: sourceList(docomoJunk, docomoAfter),
	},
	{
		ID: "dsn/docomo/anywhere", Carriers: []string{"docomo"}, Stages: []Stage{Unknown}, Reply: docomoUser,
		Until: junkSince, Dated: true,
		Causes: []Cause{UnknownUser, RecipientFilter, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true,
		Advice: adviceDocomoEither, Basis: carriers.Inferred, Sources: sourceList(docomoUnknown),
	},
	{
		ID: "dsn/docomo/anywhere-2025", Carriers: []string{"docomo"}, Stages: []Stage{Unknown}, Reply: docomoUser,
		From: junkSince, Dated: true,
		Causes: []Cause{UnknownUser, DMARCReject}, Confidence: Possible, Auth: Unlikely, SPF: true,
		Advice: adviceDocomoToday, Basis: carriers.Inferred, Sources: sourceList(docomoJunk, docomoAfter),
	},
	{ // lines of a log have no year: most are of today, and SPF doesn't say whether
		ID: "dsn/docomo/undated", Carriers: []string{"docomo"}, Stages: []Stage{Unknown, Data}, Reply: docomoUser,
		Causes: []Cause{UnknownUser, DMARCReject, RecipientFilter, AuthFilter}, Confidence: Possible, Auth: Possible,
		Advice: adviceDocomoUndated, Basis: carriers.Inferred, Sources: sourceList(docomoUnknown, docomoJunk, docomoAfter),
	},
	{
		ID: "dsn/docomo/line", Carriers: []string{"docomo"}, Codes: []string{"500"}, Words: lazy.MustCompile(`line too long`),
		Causes: []Cause{Other}, Confidence: Certain, Auth: Unlikely, Advice: adviceLongLine,
		Basis: carriers.Claimed, Sources: sourceList(replyWords),
	},
}

var (
	auNamed    = lazy.MustCompile(`(?i)^550[ -](?:\d\.\d\.\d )?<[^<>]+>: user unknown`)
	auNameless = lazy.MustCompile(`(?i)^550[ -](?:\d\.\d\.\d )?: user unknown`)
)

// auRules: what stands before the colon decides (§3.2).
var auRules = []rule{
	{
		ID: "dsn/au/filtered", Carriers: []string{"au", "uq"}, Filtered: true,
		Causes: []Cause{RecipientFilter, AuthFilter}, Confidence: Likely, Auth: Possible, SPF: true,
		Advice: adviceAu, Basis: carriers.Observed, Sources: sourceList(auNotices),
	},
	{
		ID: "dsn/au/unknown", Carriers: []string{"au", "uq"}, Reply: auNamed,
		Causes: []Cause{UnknownUser}, Confidence: Likely, Auth: Unlikely, Advice: adviceUnknownUser,
		Basis: carriers.Observed, Sources: sourceList(auReplies),
	},
	{
		ID: "dsn/au/refused", Carriers: []string{"au", "uq"}, Reply: auNameless,
		Causes: []Cause{RecipientFilter, AuthFilter, UnknownUser}, Confidence: Likely, Auth: Possible, SPF: true,
		Advice: adviceAu, Basis: carriers.Observed, Sources: sourceList(auReplies),
	},
	{
		ID: "dsn/au/disabled", Carriers: []string{"au", "uq"}, Words: lazy.MustCompile(`account is (?:disabled|temporarily limited)`),
		Causes: []Cause{Disabled}, Confidence: Likely, Auth: Unlikely, Advice: adviceDisabled,
		Basis: carriers.Observed, Sources: sourceList(auNotices),
	},
	{
		ID: "dsn/au/rejected", Carriers: []string{"au", "uq"}, Words: lazy.MustCompile(`recipients was rejected by a remote mail server`),
		Causes: []Cause{RecipientFilter, UnknownUser, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true,
		Advice: adviceAu, Basis: carriers.Inferred, Sources: sourceList(auNotices),
	},
}

// softbankRules. J:COM has the same product, and the same reply to a sender domain
// that doesn't exist.
var softbankRules = []rule{
	{
		ID: "dsn/softbank/sender", Servers: lazy.MustCompile(`(?i)\b(?:softbank\.ne\.jp|softbank\.jp|vodafone\.ne\.jp|jcom\.(?:home\.)?ne\.jp)\b`), Codes: []string{"553"},
		Words:  lazy.MustCompile(`^553[ -](?:\d\.\d\.\d )?<?~>? does not exist\b`),
		Causes: []Cause{SenderDomain}, Confidence: Certain, Auth: Unlikely, Advice: adviceSenderDomain,
		Basis: carriers.Observed, Sources: sourceList(softbankReplies),
	},
	{
		ID: "dsn/softbank/unknown", Carriers: []string{"softbank", "ymobile"}, Codes: []string{"550"},
		Words:  lazy.MustCompile(`\binvalid recipient\b`),
		Causes: []Cause{UnknownUser}, Confidence: Likely, Auth: Unlikely, Advice: adviceUnknownUser,
		Basis: carriers.Observed, Sources: sourceList(softbankReplies),
	},
	{
		ID: "dsn/softbank/full", Carriers: []string{"softbank"}, Words: lazy.MustCompile(`メールボックスが一杯`), // §3.3, samples of 2008
		Causes: []Cause{MailboxFull}, Confidence: Certain, Auth: Unlikely, Advice: adviceFull,
		Basis: carriers.Observed, Sources: sourceList(softbankReplies),
	},
	{
		ID: "dsn/softbank/notice", Carriers: []string{"softbank"}, Words: lazy.MustCompile(`指定された送信先は`), // §3.3, samples of 2009
		Causes: []Cause{UnknownUser, RecipientFilter, AuthFilter}, Confidence: Possible, Auth: Possible, SPF: true,
		Advice: adviceUnknownUser, Basis: carriers.Observed, Sources: sourceList(softbankReplies),
	},
}
