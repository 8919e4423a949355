package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// The day of docomo's press release, on which it began to file as spam what
// its filter had refused, and the day on which that was done everywhere.
const (
	docomoJunkBegins Day = "2025-02-13"
	docomoJunkDone   Day = "2025-03-12"
)

// docomo looks at the header From alone, although the feature's name says
// Sender ID; the envelope From stands in only when there is no header From.
var docomo = &Profile{
	ID:         "docomo",
	Name:       i18n.Text{EN: "NTT docomo", JA: "NTTドコモ"},
	Recipients: []string{"docomo.ne.jp"},
	Filters:    []Filter{docomoSpoofing, docomoDMARC, docomoSystem},
	Notes: []Note{
		{
			Text: i18n.Text{
				EN: "a sender on the subscriber's own allow list (受信リスト) is received whatever this filter says",
				JA: "受信者の受信リストに登録された送信元は、この設定にかかわらず届きます",
			},
			Basis:   Official,
			Sources: []Source{dSIDAllowList},
		},
		{
			Text: i18n.Text{
				EN: "the presets 受信拒否 強 and キッズオススメ refuse all mail that isn't from a carrier: SPF is moot there, and no DNS change helps",
				JA: "「受信拒否 強」と「キッズオススメ」の利用者には携帯以外からのメールが届きません。SPF や DNS の変更では解決しません",
			},
			Basis:   Quoted,
			Sources: []Source{dekyoD},
			Always:  true,
		},
		{
			Text: i18n.Text{
				EN: "the setting's default was 拒否しない at launch in 2007; today's is not known",
				JA: "初期値は 2007 年の開始時に「拒否しない」でした。現在の初期値は分かりません",
			},
			Basis:   Observed,
			Sources: []Source{ketai0711},
		},
		{
			Text: i18n.Text{
				EN: "subscribers of あんしんセキュリティ had the spam folder before 2025-02-13",
				JA: "「あんしんセキュリティ」の契約者には、2025-02-13 より前から迷惑メールフォルダーがありました",
			},
			Basis:   Quoted,
			Sources: []Source{mnn250213Folder},
		},
		ministryAsks,
	},
}

var docomoSpoofing = Filter{
	Name: i18n.Text{
		EN: "spoofed mail (なりすましメールの受信設定)",
		JA: "なりすましメールの受信設定",
	},
	Default: "reject-all",
	Settings: []Setting{
		{
			ID:    "reject-all",
			Name:  i18n.Text{EN: "refuse all (全て拒否する)", JA: "全て拒否する"},
			Looks: docomoLooks,
			Rules: slices.Concat(
				[]Rule{{
					ID:      "docomo/reject-all/pass",
					When:    map[identity.Kind][]spf.Result{identity.From: {spf.Pass}},
					Outcome: Deliver,
					Why: i18n.Text{
						EN: "the header From's domain publishes the sending address",
						JA: "ヘッダー From のドメインが送信元アドレスを公開しています",
					},
					Basis:   Official,
					Sources: []Source{dSID, skyarch},
					From:    "2007-11-01",
				}},
				docomoRefuses(Rule{
					ID:   "docomo/reject-all/none",
					When: map[identity.Kind][]spf.Result{identity.From: {spf.None}},
					Why: i18n.Text{
						EN: "the header From's domain publishes no SPF record, so the sending address isn't in DNS",
						JA: "ヘッダー From のドメインに SPF レコードがないため、この送信元からのメールと確認できません",
					},
					Sources: []Source{dSID, skyarch, ketai0711},
				}),
				docomoRefuses(Rule{
					ID:   "docomo/reject-all/not-pass",
					When: map[identity.Kind][]spf.Result{identity.From: {spf.Fail, spf.SoftFail, spf.Neutral, spf.PermError}},
					Why: i18n.Text{
						EN: "docomo receives only what the header From's domain authorises: anything but pass is refused",
						JA: "ドコモはヘッダー From のドメインが許可した送信元だけを受信します。pass 以外は受信しません",
					},
					Sources: []Source{dSID},
				}),
			),
		},
		{
			ID:    "existing-only",
			Name:  i18n.Text{EN: "only from domains that exist (存在するドメインからのみ受信)", JA: "存在するドメインからのみ受信"},
			Looks: docomoLooks,
			Rules: slices.Concat(
				docomoRefuses(Rule{
					ID:    "docomo/existing-only/unreachable",
					Facts: map[Fact]bool{FromReachable: false},
					Why: i18n.Text{
						EN: "the header From's domain has neither an A nor an MX record",
						JA: "ヘッダー From のドメインに A レコードも MX レコードもありません",
					},
					Sources: []Source{mynavi0709, dSMTP},
				}),
				[]Rule{{
					ID:      "docomo/existing-only/deliver",
					When:    map[identity.Kind][]spf.Result{identity.From: anyResult},
					Facts:   map[Fact]bool{FromReachable: true},
					Outcome: Deliver,
					Why: i18n.Text{
						EN: "the setting asks only whether the header From's domain exists, whatever SPF says",
						JA: "この設定はヘッダー From のドメインが実在するかだけを見ます。SPF の結果は問いません",
					},
					Basis:   Inferred,
					Sources: []Source{mynavi0709},
					From:    "2007-11-01",
				}},
			),
		},
		{
			ID:    "off",
			Name:  i18n.Text{EN: "refuse nothing (拒否しない)", JA: "拒否しない"},
			Looks: docomoLooks,
			Rules: []Rule{{
				ID:      "docomo/off/deliver",
				When:    map[identity.Kind][]spf.Result{identity.From: anyResult},
				Outcome: Deliver,
				Why:     filterIsOff,
				Basis:   Inferred,
				Sources: []Source{mynavi0709},
				From:    "2007-11-01",
			}},
		},
	},
}

var docomoLooks = []Look{{Identity: identity.From, Else: identity.MailFrom}}

// docomoRefuses gives r once for each of the ways in which docomo has refused
// mail, with the days of each. That it isn't received is docomo's own word in most
// rows; the form is not, and a row is known no better than its weakest part.
func docomoRefuses(r Rule) []Rule {
	bounce, rollout, junk := r, r, r

	bounce.ID += "-reject"
	bounce.Outcome = Reject
	bounce.Effect = i18n.Text{
		EN: "SMTP says 550 Unknown user after DATA, the words for a wrong address; a bounce comes back",
		JA: "DATA の後にサーバーは 550 Unknown user（宛先不明と同じ文言）を返し、エラーメールが返ります",
	}
	bounce.Basis = Observed
	bounce.Sources = sources(r.Sources, sisimaiRhost)
	bounce.From, bounce.Until = "2007-11-01", docomoJunkBegins

	rollout.ID += "-rollout"
	rollout.Outcome = Reject
	rollout.Effect = i18n.Text{
		EN: "SMTP says 550 Unknown user, or 250 and the mail goes to the spam folder: docomo was changing over in stages",
		JA: "サーバーが 550 Unknown user を返すか、250（受付）を返した後に迷惑メールフォルダーに入ります（段階的な切り替え期間）",
	}
	rollout.Basis = Quoted
	rollout.Sources = sources(r.Sources, ktai250213, watch250213)
	rollout.From, rollout.Until = docomoJunkBegins, docomoJunkDone

	junk.ID += "-junk"
	junk.Outcome = Junk
	junk.Effect = docomoJunkEffect
	junk.Basis = Quoted
	junk.Sources = sources(r.Sources, ktai250213, watch250213, sisimai64)
	junk.From = docomoJunkDone

	return []Rule{bounce, rollout, junk}
}

var docomoJunkEffect = i18n.Text{
	EN: "SMTP says 250; the mail goes to the spam folder (迷惑メールフォルダー) for 30 days; no bounce comes back",
	JA: "サーバーは 250（受付）を返しますが、メールは迷惑メールフォルダーに 30 日間入ります。エラーメールは返りません",
}
