package identity_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

var byteEscape = regexp.MustCompile(`\\x[0-9A-F]{2}|\\r`)

// unescape puts in the bytes that a text file can't show.
func unescape(s string) string {
	return byteEscape.ReplaceAllStringFunc(s, func(e string) string {
		if e == `\r` {
			return "\r"
		}
		b, err := strconv.ParseUint(e[2:], 16, 8)
		if err != nil {
			panic(err) // the expression allows two hexadecimal digits only
		}
		return string([]byte{byte(b)})
	})
}

func messageFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "messages", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestMessages runs the cases of pra.txtar, with LF and with CRLF line ends.
func TestMessages(t *testing.T) {
	archive := txtar.Parse([]byte(messageFile(t, "pra.txtar")))
	for _, file := range archive.Files {
		t.Run(file.Name, func(t *testing.T) {
			var want, header []string
			for line := range strings.Lines(string(file.Data)) {
				if expectation, ok := strings.CutPrefix(line, "= "); ok {
					want = append(want, strings.TrimSpace(expectation))
				} else {
					header = append(header, line)
				}
			}
			if len(want) == 0 {
				t.Fatal("the case expects nothing")
			}
			text := unescape(strings.Join(header, ""))
			checkMessage(t, text, want)
			checkMessage(t, strings.ReplaceAll(text, "\n", "\r\n")+"\r\nFrom: body@example.net\r\n", want)
		})
	}
}

func checkMessage(t *testing.T, text string, want []string) {
	t.Helper()
	h, err := identity.ReadHeader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	ids := identities(t, identity.Source{Header: &h})
	for _, w := range want {
		kind, _, _ := strings.Cut(w, " ")
		if got := summary(ids[identity.Kind(kind)]); got != w {
			t.Errorf("got  %s (%s)\nwant %s", got, ids[identity.Kind(kind)].Why.EN, w)
		}
	}
}

// identities gives the identities by kind, and checks what holds of all of them.
func identities(t *testing.T, s identity.Source) map[identity.Kind]identity.Identity {
	t.Helper()
	list, notes, err := s.Identities()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notes {
		if !n.Complete() {
			t.Errorf("a note lacks a language: %+v", n)
		}
	}
	byKind := map[identity.Kind]identity.Identity{}
	for i, id := range list {
		byKind[id.Kind] = id
		if id.Kind != identity.Kinds[i] {
			t.Errorf("identity %d is %s, not %s", i, id.Kind, identity.Kinds[i])
		}
		known := id.Status == identity.Known
		if id.Evaluable() != (id.Address != "") || known && id.Domain == "" || known == id.Why.Complete() {
			t.Errorf("not as its status has it: %+v", id)
		}
		if id.Evaluable() && (!strings.HasSuffix(id.Address, "@"+id.Domain) || id.Sender() != id.Local+"@"+id.Domain) {
			t.Errorf("address and domain differ: %+v", id)
		}
	}
	if len(list) != len(identity.Kinds) {
		t.Errorf("%d identities", len(list))
	}
	return byKind
}

// summary is how the test files write an identity.
func summary(id identity.Identity) string {
	return strings.Join(strings.Fields(strings.Join([]string{string(id.Kind), string(id.Status), id.Address, string(id.Input), id.Field}, " ")), " ")
}
