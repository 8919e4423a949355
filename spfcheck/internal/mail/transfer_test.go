package mail_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// TestDecode reads text in every encoding, whole and an octet at a time.
func TestDecode(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	tests := []struct {
		name, encoding, text, want string
		faulty                     bool
	}{
		{"none", "", "a=3D", "a=3D", false},
		{"8bit", "8bit", "é", "é", false},
		{"quoted-printable", "Quoted-Printable ", "a=3D=\nb", "a=b", false},
		{"quoted-printable, a long line", "quoted-printable", long + "=3D\nend", long + "=\nend", false},
		{"base64", " BASE64", "aGVsbG8=", "hello", false},
		{"base64 with what is not of it", "base64", "aG*V\n sbG\t8=\n-- \n", "hello", false},
		{"base64 without its padding", "base64", "aGVsbG8", "hello", true},
		{"base64 with too much of it", "base64", "aGVsbG8==", "hello", true},
		{"base64, cut in a character", "base64", "aGVsbG8hI", "hello!", true},
		{"base64 that goes on", "base64", "aGVsbG8=aGVsbG8=", "hello", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(tt.text), iotest.OneByteReader(strings.NewReader(tt.text)), iotest.DataErrReader(strings.NewReader(tt.text))} {
				decoded, known := mail.Decode(r, tt.encoding)
				got, err := io.ReadAll(decoded)
				if string(got) != tt.want || !known || (err != nil) != tt.faulty {
					t.Errorf("got %.40q, %v, %t", got, err, known)
				}
			}
		})
	}
}

// TestDecodeUnknown leaves what it doesn't know as it is.
func TestDecodeUnknown(t *testing.T) {
	decoded, known := mail.Decode(strings.NewReader("begin 644 x"), "x-uuencode")
	if got, err := io.ReadAll(decoded); known || err != nil || string(got) != "begin 644 x" {
		t.Errorf("got %q, %v, %t", got, err, known)
	}
}

// TestDecodePassesErrors gives what was there before an error below, and the error.
func TestDecodePassesErrors(t *testing.T) {
	broken := errors.New("broken")
	for _, encoding := range []string{"7bit", "base64", "quoted-printable"} {
		decoded, _ := mail.Decode(io.MultiReader(strings.NewReader("aGVs"), iotest.ErrReader(broken)), encoding)
		if got, err := io.ReadAll(decoded); !errors.Is(err, broken) || len(got) == 0 {
			t.Errorf("%s: got %q, %v", encoding, got, err)
		}
	}
}
