package resolve_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// collecting stacks Collect on answers by question, such as "a.example. A".
func collecting(t testing.TB, answers map[string]*dns.Msg) (*resolve.Answers, resolve.Lookup) {
	t.Helper()
	a := resolve.NewAnswers("is not here")
	source := stub(func(_ context.Context, q dns.Question) (*dns.Msg, error) {
		if m := answers[q.Name+" "+dns.Type(q.Qtype).String()]; m != nil {
			return m, nil
		}
		return nil, errors.New("no route")
	})
	return a, resolve.Lookup{Exchanger: resolve.Chain(source, a.Collect())}
}

// listed is what Answers know, a line each.
func listed(a *resolve.Answers) string {
	var b strings.Builder
	for _, answer := range a.All() {
		b.WriteString(answer.Name + " " + answer.Type + " " + strings.Join(answer.Data, ", ") + "\n")
	}
	return b.String()
}

// TestCollectFollowsItself: where DNS contradicts itself, what was kept first is
// what is answered, with Collect and from the Answers alone.
func TestCollectFollowsItself(t *testing.T) {
	a, l := collecting(t, map[string]*dns.Msg{
		"a.example. A":    message(t, dns.RcodeSuccess, "a.example. 1 IN CNAME x.example.", "x.example. 9 IN A 192.0.2.2", "x.example. 9 IN A 192.0.2.1"),
		"a.example. AAAA": message(t, dns.RcodeSuccess, "a.example. 1 IN CNAME y.example.", "y.example. 9 IN AAAA 2001:db8::1"),
		"x.example. AAAA": message(t, dns.RcodeSuccess, "x.example. 1 IN AAAA 2001:db8::2"),
	})
	alone := resolve.Lookup{Exchanger: a}
	for _, qtype := range []uint16{dns.TypeA, dns.TypeAAAA} {
		want, err := l.Addrs(t.Context(), "a.example", qtype)
		if err != nil || len(want) == 0 {
			t.Fatalf("%v %v", want, err)
		}
		got, err := alone.Addrs(t.Context(), "A.example", qtype)
		if diff := cmp.Diff([]any{want, nil}, []any{got, err}, cmp.Comparer(func(a, b interface{ String() string }) bool { return a.String() == b.String() })); diff != "" {
			t.Error(diff)
		}
	}
	want := "a.example. CNAME x.example.\nx.example. A 192.0.2.1, 192.0.2.2\nx.example. AAAA 2001:db8::2\ny.example. AAAA 2001:db8::1\n"
	if diff := cmp.Diff(want, listed(a)); diff != "" {
		t.Error(diff)
	}
	if f := a.Failures(); len(f) > 0 {
		t.Errorf("failures: %v", f)
	}
}

// TestCollectCNAMEBeside: a server that has a CNAME for one type and records of
// another is taken at its word, in whichever order it is asked.
func TestCollectCNAMEBeside(t *testing.T) {
	for _, addressFirst := range []bool{true, false} {
		a, l := collecting(t, map[string]*dns.Msg{
			"a.example. A":   message(t, dns.RcodeSuccess, "a.example. 1 IN CNAME x.example.", "x.example. 1 IN A 192.0.2.1"),
			"a.example. TXT": message(t, dns.RcodeSuccess, `a.example. 1 IN TXT "own"`),
		})
		if addressFirst {
			_, _ = l.Addrs(t.Context(), "a.example", dns.TypeA)
		}
		texts, err := l.LookupTXT(t.Context(), "a.example")
		if err != nil || len(texts) != 1 || texts[0] != "own" {
			t.Errorf("%v: %v, %v", addressFirst, texts, err)
		}
		if _, err := l.Addrs(t.Context(), "a.example", dns.TypeA); err != nil {
			t.Error(err)
		}
		if got := listed(a); got != "a.example. CNAME x.example.\na.example. TXT \"own\"\nx.example. A 192.0.2.1\n" {
			t.Errorf("%v: %s", addressFirst, got)
		}
	}
}

// TestCollectFailures lists what gets no usable answer: the answer of a lookup is
// the same with Collect and without.
func TestCollectFailures(t *testing.T) {
	answers := map[string]*dns.Msg{
		"bad.example. TXT":  message(t, dns.RcodeServerFailure),
		"loop.example. TXT": message(t, dns.RcodeSuccess, "loop.example. 1 IN CNAME pool.example.", "pool.example. 1 IN CNAME loop.example."),
		"a.example. TXT":    message(t, dns.RcodeSuccess, "a.example. 1 IN CNAME b.example."),
		"b.example. TXT":    message(t, dns.RcodeSuccess, "b.example. 1 IN CNAME a.example."),
		"c.example. CNAME":  message(t, dns.RcodeSuccess),
		"c.example. TXT":    message(t, dns.RcodeSuccess, "c.example. 1 IN CNAME d.example."),
	}
	a, l := collecting(t, answers)
	if target, err := l.LookupCNAME(t.Context(), "c.example"); target != "" || err != nil {
		t.Errorf("%q, %v", target, err)
	}
	for name, want := range map[string]string{
		"bad.example":  "the server answered SERVFAIL",
		"loop.example": "CNAMEs loop at loop.example",
		"a.example":    "CNAMEs loop at b.example",
		"c.example":    "DNS contradicts itself: a CNAME is there for one question and not for another",
		"gone.example": "no route",
	} {
		_, err := l.LookupTXT(t.Context(), name)
		if kind(err) != "temporary" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	var got []string
	for _, f := range a.Failures() {
		got = append(got, f.Name+" "+f.Type+": "+f.Problem)
	}
	want := []string{
		"b.example. TXT: CNAMEs loop at b.example",
		"bad.example. TXT: the server answered SERVFAIL",
		"c.example. TXT: DNS contradicts itself: a CNAME is there for one question and not for another",
		"gone.example. TXT: no route",
		"loop.example. TXT: CNAMEs loop at loop.example",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	answers["gone.example. TXT"] = message(t, dns.RcodeSuccess, `gone.example. 1 IN TXT "back"`)
	if _, err := l.LookupTXT(t.Context(), "gone.example"); err != nil || len(a.Failures()) != len(want)-1 {
		t.Errorf("%v; %v", err, a.Failures())
	}
}
