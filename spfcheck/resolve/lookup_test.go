package resolve_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var _ spf.DNSResolver = resolve.Lookup{}

const lookupZone = `
$ORIGIN example.jp.
@        SOA ns hostmaster 1 1 1 1 1
txt      TXT "v=spf1 " "ip4:192.0.2.0/24" " -all"
txt      TXT ""
bytes    TXT "\000\009\034\092\128\255"
both     A 192.0.2.1
both     AAAA 2001:db8::1
mx       MX 20 b
mx       MX 10 a
mx       MX 20 c
nullmx   MX 0 .
alias    CNAME txt
far      CNAME alias
gone     CNAME nowhere
nodata   CNAME both
loop     CNAME loop2
loop2    CNAME loop
`

const reverseZone = `
1.2.0.192.in-addr.arpa. PTR both.example.jp.
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR six\.dot.example.jp.
`

func TestLookup(t *testing.T) {
	source := resolve.Offline(dnstest.Zone(t, lookupZone), dnstest.Zone(t, reverseZone))
	v4 := resolve.Lookup{Exchanger: source, Client: netip.MustParseAddr("192.0.2.9")}
	mapped := resolve.Lookup{Exchanger: source, Client: netip.MustParseAddr("::ffff:192.0.2.9")}
	v6 := resolve.Lookup{Exchanger: source, Client: netip.MustParseAddr("2001:db8::9")}
	both := resolve.Lookup{Exchanger: source}
	tests := []struct {
		what string
		got  func(context.Context) (any, error)
		want any
	}{
		{"TXT joined, with an empty one", txt(v4, "txt.example.jp"), []string{"v=spf1 ip4:192.0.2.0/24 -all", ""}},
		{
			"TXT strings", func(ctx context.Context) (any, error) { return v4.TXTStrings(ctx, "txt.example.jp") },
			[][]string{{"v=spf1 ", "ip4:192.0.2.0/24", " -all"}, {""}},
		},
		{"an alias and the TXT behind it", aliasAndTXT(v4, "alias.example.jp"), []any{"txt.example.jp.", [][]string{{"v=spf1 ", "ip4:192.0.2.0/24", " -all"}, {""}}}},
		{"an alias that leads to one", aliasAndTXT(v4, "far.example.jp"), []any{"alias.example.jp.", [][]string{{"v=spf1 ", "ip4:192.0.2.0/24", " -all"}, {""}}}},
		{"an alias to nowhere", aliasAndTXT(v4, "gone.example.jp"), []any{"nowhere.example.jp.", [][]string(nil)}},
		{"no alias", aliasAndTXT(v4, "both.example.jp"), []any{"", [][]string(nil)}},
		{"TXT bytes", txt(v4, "bytes.example.jp."), []string{"\x00\t\"\\\x80\xff"}},
		{"TXT behind a CNAME", txt(v4, "ALIAS.example.jp"), []string{"v=spf1 ip4:192.0.2.0/24 -all", ""}},
		{"escaped name", txt(v4, `\097li\as.example.jp`), []string{"v=spf1 ip4:192.0.2.0/24 -all", ""}},
		{"NODATA", txt(v4, "both.example.jp"), []string{}},
		{"NODATA behind a CNAME", txt(v4, "nodata.example.jp"), []string{}},
		{"IPv4 client", ips(v4, "both.example.jp"), []net.IPAddr{{IP: net.IP{192, 0, 2, 1}}}},
		{"IPv4 client, mapped", ips(mapped, "both.example.jp"), []net.IPAddr{{IP: net.IP{192, 0, 2, 1}}}},
		{"IPv6 client", ips(v6, "both.example.jp"), []net.IPAddr{{IP: net.ParseIP("2001:db8::1")}}},
		{"any client", ips(both, "both.example.jp"), []net.IPAddr{{IP: net.IP{192, 0, 2, 1}}, {IP: net.ParseIP("2001:db8::1")}}},
		{
			"A for an IPv6 client", func(ctx context.Context) (any, error) { return v6.Addrs(ctx, "both.example.jp", dns.TypeA) },
			[]netip.Addr{netip.MustParseAddr("192.0.2.1")},
		},
		{
			"MX by preference", mx(v4, "mx.example.jp"),
			[]*net.MX{{Host: "a.example.jp.", Pref: 10}, {Host: "b.example.jp.", Pref: 20}, {Host: "c.example.jp.", Pref: 20}},
		},
		{"null MX", mx(v4, "nullmx.example.jp"), []*net.MX{{Host: ".", Pref: 0}}},
		{"addresses of the null MX", ips(v4, "."), []net.IPAddr(nil)},
		{"PTR", ptr(v4, "192.0.2.1"), []string{"both.example.jp."}},
		{"PTR, mapped", ptr(v4, "::ffff:192.0.2.1"), []string{"both.example.jp."}},
		{"PTR of IPv6", ptr(v4, "2001:db8::1"), []string{`six\.dot.example.jp.`}},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			got, err := tt.got(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %#v\nwant %#v", got, tt.want)
			}
		})
	}
}

func txt(l resolve.Lookup, name string) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return l.LookupTXT(ctx, name) }
}

// aliasAndTXT leaves out that the name, or what it leads to, isn't there.
func aliasAndTXT(l resolve.Lookup, name string) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) {
		alias, texts, err := l.AliasAndTXT(ctx, name)
		if resolve.NotFound(err) {
			err = nil
		}
		return []any{alias, texts}, err
	}
}

func ips(l resolve.Lookup, name string) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return l.LookupIPAddr(ctx, name) }
}

func mx(l resolve.Lookup, name string) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return l.LookupMX(ctx, name) }
}

func ptr(l resolve.Lookup, addr string) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return l.LookupAddr(ctx, addr) }
}

// timeoutError is a failure of the network that says it is a timeout.
type timeoutError struct{ error }

func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

func TestLookupErrors(t *testing.T) {
	offline := resolve.Offline(dnstest.Zone(t, lookupZone))
	long63 := strings.Repeat("a", 63)
	tests := []struct {
		what   string
		source resolve.Exchanger
		name   string
		kind   string
		text   string
	}{
		{"NXDOMAIN", offline, "x.example.jp", "notfound", "x.example.jp does not exist (NXDOMAIN)"},
		{"NXDOMAIN behind a CNAME", offline, "gone.example.jp", "notfound", "nowhere.example.jp does not exist (NXDOMAIN)"},
		{"outside the zones", offline, "example.com", "temporary", "example.com is in none of the zone files (offline)"},
		{"a loop", offline, "loop.example.jp", "temporary", "CNAMEs loop at loop.example.jp"},
		{"SERVFAIL", answering(message(t, dns.RcodeServerFailure)), "a.example", "temporary", "the server answered SERVFAIL"},
		{"REFUSED", answering(message(t, dns.RcodeRefused)), "a.example", "temporary", "the server answered REFUSED"},
		{"NOTIMP", answering(message(t, dns.RcodeNotImplemented)), "a.example", "temporary", "the server answered NOTIMP"},
		{"a code without a name", answering(message(t, 4000)), "a.example", "temporary", "the server answered RCODE4000"},
		{"no answer", failing(errors.New("broken pipe")), "a.example", "temporary", "broken pipe"},
		{"a timeout", failing(timeoutError{errors.New("i/o timeout")}), "a.example", "temporary+timeout", "i/o timeout"},
		{"a deadline", failing(fmt.Errorf("x: %w", context.DeadlineExceeded)), "a.example", "temporary+timeout", "x: context deadline exceeded"},
		{"a bare deadline", failing(context.DeadlineExceeded), "a.example", "temporary+timeout", "no answer in time"},
		{"cancelled below", failing(context.Canceled), "a.example", "temporary", "cancelled before an answer came"},
		{"an error that is a DNSError", failing(&net.DNSError{Err: "x", IsNotFound: true}), "a.example", "temporary", "lookup : x"},
		{"a label too long", refuse(t), "a" + long63 + ".example", "notfound", "no such name: the name has a label of 64 octets, more than 63"},
		{"an empty label", refuse(t), "a..example", "notfound", "no such name: the name has an empty label"},
		{"a dot first", refuse(t), ".example", "notfound", "no such name: the name has an empty label"},
		{"no name", refuse(t), "", "notfound", "no such name: the name has an empty label"},
		{"a name too long", refuse(t), strings.Repeat(long63+".", 4), "notfound", "no such name: the name has 257 octets, more than 255"},
		{"an escape too large", refuse(t), `\256.example`, "notfound", `no such name: the name has the broken escape "\\256"`},
		{"an escape cut off", refuse(t), `example\`, "notfound", `no such name: the name has the broken escape "\\"`},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			_, err := resolve.Lookup{Exchanger: tt.source}.LookupTXT(t.Context(), tt.name)
			if got := kind(err); got != tt.kind {
				t.Fatalf("got %s (%v), want %s", got, err, tt.kind)
			}
			e, _ := errors.AsType[*net.DNSError](err)
			if e.Err != tt.text || e.Name != tt.name {
				t.Errorf("got %q of %q\nwant %q of %q", e.Err, e.Name, tt.text, tt.name)
			}
		})
	}
}

func TestLookupEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := resolve.Lookup{Exchanger: refuse(t)}
	_, err := l.LookupMX(ctx, "a.example")
	if got, want := kind(err), "temporary"; got != want || !errors.Is(err, context.Canceled) {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

func TestLookupAddrOfNoAddress(t *testing.T) {
	_, err := resolve.Lookup{Exchanger: refuse(t)}.LookupAddr(t.Context(), "mail.example")
	if got, want := kind(err), "notfound"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAddrsOfOtherType(t *testing.T) {
	_, err := resolve.Lookup{Exchanger: refuse(t)}.Addrs(t.Context(), "mail.example", dns.TypeTXT)
	if got, want := kind(err), "temporary"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLookupTakesOnlyWhatWasAsked(t *testing.T) {
	m := message(
		t, dns.RcodeSuccess,
		"other.example. 1 IN A 192.0.2.1",
		"a.example. 1 CH A 192.0.2.2",
		"a.example. 1 IN AAAA 2001:db8::1",
		`\065.EXAMPLE. 1 IN A 192.0.2.3`,
		"a.example. 1 IN A",
	)
	got, err := resolve.Lookup{Exchanger: answering(m)}.Addrs(t.Context(), "a.example", dns.TypeA)
	want := []netip.Addr{netip.MustParseAddr("192.0.2.3")}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestLookupAsksForTheEndOfAChain(t *testing.T) {
	var asked []string
	source := stub(func(_ context.Context, q dns.Question) (*dns.Msg, error) {
		asked = append(asked, q.Name)
		if q.Name == "a.example." {
			return message(t, dns.RcodeSuccess, "b.example. 1 IN CNAME c.other.", "a.example. 1 IN CNAME b.example."), nil
		}
		return message(t, dns.RcodeSuccess, `c.other. 1 IN TXT "end"`), nil
	})
	got, err := resolve.Lookup{Exchanger: source}.LookupTXT(t.Context(), "a.example")
	if err != nil || !reflect.DeepEqual(got, []string{"end"}) {
		t.Errorf("got %q, %v", got, err)
	}
	if want := []string{"a.example.", "c.other."}; !reflect.DeepEqual(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
}

func TestLookupChainLength(t *testing.T) {
	links := func(n int) resolve.Exchanger {
		text := "$ORIGIN example.\n"
		for i := range n {
			text += fmt.Sprintf("n%d CNAME n%d\n", i, i+1)
		}
		return resolve.Offline(dnstest.Zone(t, text+fmt.Sprintf("n%d TXT end\n", n)))
	}
	if got, err := (resolve.Lookup{Exchanger: links(10)}).LookupTXT(t.Context(), "n0.example"); err != nil || len(got) != 1 {
		t.Errorf("10 links: got %q, %v", got, err)
	}
	_, err := resolve.Lookup{Exchanger: links(11)}.LookupTXT(t.Context(), "n0.example")
	if e, ok := errors.AsType[*net.DNSError](err); !ok || !e.IsTemporary || e.Err != "more than 10 CNAMEs, the last to n11.example" {
		t.Errorf("11 links: got %v", err)
	}
}

func TestLookupBoundsTheAnswer(t *testing.T) {
	m := message(t, dns.RcodeSuccess)
	for i := range 1001 {
		m.Answer = append(m.Answer, &dns.TXT{
			Hdr: dns.RR_Header{Name: "a.example.", Rrtype: dns.TypeTXT, Class: dns.ClassINET}, Txt: []string{fmt.Sprint(i)},
		})
	}
	_, err := resolve.Lookup{Exchanger: answering(m)}.LookupTXT(t.Context(), "a.example")
	if got, want := kind(err), "temporary"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestFailureInJapanese: what users often see, in their words.
func TestFailureInJapanese(t *testing.T) {
	for en, ja := range map[string]string{
		"a.example is in none of the zone files (offline)":                                                  "a.example はどのゾーンファイルにもありません（オフライン）",
		"b.a.example is delegated away in the zone a.example and in none of the other zone files (offline)": "b.a.example はゾーン a.example から委任され、ほかのゾーンファイルにもありません（オフライン）",
		"no answer in time (tried 3 times)":                                                                 "時間内に応答がありません（3 回試行）",
		"the server answered SERVFAIL":                                                                      "the server answered SERVFAIL",
	} {
		if got := resolve.CauseText(errors.New(en)); got.EN != en || got.JA != ja {
			t.Errorf("%q: got %q", en, got)
		}
	}
}
