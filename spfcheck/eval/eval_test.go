package eval_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"

	"spfcheck/spfcheck/eval"
	"spfcheck/spfcheck/resolve"
)

const (
	v4 = "192.0.2.1"
	v6 = "2001:db8::1"
)

// longLocal is a local-part that expands to a name of more than 253 octets.
var longLocal = strings.Repeat("abcdefghi.", 26) + "z"

// evaluations are zones, and what comes of mail from a@a.test or the sender
// given, from 192.0.2.1 or the client given. What ends in ": " leaves the words
// that follow to record and resolve.
var evaluations = []struct {
	name, zone, client, sender, want string
}{
	// Which term decides.
	{"the first match", `a.test. TXT "v=spf1 ip4:192.0.2.9 ip4:192.0.2.0/24 -all"`, "", "",
		"pass: a.test: ip4:192.0.2.0/24, 0 lookups, 0 voids"},
	{"a match means its qualifier", `a.test. TXT "v=spf1 ~ip4:192.0.2.0/24 -all"`, "", "",
		"softfail: a.test: ~ip4:192.0.2.0/24, 0 lookups, 0 voids"},
	{"neutral by a term", `a.test. TXT "v=spf1 ?all"`, "", "",
		"neutral: a.test: ?all, 0 lookups, 0 voids"},
	{"neutral for want of a match", `a.test. TXT "v=spf1 ip4:192.0.2.9"`, "", "",
		"neutral: a.test: no term, 0 lookups, 0 voids"},
	{"include that matches", `a.test. TXT "v=spf1 include:b.test -all"
b.test. TXT "v=spf1 include:c.test"
c.test. TXT "v=spf1 ip4:192.0.2.1"`, "", "",
		"pass: a.test > b.test > c.test: ip4:192.0.2.1, 2 lookups, 0 voids"},
	{"the include's qualifier counts, not the match's", `a.test. TXT "v=spf1 ?include:b.test -all"
b.test. TXT "v=spf1 +all"`, "", "",
		"neutral: a.test > b.test: +all, 1 lookups, 0 voids"},
	{"include that fails doesn't match", `a.test. TXT "v=spf1 include:b.test ~all"
b.test. TXT "v=spf1 -all"`, "", "",
		"softfail: a.test: ~all, 1 lookups, 0 voids"},
	{"redirect", `a.test. TXT "v=spf1 redirect=b.test"
b.test. TXT "v=spf1 -all"`, "", "",
		"fail: a.test > b.test: -all, 1 lookups, 0 voids"},
	{"redirect to neutral by a term", `a.test. TXT "v=spf1 redirect=b.test"
b.test. TXT "v=spf1 ?all"`, "", "",
		"neutral: a.test > b.test: ?all, 1 lookups, 0 voids"},
	{"redirect to what matches nothing", `a.test. TXT "v=spf1 redirect=b.test"
b.test. TXT "v=spf1"`, "", "",
		"neutral: a.test > b.test: no term, 1 lookups, 0 voids"},
	{"redirect before the terms, in another case", `a.test. TXT "v=spf1 REDIRECT=b.test IP4:192.0.2.1"
b.test. TXT "v=spf1 -all"`, "", "",
		"pass: a.test: IP4:192.0.2.1, 0 lookups, 0 voids"},
	{"redirect inside include", `a.test. TXT "v=spf1 include:b.test -all"
b.test. TXT "v=spf1 redirect=c.test"
c.test. TXT "v=spf1 a:host.test"
host.test. A 192.0.2.1`, "", "",
		"pass: a.test > b.test > c.test: a:host.test, 3 lookups, 0 voids"},

	// No record, or none that can be used.
	{"no domain", ``, "", "", "none: a.test: no term, 0 lookups, 0 voids; the domain doesn't exist"},
	{"no record", `a.test. A 192.0.2.1`, "", "", "none: a.test: no term, 0 lookups, 0 voids; no SPF record"},
	{"a blank before the version", `a.test. TXT " v=spf1 -all"`, "", "",
		"none: a.test: no term, 0 lookups, 0 voids; no SPF record"},
	{"one label", `test. TXT "v=spf1 -all"`, "", "a@test",
		"none: test: no term, 0 lookups, 0 voids; not a domain name of several labels"},
	{"an address literal", ``, "", "a@[192.0.2.1]",
		"none: [192.0.2.1]: no term, 0 lookups, 0 voids; not a domain name of several labels"},
	{"macro letters in the sender's domain", `*.test. TXT "v=spf1 a +all"`, "", "a@%{l}.test",
		"none: %{l}.test: no term, 0 lookups, 0 voids; not a domain name of several labels"},
	{"two records", `a.test. TXT "v=spf1 -all"
a.test. TXT "v=spf1 +all"`, "", "",
		"permerror: a.test: no term, 0 lookups, 0 voids; 2 SPF records, only one is allowed"},
	{"strings are joined without a blank", `a.test. TXT "v=spf1 ip4:192.0.2.0/24" "-all"`, "", "",
		`permerror: a.test: no term, 0 lookups, 0 voids; syntax error at byte 22: `},
	{"a fault after the match", `a.test. TXT "v=spf1 ip4:192.0.2.0/24 -all bogus:x"`, "", "",
		`permerror: a.test: no term, 0 lookups, 0 voids; syntax error at byte 29: `},
	{"a bad address after the match", `a.test. TXT "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.300 -all"`, "", "",
		`permerror: a.test: no term, 0 lookups, 0 voids; syntax error at byte 28: `},
	{"a fault in an included record", `a.test. TXT "v=spf1 include:b.test +all"
b.test. TXT "v=spf1 all all:x"`, "", "",
		`permerror: a.test > b.test: no term, 1 lookups, 0 voids; syntax error at byte 14: `},
	{"include of nothing", `a.test. TXT "v=spf1 include:b.test +all"`, "", "",
		"permerror: a.test > b.test: no term, 1 lookups, 0 voids; b.test has no SPF record"},
	{"redirect to nothing", `a.test. TXT "v=spf1 redirect=b.test"
b.test. A 192.0.2.1`, "", "",
		"permerror: a.test > b.test: no term, 1 lookups, 0 voids; b.test has no SPF record"},
	{"a CNAME to the record", `a.test. CNAME b.test.
b.test. TXT "v=spf1 +all"`, "", "",
		"pass: a.test: +all, 0 lookups, 0 voids"},

	// DNS fails.
	{"SERVFAIL for the domain", ``, "", "a@servfail.test",
		"temperror: servfail.test: no term, 0 lookups, 0 voids; DNS failed: "},
	{"no answer for the domain", ``, "", "a@timeout.test",
		"temperror: timeout.test: no term, 0 lookups, 0 voids; DNS failed: "},
	{"SERVFAIL for an include, then a match", `a.test. TXT "v=spf1 include:servfail.test +all"`, "", "",
		"temperror: a.test > servfail.test: no term, 1 lookups, 0 voids; DNS failed: "},
	{"no answer for a", `a.test. TXT "v=spf1 a:timeout.test +all"`, "", "",
		"temperror: a.test: a:timeout.test, 1 lookups, 0 voids; DNS failed: "},
	{"SERVFAIL for exists", `a.test. TXT "v=spf1 exists:servfail.test +all"`, "", "",
		"temperror: a.test: exists:servfail.test, 1 lookups, 0 voids; DNS failed: "},
	{"no answer for an MX host", `a.test. TXT "v=spf1 mx +all"
a.test. MX 1 timeout.test.`, "", "",
		"temperror: a.test: mx, 1 lookups, 0 voids; DNS failed: "},

	// Limits.
	{"void lookups that are one too many", `a.test. TXT "v=spf1 a:x.test a:y.test a:z.test +all"`, "", "",
		"permerror: a.test: a:z.test, 3 lookups, 3 voids; more than 2 lookups that found nothing (void lookups)"},
	{"void lookups at the limit", `a.test. TXT "v=spf1 a:x.test exists:y.test a:z.test"
z.test. A 192.0.2.1`, "", "",
		"pass: a.test: a:z.test, 3 lookups, 2 voids"},
	{"AAAA alone is void to an IPv4 client", `a.test. TXT "v=spf1 a:x.test a:x.test a:x.test +all"
x.test. AAAA 2001:db8::2`, "", "",
		"permerror: a.test: a:x.test, 3 lookups, 3 voids; more than 2 lookups that found nothing (void lookups)"},
	{"MX hosts without AAAA aren't void", `a.test. TXT "v=spf1 mx ip6:2001:db8::1"
a.test. MX 1 x.test.
a.test. MX 2 y.test.
a.test. MX 3 z.test.
x.test. A 192.0.2.2
y.test. A 192.0.2.3
z.test. A 192.0.2.4`, v6, "",
		"pass: a.test: ip6:2001:db8::1, 1 lookups, 0 voids"},
	{"an include loop", `a.test. TXT "v=spf1 include:b.test +all"
b.test. TXT "v=spf1 include:a.test"`, "", "",
		"permerror: " + loop("a.test", "b.test") + ": include:b.test, 11 lookups, 0 voids; more than 10 terms that need DNS lookups"},
	{"include of itself", `a.test. TXT "v=spf1 include:a.test +all"`, "", "",
		"permerror: " + loop("a.test", "a.test") + ": include:a.test, 11 lookups, 0 voids; more than 10 terms that need DNS lookups"},
	{"a redirect loop", `a.test. TXT "v=spf1 redirect=a.test"`, "", "",
		"permerror: " + loop("a.test", "a.test") + ": redirect=a.test, 11 lookups, 0 voids; more than 10 terms that need DNS lookups"},

	// Addresses.
	{"exists asks for A for an IPv6 client", `a.test. TXT "v=spf1 exists:x.test -all"
x.test. A 127.0.0.2`, v6, "",
		"pass: a.test: exists:x.test, 1 lookups, 0 voids"},
	{"exists and a of one name for an IPv6 client", `a.test. TXT "v=spf1 a:x.test exists:x.test -all"
x.test. A 127.0.0.2`, v6, "",
		"pass: a.test: exists:x.test, 2 lookups, 1 voids"},
	{"AAAA is not enough for exists", `a.test. TXT "v=spf1 exists:x.test -all"
x.test. AAAA 2001:db8::2`, v6, "",
		"fail: a.test: -all, 1 lookups, 1 voids"},
	{"an IPv4-mapped client is an IPv4 client", `a.test. TXT "v=spf1 ip4:192.0.2.1 -all"`, "::ffff:192.0.2.1", "",
		"pass: a.test: ip4:192.0.2.1, 0 lookups, 0 voids"},
	{"ip6 is not for IPv4 clients", `a.test. TXT "v=spf1 ip6:::ffff:192.0.2.1 ip6:::ffff:0:0/96 ip6:::/0 -all"`, "", "",
		"fail: a.test: -all, 0 lookups, 0 voids"},
	{"host bits of a network don't matter", `a.test. TXT "v=spf1 ip4:192.0.2.77/24 -all"`, "", "",
		"pass: a.test: ip4:192.0.2.77/24, 0 lookups, 0 voids"},
	{"a client with a zone", `a.test. TXT "v=spf1 ip6:fe80::/10 -all"`, "fe80::1%eth0", "",
		"pass: a.test: ip6:fe80::/10, 0 lookups, 0 voids"},
	{"prefix lengths of a", `a.test. TXT "v=spf1 a/24//64 -all"
a.test. A 192.0.2.200
a.test. AAAA 2001:db8::200`, v6, "",
		"pass: a.test: a/24//64, 1 lookups, 0 voids"},

	// Names of the client.
	{"ptr", `a.test. TXT "v=spf1 ptr -all"
1.2.0.192.in-addr.arpa. PTR host.A.test.
host.a.test. A 192.0.2.1`, "", "",
		"pass: a.test: ptr, 1 lookups, 0 voids"},
	{"ptr asks once", `a.test. TXT "v=spf1 ptr ptr:b.test ptr:c.test ptr:d.test -all"`, "", "",
		"fail: a.test: -all, 4 lookups, 1 voids"},
	{"the validated name", `a.test. TXT "v=spf1 exists:%{p}.is.test -all"
1.2.0.192.in-addr.arpa. PTR liar.test.
1.2.0.192.in-addr.arpa. PTR host.a.test.
host.a.test. A 192.0.2.1
host.a.test.is.test. A 127.0.0.2`, "", "",
		"pass: a.test: exists:%{p}.is.test, 1 lookups, 0 voids"},

	// Macros.
	{"the domain changes with include, the sender doesn't", `a.test. TXT "v=spf1 include:b.test -all"
b.test. TXT "v=spf1 exists:%{d}.%{o}.%{h}"
b.test.a.test.helo.test. A 127.0.0.2`, "", "",
		"pass: a.test > b.test: exists:%{d}.%{o}.%{h}, 2 lookups, 0 voids"},
	{"a local-part with an at sign and a blank", `a.test. TXT "v=spf1 exists:%{l}.is.test -all"
\034b\064c\032d\034.is.test. A 127.0.0.2`, "", `"b@c d"@a.test`,
		"pass: a.test: exists:%{l}.is.test, 1 lookups, 0 voids"},
	{"a local-part can't add terms", `a.test. TXT "v=spf1 include:%{l}.is.test -all"`, "", `x +all@a.test`,
		`permerror: a.test > x\032+all.is.test: no term, 1 lookups, 0 voids; x\032+all.is.test has no SPF record`},
	{"a slash in a domain that was expanded once", `a.test. TXT "v=spf1 include:%{l}.is.test -all"
b\047c.is.test. TXT "v=spf1 exists:x.%{d} a"
x.b\047c.is.test. A 127.0.0.2`, "", `b/c@a.test`,
		`pass: a.test > b\047c.is.test: exists:x.%{d}, 2 lookups, 0 voids`},
	{"the current domain has a slash and a percent sign", `a.test. TXT "v=spf1 include:%{l}.is.test -all"
b\047\037c.is.test. TXT "v=spf1 a/24"
b\047\037c.is.test. A 192.0.2.99`, "", `b/%c@a.test`,
		`pass: a.test > b\047\037c.is.test: a/24, 2 lookups, 0 voids`},
	{"a name of more than 253 octets loses labels on the left", `a.test. TXT "v=spf1 exists:%{l}.is.test -all"
*.is.test. A 127.0.0.2`, "", longLocal + "@a.test",
		"pass: a.test: exists:%{l}.is.test, 1 lookups, 0 voids"},
	{"a name of which nothing is left", `a.test. TXT "v=spf1 include:%{l} -all"`, "", strings.Repeat("x", 300) + "@a.test",
		"permerror: a.test > " + strings.Repeat("x", 64) + ": no term, 1 lookups, 0 voids; " + strings.Repeat("x", 64) + " has no SPF record"},
	{"an empty label after expansion doesn't match", `a.test. TXT "v=spf1 exists:%{l}.is.test -all"`, "", "b..c@a.test",
		"fail: a.test: -all, 1 lookups, 1 voids"},
}

// loop is the path of a loop through two domains, eleven nodes long.
func loop(a, b string) string {
	return strings.TrimSuffix(strings.Repeat(a+" > "+b+" > ", 6), " > "+b+" > ")
}

func TestEvaluate(t *testing.T) {
	for _, tt := range evaluations {
		t.Run(tt.name, func(t *testing.T) {
			client, sender := tt.client, tt.sender
			if client == "" {
				client = v4
			}
			if sender == "" {
				sender = "a@a.test"
			}
			got := brief(evaluate(t, faulty(t, tt.zone+"\n"), client, sender))
			if rest, ok := strings.CutPrefix(got, tt.want); !ok || rest != "" && !strings.HasSuffix(tt.want, ": ") {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := eval.Evaluator{Exchanger: resolve.Offline(parseZone(t, soa+`a.test. TXT "v=spf1 +all"`+"\n"))}
	ev := e.Evaluate(ctx, eval.Request{Client: netip.MustParseAddr(v4), Sender: "a@a.test"})
	if ev.Result != spf.TempError || !ev.Reliable {
		t.Errorf("got %s", brief(ev))
	}
}

func TestNoClient(t *testing.T) {
	e := eval.Evaluator{Exchanger: resolve.Offline(parseZone(t, soa+`a.test. TXT "v=spf1 a ptr exists:%{ir}.x.test +all"`+"\n"))}
	if ev := e.Evaluate(t.Context(), eval.Request{Sender: "a@a.test"}); ev.Result != spf.PermError {
		t.Errorf("got %s", brief(ev))
	}
}
