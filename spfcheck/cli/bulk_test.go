package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	miekg "github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// bulkZone has any number of domains, half of which authorise 192.0.2.1.
const bulkZone = `
$ORIGIN example.jp.
@ SOA ns h 1 1 1 1 60
*.good TXT "v=spf1 include:_spf.example.jp -all"
*.bad TXT "v=spf1 -all"
*.good MX 10 mx
mx A 192.0.2.9
_spf TXT "v=spf1 ip4:192.0.2.0/24 -all"
far TXT "v=spf1 a:one.example.jp a:two.example.jp -all"
one A 192.0.2.9
two A 192.0.2.1
`

// bulkLines writes a file of n lines as CSV.
func bulkLines(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,from,ip\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,n%d.%s.example.jp,192.0.2.1\n", i, i, []string{"good", "bad"}[i%2])
	}
	file := filepath.Join(t.TempDir(), "lines.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// zoneServer answers from bulkZone on loopback, and calls asked for each question.
func zoneServer(t *testing.T, asked func(name string)) string {
	t.Helper()
	zone, err := resolve.ParseZone(strings.NewReader(bulkZone), "bulk.zone")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	source := resolve.Offline(zone)
	server := &miekg.Server{PacketConn: conn, Handler: miekg.HandlerFunc(func(w miekg.ResponseWriter, q *miekg.Msg) {
		asked(q.Question[0].Name)
		m, err := source.Exchange(t.Context(), q.Question[0])
		if err != nil {
			m = new(miekg.Msg).SetRcode(q, miekg.RcodeRefused)
		}
		w.WriteMsg(m.Copy().SetRcode(q, m.Rcode))
	})}
	stopped := make(chan error)
	go func() { stopped <- server.ActivateAndServe() }()
	t.Cleanup(func() {
		conn.Close()
		<-stopped
	})
	return conn.LocalAddr().String()
}

// TestBulkKilled ends the program at questions drawn by lot, now with SIGKILL, now
// as Ctrl-C does. Begun again each time, it comes to the output of a run that
// nothing stopped: nothing is lost, and nothing is there twice.
func TestBulkKilled(t *testing.T) {
	const lines, kills = 600, 10
	input := bulkLines(t, lines)
	var stop atomic.Pointer[func() error]
	var left atomic.Int64 // questions until then
	server := zoneServer(t, func(string) {
		if left.Add(-1) == 0 {
			(*stop.Load())()
		}
	})
	args := []string{"bulk", "--server", server, "--on", "2026-11-21", "--exit-zero", "--full"} // whole reports: what is killed has written more than it is sure of
	want, err := exec.Command("spfcheck", append(args, input)...).Output()
	if err != nil || bytes.Count(want, []byte("\n")) != lines {
		t.Fatalf("the run that nothing stops: %d lines, %v", bytes.Count(want, []byte("\n")), err)
	}
	file := filepath.Join(t.TempDir(), "out.ndjson")
	random := rand.New(rand.NewPCG(3, 4))
	stopped := 0
	for i := 0; ; i++ {
		cmd := exec.Command("spfcheck", append(args, "--resume", file, input)...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		left.Store(0)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		end := func() error { return cmd.Process.Signal([]os.Signal{os.Kill, os.Interrupt}[i%2]) }
		stop.Store(&end)
		if i < kills {
			left.Store(1 + random.Int64N(lines))
		}
		err := cmd.Wait()
		if err == nil {
			break
		}
		stopped++
		var exit *exec.ExitError
		if i%2 == 1 && (!errors.As(err, &exit) || exit.ExitCode() != exitUsage || !strings.Contains(stderr.String(), "the same command resumes where it stopped")) {
			t.Fatalf("interrupted: %v\n%s", err, stderr.String())
		}
		if i > kills {
			t.Fatalf("it doesn't come to an end: %v\n%s", err, stderr.String())
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lineNumbers(want), lineNumbers(got)); diff != "" {
		t.Errorf("stopped %d times (-one run +several):\n%s", stopped, diff)
	} else if !bytes.Equal(want, got) {
		t.Error("a line isn't that of one run")
	}
	if stopped < 3 {
		t.Errorf("it was stopped only %d times", stopped)
	}
}

// TestBulkServers asks two servers and one that isn't there: both have a part in
// it, all lines are judged, and what lines share is asked for once.
func TestBulkServers(t *testing.T) {
	var first, second, shared atomic.Int64
	count := func(server *atomic.Int64) func(string) {
		return func(name string) {
			server.Add(1)
			if name == "_spf.example.jp." {
				shared.Add(1)
			}
		}
	}
	summary := filepath.Join(t.TempDir(), "summary.json")
	out := runBulk(t, "--server", zoneServer(t, count(&first)), "--server", "127.0.0.1:1", "--server", zoneServer(t, count(&second)),
		"--rate", "100000", "--exit-zero", "--output-format", "ndjson", "--fields", "worst", "--summary", summary, bulkLines(t, 40))
	if n := strings.Count(out, "\n"); n != 40 {
		t.Errorf("%d lines were written", n)
	}
	if first.Load() == 0 || second.Load() == 0 || shared.Load() != 1 {
		t.Errorf("asked the first %d times, the second %d times, for what all share %d times", first.Load(), second.Load(), shared.Load())
	}
	var told bulk.Summary
	text, err := os.ReadFile(summary)
	if err = errors.Join(err, json.Unmarshal(text, &told)); err != nil {
		t.Fatal(err)
	}
	if answered := first.Load() + second.Load(); told.Questions-told.Unanswered != answered || told.Unanswered == 0 || told.CacheHits == 0 || told.DNSFailed > 0 {
		t.Errorf("the servers answered %d questions, the summary has %+v", answered, told)
	}
}

// TestBulkAsksAhead has a server that takes its time for a record, and answers
// neither of the addresses in it before it is asked for the other one too.
func TestBulkAsksAhead(t *testing.T) {
	var first, second sync.Once
	one, two := make(chan struct{}), make(chan struct{})
	wait := func(asked *sync.Once, mine, other chan struct{}) {
		asked.Do(func() { close(mine) })
		select {
		case <-other:
		case <-t.Context().Done():
		}
	}
	server := zoneServer(t, func(name string) {
		switch name {
		case "far.example.jp.":
			time.Sleep(20 * time.Millisecond)
		case "one.example.jp.":
			wait(&first, one, two)
		case "two.example.jp.":
			wait(&second, two, one)
		}
	})
	line := filepath.Join(t.TempDir(), "line")
	if err := os.WriteFile(line, []byte(`{"mail_from":"a@far.example.jp","ip":"192.0.2.1"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	out := runBulk(t, "--server", server, "--exit-zero", "--fields", "spf", line)
	if out != `{"spf":{"mailfrom":"pass"}}`+"\n" {
		t.Error(out)
	}
}

// TestBulkStreams wants the heap not to grow with the input. Lines that can't be
// read take the way of all others, without DNS.
func TestBulkStreams(t *testing.T) {
	const size, most = 40 << 20, 20 << 20
	input := &watched{Reader: io.LimitReader(kilobytes{}, size)}
	var errs bytes.Buffer
	if code := Run(t.Context(), []string{"spfcheck", "bulk", "--input-format", "ndjson", "--fields", "line"}, input, io.Discard, &errs); code != exitUsage {
		t.Fatalf("exit code %d\n%s", code, errs.String())
	}
	if input.read != size || input.heap > most {
		t.Errorf("%d bytes were read, and the heap grew to %d bytes, want at most %d", input.read, input.heap, most)
	}
}

// kilobytes are lines of 1,000 octets without an end.
type kilobytes struct{}

func (kilobytes) Read(p []byte) (int, error) {
	n := copy(p, strings.Repeat("x", 999)+"\n")
	return n, nil
}

// lineNumbers gives the beginning of each line, up to its number.
func lineNumbers(output []byte) []string {
	var list []string
	for line := range bytes.Lines(output) {
		beginning, _, _ := bytes.Cut(line, []byte(","))
		list = append(list, string(beginning))
	}
	return list
}
