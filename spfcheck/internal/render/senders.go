package render

import (
	"cmp"
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Senders is a table of sending services to show.
type Senders struct {
	Version int               `json:"version"` // the version of this form: fields are added under the same version, never renamed or removed
	Senders []*senders.Preset `json:"senders"` // what is known of each service
}

// writeSenders writes the page of each service, or else one row each.
func writeSenders(w io.Writer, o Options, s Senders) error {
	p := newPage(w, o)
	if o.Pages {
		for i, preset := range s.Senders {
			if i > 0 {
				p.line("")
			}
			p.preset(preset)
		}
		return p.w.Flush()
	}
	var rows [][]string
	for _, preset := range s.Senders {
		rows = append(rows, []string{preset.ID, p.say(preset.Name), strings.Join(preset.Terms, " ")})
	}
	p.table([]i18n.Text{colID, colService, colTerms}, rows, 14, 26)
	p.line("")
	p.paragraph("", p.say(seeSenders.Format(p.opts.Words.Of(input.AllSenders))))
	return p.w.Flush()
}

func (p *page) preset(s *senders.Preset) {
	p.line(p.say(s.Name) + p.aside(s.ID))
	p.via(s)
	if len(s.Aliases) > 0 {
		p.paragraph("  ", p.say(alsoCalled.Format(strings.Join(s.Aliases, ", "))))
	}

	p.heading(termsTitle)
	p.words("  ", s.Terms...)
	if s.MXIfAny {
		p.paragraph("  ", p.say(mxIfAny))
	}
	for _, name := range s.Obsolete {
		p.paragraph("  ", p.say(inPlaceOf.Format(name)))
	}
	p.paragraph("  ", p.say(lookupsOf(s.Lookups)))
	if s.RangesAt != "" {
		p.paragraph("  ", p.say(rangesAt.Format(s.RangesAt)))
	}
	for _, host := range s.Hosts {
		p.paragraph("  ", p.say(sendsItself.Format(host)))
	}
	p.known("  ", s.Basis, s.Source)

	p.heading(envelopeTitle)
	p.envelope(s)

	p.selectors(s.Selectors)

	if len(s.Notes) > 0 {
		p.heading(notesTitle)
	}
	for _, n := range s.Notes {
		p.paragraph("- ", p.say(n.Text))
		p.known("    ", n.Basis, n.Source)
	}
	if len(s.Advice) > 0 {
		p.heading(adviceTitle)
	}
	for _, a := range s.Advice {
		p.paragraph("- ", p.say(a))
	}
}

// via says how the service is written in the input Via.
func (p *page) via(s *senders.Preset) {
	if s.Parameter == nil {
		p.line("  " + p.opts.Words.Of(input.Via) + " " + s.ID)
		return
	}
	p.line("  " + p.opts.Words.Of(input.Via) + " " + s.ID + ":" + s.Parameter.Example)
	line := p.say(s.Parameter.Doc)
	if s.Parameter.Default != "" {
		line = p.say(viaDefault.Format(s.Parameter.Doc, s.Parameter.Default))
	}
	p.paragraph("    ", s.Parameter.Name+": "+line)
	if len(s.Parameter.Values) > 0 {
		p.words("      ", s.Parameter.Values...)
	}
}

// envelope says what the service puts in the envelope From and in HELO.
func (p *page) envelope(s *senders.Preset) {
	p.paragraph("  ", p.say(defaultLine.Format(s.Envelope.Doc)))
	for i, pattern := range s.Envelope.Default {
		line := pattern.Domain
		switch {
		case pattern.When != "":
			line = p.say(whenValue.Format(pattern.Domain, s.Parameter.Name, pattern.When))
		case i > 0:
			line = p.say(otherwise.Format(pattern.Domain))
		}
		p.paragraph("    ", line)
	}
	if s.Envelope.If.Complete() {
		p.paragraph("    ", p.say(onlyIf.Format(s.Envelope.If)))
	}
	if custom := s.Envelope.Custom; custom != nil {
		p.paragraph("  ", p.say(customLine.Format(custom.Doc)))
		p.line("    " + custom.Domain)
		for _, record := range custom.Records {
			p.line("      " + record)
		}
	} else {
		p.paragraph("  ", p.say(customLine.Format(notDocumented)))
	}
	p.paragraph("  ", "HELO: "+cmp.Or(s.HELO, p.say(notDocumented)))
	p.known("  ", s.Envelope.Basis, s.Source)
}

// selectors says which DKIM selectors the service uses, if anything is known.
func (p *page) selectors(s *senders.Selectors) {
	if s == nil {
		return
	}
	p.heading(selectorsTitle)
	if len(s.Names) > 0 {
		p.words("  ", s.Names...)
	}
	if s.Doc.Complete() {
		p.paragraph("  ", p.say(s.Doc))
	}
	p.known("  ", s.Basis, s.Source)
}

// known says how something is known, and from where.
func (p *page) known(indent string, basis carriers.Basis, source senders.Source) {
	if basis == senders.NoneFound {
		p.paragraph(indent, p.say(noSource))
		return
	}
	line := p.basis(basis) + ": " + p.say(source.Title)
	if source.Date != "" {
		line += p.aside(source.Date)
	}
	p.paragraph(indent, line)
	if source.URL != "" {
		p.line(indent + "  " + source.URL)
	}
}

func lookupsOf(l *senders.Lookups) i18n.Text {
	if l == nil {
		return lookupsUnknown
	}
	text := lookupsExact
	if l.OrMore {
		text = lookupsLeast
	}
	text = text.Format(l.Count, record.MaxLookups)
	if l.Seen != "" {
		text = lookupsSeen.Format(text, l.Seen)
	}
	return text
}

// The words of the pages of sending services.
var (
	colID      = i18n.Text{EN: "ID", JA: "ID"}
	colService = i18n.Text{EN: "SERVICE", JA: "サービス"}
	colTerms   = i18n.Text{EN: "IN THE FROM DOMAIN'S RECORD", JA: "From ドメインのレコードに書く項"}
	seeSenders = i18n.Text{
		EN: "more on one of them, and its envelope From: %s ID",
		JA: "エンベロープ From など詳しくは: %s ID",
	}
	viaDefault = i18n.Text{
		EN: "%s; %s when it is left out",
		JA: "%s（省略すると %s）",
	}
	alsoCalled = i18n.Text{EN: "also: %s", JA: "別名: %s"}
	mxIfAny    = i18n.Text{
		EN: "mx only where the domain has an MX record",
		JA: "mx は、ドメインに MX レコードがあるときだけ書きます",
	}
	noSource       = i18n.Text{EN: "no source found", JA: "出典なし"}
	inPlaceOf      = i18n.Text{EN: "in place of include:%s", JA: "include:%s は以前の名前です"}
	termsTitle     = i18n.Text{EN: "In the From domain's SPF record", JA: "From ドメインの SPF レコードに書く項"}
	selectorsTitle = i18n.Text{EN: "DKIM selectors below the From domain", JA: "From ドメインの DKIM セレクター"}
	envelopeTitle  = i18n.Text{EN: "Envelope From and HELO", JA: "エンベロープ From と HELO"}
	adviceTitle    = i18n.Text{EN: "To weigh before it is published", JA: "公開する前に考えること"}
	rangesAt       = i18n.Text{
		EN: "its addresses are resolved at run time, from the SPF record of %s",
		JA: "アドレスは実行時に %s の SPF レコードから調べます",
	}
	sendsItself = i18n.Text{
		EN: "%s sends by its own address, which is resolved at run time",
		JA: "%s 自身のアドレスから送信します。アドレスは実行時に調べます",
	}
	lookupsExact   = i18n.Text{EN: "DNS lookups: %d of %d", JA: "DNS を引く項: %d / %d"}
	lookupsUnknown = i18n.Text{EN: "DNS lookups: not documented", JA: "DNS を引く項: 資料なし"}
	lookupsLeast   = i18n.Text{EN: "DNS lookups: %d or more of %d", JA: "DNS を引く項: %d 以上 / %d"}
	lookupsSeen    = i18n.Text{EN: "%s (seen %s)", JA: "%s（%s 確認）"}
	defaultLine    = i18n.Text{EN: "default: %s", JA: "既定: %s"}
	whenValue      = i18n.Text{EN: "%s (%s %s)", JA: "%s（%s が %s のとき）"}
	otherwise      = i18n.Text{EN: "%s (otherwise)", JA: "%s（それ以外のとき）"}
	onlyIf         = i18n.Text{EN: "if %s", JA: "条件: %s"}
	customLine     = i18n.Text{EN: "custom: %s", JA: "独自のドメイン: %s"}
	notDocumented  = i18n.Text{EN: "not documented", JA: "資料なし"}
)
