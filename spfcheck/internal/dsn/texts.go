package dsn

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// What is noted of a report as a whole.
var (
	noteSize = i18n.Text{
		EN: "only the first %d MiB were read",
		JA: "先頭の %d MiB だけを読み取りました",
	}
	noteSecond = i18n.Text{
		EN: "there are more messages in the input; only the first one was read",
		JA: "入力に複数のメールがあります。最初の 1 通だけを読み取りました",
	}
	noteParts = i18n.Text{
		EN: "the message has more parts, or deeper ones, than are looked at; the rest was left out",
		JA: "パートの数または入れ子が上限を超えているため、残りは読み飛ばしました",
	}
	noteRecipients = i18n.Text{
		EN: "only the first %d recipients were read",
		JA: "先頭の %d 件の宛先だけを読み取りました",
	}
	noteNothingReturned = i18n.Text{
		EN: "the report returns nothing of the original message, so the sender's domains can't be read from it",
		JA: "元のメールが添付されていないため、送信元のドメインは分かりません",
	}
	noteComplaintUnnamed = i18n.Text{
		EN: "the report hides who complained; where each message has a number of its own, or its link to unsubscribe does, that tells whose it was",
		JA: "申告した人の宛先は書かれていません。宛先ごとの Message-ID や配信停止リンクがあれば、返送されたメールのそれから分かります",
	}
	noteContradicts = i18n.Text{
		EN: "the fields for %s contradict each other: it is called delayed, but the time for delivery is over",
		JA: "%s についての記載が食い違っています。遅延とされていますが、配送の期限はすでに過ぎています",
	}
	noteNoSuccess = i18n.Text{
		EN: "the fields for %s contradict each other: the action is that of a delivery, but the status isn't",
		JA: "%s についての記載が食い違っています。処理（Action）は配送の成功ですが、ステータスコードはそうではありません",
	}
	noteRefusal = i18n.Text{
		EN: "there is a refusal in the text that isn't about these recipients: %s",
		JA: "上の宛先のものではない拒否の応答が、文面にあります: %s",
	}
	noteGone = i18n.Text{
		EN: "the server of %s took the message, and its answer says that it threw it away or holds it back",
		JA: "%s のサーバーはメールを受け取りましたが、破棄または隔離したと応答しています",
	}
	noteIncomplete = i18n.Text{
		EN: "the report doesn't say plainly what happened; it was concluded from its status or its words",
		JA: "結果がはっきり書かれていないため、ステータスコードや文面から判断しました",
	}
	noteForwarded = i18n.Text{
		EN: "this was read from a forwarded or quoted report: what the mail program left out of it isn't known",
		JA: "転送または引用された通知から読み取りました。転送時に省かれた内容は分かりません",
	}
	noteGuessed = i18n.Text{
		EN: "the report has the form of no known mail server: recipients and reasons were looked for in its words, so check them yourself",
		JA: "形式が既知のメールサーバーのものではないため、宛先と理由は文面から推定しました。通知の本文もご確認ください",
	}
	noteFromCopy = i18n.Text{
		EN: "the report names no recipient: %s is the To of the message",
		JA: "通知に宛先の記載がないため、元のメールの To（%s）を宛先としました",
	}
	noteNoGroups = i18n.Text{
		EN: "the report names no recipient",
		JA: "通知に宛先の記載がありません",
	}
	noteSES = i18n.Text{
		EN: "Amazon SES says \"delivery\" when the receiving server has accepted the message; that it is in the mailbox isn't known",
		JA: "Amazon SES の「Delivery」は、相手側のサーバーが受け取ったことを示します。メールボックスに届いたかどうかは分かりません",
	}
	noteEvents = i18n.Text{
		EN: "events that say nothing about delivery were left out: %d",
		JA: "配送に関係しないイベントを %d 件読み飛ばしました",
	}
)

// What is wrong with JSON.
var (
	textNoService = i18n.Text{
		EN: "the JSON is of no sending service that is known: %s",
		JA: "配信サービスの通知ではない JSON です（対応しているサービス: %s）",
	}
	textBadJSON = i18n.Text{
		EN: "the JSON can't be read: %s",
		JA: "JSON を読めません: %s",
	}
)

// What speaks against a report, which is as easy to forge as any mail (RFC 3464 §4.1).
var (
	doubtMessageID = i18n.Text{
		EN: "the Message-ID of the returned message, %s, is not of your domain",
		JA: "返送されたメールの Message-ID（%s）があなたのドメインのものではありません",
	}
	doubtFrom = i18n.Text{
		EN: "the From of the returned message, %s, is not of your domain",
		JA: "返送されたメールの From（%s）があなたのドメインのものではありません",
	}
	doubtReceived = i18n.Text{
		EN: "no Received field of the returned message names a host of your domain",
		JA: "返送されたメールの Received にあなたのドメインのサーバーがありません",
	}
	doubtAuth = i18n.Text{
		EN: "the report itself failed DMARC where it was received",
		JA: "この通知自体が、受信時に DMARC で fail になっています",
	}
	mayBeForged = i18n.Text{
		EN: "the report may be forged, so change nothing on a list because of it: %s",
		JA: "通知が偽造されている可能性があります。これだけを理由に配信リストを変更しないでください（%s）",
	}
	adviceDoubtful = i18n.Text{
		EN: "But this report may be forged (see the notes): first make sure that the message was yours.",
		JA: "ただし、この通知は偽造の可能性があります（注をご覧ください）。まず、ご自身が送ったメールかどうかをご確認ください。",
	}
)
