package render

import (
	"errors"
	"fmt"
	"io"

	"spfcheck/spfcheck"
	"spfcheck/spfcheck/lint"
)

// zoneFormat has nothing but what is to be published, for a zone file.
var zoneFormat = Format{
	Name:       "zone",
	Help:       "of check: the lines to publish, for a zone file",
	Reports:    func(w io.Writer, _ Options) Renderer { return zoneRenderer{w} },
	Identities: func(io.Writer, Options, *spfcheck.Identities) error { return ErrZoneOfCheck },
	Carriers:   func(io.Writer, Options, Carriers) error { return ErrZoneOfCheck },
	Rules:      func(io.Writer, Options, []*lint.Analyzer) error { return ErrZoneOfCheck },
	Lint:       func(io.Writer, Options, []*spfcheck.LintReport) error { return ErrZoneOfCheck },
	Senders:    func(io.Writer, Options, Senders) error { return ErrZoneOfCheck },
}

// ErrZoneOfCheck says that the format zone was asked for where there is nothing
// to publish.
var ErrZoneOfCheck = errors.New("the format zone is for check alone")

type zoneRenderer struct{ w io.Writer }

// Add writes the lines that the report advises.
func (z zoneRenderer) Add(rep *spfcheck.Report) error {
	for _, a := range rep.Advice {
		if a.Line == "" {
			continue
		}
		if _, err := fmt.Fprintln(z.w, escape(a.Line)); err != nil {
			return err
		}
	}
	return nil
}

// Close does nothing: every line has been written.
func (z zoneRenderer) Close() error { return nil }
