//go:build race

package message_test

// The race detector makes reading byte by byte twenty times slower.
const bodySize = 4 << 20
