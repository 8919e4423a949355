package resolve

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// pinName stands before a pin, as in RFC 7469 §2.1.1, which RFC 7858 appendix A takes.
const pinName = "pin-sha256="

// identify reads what stands behind # of a server's address: the name of its
// certificate, as Unbound and systemd-resolved have it, and pins of its key, separated
// by commas.
func (e *endpoint) identify(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		if pin, ok := strings.CutPrefix(part, pinName); ok {
			key, err := base64.StdEncoding.DecodeString(pin)
			if err != nil || len(key) != sha256.Size {
				return fmt.Errorf("%q is not the Base64 of a SHA-256", pin)
			}
			e.pins = append(e.pins, [sha256.Size]byte(key))
			continue
		}
		if e.name != "" || !isHostName(part) {
			return fmt.Errorf("%q is neither the name of a certificate nor a pin", part)
		}
		e.name = strings.TrimSuffix(part, ".")
	}
	return nil
}

var errPin = errors.New("the key of the server's certificate matches no pin")

// secure says how the server is verified: by the name of its certificate, and by the
// pins of its key. Pins alone need no authority (RFC 7858 §4.2).
func (e endpoint) secure(config *tls.Config) *tls.Config {
	if config == nil {
		config = &tls.Config{}
	}
	config = config.Clone()
	if e.name != "" {
		config.ServerName = e.name
	}
	if len(e.pins) == 0 {
		return config
	}
	config.InsecureSkipVerify = e.name == "" // the pins do it
	config.VerifyConnection = func(state tls.ConnectionState) error {
		if !slices.Contains(e.pins, sha256.Sum256(state.PeerCertificates[0].RawSubjectPublicKeyInfo)) {
			return errPin
		}
		return nil
	}
	return config
}
