package tree

import (
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Problem is why a domain has no record to evaluate.
type Problem string

// The problems. The zero Problem is none.
const (
	NoDomain       Problem = "no-domain"       // NXDOMAIN (RFC 7208 §4.3)
	NoRecord       Problem = "no-record"       // RFC 7208 §4.5
	SeveralRecords Problem = "several-records" // RFC 7208 §4.5
	SyntaxError    Problem = "syntax-error"    // in the record (RFC 7208 §4.6)
	DNSFailed      Problem = "dns-failed"      // no usable answer (RFC 7208 §4.4)
	NotLoaded      Problem = "not-loaded"      // a limit of the tree was in the way
)

var problemTexts = map[Problem]i18n.Text{
	NoDomain:       {EN: "the domain doesn't exist", JA: "ドメインが存在しません"},
	NoRecord:       {EN: "no SPF record", JA: "SPF レコードがありません"},
	SeveralRecords: {EN: "several SPF records, only one is allowed", JA: "SPF レコードが複数あります（1 個だけが有効です）"},
	SyntaxError:    {EN: "the SPF record has a syntax error", JA: "SPF レコードに構文の誤りがあります"},
	DNSFailed:      {EN: "DNS failed", JA: "DNS の問い合わせに失敗しました"},
	NotLoaded:      {EN: "not loaded, the tree is too large", JA: "木が大きすぎるため、読み込んでいません"},
}

// Text says what the problem is; empty for the zero Problem.
func (p Problem) Text() i18n.Text { return problemTexts[p] }

// problem finds out what keeps n from being evaluated.
func (n *Node) problem() Problem {
	switch {
	case n.Err != nil && resolve.NotFound(n.Err):
		return NoDomain
	case n.Err != nil:
		return DNSFailed
	case len(n.Records) == 0:
		return NoRecord
	case len(n.Records) > 1:
		return SeveralRecords
	case !n.Records[0].WellFormed():
		return SyntaxError
	default:
		return ""
	}
}
