package resolve

import (
	"errors"
	"net"
)

// NotFound reports whether err, of one of Lookup's methods, says that the name
// doesn't exist.
func NotFound(err error) bool {
	e, ok := errors.AsType[*net.DNSError](err)
	return ok && e.IsNotFound
}
