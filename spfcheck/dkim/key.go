package dkim

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"strings"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/resolve"
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
	public crypto.PublicKey // *rsa.PublicKey or ed25519.PublicKey
	data   []byte           // p=
	tags   tags
}

// findKey asks for the key and validates it (RFC 6376 §6.1.2).
func (c *check) findKey(ctx context.Context, lookup resolve.Lookup) {
	name := c.keyAt()
	texts, err := lookup.LookupTXT(ctx, name)
	switch {
	case resolve.NotFound(err), err == nil && len(texts) == 0:
		c.decide(PermError, reasonNoKey.Format(name))
		return
	case err != nil:
		c.decide(TempError, reasonDNS.Format(name, err.Error()))
		return
	}
	// Some other text can be at the name, from a wildcard for SPF, say. What
	// several keys at one name mean isn't defined (RFC 6376 §3.6.2.2).
	records := slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return !isKey(s) })
	switch len(records) {
	case 0:
		c.decide(PermError, reasonNotKey.Format(name, texts[0]))
		return
	case 1:
	default:
		c.decide(PermError, reasonSeveralKeys.Format(name, len(records)))
		return
	}
	c.key.tags, _ = parseTags(records[0])
	c.Testing = slices.Contains(c.key.tags.list("t"), "y")
	c.validateKey(name)
}

// isKey reports whether a text is a key record: a tag list with p=, of the
// version that there is.
func isKey(s string) bool {
	list, ok := parseTags(s)
	return ok && list.has("p") && (!list.has("v") || list["v"] == "DKIM1")
}

// validateKey reads the key and asks whether this signature may use it.
func (c *check) validateKey(name string) {
	k := &c.key
	if k.tags.compact("p") == "" {
		c.decide(PermError, reasonRevoked.Format(name))
		return
	}
	c.KeyType = "rsa"
	if k.tags.has("k") {
		c.KeyType = k.tags.compact("k")
	}
	var problem i18n.Text
	if c.KeyBits, problem = k.parse(c.KeyType); problem.Complete() {
		c.decide(PermError, problem.Format(name))
		return
	}
	kind, hash, _ := strings.Cut(c.Algorithm, "-")
	switch services := k.tags.list("s", "*"); {
	case c.KeyType != kind:
		c.decide(PermError, reasonKeyType.Format(name, c.KeyType, c.Algorithm))
	case !slices.Contains(k.tags.list("h", hash), hash):
		c.decide(PermError, reasonKeyHash.Format(name, k.tags["h"], c.Algorithm))
	case !slices.Contains(services, "*") && !slices.Contains(services, "email"):
		c.decide(PermError, reasonService.Format(name, k.tags["s"]))
	case c.tags.has("i") && slices.Contains(k.tags.list("t"), "s") && c.agentDomain() != c.Domain:
		c.decide(PermError, reasonStrict.Format(name, c.tags["i"], c.Domain)) // RFC 6376 §3.6.1
	case c.KeyType == "rsa" && c.KeyBits < minBits:
		c.decide(PermError, reasonShortKey.Format(name, c.KeyBits, minBits))
	case c.KeyType == "rsa" && c.KeyBits > maxBits:
		c.decide(PermError, reasonLongKey.Format(name, c.KeyBits, maxBits))
	}
}

// parse reads p= and gives the length of the key in bits. Otherwise problem,
// which takes the name of the key, says what is wrong.
func (k *key) parse(kind string) (bits int, problem i18n.Text) {
	var ok bool
	if k.data, ok = k.tags.base64("p"); !ok {
		return 0, reasonBadKey
	}
	switch kind {
	case "rsa":
		public := parseRSA(k.data)
		if public == nil {
			return 0, reasonBadKey
		}
		k.public = public
		return public.N.BitLen(), i18n.Text{}
	case "ed25519": // the bare key (RFC 8463 §4.2)
		if len(k.data) != ed25519.PublicKeySize {
			return 0, reasonBadKey
		}
		k.public = ed25519.PublicKey(k.data)
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

// record is the key as go-msgauth is to see it: what else the record says has
// been looked at.
func (c *check) record() string {
	return "v=DKIM1; k=" + c.KeyType + "; p=" + base64.StdEncoding.EncodeToString(c.key.data)
}
