package mail

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"
	"mime/quotedprintable"
	"strings"
)

// longLine is how long a line of quoted-printable may be. RFC 2045 §6.7 allows 76
// octets, which not everybody keeps to.
const longLine = 64 << 10

// Decode reads what stands in r in a Content-Transfer-Encoding. It reports false,
// and gives r itself, for one that is not known, such as x-uuencode. An error of
// the reader comes after all that could be decoded.
func Decode(r io.Reader, encoding string) (decoded io.Reader, known bool) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "7bit", "8bit", "binary":
		return r, true
	case "quoted-printable":
		return quotedprintable.NewReader(bufio.NewReaderSize(r, longLine)), true
	case "base64":
		return base64.NewDecoder(base64.RawStdEncoding, &alphabetOnly{r: r}), true
	default:
		return r, false
	}
}

var errAfterEnd = errors.New("base64 goes on after its end")

// alphabetOnly leaves out what is not base64, as RFC 2045 §6.8 wants it, and the
// padding, which may be lost with the end.
type alphabetOnly struct {
	r     io.Reader
	seen  int // characters, with the padding
	ended bool
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

func (a *alphabetOnly) Read(p []byte) (int, error) {
	n, err := a.r.Read(p)
	kept := p[:0]
	for _, c := range p[:n] {
		if strings.IndexByte(alphabet, c) < 0 {
			continue
		}
		a.seen++
		if c == '=' {
			a.ended = true
			continue
		}
		if a.ended {
			return len(kept), errAfterEnd
		}
		kept = append(kept, c)
	}
	if err == io.EOF && a.seen%4 != 0 {
		err = io.ErrUnexpectedEOF
	}
	return len(kept), err
}
