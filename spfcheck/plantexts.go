package spfcheck

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// What there is to do.
var (
	publishSPF = i18n.Text{
		EN: "publish an SPF record as TXT at %s",
		JA: "%s に SPF レコードを TXT として公開してください",
	}
	authorise = i18n.Text{
		EN: "add the sending address to the SPF record of %s",
		JA: "%s の SPF レコードに送信元を加えてください",
	}
	standsForAll = i18n.Text{
		EN: "%s stands for all names that have no records of their own; a record at the name itself would take away what it has by the wildcard",
		JA: "%s は、固有のレコードがない名前すべてに効きます。名前自体にレコードを置くと、ワイルドカードで得ていたほかのレコードが失われます",
	}
	namesBelow = i18n.Text{
		EN: "%[1]s has what %[2]s has: with a record of its own, the names below it get nothing from the wildcard any more",
		JA: "%[1]s のレコードは %[2]s によるものです。固有のレコードを置くと、それより下の名前にはワイルドカードが効かなくなります",
	}
	keptOut = i18n.Text{
		EN: "%q in the record keeps the address from passing: make sure that it may send",
		JA: "レコードの %q がこの送信元を除いています。送信してよいアドレスか確かめてください",
	}
	sendsNothing = i18n.Text{
		EN: "%q says that the domain sends no mail at all: make sure that it is to send now",
		JA: "%q は、このドメインからメールを送らないという意味です。送るようにしてよいか確かめてください",
	}
	meantInstead = i18n.Text{
		EN: "%s; if include:%s was meant, put that in its place",
		JA: "%s。include:%s のつもりだったなら、代わりにそれを書いてください",
	}
	tooManyHosts = i18n.Text{
		EN: "%q still is a permerror for whoever gets to it: it has %d MX hosts, and %d are allowed; name those that send by ip4 and ip6 in its place",
		JA: "%q に達した送信元は permerror のままです。MX ホストが %d 個あり、上限は %d 個です。送信に使うホストを ip4 と ip6 で書いてください",
	}
	hostsNamed = i18n.Text{
		EN: "the addresses of its hosts stand in the place of %q, which is a permerror: it has %d MX hosts, and %d are allowed; leave out those that send no mail, and keep the others up to date",
		JA: "%q の代わりに MX ホストのアドレスを書きます。ホストが %d 個あり、上限の %d 個を超えて permerror になるためです。送信しないホストは外し、変更があれば直してください",
	}
	brokenBehind = i18n.Text{
		EN: "%q still is a permerror for whoever gets to it, because of %s (%s): have that put right, or take the term out",
		JA: "%q に達した送信元は permerror のままです。原因は %s です（%s）。それを直してもらうか、この項を外してください",
	}
	notRegistered = i18n.Text{
		EN: "%s doesn't exist in DNS: correct the address if it is mistyped, or register the domain first",
		JA: "%s は DNS に存在しません。アドレスの綴りを確かめ、未登録のドメインなら先に登録してください",
	}
	mayTheySend = i18n.Text{
		EN: "if %s or others send too, put mx or include before ~all",
		JA: "%s も送るなら、~all の前に mx か include を加えてください",
	}
	repairSPF = i18n.Text{
		EN: "repair the SPF record of %s",
		JA: "%s の SPF レコードを直してください",
	}
	deadEnd = i18n.Text{
		EN: "%q is removed: whoever gets there has a permerror (%s)",
		JA: "%q を除きます。評価がそこで permerror になります（%s）",
	}
	publishDMARC = i18n.Text{
		EN: "publish a DMARC record for %s",
		JA: "%s に DMARC レコードを公開してください",
	}
	replaceDMARC = i18n.Text{
		EN: "publish one DMARC record for %s in place of what is there, which has no effect; make it stricter once all that sends passes",
		JA: "%s の DMARC レコードは効いていません。代わりに 1 つだけ公開し、すべての送信元が pass してから厳しくしてください",
	}
	sign = i18n.Text{
		EN: "have the mail signed with DKIM for %[1]s (d=%[1]s)",
		JA: "%[1]s で DKIM 署名（d=%[1]s）をしてください",
	}
	signAt = i18n.Text{
		EN: "turn on DKIM for %[1]s (d=%[1]s) at %[2]s",
		JA: "%[2]s で %[1]s の DKIM 署名（d=%[1]s）を有効にしてください",
	}
	changeMail = i18n.Text{
		EN: "change the mail itself: %s",
		JA: "メール自体を直してください（%s）",
	}
	reachable = i18n.Text{
		EN: "give %s an A or an MX record",
		JA: "%s に A レコードか MX レコードを設定してください",
	}
	namedOut = i18n.Text{
		EN: "%q of the SPF record keeps the hosts named there from passing: if they send mail, authorise them in front of it",
		JA: "SPF レコードの %q により、そこで指定したホストは pass になりません。メールを送るホストであれば、それより前で許可してください",
	}
	ownEnvelope = i18n.Text{
		EN: "%[2]s: have the mail sent with an envelope From at %[1]s, or at a subdomain whose SPF record authorises the sending address",
		JA: "%[2]s。エンベロープ From のドメインを %[1]s か、SPF レコードで送信元を許可したサブドメインにしてください",
	}
	ownHelo = i18n.Text{
		EN: "have the mail server say %s in HELO, or a name below it whose SPF record authorises the sending address: %s",
		JA: "メールサーバーの HELO の名前を %s か、SPF レコードで送信元を許可したサブドメインにしてください。%s",
	}
	notYours = i18n.Text{
		EN: "the records of %s are not yours to change",
		JA: "%s のレコードは変更できません",
	}
	leaveSender = i18n.Text{
		EN: "take %s out of the mail: the records of %s are not yours to change",
		JA: "メールから %s を外してください。%s のレコードは変更できません",
	}
)

// What no step is known for.
var (
	repair = i18n.Text{
		EN: "repair the SPF record of %s: %s",
		JA: "%s の SPF レコードを直してください: %s",
	}
	askAgain = i18n.Text{
		EN: "check the name servers of %s and run again: %s",
		JA: "%s のネームサーバーを確認し、もう一度実行してください: %s",
	}
	addZone = i18n.Text{
		EN: "%s: add one that has it, or let DNS be asked",
		JA: "%s。その名前を含むゾーンファイルを加えるか、DNS に問い合わせるようにしてください",
	}
	repairDMARC = i18n.Text{
		EN: "repair DMARC at %s: %s",
		JA: "%s の DMARC を直してください: %s",
	}
	noDMARCAtAlias = i18n.Text{
		EN: "%s is a CNAME to %s, where no DMARC record counts: publish one there, or in the place of the CNAME",
		JA: "%s は %s への CNAME ですが、そこに有効な DMARC レコードがありません。CNAME の先で公開するか、CNAME の代わりに公開してください",
	}
	ownDomain = i18n.Text{
		EN: "%s: use a From address at a domain of your own",
		JA: "%s。自分のドメインの差出人アドレス（From）を使ってください",
	}
	publishAtAlias = i18n.Text{
		EN: "%s is a CNAME to %s, and nothing can stand beside that: authorise the sending address there, or put records of its own in the place of the CNAME",
		JA: "%s は %s への CNAME で、ほかのレコードを並べて置けません。CNAME の先で送信元を許可するか、CNAME をやめて固有のレコードを置いてください",
	}
	noRecord = i18n.Text{
		EN: "no change of the SPF record of %s was found that authorises the sending address within the limits of SPF",
		JA: "%s の SPF レコードに、SPF の上限の範囲で送信元を許可する変更が見つかりません",
	}
	notProposed = i18n.Text{
		EN: "no change of the SPF record of %s is proposed for such an address or range: see the warning about it",
		JA: "このような送信元アドレスや範囲のためには、%s の SPF レコードの変更を提案しません。警告をご覧ください",
	}
	inVain = i18n.Text{
		EN: "what else was tried doesn't help, or makes another verdict worse or not known",
		JA: "ほかに試した変更は、効果がないか、別の判定を悪化または不明にするものでした",
	}
	noOrder = i18n.Text{
		EN: "in every order some step makes a verdict worse for as long as the rest isn't done: take them all at once",
		JA: "どの順序でも、途中で結果が悪くなる手順があります。すべてを同時に行ってください",
	}
)

// ask says what to do where the records of a domain aren't known.
func ask(domain string, problem i18n.Text) i18n.Text {
	if strings.HasSuffix(problem.EN, "(offline)") {
		return addZone.Format(problem) // it names what is missing, which may lie above or below the domain
	}
	return askAgain.Format(domain, problem)
}
