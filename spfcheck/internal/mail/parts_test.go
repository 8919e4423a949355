package mail

import (
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// TestParts takes multiparts apart.
func TestParts(t *testing.T) {
	tests := []struct {
		name, body, boundary string
		want                 []string
	}{
		{"what is around the parts", "preamble\n--b\nX: 1\n\none\n--b\ntwo\n--b--\nepilogue\n--b\n", "b", []string{"X: 1\n\none", "two"}},
		{"the end is lost", "--b\none\n--b\ntwo\n", "b", []string{"one", "two\n"}},
		{"blanks after the boundary", "--b \t\none\n--b-- \n", "b", []string{"one"}},
		{"a longer boundary is another", "--b\none\n--bb\n--b-\n x--b\n--b--", "b", []string{"one\n--bb\n--b-\n x--b"}},
		{"the line end before a boundary is its own", "--b\none\n\n--b--\n", "b", []string{"one\n"}},
		{"an empty part", "--b\n--b--\n", "b", []string{""}},
		{"line ends", "--b\r\none\r\n\r\n--b\r\r\ntwo\r\r\n--b--", "b", []string{"one\r\n", "two"}},
		{"it isn't there", "one\n", "b", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			parts := newParts(iotest.HalfReader(strings.NewReader(tt.body)), tt.boundary)
			for parts.next() {
				part, err := io.ReadAll(parts)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, string(part))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q instead of %q", got, tt.want)
			}
		})
	}
}
