package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// What one connection may take. A program that waits for messages, and a browser that is
// told of them, have longer to read their answers: they set it themselves.
const (
	maxConnections = 256
	maxHeader      = 16 << 10
	headerTimeout  = 5 * time.Second
	bodyTimeout    = time.Minute
	answerTimeout  = 2 * time.Minute
	idleTimeout    = time.Minute
	goodbye        = 5 * time.Second // for answers that are under way at the end
)

// Serve answers on l until ctx ends, and then as far as answers are under way.
func (s Site) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler:           s.Handler(ctx),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      answerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
	}
	ended := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, done := context.WithTimeout(context.WithoutCancel(ctx), goodbye)
		defer done()
		ended <- srv.Shutdown(grace)
	})
	err := srv.Serve(netutil.LimitListener(l, maxConnections))
	if stop() || !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}
