package resolve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
)

// serverError says which server gave no answer to which question.
type serverError struct {
	server   string
	question question
	err      error
}

func (e *serverError) act() string {
	return fmt.Sprintf("asking %s for %s: ", e.server, e.question)
}

func (e *serverError) Error() string { return e.act() + e.err.Error() }
func (e *serverError) Unwrap() error { return e.err }

// noAnswerError is the end of the time for an answer.
type noAnswerError struct{}

func (noAnswerError) Error() string   { return "no answer in time" }
func (noAnswerError) Timeout() bool   { return true }
func (noAnswerError) Temporary() bool { return true }
func (noAnswerError) Unwrap() error   { return context.DeadlineExceeded }

// describe takes a failure apart: what a net.DNSError has a field for, and the
// text that is left.
func describe(err error) (server, text string, timeout bool) {
	text = err.Error()
	if e, ok := errors.AsType[*serverError](err); ok {
		if rest, ok := strings.CutPrefix(text, e.act()); ok {
			server, text = e.server, rest
		}
	}
	switch text {
	case context.DeadlineExceeded.Error():
		text = noAnswerError{}.Error()
	case context.Canceled.Error():
		text = "cancelled before an answer came"
	}
	e, ok := errors.AsType[net.Error](err)
	return server, text, ok && e.Timeout()
}

// temporary is the failure of a lookup for which no usable answer came.
func temporary(asked string, err error) *net.DNSError {
	server, text, timeout := describe(err)
	return &net.DNSError{
		UnwrapErr: err, Err: text, Name: asked, Server: server,
		IsTimeout: timeout, IsTemporary: true,
	}
}

// notFound is the failure of a lookup of a name that doesn't exist.
func notFound(asked, text string) *net.DNSError {
	return &net.DNSError{Err: text, Name: asked, IsNotFound: true}
}
