package dkim

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"hash"
	"io"
	"strings"
)

// verification compares the hashes of one signature, as RFC 6376 §3.7 and §6.1.3
// say. What is written to body is hashed.
type verification struct {
	*check
	hash hash.Hash
	body *bodyWriter
}

func newVerification(c *check) *verification {
	_, form := c.canonicalizations()
	h := sha256.New()
	return &verification{check: c, hash: h, body: newBodyWriter(h, form == relaxed, c.Limited)}
}

// finish decides, when all of the body was written.
func (v *verification) finish(h head) {
	missing := v.body.finish()
	want, _ := v.tags.base64("bh")
	switch {
	case missing > 0: // l= must not say more than there is (RFC 6376 §3.5)
		v.decide(Fail, reasonShortBody.Format(missing, *v.Limited))
	case subtle.ConstantTimeCompare(v.hash.Sum(nil), want) != 1:
		v.decide(Fail, reasonBody)
	case !v.matches(v.headerHash(h)):
		v.decide(Fail, reasonHeader.Format(v.keyAt()))
	default:
		v.decide(Pass, reasonPass.Format(v.keyAt()))
	}
}

// headerHash hashes the signed fields, and the signature's own without b=.
func (v *verification) headerHash(h head) []byte {
	form, _ := v.canonicalizations()
	sum := sha256.New()
	left := h.byName(v.at) // h= never means the signature's own field (RFC 6376 §3.5)
	for _, name := range v.signed {
		name = strings.ToLower(name)
		if n := len(left[name]); n > 0 { // otherwise it stands for nothing (RFC 6376 §5.4)
			_, _ = io.WriteString(sum, canonicalField(left[name][n-1], form)) // from the bottom up (RFC 6376 §5.4.2)
			left[name] = left[name][:n-1]
		}
	}
	own := canonicalField(withoutSignature(h[v.at].Raw), form)
	_, _ = io.WriteString(sum, strings.TrimSuffix(own, crlf))
	return sum.Sum(nil)
}

// matches reports whether b= is the key's signature of the hash.
func (v *verification) matches(sum []byte) bool {
	signature, _ := v.tags.base64("b")
	switch public := v.key.public.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(public, crypto.SHA256, sum, signature) == nil
	case ed25519.PublicKey: // the hash is what is signed (RFC 8463 §3)
		return ed25519.Verify(public, sum, signature)
	}
	return false
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
