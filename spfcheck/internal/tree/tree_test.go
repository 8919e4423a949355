package tree_test

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func TestSteps(t *testing.T) {
	tests := []struct {
		name    string
		zone    string
		message tree.Message
		want    string
		cost    tree.Cost
	}{
		{
			name: "terms that ask nothing",
			zone: `a.test. TXT "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"`,
			want: "ip4:192.0.2.0/24 0 0 0\nip6:2001:db8::/32 0 0 0\n-all 0 0 0 always\n",
		},
		{
			name: "includes below includes, one twice",
			zone: `a.test. TXT "v=spf1 include:b.test include:c.test ~all"
b.test. TXT "v=spf1 include:c.test a -all"
c.test. TXT "v=spf1 mx exists:fixed.test -all"`,
			want: `include:b.test 1 5 5
  include:c.test 1 3 4
    mx 1 1 3 void4 void6
    exists:fixed.test 1 1 4 void4 void6
    -all 0 0 4 always
  a 1 1 5 void4 void6
  -all 0 0 5 always
include:c.test 1 3 8 seen
~all 0 0 8 always
`,
			cost: tree.Cost{Lookups: 8, Voids4: 5, Voids6: 5},
		},
		{
			name: "redirect comes last, and a stands in one family",
			zone: `a.test. TXT "v=spf1 redirect=b.test a"
a.test. A 192.0.2.1
b.test. TXT "v=spf1 a -all"
b.test. AAAA 2001:db8::1`,
			want: "a 1 1 1 void6\nredirect=b.test 1 2 3\n  a 1 1 3 void4\n  -all 0 0 3 always\n",
			cost: tree.Cost{Lookups: 3, Voids4: 1, Voids6: 1},
		},
		{
			name: "what is never evaluated isn't loaded",
			zone: `a.test. TXT "v=spf1 redirect=b.test ?all include:b.test ip4:192.0.2.1 x=y exp=e.test"
e.test. TXT "text"`,
			want: "?all 0 0 0 always\ninclude:b.test 0 0 0 unreached skipped\n" +
				"ip4:192.0.2.1 0 0 0 unreached skipped\nx=y 0 0 0 unreached\n" +
				"exp=e.test 0 0 0 unreached\nredirect=b.test 0 0 0 unreached skipped\n",
		},
		{
			name: "an include that passes everybody ends the path",
			zone: `a.test. TXT "v=spf1 include:b.test include:c.test -all"
b.test. TXT "v=spf1 +all"
c.test. TXT "v=spf1 -all"`,
			want: "include:b.test 1 1 1\n  +all 0 0 1 always\ninclude:c.test 0 0 1 unreached\n-all 0 0 1 unreached always\n",
			cost: tree.Cost{Lookups: 1},
		},
		{
			name: "so does exists of a name that is there",
			zone: `a.test. TXT "v=spf1 exists:b.test include:c.test -all"
b.test. A 127.0.0.2
c.test. TXT "v=spf1 -all"`,
			want: "exists:b.test 1 1 1 always\ninclude:c.test 0 0 1 unreached\n-all 0 0 1 unreached always\n",
			cost: tree.Cost{Lookups: 1},
		},
		{
			name: "a loop",
			zone: `a.test. TXT "v=spf1 include:b.test -all"
b.test. TXT "v=spf1 mx:b.test include:A.Test. -all"
b.test. MX 0 .`,
			want: `include:b.test 1 3 3
  mx:b.test 1 1 2
  include:A.Test. 1 1 3 seen loop
  -all 0 0 3 always
-all 0 0 3 always
`,
			cost: tree.Cost{Lookups: 3, Endless: true},
		},
		{
			name: "macros without a message",
			zone: `a.test. TXT "v=spf1 include:_%{d} include:%{o}.b.test exists:%{i}.b.test a:%{l}.b.test ptr include:%{h} -all"
_a.test. TXT "v=spf1 -all"`,
			want: `include:_%{d} 1 1 1
  -all 0 0 1 always
include:%{o}.b.test 1 1 2 message unknown
exists:%{i}.b.test 1 1 3 address unknown
a:%{l}.b.test 1 1 4 message unknown
ptr 1 1 5 address
include:%{h} 1 1 6 message unknown
-all 0 0 6 always
`,
			cost: tree.Cost{Lookups: 6, Maybe: 2, Partial: true},
		},
		{
			name:    "macros with a message",
			message: tree.Message{Sender: "x@a.test", Helo: "h.test"},
			zone: `a.test. TXT "v=spf1 include:%{o}.b.test a:%{l}.b.test include:%{h} -all"
a.test.b.test. TXT "v=spf1 -all"
x.b.test. A 192.0.2.1
h.test. TXT "v=spf1 -all"`,
			want: `include:%{o}.b.test 1 1 1 message
  -all 0 0 1 always
a:%{l}.b.test 1 1 2 message void6
include:%{h} 1 1 3 message
  -all 0 0 3 always
-all 0 0 3 always
`,
			cost: tree.Cost{Lookups: 3, Voids6: 1},
		},
		{
			name:    "the domain of the sender alone",
			message: tree.Message{Sender: "@a.test"},
			zone: `a.test. TXT "v=spf1 a:%{o} a:%{l}.a.test -all"
a.test. A 192.0.2.1`,
			want: "a:%{o} 1 1 1 message void6\na:%{l}.a.test 1 1 2 message unknown\n-all 0 0 2 always\n",
			cost: tree.Cost{Lookups: 2, Voids6: 1, Maybe: 1},
		},
		{
			name: "trouble",
			zone: `a.test. TXT "v=spf1 include:none.test include:nx.test include:two.test include:bad.test include:servfail.test a:a.servfail.test -all"
none.test. TXT "hello"
two.test. TXT "v=spf1 -all"
two.test. TXT "v=spf1 +all"
bad.test. TXT "v=spf1 foo a:bad.test -all"
bad.test. A 192.0.2.1`,
			want: `include:none.test 1 1 1 no-record
include:nx.test 1 1 2 no-domain
include:two.test 1 1 3 several-records
include:bad.test 1 2 5 syntax-error
  foo 0 0 4
  a:bad.test 1 1 5 void6
  -all 0 0 5 always
include:servfail.test 1 1 6 dns-failed
a:a.servfail.test 1 1 7 failed4
-all 0 0 7 always
`,
			cost: tree.Cost{Lookups: 7, Voids6: 1, Partial: true},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := dnstest.NewSource(t, tt.zone+"\n")
			tr := load(t, s, tt.message)
			if diff := cmp.Diff(tt.want, outline(tr)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got := tr.Cost(); got != tt.cost {
				t.Errorf("cost %+v instead of %+v", got, tt.cost)
			}
			for q, times := range s.Asked {
				if times > 1 {
					t.Errorf("%s was asked %d times", q, times)
				}
			}
		})
	}
}

// TestNode is about what a node keeps of what was published.
func TestNode(t *testing.T) {
	tr := tree.Load(t.Context(), resolve.Lookup{Exchanger: dnstest.NewSource(t, `
a.test. TXT "v=spf1 mx/24 " "exp=e.test -all"
a.test. TXT "other"
a.test. MX 20 two.test.
a.test. MX 10 one.test.
one.test. A 192.0.2.1
one.test. AAAA 2001:db8::1
e.test. TXT "be" "cause"
`)}, "A.test.", tree.Message{})
	n := tr.Root
	if n.Domain != "a.test" || n.Problem != "" || len(n.Records) != 1 {
		t.Errorf("root %q %q", n.Domain, n.Problem)
	}
	if diff := cmp.Diff([][]string{{"v=spf1 mx/24 ", "exp=e.test -all"}, {"other"}}, n.Texts); diff != "" {
		t.Error(diff)
	}
	mx, exp := n.Terms[0], n.Terms[1]
	want := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::1/128")}
	if !slices.Equal(mx.Networks, want) {
		t.Errorf("networks %v", mx.Networks)
	}
	if len(mx.Hosts) != 2 || mx.Hosts[0].Name != "one.test" || !mx.Hosts[1].Questions[1].Void {
		t.Errorf("hosts %+v", mx.Hosts)
	}
	if diff := cmp.Diff([][]string{{"be", "cause"}}, exp.Texts); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(tr.Prefixes(), want) {
		t.Errorf("prefixes %v", tr.Prefixes())
	}
}

// TestEscapes is about a sender whose octets come into a name by one macro and
// from there into another: they are escaped once.
func TestEscapes(t *testing.T) {
	tr := load(t, dnstest.NewSource(t, `a.test. TXT "v=spf1 include:%{l}.b.test -all"
a\032b.b.test. TXT "v=spf1 a:%{d}.c.test -all"
`), tree.Message{Sender: "a b@a.test"})
	child := tr.Root.Terms[0].Child
	if child.Domain != `a\032b.b.test` || child.Problem != "" || child.Terms[0].Target != `a\032b.b.test.c.test` {
		t.Errorf("%q %s %+v", child.Domain, child.Problem, child.Terms)
	}
}

func TestVoids(t *testing.T) {
	tr := loadZone(t, `a.test. TXT "v=spf1 a include:b.test mx:none.test +all a:none.test"
a.test. A 192.0.2.1
b.test. TXT "v=spf1 a:a.test -all"
`)
	for f, want := range map[tree.Family]string{
		tree.IPv4: "a.test mx:none.test none.test MX",
		tree.IPv6: "a.test a a.test AAAA, b.test a:a.test a.test AAAA, a.test mx:none.test none.test MX",
	} {
		var got []string
		for _, v := range tr.Voids(f) {
			got = append(got, v.Node.Domain+" "+v.Node.Terms[v.Index].Text+" "+v.Question.Name+" "+string(v.Question.Type))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s", f, strings.Join(got, ", "))
		}
		if n := tr.Cost().Voids(f); n != len(got) {
			t.Errorf("%s: %d voids", f, n)
		}
	}
	if c := tr.Cost(); !c.OverVoids(tree.IPv6) || c.OverVoids(tree.IPv4) || c.OverLookups() || c.Headroom() != 6 {
		t.Errorf("cost %+v", c)
	}
}

// TestCancelled is about a context that has ended: the trouble is in the tree.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	tr := tree.Load(ctx, resolve.Lookup{Exchanger: resolve.Chain(dnstest.NewSource(t, ""), resolve.Cache())}, "a.test", tree.Message{})
	if tr.Root.Problem != tree.DNSFailed || tr.Root.Err == nil || tr.Root.Terms != nil {
		t.Errorf("root %+v", tr.Root)
	}
}

func TestProblemsHaveTexts(t *testing.T) {
	for _, p := range []tree.Problem{
		tree.NoDomain, tree.NoRecord, tree.SeveralRecords, tree.SyntaxError, tree.DNSFailed, tree.NotLoaded,
	} {
		if !p.Text().Complete() {
			t.Errorf("%s has no text in every language", p)
		}
	}
}
