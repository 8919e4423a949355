package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// guarded lets no page of another site ask, neither by a name of its own that leads here
// (DNS rebinding) nor by a request across sites.
func (s *server) guarded(next http.Handler) http.Handler {
	var writes http.CrossOriginProtection
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		var f fault
		switch {
		case !s.calledBy(r.Host):
			f = fault{http.StatusMisdirectedRequest, otherHost.Format(r.Host), nil}
		case writes.Check(r) != nil || readsAcross(r):
			f = fault{http.StatusForbidden, otherSite, nil}
		default:
			next.ServeHTTP(w, r)
			return
		}
		s.failAPI(w, r, f)
	})
}

// headers are those of every answer. Pages have a policy of their own.
var headers = map[string]string{
	"Cache-Control":                "no-store",
	"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
	"X-DNS-Prefetch-Control":       "off",
}

// calledBy reports whether the site goes by the name of a Host field. That may be an
// address, which no other site has for its name.
func (s *server) calledBy(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || slices.Contains(s.Hosts, name)
}

// readsAcross reports whether a page of another site asks for something
// (https://www.w3.org/TR/fetch-metadata/). It may lead people here, to what asks DNS
// nothing.
func readsAcross(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	leads := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	return !leads || r.Method != http.MethodGet || r.URL.RawQuery != ""
}

var (
	otherHost = i18n.Text{
		EN: "this server doesn't go by the name %q: use its address, or start it with that name",
		JA: "このサーバーは %q という名前では使えません。アドレスで開くか、その名前を指定して起動してください",
	}
	otherSite = i18n.Text{EN: "another site may not ask this", JA: "ほかのサイトからは使えません"}
)
