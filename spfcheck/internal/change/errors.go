package change

import "errors"

var (
	errNoTarget = errors.New("it has no target")
	errQuotes   = errors.New("whether the quotes around the text are published depends on the provider, which the file doesn't say")
	errPattern  = errors.New("the pattern can't be read")
)
