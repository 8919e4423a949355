package spelling

import (
	"fmt"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Fault is a place in a record that is wrong or looks wrong.
type Fault struct {
	Offset, End int       // byte range in the text
	Problem     i18n.Text // a fragment of a sentence: no capital, no full stop
	Likely      string    // what was probably meant, to put in place of the range; "": no guess
	Section     string    // "RFC 7208 §5.6"
}

// Error gives the problem in English, with its place.
func (f Fault) Error() string {
	s := fmt.Sprintf("offset %d: %s (%s)", f.Offset, f.Problem.EN, f.Section)
	if f.Likely != "" {
		s += fmt.Sprintf("; probably meant: %q", f.Likely)
	}
	return s
}

// Shift moves f from offsets in a part of a text to offsets in the whole. A nil
// Fault is none.
func (f *Fault) Shift(by int) *Fault {
	if f != nil {
		f.Offset += by
		f.End += by
	}
	return f
}

// Widen lets the range of f begin some bytes earlier.
func (f *Fault) Widen(by int) *Fault {
	f.Offset -= by
	return f
}
