package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestServersSigned publishes the shop's DKIM key and a strict DMARC record too.
// The same mail without its signature shows that the signature is what counts.
func TestServersSigned(t *testing.T) {
	servers := startServers(t,
		filepath.Join(zoneData, "shop-fixed.zone"),
		filepath.Join(zoneData, "shop-dkim.zone"),
		filepath.Join(integrationData, "shop-dmarc.zone"))
	tests := []struct {
		file, verdicts string
		want           authentication
	}{
		{
			"signup-dkim.eml", "0 docomo deliver, au deliver, softbank deliver",
			authentication{DKIM: "shop.example.jp pass", Status: "found", RecordAt: "shop.example.jp", Result: "pass"},
		},
		{
			"ses-signup.eml", "1 docomo reject, au drop, softbank drop",
			authentication{Status: "found", RecordAt: "shop.example.jp", Result: "fail"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			testMail(t, servers, tt.file, tt.verdicts)
			live := check(t, append(mailFlag(tt.file), "--server", servers.unbound.addr())...)
			if diff := cmp.Diff(tt.want, live.authentication(t)); diff != "" {
				t.Errorf("through Unbound (-want +got):\n%s", diff)
			}
			servers.testReplayed(t, mailFlag(tt.file))
		})
	}
}

// testDMARC has a DMARC record whose signature is broken: the server that doesn't
// validate gives it, the one that does fails, while SPF passes through both.
func testDMARC(t *testing.T, servers *dnsServers) {
	tests := []struct{ what, server, verdicts, status, says string }{
		{"not validated", servers.nsd.addr(), "0 docomo deliver, au deliver, softbank deliver", "found", ""},
		{"validated", servers.unbound.addr(), "3 docomo unknown, au unknown, softbank unknown", "temperror", "_dmarc.mail.broken.example: the server answered SERVFAIL"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			got := check(t, append(sentBy("mail.broken.example"), "--server", tt.server)...)
			got.wants(t, tt.verdicts[:1]+" pass", "")
			if got.verdicts() != tt.verdicts {
				t.Errorf("%s; want %s", got.verdicts(), tt.verdicts)
			}
			if a := got.authentication(t); a.Status != tt.status || !strings.Contains(a.Problem, tt.says) {
				t.Errorf("DMARC %s, saying %q; want %s, saying %q", a.Status, a.Problem, tt.status, tt.says)
			}
		})
	}
}

// authentication is what a report says of DKIM and DMARC.
type authentication struct {
	DKIM                              string // each signature, as in "example.jp pass"
	Status, Problem, RecordAt, Result string // of DMARC
}

func (c checked) authentication(t *testing.T) authentication {
	t.Helper()
	var report struct {
		DKIM  []struct{ Domain, Result string }
		DMARC struct {
			Status   string
			RecordAt string `json:"record_at"`
			Problem  struct{ EN string }
			Results  []struct{ Result string }
		}
	}
	if err := json.Unmarshal([]byte(c.Report), &report); err != nil {
		t.Fatal(err)
	}
	var signatures, results []string
	for _, s := range report.DKIM {
		signatures = append(signatures, fmt.Sprintf("%s %s", s.Domain, s.Result))
	}
	for _, r := range report.DMARC.Results {
		results = append(results, r.Result)
	}
	return authentication{
		DKIM:     strings.Join(signatures, ", "),
		Status:   report.DMARC.Status,
		Problem:  report.DMARC.Problem.EN,
		RecordAt: report.DMARC.RecordAt,
		Result:   strings.Join(slices.Compact(results), ", "),
	}
}
