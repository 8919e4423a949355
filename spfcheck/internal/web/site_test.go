package web_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/web"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// testdata is the repository's.
var testdata = filepath.Join("..", "..", "..", "testdata")

// site is a Site whose DNS is that of the zones of a shop that sends through SES.
func site(t testing.TB) web.Site {
	t.Helper()
	var zones []resolve.Zone
	for _, name := range []string{"senders.zone", "shop.zone"} {
		f, err := os.Open(filepath.Join(testdata, "zones", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := resolve.ParseZone(f, name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, z)
	}
	checker := spfcheck.Checker{Exchanger: resolve.Offline(zones...)}
	judge := &rehearsal.Judge{Checker: checker, Request: spfcheck.Request{Clients: []netip.Addr{netip.MustParseAddr("54.240.8.40")}, On: "2026-11-21"}}
	return web.Site{Checker: checker, Judge: judge, Store: new(rehearsal.Store)}
}

// request is one to the site: its headers are "Name: value".
func request(method, target, body string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8025"
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	return r
}

// answer is what the site answers.
func answer(t testing.TB, h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// seen is what is seen of a page, or all of another answer.
func seen(w *httptest.ResponseRecorder) string {
	if _, body, ok := strings.Cut(w.Body.String(), "<nav>"); ok {
		body, _, _ = strings.Cut(body, "<footer>")
		return body
	}
	return w.Body.String()
}

// TestGuards: what may be asked from where.
func TestGuards(t *testing.T) {
	s := site(t)
	s.Hosts = []string{"rehearsal"}
	h := s.Handler(t.Context())
	const across, leads = "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"
	for _, tt := range []struct {
		name           string
		method, target string
		headers        []string
		want           int
	}{
		{"an address", "GET", "/", nil, 200},
		{"an address of version 6", "GET", "/", []string{"Host: [::1]:8025"}, 200},
		{"localhost", "GET", "/", []string{"Host: localhost:8025"}, 200},
		{"a name that it has", "GET", "/", []string{"Host: rehearsal:8025"}, 200},
		{"a name that leads here", "GET", "/", []string{"Host: attacker.example:8025"}, 421},
		{"a name like one that it has", "GET", "/", []string{"Host: localhost.attacker.example"}, 421},
		{"no name", "GET", "/", []string{"Host: "}, 421},
		{"a page of the site", "GET", "/api/v1/openapi.json", []string{"Sec-Fetch-Site: same-origin"}, 200},
		{"typed", "GET", "/lint?from=shop.example.jp", []string{"Sec-Fetch-Site: none"}, 200},
		{"led to by another site", "GET", "/", []string{across, leads, "Sec-Fetch-Dest: document"}, 200},
		{"in a frame of another site", "GET", "/", []string{across, leads, "Sec-Fetch-Dest: iframe"}, 403},
		{"another site has it ask DNS", "GET", "/lint?from=shop.example.jp", []string{across, leads, "Sec-Fetch-Dest: document"}, 403},
		{"another site reads", "GET", "/api/v1/openapi.json", []string{across, "Sec-Fetch-Mode: no-cors"}, 403},
		{"another port reads", "GET", "/healthz", []string{"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"}, 403},
		{"another site writes", "POST", "/api/v1/check", []string{across}, 403},
		{"another origin writes", "POST", "/api/v1/check", []string{"Origin: http://attacker.example"}, 403},
		{"no such page", "GET", "/nothing", nil, 404},
		{"no such method", "DELETE", "/", nil, 405},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := answer(t, h, request(tt.method, tt.target, "", tt.headers...))
			if w.Code != tt.want {
				t.Errorf("got %d, want %d: %s", w.Code, tt.want, w.Body)
			}
			for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Cross-Origin-Resource-Policy"} {
				if w.Header().Get(name) == "" {
					t.Errorf("no %s", name)
				}
			}
			if w.Header().Get("Set-Cookie") != "" {
				t.Error("a cookie was set")
			}
		})
	}
}

// TestCheckAPI: a request as JSON, or a message with fields in the query, comes to the
// library's report.
func TestCheckAPI(t *testing.T) {
	h := site(t).Handler(t.Context())
	message, err := os.ReadFile(filepath.Join(testdata, "messages", "ses-signup.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, target, kind, body string }{
		{"fields", "/api/v1/check", "application/json", `{"from":"noreply@shop.example.jp","mail_from":"a@amazonses.com","ip":["54.240.8.40"],"on":"2026-11-21"}`},
		{"a field that could be a list", "/api/v1/check", "", `{"from":"noreply@shop.example.jp","mail_from":"a@amazonses.com","ip":"54.240.8.40","size":3000,"on":"2026-11-21"}`},
		{"a message", "/api/v1/check?ip=54.240.8.40&on=2026-11-21", "message/rfc822", string(message)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := answer(t, h, request("POST", tt.target, tt.body, "Content-Type: "+tt.kind))
			var report spfcheck.Report
			if err := json.Unmarshal(w.Body.Bytes(), &report); err != nil || w.Code != 200 {
				t.Fatalf("%d, %v: %s", w.Code, err, w.Body)
			}
			if report.Worst != "drop" || report.Date != "2026-11-21" || len(report.Identities) < 2 {
				t.Errorf("worst %s on %s, %d identities", report.Worst, report.Date, len(report.Identities))
			}
		})
	}
}

// TestCheckAPIRefuses: what can't be judged is refused, with the names of the fields.
func TestCheckAPIRefuses(t *testing.T) {
	h := site(t).Handler(t.Context())
	for _, tt := range []struct {
		name, target, kind, body string
		code                     int
		fields                   []string
	}{
		{"nothing", "/api/v1/check", "", `{}`, 400, []string{"from"}},
		{"no address", "/api/v1/check", "", `{"from":"a@shop.example.jp"}`, 400, []string{"ip"}},
		{"several", "/api/v1/check", "", `{"from":"a@","mail_from":"b@@","ip":["192.0.2.1","x"],"via":"sess"}`, 400, []string{"from", "ip", "mail_from", "via"}},
		{"no such field", "/api/v1/check", "", `{"form":"a@shop.example.jp","ip":"192.0.2.1"}`, 400, []string{""}},
		{"no such field in the query", "/api/v1/check?form=x", "message/rfc822", "From: a@shop.example.jp\r\n\r\n", 400, []string{""}},
		{"another type", "/api/v1/check", "", `{"from":{"address":"a@shop.example.jp"}}`, 400, []string{"from"}},
		{"no object", "/api/v1/check", "", `["from"]`, 400, []string{""}},
		{"no JSON", "/api/v1/check", "", `from=a@shop.example.jp`, 400, []string{""}},
		{"more than an object", "/api/v1/check", "", `{} {}`, 400, []string{""}},
		{"no message", "/api/v1/check?ip=192.0.2.1", "message/rfc822", "\x89PNG\r\n\x1a\n\x00", 400, []string{""}},
		{"too much", "/api/v1/check", "", `{"from":"` + strings.Repeat("a", 1<<17) + `"}`, 413, []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := answer(t, h, request("POST", tt.target, tt.body, "Content-Type: "+tt.kind))
			var got web.Fault
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatalf("%v: %s", err, w.Body)
			}
			fields := []string{}
			for _, e := range got.Errors {
				fields = append(fields, e.Field)
				if !e.Problem.Complete() {
					t.Errorf("no problem in both languages: %+v", e)
				}
			}
			slices.Sort(fields)
			if w.Code != tt.code || !slices.Equal(fields, tt.fields) {
				t.Errorf("%d, fields %q, want %d, %q\n%s", w.Code, fields, tt.code, tt.fields, w.Body)
			}
		})
	}
}

// TestAtOnce: who asks while as many checks run as may is told to come again.
func TestAtOnce(t *testing.T) {
	s := site(t)
	s.AtOnce = 1
	h := s.Handler(t.Context())
	body, hold := io.Pipe()
	defer hold.Close()
	first := httptest.NewRequest("POST", "/api/v1/check?ip=192.0.2.1", body)
	first.Host = "localhost"
	first.Header.Set("Content-Type", "message/rfc822")
	go h.ServeHTTP(httptest.NewRecorder(), first)
	if _, err := hold.Write([]byte("From: a@shop.example.jp\r\n")); err != nil { // it has its turn
		t.Fatal(err)
	}
	impatient, done := context.WithCancel(t.Context())
	done()
	w := answer(t, h, request("POST", "/api/v1/check", `{"from":"shop.example.jp","ip":"192.0.2.1"}`).WithContext(impatient))
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}

// TestAsk: the form leads to reports, and comes back with what is wrong with it.
func TestAsk(t *testing.T) {
	h := site(t).Handler(t.Context())
	for _, tt := range []struct {
		name, target string
		code         int
		has          []string
	}{
		{"the form", "/ask", 200, []string{"What becomes of a mail?", "Judge the mail", `value="ses"`}},
		{"in Japanese", "/ask?lang=ja", 200, []string{"そのメールは届くか", `<html lang="ja">`, "English"}},
		{"a service", "/check?from=noreply@shop.example.jp&via=ses&ip=&mail_from=&to=&lang=en", 200, []string{"docomo", "au drops it", "v=spf1 include:amazonses.com ~all", "<nav>"}},
		{"addresses", "/check?from=shop.example.jp&ip=192.0.2.1,+192.0.2.2", 200, []string{"192.0.2.2"}},
		{"records", "/lint?from=noreply@shop.example.jp&via=&lang=ja", 200, []string{"shop.example.jp", `<html lang="ja">`, "<svg"}},
		{"nothing typed", "/check?from=&via=", 400, []string{"no sender is given", "“From address or domain”"}},
		{"no address", "/check?from=shop.example.jp", 400, []string{"no “Sending addresses”", `value="shop.example.jp"`}},
		{"no such service", "/check?from=shop.example.jp&via=sess", 400, []string{`aria-invalid="true"`, "sess", "did you mean ses? the list of the field lists them all"}},
		{"two recipients", "/check?from=shop.example.jp&ip=192.0.2.1&to=a@docomo.ne.jp&to=b@au.com", 400, []string{"there are two values"}},
		{"no domain", "/lint?from=", 400, []string{`aria-invalid="true"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := answer(t, h, request("GET", tt.target, ""))
			if w.Code != tt.code || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%d, %s", w.Code, w.Header().Get("Content-Type"))
			}
			for _, text := range tt.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("no %q in\n%s", text, seen(w))
				}
			}
			if _, err := html.Parse(w.Body); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestLanguage: a page is in the language that was chosen, or else in the browser's.
func TestLanguage(t *testing.T) {
	h := site(t).Handler(t.Context())
	for _, tt := range []struct{ target, accept, want string }{
		{"/", "", "en"},
		{"/", "ja,en-US;q=0.7", "ja"},
		{"/", "de, ja;q=0.5", "ja"},
		{"/", "fr", "en"},
		{"/", ";;;", "en"},
		{"/?lang=en", "ja", "en"},
		{"/?lang=xx", "ja", "ja"},
	} {
		w := answer(t, h, request("GET", tt.target, "", "Accept-Language: "+tt.accept))
		if !strings.Contains(w.Body.String(), `<html lang="`+tt.want+`">`) {
			t.Errorf("%s with %q isn't %s", tt.target, tt.accept, tt.want)
		}
	}
}
