//go:build !unix

package cli

import "math"

// openFiles is how many files this process may have open: no limit is known.
func openFiles() uint64 { return math.MaxUint64 }
