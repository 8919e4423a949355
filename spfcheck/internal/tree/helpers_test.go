package tree_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// load loads a.test.
func load(t testing.TB, e resolve.Exchanger, m tree.Message) *tree.Tree {
	t.Helper()
	return tree.Load(t.Context(), resolve.Lookup{Exchanger: e}, "a.test", m)
}

// loadZone loads a.test from a zone.
func loadZone(t testing.TB, zone string) *tree.Tree {
	t.Helper()
	return load(t, dnstest.NewSource(t, zone), tree.Message{})
}

// numbered writes the format with the numbers from 0 to n-1.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// outline writes the walk through a tree, a line for each term: what it is, what
// it costs alone, with its child and in all, and its marks.
func outline(tr *tree.Tree) string {
	var b strings.Builder
	for s := range tr.Steps() {
		t := s.Term()
		fmt.Fprintf(&b, "%s%s %d %d %d", strings.Repeat("  ", s.Depth), t.Text, s.Own.Lookups, s.Subtree.Lookups, s.Total.Lookups)
		for _, mark := range []struct {
			text string
			set  bool
		}{
			{"unreached", !s.Reached},
			{"skipped", t.Skipped},
			{"seen", s.Seen},
			{"loop", t.Loop},
			{"always", t.Always},
			{"message", t.PerMessage},
			{"address", t.PerAddress},
			{"unknown", t.Unknown},
			{"not-loaded", t.NotLoaded},
			{"void4", s.Own.Voids4 > 0},
			{"void6", s.Own.Voids6 > 0},
		} {
			if mark.set {
				b.WriteString(" " + mark.text)
			}
		}
		if _, failed := t.Failed(tree.IPv4); failed {
			b.WriteString(" failed4")
		}
		if t.Child != nil && t.Child.Problem != "" {
			b.WriteString(" " + string(t.Child.Problem))
		}
		b.WriteString("\n")
	}
	return b.String()
}
