package spfcheck_test

import (
	"context"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// signed is where messages lie with what SPF, DKIM and DMARC come to for them.
const signed = "../testdata/dkim"

// TestDMARCOfMessages judges whole messages, from their signatures to DMARC.
func TestDMARCOfMessages(t *testing.T) {
	folder := filepath.Join(signed, "dmarc")
	zone := dnstest.Zone(t, dkimtest.File(t, folder, "dmarc.zone"))
	for _, row := range dkimtest.Table(t, folder, "table.tsv") {
		file, mailFrom, wanted, why := row[0], row[1], row[2], row[3]
		t.Run(file, func(t *testing.T) {
			got := []string{"-"}
			if d := checkMessage(t, zone, dkimtest.File(t, folder, file), mailFrom).DMARC; d != nil {
				r := d.Results[0]
				got = []string{string(r.Result), string(r.Result) + "/" + string(r.Policy)}
			}
			if !slices.ContainsFunc(strings.Split(wanted, "|"), func(w string) bool { return slices.Contains(got, w) }) {
				t.Errorf("%s: want %s, got %q", why, wanted, got)
			}
		})
	}
}

// TestFromOfMessages holds which domain DMARC takes of a header From.
func TestFromOfMessages(t *testing.T) {
	folder := filepath.Join(signed, "from")
	zone := dnstest.Zone(t, dkimtest.File(t, folder, "from.zone"))
	for _, row := range dkimtest.Table(t, folder, "table.tsv") {
		file, wanted, why := row[0], row[1], row[2]
		t.Run(file, func(t *testing.T) {
			got := ""
			if d := checkMessage(t, zone, dkimtest.File(t, folder, file), "n@nospf.example").DMARC; d != nil {
				got = d.Domain
			}
			if !slices.Contains(strings.Split(wanted, "|"), got) {
				t.Errorf("%s: want %q, got %q", why, wanted, got)
			}
		})
	}
}

func checkMessage(t *testing.T, zone resolve.Zone, message, mailFrom string) *spfcheck.Report {
	t.Helper()
	checker := spfcheck.Checker{Exchanger: resolve.Offline(zone)}
	rep, err := checker.Check(context.Background(), spfcheck.Request{
		Source:  identity.Source{MailFrom: &mailFrom},
		Mail:    strings.NewReader(message),
		Clients: []netip.Addr{netip.MustParseAddr("192.0.2.1")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}
