package rules

import (
	"iter"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

var spfGlued = &Analyzer{
	ID: "SPF021",
	Title: i18n.Text{
		EN: "the strings of the TXT record are joined without a space, so that two terms become one",
		JA: "TXT レコードの文字列の境目に半角スペースがなく、2 つの項がつながっています",
	},
	Doc: i18n.Text{
		EN: "Receivers join the strings as they are. What comes of the two terms is a syntax error, or names something else.",
		JA: "受信側は文字列をそのまま連結します。つながった項は構文の誤りになるか、別のものを指してしまいます。",
	},
	Fix: i18n.Text{
		EN: "Put a space at the end of the one string, or at the beginning of the next.",
		JA: "前の文字列の末尾か、次の文字列の先頭に半角スペースを入れてください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.0/24" "-all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 ip4:203.0.113.0/24 " "-all"`,
	Source:   "RFC 7208 §3.3",
	Severity: Error,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			for s := range seams(n) {
				if s.glued() {
					p.reportPlace(n.Domain, s.place(), glued.Format(n.Domain, s.left, s.right, s.left+s.right))
				}
			}
		}
	},
}

var glued = i18n.Text{
	EN: "in the TXT record of %s the strings that end in %.60q and begin with %.60q make %.60q together",
	JA: "%s の TXT レコードで、%.60q で終わる文字列と %.60q で始まる文字列がつながり、%.60q になっています",
}

var spfCut = &Analyzer{
	ID: "SPF022",
	Title: i18n.Text{
		EN: "the TXT record is cut into strings inside a term",
		JA: "TXT レコードが項の途中で文字列に分かれています",
	},
	Doc: i18n.Text{
		EN: "Receivers join the strings, so it works. Who edits the record easily puts a space there and breaks the term.",
		JA: "受信側が連結するため動作に問題はありません。ただし、編集するときに半角スペースを入れてしまい、項を壊しがちです。",
	},
	Fix: i18n.Text{
		EN: "Cut at a space, which stays in one of the strings.",
		JA: "半角スペースの位置で分け、半角スペースはどちらかの文字列に残してください。",
	},
	Bad:      `shop.example.jp.  TXT "v=spf1 include:amazon" "ses.com -all"`,
	Good:     `shop.example.jp.  TXT "v=spf1 include:amazonses.com " "-all"`,
	Source:   "RFC 7208 §3.3",
	Severity: Info,
	Run: func(p *Pass) {
		for _, n := range p.records() {
			for s := range seams(n) {
				if !s.glued() && wellFormedTerm(s.left+s.right) {
					p.reportPlace(n.Domain, s.place(), cutInside.Format(n.Domain, s.left+s.right))
				}
			}
		}
	},
}

var cutInside = i18n.Text{
	EN: "the TXT record of %s is cut into strings inside %.60q",
	JA: "%s の TXT レコードは %.60q の途中で文字列に分かれています",
}

// seam is where two strings of a TXT record meet inside a word.
type seam struct {
	text        string // of the whole record
	offset      int    // of the word
	left, right string // the word's parts
	full        bool   // the string before it has no room for more
}

func (s seam) place() place {
	return place{s.text, s.offset, s.offset + len(s.left) + len(s.right)}
}

// seams gives the seams of what are SPF records, or would be if the strings
// were joined with a space. Words that no record has are left out.
func seams(n *tree.Node) iter.Seq[seam] {
	return func(yield func(seam) bool) {
		for _, strs := range n.Texts {
			if !record.IsSPF(strings.Join(strs, " ")) {
				continue
			}
			text, at := strings.Join(strs, ""), 0
			for _, str := range strs[:len(strs)-1] {
				at += len(str)
				start := strings.LastIndexByte(text[:at], ' ') + 1
				end, _, _ := strings.Cut(text[at:], " ")
				s := seam{text: text, offset: start, left: text[start:at], right: end, full: len(str) == maxString}
				inside := s.left != "" && s.right != "" && str != ""
				if inside && len(s.left)+len(s.right) <= maxWord && !yield(s) {
					return
				}
			}
		}
	}
}

const (
	maxString = 255 // bytes of a string of a TXT record (RFC 1035 §3.3)
	maxWord   = 512 // bytes of a word in which seams are looked for, which bounds the work
)

// glued reports whether the parts were meant as words of their own: each is one,
// and together they are none or are suspect. What is cut where the string is
// full was probably cut by a program, at whatever stood there.
func (s seam) glued() bool {
	if !wellFormedTerm(s.right) || s.offset > 0 && !wellFormedTerm(s.left) {
		return false
	}
	if s.offset == 0 { // the version and the first term
		return record.IsSPF(s.left)
	}
	whole := parseTerms(s.left + s.right)
	return !s.full || len(whole.Errors) > 0 || len(whole.Suspects()) > 0
}

// wellFormedTerm reports whether the word is a term that RFC 7208 defines.
func wellFormedTerm(word string) bool {
	r := parseTerms(word)
	return r.WellFormed() && len(r.Terms) == 1 && r.Terms[0].Known()
}

// parseTerms parses the text as a record has it after the version.
func parseTerms(text string) record.Record { return record.Parse("v=spf1 " + text) }
