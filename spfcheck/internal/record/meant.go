package record

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// termStart is how a term begins that means something.
const termStart = `[-+?~]?(?:all|a|mx|ptr)(?:$|[ :/])|[-+?~]?(?:ip[46]|include|exists):|redirect=`

// almostForms are beginnings that only somebody writes who means an SPF record,
// in lower case and ASCII.
var almostForms = []*lazy.Regexp{
	// What counts is v=spf1 and a space: v=spf1ip4:…, v=spf1; and v=spf10 don't.
	lazy.MustCompile(`^v *[=:]+ *"?spf-?[0-9]`),
	// Without the version: a misspelling of it and then a term.
	lazy.MustCompile(`^(spf-?1?|spf2\.0|v=spf|v=spf 1|v=spf[il]|v[-.]?spf1|v=sp1|v=sfp1|v=psf1|v=spf01|spf=1) +(` + termStart + `)`),
	lazy.MustCompile(`^(v=spf|spf1)$`),
	// A line of a zone file, owner and all, in the place of its text.
	lazy.MustCompile(`^([-_.@a-z0-9]+ +)?([0-9]+ +)?(in +)?txt +"?v=spf1`),
}

// marks are what stands around a text that was copied with its quotes.
const marks = " \"'`\\"

// Almost reports whether a text looks like an SPF record and is none.
func Almost(text string) bool {
	if IsSPF(text) {
		return false
	}
	const enough = 200 // of the beginning
	head := strings.ToLower(strings.Map(asASCII, text[:min(len(text), enough)]))
	head = strings.TrimLeft(head, marks)
	for _, form := range almostForms {
		if form.MatchString(head) {
			return true
		}
	}
	return false
}

// asASCII gives the ASCII character that looks like r; a negative one for what
// can't be seen.
func asASCII(r rune) rune {
	const fullWidth = '！' - '!' // how far U+FF01 to U+FF5E are from ASCII
	switch {
	case r == '\u3000' || r == '\u00a0' || r == '\t' || r == '\r' || r == '\n' || '\u2000' <= r && r <= '\u200a':
		return ' '
	case '！' <= r && r <= '～':
		return r - fullWidth
	case '\u2018' <= r && r <= '\u201f':
		return '"'
	case r == '\u00ad' || r == '\ufeff' || '\u200b' <= r && r <= '\u200f' || '\u2060' <= r && r <= '\u2064':
		return -1
	default:
		return r
	}
}

// recordInside finds an SPF record inside a text, with a term of its own behind the
// version.
var recordInside = lazy.MustCompile(`(?i)v=spf1 +(?:` + termStart + `)`)

// Before gives what stands in front of an SPF record in the same text; empty where
// the text is a record or nothing but space and quotes is there, or a line of a zone
// file.
func Before(text string) string {
	at := recordInside.FindStringSubmatchIndex(text[:min(len(text), maxTypoLength)])
	if at == nil || IsSPF(text) || Almost(text) {
		return ""
	}
	return strings.TrimRight(text[:at[0]], " ")
}

// Intruder is a kind of text that has got into an SPF record.
type Intruder string

// The kinds, by how such a text begins.
const (
	SecondRecord Intruder = "v=spf1" // another SPF record
	DMARCRecord  Intruder = "v=DMARC1"
	Verification Intruder = "verification" // that a domain is its owner's, for a service
)

// intruders have the text, or its beginning, as their first group. A second v=spf1
// that is a word of its own is a suspect term.
var intruders = []struct {
	kind Intruder
	form *lazy.Regexp
}{
	{SecondRecord, lazy.MustCompile(`(?i)[^ ](v=spf1)(?: |$)`)},
	{DMARCRecord, lazy.MustCompile(`(?i).(v=dmarc1)(?:[ ;]|$)`)},
	{Verification, lazy.MustCompile(`(?i)((?:google-site-verification|[a-z]+-domain-verification)=[^ ]*|ms=ms[0-9]+)`)},
}

// Intruders gives the first text of each kind in a record, and where it begins and
// ends.
func Intruders(text string, found func(kind Intruder, start, end int)) {
	for _, i := range intruders {
		if at := i.form.FindStringSubmatchIndex(text); at != nil {
			found(i.kind, at[2], at[3])
		}
	}
}

// printable is what a whole record may have.
var printable = spelling.Alphabet{Has: func(r rune) bool { return r >= ' ' && r <= '~' }, Comma: " "}
