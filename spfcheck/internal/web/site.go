// Package web is the side of the rehearsal that a browser and a test suite see: pages to
// ask what becomes of mail, and an API for programs.
package web

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"golang.org/x/text/language"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// Site is what is served.
type Site struct {
	// Checker judges what is asked; its Exchanger should keep no answers for longer than
	// they live, since the site runs for days.
	Checker spfcheck.Checker
	// Store has the messages that came, and Judge says more of them; nil: none come.
	Store *rehearsal.Store
	Judge *rehearsal.Judge
	SMTP  string // the address that messages are sent to; "": it isn't said
	// Hosts are names that the site may be asked by. Addresses and localhost always
	// may: no page of another site can have them as its own name.
	Hosts    []string
	Language i18n.Language // where a browser names none
	Words    input.Words   // what texts call the inputs for which there is no field here
	Version  string        // of the program; "": it isn't known
	AtOnce   int           // how many checks run at a time; 0: 4
	Deadline time.Duration // for one check, with the wait for its turn; 0: 30 s
}

// server is a Site that is being served.
type server struct {
	Site
	closing  context.Context //nolint:containedctx // what waits for messages ends with it
	turns    chan struct{}   // as many as there may be checks at a time
	waiting  chan struct{}   // as many as may wait for messages
	counters counters
}

// route is what answers one kind of request.
type route struct {
	pattern string // as http.ServeMux reads it
	answer  func(*server, http.ResponseWriter, *http.Request) error
}

// pages are for people: their errors are pages, too.
var pages = []route{
	{"GET /{$}", (*server).list},
	{"POST /messages/delete", (*server).deleteMessages},
	{"GET /messages/{id}", (*server).messagePage},
	{"GET /messages/{id}/html", (*server).messageHTML},
	{"GET /messages/{id}/report", (*server).messageReport},
	{"POST /messages/{id}/delete", (*server).deleteMessage},
	{"GET /ask", (*server).ask},
	{"GET /check", (*server).checkPage},
	{"GET /lint", (*server).lintPage},
}

// api is for programs: its errors are JSON.
var api = []route{
	{"POST /api/v1/check", (*server).checkAPI},
	{"GET /api/v1/messages", (*server).messages},
	{"DELETE /api/v1/messages", (*server).removeAll},
	{"GET /api/v1/messages/{id}", (*server).message},
	{"DELETE /api/v1/messages/{id}", (*server).remove},
	{"GET /api/v1/messages/{id}/raw", (*server).raw},
	{"GET /api/v1/messages/{id}/report", (*server).report},
	{"GET /api/v1/messages/{id}/delivery-report", (*server).deliveryReport},
	{"GET /api/v1/events", (*server).events},
	{"GET /api/v1/openapi.json", (*server).describe},
	{"GET /api/v1/schemas/{file}", (*server).schema},
	{"GET /healthz", (*server).healthy},
	{"GET /metrics", (*server).metrics},
}

// Handler gives the site. It is safe where a browser has pages of other sites open, and
// bounds what one request costs. What waits for messages ends with ctx.
func (s Site) Handler(ctx context.Context) http.Handler {
	s.Deadline = cmp.Or(s.Deadline, 30*time.Second)
	if s.Language.Code == "" {
		s.Language = i18n.English
	}
	if s.Store == nil {
		s.Store = new(rehearsal.Store)
	}
	if s.Judge == nil {
		s.Judge = &rehearsal.Judge{Checker: s.Checker}
	}
	srv := &server{
		Site: s, closing: ctx,
		turns: make(chan struct{}, cmp.Or(s.AtOnce, 4)), waiting: make(chan struct{}, maxWaiting),
	}
	mux := http.NewServeMux()
	for _, kind := range []struct {
		routes []route
		fail   func(*server, http.ResponseWriter, *http.Request, fault)
		body   int64 // the largest that is read
	}{
		{pages, (*server).failPage, maxFields},
		{api, (*server).failAPI, message.MaxSize + 1}, // a larger one is no message
	} {
		for _, r := range kind.routes {
			mux.HandleFunc(r.pattern, func(w http.ResponseWriter, req *http.Request) {
				req.Body = http.MaxBytesReader(w, req.Body, kind.body)
				if err := r.answer(srv, w, req); err != nil {
					kind.fail(srv, w, req, faultOf(err))
				}
			})
		}
	}
	return srv.counted(srv.guarded(mux))
}

// languageOf is the language of a page: the one chosen on it, or the browser's.
func (s *server) languageOf(r *http.Request) i18n.Language {
	if l, ok := i18n.Parse(r.FormValue("lang")); ok {
		return l
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return s.Language
	}
	var spoken []language.Tag
	for _, l := range i18n.Languages {
		spoken = append(spoken, language.Make(l.Code))
	}
	_, i, _ := language.NewMatcher(spoken).Match(wanted...)
	return i18n.Languages[i]
}

// document begins a page of the site.
func (s *server) document(r *http.Request, title i18n.Text) *html.Document {
	l := s.languageOf(r)
	return &html.Document{Language: l, Title: l.Of(title), Menu: menu(r, l), Footer: html.Footer(s.Version)}
}

// options are those of a report that is shown on the site.
func (s *server) options(r *http.Request, words input.Words) render.Options {
	l := s.languageOf(r)
	return render.Options{Language: l, Words: words, Version: s.Version, Menu: menu(r, l)}
}

// menu leads to the pages of the site, and to this one in the other languages.
func menu(r *http.Request, l i18n.Language) []html.Link {
	links := []html.Link{
		{Text: l.Of(messagesTitle), URL: "/?lang=" + l.Code, Here: r.URL.Path == "/"},
		{Text: l.Of(askTitle), URL: "/ask?lang=" + l.Code, Here: r.URL.Path == "/ask"},
	}
	for _, other := range i18n.Languages {
		if other.Code == l.Code {
			continue
		}
		query := r.URL.Query()
		query.Set("lang", other.Code)
		links = append(links, html.Link{Text: other.Of(ownName), URL: r.URL.Path + "?" + query.Encode()})
	}
	return links
}

// write writes a page. Its own policy, which is in it, lets in what it is made of.
func write(w http.ResponseWriter, code int, page *html.Document) error {
	beginPage(w, code)
	return page.Write(w)
}

func beginPage(w http.ResponseWriter, code int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "frame-ancestors 'none'")
	w.WriteHeader(code)
}

var (
	askTitle = i18n.Text{EN: "Ask", JA: "調べる"}
	ownName  = i18n.Text{EN: "English", JA: "日本語"}
)
