package mail_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// read reads the header of a message.
func read(r io.Reader) (mail.Header, error) {
	m, err := mail.Read(r)
	if err != nil {
		return mail.Header{}, err
	}
	return m.Header, nil
}

func TestRead(t *testing.T) {
	from := mail.Field{Name: "From", Value: "info@example.jp"}
	tests := []struct {
		name, in string
		want     mail.Header
	}{
		{"no body", "From: info@example.jp", mail.Header{Fields: []mail.Field{from}}},
		{"body is left alone", "From: info@example.jp\n\nTo: a@example.jp\n\x00", mail.Header{Fields: []mail.Field{from}}},
		{"CRLF", "From: info@example.jp\r\n\r\nbody", mail.Header{Fields: []mail.Field{from}}},
		{"CRs before LF", "From: info@example.jp\r\r\n\r\r\nTo: a@example.jp", mail.Header{Fields: []mail.Field{from}}},
		{"byte order mark", "\uFEFFFrom: info@example.jp\n", mail.Header{Fields: []mail.Field{from}}},
		{"blank before the colon, obsolete", "From : info@example.jp\n", mail.Header{Fields: []mail.Field{from}}},
		{
			"folding, 8-bit bytes and a bare CR", "A:\n b\r\n\t\xff\rc \n \n d\nA:\n",
			mail.Header{Fields: []mail.Field{{Name: "A", Value: "b\t\xff\rc   d"}, {Name: "A"}}, CR: 3},
		},
		{
			"stray lines", "A: b\nFrom nobody\n c\n\xff: d\nFrom: info@example.jp\n",
			mail.Header{Fields: []mail.Field{{Name: "A", Value: "b"}, from}, Stray: 2},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(iotest.OneByteReader(strings.NewReader(tt.in)))
			for i := range got.Fields {
				got.Fields[i].Raw = ""
			}
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// TestRaw keeps every byte of a field, and brings its line ends to CRLF.
func TestRaw(t *testing.T) {
	h, err := read(strings.NewReader("A :\n b\xff\r c \r\n\t\r\r\nnot a field\n of any kind\nB:d"))
	if err != nil {
		t.Fatal(err)
	}
	var raw []string
	for _, f := range h.Fields {
		raw = append(raw, f.Raw)
	}
	if want := []string{"A :\r\n b\xff\r c \r\n\t\r\n", "B:d\r\n"}; !slices.Equal(raw, want) {
		t.Errorf("%q, want %q", raw, want)
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"empty", "", "the input is empty"},
		{"empty line first", "\nFrom: info@example.jp\n", "no header"},
		{"text", "Hello!\n", `the first line, "Hello!", is not a header field`},
		{"folding first", " From: info@example.jp\n", "is not a header field"},
		{"hostile text is cut", strings.Repeat("\x1b", 100), strings.Repeat(`\x1b`, 60) + `"`},
		{"NUL", "From: a\nTo: b\x00c\n", "a NUL byte in line 2"},
		{"CR alone", "From: info@example.jp\rTo: a@example.jp\r\rHello\r", "carriage returns alone"},
		{"UTF-16", "\xff\xfeF\x00r\x00o\x00m\x00:\x00", "UTF-16"},
		{"a line too long", "A: " + strings.Repeat("b", mail.MaxHeader), "larger than 1 MiB"},
		{"too many lines", strings.Repeat("A: b\n", mail.MaxHeader/5+1), "larger than 1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(strings.NewReader(tt.in))
			var e *mail.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if !e.Problem.Complete() || !e.Hint.Complete() || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want %q", err, tt.want)
			}
		})
	}
}

func TestReadPassesErrors(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("From: info@"), iotest.ErrReader(io.ErrClosedPipe))
	if _, err := read(broken); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"From: a@b\n", "A:\r\n b\r\r\n\xff\n c\n\n", "From x\n", "\uFEFFA : b\rc"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var again strings.Builder
		for _, field := range h.Fields {
			if field.Name == "" || strings.ContainsAny(field.Name, ": \t") || strings.ContainsAny(field.Value, "\n\x00") {
				t.Fatalf("field %q", field)
			}
			again.WriteString(field.Raw)
		}
		if len(h.Fields) > 0 {
			h2, err := read(strings.NewReader(again.String()))
			if err != nil || !reflect.DeepEqual(h.Fields, h2.Fields) {
				t.Fatalf("%q became %q, %v", h.Fields, h2.Fields, err)
			}
		}
	})
}
