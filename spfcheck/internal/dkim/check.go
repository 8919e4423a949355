package dkim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// signatureField is the name of the field, in lower case.
const signatureField = "dkim-signature"

// The algorithms that count today: rsa-sha256 (RFC 8301 §3.1) and
// ed25519-sha256 (RFC 8463 §3). rsa-sha1 is known, and forbidden.
const (
	rsaSHA256     = "rsa-sha256"
	ed25519SHA256 = "ed25519-sha256"
	rsaSHA1       = "rsa-sha1"
)

// The canonicalizations (RFC 6376 §3.4).
const (
	simple  = "simple"
	relaxed = "relaxed"
)

// check is one signature under verification.
type check struct {
	Signature
	at     int    // index of the field in the head
	value  string // what stands after the colon
	tags   tags
	signed []string // h=
	key    key
}

// keyAt is the name that the key is at (RFC 6376 §3.6.2.1).
func (c *check) keyAt() string { return c.Selector + "._domainkey." + c.Domain }

// undecided reports whether nothing was found yet that decides.
func (c *check) undecided() bool { return c.Result == "" }

func (c *check) decide(r Result, reason i18n.Text) { c.Result, c.Reason = r, reason }

// validate does what RFC 6376 §6.1.1 asks for before there is a key.
func (c *check) validate(h head) {
	var ok bool
	if c.tags, ok = parseTags(c.value); !ok {
		c.decide(Neutral, reasonSyntax)
		return
	}
	c.Selector, c.Algorithm = c.tags.compact("s"), c.tags.compact("a")
	if d, err := identity.ParseDomain(c.tags.compact("d")); err == nil {
		c.Domain = d
	}
	c.signed = c.tags.list("h")
	for _, validate := range []func(*check){
		(*check).validateForm, (*check).validateMeans, (*check).validateLength, (*check).validateTime, (*check).validateScope,
	} {
		if validate(c); !c.undecided() {
			break
		}
	}
	c.Unsigned = h.unsigned(c.signed)
}

// validateForm asks for the version, the required tags and values that can be read.
func (c *check) validateForm() {
	if v, ok := c.tags["v"]; ok && v != "1" {
		c.decide(Neutral, reasonVersion.Format(v))
		return
	}
	for _, name := range []string{"v", "a", "b", "bh", "d", "h", "s"} {
		if !c.tags.has(name) {
			c.decide(Neutral, reasonNoTag.Format(name))
			return
		}
	}
	for _, name := range []string{"b", "bh"} {
		if _, ok := c.tags.base64(name); !ok {
			c.decide(Neutral, reasonBadTag.Format(name, c.tags[name]))
			return
		}
	}
	switch {
	case c.Domain == "":
		c.decide(Neutral, reasonBadTag.Format("d", c.tags["d"]))
	case c.Selector == "":
		c.decide(Neutral, reasonBadTag.Format("s", c.tags["s"]))
	}
}

// validateMeans asks for an algorithm, canonicalizations and a query method that we have.
func (c *check) validateMeans() {
	header, body := c.canonicalizations()
	known := []string{simple, relaxed}
	switch {
	case c.Algorithm == rsaSHA1:
		c.decide(PermError, reasonSHA1)
	case c.Algorithm != rsaSHA256 && c.Algorithm != ed25519SHA256:
		c.decide(Neutral, reasonAlgorithm.Format(c.Algorithm))
	case !slices.Contains(known, header) || !slices.Contains(known, body):
		c.decide(Neutral, reasonBadTag.Format("c", c.tags["c"]))
	case !slices.Contains(c.tags.list("q", "dns/txt"), "dns/txt"):
		c.decide(Neutral, reasonBadTag.Format("q", c.tags["q"]))
	}
}

// canonicalizations gives those of c=, each simple where it isn't said.
func (c *check) canonicalizations() (header, body string) {
	header, body, _ = strings.Cut(c.tags.compact("c"), "/")
	if header == "" {
		header = simple
	}
	if body == "" {
		body = simple
	}
	return header, body
}

// validateLength reads l=, a number of up to 76 digits; more than an int64 holds
// is no length of a body.
func (c *check) validateLength() {
	if !c.tags.has("l") {
		return
	}
	n, err := strconv.ParseUint(c.tags.compact("l"), 10, 63)
	if err != nil {
		c.decide(Neutral, reasonBadTag.Format("l", c.tags["l"]))
		return
	}
	limit := int64(n)
	c.Limited = &limit
}

// validateTime reads t= and x=.
func (c *check) validateTime() {
	var times [2]int64
	for i, name := range []string{"t", "x"} {
		if !c.tags.has(name) {
			continue
		}
		n, err := strconv.ParseUint(c.tags.compact(name), 10, 63)
		if err != nil {
			c.decide(Neutral, reasonBadTag.Format(name, c.tags[name]))
			return
		}
		times[i] = int64(n)
	}
	if !c.tags.has("x") {
		return
	}
	if c.tags.has("t") && times[1] <= times[0] {
		c.decide(Neutral, reasonTimes)
		return
	}
	if expires := time.Unix(times[1], 0); time.Now().After(expires) {
		c.Expired = true
		c.decide(PermError, reasonExpired.Format(expires.UTC().Format(time.RFC3339)))
	}
}

// validateScope asks that From is signed, and that i= lies within d=.
func (c *check) validateScope() {
	isFrom := func(name string) bool { return strings.EqualFold(name, "From") }
	if !slices.ContainsFunc(c.signed, isFrom) {
		c.decide(PermError, reasonFromUnsigned)
		return
	}
	if !c.tags.has("i") {
		return
	}
	agent := c.agentDomain()
	if agent != c.Domain && !strings.HasSuffix(agent, "."+c.Domain) {
		c.decide(PermError, reasonAgent.Format(c.tags["i"], c.Domain))
	}
}

// agentDomain is the domain of i=, "" where there is none that can be read.
func (c *check) agentDomain() string {
	i := c.tags.compact("i")
	domain, err := identity.ParseDomain(i[strings.LastIndexByte(i, '@')+1:])
	if err != nil || !strings.Contains(i, "@") {
		return ""
	}
	return domain
}
