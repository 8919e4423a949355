package message_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var update = flag.Bool("update", false, "sign testdata/messages/signup-dkim.eml anew, with a new key")

const (
	signedMessage = "../../../testdata/messages/signup-dkim.eml"
	signedZone    = "../../../testdata/zones/shop-dkim.zone"
)

// shopZone knows the key of signedMessage.
func shopZone(t testing.TB) resolve.Lookup {
	t.Helper()
	f, err := os.Open(signedZone)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zone, err := resolve.ParseZone(f, signedZone)
	if err != nil {
		t.Fatal(err)
	}
	return resolve.Lookup{Exchanger: resolve.Offline(zone)}
}

func TestSignedMessage(t *testing.T) {
	if *update {
		signAnew(t)
	}
	f, err := os.Open(signedMessage)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := message.Read(context.Background(), f, shopZone(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Signatures) != 1 {
		t.Fatalf("got %+v", m.Signatures)
	}
	if s := m.Signatures[0]; s.Domain != "shop.example.jp" || s.Selector != "s1" || s.Result != dkim.Pass || s.KeyBits != 2048 || s.Unsigned != nil {
		t.Errorf("got %+v", s)
	}
	if f := m.Facts; f.Links != 2 || f.HTML || f.Unread || f.Recipients != 1 || f.MessageID != message.Present || f.From.Addresses[0] != "noreply@shop.example.jp" {
		t.Errorf("got %+v", f)
	}
	ids, _, err := identity.Source{Header: &m.Header}.Identities()
	if err != nil || ids[0].Domain != "amazonses.com" {
		t.Errorf("got %+v, %v", ids, err)
	}
}

// signAnew makes a key, signs the content of the sample message with it and
// publishes it in the zone. The private key is forgotten.
func signAnew(t *testing.T) {
	plain, err := os.ReadFile("../../../testdata/messages/ses-signup.eml")
	if err != nil {
		t.Fatal(err)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	// The fields that a relay adds stand above the signature, as they do in mail.
	trace, rest, _ := strings.Cut(string(plain), "Date:")
	signed := dkimtest.Signature{
		Key: key, Header: dkimtest.Relaxed, Fold: "\r\n\t",
		Fields: []string{"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"},
	}.Sign(t, strings.ReplaceAll("Date:"+rest, "\n", "\r\n"))
	write(t, signedMessage, strings.ReplaceAll(trace+signed, "\r\n", "\n"))

	p := dkimtest.Published(t, key)
	write(t, signedZone, fmt.Sprintf(`; The public key of the signature in messages/signup-dkim.eml, as a patch for the
; zone of shop.example.jp. Nobody has the private key: the test that signed the
; message, in spfcheck/message, makes a new one each time it is run with -update.
s1._domainkey.shop.example.jp. 3600 TXT (
        "v=DKIM1; k=rsa; p="
        "%s"
        "%s" )
`, p[:200], p[200:]))
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
