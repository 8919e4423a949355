package dkim_test

import (
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
)

// TestReadKey reads what can stand at the name of a key.
func TestReadKey(t *testing.T) {
	good := "v=DKIM1; k=rsa; p=" + dkimtest.Published(t, rsaKey(t, 2048))
	short := "p=" + shortKey
	bare := "p=" + dkimtest.Published(t, edKey())
	wrapped := "k=ed25519; p=MCowBQYDK2VwAyEAywCipDJ/yLfv7bPYJZnrPUuQ+7rR5omElq94w1aFxLw="
	tests := []struct {
		name    string
		texts   []string
		want    dkim.Key
		problem string
	}{
		{"RSA", []string{good}, dkim.Key{Text: good, Type: "rsa", Bits: 2048}, ""},
		{"beside another text", []string{"v=spf1 -all", good}, dkim.Key{Text: good, Type: "rsa", Bits: 2048}, ""},
		{"testing", []string{good + "; t=y:s"}, dkim.Key{Text: good + "; t=y:s", Type: "rsa", Bits: 2048, Testing: true}, ""},
		{"Ed25519", []string{"k=ed25519; " + bare}, dkim.Key{Text: "k=ed25519; " + bare, Type: "ed25519", Bits: 256}, ""},
		{"none", nil, dkim.Key{Fault: dkim.NoKey}, "there is no key"},
		{"another text", []string{"v=spf1 -all"}, dkim.Key{Fault: dkim.NotKey}, "is not a DKIM key"},
		{"the same twice", []string{good, strings.ReplaceAll(good, "; ", " ; ") + ";"}, dkim.Key{Text: good, Type: "rsa", Bits: 2048}, ""},
		{"several", []string{good, short}, dkim.Key{Fault: dkim.SeveralKeys}, "2 keys"},
		{"revoked", []string{"v=DKIM1; p="}, dkim.Key{Text: "v=DKIM1; p=", Fault: dkim.Revoked}, "revoked"},
		{"no base64", []string{"p=!"}, dkim.Key{Text: "p=!", Type: "rsa", Fault: dkim.Unreadable}, `not base64 from "!"`},
		{"unknown type", []string{"k=dsa; p=AAAA"}, dkim.Key{Text: "k=dsa; p=AAAA", Type: "dsa", Fault: dkim.UnknownType}, "unknown type"},
		{"short", []string{short}, dkim.Key{Text: short, Type: "rsa", Bits: 512, Fault: dkim.TooShort}, "512 bits"},
		{"not for mail", []string{good + "; s=tlsrpt"}, dkim.Key{Text: good + "; s=tlsrpt", Type: "rsa", Bits: 2048, Fault: dkim.NotForMail}, "not for mail"},
		{"sha1 alone", []string{good + "; h=sha1"}, dkim.Key{Text: good + "; h=sha1", Type: "rsa", Bits: 2048, Fault: dkim.NoSHA256}, "sha256 is the only one"},
		{"sha1, too", []string{good + "; h=sha1 : sha256"}, dkim.Key{Text: good + "; h=sha1 : sha256", Type: "rsa", Bits: 2048}, ""},
		{"cut", []string{good[:234]}, dkim.Key{Text: good[:234], Type: "rsa", Fault: dkim.Cut}, "162 of 294 bytes"},
		{"cut inside a group", []string{good[:231]}, dkim.Key{Text: good[:231], Type: "rsa", Fault: dkim.Cut}, "ends in the middle"},
		{"no key", []string{"p=AAAA"}, dkim.Key{Text: "p=AAAA", Type: "rsa", Fault: dkim.Unreadable}, "not a public key"},
		{"RSA as Ed25519", []string{"k=ed25519; " + short}, dkim.Key{Text: "k=ed25519; " + short, Type: "ed25519", Fault: dkim.WrongType}, "of the type rsa, and not ed25519"},
		{"Ed25519 as RSA", []string{bare}, dkim.Key{Text: bare, Type: "rsa", Fault: dkim.WrongType}, "of the type ed25519, and not rsa"},
		{"Ed25519, wrapped", []string{wrapped}, dkim.Key{Text: wrapped, Type: "ed25519", Fault: dkim.WrongType}, "wrapped"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := dkim.ReadKey("s1._domainkey.shop.example.jp", tt.texts)
			problem := got.Problem
			got.Problem = tt.want.Problem
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if problem.Complete() != (tt.problem != "") || !strings.Contains(problem.EN, tt.problem) {
				t.Errorf("problem %q, want %q", problem.EN, tt.problem)
			}
		})
	}
}
