// Package dkimtest signs messages for tests. It is written from RFC 6376 alone and
// in another way than package dkim, with whole strings and regular expressions, so
// that the two can be compared.
package dkimtest

import (
	"cmp"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The canonicalizations (RFC 6376 §3.4).
const (
	Simple  = "simple"
	Relaxed = "relaxed"
)

// Signature says how to sign. Without more than a Key it covers every field and all
// of the body in simple/simple, for s1 of shop.example.jp.
type Signature struct {
	Key          crypto.Signer // an *rsa.PrivateKey or ed25519.PrivateKey
	Header, Body string        // canonicalizations; "": simple
	Fields       []string      // h=; nil: every field, as often as it is there
	Tags         []string      // further tags, such as "i=@shop.example.jp"
	Limit        *int          // l=; nil: none
	Fold         string        // what stands after each semicolon and within b=; "": a space, and nothing
}

// field is a header field with its folding and line end.
var field = regexp.MustCompile(`[^\n]*\r\n(?:[ \t][^\n]*\r\n)*`)

// chunks are the parts of base64 between folds.
var chunks = regexp.MustCompile(`.{70}`)

// Sign gives the message, whose lines end in CRLF, with a DKIM-Signature field on
// top (RFC 6376 §3.7).
func (s Signature) Sign(t testing.TB, message string) string {
	t.Helper()
	if s.Fields == nil {
		fields, _ := split(message)
		for _, f := range fields {
			s.Fields = append(s.Fields, fieldName(f))
		}
	}
	header, body := s.Covered(message)
	own := "DKIM-Signature: " + s.tags(hash(body))
	signed := header + strings.TrimSuffix(CanonicalField(own+"\r\n", s.Header), "\r\n")
	b := encode(s.sign(t, hash(signed)))
	return own + chunks.ReplaceAllString(b, "$0"+s.Fold) + "\r\n" + message
}

// Covered gives what the signature covers of a message, its own field left out: the
// Fields and the body, in their canonical forms.
func (s Signature) Covered(message string) (header, body string) {
	fields, body := split(message)
	for _, f := range s.choose(fields) {
		header += CanonicalField(f, s.Header)
	}
	body = CanonicalBody(body, s.Body)
	if s.Limit != nil {
		body = body[:min(*s.Limit, len(body))]
	}
	return header, body
}

// split gives the fields of a message and its body.
func split(message string) (fields []string, body string) {
	header, body, _ := strings.Cut(message, "\r\n\r\n")
	return field.FindAllString(header+"\r\n", -1), body
}

// tags gives the tag list, with an empty b= at its end (RFC 6376 §3.5).
func (s Signature) tags(bodyHash []byte) string {
	algorithm := "rsa-sha256"
	if s.ed25519() {
		algorithm = "ed25519-sha256"
	}
	tags := []string{
		"v=1", "a=" + algorithm, "c=" + cmp.Or(s.Header, Simple) + "/" + cmp.Or(s.Body, Simple),
		"d=shop.example.jp", "s=s1",
	}
	tags = append(tags, s.Tags...)
	if s.Limit != nil {
		tags = append(tags, fmt.Sprintf("l=%d", *s.Limit))
	}
	tags = append(tags, "h="+strings.Join(s.Fields, ":"), "bh="+encode(bodyHash), "b=")
	return strings.Join(tags, ";"+cmp.Or(s.Fold, " "))
}

// choose gives the fields that h= means, of several with one name the lowest first;
// a name without a field left means nothing (RFC 6376 §5.4.2).
func (s Signature) choose(fields []string) []string {
	fields = slices.Clone(fields)
	slices.Reverse(fields)
	var chosen []string
	for _, name := range s.Fields {
		i := slices.IndexFunc(fields, func(f string) bool { return strings.EqualFold(fieldName(f), name) })
		if i >= 0 {
			chosen = append(chosen, fields[i])
			fields = slices.Delete(fields, i, i+1)
		}
	}
	return chosen
}

func fieldName(field string) string {
	name, _, _ := strings.Cut(field, ":")
	return strings.TrimRight(name, " \t")
}

func (s Signature) ed25519() bool {
	_, ok := s.Key.(ed25519.PrivateKey)
	return ok
}

func (s Signature) sign(t testing.TB, sum []byte) []byte {
	t.Helper()
	options := crypto.SHA256
	if s.ed25519() { // the hash is the message that is signed (RFC 8463 §3)
		options = crypto.Hash(0)
	}
	b, err := s.Key.Sign(rand.Reader, sum, options)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var (
	spaces    = regexp.MustCompile(`[ \t]+`)
	colon     = regexp.MustCompile(`^([^:]*?) ?: ?`)
	lineSpace = regexp.MustCompile(` (\r\n|$)`)
	lastEnds  = regexp.MustCompile(`(\r\n)*$`)
)

// CanonicalField gives a field, with its line end, in its canonical form (RFC 6376
// §3.4.1, §3.4.2).
func CanonicalField(field, form string) string {
	if form != Relaxed {
		return field
	}
	field = strings.ReplaceAll(field, "\r\n", "")
	field = strings.Trim(spaces.ReplaceAllString(field, " "), " ")
	name, value, _ := strings.Cut(colon.ReplaceAllString(field, "$1:"), ":")
	return strings.ToLower(name) + ":" + value + "\r\n"
}

// CanonicalBody gives a body in its canonical form (RFC 6376 §3.4.3, §3.4.4).
func CanonicalBody(body, form string) string {
	if form != Relaxed {
		return lastEnds.ReplaceAllString(body, "") + "\r\n"
	}
	body = lineSpace.ReplaceAllString(spaces.ReplaceAllString(body, " "), "$1")
	if body = lastEnds.ReplaceAllString(body, ""); body == "" {
		return ""
	}
	return body + "\r\n"
}

// Published gives the p= of a key (RFC 6376 §3.6.1, RFC 8463 §4.2).
func Published(t testing.TB, key crypto.Signer) string {
	t.Helper()
	if public, ok := key.Public().(ed25519.PublicKey); ok {
		return encode(public)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return encode(der)
}

func hash(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
