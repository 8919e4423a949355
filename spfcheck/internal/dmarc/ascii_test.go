package dmarc_test

import (
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

// TestIdeographicComma holds that it stands for the comma of a list of addresses.
func TestIdeographicComma(t *testing.T) {
	const text = "v=DMARC1; p=none; rua=mailto:a@example.jp、mailto:b@example.jp"
	faults := dmarc.Parse(text).Errors
	if len(faults) != 1 || faults[0].Likely != "," {
		t.Errorf("%q: %+v, want one fault that a comma mends", text, faults)
	}
}
