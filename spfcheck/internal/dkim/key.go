package dkim

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
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
	Problem i18n.Text `json:"problem,omitzero"` // why no signature verifies with the key, in a clause without a full stop; left out where nothing is wrong
}

// ReadKey reads the key among the TXT records at a name, as a verifier does that
// has a signature with it (RFC 6376 §6.1.2). It asks no DNS.
func ReadKey(name string, texts []string) Key {
	k, problem := theKey(name, texts)
	if problem.Complete() {
		return Key{Problem: problem}
	}
	found := Key{Text: k.text, Testing: k.testing()}
	if found.Type, found.Bits, found.Problem = k.read(name); !found.Problem.Complete() {
		found.Problem = k.unfit(name, found.Type, found.Bits)
	}
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
	k, problem := theKey(name, texts)
	if problem.Complete() {
		c.decide(PermError, problem)
		return
	}
	c.key = k
	c.Testing = c.key.testing()
	c.validateKey(name)
}

// theKey gives the one key record among the texts at a name. Some other text can
// be there, from a wildcard for SPF, say, and the same key twice is one key (RFC
// 6376 §6.1.2). What several keys at one name mean isn't defined (§3.6.2.2).
func theKey(name string, texts []string) (key, i18n.Text) {
	if len(texts) == 0 {
		return key{}, reasonNoKey.Format(name)
	}
	var keys []key
	for _, text := range texts {
		if k, ok := parseKey(text); ok && !slices.ContainsFunc(keys, k.same) {
			keys = append(keys, k)
		}
	}
	switch len(keys) {
	case 0:
		return key{}, reasonNotKey.Format(name, texts[0])
	case 1:
		return keys[0], i18n.Text{}
	default:
		return key{}, reasonSeveralKeys.Format(name, len(keys))
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
	var problem i18n.Text
	if c.KeyType, c.KeyBits, problem = k.read(name); problem.Complete() {
		c.decide(PermError, problem)
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
		if problem := k.unfit(name, c.KeyType, c.KeyBits); problem.Complete() {
			c.decide(PermError, problem)
		}
	}
}

// read gives type and length of the key. A problem says why there are none; the
// type is there as soon as it is known.
func (k *key) read(name string) (kind string, bits int, problem i18n.Text) {
	if k.tags.compact("p") == "" {
		return "", 0, reasonRevoked.Format(name)
	}
	kind = "rsa"
	if k.tags.has("k") {
		kind = k.tags.compact("k")
	}
	if bits, problem = k.parse(kind); problem.Complete() {
		problem = problem.Format(name)
	}
	return kind, bits, problem
}

// unfit says why no signature of mail verifies with the key, whatever it is like.
func (k *key) unfit(name, kind string, bits int) i18n.Text {
	switch services := k.tags.list("s", "*"); {
	case !slices.Contains(services, "*") && !slices.Contains(services, "email"):
		return reasonService.Format(name, k.tags["s"])
	case kind == "rsa" && bits < minBits:
		return reasonShortKey.Format(name, bits, minBits)
	case kind == "rsa" && bits > maxBits:
		return reasonLongKey.Format(name, bits, maxBits)
	default:
		return i18n.Text{}
	}
}

// testing reports whether failing is to be no worse than unsigned (RFC 6376 §3.6.1).
func (k *key) testing() bool { return slices.Contains(k.tags.list("t"), "y") }

// parse reads p= and gives the length of the key in bits. Otherwise problem,
// which takes the name of the key, says what is wrong.
func (k *key) parse(kind string) (bits int, problem i18n.Text) {
	data, ok := k.tags.base64("p")
	if !ok {
		return 0, reasonBadKey
	}
	switch kind {
	case "rsa":
		public := parseRSA(data)
		if public == nil {
			return 0, reasonBadKey
		}
		k.public = public
		return public.N.BitLen(), i18n.Text{}
	case "ed25519": // the bare key (RFC 8463 §4.2)
		if len(data) != ed25519.PublicKeySize {
			return 0, reasonBadKey
		}
		k.public = ed25519.PublicKey(data)
		return ed25519.PublicKeySize * 8, i18n.Text{}
	}
	return 0, reasonUnknownKey
}

// parseRSA takes both forms that RFC 6376 §3.6.1 and its erratum 3017 name; nil
// for anything else.
func parseRSA(der []byte) *rsa.PublicKey {
	if public, err := x509.ParsePKIXPublicKey(der); err == nil {
		key, _ := public.(*rsa.PublicKey)
		return key
	}
	key, err := x509.ParsePKCS1PublicKey(der)
	if err != nil {
		return nil
	}
	return key
}
