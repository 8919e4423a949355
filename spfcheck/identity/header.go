package identity

import (
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Header is the header section of a message, as ReadHeader gives it.
type Header = mail.Header

// ReadHeader reads the header section of a message, up to the empty line or the
// end, and no more than a buffer of what follows. The message may be the only one
// of an mbox, which is read to its end. What is not a message gives an *input.Error, a
// failure of r that failure, wrapped.
func ReadHeader(r io.Reader) (Header, error) { return mail.ReadHeader(r) }
