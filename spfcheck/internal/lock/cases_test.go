package lock_test

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
)

var update = flag.Bool("update", false, "rewrite the section want of the cases")

// TestCases runs testdata/lock: an archive a case. The flows of spfcheck.yaml, and
// change.zone, are locked with the DNS of "then"; the file is checked with the DNS
// of "now", for the flows of check.yaml if there are others; and "want" is what
// comes out.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "lock", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sections := map[string]string{}
			for _, f := range archive.Files {
				sections[f.Name] = string(f.Data)
			}
			got := runCase(t, sections)
			if want := &archive.Files[len(archive.Files)-1]; *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := gocmp.Diff(sections["want"], got); diff != "" && !*update {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func runCase(t *testing.T, sections map[string]string) string {
	t.Helper()
	var b strings.Builder
	g := &gate.Gate{Flows: flows(t, sections["spfcheck.yaml"]), On: "2026-11-28"}
	if zone := sections["change.zone"]; zone != "" {
		file := filepath.Join(t.TempDir(), "change.zone")
		if err := os.WriteFile(file, []byte(zone), 0o600); err != nil {
			t.Fatal(err)
		}
		var err error
		if g.Change, err = change.Read(change.Set{Paths: []string{file}}); err != nil {
			t.Fatal(err)
		}
	}
	f, rep, err := lock.Make(t.Context(), offline(t, sections["then"]), g, "2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%s: flows %d, records %d, none %d\n", rep.Day, rep.Flows, rep.Records, rep.None)
	if tellFailures(&b, rep.Failures); len(rep.Failures) > 0 {
		return b.String()
	}
	g.Flows = flows(t, cmp.Or(sections["check.yaml"], sections["spfcheck.yaml"]))
	drift, err := lock.Check(t.Context(), read(t, write(t, f)), offline(t, sections["now"]), g)
	if err != nil {
		t.Fatal(err)
	}
	tell(&b, drift)
	return b.String()
}

func flows(t *testing.T, text string) []gate.Flow {
	t.Helper()
	c, err := config.Read(strings.NewReader(text), config.Name, "2026-11-28")
	if err != nil {
		t.Fatal(err)
	}
	return c.Flows
}

// tell tells what has changed, a line for each thing.
func tell(b *strings.Builder, d *lock.Drift) {
	fmt.Fprintf(b, "%s → %s: %s\n", d.Day, d.Date, d.Result)
	for _, c := range d.Changes {
		fmt.Fprintf(b, "%s %s\n", c.Name, c.Type)
		removed, added := c.Lines()
		for _, line := range removed {
			fmt.Fprintf(b, "  - %s\n", line)
		}
		for _, line := range added {
			fmt.Fprintf(b, "  + %s\n", line)
		}
		if s := c.SPF; s != nil {
			fmt.Fprintf(b, "  SPF of %s: gained %v, lost %v, lookups %d → %d\n", s.Domain, s.Gained.All(), s.Lost.All(), s.Before, s.After)
		}
	}
	for _, f := range d.Flows {
		fmt.Fprintf(b, "flow %s: %s\n", f.Name, f.Turn)
	}
	for _, p := range d.Problems {
		fmt.Fprintf(b, "%s %s: %s\n", p.Level, p.Code, p.Title.EN)
	}
	for _, q := range d.Missing {
		fmt.Fprintf(b, "missing %s %s\n", q.Name, q.Type)
	}
	tellFailures(b, d.Failures)
}

func tellFailures(b *strings.Builder, failures []lock.Failure) {
	for _, f := range failures {
		fmt.Fprintf(b, "failed %s %s: %s\n", f.Name, f.Type, f.Problem)
	}
}

// TestInterrupted: once the time is over nothing is said of DNS.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dns := offline(t, published)
	if f, rep, err := lock.Make(ctx, dns, &gate.Gate{}, "2026-11-21"); !errors.Is(err, context.Canceled) {
		t.Errorf("Make: %v, %v, %v", f, rep, err)
	}
	if drift, err := lock.Check(ctx, lock.New("2026-11-21"), dns, &gate.Gate{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Check: %v, %v", drift, err)
	}
}
