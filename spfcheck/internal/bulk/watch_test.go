package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// outage is a server that answers by the zone, until it is asked for down.example.jp
// the first time: from then on it gives no answer while it is down.
type outage struct {
	zone        resolve.Exchanger
	began, down atomic.Bool
}

func (*outage) String() string { return "192.0.2.53" }

func (o *outage) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if q.Name == "down.example.jp." && o.began.CompareAndSwap(false, true) {
		o.down.Store(true)
	}
	if o.down.Load() {
		return nil, context.DeadlineExceeded
	}
	return o.zone.Exchange(ctx, q)
}

// nine are nine lines, of which the fifth asks for the name at which the server goes.
var nine = func() string {
	names := strings.Split("good good good good down good good good good", " ")
	var all strings.Builder
	for _, name := range names {
		all.WriteString(object(map[string]any{"from": "info@" + name + ".example.jp", "mail_from": "info@" + name + ".example.jp", "ip": "192.0.2.1"}))
	}
	return all.String()
}()

// watched is a runner whose server has an outage.
func watched(t *testing.T) (bulk.Runner, *outage) {
	server := &outage{zone: resolve.Offline(dnstest.Zone(t, zone+"\n. SOA . . 1 1 1 1 1\n"))} // it answers whatever is asked
	r := runner(t)
	r.Concurrency = 1 // the outage is between two lines
	r.Watch = &resolve.Watch{Servers: []resolve.Exchanger{server}}
	r.Checker.Exchanger = resolve.Chain(server, r.Watch.Layer())
	return r, server
}

// undisturbed is what nine come to with a server that answers.
const undisturbed = "1: delivered\n2: delivered\n3: delivered\n4: delivered\n5: failing\n6: delivered\n7: delivered\n8: delivered\n9: delivered\n"

// TestRunStopsWithoutServers: no line is written for which no server was there. The run
// that goes on does it.
func TestRunStopsWithoutServers(t *testing.T) {
	for _, unordered := range []bool{false, true} {
		t.Run(fmt.Sprintf("unordered %v", unordered), func(t *testing.T) {
			r, _ := watched(t)
			r.Unordered = unordered
			file := filepath.Join(t.TempDir(), "results")
			summary, err := resume(t, r, file)
			if fault, ok := errors.AsType[*resolve.Fault](err); !ok || fault != r.Watch.Fault() {
				t.Fatalf("got %v", err)
			}
			if summary.Lines != 4 || summary.Complete {
				t.Errorf("%d lines, complete %v", summary.Lines, summary.Complete)
			}
			r, server := watched(t)
			server.began.Store(true)
			if summary, err = resume(t, r, file); err != nil || summary.Lines != 9 {
				t.Errorf("then %d lines, and %v", summary.Lines, err)
			}
			if got, err := os.ReadFile(file); err != nil || string(got) != undisturbed {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

// TestRunWaitsForServers judges the line again for which no server was there.
func TestRunWaitsForServers(t *testing.T) {
	r, server := watched(t)
	waits := 0
	r.Await = func(ctx context.Context, fault *resolve.Fault) error {
		waits++
		server.down.Store(false)
		return r.Watch.Recover(ctx)
	}
	if got, _ := judge(t, r, nine); got != undisturbed || waits != 1 {
		t.Errorf("after %d waits:\n%s", waits, got)
	}
}

// resume runs r over nine, into a file and its journal.
func resume(t *testing.T, r bulk.Runner, file string) (*bulk.Summary, error) {
	t.Helper()
	journal, err := bulk.OpenJournal(file, "", r.On)
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	in, err := bulk.NewReader(strings.NewReader(nine), "")
	if err != nil {
		t.Fatal(err)
	}
	return r.Run(t.Context(), in, journal)
}
