package dkim_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	msgauth "github.com/emersion/go-msgauth/dkim"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestBeyondTheLibrary verifies what go-msgauth gets wrong or refuses.
func TestBeyondTheLibrary(t *testing.T) {
	const from = "from:a@shop.example.jp\r\n"
	const top = "From: a@shop.example.jp\r\n\r\n"
	limit := signTags(t, "h=From; c=relaxed; l=5", from, "Hello")
	empty := signTags(t, "h=From; c=relaxed; l=0", from, "")
	copied := signTags(t, "h=From:From; c=relaxed; z=Subject:a=20b=20c", from, "Hello\r\n")
	tests := []struct {
		name, message string
		want          dkim.Result
		limited       int64 // -1: none
	}{
		{"l=, all of it", limit + top + "Hello\r\n", dkim.Pass, 5},
		{"l=, and more after it", limit + top + "Hello\r\nbuy!\r\n", dkim.Pass, 5},
		{"l=, and another body", limit + top + "Hallo\r\n", dkim.Fail, 5},
		{"l=, and too short a body", limit + top + "Hel", dkim.Fail, 5},
		{"l=, and no body", limit + top, dkim.Fail, 5},
		{"l=0", empty + top + "anything", dkim.Pass, 0},
		{"b= in z=", copied + top + "Hello\r\n", dkim.Pass, -1},
		{"b= in z=, a second From", copied + "From: b@shop.example.jp\r\n" + top + "Hello\r\n", dkim.Fail, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := one(t, tt.message, keyRecord(t, edKey()))
			if got.Result != tt.want {
				t.Errorf("got %s: %s", got.Result, got.Reason.EN)
			}
			if tt.limited < 0 && got.Limited != nil || tt.limited >= 0 && (got.Limited == nil || *got.Limited != tt.limited) {
				t.Errorf("limited: %v", got.Limited)
			}
		})
	}
}

// TestBlanks holds that no run of blanks keeps the verifier busy.
func TestBlanks(t *testing.T) {
	few := sign(t, mail+strings.Repeat("\r\n", 1000)+"end\r\n", edKey(), msgauth.SignOptions{})
	if got := one(t, few, keyRecord(t, edKey())); got.Result != dkim.Pass {
		t.Errorf("1,000 empty lines: got %+v", got)
	}
	signed := sign(t, mail, edKey(), msgauth.SignOptions{})
	for name, blanks := range map[string]string{"CRLF": "\r\n", "blanks": " \t\n", "CR": "\r"} {
		if got := one(t, signed+strings.Repeat(blanks, 1<<20)+"end\r\n", keyRecord(t, edKey())); got.Result != dkim.Neutral {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// TestReader holds that errors of the reader come through, and leave nothing
// running.
func TestReader(t *testing.T) {
	m := sign(t, mail, edKey(), msgauth.SignOptions{})
	m = sign(t, m, edKey(), msgauth.SignOptions{})
	before := runtime.NumGoroutine()
	boom := errors.New("boom")
	for _, n := range []int{0, 10, len(m) - 3} {
		r := io.MultiReader(iotest.OneByteReader(strings.NewReader(m[:n])), iotest.ErrReader(boom))
		if _, err := dkim.Verify(context.Background(), lookup(t, keyRecord(t, edKey())), r); !errors.Is(err, boom) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := dkim.Verify(ctx, lookup(t, keyRecord(t, edKey())), strings.NewReader(m)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines more", n-before)
	}
	for _, m := range []string{"", "From: a@example.jp", "From: a@example.jp\r\n\r\nbody"} {
		if got, err := dkim.Verify(context.Background(), resolve.Lookup{}, strings.NewReader(m)); got != nil || err != nil {
			t.Errorf("%q: got %+v, %v", m, got, err)
		}
	}
}
