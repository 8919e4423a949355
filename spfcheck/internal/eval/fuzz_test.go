package eval_test

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var results = []spf.Result{
	spf.None, spf.Neutral, spf.Pass, spf.Fail, spf.SoftFail, spf.TempError, spf.PermError,
}

// FuzzEvaluate lets two domains publish anything. Whatever it is, the result is
// one of the seven, the walker comes to the same one as go/spf, and the
// questions keep to their bound.
func FuzzEvaluate(f *testing.F) {
	for _, seed := range []struct{ a, b, local string }{
		{"v=spf1 include:b.test -all", "v=spf1 ip4:192.0.2.0/24 ?all", "a"},
		{"v=spf1 redirect=b.test", "v=spf1 a mx ptr exists:%{ir}.%{v}.%{d} ~all", "a"},
		{"v=spf1 include:b.test", "v=spf1 include:a.test", "a"},
		{"v=spf1 include:%{l}.test a:ok.%{d2}//64 mx:mx.test/8 -all exp=%{p}.b.test", "v=spf1 -all foo=%{x}", "b"},
		{"v=spf1 a:fail.test +all", "%{c} %{r} %{t}", "a@b c"},
		{"v=spf1 exists:ok.test a:x.test a:y.test a:empty.test ptr ptr:b.test -all", "v=spf1", ""},
		{"v=spf1 exists:%{L}.%{sr-}.%{o1}%{h}.%{p}.test ip6:::ffff:192.0.2.1 -all", "\x80\\\"", `"/%{i}`},
		{"V=SPF1 ?IP6:2001:DB8::/32  REDIRECT=B.TEST", "v=spf1 mx:many.test +all", strings.Repeat("l.", 150)},
	} {
		f.Add(seed.a, seed.b, seed.local, false)
		f.Add(seed.a, seed.b, seed.local, true)
	}
	f.Fuzz(func(t *testing.T, a, b, local string, ipv6 bool) {
		client := v4
		if ipv6 {
			client = v6
		}
		d := &anyDNS{texts: map[string]string{"a.test.": a, "b.test.": b}}
		ev := eval.Evaluator{Exchanger: d}.Evaluate(t.Context(), eval.Request{
			Client: netip.MustParseAddr(client), Sender: local + "@a.test", Helo: "b.test",
		})
		if !slices.Contains(results, ev.Result) {
			t.Errorf("the result is %q", ev.Result)
		}
		if !ev.Reliable {
			t.Errorf("the tree ends in %s (%s), the evaluation in %s (%s)", ev.Tree.Result, ev.Tree.Problem.EN, ev.Result, ev.Problem.EN)
		}
		if d.asked > maxQuestions {
			t.Errorf("%d questions, more than %d", d.asked, maxQuestions)
		}
		unusable := ev.Result == spf.None || ev.Result == spf.TempError || ev.Result == spf.PermError
		if unusable != (ev.Problem.EN != "") {
			t.Errorf("the problem with %s is %q", ev.Result, ev.Problem.EN)
		}
		if ev.Lookups() > record.MaxLookups+1 || ev.Voids() > record.MaxVoids+1 {
			t.Errorf("%d lookups and %d voids", ev.Lookups(), ev.Voids())
		}
		ev.Decided()
	})
}

// anyDNS has the given texts. Of other names the first label says what they
// have; all addresses have the same names.
type anyDNS struct {
	texts map[string]string
	asked int
}

// data are the records, by first label and type.
var data = map[string][]string{
	"ok A": {v4}, "ok AAAA": {v6}, "b A": {v4}, "a AAAA": {v6},
	"a MX": {"1 ok.test."}, "mx MX": {"1 no.test.", "2 fail.test."},
	"many MX": numbered(11, "1 x%d.test."), "b MX": {"0 ."},
	"1 PTR": {"no.test.", "ok.b.test.", "ok.a.test."},
}

func (d *anyDNS) Exchange(_ context.Context, q dns.Question) (*dns.Msg, error) {
	d.asked++
	m := &dns.Msg{MsgHdr: dns.MsgHdr{Response: true}, Question: []dns.Question{q}}
	name := dns.CanonicalName(q.Name)
	if text, ok := d.texts[name]; ok && q.Qtype == dns.TypeTXT {
		var strs []string
		for piece := range slices.Chunk([]byte(text), 255) {
			quoted := dnsmsg.Quote(string(piece), dnsmsg.Decimal)
			strs = append(strs, quoted[1:len(quoted)-1])
		}
		m.Answer = []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: q.Name, Rrtype: q.Qtype, Class: dns.ClassINET}, Txt: strs}}
		return m, nil
	}
	label, _, _ := strings.Cut(name, ".")
	records, ok := data[label+" "+dns.Type(q.Qtype).String()]
	for _, r := range records {
		rr, err := dns.NewRR(". 1 IN " + dns.Type(q.Qtype).String() + " " + r)
		if err != nil {
			return nil, err
		}
		rr.Header().Name = q.Name
		m.Answer = append(m.Answer, rr)
	}
	switch {
	case label == "fail":
		m.Rcode = dns.RcodeServerFailure
	case !ok && label != "empty" && d.texts[name] == "":
		m.Rcode = dns.RcodeNameError
	}
	return m, nil
}

// BenchmarkEvaluate evaluates a record like that of Amazon SES, whose last term
// but one matches.
func BenchmarkEvaluate(b *testing.B) {
	records := new(eval.Records)
	networks := strings.Join(numbered(12, "ip4:198.51.%d.0/24"), " ")
	zone := resolve.Chain(resolve.Offline(dnstest.Zone(b, soa+
		`a.test. TXT "v=spf1 include:ses.test ~all"`+"\n"+
		"ses.test. TXT "+dnstest.TXT("v=spf1 "+networks+" ip4:192.0.2.0/24 -all")+"\n")), resolve.Cache())
	b.ReportAllocs()
	for b.Loop() {
		e := eval.Evaluator{Exchanger: zone, Records: records}
		ev := e.Evaluate(b.Context(), eval.Request{Client: netip.MustParseAddr(v4), Sender: "a@a.test"})
		if ev.Result != spf.Pass {
			b.Fatal(ev.Result)
		}
	}
}
