// Package dkim verifies the DKIM signatures of a message, and says of each which
// key it was made with, what it leaves out and why it doesn't verify.
//
// It implements
//
//   - RFC 6376: the tag lists of signatures and keys (§3.2, §3.5, §3.6.1, with
//     erratum 3017), both canonicalizations of header and body (§3.4), the hashes
//     (§3.7), the choice of the fields (§5.4.2) and the verifier's steps (§6.1);
//   - RFC 8301: rsa-sha1 and RSA keys of less than 1024 bits no longer count;
//   - RFC 8463: ed25519-sha256;
//   - RFC 8601 §2.7.1: the results, but for "policy", which is for receivers that
//     have one.
//
// It leaves out on purpose
//
//   - g= in keys, and q= other than dns/txt: RFC 6376 has neither;
//   - a choice among different keys at one name, which RFC 6376 §3.6.2.2 leaves
//     undefined: the signature is a permerror;
//   - judging t= that is in the future, z= and the local part of i=, of which
//     nothing follows for a verifier (§3.5);
//   - the display and the policy of a receiver (§6.2, §6.3): package dmarc and the
//     carriers' tables have those.
package dkim

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
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
	Domain    string    `json:"domain"`             // the domain that signs (d=), in A-labels; empty where it can't be read
	Selector  string    `json:"selector"`           // the selector of the key (s=)
	Algorithm string    `json:"algorithm"`          // the algorithm (a=), such as "rsa-sha256"
	Result    Result    `json:"result"`             // what became of the signature; never empty
	Reason    i18n.Text `json:"reason"`             // why, always given: a clause without a full stop
	KeyType   string    `json:"key_type,omitempty"` // the type of the published key, "rsa" or "ed25519"; left out where none could be read
	KeyBits   int       `json:"key_bits,omitempty"` // the length of the key; left out where none could be read
	Limited   *int64    `json:"limited,omitempty"`  // how many octets of the body the signature covers (l=), so that anybody can add to the rest (RFC 6376 §8.2); left out when it covers all
	Unsigned  []string  `json:"unsigned,omitempty"` // header fields that a reader sees or answers to and that the signature leaves out, wholly or one of several instances
	Expired   bool      `json:"expired"`            // its time is over (x=, RFC 6376 §3.5)
	Testing   bool      `json:"testing"`            // the key says t=y: failing is to be no worse than unsigned (RFC 6376 §3.6.1)
}

// Verifier verifies the signatures of one message. The body of the message is
// written to it, and is not kept.
//
// Lines may end in CRLF, in LF, as files do, or in CRs and LF: each is read as
// the CRLF that it is in SMTP. All other bytes are taken as they are. A file
// that a program kept in another charset or with other spaces fails for it.
type Verifier struct {
	head   head
	checks []*check
	total  int // signatures, with those that are too many
	open   []*verification
}

// NewVerifier makes a Verifier of the header of a message.
func NewVerifier(h mail.Header) *Verifier {
	v := &Verifier{head: h.Fields}
	v.checks, v.total = v.head.checks()
	for _, c := range v.checks {
		if c.validate(v.head); c.undecided() {
			v.open = append(v.open, newVerification(c))
		}
	}
	return v
}

// Write takes a piece of the body. It never fails.
func (v *Verifier) Write(p []byte) (int, error) {
	for _, o := range v.open {
		_, _ = o.body.Write(p) // to a hash, which has no errors
	}
	return len(p), nil
}

// Signatures gives what became of each signature, in the order of the header, when
// all of the body was written, and asks lookup for their keys. Failing to verify
// is a Result; an error is the cancellation of ctx. An expired ctx only makes the
// lookups fail: temperror.
func (v *Verifier) Signatures(ctx context.Context, lookup resolve.Lookup) ([]Signature, error) {
	for _, o := range v.open {
		if o.findKey(ctx, lookup); o.undecided() {
			o.finish(v.head)
		}
	}
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return nil, err
	}
	return signatures(v.checks, v.total), nil
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
	for i, f := range h {
		if !strings.EqualFold(f.Name, signatureField) {
			continue
		}
		if total++; total <= MaxSignatures {
			_, value, _ := strings.Cut(f.Raw, ":")
			checks = append(checks, &check{at: i, value: value})
		}
	}
	return checks, total
}

// Signers lists the domains (d=) that the signatures in a header name, each once,
// as A-labels, of at most MaxSignatures signatures. Nothing is verified: that
// needs the body, which a delivery report seldom returns.
func Signers(h mail.Header) []string {
	var domains []string
	for i, value := range h.Values(signatureField) {
		if i == MaxSignatures {
			break
		}
		list, _ := parseTags(value)
		if domain, err := identity.ParseDomain(list.compact("d")); err == nil && !slices.Contains(domains, domain) {
			domains = append(domains, domain)
		}
	}
	return domains
}
