package dkim_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	mailread "github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// mail is the message that the tests sign. Its subject is raw ISO-2022-JP, its
// body has 8-bit bytes, spaces at line ends and empty lines at the end.
const mail = "From: Shop <noreply@shop.example.jp>\r\n" +
	"To: user@docomo.ne.jp\r\n" +
	"Subject: \x1b$B%F%9%H\x1b(B\r\n" +
	"\tnews\r\n" +
	"Date: Mon, 2 Nov 2026 10:15:30 +0900\r\n" +
	"\r\n" +
	"Hello \t \r\n\x83e\x83X\x83g\xff\r\n\r\n  again\r\n\r\n\r\n"

// keys makes each key once: an RSA key of 4096 bits takes a while.
var keys = struct {
	sync.Mutex
	rsa map[int]*rsa.PrivateKey
}{rsa: map[int]*rsa.PrivateKey{}}

func rsaKey(t testing.TB, bits int) *rsa.PrivateKey {
	t.Helper()
	keys.Lock()
	defer keys.Unlock()
	if keys.rsa[bits] == nil {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		keys.rsa[bits] = key
	}
	return keys.rsa[bits]
}

// edKey is always the same, so that a seed in a fuzz corpus stays signed.
func edKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
}

// record gives a TXT record for s1 of shop.example.jp, cut into strings of no
// more than 200 octets as DNS wants them.
func record(text string) string {
	var zone strings.Builder
	zone.WriteString("s1._domainkey.shop.example.jp. TXT")
	for len(text) > 200 {
		fmt.Fprintf(&zone, " %q", text[:200])
		text = text[200:]
	}
	fmt.Fprintf(&zone, " %q\n", text)
	return zone.String()
}

func keyRecord(t testing.TB, signer crypto.Signer) string {
	t.Helper()
	kind := "rsa"
	if _, ok := signer.(ed25519.PrivateKey); ok {
		kind = "ed25519"
	}
	return record("v=DKIM1; k=" + kind + "; p=" + dkimtest.Published(t, signer))
}

func lookup(t testing.TB, zone string) resolve.Lookup {
	t.Helper()
	z := dnstest.Zone(t, zone)
	return resolve.Lookup{Exchanger: resolve.Offline(z)}
}

// verifyIn verifies the signatures of a message, with the keys that lookup finds.
func verifyIn(ctx context.Context, lookup resolve.Lookup, text string) ([]dkim.Signature, error) {
	opened, err := mailread.Open(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	m, err := mailread.Read(opened)
	if err != nil {
		return nil, err
	}
	v := dkim.NewVerifier(m.Header)
	if _, err := io.Copy(v, m.Body); err != nil {
		return nil, err
	}
	return v.Signatures(ctx, lookup)
}

// verify verifies a message with a zone that knows shop.example.jp whole.
func verify(t testing.TB, text, zone string) []dkim.Signature {
	t.Helper()
	const soa = "shop.example.jp. SOA ns. root. 1 1 1 1 1\n"
	all, err := verifyIn(context.Background(), lookup(t, soa+zone), text)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if !s.Reason.Complete() || strings.Contains(s.Reason.EN+s.Reason.JA, "%!") {
			t.Errorf("reason: %+v", s.Reason)
		}
	}
	return all
}

// one expects a single signature.
func one(t testing.TB, message, zone string) dkim.Signature {
	t.Helper()
	all := verify(t, message, zone)
	if len(all) != 1 {
		t.Fatalf("got %d signatures: %+v", len(all), all)
	}
	return all[0]
}
