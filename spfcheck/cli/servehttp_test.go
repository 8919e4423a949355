package cli

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestServeHTTP: the HTTP side goes by the names that it is told, names the SMTP side, and
// ends with the run.
func TestServeHTTP(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	defer end()
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		zone := filepath.Join(top, "testdata", "zones", "shop.zone")
		code <- Run(ctx, strings.Fields("spfcheck serve --ip 192.0.2.25 --smtp 127.0.0.1:0 --http 127.0.0.1:0 --http-host Rehearsal --offline --zone "+zone),
			strings.NewReader(""), write, write)
		write.Close()
	}()
	addresses := map[string]string{}
	lines := bufio.NewScanner(read)
	for len(addresses) < 2 && lines.Scan() {
		if m := regexp.MustCompile(`^(SMTP|HTTP): listening on ([^; ]*)`).FindStringSubmatch(lines.Text()); m != nil {
			addresses[m[1]] = m[2]
		}
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	for host, want := range map[string]int{addresses["HTTP"]: 200, "rehearsal:8025": 200, "elsewhere.example": 421} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addresses["HTTP"]+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != want || want == 200 && !strings.Contains(string(page), addresses["SMTP"]) {
			t.Errorf("by the name %s: %d, %v\n%s", host, answer.StatusCode, err, page)
		}
	}
	end()
	if got := <-code; got != exitDelivered {
		t.Errorf("exit code %d", got)
	}
}

// TestServeWithoutHTTP: a step of CI that waits for messages opens no HTTP side unless it
// is told to.
func TestServeWithoutHTTP(t *testing.T) {
	zone := filepath.Join(top, "testdata", "zones", "shop.zone")
	for flags, want := range map[string]bool{
		"--expect 1 --deadline 1ms":                    false,
		"--expect 1 --deadline 1ms --http 127.0.0.1:0": true,
		"--expect 1 --deadline 1ms --http off":         false,
	} {
		var out strings.Builder
		Run(t.Context(), strings.Fields("spfcheck serve --ip 192.0.2.25 --smtp 127.0.0.1:0 --offline --zone "+zone+" "+flags), strings.NewReader(""), &out, &out)
		if got := strings.Contains(out.String(), "HTTP: listening on "); got != want || !strings.Contains(out.String(), "SMTP: listening on ") {
			t.Errorf("%s: HTTP %v\n%s", flags, got, out.String())
		}
	}
}
