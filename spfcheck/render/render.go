// Package render writes reports and tables of rules for people and programs. It
// decides nothing. Whatever came from DNS or a message is escaped here, once.
package render

import (
	"io"

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
	Language i18n.Language
	Color    bool
}

// Format is a form of output.
type Format struct {
	Name       string // as in --format
	Help       string
	Reports    func(io.Writer, Options) Renderer
	Identities func(io.Writer, Options, *spfcheck.Identities) error
	Carriers   func(io.Writer, Options, Carriers) error
	Rules      func(io.Writer, Options, []*lint.Analyzer) error
}

// Formats lists every format, the default first.
var Formats = []Format{textFormat, jsonFormat}

// FindFormat finds a format by name; false when there is none.
func FindFormat(name string) (Format, bool) {
	for _, f := range Formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// FormatNames lists the names of Formats.
func FormatNames() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}
