package plan

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Published is DNS as it will be once sets are published, as a server would serve it. The
// lines of a set can be read back, since names and texts are escaped in them; it panics
// otherwise.
func Published(e resolve.Exchanger, sets []publish.Set) resolve.Exchanger {
	if len(sets) == 0 {
		return e
	}
	var lines []string
	for _, set := range sets {
		lines = append(lines, set.Lines()...)
	}
	zone, err := resolve.ParseZone(strings.NewReader(strings.Join(lines, "\n")), "plan")
	if err != nil {
		panic(err)
	}
	return resolve.Chain(e, resolve.Overlay(zone))
}
