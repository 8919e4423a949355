package lock

import (
	"fmt"
	"strings"
)

// Signed is a file with those lines and the right checksums.
func Signed(lines ...string) string {
	var b strings.Builder
	for _, line := range append([]string{Name + " 1 2026-11-21"}, lines...) {
		b.WriteString(line + beforeSum + checksum(line) + "\n")
	}
	return b.String() + fmt.Sprintf("%s %d %s\n", endWord, len(lines), digest(b.String()))
}
