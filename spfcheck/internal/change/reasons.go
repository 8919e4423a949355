package change

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// Why something is left open. What can't be read is said in English, as errors are.
var (
	notKnown = i18n.Text{EN: "it isn't known", JA: "内容が分かりません"}
	cantRead = i18n.Text{EN: "%s", JA: "読み取れません（%s）"}

	anAlias        = i18n.Text{EN: "an alias", JA: "エイリアスです"}
	aliasOf        = i18n.Text{EN: "an alias of %s", JA: "%s のエイリアスです"}
	routing        = i18n.Text{EN: "the answer depends on a routing policy", JA: "応答がルーティングポリシーで変わります"}
	routingSet     = i18n.Text{EN: "the answer depends on a routing policy (set %s)", JA: "応答がルーティングポリシーで変わります（セット %s）"}
	whoAsks        = i18n.Text{EN: "the answer depends on who asks (%s)", JA: "問い合わせ元によって応答が変わります（%s）"}
	isProxied      = i18n.Text{EN: "the record is proxied", JA: "レコードがプロキシの対象です"}
	isFlattened    = i18n.Text{EN: "the CNAME is flattened: it answers with addresses, and what else it answers isn't documented", JA: "CNAME がフラット化の対象です。アドレス以外の問い合わせへの応答は文書にありません"}
	ofType         = i18n.Text{EN: "a record of the type %s", JA: "%s 型のレコードです"}
	notRepeated    = i18n.Text{EN: "only %s has it, and this file may be without it since it doesn't change, or since it goes", JA: "%s にだけあり、このファイルにないのが変更しないためか削除のためか分かりません"}
	ofFunction     = i18n.Text{EN: "what a function of the template gives", JA: "テンプレートの関数の値です"}
	ofProgram      = i18n.Text{EN: "what a program makes of the template: a macro, or a custom resource", JA: "マクロかカスタムリソースのプログラムが作る内容です"}
	noTemplate     = i18n.Text{EN: "the template of the nested stack isn't there", JA: "ネストされたスタックのテンプレートがありません"}
	ofEndpoint     = i18n.Text{EN: "a DNSEndpoint of external-dns", JA: "external-dns の DNSEndpoint です"}
	brokenEndpoint = i18n.Text{EN: "a DNSEndpoint of external-dns that can't be read", JA: "external-dns の DNSEndpoint ですが、読み取れません"}

	processed      = i18n.Text{EN: "a processor of octoDNS may leave records out", JA: "octoDNS の processor がレコードを除く可能性があります"}
	octodnsDecides = i18n.Text{EN: "whether octoDNS publishes it depends on its configuration (%s)", JA: "octoDNS が公開するかどうかは設定で決まります（%s）"}
	noSources      = i18n.Text{EN: "the zone has no sources in the configuration", JA: "設定にゾーンの sources がありません"}
	noFolder       = i18n.Text{EN: "its source %s isn't a folder of YAML that is there", JA: "source の %s に当たる YAML のフォルダーがありません"}
	noZoneFile     = i18n.Text{EN: "there is no file of it in %s", JA: "%s にこのゾーンのファイルがありません"}

	notNamed       = i18n.Text{EN: "its file is there, but the configuration doesn't name the zone any more", JA: "ファイルはありますが、設定がこのゾーンを指定しなくなります"}
	severalConfigs = i18n.Text{EN: "its file is there, but the folder has several configurations of octoDNS now, and which counts isn't known", JA: "ファイルはありますが、フォルダーの octoDNS の設定が複数になり、どれに従うかが分かりません"}
	noFile         = i18n.Text{EN: "the configuration doesn't name the file of the zone", JA: "設定にゾーンのファイルが書かれていません"}
	fileGone       = i18n.Text{EN: "the file of the zone, %s, isn't there", JA: "ゾーンのファイル %s がありません"}
	noProvider     = i18n.Text{EN: "DNSControl has no provider of DNS for the zone any more, and leaves it as it is", JA: "DNSControl の設定に、このゾーンの DNS プロバイダーがなくなります。ゾーンは変更されません"}
	transferred    = i18n.Text{EN: "the server has the zone from another one", JA: "サーバーはこのゾーンを別のサーバーから受け取ります"}

	afterApply      = i18n.Text{EN: "known after apply", JA: "適用後に決まります（known after apply）"}
	nameAfterApply  = i18n.Text{EN: "the name is known after apply", JA: "名前が適用後に決まります（known after apply）"}
	staysAfterApply = i18n.Text{EN: "whether it stays is known after apply", JA: "残るかどうかが適用後に決まります（known after apply）"}
	originUnknown   = i18n.Text{EN: "whether %s is the origin of its zone isn't in the plan", JA: "%s がゾーンの頂点かどうかがプランにありません"}
	unknownZone     = i18n.Text{EN: "the zone of the name %s isn't in the plan", JA: "名前 %s のゾーンがプランにありません"}
	ofResource      = i18n.Text{EN: "a resource of the type %s", JA: "%s 型のリソースです"}
	otherServers    = i18n.Text{EN: "the zone is left to other servers (%s)", JA: "ゾーンが別のサーバーに移ります（%s）"}
	zoneDown        = i18n.Text{EN: "the zone is deleted (%s)", JA: "ゾーンが削除されます（%s）"}
	unsigned        = i18n.Text{EN: "the zone isn't signed any more, or with other keys, and whether the DS record of its parent still fits isn't judged", JA: "ゾーンの署名がなくなるか、鍵が変わります。上位ゾーンの DS レコードと合うかどうかは判定していません"}
	allFlattened    = i18n.Text{EN: "whether each CNAME of the zone is flattened changes, and what it then answers but addresses isn't documented", JA: "ゾーンのすべての CNAME をフラット化する設定が変わります。アドレス以外の問い合わせへの応答は文書にありません"}
	ofSigner        = i18n.Text{EN: "whether the zone is signed with the key of the DS record isn't judged", JA: "ゾーンが DS レコードの鍵で署名されているかどうかは判定していません"}
	deferredChange  = i18n.Text{EN: "the change is deferred (%s)", JA: "変更が先送りされます（%s）"}
)
