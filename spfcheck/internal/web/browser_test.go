package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/browsertest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/web"
)

// opened is a site in a browser.
type opened struct {
	web.Site
	*browsertest.Browser
	url string
}

func openSite(t *testing.T) opened {
	t.Helper()
	b := browsertest.Start(t)
	s := site(t)
	s.SMTP = "127.0.0.1:2525"
	server := httptest.NewServer(s.Handler(t.Context()))
	t.Cleanup(server.Close)
	return opened{s, b, server.URL}
}

// open opens a page of the site.
func (o opened) open(t *testing.T, path string) { o.Open(t, o.url+path, o.url+"/") }

// welcome is a message with text and HTML.
const welcome = "From: =?UTF-8?B?44K344On44OD44OX?= <noreply@shop.example.jp>\r\nTo: taro@docomo.ne.jp\r\n" +
	"Subject: =?UTF-8?B?44GU55m76Yyy44GC44KK44GM44Go44GG44GU44GW44GE44G+44GZ?=\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" +
	"Welcome!\r\nhttps://shop.example.jp/confirm?token=7f3c9a1e5b2d4861\r\n" +
	"--b\r\nContent-Type: text/html\r\n\r\n<h1 style='color: #060'>Welcome!</h1><p>Confirm your address.</p>\r\n--b--\r\n"

// TestBrowser looks at the pages, in both languages and schemes, on a phone, a tablet and a
// desk: no text is cut or covered, all of it has contrast, what can be focused has a name,
// and nothing is asked for elsewhere.
func TestBrowser(t *testing.T) {
	o := openSite(t)
	measure, err := os.ReadFile(filepath.Join(testdata, "html", "measure.js"))
	if err != nil {
		t.Fatal(err)
	}
	id := receive(t, o.Site, welcome, "taro@docomo.ne.jp", "jiro@ezweb.ne.jp", "hanako@softbank.ne.jp", "a@example.com").ID
	receive(t, o.Site, hostile, "hanako@softbank.ne.jp")
	for _, p := range []struct{ name, path string }{
		{"list", "/?"},
		{"message", "/messages/" + id + "?"},
		{"ask", "/ask?"},
		{"report", "/messages/" + id + "/report?"},
	} {
		for _, l := range i18n.Languages {
			t.Run(p.name+"/"+l.Code, func(t *testing.T) {
				o.open(t, p.path+"lang="+l.Code)
				schemes := browsertest.Schemes
				if l.Code != i18n.English.Code {
					schemes = schemes[:1] // colours are the same in each language
				}
				for _, scheme := range schemes {
					for _, width := range browsertest.Widths {
						o.Look(t, scheme, width)
						for _, fault := range browsertest.Evaluate[[]string](t, o.Browser, string(measure)) {
							t.Errorf("%s, %d px: %s", scheme, width, fault)
						}
						o.Picture(t, fmt.Sprintf("%s.%s.%s.%d.png", p.name, l.Code, scheme, width))
					}
				}
				o.Silent(t)
			})
		}
	}
}

// TestBrowserLive: a message that comes is seen without a reload, and what is focused stays
// so.
func TestBrowserLive(t *testing.T) {
	o := openSite(t)
	first := receive(t, o.Site, welcome, "taro@docomo.ne.jp")
	o.open(t, "/")
	browsertest.Evaluate[bool](t, o.Browser, `window.kept = true; document.querySelector("td a").focus(); true`)
	receive(t, o.Site, signup(t), "jiro@ezweb.ne.jp")
	got := browsertest.Evaluate[[]string](t, o.Browser, `new Promise((seen) => {
		const look = () => {
			const rows = document.querySelectorAll("tbody tr");
			if (rows.length < 2) return setTimeout(look, 20);
			seen([String(window.kept), rows[0].textContent, document.querySelector("[role=status]").textContent, document.activeElement.getAttribute("href") ?? ""]);
		};
		look();
	})`)
	if got[0] != "true" || !strings.Contains(got[1], "au drops it") || got[2] != "2 received, 2 kept" || got[3] != "/messages/"+first.ID+"?lang=en" {
		t.Errorf("%q", got)
	}
	o.Silent(t)
}

// TestBrowserWithoutScript: the form leads to a report, and messages are seen and deleted.
func TestBrowserWithoutScript(t *testing.T) {
	o := openSite(t)
	receive(t, o.Site, welcome, "taro@docomo.ne.jp")
	o.Scripts(t, false)
	text := func() string { return browsertest.Evaluate[string](t, o.Browser, `document.body.innerText`) }
	o.open(t, "/ask?lang=en")
	browsertest.Evaluate[bool](t, o.Browser, `document.querySelector("#from").value = "noreply@shop.example.jp"; document.querySelector("#via").value = "ses"; true`)
	o.Follow(t, "form button")
	if got := text(); !strings.Contains(got, "au drops it") {
		t.Errorf("the report is %s", got)
	}
	o.Follow(t, "nav a")
	o.Follow(t, "td a")
	if got := text(); !strings.Contains(got, "confirm?token=7f3c9a1e5b2d4861") {
		t.Errorf("the message is %s", got)
	}
	o.Follow(t, "form button")
	if got := text(); !strings.Contains(got, "No message has come yet.") {
		t.Errorf("the list is %s", got)
	}
	o.Silent(t)
}

// TestBrowserHostile: a message that would have the browser run something or ask somebody
// gets neither, on its page or where its HTML is opened alone.
func TestBrowserHostile(t *testing.T) {
	var asked atomic.Int64
	attacker := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer attacker.Close()
	o := openSite(t)
	id := receive(t, o.Site, strings.ReplaceAll(hostile, "http://attacker.example", attacker.URL), "taro@docomo.ne.jp").ID
	for _, path := range []string{"/", "/messages/" + id, "/messages/" + id + "/html"} {
		o.open(t, path)
		if text := browsertest.Evaluate[string](t, o.Browser, `document.body.innerText`); !strings.Contains(text, "alert(1)") && !strings.Contains(text, "Welcome") {
			t.Errorf("%s is %s", path, text)
		}
		for _, event := range o.Told() {
			if strings.HasPrefix(event, "exception") || strings.HasPrefix(event, "console") {
				t.Errorf("%s: %s", path, event)
			}
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("%d requests", n)
	}
}
