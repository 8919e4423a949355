package eval_test

import (
	"context"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const (
	v4 = "192.0.2.1"
	v6 = "2001:db8::1"
)

// TestEvaluate takes its cases from testdata. Each is a zone, the whole of DNS,
// whose comments begin with what comes of mail from a@a.test and 192.0.2.1, as
// brief tells it; "; sender" and "; client" before it name others. What follows
// "…" is left to record and resolve to word.
func TestEvaluate(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range archive.Files {
			t.Run(filepath.Base(file)+"/"+c.Name, func(t *testing.T) {
				checkCase(t, string(c.Data))
			})
		}
	}
}

func checkCase(t *testing.T, zone string) {
	client, sender, want := v4, "a@a.test", ""
	for line := range strings.Lines(zone) {
		comment, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "; ")
		if !ok {
			break
		}
		if s, ok := strings.CutPrefix(comment, "client "); ok {
			client = s
		} else if s, ok := strings.CutPrefix(comment, "sender "); ok {
			sender = s
		} else {
			want = comment
		}
	}
	got := brief(evaluate(t, faulty(t, zone), client, sender))
	start, open := strings.CutSuffix(want, "…")
	if got != want && (!open || !strings.HasPrefix(got, start)) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := eval.Evaluator{Exchanger: resolve.Offline(dnstest.Zone(t, soa+`a.test. TXT "v=spf1 +all"`+"\n"))}
	ev := e.Evaluate(ctx, eval.Request{Client: netip.MustParseAddr(v4), Sender: "a@a.test"})
	if ev.Result != spf.TempError || !ev.Reliable {
		t.Errorf("got %s", brief(ev))
	}
}

// TestNoClient is about a mistake of the caller, which must not be a panic.
func TestNoClient(t *testing.T) {
	e := eval.Evaluator{Exchanger: resolve.Offline(dnstest.Zone(t, soa+`a.test. TXT "v=spf1 a ptr exists:%{ir}.x.test +all"`+"\n"))}
	if ev := e.Evaluate(t.Context(), eval.Request{Sender: "a@a.test"}); ev.Result != spf.PermError {
		t.Errorf("got %s", brief(ev))
	}
}

// TestResult: what no evaluation begins with has no result, alone as with its
// explanation. All else is compared where the suites are run.
func TestResult(t *testing.T) {
	e := eval.Evaluator{Exchanger: faulty(t, `test. TXT "v=spf1 +all"`+"\n")}
	request := eval.Request{Client: netip.MustParseAddr(v4), Sender: "a@test"}
	if alone, explained := e.Result(t.Context(), request), e.Evaluate(t.Context(), request).Result; alone != spf.None || explained != spf.None {
		t.Errorf("got %s and %s", alone, explained)
	}
}
