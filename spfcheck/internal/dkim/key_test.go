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
	tests := []struct {
		name    string
		texts   []string
		want    dkim.Key
		problem string
	}{
		{"RSA", []string{good}, dkim.Key{Text: good, Type: "rsa", Bits: 2048}, ""},
		{"beside another text", []string{"v=spf1 -all", good}, dkim.Key{Text: good, Type: "rsa", Bits: 2048}, ""},
		{"testing", []string{good + "; t=y:s"}, dkim.Key{Text: good + "; t=y:s", Type: "rsa", Bits: 2048, Testing: true}, ""},
		{"Ed25519", []string{"k=ed25519; p=" + dkimtest.Published(t, edKey())}, dkim.Key{Text: "k=ed25519; p=" + dkimtest.Published(t, edKey()), Type: "ed25519", Bits: 256}, ""},
		{"none", nil, dkim.Key{}, "there is no key"},
		{"another text", []string{"v=spf1 -all"}, dkim.Key{}, "is not a DKIM key"},
		{"the same twice", []string{good, strings.ReplaceAll(good, "; ", " ; ") + ";"}, dkim.Key{Text: good, Type: "rsa", Bits: 2048}, ""},
		{"several", []string{good, short}, dkim.Key{}, "2 keys"},
		{"revoked", []string{"v=DKIM1; p="}, dkim.Key{Text: "v=DKIM1; p="}, "revoked"},
		{"no base64", []string{"p=!"}, dkim.Key{Text: "p=!", Type: "rsa"}, "cannot be read"},
		{"unknown type", []string{"k=dsa; p=AAAA"}, dkim.Key{Text: "k=dsa; p=AAAA", Type: "dsa"}, "unknown type"},
		{"short", []string{short}, dkim.Key{Text: short, Type: "rsa", Bits: 512}, "512 bits"},
		{"not for mail", []string{good + "; s=tlsrpt"}, dkim.Key{Text: good + "; s=tlsrpt", Type: "rsa", Bits: 2048}, "not for mail"},
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
