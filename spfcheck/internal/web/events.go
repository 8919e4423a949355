package web

import (
	"fmt"
	"net/http"
	"time"
)

// How often a browser is told of messages, and that nothing has come.
const (
	apart = 100 * time.Millisecond
	beat  = 15 * time.Second
)

// events tells for as long as the connection lasts that messages have come or gone
// (https://html.spec.whatwg.org/multipage/server-sent-events.html). It says no more than
// how many there were: who wants to know asks for them.
func (s *server) events(w http.ResponseWriter, r *http.Request) error {
	leave, err := s.wait(w)
	if err != nil {
		return err
	}
	defer leave()
	changed, stop := s.Store.Subscribe()
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	heart := time.NewTicker(beat)
	defer heart.Stop()
	for text := ": hello\n\n"; ; {
		connection := http.NewResponseController(w)
		_ = connection.SetWriteDeadline(time.Now().Add(answerTimeout)) // a browser that doesn't read is left
		if _, err := fmt.Fprint(w, text); err != nil || connection.Flush() != nil {
			return nil //nolint:nilerr // the browser is gone, and nobody is left to tell
		}
		select {
		case <-changed:
			text = fmt.Sprintf("data: %d\n\n", s.Store.Counts().Received)
		case <-heart.C:
			text = ": still here\n\n"
		case <-r.Context().Done():
			return nil
		case <-s.closing.Done():
			return nil
		}
		time.Sleep(apart)
	}
}
