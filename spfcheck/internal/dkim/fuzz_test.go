package dkim_test

import (
	"crypto"
	"regexp"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
	mailread "github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// FuzzVerify compares with an independent signer: what it signed passes, in every
// canonical form; and with one byte changed it passes if, and only if, the signer
// finds that what it covers is as it was. how says how it is signed, limit is l=, at
// the place of the changed byte, and flip what is changed of it.
func FuzzVerify(f *testing.F) {
	for _, m := range [][2]string{
		{"Subject: a", ""},
		{"Subject: a", "\r\n"},
		{"Subject: a", " \t\r\n \r\n"},
		{"Subject: a", "a \rb\r\n"},
		{"Subject: a", "a\r b \r \r\n\r"},
		{"Subject: a", "\r\ra\r\r\n \r\r\n\r\r"},
		{"Subject: a\rb \r c\r\n \r\n\td", "a \t b\r\n\t \r\n\r\nno end \t"},
		{"Subject :\t a \t\r\n \t\r\n b \t\r\nX:", "a\r\n"},
		{"To: a\r\nTo: b\r\nFrom: c\r\nSUBJECT: d\r\nsubject: e", "line\r\n\r\n\r\nline"},
		{"DKIM-Signature: v=1; b=a; z=b=c;\r\nDKIM-Signature: b", ".\r\n..\r\n"},
		{"Subject: \x1b$B%F%9%H\x1b(B \xff\v\f\u00a0", "\x83e\x83X\x83g \u3000\r\n\v \f \r\n"},
	} {
		for i := range 16 {
			f.Add(m[0], m[1], byte(i*37), uint16(i*11), uint16(i*7), byte(1)<<(i%8))
		}
	}
	f.Fuzz(func(t *testing.T, header, body string, how byte, limit, at uint16, flip byte) {
		message := proper(header, body)
		if !isMessage(message) {
			t.Skip("not a message")
		}
		for _, s := range signatures(t, message, how, int(limit)) {
			record := oddRecord(t, s.Key, how)
			signed := s.Sign(t, message)
			if got := verify(t, signed, record)[0]; got.Result != dkim.Pass {
				t.Fatalf("%q: got %s: %s", signed, got.Result, got.Reason.EN)
			}
			// The first byte stays: as a space it would fold the signature's field.
			own := len(signed) - len(message)
			i := own + 1 + int(at)%(len(message)-1)
			changed := signed[:i] + string([]byte{signed[i] ^ flip}) + signed[i+1:]
			if !isMessage(changed) {
				continue
			}
			want := dkim.Fail
			if covered(s, message) == covered(s, lineEnds.ReplaceAllString(changed[own:], "\r\n")) {
				want = dkim.Pass
			}
			if got := verify(t, changed, record)[0]; got.Result != want {
				t.Fatalf("%q: want %s, got %s: %s", changed, want, got.Result, got.Reason.EN)
			}
		}
	})
}

// isMessage reports whether a text is read at all: NUL is not in a header.
func isMessage(text string) bool {
	_, err := mailread.Read(strings.NewReader(text))
	return err == nil
}

var (
	lineEnds  = regexp.MustCompile(`\r*\n`)
	fieldLine = regexp.MustCompile(`(?m)^([A-Za-z0-9-]+)[ \t]*:`)
)

// proper makes a message of what may be none: it begins with From, has CRLF at line
// ends and only fields and folds in its header.
func proper(header, body string) string {
	message := "From: a@shop.example.jp\n"
	for line := range strings.Lines(header + "\n") {
		fold := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		if fold || fieldLine.MatchString(line) {
			message += line
		}
	}
	return lineEnds.ReplaceAllString(message+"\n"+body, "\r\n")
}

// signatures gives one for each canonical form, made as the bits of how say.
func signatures(t *testing.T, message string, how byte, limit int) []dkimtest.Signature {
	s := dkimtest.Signature{Key: edKey(), Fold: []string{" ", "\r\n\t", " \r\n ", "\t"}[how>>1&3]}
	if how&1 != 0 {
		s.Key = rsaKey(t, 1024)
	}
	header, _, _ := strings.Cut(message, "\r\n\r\n")
	for _, name := range fieldLine.FindAllStringSubmatch(header, -1) {
		s.Fields = append(s.Fields, name[1])
	}
	if how&8 != 0 { // named more often than it is there
		s.Fields = append(s.Fields, "FROM", "x-never", "subject")
	}
	if how&16 != 0 {
		s.Tags = []string{"i=news@SHOP.example.jp", "t=1", "x=99999999999", "z=From:b=c|bh:b=\r\n =3B", "foo=b=", "q=dns/txt:http"}
	}
	var all []dkimtest.Signature
	for _, s.Header = range forms {
		for _, s.Body = range forms {
			if how&32 != 0 {
				_, body := s.Covered(message)
				s.Limit = new(limit % (len(body) + 1))
			}
			all = append(all, s)
		}
	}
	return all
}

// covered is all that a signature covers.
func covered(s dkimtest.Signature, message string) [2]string {
	header, body := s.Covered(message)
	return [2]string{header, body}
}

// oddRecord publishes a key in one of the forms that its grammar allows.
func oddRecord(t *testing.T, key crypto.Signer, how byte) string {
	kind, p := "rsa", dkimtest.Published(t, key)
	if how&1 == 0 {
		kind = "ed25519"
	}
	return record([]string{
		"v=DKIM1; k=" + kind + "; p=" + p,
		"v=DKIM1;k=" + kind + ";p=" + strings.TrimRight(p, "="),
		" v = DKIM1 ; g=* ; h= sha1 : sha256 ; n=p= = ; s=* ; t= y:foo ; k= " + kind + " ; p= " + p[:9] + " " + p[9:] + " ;",
		"p=" + p + "; foo=; k=" + kind + ";",
	}[how>>6])
}
