package doctor_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var root = dnstest.Records(". 60 IN NS a.root-servers.example.")

// asResolver answers as r does, with EDNS and the AD bit.
func asResolver(w *dnstest.Writer, r *dnstest.Request) {
	m := new(dns.Msg).SetReply(r.Msg)
	m.RecursionAvailable, m.AuthenticatedData = true, true
	m.Answer = []dns.RR{&dns.NS{Hdr: dns.RR_Header{Name: ".", Rrtype: dns.TypeNS, Class: dns.ClassINET, Ttl: 1}, Ns: "a.root-servers.example."}}
	m.SetEdns0(1232, false)
	w.Msg(m)
}

// TestExamine has servers of each kind: root, EDNS, TCP, DNSSEC, and what is wrong.
func TestExamine(t *testing.T) {
	for _, tt := range []struct {
		what    string
		handler dnstest.Handler
		want    string
	}{
		{"a resolver that validates", asResolver, "true yes yes yes "},
		{"a plain one", root, "true no yes no "},
		{"without TCP", dnstest.ByTransport(root, dnstest.Drop), "true no no no "},
		{"with the reason in EDNS", dnstest.Rcode(dns.RcodeServerFailure), "false no yes no answers, but not with the name servers of the root: the server answered SERVFAIL"},
		{"no such name", dnstest.Rcode(dns.RcodeNameError), "false no yes no answers, but not with the name servers of the root: no such records"},
		{"no records", dnstest.Rcode(dns.RcodeSuccess), "false no yes no answers, but not with the name servers of the root: no such records"},
		{"records of another name", dnstest.Records("example. 60 IN NS a.example."), "false no yes no answers, but not with the name servers of the root: no such records"},
		{"for others", dnstest.Rcode(dns.RcodeRefused), "false no yes no gives no answer: it refuses to answer (REFUSED)"},
		{"silent", dnstest.Drop, "false unknown unknown unknown gives no answer: no answer in time"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			s := dnstest.Start(t, tt.handler)
			server, err := resolve.Server(s.Addr)
			if err != nil {
				t.Fatal(err)
			}
			got := doctor.Examine(t.Context(), []resolve.Exchanger{server}, 200*time.Millisecond)[0]
			_, fault, _ := strings.Cut(got.Fault.EN, s.Addr+" ")
			if told := fmt.Sprint(got.Root, " ", got.EDNS, " ", got.TCP, " ", got.Validates, " ", fault); told != tt.want {
				t.Errorf("got  %s\nwant %s", told, tt.want)
			}
			if got.Address != s.Addr || got.Fault.Complete() == got.Root || (got.Down != nil) != strings.Contains(fault, "no answer") {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestExamineConnections takes a server that is asked over TCP for one that answers
// over TCP, and a whole list in the order that it has.
func TestExamineConnections(t *testing.T) {
	silent, answering := dnstest.Start(t, dnstest.Drop), dnstest.Start(t, asResolver)
	var servers []resolve.Exchanger
	for _, addr := range []string{silent.Addr, "tcp://" + answering.Addr} {
		server, err := resolve.Server(addr)
		if err != nil {
			t.Fatal(err)
		}
		servers = append(servers, server)
	}
	got := doctor.Examine(t.Context(), servers, 200*time.Millisecond)
	if got[0].Address != silent.Addr || got[0].Root || got[1].Address != "tcp://"+answering.Addr || !got[1].Root || got[1].TCP != doctor.Yes {
		t.Errorf("got %+v", got)
	}
}

// TestCheck has clocks and lists of every age.
func TestCheck(t *testing.T) {
	const built, list = "2026-06-01T12:00:00Z", "2026-02-06"
	for _, tt := range []struct {
		now, built, list    string
		faults, notes, days int
	}{
		{"2026-06-02", built, list, 0, 0, 116},
		{"2026-06-01", built, list, 0, 0, 115}, // another time zone
		{"2026-05-20", built, list, 1, 0, 0},
		{"2026-05-20", "", list, 0, 0, 103},
		{"1970-01-01", "", list, 1, 0, 0},
		{"1970-01-01", "", "", 0, 0, 0},
		{"2027-02-06", built, list, 0, 0, 365},
		{"2027-02-07", built, list, 0, 1, 366},
		{"2031-01-01", built, "", 0, 0, 0},
	} {
		now, err := time.Parse(time.DateOnly, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		rep := doctor.Report{Program: doctor.Program{Time: tt.built}, Data: doctor.Data{SuffixList: tt.list}}
		rep.Check(now)
		if len(rep.Faults) != tt.faults || len(rep.Notes) != tt.notes || rep.Data.SuffixListAge != tt.days {
			t.Errorf("%+v: got %+v", tt, rep)
		}
	}
}
