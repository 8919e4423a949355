package rules

import (
	"iter"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

var treeUndocumented = &Analyzer{
	ID: "SPF050",
	Title: i18n.Text{
		EN: "include of a name that the service isn't known to document",
		JA: "サービスの公式資料で確認できない名前を include しています",
	},
	Doc: i18n.Text{
		EN: "Such a name may not hold what is meant, and may go away unannounced, which is a permerror then.",
		JA: "想定した送信元を含むとは限らず、予告なくなくなれば permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Publish what the service's own documentation says; spfcheck senders lists it.",
		JA: "サービスの公式資料どおりに公開してください（spfcheck senders で一覧できます）。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:_spf.sakura.ne.jp ~all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 a:www1234.sakura.ne.jp mx ~all"`,
	Source:   "RFC 7208 §5.2",
	Severity: Warning,
	Run: func(p *Pass) {
		for s := range p.foreignIncludes() {
			preset, documented := service(s.Term().Target)
			if preset == nil || documented {
				continue
			}
			message := undocumentedName.Format(s.Term().Text, s.Node.Domain, preset.Name, strings.Join(preset.Terms, " "))
			if note, ok := noteOn(preset, s.Term().Target); ok {
				message = withNote.Format(message, note)
			}
			p.report(s.Node.Domain, termPlace(s.Node, s.Term()), message)
		}
	},
}

var (
	undocumentedName = i18n.Text{
		EN: "%.60q of %s isn't what %s is known to document: %s",
		JA: "%.60q（%s）は、%s の公式資料で確認できる書き方（%s）ではありません",
	}
	withNote = i18n.Text{
		EN: "%s; %s",
		JA: "%s。%s",
	}
)

var treeUnknownService = &Analyzer{
	ID: "SPF051",
	Title: i18n.Text{
		EN: "include of a name outside the domain that belongs to no known service",
		JA: "既知のサービスに当てはまらない外部の名前を include しています",
	},
	Doc: i18n.Text{
		EN: "Whoever runs that name decides which addresses pass for the domain, and what the record costs.",
		JA: "その名前の管理者が、このドメインとして pass になる送信元と、DNS を引く項の数を決められます。",
	},
	Fix: i18n.Text{
		EN: "Make sure that the name is right and that the service is still in use; nothing needs to be done if so.",
		JA: "名前が正しく、そのサービスをいまも使っているか確かめてください。問題なければ対応は不要です。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:spf.mailer.example.net -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com -all"`,
	Source:   "RFC 7208 §5.2",
	Severity: Info,
	Run: func(p *Pass) {
		for s := range p.foreignIncludes() {
			if preset, _ := service(s.Term().Target); preset == nil {
				p.reportTerm(s.Node, s.Term(), unknownService)
			}
		}
	},
}

var unknownService = i18n.Text{
	EN: "%.60q of %s belongs to no sending service that spfcheck knows",
	JA: "%.60q（%s）は、spfcheck が知っている送信サービスのものではありません",
}

// foreignIncludes gives the includes that lead out of the organization whose
// record is linted, to a domain that has a record.
func (p *Pass) foreignIncludes() iter.Seq[tree.Step] {
	return func(yield func(tree.Step) bool) {
		for s := range p.reached() {
			t, root := s.Term(), p.SPF.Root.Domain
			own := s.Node == p.SPF.Root || dmarc.Aligned(s.Node.Domain, root, dmarc.Relaxed)
			leaves := t.Name == "include" && t.Child != nil && t.Child.Problem != tree.NoRecord &&
				t.Child.Problem != tree.NoDomain && !dmarc.Aligned(t.Target, root, dmarc.Relaxed)
			if own && leaves && !yield(s) {
				return
			}
		}
	}
}

// service finds the sending service that a name belongs to, nil where none is
// known, and whether the service is known to document the name.
func service(name string) (preset *senders.Preset, documented bool) {
	for _, p := range senders.All {
		names := documentedNames(p)
		if slices.ContainsFunc(names, func(pattern string) bool { return fits(p, pattern, name) }) {
			return p, true
		}
		vendors := names
		if p.Parameter != nil && p.Parameter.Domain != "" {
			vendors = append(vendors, p.Parameter.Domain)
		}
		if preset == nil && slices.ContainsFunc(vendors, func(v string) bool { return sameVendor(name, v) }) {
			preset = p
		}
	}
	return preset, false
}

// documentedNames are the domains of the service that have SPF records for
// others, with placeholders.
func documentedNames(p *senders.Preset) []string {
	var names []string
	for _, term := range p.Terms {
		if name, ok := strings.CutPrefix(term, "include:"); ok {
			names = append(names, name)
		}
	}
	for _, pattern := range p.Envelope.Default {
		if !strings.Contains(pattern.Domain, "<domain>") { // it is the sender's own
			names = append(names, pattern.Domain)
		}
	}
	return names
}

// fits reports whether a name is the one that the pattern of a preset stands for,
// with any value for its parameter.
func fits(p *senders.Preset, pattern, name string) bool {
	before, rest, placeholder := strings.Cut(pattern, "<")
	if !placeholder {
		return name == pattern
	}
	_, after, _ := strings.Cut(rest, ">")
	value, ok := strings.CutPrefix(name, before)
	if !ok {
		return false
	}
	if value, ok = strings.CutSuffix(value, after); !ok {
		return false
	}
	use, err := senders.Parse(p.ID + ":" + value)
	return err == nil && use.Value == value
}

// sameVendor reports whether a name is at or below a documented one, or in the
// same organization. Customers' names are below public suffixes such as
// sakura.ne.jp, so that the organization alone doesn't tell.
func sameVendor(name, documented string) bool {
	return strings.HasSuffix("."+name, "."+documented) || dmarc.Aligned(name, documented, dmarc.Relaxed)
}

// noteOn gives what the service's notes say of an include that nobody was found
// to document.
func noteOn(p *senders.Preset, name string) (i18n.Text, bool) {
	for _, n := range p.Notes {
		mentioned := slices.ContainsFunc(strings.Fields(n.Text.EN), func(word string) bool {
			return strings.TrimRight(word, ",.;:") == "include:"+name
		})
		if mentioned && n.Basis == senders.NoneFound {
			return n.Text, true
		}
	}
	return i18n.Text{}, false
}
