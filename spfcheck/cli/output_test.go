package cli

import (
	"io"
	"slices"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// TestFormatsOfCommands makes sure that every command with --format has the
// formats that the documents promise of all.
func TestFormatsOfCommands(t *testing.T) {
	p := &program{stdout: io.Discard, stderr: io.Discard}
	for _, c := range p.commands("") {
		if len(named([]string{"format"}, c.Flags)) == 0 {
			continue
		}
		names := render.FormatNames(render.FormatsOf(c.Name))
		if len(names) < 2 || !slices.Equal(names[:2], []string{"text", "json"}) {
			t.Errorf("%s: the formats are %v", c.Name, names)
		}
	}
}
