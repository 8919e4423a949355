package bulk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const day = carriers.Day("2026-11-21")

// zone has a domain whose mail arrives from 192.0.2.1, and one whose mail doesn't.
const zone = `
$ORIGIN example.jp.
@     SOA ns h 1 1 1 1 60
good  TXT "v=spf1 ip4:192.0.2.0/24 -all"
good  MX 10 mx
_dmarc.good TXT "v=DMARC1; p=none"
mx    A 192.0.2.9
other MX 10 mx
twin  MX 10 mx
`

// runner judges offline, by the zone.
func runner(t testing.TB) bulk.Runner {
	t.Helper()
	r := bulk.Runner{On: day, Concurrency: 4, Encode: brief}
	r.Checker.Exchanger = resolve.Offline(dnstest.Zone(t, zone))
	r.Checker.Profiles = []*carriers.Profile{carriers.ByID("docomo")}
	return r
}

// brief writes a line as "3 id: deliver" or "3 id: ip: the problem".
func brief(l *bulk.Line) ([]byte, error) {
	id := ""
	if l.ID != nil {
		id = " " + string(l.ID)
	}
	if l.Error != nil {
		field := ""
		if l.Error.Field != "" {
			field = l.Error.Field + ": "
		}
		return fmt.Appendf(nil, "%d%s: %s%s\n", l.Number, id, field, l.Error.Problem.EN), nil
	}
	return fmt.Appendf(nil, "%d%s: %s\n", l.Number, id, l.Class("")), nil
}

// judge runs r over the input, and gives what it wrote.
func judge(t testing.TB, r bulk.Runner, input string) (string, *bulk.Summary) {
	t.Helper()
	in, err := bulk.NewReader(strings.NewReader(input), "")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	summary, err := r.Run(context.Background(), in, bulk.NewStream(&out))
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), summary
}

// object is a line of NDJSON.
func object(fields map[string]any) string {
	b, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return string(b) + "\n"
}

// numbered is an input of n lines, whose domains are n1.example.jp and so on.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(object(map[string]any{"from": fmt.Sprintf("n%d.example.jp", i+1), "ip": "192.0.2.1"}))
	}
	return b.String()
}

// numbers are the numbers of the lines that were written.
func numbers(t testing.TB, out string) []int {
	t.Helper()
	var list []int
	for line := range strings.Lines(out) {
		end := strings.IndexAny(line, " :")
		n, err := strconv.Atoi(line[:max(end, 0)])
		if err != nil {
			t.Fatalf("no line of output: %q", line)
		}
		list = append(list, n)
	}
	return list
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i + 1
	}
	return list
}

// slowFirst answers for n1.example.jp after an hour, for the others after a
// second, and counts how many names were asked about.
func slowFirst(begun *sync.Map) resolve.Exchanger {
	return stub(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
		wait := time.Second
		if strings.HasSuffix(q.Name, "n1.example.jp.") {
			wait = time.Hour
		}
		begun.Store(q.Name, true)
		select {
		case <-time.After(wait):
			return &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Rcode: dns.RcodeNameError}}, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	})
}

// stub is an Exchanger that a test writes out.
type stub func(ctx context.Context, q dns.Question) (*dns.Msg, error)

func (s stub) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) { return s(ctx, q) }

// neverEnds is an input that nobody closes.
type neverEnds struct{ ctx context.Context }

func (r neverEnds) Read([]byte) (int, error) {
	<-r.ctx.Done()
	return 0, io.EOF
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }
