package bulk_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
)

// TestOrder has a line that takes hours before 99 that take a few seconds:
// the output is in order, and only a window of lines is begun while it waits.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var begun sync.Map
		r := runner(t)
		r.Concurrency = 4
		r.Checker.Exchanger = slowFirst(&begun)
		in, _ := bulk.NewReader(strings.NewReader(numbered(100)), "")
		var out strings.Builder
		done := make(chan error)
		go func() {
			_, err := r.Run(t.Context(), in, bulk.NewStream(&out))
			done <- err
		}()
		time.Sleep(50 * time.Minute)
		synctest.Wait()
		count := 0
		begun.Range(func(name, _ any) bool {
			if name := name.(string); strings.HasPrefix(name, "n") {
				count++
			}
			return true
		})
		if want := 8 * r.Concurrency; count != want {
			t.Errorf("%d lines were begun while the first one waits, want %d", count, want)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := numbers(t, out.String()); !slices.Equal(got, upTo(100)) {
			t.Errorf("not in order: %v", got)
		}
	})
}

// TestUnordered writes the others while the first line waits.
func TestUnordered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var begun sync.Map
		r := runner(t)
		r.Unordered = true
		r.Checker.Exchanger = slowFirst(&begun)
		out, _ := judge(t, r, numbered(40))
		got := numbers(t, out)
		if got[len(got)-1] != 1 {
			t.Errorf("the slow line isn't the last: %v", got)
		}
		slices.Sort(got)
		if !slices.Equal(got, upTo(40)) {
			t.Errorf("not each line once: %v", got)
		}
	})
}

// TestInterrupted ends a run while lines wait for DNS: none of them is written as
// if DNS had failed.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := runner(t)
		r.Concurrency = 2
		r.Checker.Exchanger = stub(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
			if strings.HasSuffix(q.Name, "n5.example.jp.") {
				cancel()
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			return &dns.Msg{MsgHdr: dns.MsgHdr{Response: true, Rcode: dns.RcodeNameError}}, nil
		})
		in, _ := bulk.NewReader(io.MultiReader(strings.NewReader(numbered(100)), neverEnds{ctx}), "")
		var out strings.Builder
		summary, err := r.Run(ctx, in, bulk.NewStream(&out))
		got := numbers(t, out.String())
		if !errors.Is(err, context.Canceled) || len(got) > 5 || !slices.Equal(got, upTo(len(got))) {
			t.Errorf("got %v, lines %v", err, got)
		}
		if summary.Complete || summary.Lines != int64(len(got)) || summary.Line != int64(len(got)) || summary.DNSFailed > 0 {
			t.Errorf("summary: %+v", summary)
		}
	})
}

// TestLate ends a run at whose input the next line doesn't come: what came is written.
func TestLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := runner(t)
		r.Wait = time.Minute
		in, _ := bulk.NewReader(io.MultiReader(strings.NewReader(numbered(9)), neverEnds{ctx}), "")
		var out strings.Builder
		summary, err := r.Run(ctx, in, bulk.NewStream(&out))
		if got := numbers(t, out.String()); !errors.Is(err, bulk.ErrLate) || !slices.Equal(got, upTo(9)) {
			t.Errorf("got %v, lines %v", err, got)
		}
		if summary.Complete || summary.Lines != 9 {
			t.Errorf("summary: %+v", summary)
		}
		cancel() // which ends the read
	})
}

// TestShards wants each line in just one share, by its number.
func TestShards(t *testing.T) {
	var all []int
	for i := range int64(3) {
		r := runner(t)
		r.Shard = bulk.Shard{Index: i, Of: 3}
		out, _ := judge(t, r, numbered(20))
		for _, n := range numbers(t, out) {
			if int64(n)%3 != i {
				t.Errorf("line %d is in share %d", n, i)
			}
			all = append(all, n)
		}
	}
	slices.Sort(all)
	if !slices.Equal(all, upTo(20)) {
		t.Errorf("the shares have %v", all)
	}
}

const mixed = `{"id":1,"from":"good.example.jp","ip":"192.0.2.1"}
{"id":2,"from":"other.example.jp","ip":"192.0.2.1"}
{"id":3,"from":"elsewhere.example","ip":"192.0.2.1"}
{"id":4,"from":"good.example.jp","via":"sendgrid"}
nonsense
`

func TestOnly(t *testing.T) {
	tests := []struct {
		only []bulk.Class
		want []int
	}{
		{nil, []int{1, 2, 3, 4, 5}},
		{[]bulk.Class{bulk.Failing}, []int{2, 5}},
		{[]bulk.Class{bulk.Unknown}, []int{3, 4, 5}},
		{[]bulk.Class{bulk.Delivered, bulk.Failing}, []int{1, 2, 5}},
	}
	for _, tt := range tests {
		r := runner(t)
		r.Only = tt.only
		out, summary := judge(t, r, mixed)
		if got := numbers(t, out); !slices.Equal(got, tt.want) || summary.Lines != 5 {
			t.Errorf("%v: lines %v of %d, want %v", tt.only, got, summary.Lines, tt.want)
		}
	}
}

// TestSummary counts each kind of line once, and DNS errors apart.
func TestSummary(t *testing.T) {
	r := runner(t)
	r.Traffic = func() bulk.Traffic { return bulk.Traffic{Questions: 7} }
	_, got := judge(t, r, mixed)
	got.Seconds = 0
	rule := got.Causes[0]
	docomo := carriers.ByID("docomo").Name
	want := &bulk.Summary{
		Complete: true, Line: 5, Lines: 5, Delivered: 1, Failing: 1, Unknown: 2, Bad: 1, DNSFailed: 2,
		Carriers: []bulk.CarrierCount{{Carrier: "docomo", Name: docomo, Outcomes: []bulk.OutcomeCount{{Outcome: "warn", Lines: 1}, {Outcome: "unknown", Lines: 1}, {Outcome: "junk", Lines: 1}}}},
		Causes:   []bulk.Cause{{Carrier: "docomo", Name: docomo, Rule: "docomo/reject-all/none-junk", Outcome: carriers.Junk, Why: rule.Why, Lines: 1}},
		Traffic:  bulk.Traffic{Questions: 7},
		Plans: []bulk.Plan{{
			Steps: got.Plans[0].Steps, Lines: 1,
			Example: bulk.Example{Line: 2, ID: "2", Domain: "other.example.jp", Record: []string{`other.example.jp. TXT "v=spf1 ip4:192.0.2.1 ~all"`}},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !rule.Why.Complete() {
		t.Error("the cause says nothing")
	}
}

// TestDNSFailed lets DNS fail for one thing after another.
func TestDNSFailed(t *testing.T) {
	for what, fails := range map[string]func(dns.Question) bool{
		"":              func(dns.Question) bool { return false },
		"SPF":           func(q dns.Question) bool { return q.Qtype == dns.TypeTXT && q.Name == "good.example.jp." },
		"DMARC":         func(q dns.Question) bool { return q.Name == "_dmarc.good.example.jp." },
		"a fact":        func(q dns.Question) bool { return q.Qtype == dns.TypeMX },
		"the addresses": func(q dns.Question) bool { return strings.HasPrefix(q.Name, "via.") },
	} {
		r := runner(t)
		below := r.Checker.Exchanger
		r.Checker.Exchanger = stub(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
			if fails(q) {
				return nil, errors.New("no answer")
			}
			return below.Exchange(ctx, q)
		})
		input := `{"from":"good.example.jp","ip":"192.0.2.1"}`
		if what == "the addresses" {
			input = `{"from":"good.example.jp","mail_from":"x@via.example.jp"}`
		}
		_, summary := judge(t, r, input)
		if want := what != ""; (summary.DNSFailed == 1) != want || (summary.Unknown == 1) != want {
			t.Errorf("%q failed: %+v", what, summary)
		}
	}
}

// TestWorst orders the kinds: the exit code follows it.
func TestWorst(t *testing.T) {
	lines := strings.SplitAfter(mixed, "\n")
	tests := []struct {
		lines []int
		want  bulk.Class
	}{
		{nil, bulk.Delivered},
		{[]int{0}, bulk.Delivered},
		{[]int{0, 2}, bulk.Unknown},
		{[]int{0, 3}, bulk.Unknown},
		{[]int{2, 4, 0}, bulk.Bad},
		{[]int{2, 4, 1, 0}, bulk.Failing},
	}
	for _, tt := range tests {
		var input string
		for _, i := range tt.lines {
			input += lines[i]
		}
		if _, summary := judge(t, runner(t), input); summary.Worst() != tt.want {
			t.Errorf("lines %v: %s, want %s", tt.lines, summary.Worst(), tt.want)
		}
	}
}

func TestFailOn(t *testing.T) {
	r := runner(t)
	r.FailOn = carriers.Warn
	if _, summary := judge(t, r, mixed); summary.Failing != 2 || summary.Delivered != 0 {
		t.Errorf("a warning doesn't count as failing: %+v", summary)
	}
}

func TestDefaults(t *testing.T) {
	lines := "from,ip,via,helo\ngood.example.jp,,,\ngood.example.jp,198.51.100.1,,\n"
	tests := []struct {
		what     string
		defaults []input.Given
		want     string
	}{
		{"an address", []input.Given{{Input: input.IP, Value: "192.0.2.1"}}, "2: delivered\n3: failing\n"},
		{"a service, which an address in the line replaces", []input.Given{{Input: input.Via, Value: "nonsense"}}, "2: via: no sending service \"nonsense\"\n3: failing\n"},
		{"a recipient", []input.Given{{Input: input.IP, Value: "192.0.2.1"}, {Input: input.To, Value: "nowhere"}}, "2: to: nowhere is not a mailbox of a carrier that spfcheck knows\n3: to: nowhere is not a mailbox of a carrier that spfcheck knows\n"},
	}
	for _, tt := range tests {
		r := runner(t)
		r.Defaults.Given = tt.defaults
		if got, _ := judge(t, r, lines); got != tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.what, got, tt.want)
		}
	}
}

// TestWriteError stops where the output can't be written any more.
func TestWriteError(t *testing.T) {
	in, _ := bulk.NewReader(strings.NewReader(numbered(1000)), "")
	r := runner(t)
	r.Encode = func(l *bulk.Line) ([]byte, error) { return make([]byte, 1<<10), nil }
	full := errors.New("no space left")
	summary, err := r.Run(t.Context(), in, bulk.NewStream(writer(func([]byte) (int, error) { return 0, full })))
	if !errors.Is(err, full) || summary.Lines > 200 {
		t.Errorf("got %v after %d lines", err, summary.Lines)
	}
}

// TestProgressIsTold counts the lines that are done.
func TestProgressIsTold(t *testing.T) {
	told := 0
	r := runner(t)
	r.Progress = func() { told++ }
	judge(t, r, mixed)
	if told != 5 {
		t.Errorf("told %d times, want 5", told)
	}
}
