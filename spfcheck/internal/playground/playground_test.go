package main_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/browsertest"
)

// asked are questions to the page, and what its answer has.
var asked = []struct {
	what   string
	fields map[string]string
	want   []string
	not    []string
}{
	{
		"a zone and a mail",
		map[string]string{
			"zone":   "$ORIGIN example.jp.\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ TXT \"v=spf1 ip4:203.0.113.25 ptr -all\"\n@ MX 10 mail\nmail A 203.0.113.25\n",
			"domain": "example.jp", "ip": "203.0.113.99", "from": "info@example.jp", "mailfrom": "info@example.jp", "lang": "en",
		},
		[]string{"NTT docomo: junk", "au: drop", "warning SPF013", "DNS lookups: 1 of 10"},
		[]string{"can't be checked", "Nothing was found"},
	},
	{
		"a record alone",
		map[string]string{"zone": "v=spf1 include:_spf.example.net ~all", "domain": "example.jp", "lang": "en"},
		[]string{"at least 1 of 10", "there can be more to find", "no carrier is judged", "exist here or"},
		[]string{"Nothing was found", "NTT docomo"},
	},
	{
		"in Japanese",
		map[string]string{"zone": "v=spf1 +all", "domain": "example.jp", "ip": "203.0.113.25", "lang": "ja"},
		[]string{"NTTドコモ", "warning SPF010", "ないもの"},
		[]string{"指摘はありません"},
	},
	{
		"no domain",
		map[string]string{"zone": "v=spf1 -all", "lang": "en"},
		[]string{"That can't be checked"},
		[]string{"NTT docomo"},
	},
	{
		"text that would be a page",
		map[string]string{"zone": "example.jp. TXT \"<img src=x onerror=alert(1)>", "domain": "<b>x</b>", "lang": "en"},
		[]string{"That can't be checked"},
		nil,
	},
	{
		"a server that isn't one for browsers",
		map[string]string{"zone": "v=spf1 -all", "domain": "example.jp", "ask": "true", "server": "192.0.2.53", "lang": "en"},
		[]string{"a browser can ask https:// servers alone"},
		nil,
	},
}

// TestBrowserPlayground opens the folder that .ci/playground has built, and asks. The
// browser asks nobody else. Without such a folder there is nothing to open.
func TestBrowserPlayground(t *testing.T) {
	folder := os.Getenv("SPFCHECK_PLAYGROUND")
	if folder == "" {
		t.Skip("SPFCHECK_PLAYGROUND names no folder: bash .ci/playground builds one")
	}
	site := httptest.NewServer(http.FileServer(http.Dir(folder)))
	defer site.Close()
	b := browsertest.Start(t)
	for _, tt := range asked {
		t.Run(tt.what, func(t *testing.T) {
			b.Open(t, site.URL+"/", site.URL)
			fields, err := json.Marshal(tt.fields)
			if err != nil {
				t.Fatal(err)
			}
			text := browsertest.Evaluate[string](t, b, strings.ReplaceAll(`(async () => {
				const until = async (ready) => {
					for (let i = 0; i < 1000 && !ready(); i++) await new Promise((go) => setTimeout(go, 20));
				};
				await until(() => !document.getElementById("run").disabled);
				for (const [id, value] of Object.entries(FIELDS)) {
					const field = document.getElementById(id);
					if (field.type === "checkbox") field.checked = true; else field.value = value;
					field.dispatchEvent(new Event("change"));
				}
				document.getElementById("run").click();
				const result = document.getElementById("result");
				await until(() => result.childElementCount > 0);
				return result.innerText; // "Checking…" where nothing came
			})()`, "FIELDS", string(fields)))
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(text, not) {
					t.Errorf("%q in\n%s", not, text)
				}
			}
			if n := browsertest.Evaluate[int](t, b, `document.querySelectorAll("#result img, #result b").length`); n > 0 {
				t.Errorf("text has become a part of the page:\n%s", text)
			}
			b.Silent(t)
		})
	}
	b.Open(t, site.URL+"/", site.URL)
	faults := browsertest.Evaluate[[]string](t, b, `[...document.querySelectorAll("input, select, textarea")].filter((f) => f.labels.length === 0).map((f) => f.id)`)
	if !slices.Equal(faults, []string{}) {
		t.Errorf("fields without a label: %q", faults)
	}
}
