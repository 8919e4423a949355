package spelling_test

import (
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"include", "include", 0},
		{"include", "inclde", 1},
		{"include", "incclude", 1},
		{"include", "imclude", 1},
		{"include", "inlcude", 1}, // two letters that changed places are one typo
		{"reject", "rejct", 1},
		{"reject", "regect!", 2},
		{"", "abc", 3},
		{"a", strings.Repeat("a", 40), 32},
	}
	for _, tt := range tests {
		if got := spelling.Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := spelling.Distance(tt.b, tt.a); got != tt.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"name", "from", "mail-from", "via", "ip"}
	for typo, want := range map[string]string{
		"form": "from", "From": "from", "mailfrom": "mail-from", "nmae": "name", "vai": "via",
		"xx": "", "": "", "something else": "", "vxx": "", "frxx": "", // two typos in three or four letters are any word
	} {
		if got := spelling.Nearest(typo, keys); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", typo, got, want)
		}
	}
	if got := spelling.Nearest("rat", []string{"rate", "rats"}); got != "" {
		t.Errorf("of two words as near, %q was taken", got)
	}
}
