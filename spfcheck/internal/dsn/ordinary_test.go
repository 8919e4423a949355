package dsn_test

import (
	"encoding/base64"
	"html"
	"mime/quotedprintable"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// TestOrdinaryMail reads mail of every day in all the charsets and forms that it comes in:
// none of it is a report.
func TestOrdinaryMail(t *testing.T) {
	archive, err := txtar.ParseFile("../../../testdata/dsn/ordinary.txtar")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, f := range archive.Files {
		header, body, _ := strings.Cut(string(f.Data), "\n\n")
		for charset, e := range charsets {
			for form, put := range forms {
				text, err := encoding.ReplaceUnsupported(e.NewEncoder()).String(put(body, charset))
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(text, encodeMark) {
					text = encodeParts(t, text)
				}
				count++
				r, err := dsn.Read(strings.NewReader(ordinaryHeader(header) + text))
				if err != nil {
					t.Errorf("%s, %s, %s: %v", f.Name, charset, form, err)
				} else if r.Kind.IsReport() || len(r.Recipients) > 0 {
					t.Errorf("%s, %s, %s: %s %+v", f.Name, charset, form, r.Kind, r.Recipients)
				}
			}
		}
	}
	if count < 500 {
		t.Errorf("%d mails, want 500", count)
	}
}

var charsets = map[string]encoding.Encoding{
	"utf-8": unicode.UTF8, "iso-2022-jp": japanese.ISO2022JP, "shift_jis": japanese.ShiftJIS, "euc-jp": japanese.EUCJP,
}

// encodeMark stands before and after what is put into base64 or quoted-printable, which
// is done after the charset.
const encodeMark = "\x01"

// forms put a body into MIME.
var forms = map[string]func(body, charset string) string{
	"plain": func(body, charset string) string {
		return "Content-Type: text/plain; charset=" + charset + "\n\n" + body
	},
	"html": func(body, charset string) string { return htmlForm(body, charset) },
	"base64": func(body, charset string) string {
		return "Content-Type: text/plain; charset=" + charset + "\nContent-Transfer-Encoding: base64\n\n" + encodeMark + "b" + body + encodeMark
	},
	"quoted-printable": func(body, charset string) string {
		return "Content-Type: text/plain; charset=" + charset + "\nContent-Transfer-Encoding: quoted-printable\n\n" + encodeMark + "q" + body + encodeMark
	},
	"alternative": func(body, charset string) string {
		return "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=" + charset + "\n\n" + body + "\n--b\n" + htmlForm(body, charset) + "\n--b--\n"
	},
	"forwarded": func(body, charset string) string {
		return "Content-Type: text/plain; charset=" + charset + "\n\n> " + strings.ReplaceAll(body, "\n", "\n> ") + "\n"
	},
}

func htmlForm(body, charset string) string {
	return "Content-Type: text/html; charset=" + charset + "\n\n<html><head><title>550 x</title></head><body><p>" + strings.ReplaceAll(html.EscapeString(body), "\n", "<br>\n") + "</p></body></html>\n"
}

func encodeParts(t *testing.T, text string) string {
	t.Helper()
	parts := strings.Split(text, encodeMark)
	kind, content := parts[1][:1], parts[1][1:]
	var out strings.Builder
	if kind == "b" {
		out.WriteString(base64.StdEncoding.EncodeToString([]byte(content)))
	} else {
		w := quotedprintable.NewWriter(&out)
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return parts[0] + out.String() + parts[2]
}

// ordinaryHeader is the header of a template, with a return path.
func ordinaryHeader(header string) string {
	path := "Return-Path: <sender@shop.example>\n"
	if rest, null := strings.CutSuffix(header, "\nNULL-PATH"); null {
		header, path = rest, "Return-Path: <>\n"
	}
	return path + header + "\nDate: Thu, 5 Nov 2026 05:50:00 +0900\nMIME-Version: 1.0\n"
}

// TestTemplates reads Postfix's report with a template in Japanese (bounce(5)), in every
// charset and form: the template changes all but the paragraph of the recipient.
func TestTemplates(t *testing.T) {
	const words = "このメールは %s から自動的に送信されています。\n\nお送りいただいたメールを、次の宛先に届けられませんでした。\n\n" +
		"<gone@partner.example>: host mx.partner.example[192.0.2.1] said: 550 5.1.1\n    <gone@partner.example>: Recipient address rejected: User unknown (in reply\n    to RCPT TO command)\n"
	for charset, e := range charsets {
		for form, put := range forms {
			if form == "forwarded" {
				continue
			}
			text, err := e.NewEncoder().String(put(words, charset))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(text, encodeMark) {
				text = encodeParts(t, text)
			}
			r := read(t, "Return-Path: <>\nFrom: =?utf-8?B?6YWN6YCB44K344K544OG44Og?= <MAILER-DAEMON@mail.shop.example>\nSubject: =?utf-8?B?6YWN6YCB44Ko44Op44O8?=\n"+text)
			if len(r.Recipients) != 1 || r.Kind != dsn.Words {
				t.Errorf("%s, %s: %s %+v", charset, form, r.Kind, r.Recipients)
			} else if rc := r.Recipients[0]; rc.Recipient != "gone@partner.example" || rc.ReplyEnhanced != "5.1.1" || rc.Causes[0] != dsn.UnknownUser {
				t.Errorf("%s, %s: %+v", charset, form, rc)
			}
		}
	}
}
