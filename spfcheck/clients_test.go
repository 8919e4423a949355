package spfcheck_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// parseIP takes the one address that s is.
func parseIP(s string) (netip.Addr, error) {
	var req spfcheck.Request
	if err := req.Set(input.IP, s); err != nil {
		return netip.Addr{}, err
	}
	return req.Clients[0], nil
}

func TestParseIP(t *testing.T) {
	for s, want := range map[string]string{
		"192.0.2.1":            "192.0.2.1",
		"2001:db8::1":          "2001:db8::1",
		"2001:DB8:0:0:0:0:0:1": "2001:db8::1",
		"::ffff:192.0.2.1":     "192.0.2.1", // RFC 7208 §5
		"::ffff:c000:0201":     "192.0.2.1",
	} {
		if got, err := parseIP(s); err != nil || got.String() != want {
			t.Errorf("parseIP(%q) = %v, %v; want %s", s, got, err, want)
		}
	}
}

func TestParseIPTypos(t *testing.T) {
	tests := []struct{ ip, hint string }{
		{"", "write it as"},
		{"192.0.2", "write it as"},
		{"192.0.2.256", "write it as"},
		{"192.0.2.1 192.0.2.2", "write it as"},
		{"3221225985", "write it as"},
		{"2001:db8::1::2", "write it as"},
		{"192.0.2.01", "leading zeros"},
		{"0192.0.2.1", "leading zeros"},
		{"192.0.2.1:25", "port"},
		{"[2001:db8::1]:25", "port"},
		{"[2001:db8::1]", "brackets"},
		{"fe80::1%eth0", "zone"},
		{"::ffff:192.0.2.1%1", "zone"},
		{"mail.example.jp", "host name"},
		{"localhost", "host name"},
		{"１９２.0.2.1", "write 192.0.2.1"},
		{"１９２．０．２．１", "write 192.0.2.1"},
	}
	for _, tt := range tests {
		addr, err := parseIP(tt.ip)
		var bad *input.Error
		if !errors.As(err, &bad) {
			t.Errorf("parseIP(%q) = %v, %v", tt.ip, addr, err)
			continue
		}
		if !strings.Contains(bad.Hint.EN, tt.hint) || !bad.Hint.Complete() || !bad.Problem.Complete() {
			t.Errorf("parseIP(%q): hint %q, want %q", tt.ip, bad.Hint, tt.hint)
		}
	}
}
