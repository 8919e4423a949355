package dnstest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// SPF makes up zones whose SPF records include each other. Addresses are close to
// each other, so that many records match the same clients.
type SPF struct {
	*rand.Rand
	Domains int  // 0.test and so on; a.test is the root
	Forest  bool // domains name only later ones, so that nothing loops
	Trouble bool // with names that don't exist, that are below servfail.test, or that have no usable record
	Macros  bool // with ptr, exp and macros, of which %{l} is best the number of a domain
}

// Zone makes up a whole zone.
func (z SPF) Zone() string {
	var b strings.Builder
	fmt.Fprintf(&b, "a.test. TXT %s\n", TXT(z.record(0)))
	for i := range z.Domains {
		fmt.Fprintf(&b, "%d.test. TXT %s\n", i, TXT(z.record(i+1)))
	}
	for i := range 4 {
		fmt.Fprintf(&b, "h%d.test. A %s\nm%d.test. MX 1 h%[1]d.test.\nm%[1]d.test. MX 2 both.test.\n", i, z.IPv4(), i)
	}
	fmt.Fprintf(&b, "six.test. AAAA %s\nboth.test. A %s\nboth.test. AAAA %s\n", z.IPv6(), z.IPv4(), z.IPv6())
	b.WriteString("badmx.test. MX 1 x.servfail.test.\n")
	if z.Trouble {
		b.WriteString("two.test. TXT \"v=spf1 +all\"\ntwo.test. TXT \"v=spf1 -all\"\nbad.test. TXT \"v=spf1 +all x\"\nnull.test. MX 0 .\n")
		for i := range 11 {
			fmt.Fprintf(&b, "many.test. MX %d h1.test.\n", i)
		}
	}
	if z.Macros {
		b.WriteString("*.yes.test. A 127.0.0.2\nwhy.test. TXT \"%{i} isn't %{p}\"\nh9.test. A 192.0.1.9\nh9.test. AAAA 2001:db8::9\n")
		for i := range 128 { // the other half has no name
			fmt.Fprintf(&b, "%d.0.0.192.in-addr.arpa. PTR h%d.test.\n%[1]d.1.0.192.in-addr.arpa. PTR h9.test.\n", i, i%5)
		}
		b.WriteString("*.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR h9.test.\n")
	}
	return b.String()
}

// record makes up the record of the domain with the number, -1 less.
func (z SPF) record(from int) string {
	terms := []string{"v=spf1"}
	for range z.IntN(5) {
		terms = append(terms, z.pick("", "", "", "-", "~", "?")+z.mechanism(from))
	}
	if z.Macros {
		terms = append(terms, z.pick("", "", "exp=why.test", "foo=%{d}"))
	}
	if domain, ok := z.domain(from); ok && z.IntN(4) == 0 {
		return strings.Join(append(terms, "redirect="+domain), " ")
	}
	return strings.Join(append(terms, z.pick("-all", "-all", "~all", "", "+all")), " ")
}

func (z SPF) mechanism(from int) string {
	switch z.IntN(8) {
	case 0, 1:
		return fmt.Sprintf("ip4:%s/%d", z.IPv4(), 20+z.IntN(13))
	case 2:
		return fmt.Sprintf("ip6:%s/%d", z.IPv6(), 110+z.IntN(19))
	case 3:
		return "a:" + z.pick("h0", "h1", "six", "both") + ".test" + z.pick("", "/28", "//124", "/30//126")
	case 4:
		return "mx:" + z.pick("m0", "m1", "m2", "m3") + ".test" + z.pick("", "/28", "//124")
	case 5:
		if z.Trouble {
			return z.pick("a:none.test", "exists:none.test", "exists:h1.test", "mx:badmx.test", "a:y.servfail.test",
				"include:none.test", "include:two.test", "include:bad.test", "mx:many.test", "mx:null.test", "include:servfail.test")
		}
	case 6:
		if z.Macros {
			return z.pick("ptr", "ptr ptr:h9.test", "ptr:h1.test", "ptr:h9.test", "exists:%{ir}.%{v}.yes.test", "exists:%{l}.%{d}.no.test",
				"a:%{h}", "a:%{p}", "mx:%{d}", "exists:%{p}.yes.test", "include:%{l}.test", "exists:%{s}.yes.test")
		}
	}
	if domain, ok := z.domain(from); ok {
		return "include:" + domain
	}
	return "ip4:" + z.IPv4()
}

// domain picks a domain for the one with the number to include.
func (z SPF) domain(from int) (string, bool) {
	if !z.Forest {
		from = 0
	}
	if from == z.Domains {
		return "", false
	}
	return fmt.Sprintf("%d.test", from+z.IntN(z.Domains-from)), true
}

func (z SPF) pick(texts ...string) string { return texts[z.IntN(len(texts))] }

// IPv4 makes up an address near those of the zones.
func (z SPF) IPv4() string { return fmt.Sprintf("192.0.%d.%d", z.IntN(2), z.IntN(256)) }

// IPv6 makes up an address near those of the zones.
func (z SPF) IPv6() string { return fmt.Sprintf("2001:db8::%x", z.IntN(1<<16)) }
