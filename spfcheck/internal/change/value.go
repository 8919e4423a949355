package change

import (
	"fmt"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
)

// firstOf gives the first of the keys that is there.
func firstOf(v *doc.Value, keys ...string) *doc.Value {
	for _, key := range keys {
		if found := v.Get(key); found != nil {
			return found
		}
	}
	return nil
}

func isTrue(v *doc.Value) bool { return v != nil && v.Scalar == true }

// flat writes a value on one line, the same for the same; "" if it is too large.
func flat(v *doc.Value) string {
	var b strings.Builder
	write(&b, v)
	if b.Len() > maxFlat {
		return ""
	}
	return b.String()
}

// maxFlat is how much of a value is written.
const maxFlat = 100_000

func write(b *strings.Builder, v *doc.Value) {
	switch {
	case b.Len() > maxFlat:
	case v.Null():
		b.WriteString("null")
	case v.Kind == 0:
		fmt.Fprintf(b, "%s%q", v.Tag, fmt.Sprint(v.Scalar))
	default:
		fmt.Fprintf(b, "%s%c", v.Tag, v.Kind)
		for i, item := range v.List {
			if v.Kind == '{' {
				fmt.Fprintf(b, "%q:", v.Keys[i].Name)
			}
			write(b, item)
			b.WriteByte(' ')
		}
		b.WriteRune(rune(v.Kind) + 2) // the bracket that closes it
	}
}
