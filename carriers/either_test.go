package carriers_test

import (
	"testing"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// TestEither judges mail of which it isn't known whether DMARC passes: where that
// decides between arriving and not, the case is unknown; else the worse one stands.
func TestEither(t *testing.T) {
	for _, tt := range []struct {
		carrier, setting string
		from             spf.Result
		failing          carriers.DMARC
		outcome          carriers.Outcome
		rule, or         string
	}{
		{"docomo", "dmarc", spf.Pass, carriers.DMARCFailNone, carriers.Warn, "docomo/dmarc/fail-warn", "docomo/dmarc/pass"},
		{"docomo", "dmarc", spf.Pass, carriers.DMARCFailReject, carriers.Unknown, "", ""},
		{"au", "omakase", spf.Pass, carriers.DMARCFailNone, carriers.Deliver, "au/omakase/pass", "au/omakase/fail-none"},
		{"au", "omakase", spf.Pass, carriers.DMARCFailReject, carriers.Unknown, "", ""},
		{"softbank", "on", spf.Pass, carriers.DMARCFailNone, carriers.Deliver, "softbank/on/pass", "softbank/on/pass-dmarc-none"},
		{"softbank", "on", spf.Pass, carriers.DMARCFailQuarantine, carriers.Unknown, "", ""},
		{"softbank", "on", spf.Fail, carriers.DMARCFailReject, carriers.Drop, "softbank/on/fail", ""}, // SPF decides
		{"softbank", "on", spf.Neutral, carriers.DMARCFailReject, carriers.Unknown, "", ""},
	} {
		j := carriers.ByID(tt.carrier).Judge(carriers.Facts{
			Results:     map[identity.Kind]spf.Result{identity.From: tt.from},
			DMARCEither: []carriers.DMARC{carriers.DMARCPass, tt.failing},
		}, tt.setting, carriers.Terms{On: "2026-11-28"})
		rule, or := "", ""
		if j.Rule != nil {
			rule = j.Rule.ID
		}
		if j.Or != nil {
			or = j.Or.ID
		}
		if j.Outcome() != tt.outcome || rule != tt.rule || or != tt.or {
			t.Errorf("%s:%s, %s, %s: %s %s or %s", tt.carrier, tt.setting, tt.from, tt.failing, j.Outcome(), rule, or)
		}
	}
}
