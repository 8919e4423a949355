package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocument runs the requests of docs/api.md.
func TestDocument(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := site(t)
	h := s.Handler(t.Context())
	receive(t, s, signup(t), "taro@docomo.ne.jp")
	found := 0
	for line := range strings.Lines(string(page)) {
		target := regexp.MustCompile(`^curl -s '?http://127\.0\.0\.1:8025([^' ]*)`).FindStringSubmatch(line)
		if target == nil {
			continue
		}
		found++
		method, body, headers := "GET", "", []string{}
		if m := regexp.MustCompile(`-d '([^']*)'`).FindStringSubmatch(line); m != nil {
			method, body = "POST", strings.ReplaceAll(m[1], "info@example.jp", "info@shop.example.jp")
		}
		if m := regexp.MustCompile(`-H '([^']*)' --data-binary @signup.eml`).FindStringSubmatch(line); m != nil {
			method, body, headers = "POST", signup(t), m[1:]
		}
		if w := answer(t, h, request(method, target[1], body, headers...)); w.Code != 200 || !strings.Contains(w.Body.String(), `"outcome"`) {
			t.Errorf("%s%d: %s", line, w.Code, w.Body)
		}
	}
	if found != 3 {
		t.Errorf("%d requests", found)
	}
}
