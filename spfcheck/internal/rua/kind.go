package rua

import (
	"bufio"
	"bytes"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// kind is what data begins as.
type kind int

const (
	message kind = iota
	document
	gzipped
	zipped
	empty
)

// kindOf looks at the beginning of what is to be read.
func kindOf(br *bufio.Reader) kind {
	start, _ := br.Peek(256) // an error comes again with what is read
	text := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\uFEFF")), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		return gzipped
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("PK\x05\x06")):
		return zipped
	case bytes.HasPrefix(text, []byte("<")), bytes.HasPrefix(start, []byte("\xff\xfe<\x00")), bytes.HasPrefix(start, []byte("\xfe\xff\x00<")):
		return document
	case len(text) == 0 && len(start) < 256:
		return empty
	}
	return message
}

// isReport tells a report from the other texts of a message, such as HTML.
func isReport(br *bufio.Reader) bool {
	start, _ := br.Peek(br.Size()) // an error comes again with what is read
	return root.Match(start)
}

var root = lazy.MustCompile(`(?i)<([\w-]+:)?feedback\b`)

// isMessage tells a message, by its first line, from any other attachment.
func isMessage(br *bufio.Reader) bool {
	start, _ := br.Peek(256) // an error comes again with what is read
	return firstField.Match(start)
}

var firstField = lazy.MustCompile(`(?i)^(?:received|return-path|delivered-to|dkim-signature|arc-seal|authentication-results|mime-version|from|to|subject|date|message-id|x-[\w-]+):[ \t]`)

// nextRoot is how a report begins behind another.
var nextRoot = lazy.MustCompile(`(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<([\w-]+:)?feedback\b`)
