// Package dkim verifies the DKIM signatures of a message (RFC 6376, with RFC 8301
// and RFC 8463).
//
// go-msgauth computes and compares the hashes. Around it stands what a report
// needs and it doesn't give: which key it was and how long, what a signature
// leaves out, and the results of RFC 8601. The few signatures that go-msgauth
// judges by other rules than the RFC's, those with l= above all, are verified
// here. Keys come from a resolve.Lookup, so every layer that stands there holds
// for them too.
package dkim

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// MaxSignatures is the number of signatures of one message that are verified.
// Real messages have up to three; a hostile one could ask for thousands of keys
// (RFC 6376 §8.4).
const MaxSignatures = 20

// Result is the result of one signature, in the words of RFC 8601 §2.7.1.
type Result string

// The results. Its "none" is an empty list; "policy" is for receivers that
// have one.
const (
	Pass      Result = "pass"
	Fail      Result = "fail"      // the message isn't the one that was signed, or the key isn't the one it was signed with
	Neutral   Result = "neutral"   // a syntax error, or something that can't be processed
	TempError Result = "temperror" // DNS gave no answer about the key
	PermError Result = "permerror" // it can't verify, whenever it is tried
)

// Signature is one DKIM-Signature field and what became of it.
type Signature struct {
	Domain    string    `json:"domain"`             // d=, as A-labels in lower case; "" when it can't be read
	Selector  string    `json:"selector"`           // s=
	Algorithm string    `json:"algorithm"`          // a=, "rsa-sha256"
	Result    Result    `json:"result"`             // never ""
	Reason    i18n.Text `json:"reason"`             // always filled; a clause, without a full stop
	KeyType   string    `json:"key_type,omitempty"` // "rsa" or "ed25519", of the published key; "" where none could be read
	KeyBits   int       `json:"key_bits,omitempty"` // 0 where none could be read
	// Limited is l=, the number of octets of the body that the signature covers;
	// nil when it covers them all. Anybody can add to the rest (RFC 6376 §8.2).
	Limited *int64 `json:"limited,omitempty"`
	// Unsigned are fields of the message, of those that a reader sees or answers
	// to, that the signature leaves out, wholly or one of several instances.
	Unsigned []string `json:"unsigned,omitempty"`
	Expired  bool     `json:"expired"` // x= has passed (RFC 6376 §3.5)
	Testing  bool     `json:"testing"` // the key says t=y: failing is to be no worse than unsigned (RFC 6376 §3.6.1)
}

// Verify verifies the signatures of the message that r gives, in the order of
// its header, and asks lookup for their keys. Failing to verify is a Result; an
// error is one of r, wrapped, or the cancellation of ctx. An expired ctx only
// makes the lookups fail: temperror.
//
// Lines may end in CRLF, in LF, as files do, or in CRs and LF: each is read as
// the CRLF that it is in SMTP. All other bytes are taken as they are. A file
// that a program kept in another charset or with other blanks fails for it.
//
// The body is read once and never kept. Without a signature that needs it, it
// is not read at all. A header of more than identity.MaxHeader octets is cut
// there: identity.ReadHeader refuses such a message.
func Verify(ctx context.Context, lookup resolve.Lookup, r io.Reader) ([]Signature, error) {
	src := newSource(ctx, r)
	head := readHead(src)
	if err := src.failure(); err != nil {
		return nil, err
	}
	checks, total := head.checks()
	for _, c := range checks {
		c.validate(head)
		if c.undecided() {
			c.findKey(ctx, lookup)
		}
	}
	verifyAll(head, checks, src)
	if err := src.failure(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return nil, err
	}
	return signatures(checks, total), nil
}

// signatures gives the results, and a note for the signatures that are too many.
func signatures(checks []*check, total int) []Signature {
	var all []Signature
	for _, c := range checks {
		all = append(all, c.Signature)
	}
	if total > len(checks) {
		all = append(all, Signature{Result: Neutral, Reason: reasonTooMany.Format(total, MaxSignatures)})
	}
	return all
}

// checks gives a check for each DKIM-Signature field up to MaxSignatures, and
// the number of such fields.
func (h head) checks() (checks []*check, total int) {
	for _, f := range h {
		// Just as go-msgauth finds them: its results are told apart by number.
		name, value, _ := strings.Cut(f, ":")
		if !strings.EqualFold(strings.TrimSpace(name), fieldName) {
			continue
		}
		if total++; total <= MaxSignatures {
			checks = append(checks, &check{field: f, value: value})
		}
	}
	return checks, total
}
