package resolve

import (
	"context"
	"errors"
	"syscall"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Fault says that no DNS server could be asked. It is a fault of the run, and says
// nothing about any domain.
type Fault struct {
	Servers []string // that should have answered, as errors show them
	Err     error    // what asking them came to
}

// Error says it in English.
func (f *Fault) Error() string { return f.Text().EN }

// OutOfFiles reports whether it was this process that could open no connection,
// since it has too many files open.
func (f *Fault) OutOfFiles() bool { return outOfFiles(f.Err) }

// Refused reports whether servers answered, and said that they don't resolve names, or
// not for us.
func (f *Fault) Refused() bool { return refused(f.Err) }

func refused(err error) bool { return errors.Is(err, errRefused) || errors.Is(err, errLame) }

func outOfFiles(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// Text says which server can't be asked, and why.
func (f *Fault) Text() i18n.Text {
	if f.OutOfFiles() {
		return noMoreFiles
	}
	causes := make([]i18n.Text, len(f.Servers))
	for i, name := range f.Servers {
		cause := f.Err
		for _, failure := range serverErrors(f.Err) {
			if failure.server == name {
				cause = failure.err
			}
		}
		causes[i] = causeOf(cause)
	}
	if len(f.Servers) == 1 {
		return serverDown.Format(f.Servers[0], causes[0])
	}
	var all i18n.Text
	for i, name := range f.Servers {
		one := serverAndCause.Format(name, causes[i])
		if i > 0 {
			one = listed.Format(all, one)
		}
		all = one
	}
	return serversDown.Format(all)
}

// serverErrors are the failures of single servers that an error was made of.
func serverErrors(err error) []*serverError {
	switch e := err.(type) { //nolint:errorlint // each layer of the error is looked at
	case *serverError:
		return []*serverError{e}
	case interface{ Unwrap() []error }:
		var all []*serverError
		for _, one := range e.Unwrap() {
			all = append(all, serverErrors(one)...)
		}
		return all
	case interface{ Unwrap() error }:
		return serverErrors(e.Unwrap())
	}
	return nil
}

// errRefused is a refusal to answer, whatever is asked.
var errRefused = errors.New("the server answered REFUSED")

// causes are the words for what keeps a server from answering; an error that isn't
// among them speaks for itself.
var causes = []struct {
	is   error
	text i18n.Text
}{
	{context.DeadlineExceeded, i18n.Text{EN: "no answer in time", JA: "時間内に応答がありません"}},
	{syscall.ECONNREFUSED, i18n.Text{EN: "connection refused", JA: "接続が拒否されました"}},
	{syscall.ENETUNREACH, i18n.Text{EN: "network unreachable", JA: "ネットワークに到達できません"}},
	{syscall.EHOSTUNREACH, i18n.Text{EN: "host unreachable", JA: "ホストに到達できません"}},
	{errRefused, i18n.Text{EN: "it refuses to answer (REFUSED)", JA: "応答を拒否しています（REFUSED）"}},
	{errLame, i18n.Text{EN: "it refers to other servers and does not resolve names", JA: "ほかのサーバーを示すだけで、名前解決をしません"}},
}

func causeOf(err error) i18n.Text {
	for _, c := range causes {
		if errors.Is(err, c.is) {
			return c.text
		}
	}
	_, text, _ := describe(err)
	return i18n.Text{EN: text, JA: text}
}

var (
	serverDown = i18n.Text{
		EN: "the DNS server %s gives no answer: %s",
		JA: "DNS サーバー %s から応答を得られません: %s",
	}
	serversDown = i18n.Text{
		EN: "none of the DNS servers gives an answer: %s",
		JA: "どの DNS サーバーからも応答を得られません: %s",
	}
	serverAndCause = i18n.Text{EN: "%s (%s)", JA: "%s（%s）"}
	listed         = i18n.Text{EN: "%s, %s", JA: "%s、%s"}
	noMoreFiles    = i18n.Text{
		EN: "this process has too many files open to ask DNS",
		JA: "このプロセスが開いているファイルが多すぎるため、DNS に問い合わせられません",
	}
)
