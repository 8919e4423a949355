package dkim

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// needsHand reports whether go-msgauth would judge the signature by other rules
// than the RFC's:
//
//   - it fails every signature with l=;
//   - it wants i= to end in d= to the letter, where the domains are names;
//   - it cuts "b=" out of the values of other tags too, such as z=.
func (c *check) needsHand() bool {
	d := c.tags.compact("d")
	agent := c.tags.compact("i")
	if c.tags.has("l") || c.tags.has("i") && !strings.HasSuffix(agent, "@"+d) && !strings.HasSuffix(agent, "."+d) {
		return true
	}
	for name, value := range c.tags {
		if name != "b" && strings.Contains(compact(name+"="+value), "b=") {
			return true
		}
	}
	return false
}

// byHand verifies one signature as RFC 6376 §3.7 and §6.1.3 say.
type byHand struct {
	*check
	hash hash.Hash
	body *bodyWriter
}

func newByHand(c *check) *byHand {
	_, canon := c.canonicalizations()
	h := sha256.New()
	return &byHand{check: c, hash: h, body: newBodyWriter(h, canon == relaxed, c.Limited)}
}

// finish decides, when all of the body was written to body.
func (b *byHand) finish(h head) {
	missing := b.body.finish()
	want, _ := b.tags.base64("bh")
	switch {
	case missing > 0: // l= must not say more than there is (RFC 6376 §3.5)
		b.decide(Fail, reasonShortBody.Format(missing, *b.Limited))
	case subtle.ConstantTimeCompare(b.hash.Sum(nil), want) != 1:
		b.decide(Fail, reasonBody)
	case !b.verifies(b.headerHash(h)):
		b.decide(Fail, b.headerReason())
	default:
		b.conclude(nil)
	}
}

// headerHash hashes the signed fields, and the signature's own without b=.
func (b *byHand) headerHash(h head) []byte {
	form, _ := b.canonicalizations()
	sum := sha256.New()
	taken := map[string]int{}
	for _, name := range b.signed {
		fields := h.instances(name)
		slices.Reverse(fields)
		name = strings.ToLower(name)
		if n := taken[name]; n < len(fields) { // otherwise it stands for nothing (RFC 6376 §5.4)
			_, _ = io.WriteString(sum, canonicalField(fields[n], form))
		}
		taken[name]++
	}
	own := canonicalField(withoutSignature(b.field), form)
	_, _ = io.WriteString(sum, strings.TrimSuffix(own, crlf))
	return sum.Sum(nil)
}

// verifies reports whether b= is the key's signature of the hash.
func (b *byHand) verifies(sum []byte) bool {
	signature, _ := b.tags.base64("b")
	switch public := b.key.public.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(public, crypto.SHA256, sum, signature) == nil
	case ed25519.PublicKey: // the hash is what is signed (RFC 8463 §3)
		return ed25519.Verify(public, sum, signature)
	}
	return false
}

// headerReason says why the body is right and the signature isn't.
func (c *check) headerReason() i18n.Text {
	return reasonHeader.Format(c.keyAt())
}

// withoutSignature empties b= and leaves all else as it is (RFC 6376 §3.7).
func withoutSignature(field string) string {
	name, value, _ := strings.Cut(field, ":")
	parts := strings.Split(value, ";")
	for i, part := range parts {
		if tag, _, found := strings.Cut(part, "="); found && strings.Trim(tag, fws) == "b" {
			parts[i] = tag + "="
		}
	}
	return name + ":" + strings.Join(parts, ";")
}
