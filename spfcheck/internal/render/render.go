// Package render writes reports and tables of rules for people and programs. It
// decides nothing. Whatever came from DNS or a message is escaped here, once.
package render

import (
	"io"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// Options say how to write. The zero Options are English without colour.
type Options struct {
	Language      i18n.Language
	Color         bool
	Detail        Detail           // of text: how much of the answer is shown
	Width         int              // of text: the columns of the page; 0: 80
	Through       i18n.Text        // of a report: the service that the mail is sent through, as Through names it; zero: none is known
	FixOnly       bool             // of a report: only what to do
	AllSettings   bool             // of a report: say why for every setting, not only for what decided
	History       bool             // of carriers: what changed on which day, in place of the rules
	Brief         bool             // of carriers: the rules alone
	On            carriers.Day     // of carriers: only the rules of this day are shown; "": all
	Since         carriers.Day     // the first day of the history; "": from the beginning
	Lines         bool             // of delivery reports: a line for each recipient; in JSON, for each report
	Pages         bool             // of rules and senders: the page of each, in place of a list; of sources: details
	Words         input.Words      // what texts call the inputs
	Provider      string           // of what to publish: the DNS service, one of the format's Providers; "": the first
	Zone          string           // of what to publish: the zone that all names are in; "": it is found
	FailOn        rules.Severity   // the mildest finding that counts as failing; "": rules.Error
	Undetermined  gate.Result      // of a change: what is made of one that can't be judged; "": it stays so
	FailOnOutcome carriers.Outcome // of a report: an outcome that counts as failing, too
	Places        *zone.Places     // where the records stand that come from files; nil: none do
	Version       string           // of the program, for formats that name it; "": it isn't known
	Menu          []html.Link      // of a page for a browser: the pages of the site that it belongs to; none: it stands alone
}

// Format is a form of output. It has a function for what it can show, and none
// for anything else.
type Format struct {
	Name         string    // as in --format
	Help         i18n.Text // what it is for, for the help of --format
	Providers    []string  // the DNS services that it differs for, the default first
	Begins       []string  // one of these begins what Gate writes, if that isn't empty
	Explains     bool      // a report needs its trees to be written
	Trees        bool      // of a report nothing else is written
	Report       func(io.Writer, Options, *spfcheck.Report) error
	Identities   func(io.Writer, Options, *spfcheck.Identities) error
	Carriers     func(io.Writer, Options, Carriers) error
	Rules        func(io.Writer, Options, []*rules.Analyzer) error
	CarrierRules func(io.Writer, Options, []*carriers.Rule) error // the page of each
	ReplyRules   func(io.Writer, Options, []*dsn.Explained) error // the page of each
	Delivery     func(io.Writer, Options, *delivery.Report) error
	Summary      func(io.Writer, Options, *delivery.Summary) error // in place of Delivery for each of many reports; nil: each is written
	Senders      func(io.Writer, Options, Senders) error
	Services     func(io.Writer, Options, Services) error // the services that a domain uses
	Sources      func(io.Writer, Options, *sources.Report) error
	Bulk         func(io.Writer, Options, *bulk.Summary) error // what came of many lines, into a file
	Lint         func(io.Writer, Options, []*lint.Report) error
	Gate         func(io.Writer, Options, *gate.Report) error    // what a change of DNS does to mail
	Lock         func(io.Writer, Options, *lock.Report) error    // what became of a lock file
	Drift        func(io.Writer, Options, *lock.Drift) error     // what has changed in DNS since
	Event        func(io.Writer, Options, rehearsal.Event) error // of a rehearsal, a line or so
	Doctor       func(io.Writer, Options, *doctor.Report) error
}

// Formats lists every format, the default first.
var Formats = slices.Concat(
	[]Format{textFormat, jsonFormat, csvFormat},
	publishFormats(),
	[]Format{htmlFormat, dotFormat, mermaidFormat, markdownFormat, githubFormat, sarifFormat, junitFormat, codeQualityFormat},
)

// FindFormat finds a format by name; false when there is none.
func FindFormat(name string) (Format, bool) {
	for _, f := range Formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Commands names the commands whose output f can write.
func (f Format) Commands() []string {
	var names []string
	for _, c := range []struct {
		name   string
		writes bool
	}{
		{"check", f.Report != nil},
		{"lint", f.Lint != nil},
		{"gate", f.Gate != nil},
		{"lock", f.Lock != nil && f.Drift != nil},
		{"report", f.Delivery != nil},
		{"senders", f.Senders != nil && f.Services != nil},
		{"sources", f.Sources != nil},
		{"identities", f.Identities != nil},
		{"carriers", f.Carriers != nil},
		{"explain", f.Rules != nil},
		{"serve", f.Event != nil},
		{"doctor", f.Doctor != nil},
	} {
		if c.writes {
			names = append(names, c.name)
		}
	}
	return names
}

// FormatsOf lists the formats that the output of a command can be in, the default
// first.
func FormatsOf(command string) []Format {
	return slices.DeleteFunc(slices.Clone(Formats), func(f Format) bool {
		return !slices.Contains(f.Commands(), command)
	})
}

// FormatNames lists the names of formats.
func FormatNames(formats []Format) []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}
