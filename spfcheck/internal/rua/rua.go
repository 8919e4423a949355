// Package rua reads DMARC aggregate reports (RFC 7489 Appendix C, RFC 9990): who sent
// how many messages in the name of a domain, and what their receiver made of them. It
// reads XML, gzip, zip, messages and mailboxes with them, and keeps none of it.
//
// What there is on the Go module proxy to read such reports reads a report as a whole,
// however large it becomes when it is decompressed, and gives up at a charset that it
// doesn't know or a byte that is not UTF-8. Reports come from anybody who sends mail to
// an address that everybody can look up; so encoding/xml gives its tokens, which are
// bounded here in size, depth and number.
package rua

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// What is read of one file, or of one message of a mailbox. The largest real reports
// have some 10 MB.
const (
	MaxSize    = 256 << 20 // octets of reports, decompressed
	MaxPacked  = 64 << 20  // octets of a zip archive
	MaxReports = 100       // reports
	MaxRows    = 1_000_000 // rows of a report
	MaxDepth   = 32        // elements in one another
	maxToken   = 1 << 20   // octets of a tag, a comment or a text
	maxResults = 100       // results of SPF or of DKIM in a row; a real one has up to a dozen
	maxNesting = 4         // archives and messages in one another
	maxCount   = 1 << 40   // messages of a row
)

// Report is what a report says of itself. The zero Report says nothing.
type Report struct {
	Organization string // that reports, as it calls itself: not to be trusted
	ID           string // of its own
	Begin, End   time.Time
	Domain       string // whose DMARC record the report is about
	Rows         int    // that could be read
	Broken       int    // rows without a usable address or count
}

// Row says what a receiver made of the messages from one address that were alike.
// Domains stand as in the report, in lower case and without a dot at the end.
type Row struct {
	Source       netip.Addr // IPv4 as such
	Count        int64      // messages, more than 0
	From         string     // the header From's domain; the report's, where the row doesn't say
	EnvelopeFrom string     // the envelope From's domain, or "<>"; "" where the row doesn't say
	Disposition  string     // "none", "pass", "quarantine", "reject"; "" where the row doesn't say
	DKIMAligned  string     // "pass" or "fail", of DMARC; "" where the row doesn't say
	SPFAligned   string     // the same
	Reasons      []string   // why the disposition is another one than the policy, such as "forwarded"
	SPF          []SPF
	DKIM         []DKIM
}

// SPF is a result of SPF as the receiver saw it.
type SPF struct {
	Domain string
	Scope  string // "mfrom", "helo"; "" where the row doesn't say
	Result string // as RFC 7208 §2.6 has them; older reports have others
}

// DKIM is the result of a signature as the receiver saw it.
type DKIM struct {
	Domain, Selector string
	Result           string // "pass", "fail", …
}

// maxTold bounds what a Report says of itself, in bytes.
const maxTold = 200

// clean makes a word of a report comparable.
func clean(s string) string { return strings.TrimSuffix(strings.ToLower(strings.TrimSpace(s)), ".") }

// Null is the envelope From of delivery reports and such mail (RFC 5321 §4.5.5).
const Null = "<>"

// domainOf takes an address for its domain: some write one.
func domainOf(s string) string {
	if strings.TrimSpace(s) == Null {
		return Null
	}
	s = clean(strings.Trim(s, "<> \t"))
	return s[strings.LastIndexByte(s, '@')+1:]
}

// usable makes the row complete from its report, and says whether it has what a row
// must have.
func (r *Row) usable(domain string) bool {
	if r.From == "" {
		r.From = domain
	}
	for _, results := range []*string{&r.Disposition, &r.DKIMAligned, &r.SPFAligned} {
		*results = clean(*results)
	}
	slices.Sort(r.Reasons)
	return r.Source.IsValid() && r.Count > 0 && r.Count <= maxCount && r.From != ""
}

// Error says why something is not a report. Its Input is "".
type Error = input.Error

func problem(t i18n.Text, args ...any) *Error { return &Error{Problem: t.Format(args...)} }

var (
	notXML = i18n.Text{
		EN: "not a DMARC aggregate report: it is neither XML nor gzip, zip or a message",
		JA: "DMARC 集計レポートではありません。XML、gzip、zip、メールのどれでもありません",
	}
	notFeedback = i18n.Text{
		EN: "not a DMARC aggregate report: the XML begins with <%.60s>, not with <feedback>",
		JA: "DMARC 集計レポートではありません。XML が <feedback> ではなく <%.60s> で始まっています",
	}
	noReport    = i18n.Text{EN: "the message has no DMARC aggregate report", JA: "メールに DMARC 集計レポートが含まれていません"}
	emptyInput  = i18n.Text{EN: "it is empty", JA: "中身が空です"}
	badXML      = i18n.Text{EN: "the report can't be read from line %d on: %s", JA: "レポートの %d 行目から先を読めません: %s"}
	cutOff      = i18n.Text{EN: "the report ends in the middle", JA: "レポートが途中で切れています"}
	tooLarge    = i18n.Text{EN: "it is larger than %d MiB when it is decompressed", JA: "展開後の大きさが %d MiB を超えています"}
	packedLarge = i18n.Text{EN: "the zip archive is larger than %d MiB", JA: "zip ファイルが %d MiB を超えています"}
	tooDeep     = i18n.Text{EN: "more than %d elements in one another", JA: "要素の入れ子が %d 段を超えています"}
	tooLong     = i18n.Text{EN: "a part of it is longer than %d MiB", JA: "要素の 1 つが %d MiB を超えています"}
	tooMany     = i18n.Text{EN: "more than %d reports in one file or message", JA: "1 つのファイルまたはメールにあるレポートが %d 件を超えています"}
	tooManyRows = i18n.Text{EN: "the report has more than %d rows", JA: "レポートの行が %d 行を超えています"}
	tooNested   = i18n.Text{EN: "more than %d archives and messages in one another", JA: "アーカイブとメールの入れ子が %d 段を超えています"}
	badArchive  = i18n.Text{EN: "it can't be decompressed: %s", JA: "展開できません: %s"}
	inArchive   = i18n.Text{EN: "%.200q in it: %s", JA: "中の %.200q: %s"}
	noDomain    = i18n.Text{EN: "the report names no domain that it is about", JA: "レポートに対象のドメインがありません"}
)
