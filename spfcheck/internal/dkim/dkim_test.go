package dkim_test

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
)

// TestKeysAndCanonicalizations verifies what an independent signer signed, with
// every key in every canonical form.
func TestKeysAndCanonicalizations(t *testing.T) {
	signers := []struct {
		name string
		key  crypto.Signer
		kind string
		bits int
	}{
		{"RSA 1024", rsaKey(t, 1024), "rsa", 1024},
		{"RSA 2048", rsaKey(t, 2048), "rsa", 2048},
		{"RSA 4096, over several strings", rsaKey(t, 4096), "rsa", 4096},
		{"Ed25519", edKey(), "ed25519", 256},
	}
	messages := map[string]string{
		"text": mail, "no body": "From: a@shop.example.jp\r\n\r\n",
		"no line end": "From: a@shop.example.jp\r\n\r\na b",
		"only spaces": "From: a@shop.example.jp\r\n\r\n \t \r\n \r\n",
	}
	for _, s := range signers {
		for _, header := range forms {
			for _, body := range forms {
				for name, m := range messages {
					t.Run(fmt.Sprint(s.name, header, body, name), func(t *testing.T) {
						signature := dkimtest.Signature{Key: s.key, Header: header, Body: body}
						got := one(t, signature.Sign(t, m), keyRecord(t, s.key))
						if got.Result != dkim.Pass || got.KeyType != s.kind || got.KeyBits != s.bits || got.Algorithm != s.kind+"-sha256" {
							t.Errorf("got %+v", got)
						}
					})
				}
			}
		}
	}
}

var forms = []string{dkimtest.Simple, dkimtest.Relaxed}

func TestSignature(t *testing.T) {
	signed := dkimtest.Signature{Key: edKey(), Fields: []string{"From", "Subject"}}.Sign(t, mail)
	got := one(t, signed, record("t=y:s; k=ed25519; p="+dkimtest.Published(t, edKey())))
	if got.Domain != "shop.example.jp" || got.Selector != "s1" || got.Result != dkim.Pass || !got.Testing || got.Limited != nil {
		t.Errorf("got %+v", got)
	}
	if want := []string{"Date", "To"}; !slices.Equal(got.Unsigned, want) {
		t.Errorf("unsigned: %q", got.Unsigned)
	}
	second := one(t, "From: other@example.org\r\n"+signed, keyRecord(t, edKey()))
	if second.Result != dkim.Pass || !slices.Contains(second.Unsigned, "From") {
		t.Errorf("a second From that isn't signed: %+v", second)
	}
}

// TestChanges says which changes of a message break which signature.
func TestChanges(t *testing.T) {
	change := func(from, to string) func(string) string {
		return func(s string) string { return strings.Replace(s, from, to, 1) }
	}
	tests := []struct {
		name            string
		change          func(string) string
		simple, relaxed dkim.Result
		reason          string
	}{
		{"LF for CRLF", func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }, "pass", "pass", ""},
		{"CR CR LF for CRLF", func(s string) string { return strings.ReplaceAll(s, "\r\n", "\r\r\n") }, "pass", "pass", ""},
		{"the first line of an mbox", func(s string) string { return "From a@shop.example.jp Mon Nov  2 10:15:30 2026\n" + s }, "pass", "pass", ""},
		{"byte order mark", func(s string) string { return "\uFEFF" + s }, "pass", "pass", ""},
		{"empty lines at the end", func(s string) string { return s + "\n\n\n" }, "pass", "pass", ""},
		{"spaces at a line end", change("Hello \t ", "Hello"), "fail", "pass", "body"},
		{"more spaces within a line", change("  again", "\t   again"), "fail", "pass", "body"},
		{"another folding", change("\r\n\tnews", " news"), "fail", "pass", "header"},
		{"a letter in the body", change("Hello", "Hallo"), "fail", "fail", "body"},
		{"a line more in the body", func(s string) string { return s + "buy!\r\n" }, "fail", "fail", "body"},
		{"a byte of the body in UTF-8", change("\xff", "ÿ"), "fail", "fail", "body"},
		{"a letter in the subject", change("news", "nows"), "fail", "fail", "header"},
		{"a subject in another charset", change("\x1b$B%F%9%H\x1b(B", "テスト"), "fail", "fail", "header"},
		{"an unsigned field more", func(s string) string { return "X-Spam: no\r\n" + s }, "pass", "pass", ""},
	}
	for _, tt := range tests {
		for _, form := range forms {
			want := tt.simple
			if form == dkimtest.Relaxed {
				want = tt.relaxed
			}
			signed := dkimtest.Signature{Key: edKey(), Header: form, Body: form}.Sign(t, mail)
			got := one(t, tt.change(signed), keyRecord(t, edKey()))
			if got.Result != want || want == dkim.Fail && !strings.Contains(got.Reason.EN, tt.reason) {
				t.Errorf("%s, %s: got %s: %s", tt.name, form, got.Result, got.Reason.EN)
			}
		}
	}
}

// TestField verifies signatures with something wrong in their field.
func TestField(t *testing.T) {
	tags := []string{"t=1793581200", fmt.Sprint("x=", time.Now().Add(time.Hour).Unix())}
	signed := dkimtest.Signature{Key: edKey(), Tags: tags}.Sign(t, mail)
	sub := func(from, to string) string { return strings.Replace(signed, from, to, 1) }
	tests := []struct {
		name, message string
		want          dkim.Result
		reason        string
	}{
		{"no list", "DKIM-Signature: hello\r\n" + mail, dkim.Neutral, "not a list of tags"},
		{"empty", "DKIM-Signature:\r\n" + mail, dkim.Neutral, "v= is missing"},
		{"a tag twice", sub("v=1;", "v=1; d=example.org;"), dkim.Neutral, "not a list of tags"},
		{"version", sub("v=1;", "v=2;"), dkim.Neutral, "version"},
		{"no d=", sub("d=shop.example.jp;", ""), dkim.Neutral, "d= is missing"},
		{"d= is no domain", sub("d=shop.example.jp;", "d=a..jp;"), dkim.Neutral, "value of d="},
		{"empty s=", sub("s=s1;", "s=;"), dkim.Neutral, "value of s="},
		{"b= is no base64", sub("b=", "b=*"), dkim.Neutral, "value of b"},
		{"unknown algorithm", sub("ed25519-sha256", "dsa-md5"), dkim.Neutral, "algorithm"},
		{"rsa-sha1 (RFC 8301 §3.1)", sub("ed25519-sha256", "rsa-sha1"), dkim.PermError, "RFC 8301"},
		{"canonicalization", sub("c=simple/simple", "c=strict"), dkim.Neutral, "value of c="},
		{"query method", sub("v=1;", "v=1; q=http;"), dkim.Neutral, "value of q="},
		{"t= is no time", sub(" t=", " t=x"), dkim.Neutral, "value of t="},
		{"l= is no number", sub("v=1;", "v=1; l=-1;"), dkim.Neutral, "value of l="},
		{"x= before t=", sub(" x=", " x=1; y="), dkim.Neutral, "before it was made"},
		{"From not signed", sub("From:", ""), dkim.PermError, "From is not among"},
		{"i= of another domain", sub("v=1;", "v=1; i=@example.org;"), dkim.PermError, "neither in the domain"},
		{"i= without @", sub("v=1;", "v=1; i=shop.example.jp;"), dkim.PermError, "neither in the domain"},
		{"another d=", sub("d=shop.example.jp", "d=www.shop.example.jp"), dkim.PermError, "no TXT record"},
		{"another value of t=", sub(" t=1", " t=0"), dkim.Fail, "header"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := one(t, tt.message, keyRecord(t, edKey()))
			if got.Result != tt.want || !strings.Contains(got.Reason.EN, tt.reason) {
				t.Errorf("got %s: %s", got.Result, got.Reason.EN)
			}
		})
	}
}

func TestExpired(t *testing.T) {
	tags := []string{"t=1", fmt.Sprint("x=", time.Now().Add(-time.Hour).Unix())}
	got := one(t, dkimtest.Signature{Key: edKey(), Tags: tags}.Sign(t, mail), keyRecord(t, edKey()))
	if got.Result != dkim.PermError || !got.Expired || got.KeyBits != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestKeyRecord verifies one signature with many key records.
func TestKeyRecord(t *testing.T) {
	p := dkimtest.Published(t, rsaKey(t, 2048))
	bare := base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&rsaKey(t, 2048).PublicKey))
	tests := []struct {
		name, zone string
		want       dkim.Result
		reason     string
	}{
		{"type by default", record("p=" + p), dkim.Pass, ""},
		{"RSAPublicKey (erratum 3017)", record("p=" + bare), dkim.Pass, ""},
		{"spaces in p=", record("p=" + p[:30] + "  " + p[30:]), dkim.Pass, ""},
		{"notes and unknown tags", record("v=DKIM1; g=*; n=hello = there; h=sha1 : sha256; s=email; p=" + p), dkim.Pass, ""},
		{"SPF from a wildcard beside it", record("p="+p) + record("v=spf1 -all"), dkim.Pass, ""},
		{"alias", "s1._domainkey.shop.example.jp. CNAME k.shop.example.jp.\nk.shop.example.jp. TXT " + strings.SplitAfter(record("p="+p), "TXT ")[1], dkim.Pass, ""},
		{"another key", record("p=" + dkimtest.Published(t, rsaKey(t, 1024))), dkim.Fail, "not the one that signed"},
		{"none", "", dkim.PermError, "no TXT record"},
		{"no TXT", "s1._domainkey.shop.example.jp. A 192.0.2.1\n", dkim.PermError, "no TXT record"},
		{"only SPF", record("v=spf1 -all"), dkim.PermError, "not a DKIM key"},
		{"another version", record("v=DKIM2; p=" + p), dkim.PermError, "not a DKIM key"},
		{"two", record("p="+p) + record("p="), dkim.PermError, "2 keys"},
		{"revoked", record("v=DKIM1; p="), dkim.PermError, "revoked"},
		{"no base64", record("p=***"), dkim.PermError, "cannot be read"},
		{"no key", record("p=AAAA"), dkim.PermError, "cannot be read"},
		{"unknown type", record("k=dsa; p=" + p), dkim.PermError, "unknown type"},
		{"Ed25519 in name only", record("k=ed25519; p=" + p), dkim.PermError, "of the type rsa, and not ed25519"},
		{"Ed25519", record("k=ed25519; p=" + dkimtest.Published(t, edKey())), dkim.PermError, `is for "ed25519"`},
		{"only sha1", record("h=sha1; p=" + p), dkim.PermError, "hashes"},
		{"not for mail", record("s=tlsrpt; p=" + p), dkim.PermError, "not for mail"},
		{"strict, and i= is below", record("t=s; p=" + p), dkim.PermError, "t=s"},
		{"512 bits (RFC 8301 §3.2)", record("p=" + shortKey), dkim.PermError, "512 bits"},
	}
	message := dkimtest.Signature{Key: rsaKey(t, 2048), Tags: []string{"i=news@mail.shop.example.jp"}}.Sign(t, mail)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := one(t, message, tt.zone)
			if got.Result != tt.want || !strings.Contains(got.Reason.EN, tt.reason) {
				t.Errorf("got %s: %s", got.Result, got.Reason.EN)
			}
		})
	}
}

// TestDNSFailed holds that a key that can't be looked up is never a failure.
func TestDNSFailed(t *testing.T) {
	message := dkimtest.Signature{Key: edKey()}.Sign(t, mail)
	expired, cancel := context.WithTimeout(context.Background(), -1)
	defer cancel()
	other := lookup(t, "other.example. TXT x\n") // no answer for any other name
	for name, ctx := range map[string]context.Context{"no answer": context.Background(), "deadline": expired} {
		got, err := verifyIn(ctx, other, message)
		if err != nil || len(got) != 1 || got[0].Result != dkim.TempError {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestSeveral(t *testing.T) {
	m := dkimtest.Signature{Key: edKey()}.Sign(t, mail)
	m = "DKIM-Signature: v=1; hello\r\n" + m
	m = dkimtest.Signature{Key: edKey(), Body: dkimtest.Relaxed}.Sign(t, m)
	m = dkimtest.Signature{Key: rsaKey(t, 1024), Tags: []string{"i=@Shop.example.jp"}}.Sign(t, m)
	var got []dkim.Result
	for _, s := range verify(t, m, keyRecord(t, edKey())) {
		got = append(got, s.Result)
	}
	if want := []dkim.Result{dkim.PermError, dkim.Pass, dkim.Neutral, dkim.Pass}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}

	m = mail
	for range 25 {
		m = dkimtest.Signature{Key: edKey(), Fields: []string{"From"}}.Sign(t, m)
	}
	all := verify(t, m, keyRecord(t, edKey()))
	if len(all) != dkim.MaxSignatures+1 || all[dkim.MaxSignatures].Result != dkim.Neutral {
		t.Fatalf("got %d signatures", len(all))
	}
	for _, s := range all[:dkim.MaxSignatures] {
		if s.Result != dkim.Pass {
			t.Errorf("got %+v", s)
		}
	}
}

// shortKey is an RSA key of 512 bits.
const shortKey = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMDkCAwEAAQ=="
