package html_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/cli"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/browsertest"
)

// testdata is the repository's.
var testdata = filepath.Join("..", "..", "..", "testdata")

// A page is looked at by TestBrowser.
type page struct {
	name     string
	pictures int    // how many there are on it
	args     string // that it comes from
}

// pages are all kinds of pages.
var pages = []page{
	{"signup", 2, "check --offline --mail TESTDATA/messages/ses-signup.eml --ip 54.240.8.40 --zone TESTDATA/zones/senders.zone --zone TESTDATA/zones/shop.zone --on 2026-11-21"},
	{"ranges", 4, "check --offline --ip 54.240.0.0/16 --ip 2001:db8::/32 --mail-from a@shop.example.jp --zone TESTDATA/zones/senders.zone --zone TESTDATA/zones/shop-fixed.zone --on 2026-11-21 shop.example.jp"},
	{"limits", 1, "check --offline --ip 203.0.113.80 --mail-from a@hard.example --zone TESTDATA/zones/limits.zone --on 2026-11-21 a@hard.example"},
	{"lint", 4, "lint --offline --zone TESTDATA/zones/limits.zone hard.example deep.example"},
	{"gate", 1, "gate --offline --on 2026-11-21 --from info@shop.example.jp --mail-from info@shop.example.jp --ip 54.240.8.40 --zone TESTDATA/zones/senders.zone --zone TESTDATA/zones/shop-fixed.zone --change TESTDATA/zones/shop.zone"},
	{"report", 0, "report --no-check TESTDATA/html/reports/bounce.eml"},
	{"each", 0, "report --each --no-check TESTDATA/html/reports"},
	{"sources", 1, "sources --offline --zone TESTDATA/zones/shop-sources.zone --on 2026-11-28 TESTDATA/rua/dialects/google.xml"},
	{"bulk", 0, "bulk --offline --zone TESTDATA/zones/senders.zone --zone TESTDATA/zones/shop.zone --on 2026-11-21 --fields record --group-by plan " +
		"--summary FILE --summary-format html TESTDATA/bulk/customers.csv"},
}

// html gives the page, from what the program writes or from the file that it writes.
func (p page) html(t *testing.T, language string) string {
	t.Helper()
	if !strings.Contains(p.args, " FILE ") {
		return p.run(t, "--format", "html", "--lang", language)
	}
	file := filepath.Join(t.TempDir(), "page.html")
	args := strings.Fields("spfcheck " + strings.NewReplacer("TESTDATA", testdata, " FILE ", " "+file+" ").Replace(p.args))
	args = slices.Insert(args, 2, "--lang", language)
	if code := cli.Run(t.Context(), args, strings.NewReader(""), io.Discard, io.Discard); code > 1 {
		t.Fatalf("%q: exit code %d", args, code)
	}
	html, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(html)
}

// run gives what the program writes for the page.
func (p page) run(t *testing.T, more ...string) string {
	t.Helper()
	args := append(strings.Fields("spfcheck "+strings.ReplaceAll(p.args, "TESTDATA", testdata)), more...)
	var out, errs bytes.Buffer
	if code := cli.Run(t.Context(), args, strings.NewReader(""), &out, &errs); code > 1 || errs.Len() > 0 {
		t.Fatalf("%q: exit code %d, %s", args, code, errs.String())
	}
	return out.String()
}

// TestBrowser opens pages in Chromium, in both languages and schemes and in the widths of
// a phone, a tablet and a desk: they ask for nothing, no text is cut or covered, all of it
// has contrast, and what can be focused has a name. It is skipped where Chromium isn't
// installed; with SPFCHECK_INTEGRATION=required it fails there.
func TestBrowser(t *testing.T) {
	b := startBrowser(t)
	for _, p := range pages {
		for _, l := range i18n.Languages {
			t.Run(p.name+"/"+l.Code, func(t *testing.T) {
				b.show(t, p.html(t, l.Code))
				for _, scheme := range browsertest.Schemes {
					for _, width := range browsertest.Widths {
						b.Look(t, scheme, width)
						for _, fault := range browsertest.Evaluate[[]string](t, b.Browser, measure(t)) {
							t.Errorf("%s, %d px: %s", scheme, width, fault)
						}
						b.Picture(t, fmt.Sprintf("%s.%s.%s.%d.png", p.name, l.Code, scheme, width))
					}
				}
				pictures := browsertest.Evaluate[int](t, b.Browser, `[...document.querySelectorAll("svg")].filter((svg) =>
					svg.getBoundingClientRect().height > 10 && svg.querySelectorAll("rect").length > 0).length`)
				if pictures != p.pictures {
					t.Errorf("%d pictures, want %d", pictures, p.pictures)
				}
				b.silent(t)
			})
		}
	}
}

// TestBrowserMatrix: each setting of each carrier has a row with its outcome.
func TestBrowserMatrix(t *testing.T) {
	b := startBrowser(t)
	for _, l := range i18n.Languages {
		var rep spfcheck.Report
		if err := json.Unmarshal([]byte(pages[0].run(t, "--format", "json")), &rep); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, v := range rep.Verdicts {
			if p := carriers.ByID(v.Carrier); !p.Reference {
				want = append(want, l.Of(v.CarrierName)+", "+l.Of(v.SettingName)+": "+l.Of(v.Outcome.Word()))
			}
		}
		b.show(t, pages[0].run(t, "--format", "html", "--lang", l.Code))
		got := browsertest.Evaluate[[]string](t, b.Browser, `[...document.querySelector("table").tBodies].flatMap((body) => {
			const [group, ...rows] = body.rows;
			return rows.map((row) => group.textContent.trim() + ", " + row.cells[0].textContent.trim().replace(/^\* /, "") + ": " +
				row.cells[1].textContent.trim().replace(/^[✓✗?]\s/, ""));
		})`)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: rows (-want +got):\n%s", l.Code, diff)
		}
	}
}

// TestBrowserCopy: a button copies the line of its record. Without a script there is none, and
// the line stands there all the same.
func TestBrowserCopy(t *testing.T) {
	b := startBrowser(t)
	html := pages[0].run(t, "--format", "html")
	if strings.Contains(html, "<button") {
		t.Error("there is a button that does nothing without a script")
	}
	b.show(t, html)
	got := browsertest.Evaluate[[]string](t, b.Browser, `(async () => {
		let copied = "";
		navigator.clipboard.writeText = async (text) => { copied = text; };
		const button = document.querySelector("button"), before = button.textContent;
		button.click();
		await new Promise((done) => setTimeout(done));
		return [button.getAttribute("aria-label"), before, button.textContent, copied];
	})()`)
	want := []string{"Copy: shop.example.jp TXT", "Copy", "Copied", `shop.example.jp. TXT "v=spf1 include:amazonses.com ~all"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.silent(t)
}

// TestBrowserTells: what the tests look for is found where it is.
func TestBrowserTells(t *testing.T) {
	b := startBrowser(t)
	b.show(t, `<!doctype html><body style="background: #fff"><p style="color: #999">faint</p><a href="#"></a>
		<p style="margin-top: -2.2rem">over it</p><div style="width: 90vw; overflow: hidden; white-space: nowrap">`+strings.Repeat("long ", 200)+`</div>
		<p style="white-space: nowrap">`+strings.Repeat("wide ", 300)+`</p><script>throw new Error("thrown")</script><img src="/asked.png">`)
	b.Look(t, "light", 360)
	faults := strings.Join(browsertest.Evaluate[[]string](t, b.Browser, measure(t)), "\n")
	for _, want := range []string{"contrast 2.8", "overlaps", "cut by <DIV>", "the page is", "no name"} {
		if !strings.Contains(faults, want) {
			t.Errorf("no %q in\n%s", want, faults)
		}
	}
	if violations, ran := b.Violations(t); ran && !strings.Contains(strings.Join(violations, "\n"), "link-name") {
		t.Errorf("axe-core finds no link without a name: %q", violations)
	}
	told := strings.Join(append(b.Told(), b.requests()...), "\n")
	for _, want := range []string{"thrown", "asked.png"} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q in\n%s", want, told)
		}
	}
}

// measure is the script that says what is wrong with a page.
func measure(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(testdata, "html", "measure.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// browser is one that is shown pages by a server of its own.
type browser struct {
	*browsertest.Browser
	server *httptest.Server

	mu    sync.Mutex
	html  string
	asked []string // but for the page
}

func startBrowser(t *testing.T) *browser {
	t.Helper()
	b := &browser{Browser: browsertest.Start(t)}
	b.server = httptest.NewServer(b)
	t.Cleanup(b.server.Close)
	return b
}

// ServeHTTP serves the page, and notes what else is asked for.
func (b *browser) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r.URL.Path != "/" {
		b.asked = append(b.asked, "request: "+r.URL.Path)
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, b.html)
}

// silent fails the test where there is any of that, or axe-core finds anything.
func (b *browser) silent(t *testing.T) {
	t.Helper()
	b.Silent(t)
	for _, request := range b.requests() {
		t.Error(request)
	}
}

// requests are those for anything but the page.
func (b *browser) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.asked)
}

// show opens a page.
func (b *browser) show(t *testing.T, html string) {
	t.Helper()
	b.mu.Lock()
	b.html, b.asked = html, nil
	b.mu.Unlock()
	b.Open(t, b.server.URL, b.server.URL)
}
