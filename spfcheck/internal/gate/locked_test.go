package gate_test

import (
	"bytes"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// sameLocked wants the gate to say the same with a lock file and without DNS.
// Where DNS fails there can be no file.
func sameLocked(t *testing.T, published resolve.Exchanger, g *gate.Gate, want string) {
	t.Helper()
	made, rep, err := lock.Make(t.Context(), published, g, today)
	if err != nil {
		t.Fatal(err)
	}
	if fails := strings.Contains(t.Name(), "dns_failure"); fails || len(rep.Failures) > 0 {
		if !fails || len(rep.Failures) == 0 {
			t.Errorf("failures: %v", rep.Failures)
		}
		return
	}
	var text bytes.Buffer
	if err := made.Write(&text); err != nil {
		t.Fatal(err)
	}
	read, err := lock.Read(&text, lock.Name)
	if err != nil {
		t.Fatal(err)
	}
	g.Before, g.After = gate.Apply(read.Exchanger(), g.Base, g.Change)
	locked, err := g.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, tell(locked)); diff != "" {
		t.Errorf("with the lock file: (-want +got)\n%s", diff)
	}
}
