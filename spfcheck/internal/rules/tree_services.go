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
		EN: "include of a name that the service isn't known to ask for",
		JA: "サービスの指定と確認できない名前を include しています",
	},
	Doc: i18n.Text{
		EN: "Such a name may not hold what is meant, and may go away unannounced, which is a permerror then.",
		JA: "想定した送信元を含むとは限らず、予告なくなくなれば permerror になります。",
	},
	Fix: i18n.Text{
		EN: "Publish what the service asks for; the list of sending services has it, with how that is known.",
		JA: "サービスの指定どおりに公開してください（配信サービスの一覧に、出典とともにあります）。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:_spf.sakura.ne.jp ~all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 a:www1234.sakura.ne.jp mx ~all"`,
	Source:   "RFC 7208 §5.2",
	Severity: Warning,
	Run: func(p *Pass) {
		for s := range p.foreignIncludes() {
			found := senders.ByInclude(s.Term().Target)
			if found.Standing != senders.Related {
				continue
			}
			preset := found.Preset
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
		EN: "%.60q of %s isn't what %s is known to ask for: %s",
		JA: "%.60q（%s）は、%s の指定として確認できている書き方（%s）ではありません",
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
			if senders.ByInclude(s.Term().Target).Preset == nil {
				p.reportTerm(s.Node, s.Term(), unknownService)
			}
		}
	},
}

var unknownService = i18n.Text{
	EN: "%.60q of %s belongs to no sending service that spfcheck knows",
	JA: "%.60q（%s）は、spfcheck が知っている配信サービスのものではありません",
}

// own reports whether a domain is the one that is linted, or of its organization.
func (p *Pass) own(domain string) bool {
	root := p.SPF.Root.Domain
	return domain == root || dmarc.Aligned(domain, root, dmarc.Relaxed)
}

// ownIncludes gives the includes of the organization's records.
func (p *Pass) ownIncludes() iter.Seq[tree.Step] {
	return func(yield func(tree.Step) bool) {
		for s := range p.reached() {
			if s.Term().Name == "include" && p.own(s.Node.Domain) && !yield(s) {
				return
			}
		}
	}
}

// foreignIncludes gives those of them that lead out of the organization, to a
// domain that has a record.
func (p *Pass) foreignIncludes() iter.Seq[tree.Step] {
	return func(yield func(tree.Step) bool) {
		for s := range p.ownIncludes() {
			child := s.Term().Child
			leaves := child != nil && child.Problem != tree.NoRecord && child.Problem != tree.NoDomain && !p.own(child.Domain)
			if leaves && !yield(s) {
				return
			}
		}
	}
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
