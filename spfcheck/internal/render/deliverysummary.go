package render

import (
	"fmt"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// maxReasons is how many reasons the summary names.
const maxReasons = 10

// DeliverySummary writes for people what came of many delivery reports.
func DeliverySummary(w io.Writer, o Options, s *delivery.Summary) error {
	p := newPage(w, o)
	told := p.say(reportsTold.Format(number(int64(s.Reports)), number(int64(s.Failed)), number(int64(s.Delayed)), number(int64(s.Accepted))))
	if o.Detail == Quiet {
		p.line(told)
		return p.w.Flush()
	}
	p.paragraph("", told)
	if s.Others > 0 {
		p.paragraph("", p.say(othersTold.Format(number(int64(s.Others)))))
	}
	counts := s.Counts()
	if len(counts) > 0 {
		p.heading(reasonsTitle)
	}
	for _, c := range counts[:min(len(counts), maxReasons)] {
		where := c.Carrier
		if !where.Complete() {
			where = otherReceivers
		}
		p.paragraph(fmt.Sprintf("%9s  ", number(int64(c.Recipients))), p.say(partAndText.Format(where, causeWords[c.Cause])))
	}
	if more := len(counts) - maxReasons; more > 0 {
		p.line("           " + p.say(andMore.Format(more)))
	}
	p.line("")
	for _, text := range o.summaryAdvice(s) {
		p.paragraph("", p.say(text))
	}
	return p.w.Flush()
}

// summaryAdvice says what to do first, and whom to stop sending to.
func (o Options) summaryAdvice(s *delivery.Summary) (texts []i18n.Text) {
	if cause, n := s.First(); cause != "" {
		texts = append(texts, repairFirst.Format(causeWords[cause], number(int64(n)), repairWords[cause]))
	}
	if n := s.Stop(); n > 0 {
		texts = append(texts, stopTold.Format(number(int64(n)), o.Words.Of(input.Suppress)))
	}
	return texts
}

var (
	reportsTold    = i18n.Text{EN: "reports: %s; recipients that failed %s, delayed %s, accepted %s", JA: "通知 %s 通: エラーの宛先 %s、遅延 %s、受け取られた宛先 %s"}
	othersTold     = i18n.Text{EN: "messages that are no reports: %s", JA: "通知ではないメール: %s"}
	reasonsTitle   = i18n.Text{EN: "Why they failed, in recipients", JA: "エラーの原因（宛先の数）"}
	otherReceivers = i18n.Text{EN: "other receivers", JA: "その他の宛先"}
	repairFirst    = i18n.Text{EN: "Repair first: %s (%s recipients). %s", JA: "最初に直すこと: %s（宛先 %s 件）。%s"}
	stopTold       = i18n.Text{
		EN: "Addresses to stop sending to: %s. %s writes them. What the sender can repair isn't among them.",
		JA: "送信をやめるべきアドレス: %s 件。%s を付けると書き出します。送信者が直せるエラーの宛先は含みません。",
	}

	// repairWords say for what the sender can repair how to begin.
	repairWords = map[delivery.Cause]i18n.Text{
		"auth_explicit": {EN: "Correct SPF, DKIM and DMARC of the sender's domain.", JA: "送信元ドメインの SPF・DKIM・DMARC の設定を直してください。"},
		"auth_filter":   {EN: "Correct SPF of the sender's domain.", JA: "送信元ドメインの SPF の設定を直してください。"},
		"dmarc_reject":  {EN: "Let SPF or DKIM pass for the header From's domain.", JA: "ヘッダー From のドメインで SPF か DKIM が pass になるようにしてください。"},
		"sender_domain": {EN: "Publish DNS records for the domain of the envelope From.", JA: "エンベロープ From のドメインの DNS レコードを公開してください。"},
		"blocked_ip":    {EN: "Find out on which list the sending address is, and have it removed.", JA: "送信元 IP アドレスが載っているリストを調べ、解除を申請してください。"},
		"rate_limit":    {EN: "Send more slowly, to fewer recipients at once.", JA: "宛先を分け、間隔をあけて送ってください。"},
		"too_large":     {EN: "Send less, or a link.", JA: "添付を減らすか、リンクで送ってください。"},
		"policy":        {EN: "Look at the replies: reputation, content or authentication may be the reason.", JA: "応答の内容をご確認ください。送信元の評判・内容・認証のいずれかが原因と考えられます。"},
	}
)
