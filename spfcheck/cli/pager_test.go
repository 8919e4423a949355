package cli

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func TestPagerOf(t *testing.T) {
	for value, want := range map[string]string{"": "", "cat": "", "more": "more", "less -S": "less -S"} {
		if got := pagerOf(func(string) (string, bool) { return value, true }); got != want {
			t.Errorf("PAGER=%q: %q, want %q", value, got, want)
		}
	}
}

func TestThroughPager(t *testing.T) {
	page := func(w io.Writer) error {
		_, err := io.WriteString(w, "a page\n")
		return err
	}
	for pager, want := range map[string]string{
		"tr a-z A-Z":           "A PAGE\n",
		"no-such-pager-at-all": "a page\n", // shown all the same
		"head -c 2":            "a ",       // quit before the end
		"false":                "",         // says itself what is wrong
	} {
		var out, errs bytes.Buffer
		p := &program{stdout: &out, stderr: &errs}
		if err := p.throughPager(t.Context(), pager, page); err != nil || out.String() != want {
			t.Errorf("%s: %q, %v; want %q", pager, out.String(), err, want)
		}
	}
	fails := errors.New("can't be written")
	if err := (&program{}).throughPager(t.Context(), "cat", func(io.Writer) error { return fails }); !errors.Is(err, fails) {
		t.Errorf("got %v, want %v", err, fails)
	}
}
