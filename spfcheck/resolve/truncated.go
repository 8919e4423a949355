package resolve

import (
	"context"
	"errors"
)

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
