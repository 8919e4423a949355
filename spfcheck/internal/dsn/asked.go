package dsn

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// asker is a program that can ask for success reports (RFC 3461 §4.1), with the name that
// it gives the option.
type asker struct {
	Name   string
	Mailer *lazy.Regexp // in X-Mailer or User-Agent
	Option i18n.Text
}

// askers lists them. Most programs that people use have no such option.
var askers = []asker{
	{
		"Outlook", lazy.MustCompile(`(?i)\boutlook\b`),
		i18n.Text{EN: "Options, \"Request a Delivery Receipt\"; for all mail: File, Options, Mail, Tracking", JA: "［オプション］の［配信確認の要求］（配信確認メッセージを要求する）。すべてのメールについては［ファイル］→［オプション］→［メール］の［確認］"},
	},
	{
		"Thunderbird", lazy.MustCompile(`(?i)thunderbird|betterbird`),
		i18n.Text{EN: "Options of the message, \"Delivery Status Notification\"", JA: "作成画面の［オプション］の［配送状況通知を要求する］"},
	},
	{
		"Roundcube", lazy.MustCompile(`(?i)roundcube`),
		i18n.Text{EN: "Options of the message, \"Delivery status notification\"", JA: "作成画面のオプションの［配送状況通知］"},
	},
	{"Mutt", lazy.MustCompile(`(?i)\b(?:neo)?mutt\b`), i18n.Text{EN: "dsn_notify", JA: "dsn_notify"}},
	{"sendmail", lazy.MustCompile(`(?i)\b(?:mailutils|s-nail|heirloom|mailx)\b`), i18n.Text{EN: "-N success", JA: "-N success"}},
	{"Nodemailer", lazy.MustCompile(`(?i)nodemailer`), i18n.Text{EN: "dsn.notify", JA: "dsn.notify"}},
}

// Asked says how a sender turns off the request for success reports: in the program that
// the returned header names, else in those that have the option.
func (r *Report) Asked() i18n.Text {
	mailer := r.Returned.Header.First("X-Mailer") + " " + r.Returned.Header.First("User-Agent")
	var all i18n.Text
	for _, a := range askers {
		option := askerOption.Format(a.Name, a.Option)
		if a.Mailer.MatchString(mailer) {
			return turnOffIn.Format(option).And(notReceipt)
		}
		if all.EN == "" {
			all = option
		} else {
			all = i18n.Text{EN: all.EN + "; " + option.EN, JA: all.JA + "、" + option.JA}
		}
	}
	return turnOff.Format(all).And(notReceipt)
}

var (
	askerOption = i18n.Text{EN: "%s (%s)", JA: "%s（%s）"}
	turnOffIn   = i18n.Text{
		EN: "To get no such reports (NOTIFY=SUCCESS), turn the option off: %s.",
		JA: "この通知（NOTIFY=SUCCESS）が不要なら、次の設定を解除してください: %s。",
	}
	turnOff = i18n.Text{
		EN: "To get no such reports (NOTIFY=SUCCESS), turn the option off in the program that sends: %s.",
		JA: "この通知（NOTIFY=SUCCESS）が不要なら、送信に使うソフトの設定を解除してください: %s。",
	}
	notReceipt = i18n.Text{
		EN: "A read receipt is another thing: the recipient's program sends it when the message is opened.",
		JA: "「開封確認」は別のもので、受信者がメールを開いたときに受信者のソフトから届きます。",
	}
)
