package dkim_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const messages = "../../../testdata/dkim"

// TestTable verifies the messages of testdata/dkim: what its table wants of each.
func TestTable(t *testing.T) {
	known := resolve.Lookup{Exchanger: resolve.Offline(dnstest.Zone(t, dkimtest.File(t, messages, "all.zone")))}
	for _, row := range dkimtest.Table(t, messages, "table.tsv") {
		file, wanted, why := row[0], row[1], row[2]
		t.Run(file, func(t *testing.T) {
			got, err := verifyIn(context.Background(), known, dkimtest.File(t, messages, file))
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			if wanted != "" {
				want = strings.Split(wanted, ",")
			}
			if !slices.EqualFunc(got, want, func(s dkim.Signature, w string) bool {
				return slices.Contains(strings.Split(w, "|"), string(s.Result))
			}) {
				t.Errorf("%s: want %s, got %+v", why, wanted, got)
			}
		})
	}
}
