package render

import (
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
)

// Services are the sending services that a domain uses.
type Services struct {
	Version  int              `json:"version"`  // the version of this form: fields are added under the same version, never renamed or removed
	Domain   string           `json:"domain"`   // in A-labels
	Services []detect.Service `json:"services"` // as far as they are known
	Failures detect.Failures  `json:"failures"` // the questions that got no usable answer: there can be more services
	NoDomain bool             `json:"-"`        // the domain doesn't exist, and may be mistyped
}

// writeServices writes each service with what shows that it is used.
func writeServices(w io.Writer, o Options, s Services) error {
	p := newPage(w, o)
	head := servicesOf
	switch {
	case len(s.Services) == 0 && len(s.Failures) == 0:
		head = noServices
	case len(s.Services) == 0:
		head = servicesUnknown
	}
	p.paragraph("", p.say(head.Format(s.Domain)))
	received := false
	for _, found := range s.Services {
		p.line("")
		p.line(p.say(found.Name) + p.aside(found.ID))
		p.line("  " + o.Words.Of(input.Via) + " " + found.Via)
		for _, e := range found.Evidence {
			p.paragraph("  - ", e.In+" "+escape(e.Value))
			received = received || e.In == "Received"
		}
	}
	var notes []i18n.Text
	for _, f := range s.Failures {
		notes = append(notes, failureNote.Format(f.Name, f.Type, f.Problem))
	}
	if len(s.Services) > 0 && len(s.Failures) > 0 {
		notes = append(notes, moreServices)
	}
	if s.NoDomain {
		notes = append(notes, noDomain.Format(s.Domain))
	}
	if received {
		notes = append(notes, receivedNote)
	}
	p.notes(notes)
	return p.w.Flush()
}

var (
	servicesOf = i18n.Text{EN: "Sending services that %s uses", JA: "%s が使っている配信サービス"}
	noServices = i18n.Text{
		EN: "%s shows no sending service that spfcheck knows.",
		JA: "%s から、spfcheck が知っている配信サービスは見つかりませんでした。",
	}
	noDomain = i18n.Text{
		EN: "%s doesn't exist in DNS; check its spelling",
		JA: "%s は DNS に存在しません。綴りを確かめてください",
	}
	servicesUnknown = i18n.Text{
		EN: "DNS failed: the sending services of %s aren't known.",
		JA: "DNS の問い合わせに失敗したため、%s が使っている配信サービスは分かりません。",
	}
	moreServices = i18n.Text{
		EN: "since DNS failed, the domain may use more services than are shown",
		JA: "DNS の問い合わせに失敗したため、ほかにも使っているサービスがあるかもしれません",
	}
	receivedNote = i18n.Text{
		EN: "a Received field can also name a host of the recipient's side, or of who forwarded the mail",
		JA: "Received フィールドには、受信側や転送元のホストが出ることもあります",
	}
)
