package web_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/net/html"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/web"
)

// hostile is a message of which nothing may run or ask for anything.
const hostile = "From: \"</script><script>alert(1)</script>\" <noreply@shop.example.jp>\r\nTo: a@docomo.ne.jp\r\n" +
	"Subject: <img src=x onerror=alert(1)>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain\r\n\r\n<script>alert(1)</script>\r\n--b\r\nContent-Type: text/html\r\n\r\n" +
	"<html><head><base href=http://attacker.example><meta http-equiv=refresh content='0;url=http://attacker.example'>" +
	"<link rel=preconnect href=http://attacker.example></head><body onload=alert(1)><script>alert(1)</script>" +
	"<p style='color: #060'>Welcome</p><img src=http://attacker.example/x.png><a href=http://attacker.example>on</a></body></html>\r\n--b--\r\n"

// signup is the message of a shop that sends through SES.
func signup(t testing.TB) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(testdata, "messages", "ses-signup.eml"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(raw), "\n", "\r\n")
}

// receive has a message come to a site.
func receive(t testing.TB, s web.Site, raw string, to ...string) *rehearsal.Message {
	t.Helper()
	m := &rehearsal.Message{
		Received: time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC), MailFrom: "bounce@shop.example.jp", Size: int64(len(raw)), Raw: []byte(raw),
	}
	for _, address := range to {
		m.Recipients = append(m.Recipients, rehearsal.Recipient{Address: address, Notify: []string{"SUCCESS"}})
	}
	if err := s.Judge.Judge(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if err := s.Store.Add(m); err != nil {
		t.Fatal(err)
	}
	return m
}

// holds fails the test where a document isn't as its schema says.
func holds(t *testing.T, name string, document []byte) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	data, err := fs.ReadFile(render.Schemas, path.Join("schema", name+".schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.AddResource(name, parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%v: %s", err, document)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("not as %s says: %v\n%s", name, err, document)
	}
}

// TestMessages: the routes of messages, one after another. {id} stands for that of the
// first message.
func TestMessages(t *testing.T) {
	s := site(t)
	h := s.Handler(t.Context())
	id := receive(t, s, signup(t), "taro@docomo.ne.jp", "jiro@ezweb.ne.jp", "saburo@example.com").ID
	receive(t, s, hostile, "hanako@softbank.ne.jp")
	for _, tt := range []struct {
		name, request string
		code          int
		kind          string // of the answer: a schema, or a media type
		has           []string
	}{
		{"all", "GET /api/v1/messages", 200, "messages", []string{`"number":1`, `"number":2`, `"complete":true`}},
		{"to", "GET /api/v1/messages?to=HANAKO@softbank.ne.jp", 200, "messages", []string{`"number":2`, "hanako@"}},
		{"after", "GET /api/v1/messages?after=2", 200, "messages", []string{`"messages":[]`}},
		{"as many as there are", "GET /api/v1/messages?wait=5s&count=2", 200, "messages", []string{`"complete":true`}},
		{"more than there are", "GET /api/v1/messages?count=3", 200, "messages", []string{`"complete":false`}},
		{"no number", "GET /api/v1/messages?count=x&wait=soon", 400, "fault", []string{`"field":"count"`, `"field":"wait"`}},
		{"too long", "GET /api/v1/messages?wait=2h", 400, "fault", []string{`"field":"wait"`}},
		{"no such parameter", "GET /api/v1/messages?limit=3", 400, "fault", []string{`no field \"limit\"`}},
		{"one", "GET /api/v1/messages/{id}", 200, "message", []string{`"outcome":"drop"`, `"text":"`, `"name":"Subject"`}},
		{"raw", "GET /api/v1/messages/{id}/raw", 200, "message/rfc822", []string{"\r\nSubject:"}},
		{"report", "GET /api/v1/messages/{id}/report", 200, "report", []string{`"docomo"`, `"v=spf1 include:amazonses.com ~all"`}},
		{"report for another recipient", "GET /api/v1/messages/{id}/report?to=jiro@ezweb.ne.jp", 200, "report", []string{`"au"`}},
		{"report for one at no carrier", "GET /api/v1/messages/{id}/report?to=saburo@example.com", 404, "fault", []string{"at no carrier"}},
		{"report for nobody", "GET /api/v1/messages/{id}/report?to=nobody@docomo.ne.jp", 404, "fault", []string{"no recipient"}},
		{"delivery report", "GET /api/v1/messages/{id}/delivery-report", 200, "message/rfc822", []string{"Successful Mail Delivery Report"}},
		{"no such message", "GET /api/v1/messages/nothing", 404, "fault", []string{"no message"}},
		{"no such message to delete", "DELETE /api/v1/messages/nothing", 404, "fault", nil},
		{"the page of all", "GET /?lang=ja", 200, "text/html; charset=utf-8", []string{"会員登録のご確認", "破棄", `href="/messages/{id}?lang=ja"`, "2 通を受信"}},
		{"the page of one", "GET /messages/{id}", 200, "text/html; charset=utf-8", []string{"au drops it", "v=spf1 include:amazonses.com ~all", "250 Requested mail action okay", "not judged"}},
		{"the page of its report", "GET /messages/{id}/report?to=jiro@ezweb.ne.jp", 200, "text/html; charset=utf-8", []string{"au drops it", "<svg"}},
		{"no page", "GET /messages/nothing", 404, "text/html; charset=utf-8", []string{"no message with this ID"}},
		{"metrics", "GET /metrics", 200, "text/plain; version=0.0.4; charset=utf-8", []string{"spfcheck_messages_received_total 2\n", `spfcheck_http_requests_total{route="GET /api/v1/messages",code="400"} 3`}},
		{"deleted", "DELETE /api/v1/messages/{id}", 204, "", nil},
		{"gone", "GET /api/v1/messages/{id}", 404, "fault", nil},
		{"all deleted on the page", "POST /messages/delete", 303, "", nil},
		{"all gone", "GET /api/v1/messages", 200, "messages", []string{`"messages":[]`, `"deleted":2`}},
		{"deleted where there are none", "DELETE /api/v1/messages", 204, "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			method, target, _ := strings.Cut(strings.Replace(tt.request, "{id}", id, 1), " ")
			w := answer(t, h, request(method, target, ""))
			if w.Code != tt.code {
				t.Fatalf("%d, want %d: %s", w.Code, tt.code, w.Body)
			}
			if kind := w.Header().Get("Content-Type"); kind == "application/json" {
				holds(t, tt.kind, w.Body.Bytes())
			} else if kind != tt.kind {
				t.Errorf("%s, want %s", kind, tt.kind)
			}
			for _, text := range tt.has {
				if text = strings.Replace(text, "{id}", id, 1); !strings.Contains(w.Body.String(), text) {
					t.Errorf("no %q in\n%s", text, seen(w))
				}
			}
		})
	}
}

// TestHostileMessage: nothing of a message is an element of its page, and its HTML has
// nothing that asks, under a policy that lets nothing be asked.
func TestHostileMessage(t *testing.T) {
	s := site(t)
	h := s.Handler(t.Context())
	id := receive(t, s, hostile, "a@docomo.ne.jp").ID
	for _, target := range []string{"/", "/messages/" + id, "/messages/" + id + "/report"} {
		root, err := html.Parse(answer(t, h, request("GET", target, "")).Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Data == "img" || n.Data == "script" && strings.Contains(n.FirstChild.Data, "alert") {
				t.Errorf("%s has a <%s> of the message", target, n.Data)
			}
		}
	}
	w := answer(t, h, request("GET", "/messages/"+id+"/html", ""))
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "sandbox; default-src 'none'; ") || strings.Contains(policy, "allow-") {
		t.Errorf("the policy is %q", policy)
	}
	body := w.Body.String()
	for _, gone := range []string{"<script", "<link", "<meta", "<base", "onload", "x.png"} {
		if strings.Contains(body, gone) {
			t.Errorf("%s in %s", gone, body)
		}
	}
	if !strings.Contains(body, "Welcome") || !strings.Contains(body, "color: #060") {
		t.Errorf("what is to be seen is gone: %s", body)
	}
}

// TestNested: HTML that is nested without end is not shown, and takes nothing with it.
func TestNested(t *testing.T) {
	s := site(t)
	h := s.Handler(t.Context())
	id := receive(t, s, "From: a@shop.example.jp\r\nContent-Type: text/html\r\n\r\n"+strings.Repeat("<div>", 100_000), "a@docomo.ne.jp").ID
	if w := answer(t, h, request("GET", "/messages/"+id+"/html", "")); w.Code != 200 {
		t.Errorf("%d: %.200s", w.Code, w.Body)
	}
}

// TestWait: a program that waits has its answer when the message comes.
func TestWait(t *testing.T) {
	s := site(t)
	server := httptest.NewServer(s.Handler(t.Context()))
	defer server.Close()
	came := make(chan web.Messages)
	go func() {
		var list web.Messages
		defer func() { came <- list }()
		got, err := http.Get(server.URL + "/api/v1/messages?to=hanako@softbank.ne.jp&wait=30s&count=1")
		if err != nil {
			t.Error(err)
			return
		}
		defer got.Body.Close()
		if err := json.NewDecoder(got.Body).Decode(&list); err != nil {
			t.Error(err)
		}
	}()
	receive(t, s, signup(t), "taro@docomo.ne.jp")
	want := receive(t, s, signup(t), "hanako@softbank.ne.jp")
	if list := <-came; len(list.Messages) != 1 || list.Messages[0].ID != want.ID || !list.Complete {
		t.Errorf("got %+v", list)
	}
}

// TestEvents: a browser is told of each message, until the site ends.
func TestEvents(t *testing.T) {
	s := site(t)
	ctx, end := context.WithCancel(t.Context())
	server := httptest.NewServer(s.Handler(ctx))
	defer server.Close()
	got, err := http.Get(server.URL + "/api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if kind := got.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("%s", kind)
	}
	lines := bufio.NewScanner(got.Body)
	lines.Scan() // it is connected
	receive(t, s, signup(t), "taro@docomo.ne.jp")
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
	}
	if lines.Text() != "data: 1" {
		t.Errorf("told %q", lines.Text())
	}
	end()
	for lines.Scan() {
	}
}

// TestWaiting: no more than so many can wait at a time; there is room again when they
// have gone.
func TestWaiting(t *testing.T) {
	h := site(t).Handler(t.Context())
	gone, leave := context.WithCancel(t.Context())
	ended := make(chan struct{})
	const most = 64
	for range most {
		go func() {
			for gone.Err() == nil { // it may be refused while another one asks whether there is room
				h.ServeHTTP(httptest.NewRecorder(), request("GET", "/api/v1/messages?wait=1m", "").WithContext(gone))
			}
			ended <- struct{}{}
		}()
	}
	refused := func() int {
		now, done := context.WithCancel(t.Context())
		done()
		return answer(t, h, request("GET", "/api/v1/messages?wait=1m", "").WithContext(now)).Code
	}
	for refused() != http.StatusServiceUnavailable {
	}
	leave()
	for range most {
		<-ended
	}
	if code := refused(); code == http.StatusServiceUnavailable {
		t.Error("there is no room again")
	}
}

// TestServe: the site answers until its context ends.
func TestServe(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- site(t).Serve(ctx, server.Listener) }()
	got, err := http.Get("http://" + server.Listener.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != http.StatusOK {
		t.Error(got.Status)
	}
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestOutcomes: each outcome is said in words, and in a tone.
func TestOutcomes(t *testing.T) {
	for _, o := range carriers.Outcomes {
		if text, tone := render.OutcomeAt(i18n.Text{EN: "au", JA: "au"}, o); !text.Complete() || tone == "" {
			t.Errorf("%s: %+v, tone %q", o, text, tone)
		}
	}
}
