package dkim_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestLimit verifies signatures with l=, and one that has "b=" in another tag.
func TestLimit(t *testing.T) {
	const top = "From: a@shop.example.jp\r\n\r\n"
	sign := func(limit *int, tags ...string) string {
		s := dkimtest.Signature{Key: edKey(), Header: dkimtest.Relaxed, Fields: []string{"From", "From"}, Tags: tags, Limit: limit}
		return strings.TrimSuffix(s.Sign(t, top+"Hello\r\n"), top+"Hello\r\n")
	}
	limit, empty, copied := sign(new(5)), sign(new(0)), sign(nil, "z=Subject:a=20b=20c")
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

// TestSpaces holds that a run of what may be dropped at the end of a body is counted,
// not kept, and verified however long it is.
func TestSpaces(t *testing.T) {
	for name, run := range map[string]string{"CRLF": "\r\n", "spaces": " \t\r\n", "space": " ", "CR": "\r"} {
		for _, form := range forms {
			for _, end := range []string{"", "end\r\n"} {
				body := strings.Repeat(run, 1<<18) + end
				signed := dkimtest.Signature{Key: edKey(), Body: form}.Sign(t, mail+body)
				if got := one(t, signed, keyRecord(t, edKey())); got.Result != dkim.Pass {
					t.Errorf("%s, %s, %q: got %+v", name, form, end, got)
				}
				if got := one(t, signed+"more", keyRecord(t, edKey())); got.Result != dkim.Fail {
					t.Errorf("%s, %s, %q, and more: got %+v", name, form, end, got)
				}
			}
		}
	}
}

// TestFolds holds that a field of many folds costs what its length does.
func TestFolds(t *testing.T) {
	const size, most = 1 << 20, 64 << 20
	m := "DKIM-Signature: v=1\nX:\n" + strings.Repeat(" \n", size/2-20) + "\nbody"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if got := one(t, m, ""); got.Result != dkim.Neutral {
		t.Errorf("got %+v", got)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > most {
		t.Errorf("%d bytes were allocated, want at most %d", grown, most)
	}
}

// TestCancelled holds that a cancelled check is an error, and that none is asked for
// without a signature.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	signed := dkimtest.Signature{Key: edKey()}.Sign(t, mail)
	if _, err := verifyIn(ctx, lookup(t, keyRecord(t, edKey())), signed); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, m := range []string{"From: a@example.jp", "From: a@example.jp\r\n\r\nbody"} {
		if got, err := verifyIn(context.Background(), resolve.Lookup{}, m); got != nil || err != nil {
			t.Errorf("%q: got %+v, %v", m, got, err)
		}
	}
}
