package dmarc

import (
	"cmp"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// version is the first tag of every record.
const version = "v=DMARC1"

// maxTypo is how long a text may be for typos to be looked for in it.
const maxTypo = 512

// Typos in the version, whose case matters (RFC 7489 §6.3).
var (
	versionLike = lazy.MustCompile(`(?i)^[\s"'\\,:.]*(?:v\s*[=:]*\s*)?["']?d(?:marc|mark|mrac|amrc|marx)\s*[-_]?\s*(?:[01]|1\.0)?[\s"'\\,:.]*$`)
	versionGlue = lazy.MustCompile(`(?i)^[\s"'\\]*v\s*[=:]\s*dmarc1[\s"'\\,:.]*((?:` + tagNames + `)\s*[=:].*)$`)
	versionLate = lazy.MustCompile(`(?i)^[ \t]*([^;]*(?:;[^;]*)*?)[ \t]*;[ \t]*v[ \t]*=[ \t]*dmarc1[ \t]*(?:;|$)`)
)

// diagnoseVersion explains why text, whose first tag ends at end, doesn't begin
// with the version.
func diagnoseVersion(text string, end int) Fault {
	f := Fault{End: end, Problem: msgNoVersion, Section: sectionVersion}
	if m := versionLate.FindStringSubmatchIndex(text[:min(len(text), maxTypo)]); m != nil {
		f.Problem, f.Likely = msgLateVersion, version+"; "+text[m[2]:m[3]]
		f.End = m[1]
		if text[f.End-1] == ';' {
			f.End--
		}
		return f
	}
	head := text[:end]
	if len(head) > maxTypo {
		return f
	}
	foreign := checkASCII(head)
	if ascii, known := printable.ASCII(head); known {
		head = ascii
	}
	if versionLike.MatchString(head) {
		if f.Problem, f.Likely = msgVersionTypo, version; strings.Contains(text[:end], version) {
			f.Problem = msgVersionAround
		}
	} else if foreign != nil && IsDMARC(head) { // such as a full-width semicolon behind it
		return *foreign
	} else if m := versionGlue.FindStringSubmatch(head); m != nil {
		f.Problem, f.Likely = msgVersionGlue, version+"; "+missingSemicolon.ReplaceAllString(m[1], "; ${1}=")
	}
	return f
}

// stripped is s without quotes, escapes and punctuation around it.
func stripped(s string) string { return strings.Trim(s, " \t\"'`\\,.:=<>()[]&") }

// likely gives the value that was probably meant by an invalid one.
func (s *spec) likely(value string) string {
	if len(value) > maxTypo {
		return ""
	}
	plain := stripped(value)
	candidates := []string{plain}
	if s.other != nil && plain != "" {
		candidates = append(candidates, s.other(plain)...)
	}
	if word := cmp.Or(letter(plain, s.words), spelling.Nearest(plain, s.words)); word != "" {
		candidates = append(candidates, word)
	}
	for _, c := range candidates {
		if c != "" && c != value && s.read(new(Record), c) {
			return c
		}
	}
	return ""
}

// letter gives the word of a single letter that s begins with ("yes" for y).
func letter(s string, words []string) string {
	for _, w := range words {
		if len(w) == 1 && strings.HasPrefix(strings.ToLower(s), w) {
			return w
		}
	}
	return ""
}

// aliases are what tags are called by those who don't remember their names.
var aliases = map[string]string{
	"policy": "p", "subdomain": "sp", "subdomainpolicy": "sp", "dkim": "adkim", "spf": "aspf",
	"percent": "pct", "percentage": "pct", "test": "t", "testing": "t",
}

// guessName gives the tag that was probably meant by one with an unknown name,
// and its name; "" where there is no guess. A tag that was seen isn't meant.
func guessName(t Tag, seen map[string]bool) (likely, name string) {
	names := []string{aliases[t.Name]}
	for i := range specs {
		if len(specs[i].name) > 2 && spelling.Distance(t.Name, specs[i].name) == 1 {
			names = append(names, specs[i].name)
		}
	}
	for _, name := range names {
		if text := name + "=" + t.Value; isTag(text, seen) {
			return text, name
		}
	}
	return "", ""
}

// noEquals is a tag in which something else stands for the equals sign.
var noEquals = lazy.MustCompile(`(?i)^(` + tagNames + `)[ \t]*(?:[:\-~]=?|[ \t])[ \t]*([^ \t].*)$`)

// guessTag gives the tag that was probably meant by text, which isn't one.
func guessTag(text string, seen map[string]bool) string {
	if len(text) > maxTypo {
		return ""
	}
	plain := stripped(text)
	for _, c := range []string{plain, noEquals.ReplaceAllString(plain, "${1}=${2}"), "p=" + plain} {
		if c != text && isTag(c, seen) {
			return c
		}
	}
	return ""
}

// isTag reports whether text is a valid tag that wasn't seen.
func isTag(text string, seen map[string]bool) bool {
	t := named(dkim.ParseTag(text, 0, wsp))
	s := findSpec(t.Name)
	switch {
	case s == nil || seen[t.Name] || t.Value == "":
		return false
	case s.uris:
		_, problem := parseURI(t.Value)
		return !problem.Complete()
	}
	return s.read(new(Record), t.Value)
}

// continuesList gives the end of a list of report addresses, which begins in
// last, if t is one of them that a semicolon has cut off.
func continuesList(last, t Tag) string {
	s := findSpec(last.Name)
	if s == nil || !s.uris {
		return ""
	}
	if _, problem := parseURI(t.Text); problem.Complete() {
		return ""
	}
	return "," + t.Text
}

// spacedList gives report addresses that spaces part with commas; "" where text is no such list.
func spacedList(text string) string {
	addresses := strings.Fields(text)
	for _, a := range addresses {
		if _, problem := parseURI(a); problem.Complete() || len(addresses) < 2 {
			return ""
		}
	}
	return strings.Join(addresses, ",")
}

// mailbox is an address, with whatever was taken for the scheme of mailto.
var mailbox = lazy.MustCompile(`(?i)^(?:mailto|mail|email|mailtto|maito|malito)?[\s:;=/<"']*([^\s@<>"':/]+@[^\s@<>"']+)$`)

// guessURI gives the report address that was probably meant.
func guessURI(text string) string {
	if len(text) > maxTypo {
		return ""
	}
	m := mailbox.FindStringSubmatch(stripped(text))
	if m == nil {
		return ""
	}
	likely := "mailto:" + m[1]
	if _, problem := parseURI(likely); problem.Complete() || likely == text {
		return ""
	}
	return likely
}
