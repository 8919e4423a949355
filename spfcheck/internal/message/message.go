// Package message reads a message in one pass and gives what a check needs of
// it: its header, its DKIM signatures, and plain facts such as its size. What a
// carrier makes of a fact is not known here.
package message

import (
	"context"
	"errors"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// MaxSize is the size in bytes of the largest message that is read. Real mail
// stays below 40 MB or so.
const MaxSize = 64 << 20

// Message is what one pass over a message finds.
type Message struct {
	Header     mail.Header
	Signatures []dkim.Signature // in the order of the header
	Facts      Facts
}

// Read reads a message, and then asks lookup for the keys of its signatures. Of the
// body it keeps no more than is under its eyes: the parts are read through the
// counters of lines and the hashes.
//
// What is not a message, or is larger than MaxSize, gives an *mail.Error; a
// failure of r or the cancellation of ctx gives that, wrapped. A body that
// breaks the rules of MIME is no error: see Facts.Unread.
func Read(ctx context.Context, r io.Reader, lookup resolve.Lookup) (*Message, error) {
	var lines lineCounter
	opened, err := mail.Open(&input{ctx: ctx, r: r, left: MaxSize})
	if err != nil {
		return nil, err
	}
	m, err := mail.Read(io.TeeReader(opened, &lines))
	if err != nil {
		return nil, err
	}
	facts, verifier := headerFacts(m.Header), dkim.NewVerifier(m.Header)
	m.Body = io.TeeReader(m.Body, verifier)
	facts.scan(m)
	// What is left of the body, or what kept it from being read.
	if _, err := io.Copy(io.Discard, m.Body); err != nil {
		return nil, err
	}
	lines.finish(&facts)
	signatures, err := verifier.Signatures(ctx, lookup)
	if err != nil {
		return nil, err
	}
	return &Message{Header: m.Header, Signatures: signatures, Facts: facts}, nil
}

// input is the message up to MaxSize; more of it is an error, and so is a
// cancelled context. An error stays.
type input struct {
	ctx  context.Context
	r    io.Reader
	left int64
	err  error
}

func (in *input) Read(p []byte) (n int, err error) {
	// A deadline is for DNS: without it, the facts are still worth having.
	if err := in.ctx.Err(); in.err == nil && errors.Is(err, context.Canceled) {
		in.err = err
	}
	if in.err != nil {
		return 0, in.err
	}
	if int64(len(p)) > in.left+1 {
		p = p[:in.left+1]
	}
	n, in.err = in.r.Read(p)
	if int64(n) > in.left {
		n, in.err = 0, &mail.Error{Problem: textTooLarge.Format(MaxSize >> 20), Hint: hintTooLarge}
	}
	in.left -= int64(n)
	return n, in.err
}

var (
	textTooLarge = i18n.Text{
		EN: "the message is larger than %d MiB",
		JA: "メールが %d MiB を超えています",
	}
	hintTooLarge = i18n.Text{
		EN: "give one message, not an archive of several",
		JA: "複数のメールをまとめたファイルではなく、メール 1 通だけを指定してください",
	}
)
