package render_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// deliveries reads the delivery reports of testdata/dsn, each once by itself and
// once with its check.
func deliveries(t *testing.T) map[string]*delivery.Report {
	t.Helper()
	testdata := filepath.Join("..", "..", "..", "testdata")
	files, err := filepath.Glob(filepath.Join(testdata, "dsn", "*.eml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no delivery reports: %v", err)
	}
	zone, err := os.ReadFile(filepath.Join(testdata, "zones", "hoge.zone"))
	if err != nil {
		t.Fatal(err)
	}
	checker := spfcheck.Checker{Exchanger: resolve.Offline(dnstest.Zone(t, string(zone)))}
	out := map[string]*delivery.Report{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, checker := range map[string]*spfcheck.Checker{"": nil, " checked": &checker} {
			d, err := delivery.Read(t.Context(), checker, delivery.Request{Report: bytes.NewReader(data)})
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			out[filepath.Base(file)+name] = d
		}
	}
	return out
}

func renderDelivery(t *testing.T, name string, o render.Options, d *delivery.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format(t, name).Delivery(&b, o, d); err != nil {
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
				got := renderDelivery(t, "text", render.Options{Language: l}, r)
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
			meets(t, "delivery.schema.json", renderDelivery(t, "json", render.Options{}, r))
		})
	}
}

// TestDeliveryNothingRaw renders a report whose every string is hostile.
func TestDeliveryNothingRaw(t *testing.T) {
	const hostile = "a\x1b]0;title\x07b\u202ec\u200bd\ng"
	r := &delivery.Report{Place: &delivery.Place{File: hostile}, Notification: &dsn.Report{
		Doubtful: true,
		Kind:     dsn.Delivery, ReportingMTA: hostile, Notes: []i18n.Text{{EN: hostile, JA: hostile}},
		Recipients: []dsn.Recipient{{
			Recipient: hostile, Final: hostile + "x", Status: hostile, RemoteMTA: hostile, Reply: hostile,
			Advice: i18n.Text{EN: hostile, JA: hostile}, Error: true,
		}},
	}}
	for _, name := range []string{"text", "json"} {
		for _, lines := range []bool{false, true} {
			got := string(renderDelivery(t, name, render.Options{Lines: lines}, r))
			if strings.ContainsAny(got, "\x1b\x07\u202e\u200b") || strings.Contains(got, "d\ng") {
				t.Errorf("%s, lines %v: raw:\n%q", name, lines, got)
			}
		}
	}
}

// TestDeliveryLines writes a line for each recipient, or one JSON document.
func TestDeliveryLines(t *testing.T) {
	for name, d := range deliveries(t) {
		d.Place = &delivery.Place{File: "box", Message: 7}
		for _, l := range languages {
			lines := strings.Split(strings.TrimSuffix(string(renderDelivery(t, "text", render.Options{Language: l, Lines: true}, d)), "\n"), "\n")
			if len(lines) != len(d.Recipients) {
				t.Errorf("%s: %d lines for %d recipients", name, len(lines), len(d.Recipients))
			}
			for i, line := range lines {
				if !strings.HasPrefix(line, "box:7: "+d.Recipients[i].Recipient) || strings.Contains(line, ": :") || strings.Contains(line, "()") {
					t.Errorf("%s: %q", name, line)
				}
			}
		}
		doc := renderDelivery(t, "json", render.Options{Lines: true}, d)
		if bytes.Count(doc, []byte("\n")) != 1 {
			t.Errorf("%s: more than one line: %s", name, doc)
		}
		meets(t, "delivery.schema.json", doc)
	}
	none := &delivery.Report{Notification: &dsn.Report{Kind: dsn.AutoReply}, Place: &delivery.Place{File: "box", Message: 8}}
	if got := string(renderDelivery(t, "text", render.Options{Lines: true}, none)); got != "box:8: automatic reply\n" {
		t.Errorf("%q", got)
	}
}
