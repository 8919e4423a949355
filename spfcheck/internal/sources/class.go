package sources

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// fewest is the share of a domain's messages from which on a source that nothing
// authenticates isn't passed over.
const fewest = 0.01

// relayed is the share from which on signed mail under an envelope From of another isn't
// taken for forwarded. Forwarders are many and each has little; a sending service that no
// table has looks just the same in a report.
const relayed = 0.05

// class says whose a source is, and why: of is its share of the domain's messages, share
// the least that makes a source yours.
func (g *group) class(s *sums, share, of float64) (Class, i18n.Text) {
	most := func(n int64) bool { return 2*n > g.messages }
	switch {
	case g.basis == byName:
		return Yours, whyNamed
	case s.authorised > 0:
		return Yours, whyAuthorised
	case s.spf > 0:
		return Yours, whyEnvelope
	case share > 0 && of >= share:
		return Yours, whyShare
	case most(s.forwarded):
		return Forwarded, whyForwarded
	case g.basis == byMail && s.dkim > 0:
		return Yours, whySigned
	case g.basis == byMail && of >= fewest:
		return Yours, whyService
	case g.basis == byMail:
		return Unclear, whyLittle
	case g.basis == byOwnHost:
		return Unclear, whyOwnHost
	case s.dkim > 0 && (of < fewest || of < relayed && most(s.foreign)):
		return Forwarded, whyRelayed
	case s.dkim > 0:
		return Unclear, whyOnlySigned
	case g.basis == byRange:
		return Unclear, whyRange
	case of >= fewest:
		return Unclear, whyMuch
	}
	return Others, whyOthers
}

// Why a source is of its class.
var (
	whyNamed      = i18n.Text{EN: "it was named as yours", JA: "自分のものと指定されています"}
	whyAuthorised = i18n.Text{EN: "the domain's SPF record authorises it", JA: "ドメインの SPF レコードが許可しています"}
	whyEnvelope   = i18n.Text{
		EN: "it passes SPF with an envelope From of the domain",
		JA: "このドメインのエンベロープ From で SPF が pass です",
	}
	whyShare     = i18n.Text{EN: "it sends as much as what you take for yours", JA: "指定された割合以上を送っています"}
	whyForwarded = i18n.Text{EN: "the receivers say that it was forwarded", JA: "受信側が転送と判断しています"}
	whySigned    = i18n.Text{EN: "it is a sending service that signs for the domain", JA: "このドメインの DKIM 署名をつける配信サービスです"}
	whyService   = i18n.Text{
		EN: "it is a sending service, and more than others send in a domain's name; nothing authenticates it",
		JA: "配信サービスで、他人のなりすましとしては多い量です。認証されたメールはありません",
	}
	whyLittle  = i18n.Text{EN: "it is a sending service, but little mail, and nothing authenticates it", JA: "配信サービスですが、少量で、認証されたメールがありません"}
	whyRelayed = i18n.Text{
		EN: "the domain's DKIM signature is intact, but the way is another's: it was probably forwarded",
		JA: "このドメインの DKIM 署名は有効ですが、経路は他者のものです。転送と思われます",
	}
	whyOnlySigned = i18n.Text{
		EN: "its mail has the domain's DKIM signature, and the domain's SPF record doesn't know it: a server or a sending service of yours, or one that forwards",
		JA: "このドメインの DKIM 署名は有効ですが、SPF レコードにありません。自社のサーバーや配信サービスか、転送するサーバーです",
	}
	whyRange   = i18n.Text{EN: "the address is a sending service's, and nothing authenticates its mail", JA: "配信サービスのアドレスですが、認証されたメールがありません"}
	whyOwnHost = i18n.Text{
		EN: "its host name is in the domain, and leads back to it; the SPF record doesn't have it",
		JA: "このドメインのホスト名を持ち、逆引きと正引きが一致しますが、SPF レコードにありません",
	}
	whyMuch = i18n.Text{
		EN: "nothing authenticates it, but it is much mail: a server of yours that the domain doesn't name, or forged mail",
		JA: "認証されたメールはありませんが、量が多いため、登録のない自社サーバーか、なりすましです",
	}
	whyOthers = i18n.Text{EN: "nothing authenticates it, no service is known, and it is little", JA: "認証されたメールがなく、既知のサービスでもなく、少量です"}
)

// notes are what such reports can't say.
var notes = []i18n.Text{
	{
		EN: "anybody can send such reports, and they count what their receivers saw: the carriers' own recipients may get other mail",
		JA: "集計レポートは誰でも送れます。数はレポートを送った受信側が見たもので、携帯電話あてのメールの内訳とは異なることがあります",
	},
	{
		EN: "a report names no Sender field: the PRA is treated as the header From. Of an envelope From it names the domain alone",
		JA: "レポートには Sender フィールドがないため、PRA はヘッダー From とみなします。エンベロープ From もドメインしか分かりません",
	},
}
