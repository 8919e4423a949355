// Package message reads a message in one pass and gives what a check needs of
// it: its header, its DKIM signatures, and plain facts such as its size. What a
// carrier makes of a fact is not known here.
package message

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// MaxSize is the size in bytes of the largest message that is read. Real mail
// stays below 40 MB or so.
const MaxSize = 64 << 20

// Message is what one pass over a message finds.
type Message struct {
	Header     identity.Header
	Signatures []dkim.Signature // in the order of the header
	Facts      Facts
}

// Read reads a message, asking lookup for the keys of its signatures. Of the
// body it keeps no more than is under its eyes.
//
// What is not a message, or is larger than MaxSize, gives an *identity.Error; a
// failure of r or the cancellation of ctx gives that, wrapped. A body that
// breaks the rules of MIME is no error: see Facts.Unread.
func Read(ctx context.Context, r io.Reader, lookup resolve.Lookup) (*Message, error) {
	var head bytes.Buffer // the header, and what ReadHeader's buffer took of the body
	in := &input{ctx: ctx, r: r, left: MaxSize}
	header, err := identity.ReadHeader(io.TeeReader(in, &head))
	if err != nil {
		return nil, plain(err)
	}
	var lines lineCounter
	scan := startScan()
	whole := io.TeeReader(io.MultiReader(&head, in), io.MultiWriter(&lines, scan))

	signatures, err := dkim.Verify(ctx, lookup, whole)
	if err == nil { // Verify reads no further than it needs
		_, err = io.Copy(io.Discard, whole)
	}
	body := scan.finish(err)
	if err != nil {
		return nil, plain(err)
	}
	facts := headerFacts(header)
	lines.finish(&facts)
	facts.Links, facts.HTML, facts.Unread = body.links, body.html, body.unread
	return &Message{Header: header, Signatures: signatures, Facts: facts}, nil
}

// plain takes an *identity.Error out of what a reader put around it: that it
// came while reading is no news.
func plain(err error) error {
	if mistake := (*identity.Error)(nil); errors.As(err, &mistake) {
		return mistake
	}
	return err
}

// input is the message up to MaxSize; more of it is an error, and so is a
// cancelled context.
type input struct {
	ctx  context.Context
	r    io.Reader
	left int64
}

func (in *input) Read(p []byte) (int, error) {
	// A deadline is for DNS: without it, the facts are still worth having.
	if err := in.ctx.Err(); errors.Is(err, context.Canceled) {
		return 0, err
	}
	if int64(len(p)) > in.left+1 {
		p = p[:in.left+1]
	}
	n, err := in.r.Read(p)
	if int64(n) > in.left {
		return 0, &identity.Error{Problem: textTooLarge.Format(MaxSize >> 20), Hint: hintTooLarge}
	}
	in.left -= int64(n)
	return n, err
}
