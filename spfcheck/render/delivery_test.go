package render_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spfcheck/spfcheck"
	"spfcheck/spfcheck/dsn"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/render"
)

// deliveries reads the delivery reports of testdata/dsn.
func deliveries(t *testing.T) map[string]*dsn.Report {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "dsn", "*.eml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no delivery reports: %v", err)
	}
	out := map[string]*dsn.Report{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if out[filepath.Base(file)], err = dsn.Read(bytes.NewReader(data)); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return out
}

func delivery(t *testing.T, name string, o render.Options, r *dsn.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format(t, name).Delivery(&b, o, &spfcheck.Delivery{Version: spfcheck.Version, Report: r}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestDeliveryText shows every report in every language: each recipient by name,
// each word known, within the page.
func TestDeliveryText(t *testing.T) {
	for name, r := range deliveries(t) {
		for _, l := range languages {
			t.Run(name+"/"+l.Code, func(t *testing.T) {
				got := delivery(t, "text", render.Options{Language: l}, r)
				fitsPage(t, got)
				for _, recipient := range r.Recipients {
					if !bytes.Contains(got, []byte(recipient.Recipient+": ")) && !bytes.Contains(got, []byte(recipient.Recipient+" → ")) {
						t.Errorf("%s isn't named", recipient.Recipient)
					}
				}
				for _, hole := range []string{": (", "()", ">  >", ": ;", "（）"} {
					if bytes.Contains(got, []byte(hole)) {
						t.Errorf("a word is missing before %q:\n%s", hole, got)
					}
				}
			})
		}
	}
}

func TestDeliveryMeetsSchema(t *testing.T) {
	for name, r := range deliveries(t) {
		t.Run(name, func(t *testing.T) {
			meets(t, "delivery.schema.json", delivery(t, "json", render.Options{}, r))
		})
	}
}

// TestDeliveryNothingRaw renders a report whose every string is hostile.
func TestDeliveryNothingRaw(t *testing.T) {
	const hostile = "a\x1b]0;title\x07b\u202ec\u200bd\ng"
	r := &dsn.Report{
		Kind: dsn.Delivery, ReportingMTA: hostile, Notes: []i18n.Text{{EN: hostile, JA: hostile}},
		Recipients: []dsn.Recipient{{
			Recipient: hostile, Final: hostile + "x", Status: hostile, RemoteMTA: hostile, Reply: hostile,
			Advice: i18n.Text{EN: hostile, JA: hostile},
		}},
	}
	for _, name := range []string{"text", "json"} {
		got := string(delivery(t, name, render.Options{}, r))
		if strings.ContainsAny(got, "\x1b\x07\u202e\u200b") || strings.Contains(got, "d\ng") {
			t.Errorf("%s: raw:\n%q", name, got)
		}
	}
}
