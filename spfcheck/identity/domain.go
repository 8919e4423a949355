package identity

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// Limits of a domain name written as text (RFC 1035 §2.3.4; 253 is the 255
// octets on the wire without the root label and one length octet).
const (
	maxLabel  = 63
	maxDomain = 253
)

// lookup maps a U-label as a browser would (UTS #46, not transitional). It is
// laxer than idna.Lookup in what mail uses and DNS allows: underscores, and
// hyphens anywhere.
var lookup = idna.New(
	idna.MapForLookup(),
	idna.BidiRule(),
	idna.Transitional(false),
	idna.StrictDomainName(false),
	idna.CheckHyphens(false),
)

// ParseDomain gives a domain name as DNS has it: A-labels, lower case, no
// trailing dot. It takes U-labels and what IDNA maps to them, such as full-width
// letters and dots. An error is an *input.Error.
func ParseDomain(s string) (string, error) {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexAny(s, "@＠"); i >= 0 {
		f := badDomain(textIsAddress, s)
		_, at := utf8.DecodeRuneInString(s[i:])
		if domain, wrong := normalizeDomain(strings.Trim(s[i+at:], "<> ")); wrong == nil {
			f.Hint = mail.HintInstead.Format(domain)
		}
		return "", f
	}
	domain, f := normalizeDomain(s)
	if f != nil {
		return "", f
	}
	return domain, nil
}

// ParseMailDomain is ParseDomain of a domain that mail comes from: it has two labels
// or more.
func ParseMailDomain(s string) (string, error) {
	domain, err := ParseDomain(s)
	if err == nil && !strings.Contains(domain, ".") {
		return "", &input.Error{Problem: textOneLabel.Format(domain), Hint: hintWholeName}
	}
	return domain, err
}

var (
	textOneLabel  = i18n.Text{EN: "the domain %q has only one label", JA: "ドメイン %q にはドットがありません"}
	hintWholeName = i18n.Text{EN: "write the whole name, such as example.jp", JA: "example.jp のように最後まで書いてください"}
)

func badDomain(t i18n.Text, args ...any) *mail.Error {
	return &mail.Error{Problem: t.Format(args...), Hint: hintDomain}
}

func normalizeDomain(s string) (string, *mail.Error) {
	if !utf8.ValidString(s) {
		return "", badDomain(mail.TextEncoding, s)
	}
	domain := s
	if len(s) > utf8.UTFMax*maxDomain { // Punycode takes time by the square of the length
		return "", badDomain(textLongDomain, maxDomain)
	}
	if !spelling.IsASCII(s) {
		// ASCII names are left as they are: the mail system looks them up unmapped.
		var err error
		if domain, err = lookup.ToASCII(s); err != nil {
			return "", badDomain(textIDNA, s)
		}
	}
	domain = strings.TrimSuffix(strings.ToLower(domain), ".")
	if domain == "" {
		return "", badDomain(textNotDomain)
	}
	for _, r := range domain {
		if !spelling.InDomain(r) {
			return "", badDomain(textBadChar, s, r)
		}
	}
	if _, err := netip.ParseAddr(domain); err == nil {
		return "", badDomain(textIP, domain)
	}
	if len(domain) > maxDomain {
		return "", badDomain(textLongDomain, maxDomain)
	}
	for label := range strings.SplitSeq(domain, ".") {
		switch {
		case label == "":
			return "", badDomain(textEmptyLabel, s)
		case len(label) > maxLabel:
			return "", badDomain(textLongLabel, label, maxLabel)
		}
	}
	return domain, nil
}
