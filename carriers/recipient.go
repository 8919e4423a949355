package carriers

import (
	"path"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// NoCarrier is a domain that is easily taken for a carrier's.
type NoCarrier struct {
	Domain string
	Why    i18n.Text
}

// NotCarriers lists the domains that are easily taken for a carrier's.
var NotCarriers = []NoCarrier{
	{"mopera.net", i18n.Text{
		EN: "mopera.net is not a docomo.ne.jp mailbox: its rules aren't known",
		JA: "mopera.net は docomo.ne.jp のメールボックスではありません。規則は分かっていません",
	}},
	{"disneymobile.ne.jp", i18n.Text{
		EN: "disneymobile.ne.jp is not a docomo.ne.jp mailbox: its rules aren't known",
		JA: "disneymobile.ne.jp は docomo.ne.jp のメールボックスではありません。規則は分かっていません",
	}},
}

// MobileCarrier finds the mobile carrier whose mailboxes are at the domain, which
// is in lower case with A-labels; nil when it is no mobile carrier's.
func MobileCarrier(domain string) *Profile {
	if p := ForRecipient(domain); p != nil && !p.Webmail {
		return p
	}
	return nil
}

// ForRecipient finds the profile whose mailboxes are at the domain, which is in
// lower case with A-labels; nil when there is none.
func ForRecipient(domain string) *Profile {
	i := slices.IndexFunc(All, func(p *Profile) bool { return p.Serves(domain) })
	if i < 0 {
		return nil
	}
	return All[i]
}

// Serves reports whether the domain is one of p's mailboxes.
func (p *Profile) Serves(domain string) bool {
	return slices.ContainsFunc(p.Recipients, func(pattern string) bool { return matchDomain(pattern, domain) })
}

// For reports whether n is for mail to a mailbox at the domain; "" stands for
// any mailbox.
func (n Note) For(domain string) bool {
	return n.Recipient == "" || matchDomain(n.Recipient, domain)
}

// Conditional reports whether n depends on a fact of the message.
func (n Note) Conditional() bool { return n.If != "" || n.IfNot != "" || n.IfUnknown != "" }

// Holds reports whether the facts are as n wants them: always where it isn't
// [Note.Conditional].
func (n Note) Holds(f Facts) bool {
	_, known := f.Known[n.IfUnknown]
	no, knownNot := f.Known[n.IfNot]
	return (n.If == "" || f.Known[n.If]) && (n.IfNot == "" || knownNot && !no) && (n.IfUnknown == "" || !known)
}

// matchDomain ignores a malformed pattern: Validate reports those. path.Match takes
// its time, and most domains end otherwise than a pattern does.
func matchDomain(pattern, domain string) bool {
	for p, d := len(pattern)-1, len(domain)-1; p >= 0 && strings.IndexByte(`*?[]\`, pattern[p]) < 0; p, d = p-1, d-1 {
		if d < 0 || pattern[p] != domain[d] { // most differ at their ends
			return false
		}
	}
	ok, err := path.Match(pattern, domain)
	return ok && err == nil
}
