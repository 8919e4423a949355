package lazy_test

import (
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// TestMustCompile compiles when it matches, and not before.
func TestMustCompile(t *testing.T) {
	if re := lazy.MustCompile(`^a+$`); !re.MatchString("aa") || re.MatchString("b") {
		t.Error("it doesn't match as it should")
	}
	broken := lazy.MustCompile(`(`)
	defer func() {
		if recover() == nil {
			t.Error("what is no regular expression matched")
		}
	}()
	broken.MatchString("")
}
