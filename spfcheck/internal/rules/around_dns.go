package rules

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var aroundTooLarge = &Analyzer{
	ID: "SPF063",
	Title: i18n.Text{
		EN: "the TXT answer is too large for UDP, and TCP doesn't work",
		JA: "TXT の応答が UDP に収まらず、TCP でも取得できません",
	},
	Doc: i18n.Text{
		EN: "Receivers that get no whole answer come to a temperror, and some lose the mail. It was seen from here: a firewall on this side would look the same.",
		JA: "応答全体を得られない受信側では temperror になり、メールが届かないことがあります。こちらからの確認結果であり、手元のファイアウォールが原因でも同じように見えます。",
	},
	Fix: i18n.Text{
		EN: "Open TCP port 53 of the name servers, and remove TXT records that nobody needs any more.",
		JA: "ネームサーバーの TCP 53 番ポートを開け、不要な TXT レコードを削除してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 …"  ; beside 30 other TXT records, on a server that refuses TCP`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 7208 §3.4, RFC 7766 §5",
	Severity: Error,
	Run: func(p *Pass) {
		said := map[string]bool{}
		if p.Around != nil && p.Around.TooLarge {
			said[p.Around.Domain] = true
			p.report(p.Around.Domain, place{}, tooLarge.Format(p.Around.Domain))
		}
		if p.SPF == nil {
			return
		}
		for _, n := range p.SPF.Nodes {
			if n.Err != nil && resolve.Truncated(n.Err) && !said[n.Domain] {
				p.report(n.Domain, place{}, tooLarge.Format(n.Domain))
			}
		}
	},
}

var tooLarge = i18n.Text{
	EN: "the TXT answer for %.60q was cut over UDP, and TCP brought none",
	JA: "%.60q の TXT の応答は UDP では途中で切れ、TCP では得られませんでした",
}

var aroundServersDisagree = &Analyzer{
	ID: "SPF064",
	Title: i18n.Text{
		EN: "authoritative servers disagree on the SPF record",
		JA: "権威サーバーによって SPF レコードが異なります",
	},
	Doc: i18n.Text{
		EN: "The result depends on which server a receiver happens to ask, so that a part of the mail is lost.",
		JA: "受信側がどのサーバーに問い合わせたかで結果が変わり、一部のメールが届かなくなります。",
	},
	Fix: i18n.Text{
		EN: "Wait if the record was just changed. If they still differ then, find out which server doesn't take over the zone.",
		JA: "変更した直後なら反映を待ってください。それでも違う場合は、ゾーンが転送されていないサーバーを調べてください。",
	},
	Bad: `; ns1.example.jp:
shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"
; ns2.example.jp:
shop.example.jp.  TXT "v=spf1 ip4:192.0.2.1 -all"`,
	Good: `; ns1.example.jp and ns2.example.jp:
shop.example.jp.  TXT "v=spf1 ip4:203.0.113.10 -all"`,
	Source:   "RFC 1034 §4.3.5",
	Severity: Warning,
	Run: func(p *Pass) {
		if p.Around == nil {
			return
		}
		var one *Server
		for _, s := range p.Around.Servers {
			switch {
			case s.Error != "":
			case one == nil:
				one = &s
			case !slices.Equal(spfOnly(one.Texts), spfOnly(s.Texts)):
				p.report(p.Around.Domain, place{}, serversDisagree.Format(
					p.Around.Domain, one.Name, answerText(*one), s.Name, answerText(s)))
			}
		}
	},
}

var (
	serversDisagree = i18n.Text{
		EN: "the servers of %s disagree: %.60q says %s, %.60q says %s",
		JA: "%s の権威サーバーの応答が異なります。%.60q は %s、%.60q は %s です",
	}
	oneRecord      = i18n.Text{EN: "%.60q", JA: "%.60q"}
	noRecordHere   = i18n.Text{EN: "no SPF record", JA: "SPF レコードなし"}
	severalRecords = i18n.Text{EN: "%[2]d SPF records, the first %.60[1]q", JA: "SPF レコード %[2]d 個（最初は %.60[1]q）"}
)

// answerText says which SPF records a server gives.
func answerText(s Server) i18n.Text {
	switch records := spfOnly(s.Texts); len(records) {
	case 0:
		return noRecordHere
	case 1:
		return oneRecord.Format(records[0])
	default:
		return severalRecords.Format(records[0], len(records))
	}
}

var aroundServerSilent = &Analyzer{
	ID: "SPF065",
	Title: i18n.Text{
		EN: "an authoritative server doesn't answer",
		JA: "応答しない権威サーバーがあります",
	},
	Doc: i18n.Text{
		EN: "Receivers ask another one, which takes time; when no server is left, the result is a temperror.",
		JA: "受信側は別のサーバーに問い合わせるため時間がかかり、すべて応答しなければ temperror になります。",
	},
	Fix: i18n.Text{
		EN: "Have the server repaired, or its NS record removed, in the zone and at the registrar.",
		JA: "サーバーを直すか、ゾーンとレジストラの両方からその NS レコードを外してください。",
	},
	Bad: `example.jp.  NS ns1.example.jp.
example.jp.  NS old.example.jp.  ; which has been switched off`,
	Good: `example.jp.  NS ns1.example.jp.
example.jp.  NS ns2.example.jp.`,
	Source:    "RFC 1034 §4.1",
	Severity:  Info,
	DNSFailed: true,
	Run: func(p *Pass) {
		if p.Around == nil {
			return
		}
		for _, s := range p.Around.Servers {
			switch {
			case s.Error == "":
			case s.Name == "":
				p.report(p.Around.Domain, place{}, noServers.Format(p.Around.Domain, s.Error))
			default:
				p.report(p.Around.Domain, place{}, serverSilent.Format(s.Name, p.Around.Domain, s.Error))
			}
		}
	},
}

var (
	serverSilent = i18n.Text{
		EN: "the server %.60q of %s gives no answer: %s",
		JA: "権威サーバー %.60q（%s）が応答しません: %s",
	}
	noServers = i18n.Text{
		EN: "the authoritative servers of %s can't be asked: %s",
		JA: "%s の権威サーバーに問い合わせられません: %s",
	}
)
