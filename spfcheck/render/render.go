// Package render writes reports and tables of rules for people and programs. It
// decides nothing. Whatever came from DNS or a message is escaped here, once.
package render

import (
	"io"

	"spfcheck/carriers"
	"spfcheck/spfcheck"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/lint"
)

// A Renderer writes the reports of one run.
type Renderer interface {
	Add(*spfcheck.Report) error // in the order of the input
	Close() error               // writes what needs the whole run
}

// Options say how to write. The zero Options are English without colour.
type Options struct {
	Language    i18n.Language
	Color       bool
	FixOnly     bool         // of a report: only what to do
	AllSettings bool         // of a report: say why for every setting, not only for what decided
	History     bool         // of carriers: what changed on which day, in place of the rules
	Since       carriers.Day // the first day of the history; "": from the beginning
	Lines       bool         // of delivery reports: a line for each recipient; in JSON, for each report
	Pages       bool         // of rules and senders: the page of each, in place of a list
}

// Format is a form of output. A format for reports alone has no function for
// anything else.
type Format struct {
	Name       string    // as in --format
	Help       i18n.Text // what it is for, for the help of --format
	Reports    func(io.Writer, Options) Renderer
	Identities func(io.Writer, Options, *spfcheck.Identities) error
	Carriers   func(io.Writer, Options, Carriers) error
	Rules      func(io.Writer, Options, []*lint.Analyzer) error
	Delivery   func(io.Writer, Options, *spfcheck.Delivery) error
	Senders    func(io.Writer, Options, Senders) error
	Lint       func(io.Writer, Options, []*spfcheck.LintReport) error
}

// Formats lists every format, the default first.
var Formats = []Format{textFormat, jsonFormat, zoneFormat}

// FindFormat finds a format by name; false when there is none.
func FindFormat(name string) (Format, bool) {
	for _, f := range Formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// ReportsOnly reports whether f can show nothing but reports.
func (f Format) ReportsOnly() bool { return f.Identities == nil }

// FormatNames lists the names of Formats.
func FormatNames() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}
