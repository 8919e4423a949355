//go:build !race

package message_test

// bodySize is the size of the body that TestMemory reads.
const bodySize = 40 << 20
