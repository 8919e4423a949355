package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

var allSenders = render.Senders{Version: render.TableVersion, Senders: senders.All}

// TestSenders shows every service, in a row and on a page, in every language
// within 80 columns.
func TestSenders(t *testing.T) {
	for _, l := range languages {
		for _, pages := range []bool{false, true} {
			var b bytes.Buffer
			if err := format(t, "text").Senders(&b, render.Options{Language: l, Pages: pages}, allSenders); err != nil {
				t.Fatal(err)
			}
			fitsPage(t, b.Bytes())
			for _, s := range senders.All {
				want := "\n" + s.ID + " "
				if pages {
					want = map[string]string{"en": "(" + s.ID + ")", "ja": "（" + s.ID + "）"}[l.Code]
				}
				if !strings.Contains(b.String(), want) {
					t.Errorf("%s is not shown in %s", s.ID, l.Code)
				}
			}
		}
	}
}
