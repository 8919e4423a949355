package dkim

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"strings"
)

// keyTypes are the types of keys that there are (RFC 6376 §3.6.1, RFC 8463 §4.2), with what
// reads one; nil for anything else.
var keyTypes = []keyType{{"rsa", readRSA}, {"ed25519", readEd25519}}

type keyType struct {
	name string
	read func([]byte) crypto.PublicKey
}

// parse reads p= and gives the length of the key in bits.
func (k *key) parse(name, kind string) (bits int, p problem) {
	i := slices.IndexFunc(keyTypes, func(t keyType) bool { return t.name == kind })
	if i < 0 {
		return 0, problem{UnknownType, reasonUnknownKey.Format(name)}
	}
	data, ok := k.tags.base64("p")
	if !ok {
		return 0, notBase64(name, k.tags.compact("p"))
	}
	k.public = keyTypes[i].read(data)
	switch public := k.public.(type) {
	case *rsa.PublicKey:
		return public.N.BitLen(), problem{}
	case ed25519.PublicKey:
		return len(public) * 8, problem{}
	}
	return 0, noPublic(name, kind, data)
}

// notBase64 says why p= can't be decoded.
func notBase64(name, text string) problem {
	digits := strings.TrimRight(text, "=")
	if i := strings.IndexFunc(digits, notDigit); i >= 0 {
		return problem{Unreadable, reasonNotBase64.Format(name, digits[i:])}
	}
	return problem{Cut, reasonCutBase64.Format(name)} // a single digit is left over
}

// notDigit reports whether r is none of the digits of base64 (RFC 4648 §4).
func notDigit(r rune) bool {
	return !('A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '+' || r == '/')
}

// noPublic says why the data is no key of that type.
func noPublic(name, kind string, data []byte) problem {
	for _, t := range keyTypes {
		if t.name != kind && t.read(data) != nil {
			return problem{WrongType, reasonWrongType.Format(name, t.name, kind)}
		}
	}
	if public, err := x509.ParsePKIXPublicKey(data); err == nil {
		if _, ok := public.(ed25519.PublicKey); ok {
			return problem{WrongType, reasonWrapped.Format(name)}
		}
	}
	if size := sizeOf(data); size > len(data) {
		return problem{Cut, reasonCut.Format(name, len(data), size)}
	}
	return problem{Unreadable, reasonBadKey.Format(name)}
}

// sizeOf is how many octets a key in DER begins to be: a sequence, whose length
// comes first (X.690 §8.1.3). It is 0 where the data doesn't begin so.
func sizeOf(der []byte) int {
	if len(der) < 4 || der[0] != 0x30 {
		return 0
	}
	switch der[1] {
	case 0x81:
		return 3 + int(der[2])
	case 0x82:
		return 4 + int(der[2])<<8 + int(der[3])
	default:
		return 2 + int(der[1]&0x7f)
	}
}

// readEd25519 takes the bare key.
func readEd25519(data []byte) crypto.PublicKey {
	if len(data) != ed25519.PublicKeySize {
		return nil
	}
	return ed25519.PublicKey(data)
}

// readRSA takes both forms that RFC 6376 §3.6.1 and its erratum 3017 name.
func readRSA(der []byte) crypto.PublicKey {
	if public, err := x509.ParsePKIXPublicKey(der); err == nil {
		if rsaKey, ok := public.(*rsa.PublicKey); ok {
			return rsaKey
		}
		return nil
	}
	if public, err := x509.ParsePKCS1PublicKey(der); err == nil {
		return public
	}
	return nil
}
