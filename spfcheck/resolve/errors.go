package resolve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// NotFound reports whether err, of one of Lookup's methods, says that the name
// doesn't exist.
func NotFound(err error) bool {
	e, ok := errors.AsType[*net.DNSError](err)
	return ok && e.IsNotFound
}

// Failed reports whether err, of one of Lookup's methods, says that no usable
// answer came.
func Failed(err error) bool { return err != nil && !NotFound(err) }

// ThereAre reports whether err, of one of Lookup's methods, says that there are records
// of the type, though not which: a proposed change puts a proxy before them.
func ThereAre(err error) bool {
	e, open := errors.AsType[zone.UndeterminedError](err)
	return open && e.Exists
}

// ErrNotRecorded is what a question fails with that Replay or Answers has no answer to.
var ErrNotRecorded = errors.New("not recorded")

// notRecorded is ErrNotRecorded with the question.
type notRecorded string

func (e notRecorded) Error() string { return string(e) }

func (notRecorded) Is(target error) bool { return target == ErrNotRecorded }

// The two ways in which an answer that was cut (RFC 1035 §4.1.1, TC) stays so.
var (
	errCutOverUDP = errors.New("the answer over UDP was cut (truncated)") // and TCP brought none
	errTruncated  = errors.New("the answer was cut (truncated), over a transport that need not cut any")
)

// Truncated reports whether err, of one of Lookup's methods, says that an answer
// was cut and no whole one could be had: it is too large for UDP, and TCP, which
// carries such answers (RFC 7766 §5), doesn't work. Nothing is known when the
// question was cancelled before TCP had its turn.
func Truncated(err error) bool {
	return (errors.Is(err, errCutOverUDP) || errors.Is(err, errTruncated)) && !errors.Is(err, context.Canceled)
}

var dnsFailed = i18n.Text{
	EN: "DNS failed: %s",
	JA: "DNS の問い合わせに失敗しました: %s",
}

// FailureText says what an error of one of Lookup's methods is about: the name, the
// server where the failure is between us and it, and what failed.
func FailureText(err error) i18n.Text {
	text := causeAndServer(err)
	if e, ok := errors.AsType[*net.DNSError](err); ok && !strings.Contains(text.EN, e.Name) {
		text = withCause.Format(e.Name, text)
	}
	return dnsFailed.Format(text)
}

// ShortFailureText is [FailureText] for where the name stands beside it.
func ShortFailureText(err error) i18n.Text { return dnsFailed.Format(causeAndServer(err)) }

func causeAndServer(err error) i18n.Text {
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.Server != "" {
		return withCause.Format(e.Server, e.Err)
	}
	return CauseText(err)
}

// Cause is what failed, of an error of one of Lookup's methods, without the name
// and the server, in English.
func Cause(err error) string { return CauseText(err).EN }

// CauseText is [Cause] in words.
func CauseText(err error) i18n.Text {
	if e, ok := errors.AsType[*answerError](err); ok {
		return e.Text()
	}
	if e, ok := errors.AsType[zone.UndeterminedError](err); ok {
		return e.Text()
	}
	text := err.Error()
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		text = e.Err
	}
	ja := text
	for _, c := range inJapanese {
		ja = c.en.ReplaceAllString(ja, c.ja)
	}
	return i18n.Text{EN: text, JA: ja}
}

// inJapanese is what failures come to that users often see, in Japanese.
var inJapanese = []struct {
	en *lazy.Regexp
	ja string
}{
	{lazy.MustCompile(`^(.+) is in none of the zone files \(offline\)`), "${1} はどのゾーンファイルにもありません（オフライン）"},
	{lazy.MustCompile(`^(.+) is delegated away in the zone (.+) and in none of the other zone files \(offline\)`), "${1} はゾーン ${2} から委任され、ほかのゾーンファイルにもありません（オフライン）"},
	{lazy.MustCompile(`no answer in time`), "時間内に応答がありません"},
	{lazy.MustCompile(`cancelled before an answer came`), "応答の前に中断されました"},
	{lazy.MustCompile(` \(tried (\d+) times\)`), "（${1} 回試行）"},
}

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
