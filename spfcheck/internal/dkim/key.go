package dkim

import (
	"context"
	"crypto"
	"maps"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// minBits and maxBits bound RSA keys. Signatures with less than 1024 bits must
// not count; verifiers have to take 4096 (RFC 8301 §3.2). Above twice that, a key is
// made to keep verifiers busy.
const (
	minBits = 1024
	maxBits = 8192
)

// key is a key record (RFC 6376 §3.6.1).
type key struct {
	text   string
	tags   tags
	public crypto.PublicKey // *rsa.PublicKey or ed25519.PublicKey; nil until p= is parsed
}

// Key is what is published at the name of a key.
type Key struct {
	Text    string    `json:"record"`           // the key record; empty where there isn't just one
	Type    string    `json:"key_type"`         // the type of the key, "rsa" or "ed25519"; another where it is unknown, empty where none could be read
	Bits    int       `json:"key_bits"`         // the length of the key; 0 where it could not be read
	Testing bool      `json:"testing"`          // it says t=y: failing is to be no worse than unsigned (RFC 6376 §3.6.1)
	Fault   Fault     `json:"-"`                // the kind of problem; "": nothing is wrong
	Problem i18n.Text `json:"problem,omitzero"` // why no signature verifies with the key, in a clause without a full stop; left out where nothing is wrong
}

// Fault is why no signature of mail verifies with what is published for a selector.
type Fault string

// The faults (RFC 6376 §3.6.1 and §6.1.2, unless another source is named).
const (
	NoKey       Fault = "no-key"       // there is no TXT record
	NotKey      Fault = "not-a-key"    // none of the TXT records is a key record
	SeveralKeys Fault = "several-keys" // and which one counts isn't defined (§3.6.2.2)
	Revoked     Fault = "revoked"      // p= is empty
	UnknownType Fault = "unknown-type" // k= is neither rsa nor ed25519
	WrongType   Fault = "wrong-type"   // p= is a key, and not of the type that k= says
	Cut         Fault = "cut"          // p= ends before the key does
	Unreadable  Fault = "unreadable"   // p= is no key
	NotForMail  Fault = "not-for-mail" // s= names other services
	NoSHA256    Fault = "no-sha256"    // h= leaves it out, and no other hash counts (RFC 8301 §3.1)
	TooShort    Fault = "too-short"    // RFC 8301 §3.2
	TooLong     Fault = "too-long"     // more than is verified here
)

// problem is a fault, and what it is in words. The zero problem is none.
type problem struct {
	fault Fault
	text  i18n.Text
}

// found reports whether there is a fault.
func (p problem) found() bool { return p.fault != "" }

// ReadKey reads the key among the TXT records at a name, as a verifier does that
// has a signature with it (RFC 6376 §6.1.2). It asks no DNS.
func ReadKey(name string, texts []string) Key {
	k, p := theKey(name, texts)
	found := Key{Text: k.text, Testing: k.testing()}
	if !p.found() {
		found.Type, found.Bits, p = k.read(name)
	}
	if !p.found() {
		p = k.unfit(name, found.Type, found.Bits)
	}
	found.Fault, found.Problem = p.fault, p.text
	return found
}

// findKey asks for the key and validates it (RFC 6376 §6.1.2).
func (c *check) findKey(ctx context.Context, lookup resolve.Lookup) {
	name := c.keyAt()
	texts, err := lookup.LookupTXT(ctx, name)
	if resolve.Failed(err) {
		c.decide(TempError, reasonDNS.Format(name, err.Error()))
		return
	}
	k, p := theKey(name, texts)
	if p.found() {
		c.decide(PermError, p.text)
		return
	}
	c.key = k
	c.Testing = c.key.testing()
	c.validateKey(name)
}

// theKey gives the one key record among the texts at a name. Some other text can
// be there, from a wildcard for SPF, say, and the same key twice is one key (RFC
// 6376 §6.1.2). What several keys at one name mean isn't defined (§3.6.2.2).
func theKey(name string, texts []string) (key, problem) {
	if len(texts) == 0 {
		return key{}, problem{NoKey, reasonNoKey.Format(name)}
	}
	var keys []key
	for _, text := range texts {
		if k, ok := parseKey(text); ok && !slices.ContainsFunc(keys, k.same) {
			keys = append(keys, k)
		}
	}
	switch len(keys) {
	case 0:
		return key{}, problem{NotKey, reasonNotKey.Format(name, texts[0])}
	case 1:
		return keys[0], problem{}
	default:
		return key{}, problem{SeveralKeys, reasonSeveralKeys.Format(name, len(keys))}
	}
}

// parseKey reads a key record: a tag list with p=, of the version that there is.
// It reports false for any other text.
func parseKey(text string) (key, bool) {
	list, ok := parseTags(text)
	return key{text: text, tags: list}, ok && list.has("p") && (!list.has("v") || list["v"] == "DKIM1")
}

// same reports whether both say the same, but for the spaces.
func (k key) same(other key) bool {
	return maps.EqualFunc(k.tags, other.tags, func(a, b string) bool { return compact(a) == compact(b) })
}

// validateKey reads the key and asks whether this signature may use it.
func (c *check) validateKey(name string) {
	k := &c.key
	var p problem
	if c.KeyType, c.KeyBits, p = k.read(name); p.found() {
		c.decide(PermError, p.text)
		return
	}
	kind, hash, _ := strings.Cut(c.Algorithm, "-")
	switch {
	case c.KeyType != kind:
		c.decide(PermError, reasonKeyType.Format(name, c.KeyType, c.Algorithm))
	case !slices.Contains(k.tags.list("h", hash), hash):
		c.decide(PermError, reasonKeyHash.Format(name, k.tags["h"], c.Algorithm))
	case c.tags.has("i") && slices.Contains(k.tags.list("t"), "s") && c.agentDomain() != c.Domain:
		c.decide(PermError, reasonStrict.Format(name, c.tags["i"], c.Domain)) // RFC 6376 §3.6.1
	default:
		if p := k.unfit(name, c.KeyType, c.KeyBits); p.found() {
			c.decide(PermError, p.text)
		}
	}
}

// read gives type and length of the key. A problem says why there are none; the
// type is there as soon as it is known.
func (k *key) read(name string) (kind string, bits int, p problem) {
	if k.tags.compact("p") == "" {
		return "", 0, problem{Revoked, reasonRevoked.Format(name)}
	}
	kind = "rsa"
	if k.tags.has("k") {
		kind = k.tags.compact("k")
	}
	bits, p = k.parse(name, kind)
	return kind, bits, p
}

// unfit says why no signature of mail verifies with the key, whatever it is like.
func (k *key) unfit(name, kind string, bits int) problem {
	switch services := k.tags.list("s", "*"); {
	case !slices.Contains(services, "*") && !slices.Contains(services, "email"):
		return problem{NotForMail, reasonService.Format(name, k.tags["s"])}
	case !slices.Contains(k.tags.list("h", "sha256"), "sha256"):
		return problem{NoSHA256, reasonNoSHA256.Format(name, k.tags["h"])}
	case kind == "rsa" && bits < minBits:
		return problem{TooShort, reasonShortKey.Format(name, bits, minBits)}
	case kind == "rsa" && bits > maxBits:
		return problem{TooLong, reasonLongKey.Format(name, bits, maxBits)}
	default:
		return problem{}
	}
}

// testing reports whether failing is to be no worse than unsigned (RFC 6376 §3.6.1).
func (k *key) testing() bool { return slices.Contains(k.tags.list("t"), "y") }
