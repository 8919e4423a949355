package identity_test

import (
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// The largest header that is read, and what it costs to parse what is in it.
func TestReadHeaderLargest(t *testing.T) {
	for _, unit := range []string{"[", "<", "(a)", ",", `\`, "a@b,", "例", "\x1b(B", "a:b;", "\x83@"} {
		value := strings.Repeat(unit, (mail.MaxHeader-len("From: \n"))/len(unit))
		h, err := identity.ReadHeader(strings.NewReader("From: " + value + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		if id := identities(t, identity.Source{Header: &h})[identity.From]; id.Status != identity.Malformed {
			t.Errorf("many %q: %s", unit, id.Status)
		}
	}
}

func TestSampleMessage(t *testing.T) {
	h, err := identity.ReadHeader(strings.NewReader(messageFile(t, "ses-signup.eml")))
	if err != nil || h.Stray != 0 {
		t.Fatal(h.Stray, err)
	}
	ids := identities(t, identity.Source{Header: &h})
	if got := ids[identity.MailFrom].Domain; got != "amazonses.com" {
		t.Errorf("envelope From at %q", got)
	}
	for _, k := range []identity.Kind{identity.From, identity.PRA} {
		if got := ids[k].Address; got != "noreply@shop.example.jp" {
			t.Errorf("%s is %q", k, got)
		}
	}
	if got := h.Values("RECEIVED"); len(got) != 1 || !strings.Contains(got[0], "[54.240.8.40])\tby ") {
		t.Errorf("Received: %q", got)
	}
}

func FuzzSource(f *testing.F) {
	for _, seed := range []string{"From: a@b\n", "Sender:\r\n b\nResent-From: \xff\n", "Return-Path: <>\nFrom: \x1b$B!<\x1b(B <a@b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if h, err := identity.ReadHeader(strings.NewReader(text)); err == nil {
			identities(t, identity.Source{Header: &h})
		}
	})
}
