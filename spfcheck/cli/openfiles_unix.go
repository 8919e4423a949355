//go:build unix

package cli

import (
	"math"
	"syscall"
)

// openFiles is how many files this process may have open (RLIMIT_NOFILE).
func openFiles() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return math.MaxUint64
	}
	return uint64(limit.Cur) // a signed number on some systems
}
