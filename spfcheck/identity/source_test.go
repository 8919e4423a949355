package identity_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

func TestSource(t *testing.T) {
	long := strings.Repeat("a", 64)
	header := &identity.Header{Fields: []mail.Field{
		{Name: "Return-Path", Value: "<bounce@example.jp>"},
		{Name: "Sender", Value: "office@example.net"},
		{Name: "From", Value: "info@example.jp"},
		{Name: "From", Value: "other@example.jp"},
	}}
	resent := &identity.Header{Fields: []mail.Field{
		{Name: "Resent-From", Value: "resent@example.org"},
		{Name: "From", Value: "info@example.jp"},
	}}
	tests := []struct {
		name   string
		source identity.Source
		want   []string
	}{
		{"nothing", identity.Source{}, []string{
			"mailfrom not-given", "helo not-given", "from not-given", "pra not-given",
		}},
		{"inputs alone", identity.Source{
			MailFrom: new("Bounce@EXAMPLE.jp"), Helo: "Mail.Example.jp.", From: "Shop <shop@example.jp>", Sender: "<office@example.net>",
		}, []string{
			"mailfrom known Bounce@example.jp mail-from", "helo known postmaster@mail.example.jp helo",
			"from known shop@example.jp from", "pra known office@example.net sender",
		}},
		{"bare domains", identity.Source{From: "Shop.例え.jp"}, []string{
			"from known postmaster@shop.xn--r8jz45g.jp from", "pra known postmaster@shop.xn--r8jz45g.jp from",
		}},
		{"Sender alone", identity.Source{Sender: "example.net"}, []string{
			"from not-given", "pra known postmaster@example.net sender",
		}},
		{"the message alone", identity.Source{Header: header}, []string{
			"mailfrom known bounce@example.jp Return-Path", "from malformed From", "pra known office@example.net Sender",
		}},
		{"from replaces all From fields", identity.Source{Header: header, From: "shop.example.jp"}, []string{
			"from known postmaster@shop.example.jp from", "pra known office@example.net Sender",
		}},
		{"sender replaces the Sender field", identity.Source{Header: header, Sender: "a@example.com"}, []string{
			"pra known a@example.com sender",
		}},
		{"mail-from wins over Return-Path", identity.Source{Header: header, MailFrom: new("a@example.com")}, []string{
			"mailfrom known a@example.com mail-from",
		}},
		{"Resent fields win over inputs", identity.Source{Header: resent, From: "a@example.com", Sender: "b@example.com"}, []string{
			"from known a@example.com from", "pra known resent@example.org Resent-From",
		}},
		{"null reverse-path", identity.Source{MailFrom: new("<>"), Helo: "mail.example.jp"}, []string{
			"mailfrom known postmaster@mail.example.jp helo", "helo known postmaster@mail.example.jp helo",
		}},
		{"null reverse-path, empty input", identity.Source{MailFrom: new(""), Helo: "mail.example.jp", Header: header}, []string{
			"mailfrom known postmaster@mail.example.jp helo",
		}},
		{"null reverse-path, no HELO name", identity.Source{MailFrom: new("")}, []string{
			"mailfrom not-given mail-from", "helo not-given",
		}},
		{"null reverse-path, HELO with an address", identity.Source{MailFrom: new(""), Helo: "[192.0.2.1]"}, []string{
			"mailfrom bad-domain postmaster@[192.0.2.1] helo", "helo bad-domain postmaster@[192.0.2.1] helo",
		}},
		{"HELO with an IPv6 address", identity.Source{Helo: "[IPv6:2001:db8::1]"}, []string{"helo bad-domain postmaster@[IPv6:2001:db8::1] helo"}},
		{"HELO with a bare IP address", identity.Source{Helo: "192.0.2.1"}, []string{"helo bad-domain postmaster@192.0.2.1 helo"}},
		{"HELO with a bare IPv6 address", identity.Source{Helo: "2001:db8::1"}, []string{"helo bad-domain postmaster@2001:db8::1 helo"}},
		{"HELO with one label", identity.Source{Helo: "localhost"}, []string{"helo known postmaster@localhost helo"}},
		{"HELO with two dots in a row", identity.Source{Helo: "a..example.jp"}, []string{"helo bad-domain postmaster@a..example.jp helo"}},
		{"HELO with an address", identity.Source{Helo: "a@example.jp"}, []string{"helo bad-domain postmaster@a@example.jp helo"}},
		{"HELO with hostile bytes", identity.Source{Helo: "\xff\x1b"}, []string{"helo bad-domain postmaster@\xff\x1b helo"}},
		{"envelope From without a local part", identity.Source{MailFrom: new("@example.jp")}, []string{"mailfrom known postmaster@example.jp mail-from"}},
		{"envelope From with a literal", identity.Source{MailFrom: new("a@[192.0.2.1]")}, []string{"mailfrom bad-domain a@[192.0.2.1] mail-from"}},
		{"envelope From with an address", identity.Source{MailFrom: new("a@192.0.2.1")}, []string{"mailfrom bad-domain a@192.0.2.1 mail-from"}},
		{"bare domain with a long label", identity.Source{From: long + ".jp"}, []string{"from bad-domain postmaster@" + long + ".jp from"}},
		{"address with a long label", identity.Source{From: "a@" + long + ".jp"}, []string{"from bad-domain a@" + long + ".jp from"}},
		{"one label is a domain in an address", identity.Source{MailFrom: new("root@localhost")}, []string{
			"mailfrom known root@localhost mail-from",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ids := identities(t, tt.source)
			for _, w := range tt.want {
				kind, _, _ := strings.Cut(w, " ")
				if got := summary(ids[identity.Kind(kind)]); got != w {
					t.Errorf("got %q, want %q", got, w)
				}
			}
		})
	}
}

func TestSourceErrors(t *testing.T) {
	tests := []struct {
		name   string
		source identity.Source
		input  input.Name
		words  []string // of the message
	}{
		{"envelope From without a domain", identity.Source{MailFrom: new("bounce")}, "mail-from", []string{`no @ in "bounce"`, "info@example.jp"}},
		{"envelope From without an end", identity.Source{MailFrom: new("a@")}, "mail-from", []string{"nothing follows the @"}},
		{"envelope From with two addresses", identity.Source{MailFrom: new("a@example.jp,b@example.jp")}, "mail-from", []string{"more than one address"}},
		{"From with a word", identity.Source{From: "info"}, "from", []string{`no @ in "info"`, "a domain such as example.jp"}},
		{"From with an IP address", identity.Source{From: "192.0.2.1"}, "from", []string{"IP address"}},
		{"From with a URL", identity.Source{From: "http://example.jp/"}, "from", []string{`':'`}},
		{"From with a full-width @", identity.Source{From: "ｓｈｏｐ＠example.jp"}, "from", []string{"full-width", `write "shop@example.jp"`}},
		{"From in full-width letters", identity.Source{From: "ｓｈｏｐ@example.jp"}, "from", []string{"full-width", `write "shop@example.jp"`}},
		{"Sender with a null address", identity.Source{Sender: "<>"}, "sender", []string{"no address"}},
		{"hostile bytes are quoted", identity.Source{From: "\x1b[31m@example.jp"}, "from", []string{`\x1b`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := tt.source.Identities()
			var e *input.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if e.Input != tt.input || !e.Problem.Complete() || !e.Hint.Complete() {
				t.Errorf("got %+v", e)
			}
			for _, w := range tt.words {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q lacks %q", err, w)
				}
			}
			if strings.ContainsAny(e.Problem.JA+e.Hint.JA+err.Error(), "\x1b\n") {
				t.Errorf("raw bytes in %q", err)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	tests := []struct {
		name   string
		source identity.Source
		want   []string
	}{
		{"all is known", identity.Source{MailFrom: new("a@example.jp")}, nil},
		{"nothing is known", identity.Source{}, nil},
		{"null reverse-path", identity.Source{MailFrom: new(""), Helo: "mail.example.jp"}, []string{"mail.example.jp"}},
		{"a CR within a line", identity.Source{Header: &identity.Header{CR: 7}}, []string{"line 7 of the header has a carriage return"}},
		{"stray line", identity.Source{Header: &identity.Header{Stray: 7}}, []string{"line 7"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, notes, err := tt.source.Identities()
			if err != nil || len(notes) != len(tt.want) {
				t.Fatalf("notes %v, error %v", notes, err)
			}
			for i, w := range tt.want {
				if !strings.Contains(notes[i].EN, w) {
					t.Errorf("note %q lacks %q", notes[i].EN, w)
				}
			}
		})
	}
}
