package render

import (
	"fmt"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// zoneFormat has nothing but what is to be published, for a zone file.
var zoneFormat = Format{
	Name:    "zone",
	Help:    i18n.Text{EN: "of check: the lines to publish, for a zone file", JA: "check 専用。公開する行だけを、ゾーンファイルに書く形で"},
	Reports: func(w io.Writer, _ Options) Renderer { return zoneRenderer{w} },
}

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
