package dsn

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// The advice for what is not a failure. Words in braces are put in by advise.
var (
	adviceRead = i18n.Text{
		EN: "This is a read receipt: the message was shown to {who}. Whether it was read isn't known. It is not an error. Nothing to do.",
		JA: "開封確認の返事です。{who} さんがメールを開いたことを知らせるもので、エラーではありません。対応は不要です。",
	}
	adviceHandled = i18n.Text{
		EN: "This is a receipt: the message reached {who}. That it was shown isn't said; it may have been deleted, or handled in another way. It is not an error. Nothing to do.",
		JA: "開封確認の返事です。メールは {who} さんに届いていますが、開かれたとは書かれていません（削除などの可能性があります）。エラーではありません。対応は不要です。",
	}
	adviceDenied = i18n.Text{
		EN: "A receipt was asked for, and {who} doesn't give one. It says nothing of whether the message was read. It is not an error. Nothing to do.",
		JA: "開封確認を求めましたが、{who} さんは返信を希望しませんでした。メールが読まれたかどうかは分かりません。エラーではありません。対応は不要です。",
	}
	adviceNoReceipt = i18n.Text{
		EN: "A receipt was asked for, and the program of {who} couldn't make one. It says nothing of whether the message was read. It is not an error. Nothing to do.",
		JA: "開封確認を求めましたが、{who} さんのメールソフトが作成できませんでした。メールが読まれたかどうかは分かりません。エラーではありません。対応は不要です。",
	}
	adviceComplaint = i18n.Text{
		EN: "{who} reported the message as spam. It was delivered; take the address off your list.",
		JA: "{who} さんがこのメールを迷惑メールとして報告しました。配送のエラーではありませんが、配信リストから外してください。",
	}
	adviceProbe = i18n.Text{
		EN: "A test by the mail server only; no message was sent.",
		JA: "メールサーバーによる配送テストの結果です。メールは実際には送られていません。",
	}
	adviceDelivered = i18n.Text{
		EN: "Delivered to the mailbox. This is not an error. Whether it was read isn't known. Nothing to do.",
		JA: "宛先のメールボックスまで届きました。エラーではありません（読まれたかどうかは分かりません）。対応は不要です。",
	}
	adviceAccepted = i18n.Text{
		EN: "Not an error: {remote} accepted the message ({reply}). What comes after that isn't reported: it was accepted, but whether it reached the mailbox isn't known. If it fails later, another mail will tell you.",
		JA: "エラーではありません。{remote} がメールを受け取りました（{reply}）。その先の結果は通知されないため、確認できるのは「受け取られた」ことまでです。後で届けられなかった場合は、別のメールで通知されます。",
	}
	adviceExpanded = i18n.Text{
		EN: "Not an error. {who} is a group address; the message was passed on to its members. The failure of one of them may be reported later.",
		JA: "エラーではありません。{who} は複数の宛先をまとめたアドレスで、メールはそれぞれの宛先へ転送されました。届かなかった宛先があれば、後から通知されることがあります。",
	}
	adviceAnswer = i18n.Text{
		EN: "The server refused it for now. Whether it is tried again, or was given up, an answer alone doesn't say: ask whoever runs the server that sends.",
		JA: "サーバーが一時的に受け取りを断りました。その後に再送されたか、配送が打ち切られたかは、応答だけでは分かりません。送信サーバーの管理者にご確認ください。",
	}
	adviceDelayed = i18n.Text{
		EN: "Not delivered yet; {reporter} keeps trying until {until}. Please don't send it again.",
		JA: "まだ届いていませんが、{reporter} が {until} まで自動で再送を続けます。送り直す必要はありません。",
	}
	adviceJunk = i18n.Text{
		EN: "{carrier} may still have put it into the junk folder, depending on the recipient's settings. If the recipient doesn't see it, check the SPF of {domain}.",
		JA: "{carrier} では、受信者の設定により迷惑メールフォルダーに入っていることがあります。相手が見当たらないと言う場合は、{domain} の SPF をご確認ください。",
	}
	adviceDiscard = i18n.Text{
		EN: "{carrier} may still drop such a message without a notice when the recipient's anti-spoofing setting is on. If the recipient doesn't see it, check the SPF of {domain}.",
		JA: "{carrier} では、受信者の「なりすまし」対策の設定により、受け取った後に通知なく破棄されることがあります。相手に届いていないようでしたら、{domain} の SPF をご確認ください。",
	}
)

// The advice for failures.
var (
	adviceExpired = i18n.Text{
		EN: "Given up after repeated tries; the last answer was: {reply}. Send again later; if it happens again, reach the recipient another way.",
		JA: "再送を続けましたが届かず、配送が打ち切られました（最後の応答: {reply}）。時間をおいて送り直してください。続く場合は別の連絡方法をご検討ください。",
	}
	adviceAuth = i18n.Text{
		EN: "Refused because the sender could not be authenticated; the server says so itself. Correct SPF, DKIM or DMARC of {domain}. The recipient can't solve this.",
		JA: "送信元を認証できなかったため拒否されました（相手のサーバーがそう答えています）。{domain} の SPF・DKIM・DMARC の設定を直してください。受信者側の設定変更では解決しません。",
	}
	adviceSenderDomain = i18n.Text{
		EN: "Refused because the sender's domain has no DNS records. Publish MX, A or TXT for the domain of the envelope From.",
		JA: "送信元ドメインの DNS 情報が見つからないため拒否されました。エンベロープ From のドメインに MX・A・TXT のいずれかを登録してください。",
	}
	adviceUnknownUser = i18n.Text{
		EN: "The address most likely doesn't exist. Check the spelling; the recipient may have changed it. Take it off your list.",
		JA: "宛先のアドレスが存在しないと考えられます。入力の誤りや、相手のアドレス変更がないかご確認ください。配信リストからは外してください。",
	}
	adviceDocomoFilter = i18n.Text{
		EN: "docomo answered \"Unknown user\", but only after the whole message was sent: the address seems to exist, and a setting of the recipient's refused the mail. Check the SPF of {domain}, and ask the recipient to allow {domain}.",
		JA: "ドコモの応答は「Unknown user」ですが、本文を送り終えた後の拒否です。アドレスは存在し、受信者の設定で拒否された可能性が高いです。{domain} の SPF をご確認のうえ、受信者に {domain} の受信許可をお願いしてください。",
	}
	adviceDocomoEither = i18n.Text{
		EN: "docomo answered \"Unknown user\". The report doesn't say at which point, and at that time this stood for an address that doesn't exist as well as for a setting of the recipient's. Check the address, then the SPF of {domain}.",
		JA: "ドコモの応答は「Unknown user」です。どの段階での応答か記載がなく、当時は宛先不明と受信者の設定による拒否の両方がこの形でした。まずアドレスを、次に {domain} の SPF をご確認ください。",
	}
	adviceDocomoUndated = i18n.Text{
		EN: "docomo answered \"Unknown user\". Since March 2025 that most likely means that the address doesn't exist, or that the mail fails DMARC under p=reject; until then it stood for a setting of the recipient's, too. No date is given that would tell. Check the address, then the DMARC of {domain}.",
		JA: "ドコモの応答は「Unknown user」です。2025 年 3 月以降なら、宛先のアドレスが存在しないか、p=reject で DMARC が fail のメールである可能性が高いです。それより前は、受信者の設定による拒否もこの形でした。日付の記載がないため、どちらかは分かりません。まずアドレスを、次に {domain} の DMARC をご確認ください。",
	}
	adviceDocomoToday = i18n.Text{
		EN: "Most likely the address doesn't exist. Since March 2025 docomo no longer refuses mail this way for a setting of the recipient's. It still refuses mail that fails DMARC under p=reject: check the DMARC of {domain} too.",
		JA: "宛先のアドレスが存在しない可能性が高いです。ドコモは 2025 年 3 月以降、受信者の設定による拒否をこの形では返しません。ただし p=reject で DMARC が fail のメールは今も拒否されるため、{domain} の DMARC も念のためご確認ください。",
	}
	adviceAu = i18n.Text{
		EN: "au refused it, most likely by a setting of the recipient's. Its anti-spoofing setting is one possible reason, although that usually drops mail without any answer. Ask the recipient to add {domain} to the receive list, and check the SPF of {domain}.",
		JA: "au の受信者側の設定で拒否されたと考えられます。「なりすまし規制」も原因になり得ますが、その場合は応答なしに破棄されることが多いとされています。受信者に {domain} の受信リスト登録をお願いし、{domain} の SPF もご確認ください。",
	}
	adviceDisabled = i18n.Text{
		EN: "The recipient's account is suspended or no longer used. Reach the recipient another way, and take the address off your list.",
		JA: "宛先のアカウントが停止されているか、使われていません。別の方法で連絡し、配信リストからは外してください。",
	}
	adviceFull = i18n.Text{
		EN: "The mailbox is full. Tell the recipient another way, and send again later.",
		JA: "相手のメールボックスがいっぱいです。別の方法で知らせて、後で送り直してください。",
	}
	adviceLarge = i18n.Text{
		EN: "The message is too large for {remote}. Send less, or a link.",
		JA: "メールのサイズが {remote} の上限を超えています。添付を減らすか、リンクで送ってください。",
	}
	adviceLongLine = i18n.Text{
		EN: "A line of the message is longer than about 1,000 bytes, which docomo refuses. Let the program that sends it fold or encode the text.",
		JA: "メールの中に約 1,000 バイトを超える行があるため、ドコモに拒否されました。送信プログラムで改行を入れるか、本文を符号化してください。",
	}
	adviceLineEnds = i18n.Text{
		EN: "The message has lines that end in LF or CR alone: {reply}. Let the program that sends it end lines with CRLF. The recipient's address isn't the reason: don't take it off your list.",
		JA: "メールの中に LF または CR だけの改行があるため、拒否されました（応答: {reply}）。送信プログラムで改行を CRLF にしてください。宛先のアドレスが原因ではないため、配信リストから外す必要はありません。",
	}
	adviceMany = i18n.Text{
		EN: "That is more than {remote} takes at a time. Send to fewer recipients at once, and more slowly.",
		JA: "{remote} が一度に受け取る量を制限しています。宛先を分け、間隔をあけて送ってください。",
	}
	adviceNetwork = i18n.Text{
		EN: "There was no connection to {remote}, or it broke off. Send again later.",
		JA: "{remote} に接続できなかったか、途中で切断されました。時間をおいて送り直してください。",
	}
	adviceDNS = i18n.Text{
		EN: "DNS gave no answer for the recipient's domain: {reply}. Send again later; if it happens again, the name servers of that domain, or the resolver of the sending server, have a fault.",
		JA: "宛先のドメインの DNS から応答が得られませんでした（応答: {reply}）。時間をおいて送り直してください。続く場合は、そのドメインの DNS サーバーか、送信サーバーの名前解決に問題があります。",
	}
	adviceTLS = i18n.Text{
		EN: "No encrypted connection (TLS) to {remote} came about that both sides take: {reply}. Tell the administrator of the receiving side where its certificate or its MTA-STS or DANE records are named, or else that of the sending server.",
		JA: "{remote} との暗号化された接続（TLS）の条件が合いませんでした（応答: {reply}）。証明書や MTA-STS、DANE が挙げられていれば受信側の管理者に、それ以外は送信サーバーの管理者に連絡してください。",
	}
	adviceHost = i18n.Text{
		EN: "The domain of the address can't be found, or takes no mail. Check the part after the @.",
		JA: "宛先のドメインが見つからないか、メールを受け付けていません。@ より後ろをご確認ください。",
	}
	advicePolicy = i18n.Text{
		EN: "Refused by a policy of {remote}: {reply}. The sender's reputation, the content or authentication may be the reason.",
		JA: "{remote} の方針により拒否されました（応答: {reply}）。送信元の評判・内容・認証のいずれかが原因と考えられます。",
	}
	adviceBlocked = i18n.Text{
		EN: "{remote} refuses the address that the mail was sent from: {reply}. Find out on which list it is, and why; the operator of the sending server can ask for its removal. The recipient's address isn't the reason.",
		JA: "{remote} が送信元の IP アドレスを拒否しました（応答: {reply}）。どのリストに載っているか、その理由を調べ、送信サーバーの管理者から解除を申請してください。宛先のアドレスが原因ではありません。",
	}
	adviceReputation = i18n.Text{
		EN: "{remote} refuses mail of the sender's domain for its reputation: {reply}. Mail that is reported as spam, or that isn't authenticated, lowers it. The recipient's address isn't the reason.",
		JA: "{remote} が送信ドメインの評判（レピュテーション）を理由に拒否しました（応答: {reply}）。迷惑メールとしての申告や、認証されていないメールが影響します。宛先のアドレスが原因ではありません。",
	}
	adviceReverse = i18n.Text{
		EN: "{remote} refuses the sending server because its address has no name in DNS, or another one: {reply}. The operator of that server has to publish a reverse DNS name (PTR) that leads back to the address. The recipient's address isn't the reason.",
		JA: "送信サーバーの IP アドレスの逆引きがないか、一致しないため、{remote} に拒否されました（応答: {reply}）。送信サーバーの管理者が、正引きと一致する逆引き（PTR）を設定する必要があります。宛先のアドレスが原因ではありません。",
	}
	adviceHelo = i18n.Text{
		EN: "{remote} refuses the name by which the sending server calls itself (HELO): {reply}. The operator of that server has to set a full host name that is in DNS. The recipient's address isn't the reason.",
		JA: "送信サーバーが名乗るホスト名（HELO）が {remote} に拒否されました（応答: {reply}）。送信サーバーの管理者が、DNS にある完全なホスト名を設定する必要があります。宛先のアドレスが原因ではありません。",
	}
	adviceTenant = i18n.Text{
		EN: "A setting of the organization that sends it doesn't allow it: {reply}. Ask its administrator. The recipient's address isn't the reason.",
		JA: "送信側の組織の設定で許可されていません（応答: {reply}）。その組織の管理者にお問い合わせください。宛先のアドレスが原因ではありません。",
	}
	adviceSender = i18n.Text{
		EN: "{remote} refused the sender's address: {reply}. The recipient's address isn't the reason: don't take it off your list.",
		JA: "{remote} が送信者のアドレスを拒否しました（応答: {reply}）。宛先のアドレスが原因ではないため、配信リストから外す必要はありません。",
	}
	adviceFilter = i18n.Text{
		EN: "A setting of the recipient's refused the mail: {reply}. Ask the recipient to allow {domain}, and check the SPF of {domain}.",
		JA: "受信者側の設定により拒否されました（応答: {reply}）。受信者に {domain} の受信許可をお願いし、{domain} の SPF もご確認ください。",
	}
	adviceMembers = i18n.Text{
		EN: "The recipient takes mail from its members or from allowed senders only: {reply}. SPF, DKIM and DMARC don't change that; the administrator of the receiving side has to allow the sender.",
		JA: "宛先は、許可された送信者（組織のメンバーなど）からのメールだけを受け取る設定です（応答: {reply}）。SPF・DKIM・DMARC とは関係ありません。受信側の管理者に許可をお願いしてください。",
	}
	adviceLogin = i18n.Text{
		EN: "The server takes mail only from who has logged in: {reply}. Set user name, password and the port for sending (587) in the program that sends. SPF, DKIM and DMARC have nothing to do with it.",
		JA: "サーバーへのログイン（SMTP 認証）が必要です（応答: {reply}）。送信プログラムのユーザー名・パスワード・送信用ポート（587）を設定してください。SPF・DKIM・DMARC の問題ではありません。",
	}
	adviceVirus = i18n.Text{
		EN: "The server refused what is in the message: {reply}. Look at what is attached to it, and send that another way. SPF, DKIM and DMARC have nothing to do with it.",
		JA: "メールの中身が理由で拒否されました（応答: {reply}）。添付ファイルを確認し、別の方法で送ってください。SPF・DKIM・DMARC の問題ではありません。",
	}
	adviceFollowUp = i18n.Text{
		EN: "This answer follows from another refusal: {reply}. What the server answered before it, to the sender or to the recipients, has the reason: look for that in the log.",
		JA: "これは、先に出た別の拒否に続く応答です（応答: {reply}）。理由は、その前の送信者または宛先に対する応答にあります。ログでご確認ください。",
	}
	adviceUnverified = i18n.Text{
		EN: "Amazon SES didn't send it: {reply}. It sends only for verified identities, and in the sandbox only to such. Verify the address or domain that it names, or ask for production access.",
		JA: "Amazon SES が送信しませんでした（応答: {reply}）。Amazon SES は検証済みの ID からだけ送信し、サンドボックスでは宛先にも検証が必要です。応答にあるアドレスやドメインを検証するか、本稼働アクセスを申請してください。",
	}
	adviceAccount = i18n.Text{
		EN: "The account that you send with was stopped: {reply}. Look there for the reason, or ask whoever runs the sending server or service. The recipient's address isn't the reason: don't take it off your list.",
		JA: "送信に使っているアカウントの送信が停止されています（応答: {reply}）。配信サービスの管理画面で理由を確認するか、送信サーバーや配信サービスの管理者にお問い合わせください。宛先のアドレスが原因ではないため、配信リストから外す必要はありません。",
	}
	adviceRelay = i18n.Text{
		EN: "{remote} doesn't take mail for this address: {reply}. If that is the server that you send through, log in to it, at the port for sending (587). If it is the recipient's, check the part after the @. Where that is right, the mail server of that domain isn't set up for it: ask its administrator.",
		JA: "{remote} は、この宛先へのメールを受け付けていません（応答: {reply}）。送信に使うサーバーの応答であれば、ログイン（SMTP 認証、ポート 587）が必要です。宛先側のサーバーの応答であれば、@ より後ろをご確認ください。正しい場合は宛先側のサーバーの設定の問題なので、管理者にお問い合わせください。",
	}
	adviceLoop = i18n.Text{
		EN: "The mail went round in circles between servers until one gave up. A forwarding or the DNS of the receiving side is set up wrongly: its administrator has to correct that.",
		JA: "メールがサーバーの間を回り続けたため、配送が打ち切られました。受信側の転送設定または DNS の誤りです。受信側の管理者が直す必要があります。",
	}
	adviceTrouble = i18n.Text{
		EN: "{remote} had trouble of its own: {reply}. Send again later; if it happens again, tell the administrator of the receiving side.",
		JA: "{remote} 側の不具合により届きませんでした（応答: {reply}）。時間をおいて送り直してください。続く場合は受信側の管理者にご連絡ください。",
	}
	adviceUTF8 = i18n.Text{
		EN: "The address or the message needs SMTPUTF8, which {remote} doesn't support. Use an address in ASCII.",
		JA: "アドレスなどに日本語が含まれていますが、{remote} が対応していません。英数字のアドレスをお使いください。",
	}
	adviceSuppressed = i18n.Text{
		EN: "The sending service did not send it: the address is on its suppression list, after an earlier bounce or complaint. Look there for the reason before you send to it again.",
		JA: "過去のエラーや迷惑メール申告により、宛先が配信サービスの配信停止リストに入っているため、送信されませんでした。再送の前に、リストで登録の理由をご確認ください。",
	}
	adviceNoReason = i18n.Text{
		EN: "Not delivered, and no reason is given. Look for one in the log of the sending server, or in the console of the sending service.",
		JA: "届きませんでしたが、理由の記載がありません。送信サーバーのログか、配信サービスの管理画面でご確認ください。",
	}
	adviceOther = i18n.Text{
		EN: "Not delivered. The answer was: {reply}. No rule explains it; ask the administrator of the receiving side.",
		JA: "届きませんでした（応答: {reply}）。理由を特定できません。受信側の管理者にお問い合わせください。",
	}
)
