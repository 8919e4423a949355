package delivery_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// No local part is left anywhere in what is shown.
func TestRedacted(t *testing.T) {
	b := bounce{
		"mail.example.jp", "himitsu@docomo.ne.jp", "failed", "554 himitsu: <himitsu@docomo.ne.jp> refused by policy", in2026, "good.example.jp",
		"Message-ID: <himitsu.1@good.example.jp>\n",
	}
	text := strings.NewReplacer("bounce@good", "himitsu+taro=docomo@good", "info@good", "himitsu@good").Replace(b.String())
	zone := strings.Replace(deliveryZone, `"v=spf1 ip4:203.0.113.25 ip6:2001:db9::25 -all"`, `"v=spf1 include:%{l}.mail.example.jp exp=why.example.jp -all"`, 1) +
		"why.example.jp. TXT \"%{l} and %{s} are not ours\"\nhimitsu.mail.example.jp. TXT \"v=spf1 -all\"\n"
	checker := &spfcheck.Checker{Exchanger: resolve.Offline(dnstest.Zone(t, zone)), Explain: true}
	d := readBy(t, checker, text, delivery.Request{Own: []string{"shop.example"}})
	if explained := d.Check.Identities[0].Results[0].Tree; explained == nil || len(explained.Steps) == 0 {
		t.Fatalf("no tree: %+v", explained)
	}
	before, after := asJSON(t, d), asJSON(t, d.Redacted())
	if strings.Contains(after, "himitsu") {
		t.Errorf("still there: %s", around(after, "himitsu"))
	}
	if !strings.Contains(after, "***@docomo.ne.jp") || !strings.Contains(after, "https://") {
		t.Errorf("masked too much: %s", after)
	}
	if asJSON(t, d) != before || !strings.Contains(before, "himitsu are not ours") && !strings.Contains(before, "himitsu and") {
		t.Errorf("the original was changed, or the explanation isn't in it: %s", before)
	}
}

func asJSON(t *testing.T, d *delivery.Report) string {
	t.Helper()
	out, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// around shows where a word stands.
func around(s, word string) string {
	at := strings.Index(s, word)
	return s[max(0, at-80):min(len(s), at+80)]
}
