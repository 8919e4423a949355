package plan

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Answer says whether something can be done.
type Answer string

// The answers.
const (
	Yes      Answer = "yes"
	No       Answer = "no"
	NotKnown Answer = "not known"
)

// MayChange says whether who sends mail with this domain in the header From can
// change what another domain publishes; both are in lower case with A-labels. The
// text is a sentence: of No why not, of NotKnown what to make sure of. It is zero
// for Yes.
//
// Nobody can see who runs a domain: Yes is for the organizational domain of the
// header From and what lies below it, unless all the world has mailboxes there.
func MayChange(from, domain string) (Answer, i18n.Text) {
	if domain == "" {
		return No, noDomain
	}
	suffix, icann := publicsuffix.PublicSuffix(domain)
	if suffix == domain && strings.Contains(suffix, ".") || suffix == domain && icann {
		return No, isSuffix.Format(domain)
	}
	if !strings.Contains(domain, ".") {
		return No, oneLabel.Format(domain)
	}
	if p := carrierOf(domain); p != nil {
		return No, ofCarrier.Format(domain, p.Name)
	}
	if provider := mailboxesAt(domain); provider != "" {
		return No, ofProvider.Format(domain, provider)
	}
	if m := senders.ByHost(domain); m.Preset != nil {
		return No, ofService.Format(domain, m.Preset.Name)
	}
	switch {
	case !icann && strings.Contains(suffix, "."): // in the list's private section
		return NotKnown, belowProvider.Format(domain, suffix)
	case !dmarc.Aligned(domain, from, dmarc.Relaxed):
		return NotKnown, ofOthers.Format(domain, from)
	}
	return Yes, i18n.Text{}
}

// carrierOf gives the carrier whose mailboxes are at the domain or above it.
func carrierOf(domain string) *carriers.Profile {
	for name := domain; strings.Contains(name, "."); _, name, _ = strings.Cut(name, ".") {
		if p := carriers.ForRecipient(name); p != nil {
			return p
		}
	}
	return nil
}

// mailboxesAt gives the provider whose customers have mailboxes at the domain or
// above it; "" for none.
func mailboxesAt(domain string) string {
	for name := domain; strings.Contains(name, "."); _, name, _ = strings.Cut(name, ".") {
		i := slices.IndexFunc(mailboxes, func(m mailboxProvider) bool { return slices.Contains(m.domains, name) })
		if i >= 0 {
			return mailboxes[i].name
		}
	}
	return ""
}

// mailboxProvider is who gives mailboxes in domains of its own to anybody, or to
// the customers of its lines and servers.
type mailboxProvider struct {
	name    string
	domains []string
}

// mailboxes are the well-known ones, Japanese access providers among them; such
// names are kept in HubSpot's list of free mail (github.com/Kikobeats/free-email-domains)
// and in Thunderbird's database of providers (github.com/thunderbird/autoconfig). Of a
// domain that isn't here, its user knows whose it is.
var mailboxes = []mailboxProvider{
	{"Gmail", []string{"gmail.com", "googlemail.com"}},
	{"Microsoft", []string{
		"outlook.com", "outlook.jp", "outlook.fr", "outlook.de", "outlook.es", "outlook.it", "outlook.co.th", "outlook.com.br",
		"hotmail.com", "hotmail.co.jp", "hotmail.co.uk", "hotmail.fr", "hotmail.de", "hotmail.it", "hotmail.es",
		"live.com", "live.jp", "live.co.uk", "live.fr", "live.de", "live.it", "msn.com", "onmicrosoft.com",
	}},
	{"Yahoo! JAPAN", []string{"yahoo.co.jp", "yahoo.ne.jp", "ymail.ne.jp", "ybb.ne.jp"}},
	{"Yahoo", []string{
		"yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de", "yahoo.it", "yahoo.es", "yahoo.ca", "yahoo.co.in", "yahoo.com.au",
		"yahoo.com.br", "yahoo.com.hk", "yahoo.com.sg", "yahoo.com.tw", "ymail.com", "rocketmail.com", "aol.com", "aol.jp", "aim.com",
	}},
	{"Apple", []string{"icloud.com", "me.com", "mac.com", "privaterelay.appleid.com"}},
	{"Proton", []string{"proton.me", "protonmail.com", "protonmail.ch", "pm.me"}},
	{"Tuta", []string{"tuta.com", "tuta.io", "tutanota.com", "tutanota.de", "tutamail.com", "keemail.me"}},
	{"Zoho", []string{"zohomail.com", "zohomail.jp", "zoho.com", "zoho.jp"}},
	{"Fastmail", []string{"fastmail.com", "fastmail.fm", "messagingengine.com"}},
	{"GMX", []string{"gmx.com", "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "web.de", "mail.com"}},
	{"Yandex", []string{"yandex.com", "yandex.ru", "ya.ru"}},
	{"Mail.ru", []string{"mail.ru", "bk.ru", "inbox.ru", "list.ru"}},
	{"NetEase", []string{"163.com", "126.com", "yeah.net", "188.com"}},
	{"Tencent", []string{"qq.com", "foxmail.com"}},
	{"Sina", []string{"sina.com", "sina.cn"}},
	{"Naver", []string{"naver.com"}},
	{"Kakao", []string{"daum.net", "hanmail.net", "kakao.com"}},
	{"Posteo", []string{"posteo.de", "posteo.net"}},
	{"mailbox.org", []string{"mailbox.org"}},
	{"Comcast", []string{"comcast.net"}},
	{"AT&T", []string{"att.net", "sbcglobal.net", "bellsouth.net"}},
	{"Orange", []string{"orange.fr", "wanadoo.fr"}},
	{"Free", []string{"free.fr"}},
	{"Libero", []string{"libero.it"}},
	{"T-Online", []string{"t-online.de"}},
	{"OCN", []string{"ocn.ne.jp", "ocn.ad.jp"}},
	{"@nifty", []string{"nifty.com", "nifty.ne.jp"}},
	{"BIGLOBE", []string{"biglobe.ne.jp"}},
	{"So-net", []string{"so-net.ne.jp", "so-net.jp"}},
	{"ASAHIネット", []string{"asahi-net.or.jp"}},
	{"DTI", []string{"dti.ne.jp", "dream.jp"}},
	{"plala", []string{"plala.or.jp", "plala.jp"}},
	{"J:COM", []string{"jcom.home.ne.jp", "jcom.zaq.ne.jp", "zaq.ne.jp", "jcom.ne.jp"}},
	{"eo", []string{"eonet.ne.jp"}},
	{"Commufa", []string{"commufa.jp"}},
	{"TNC", []string{"tnc.ne.jp"}},
	{"hi-ho", []string{"hi-ho.ne.jp"}},
	{"IIJ", []string{"iij4u.or.jp"}},
	{"WAKWAK", []string{"wakwak.com"}},
	{"au one net", []string{"dion.ne.jp"}},
	{"infoseek", []string{"infoseek.jp"}},
	{"excite", []string{"excite.co.jp"}},
	{"goo", []string{"goo.jp", "mail.goo.ne.jp"}},
}

var (
	noDomain   = i18n.Text{EN: "there is no domain", JA: "ドメインがありません"}
	isSuffix   = i18n.Text{EN: "%s is a public suffix: the names below it belong to others", JA: "%s は公開サフィックスで、その下の名前はそれぞれの登録者のものです"}
	oneLabel   = i18n.Text{EN: "%s is a name without a dot, which mail on the Internet can't have", JA: "%s はドットのない名前で、インターネットのメールには使えません"}
	ofCarrier  = i18n.Text{EN: "%s belongs to %s, which alone can change its records", JA: "%s は %s のドメインで、レコードを変更できるのは同社だけです"}
	ofProvider = i18n.Text{
		EN: "%s has the mailboxes of %s, which alone can change its records",
		JA: "%s は %s のメールボックスのドメインで、レコードを変更できるのは提供元だけです",
	}
	ofService = i18n.Text{
		EN: "%s belongs to the service %s, which alone can change its records",
		JA: "%s は配信サービス %s のドメインで、レコードを変更できるのは同サービスだけです",
	}
	belowProvider = i18n.Text{
		EN: "are you sure that you can change the records of %s? It is below %s, where a provider gives out names",
		JA: "%s のレコードを変更できることを確かめてください。%s の下の名前は事業者が利用者に割り当てています",
	}
	ofOthers = i18n.Text{
		EN: "are you sure that %s is yours? It isn't in the organizational domain of %s",
		JA: "%s が自分のドメインか確かめてください。%s の組織ドメインには属していません",
	}
)
