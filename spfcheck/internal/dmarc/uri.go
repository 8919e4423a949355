package dmarc

import (
	"math/bits"
	"net/url"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// uris reads the report addresses of rua or ruf, which commas part.
func (p *parser) uris(t Tag) {
	if t.Value == "" {
		p.fail(Fault{Offset: t.Offset, End: t.End(), Problem: msgNoURI.Format(t.Name), Section: "RFC 7489 §6.3"})
		return
	}
	for from := t.ValueOffset; from <= t.End(); {
		end := t.End()
		if i := strings.IndexByte(p.record.Text[from:end], ','); i >= 0 {
			end = from + i
		}
		start, stop := trim(p.record.Text, from, end)
		if start < stop {
			p.uri(t.Name, start, stop)
		} else if comma := max(from-1, t.ValueOffset); comma >= p.reported {
			p.fail(Fault{Offset: comma, End: comma + 1, Problem: msgEmptyURI, Section: sectionGrammar})
		}
		from = end + 1
	}
}

// uri reads the report address at [start, end) of the text.
func (p *parser) uri(tag string, start, end int) {
	text := p.record.Text[start:end]
	u, problem := parseURI(text)
	f := Fault{Offset: start, End: end, Problem: problem, Section: "RFC 7489 §6.2"}
	if problem.Complete() {
		f.Likely = guessURI(text)
		if list := spacedList(text); list != "" {
			f.Problem, f.Likely, f.Section = msgSpaceInList, list, sectionGrammar
		}
		p.fail(f)
		return
	}
	if !strings.EqualFold(scheme(text), "mailto") {
		f.Problem = msgNotMailto.Format(shown(scheme(text)))
		p.warn(f)
	}
	if len(p.record.Reports) < MaxReports {
		u.Offset, u.Tag = start, tag
		p.record.Reports = append(p.record.Reports, u)
	}
}

func scheme(uri string) string {
	s, _, _ := strings.Cut(uri, ":")
	return s
}

// size is the limit that RFC 7489 §6.2 lets follow a URI.
var size = lazy.MustCompile(`(?i)^(\d+)([kmgt]?)$`)

// parseURI parses a report address: a URI, in which commas and exclamation marks
// are escaped, and maybe a limit of size (RFC 7489 §6.2, §6.4).
func parseURI(text string) (u ReportURI, problem i18n.Text) {
	u = ReportURI{Text: text, Address: text}
	if uri, limit, found := strings.Cut(text, "!"); found {
		u.Address = uri
		if !u.limit(limit) {
			return u, msgBadSize.Format(shown(limit))
		}
	}
	if strings.ContainsAny(u.Address, " \t\"<>\\^`{|}") { // never in a URI (RFC 3986 §2)
		return u, msgBadURI.Format(shown(text))
	}
	parsed, err := url.Parse(u.Address)
	switch {
	case err != nil:
		return u, msgBadURI.Format(shown(text))
	case parsed.Scheme == "":
		return u, msgNoScheme.Format(shown(text))
	case parsed.Scheme == "mailto":
		return u.mailbox(parsed)
	}
	u.Domain = cleanDomain(parsed.Hostname())
	return u, i18n.Text{}
}

// mailbox reads the address of a mailto URI (RFC 6068 §2).
func (u ReportURI) mailbox(parsed *url.URL) (ReportURI, i18n.Text) {
	address, err := url.PathUnescape(parsed.Opaque)
	at := strings.LastIndexByte(address, '@')
	if err != nil || at < 1 || !isDomain(cleanDomain(address[at+1:])) {
		return u, msgBadMailbox.Format(shown(u.Text))
	}
	u.Address, u.Domain = address, cleanDomain(address[at+1:])
	return u, i18n.Text{}
}

// limit reads a limit such as "10m", in units of 2^10 (RFC 7489 §6.2).
func (u *ReportURI) limit(text string) bool {
	m := size.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	n, err := strconv.ParseUint(m[1], 10, 64)
	shift := 10 * (1 + strings.Index("kmgt", strings.ToLower(m[2])))
	if m[2] == "" {
		shift = 0
	}
	if err != nil || bits.Len64(n)+shift > 64 {
		return false
	}
	u.MaxSize = n << shift
	return true
}

// cleanDomain is a name as the rest of the program has it.
func cleanDomain(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

// isDomain reports whether a name has two labels or more, of the characters that
// mail domains have, the underscore included.
func isDomain(name string) bool {
	labels := 0
	for label := range strings.SplitSeq(name, ".") {
		labels++
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			return false
		}
	}
	return labels > 1 && len(name) <= 253
}
