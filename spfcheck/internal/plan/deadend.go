package plan

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// DeadEnd says why a term is an include or a redirect that is a permerror for whoever gets
// there: of a domain that has no SPF record (RFC 7208 §5.2, §6.1), or of the record
// itself. It is empty for all others, and where DNS failed.
func DeadEnd(t *tree.Term) i18n.Text {
	switch {
	case t.Child == nil:
		return i18n.Text{}
	case t.Loop:
		return leadsBack
	case t.Child.Problem == tree.NoRecord, t.Child.Problem == tree.NoDomain:
		return t.Child.Problem.Text()
	default:
		return i18n.Text{}
	}
}

// Broken says for which domain's record, and why, a term is a permerror for some of those
// who get there, though its own domain has a record (RFC 7208 §5.2, §6.1); the domain is
// empty for all others.
func Broken(t *tree.Term) (domain string, why i18n.Text) {
	if t.Child == nil || t.Loop || !t.Child.Fails() {
		return "", i18n.Text{}
	}
	for _, n := range t.Child.Below().Nodes {
		switch n.Problem {
		case tree.NoDomain, tree.NoRecord, tree.SeveralRecords, tree.SyntaxError:
			return n.Domain, n.Problem.Text()
		}
		if slices.ContainsFunc(n.Terms, tree.Term.TooManyHosts) {
			return n.Domain, manyHosts.Format(record.MaxMXHosts)
		}
	}
	return "", i18n.Text{} // DNS failed
}

var (
	leadsBack = i18n.Text{EN: "it leads back to the record itself", JA: "このレコード自体に戻ります"}
	manyHosts = i18n.Text{EN: "more than %d MX hosts", JA: "MX ホストが %d 個を超えています"}
)
