package carriers_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/carriers"
)

var update = flag.Bool("update", false, "rewrite testdata/sources.txt")

// TestSources holds what is known of each source against testdata/sources.txt:
// its name, how it knows, and its date. A rule is known no better than its sources, so
// that none of it may change unseen.
func TestSources(t *testing.T) {
	var lines []string
	add := func(sources []carriers.Source) {
		for _, s := range sources {
			date := s.Date
			if s.Later {
				date += " or later"
			}
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%-16s %-8s %s", s.Key, s.Basis, date)))
		}
	}
	for _, p := range carriers.All {
		for _, f := range p.Filters {
			for _, s := range f.Settings {
				for _, r := range s.Rules {
					add(r.Sources)
				}
			}
		}
		for _, n := range p.Notes {
			add(n.Sources)
		}
	}
	slices.Sort(lines)
	got := strings.Join(slices.Compact(lines), "\n") + "\n"
	file := filepath.Join("..", "testdata", "sources.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
