package dsn

import "github.com/spfcheck/spfcheck/spfcheck/internal/lazy"

// The phrases by which a report in words is told, in the languages that mail systems
// speak. Where a phrase stands that says one thing alone, it decides.
var (
	// nonDelivery says that a message didn't arrive.
	nonDelivery = lazy.MustCompile(`(?i)\b(?:could|can|was|were|has|have|is)(?:n't|not| not)(?: been| be)?(?: \w+)? (?:deliver|sent\b)|\bundeliver` +
		`|\bdelivery (?:has |to .{0,60}|)(?:failed|failure|error|was aborted|permanently)|\bfailed to (?:deliver|send)|\bunable to (?:deliver|send)` +
		`|\bnot (?:been |be )?(?:successfully )?(?:delivered|relayed)|\bdelivery .{0,30}(?:not successful|unsuccessful|without success)` +
		`|\breturned to (?:the )?sender|\breturned mail|\bfailure notice|\bnon.?deliver|delivery status notification \(failure\)|\bdelivery failure` +
		`|\bmail delivery failed|\bbounced\b|\bpermanent (?:fatal )?error|\btrouble delivering|\berror (?:sending|delivering|occurred while trying to deliver)\b|\bproblem delivering` +
		`|\binvalid (?:user|final delivery|recipient)|\buser mailbox exceeds|rejected by (?:a remote|the recipient)|did not receive this message` +
		`|\bmessage blocked|cannot be delivered|recipients? (?:was|were) (?:rejected|aborted)|following recipients? failed|did not reach some or all` +
		`|could(?:n't| not) be reached:|could not be sent\b|could not find a gateway` +
		`|(?:配信|配送|送信|送達|お届け|投稿)[がはをもに、 ]{0,2}(?:でき(?:な|ま)|不能|失敗|エラー)|(?:配信|配送|送信)[がはにもを]?(?:完了|成功)(?:し(?:な|ませ|ていな|ていませ|ておりませ)|でき(?:な|ま))|不達|届(?:きませんでした|かなかった|けられませんでした)|送れません|受け取れませんで|受信できませんで|差し戻|戻って(?:き|まい)|リターンメール|エラーメール` +
		`|nicht (?:zugestellt|übermittelt|ausgeliefert)|unzustellbar|nicht zustellbar|zustellung .{0,20}(?:fehlgeschlagen|nicht möglich)` +
		`|non (?:remis|distribué|délivré)|n'a (?:pas )?(?:pu|été) .{0,20}(?:remis|distribu|délivr)|échec de (?:la )?(?:remise|distribution)` +
		`|impossible de (?:remettre|distribuer)` +
		`|no (?:se )?(?:pudo|ha podido|ha sido posible|puede) .{0,20}entregar|no entregado|impossibile (?:consegnare|recapitare)|mancato recapito` +
		`|non è stato .{0,20}(?:consegn|recapit)|niet (?:worden )?(?:bezorgd|afgeleverd)|onbestelbaar|não (?:pôde|foi possível) .{0,20}entreg|não entregue` +
		`|не (?:может быть |удалось |был[ао]? )?доставлен|退信|无法投递|投递失败|未能(?:送达|投递)|배달(?:되지|하지 못)|전송(?:되지|하지 못)`)
	// delay says that the message didn't arrive yet.
	delay = lazy.MustCompile(`(?i)\b(?:delayed|delay(?:[^\w=]|$)|delivery status notification \(delay\))|not (?:yet )?been delivered(?: yet)? (?:to|for|after)` +
		`|will (?:be retried|retry|continue|keep trying|try again)|still (?:being )?(?:retried|trying)|warning message only|no action is required on your part` +
		`|do not need to (?:re-?send|resend)|temporary failure report` +
		`|\btemporary problem delivering|\bstat(?:us)?=deferred\b|一時的な問題|再試行(?:し|され|が続)|再送(?:中|を続け)|まだ(?:配信|配送|送信).{0,8}(?:れていません|できていません)` +
		`|(?:配信|配送)(?:が|の)?(?:遅延|遅れ)|引き続き.{0,8}(?:試行|再送|実行)|verzögert|retardée?\b|retrasad|in ritardo|задерж|延迟`)
	// success says that it did, or that the next system has it.
	success = lazy.MustCompile(`(?i)\bsuccessfully (?:delivered|relayed|sent)|\bsuccessful mail delivery|\bwas (?:delivered|relayed) to\b` +
		`|\bdelivered to (?:the )?(?:mailbox|recipient)|\bdelivery to these recipients .{0,30}is complete|\bdelivery .{0,30}(?:succeeded|was successful)` +
		`|your message has been delivered|\breturn receipt\b|delivery status notification \(success\)|(?:配信|配送|送信)(?:が|は)?(?:完了|成功|されました)` +
		`|erfolgreich zugestellt|remis avec succès|entregado correctamente`)
	// doubtful are words beside which a success may not be that of every recipient.
	doubtful = lazy.MustCompile(`(?i)\b(?:reject|refus|discard|quarantin|fail|bounc|block)(?:ed|s|ing|ure)?\b|\bdenied\b|\bdropped\b|\b(?:not?|without) success|\bunsuccess|(?:成功|完了)し(?:な|ませ|ていな|ていませ)|失敗|拒否|破棄|エラー|でき(?:ま|な)|届[いかきけ]`)
	// noFailures counts none: "配信エラー: 0 件".
	noFailures = lazy.MustCompile(`(?i)[\p{L} ]{0,12}(?:エラー|失敗|不達|\berrors?|\bfail(?:ed|ures?)?|\bbounced?|\bundelivered)(?:数|件数)?[ :：=]{1,4}0(?: ?[件通名]|[ \t]*(?:[,、。\n]|$))`)
	// ownSuccess says so of one recipient, beside its address.
	ownSuccess = lazy.MustCompile(`(?i)(?:^|\n)\W*(?:delivered|sent|success(?:ful)?|成功|(?:送信|配信|配送)(?:完了|済み?))[^:：\n]{0,20}[:：]` +
		`|(?:[:：=|,\t]|- |→) *(?:ok|sent|delivered|relayed|accepted|success(?:ful(?:ly delivered)?)?` +
		`|25[0-2][ -](?:2\.\d\.\d\b|[^\n]*\b(?:ok|okay|accepted|queued|completed)\b)[^\n]*|成功|完了|(?:送信|配信|配送)(?:し|され)?(?:ました|済み?|完了|成功))[.。]? *(?:\n|$)`)
	// reportSubject is how a subject of a mail system begins.
	reportSubject = lazy.MustCompile(`(?i)^(?:[\s\pP\pS]|fwd?:|re:|wg:|tr:|転送:|【(?:重要|至急|警告|エラー|通知|システム|自動(?:送信|通知|配信|返信))】)*(?:メールの?)?(?:undeliver|unzustellbar|non.?remis` +
		`|delivery (?:failure|status|report|has failed|delayed)|mail (?:delivery|system error)|mail could not|successful mail delivery|delayed mail` +
		`|returned mail|failure notice|warning: (?:could not|message)|return receipt|error sending|nondeliverable` +
		`|message (?:status|delivery|undeliver|not delivered|delayed)|rejected mail|relayed:|delivered:|postmaster copy|mail status|there was an error sending` +
		`|配信(?:不能|不可|エラー|失敗|でき|の遅延|遅延|状況|済)|配送(?:不能|不可|エラー|失敗|でき|遅延|状況)|送信(?:エラー|失敗|でき|不能|完了通知)|メール(?:送信|配信)?エラー|(?:メール)?不達|エラー(?:メール|通知)|未配信|未送達|退信|системное сообщение)`)
	// ownWords are what only mail systems write, whoever sends it on.
	ownWords = lazy.MustCompile(`(?m)^.{0,8}(?:This is the mail system at host|Hi\. (?:This is|The) .{0,12}qmail-send|This message was created automatically by mail delivery software` +
		`|I'm sorry to have to inform you|An error occurred while trying to deliver the mail to|This is an automatically generated Delivery Status Notification|This is the DragonFly Mail Agent` +
		`|This is the MAILER-DAEMON|-----+ (?:The following addresses had|Transcript of session follows)|Delivery has failed to these recipients` +
		`|次の受信者またはグループへの?(?:メッセージの)?配信|Your message wasn't delivered|Address not found|アドレス不明|ブロックされたメール|>>> RCPT TO|<<< [45]\d\d|Final-Recipient *:)`)
)

// autoSubject is how the subject of an automatic answer begins.
var autoSubject = lazy.MustCompile(`(?i)^(?:auto(?:matic|matische|matisch)?[- ]?(?:reply|response|antwort|responder|répondre)\b|automatische antwort|réponse automatique` +
	`|respuesta automática|risposta automatica|out of (?:the )?office|(?:away|vacation|ooo)\b|abwesen|absen[ct]e|fuori sede` +
	`|\W{0,2}(?:自動(?:返信|応答)|不在(?:通知|連絡|の)|休暇|夏季休業|年末年始|.{0,12}(?:お問い?合わ?せ|お申し?込み?|ご注文|ご予約|ご連絡|ご応募|資料請求).{0,8}(?:ありがとう|受け?付|承り)))`)
