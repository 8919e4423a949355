package identity

import (
	"errors"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// Header is the header section of a message.
type Header = mail.Header

// Field is one header field.
type Field = mail.Field

// MaxHeader is the size in bytes of the largest header section that is read.
const MaxHeader = mail.MaxHeader

// ReadHeader reads the header section of a message, up to the empty line or the
// end. Beyond that it reads no more than a buffer, and it keeps nothing of it.
// What is not a message gives an *Error, a failure of r that failure, wrapped.
func ReadHeader(r io.Reader) (Header, error) {
	h, err := mail.ReadHeader(r)
	return h, OfMessage(err)
}

// OfMessage makes an *Error of what package mail finds wrong with a message, and
// leaves any other error as it is.
func OfMessage(err error) error {
	if f := (*mail.Error)(nil); errors.As(err, &f) {
		return in("", f)
	}
	return err
}
