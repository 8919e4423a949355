package eval

import (
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// Unknown is the result that hangs on what the Request lacks: there is a macro for it
// in a term that the evaluation comes to. It is none of RFC 7208's.
const Unknown spf.Result = "unknown"

// Missing is what a result hangs on and the Request lacks.
type Missing struct {
	Helo  bool // for %{h}
	Local bool // for %{l} and %{s}
}

// lacking is what the Request lacks for m to be expanded.
func (r Request) lacking(m record.MacroString) Missing {
	if !m.HasMacro() || r.Helo != "" && !r.AnyLocal {
		return Missing{}
	}
	letters := m.Letters()
	return Missing{
		Helo:  r.Helo == "" && strings.Contains(letters, "h"),
		Local: r.AnyLocal && strings.ContainsAny(letters, "ls"),
	}
}
