package web

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// counters are what the site counts of itself, for Prometheus, by name and labels. The
// zero counters are ready. A library for it would cost every command at its start what
// only serve needs.
type counters struct {
	mu    sync.Mutex
	count map[string]int64
}

func (c *counters) inc(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count == nil {
		c.count = map[string]int64{}
	}
	c.count[name]++
}

// write writes them in Prometheus' text format, by name.
func (c *counters) write(w io.Writer) {
	c.mu.Lock()
	count := maps.Clone(c.count)
	c.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(w, "%s %d\n", name, count[name])
	}
}

// counted counts requests by the route that answers them and by the status.
func (s *server) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &status{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(seen, r)
		// The pattern is one of ours, never what was asked for: else anybody could make
		// counters without end.
		s.counters.inc(fmt.Sprintf("spfcheck_http_requests_total{route=%q,code=\"%d\"}", r.Pattern, seen.code))
	})
}

// status notes the status of an answer.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// Unwrap gives what http.ResponseController looks for.
func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// metrics answers in Prometheus' text format.
func (s *server) metrics(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	s.counters.write(w)
	counts := s.Store.Counts()
	for _, m := range []struct {
		name  string
		value int64
	}{
		{"spfcheck_messages_received_total", counts.Received},
		{"spfcheck_messages_dropped_total", counts.Dropped},
		{"spfcheck_messages_deleted_total", counts.Deleted},
		{"spfcheck_messages_kept", int64(counts.Kept)},
		{"spfcheck_checks_running", int64(len(s.turns))},
		{"spfcheck_connections_waiting", int64(len(s.waiting))},
	} {
		fmt.Fprintf(w, "%s %d\n", m.name, m.value)
	}
	return nil
}

// healthy says that the site answers.
func (s *server) healthy(w http.ResponseWriter, _ *http.Request) error {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	return nil
}
