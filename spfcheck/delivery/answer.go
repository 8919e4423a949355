package delivery

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// Answer is what a person who got the report wants to know first, in three sentences.
type Answer struct {
	Error i18n.Text `json:"error"` // whether it is an error
	ToDo  i18n.Text `json:"to_do"` // whether something has to be done
	Why   i18n.Text `json:"why"`   // why the report came
	Off   i18n.Text `json:"off"`   // how such reports are turned off; empty where they aren't to be
}

// answer makes the answer, after the check: that may say that a message which was
// accepted doesn't reach the inbox.
func (d *Report) answer() Answer {
	a := Answer{Error: noError, ToDo: nothingToDo, Why: d.why()}
	var failed, delayed, taken int
	for _, r := range d.Recipients {
		switch {
		case r.Error:
			failed++
		case r.Category == dsn.Delayed:
			delayed++
		case accepted(r):
			taken++
		}
	}
	switch {
	case !d.Kind.IsReport():
		a = Answer{Error: noReport}
		if d.Kind == dsn.NotReport && len(d.Notes) == 0 { // a note says what else it is
			a.ToDo = lookedFor
		}
	case failed > 0 && failed == len(d.Recipients):
		a.Error, a.ToDo = isError, seeBelow
	case failed > 0:
		a.Error, a.ToDo = isErrorFor.Format(failed, len(d.Recipients)), seeBelow
	case d.Undelivered():
		a.Error, a.ToDo = notInbox, seeBelow
	case len(d.Recipients) == 0 && d.ofService() && !d.Incomplete:
		a.Error, a.ToDo = noEvent, i18n.Text{}
	case len(d.Recipients) == 0 && d.Kind == dsn.Complaint:
		a.ToDo = takeOffUnnamed
	case len(d.Recipients) == 0:
		a.Error, a.ToDo = notKnown, readYourself
	case d.Kind == dsn.Reply: // it may be one of several tries
		a.Error, a.ToDo = onlyAnswer, readYourself
	case delayed > 0:
		a.Error, a.ToDo = notYet, waitForIt
	case d.Recipients[0].Category == dsn.Complained:
		a.ToDo = takeOff
	}
	if taken > 0 && failed == 0 && d.Kind != dsn.Reply {
		a.Off = d.Asked()
	}
	return a
}

// ofService reports whether the report is JSON of a sending service.
func (d *Report) ofService() bool { return strings.HasSuffix(string(d.Kind), "-json") }

// why says why a report of this kind comes.
func (d *Report) why() i18n.Text {
	kind := d.Kind
	if kind == dsn.Forwarded {
		kind = dsn.Words
	}
	switch {
	case kind == dsn.Complaint:
		return whyComplaint
	case kind == dsn.Reply:
		return whyAnswer
	case kind == dsn.Verify:
		return whyVerify
	case d.ofService():
		return whyService
	}
	has := func(c ...Category) bool {
		return slices.ContainsFunc(d.Recipients, func(r Recipient) bool { return slices.Contains(c, r.Category) })
	}
	switch {
	case has(dsn.Failed):
		return whyFailed
	case has(dsn.ReadReceipt):
		return whyReceipt
	case has(dsn.Delayed):
		return whyDelayed
	case has(dsn.Relayed, dsn.Delivered, dsn.Expanded):
		return whyAsked
	}
	return whyUnknown
}

var (
	noError    = i18n.Text{EN: "This is not an error.", JA: "エラーではありません。"}
	isError    = i18n.Text{EN: "This is an error: the message was not delivered.", JA: "エラーです。メールは届いていません。"}
	isErrorFor = i18n.Text{EN: "This is an error for %d of %d recipients.", JA: "%[2]d 件の宛先のうち %[1]d 件でエラーです。"}
	notInbox   = i18n.Text{
		EN: "The server took the message, so no error is reported; but by the check it doesn't reach the inbox of every recipient.",
		JA: "相手側のサーバーは受け取っており、通知はエラーではありません。ただし確認の結果、受信箱に届かない宛先があります。",
	}
	notYet     = i18n.Text{EN: "This is not an error yet: delivery is still tried.", JA: "まだエラーではありません。配送は続けられています。"}
	notKnown   = i18n.Text{EN: "Whether it is an error isn't known: no recipient could be read.", JA: "エラーかどうかは分かりません。宛先を読み取れませんでした。"}
	noEvent    = i18n.Text{EN: "Whether mail was delivered isn't known: no event says anything about it.", JA: "メールが届いたかどうかは分かりません。配送に関するイベントがありません。"}
	onlyAnswer = i18n.Text{
		EN: "Whether it is an error isn't known: this is one answer of a server, and others may have followed.",
		JA: "エラーかどうかは分かりません。これはサーバーの応答の一つで、その後の結果は書かれていません。",
	}
	noReport  = i18n.Text{EN: "This is not a delivery report.", JA: "配送状況の通知ではありません。"}
	lookedFor = i18n.Text{
		EN: "It has neither the fields of a report nor the words of a known mail server, nor a recipient with a server's reply or another reason. If it is the notice of a service, look for the reply in that service's log, and give that.",
		JA: "通知の項目（RFC 3464）、既知のメールサーバーの文面、宛先とその理由（サーバーの応答など）の組を探しましたが、どれもありませんでした。サービスからのお知らせであれば、そのサービスの送信履歴にある応答を貼り付けてください。",
	}

	nothingToDo    = i18n.Text{EN: "There is nothing to do.", JA: "対応は不要です。"}
	seeBelow       = i18n.Text{EN: "Action is needed: see below.", JA: "対応が必要です。下の説明をご覧ください。"}
	readYourself   = i18n.Text{EN: "Read the report yourself, or ask whoever runs your mail.", JA: "通知の本文をご自身で確かめるか、メールの管理者にご相談ください。"}
	waitForIt      = i18n.Text{EN: "There is nothing to do: don't send it again.", JA: "対応は不要です。送り直さないでください。"}
	takeOffUnnamed = i18n.Text{
		EN: "The report doesn't say who complained: find that out by the returned message, and take the address off your list.",
		JA: "申告した人の宛先は書かれていません。返送されたメールから調べ、配信リストから外してください。",
	}
	takeOff = i18n.Text{EN: "Take the address off your list.", JA: "このアドレスを配信リストから外してください。"}

	whyAsked = i18n.Text{
		EN: "It came because the sender's program asked for a delivery receipt (DSN).",
		JA: "送信側のソフトが「配信確認」（DSN）を求めたため、届いた通知です。",
	}
	whyFailed    = i18n.Text{EN: "It came because a mail server could not deliver the message, and tells the sender.", JA: "メールサーバーが配送できなかったことを、送信者に知らせる通知です。"}
	whyDelayed   = i18n.Text{EN: "It came because delivery takes longer than usual.", JA: "配送に通常より時間がかかっていることを知らせる通知です。"}
	whyReceipt   = i18n.Text{EN: "It came because the message asked for a read receipt.", JA: "メールが開封確認を求めていたため、届いた返事です。"}
	whyComplaint = i18n.Text{EN: "It came because a recipient called the message spam, and the recipient's provider tells senders.", JA: "受信者がメールを迷惑メールとして申告し、その事業者が送信者に知らせたものです。"}
	whyAnswer    = i18n.Text{EN: "Only the answer of a mail server was read, without the report around it.", JA: "読み取ったのはメールサーバーの応答だけで、通知の全体ではありません。"}
	whyVerify    = i18n.Text{EN: "It came because somebody had the mail server test the addresses.", JA: "メールサーバーで宛先の確認が実行されたため、届いた通知です。"}
	whyService   = i18n.Text{EN: "It came because the sending service reports what becomes of each message.", JA: "配信サービスが各メールの結果を知らせるものです。"}
	whyUnknown   = i18n.Text{EN: "Why it came isn't known.", JA: "届いた理由は分かりません。"}
)
