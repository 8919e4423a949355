package render

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// The words of delivery reports.
var (
	reportTitle     = i18n.Text{EN: "%s, from %s", JA: "%s（通知元 %s）"}
	unknownReporter = i18n.Text{EN: "an unknown server", JA: "不明"}
	unnamed         = i18n.Text{EN: "a recipient that the report doesn't name", JA: "宛先の記載なし"}
	causesLine      = i18n.Text{EN: "probable causes: %s (%s)", JA: "考えられる原因: %s（%s）"}
	authFilterLine  = i18n.Text{EN: "a filter on the sender's authentication: %s", JA: "送信者認証によるフィルターの可能性: %s"}
	checkTitle      = i18n.Text{EN: "The message, checked by the rules of %s", JA: "元のメールを %s の規則で確認した結果"}
	sentFromLine    = i18n.Text{EN: "sent from:", JA: "送信元アドレス:"}
	guessedWord     = i18n.Text{EN: "looked for in its words", JA: "文面からの推定"}
	doubtfulWord    = i18n.Text{EN: "the report may be forged", JA: "通知が偽造された可能性あり"}

	kindWords = map[dsn.Kind]i18n.Text{
		dsn.Delivery:     {EN: "delivery report", JA: "配送状況の通知"},
		dsn.Words:        {EN: "delivery report in words", JA: "文章だけの配送状況の通知"},
		dsn.Verify:       {EN: "test of an address, nothing was sent", JA: "宛先の確認（メールは送られていません）"},
		dsn.Receipt:      {EN: "read receipt", JA: "開封確認"},
		dsn.Complaint:    {EN: "complaint", JA: "迷惑メールの申告"},
		dsn.AutoReply:    {EN: "automatic reply", JA: "自動返信"},
		dsn.Forwarded:    {EN: "forwarded report", JA: "転送された通知"},
		dsn.Reply:        {EN: "answer of a mail server", JA: "メールサーバーの応答"},
		dsn.NotReport:    {EN: "no delivery report", JA: "配送状況の通知ではありません"},
		dsn.SESJSON:      {EN: "notification of Amazon SES", JA: "Amazon SES の通知"},
		dsn.SendGridJSON: {EN: "events of SendGrid", JA: "SendGrid のイベント"},

		dsn.MailgunJSON:     {EN: "events of Mailgun", JA: "Mailgun のイベント"},
		dsn.PostmarkJSON:    {EN: "events of Postmark", JA: "Postmark のイベント"},
		dsn.BrevoJSON:       {EN: "events of Brevo", JA: "Brevo のイベント"},
		dsn.MailjetJSON:     {EN: "events of Mailjet", JA: "Mailjet のイベント"},
		dsn.MandrillJSON:    {EN: "events of Mandrill", JA: "Mandrill のイベント"},
		dsn.SparkPostJSON:   {EN: "events of SparkPost", JA: "SparkPost のイベント"},
		dsn.ResendJSON:      {EN: "events of Resend", JA: "Resend のイベント"},
		dsn.MailerSendJSON:  {EN: "events of MailerSend", JA: "MailerSend のイベント"},
		dsn.MailtrapJSON:    {EN: "events of Mailtrap", JA: "Mailtrap のイベント"},
		dsn.CustomerIOJSON:  {EN: "events of Customer.io", JA: "Customer.io のイベント"},
		dsn.BlastengineJSON: {EN: "events of blastengine", JA: "blastengine のイベント"},
	}
	categoryWords = map[dsn.Category]i18n.Text{
		dsn.Delivered:     {EN: "delivered", JA: "配送済み"},
		dsn.Relayed:       {EN: "accepted by the next server", JA: "次のサーバーが受け取りました"},
		dsn.Expanded:      {EN: "passed on to the members of an alias", JA: "転送先に配られました"},
		dsn.Delayed:       {EN: "delayed, still tried", JA: "遅延中（再送されます）"},
		dsn.Failed:        {EN: "failed", JA: "届きませんでした"},
		dsn.Deliverable:   {EN: "deliverable", JA: "配送できます"},
		dsn.Undeliverable: {EN: "not deliverable", JA: "配送できません"},
		dsn.ReadReceipt:   {EN: "receipt of the recipient's", JA: "受信者からの開封確認"},
		dsn.Complained:    {EN: "reported as spam", JA: "迷惑メールとして申告されました"},
	}
	errorWords = map[bool]i18n.Text{
		true:  {EN: "an error", JA: "エラーです"},
		false: {EN: "no error", JA: "エラーではありません"},
	}
	stageWords = map[dsn.Stage]i18n.Text{
		dsn.Connect: {EN: "on connecting", JA: "接続時"},
		dsn.Mail:    {EN: "at MAIL", JA: "MAIL の応答"},
		dsn.Rcpt:    {EN: "at RCPT", JA: "RCPT の応答"},
		dsn.Data:    {EN: "at the end of DATA", JA: "DATA の後の応答"},
		dsn.Unknown: {EN: "at an unknown stage", JA: "どの段階の応答かは不明"},
	}
	causeWords = map[dsn.Cause]i18n.Text{
		dsn.UnknownUser:     {EN: "unknown address", JA: "宛先不明"},
		dsn.RecipientFilter: {EN: "the recipient's filter settings", JA: "受信者の受信設定"},
		dsn.AuthFilter:      {EN: "the recipient's filter on spoofed mail", JA: "受信者のなりすまし対策の設定"},
		dsn.AuthExplicit:    {EN: "the sender's authentication failed", JA: "送信者認証のエラー"},
		dsn.DMARCReject:     {EN: "DMARC asks to reject", JA: "DMARC の拒否ポリシー"},
		dsn.SenderDomain:    {EN: "the sender's domain isn't in DNS", JA: "送信元ドメインが DNS にない"},
		dsn.MailboxFull:     {EN: "the mailbox is full", JA: "メールボックスの容量超過"},
		dsn.TooLarge:        {EN: "the message is too large", JA: "メールのサイズ超過"},
		dsn.HostUnknown:     {EN: "the domain or server isn't found", JA: "ドメインまたはサーバーが見つからない"},
		dsn.RateLimit:       {EN: "too much mail in a short time", JA: "短時間の大量送信"},
		dsn.Network:         {EN: "the server can't be reached", JA: "サーバーに接続できない"},
		dsn.Policy:          {EN: "a policy of the receiver", JA: "受信側のポリシー"},
		dsn.BlockedIP:       {EN: "the sending address is blocked", JA: "送信元アドレスのブロック"},
		dsn.Expired:         {EN: "not delivered in time", JA: "時間内に届いていない"},
		dsn.Disabled:        {EN: "the mailbox is disabled", JA: "メールボックスの停止"},
		dsn.UTF8:            {EN: "the server doesn't take UTF-8 addresses", JA: "UTF-8 アドレスに未対応"},
		dsn.Other:           {EN: "something else", JA: "その他"},
	}
	filteringWords = map[dsn.Filtering]i18n.Text{
		"":                  {EN: "not said", JA: "記載なし"},
		dsn.Unlikely:        {EN: "unlikely", JA: "低い"},
		dsn.Possible:        {EN: "possible", JA: "あり得る"},
		dsn.Likely:          {EN: "likely", JA: "高い"},
		dsn.Certain:         {EN: "certain, the reply says so", JA: "確実（応答に明記）"},
		dsn.DiscardPossible: {EN: "accepted, but the carrier may have dropped it without a word", JA: "受け取られたが、通知なく破棄された可能性あり"},
		dsn.JunkPossible:    {EN: "accepted, but it may lie in the spam folder", JA: "受け取られたが、迷惑メールフォルダーに入った可能性あり"},
	}
)
