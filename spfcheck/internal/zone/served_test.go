package zone_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var editsSeed = flag.Uint64("edits.seed", 1, "what the zones and edits of TestRandomEdits and TestServed come from: others find other faults")

// TestRandomEdits: the zone with edits laid over it answers as the zone does in
// which they were made.
func TestRandomEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(*editsSeed, 2))
	var c comparison
	for i := range 500 {
		w := randomWorld(t, r, origins[i%len(origins)])
		before, after := read(t, w.before.text()), read(t, w.after.text())
		lay := zone.Edits(w.edits...)
		if patch, ok := patchOf(w.edits); ok { // as a zone file has it
			lay = zone.Overlay(read(t, patch))
			offline := func(dnsmsg.Exchanger) dnsmsg.Exchanger { return zone.Offline(before, read(t, patch)) }
			c.compare(t, r, w, offline, nil, zone.Offline(after))
		}
		c.compare(t, r, w, lay, zone.Offline(before), zone.Offline(after))
		if t.Failed() {
			break
		}
	}
	c.report(t)
}

// origins are of zones that are registrable domains, and of others.
var origins = []string{"zone.example.", "zone.deep.example.", "zone.co.jp."}

// TestServed: zones that a real server serves, with edits laid over what it
// answers, answer as the same server does once the edits are made. It is skipped for
// a server that isn't installed; with SPFCHECK_INTEGRATION=required it fails there.
func TestServed(t *testing.T) {
	for _, s := range []struct {
		program  string
		args     []string
		config   string // a directory and a port are put in
		zoneLine string // an origin and a file
	}{
		{
			"nsd",
			[]string{"-d", "-c"},
			"server:\n ip-address: 127.0.0.1@%[2]d\n server-count: 1\n username: \"\"\n database: \"\"\n pidfile: \"\"\n" +
				" zonesdir: %[1]q\n zonelistfile: \"%[1]s/list\"\n xfrdfile: \"%[1]s/state\"\n xfrdir: %[1]q\n rrl-ratelimit: 0\n" +
				"remote-control:\n control-enable: no\n",
			"zone:\n name: %q\n zonefile: %q\n",
		},
		{
			"named",
			[]string{"-g", "-c"},
			"options { directory %[1]q; pid-file none; session-keyfile none; listen-on port %[2]d { 127.0.0.1; };" +
				" listen-on-v6 { none; }; recursion no; dnssec-validation no; notify no; check-names primary ignore; };\ncontrols { };\n",
			"zone %q { type primary; file %q; };\n",
		},
	} {
		t.Run(s.program, func(t *testing.T) {
			program := dnstest.Installed(t, s.program)
			r := rand.New(rand.NewPCG(*editsSeed, 4))
			worlds := randomWorlds(t, r, 160)
			serve := func(of func(*world) data) dnsmsg.Exchanger {
				dir := t.TempDir()
				var zones strings.Builder
				for i, w := range worlds {
					file := filepath.Join(dir, fmt.Sprint(i))
					write(t, file, of(w).text())
					fmt.Fprintf(&zones, s.zoneLine, w.origin, file)
				}
				server := dnstest.Run(t, func() dnstest.Real {
					port, config := dnstest.FreePort(t), filepath.Join(dir, "config")
					write(t, config, fmt.Sprintf(s.config, dir, port)+zones.String())
					return dnstest.Real{
						Program: program, Args: append(slices.Clone(s.args), config),
						Addr: fmt.Sprintf("127.0.0.1:%d", port), Zone: worlds[0].origin,
					}
				})
				source, err := resolve.Server(server.Addr)
				if err != nil {
					t.Fatal(err)
				}
				return resolve.Chain(source, resolve.Retry(3, 5*time.Second), resolve.Cache())
			}
			before := serve(func(w *world) data { return w.before })
			after := serve(func(w *world) data { return w.after })
			var c comparison
			for _, w := range worlds {
				if c.compare(t, r, w, zone.Edits(w.edits...), before, after); t.Failed() {
					break
				}
			}
			c.report(t)
			if c.same < 20_000 {
				t.Error("too little was compared")
			}
		})
	}
}

// randomWorlds are worlds of different origins.
func randomWorlds(t *testing.T, r *rand.Rand, count int) []*world {
	t.Helper()
	var worlds []*world
	for i := range count {
		worlds = append(worlds, randomWorld(t, r, fmt.Sprintf("z%d.%s", i, []string{"example.", "deep.example.", "co.jp."}[i%3])))
	}
	return worlds
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// comparison counts what was compared.
type comparison struct{ same, unknown, doubtful int }

func (c *comparison) report(t *testing.T) {
	t.Logf("answers compared: %d; not known, as at a zone cut: %d; left out, since nobody can find out by asking: %d", c.same, c.unknown, c.doubtful)
	if c.same < 10*(c.unknown+c.doubtful) {
		t.Errorf("too little was compared")
	}
}

// patchOf gives edits as a zone file that says the same; false where none does.
func patchOf(edits []zone.Edit) (string, bool) {
	var b strings.Builder
	for _, e := range edits {
		if !e.Clear || len(e.Add) == 0 {
			return "", false
		}
		for _, rec := range e.Add {
			fmt.Fprintf(&b, "%s %s %s\n", rec.Name, rec.Type, rec.Data)
		}
	}
	return b.String(), true
}

// compare asks both for everything: before with a layer over it, and after.
func (c *comparison) compare(t *testing.T, r *rand.Rand, w *world, lay func(dnsmsg.Exchanger) dnsmsg.Exchanger, before, after dnsmsg.Exchanger) {
	t.Helper()
	chain := &links{}
	note := resolve.Observe(chain.note)
	fails := false // something that was asked below, as at a cut, or at a loop of CNAMEs
	below := resolve.Observe(func(_ dns.Question, m *dns.Msg, err error) {
		fails = fails || err != nil || m.Rcode == dns.RcodeServerFailure
	})
	laid := resolve.Lookup{Exchanger: note(lay(below(before)))}
	served := resolve.Lookup{Exchanger: note(after)}
	for _, name := range w.names(r) {
		for _, rrtype := range askedTypes {
			chain.names, fails = nil, false
			got, gotKnown := outcome(t.Context(), laid, name, rrtype)
			want, wantKnown := outcome(t.Context(), served, name, rrtype)
			doubtful := slices.ContainsFunc(chain.names, w.doubtful)
			cut := slices.ContainsFunc(chain.names, w.cut)
			switch {
			case got == want && gotKnown && wantKnown:
				c.same++
			case !gotKnown && (!wantKnown || cut || fails):
				c.unknown++
			case doubtful:
				c.doubtful++
			default:
				t.Errorf("%s %s:\n got %s\nwant %s\nbefore\n%safter\n%sedits %s", name, rrtype, got, want, w.before.text(), w.after.text(), told(w.edits))
				return
			}
		}
	}
}

// links are the names that a question and its answer lead through.
type links struct{ names []string }

func (l *links) note(q dns.Question, m *dns.Msg, _ error) {
	l.names = append(l.names, q.Name)
	if m == nil {
		return
	}
	for _, rr := range m.Answer {
		if c, ok := rr.(*dns.CNAME); ok {
			l.names = append(l.names, c.Target)
		}
	}
}

// outcome is what a chain of CNAMEs ends in; false where no answer is known.
func outcome(ctx context.Context, l resolve.Lookup, name, rrtype string) (string, bool) {
	rrs, err := l.Records(ctx, name, dns.StringToType[rrtype])
	var no *net.DNSError
	if errors.As(err, &no) && no.IsNotFound {
		return "NXDOMAIN", true
	}
	if err != nil {
		return err.Error(), false // a loop of CNAMEs, too, that each server tells in its way
	}
	var list []string
	for _, rr := range rrs {
		list = append(list, fmt.Sprintf("%s %s", rr.Header().Name, dnsmsg.Data(rr)))
	}
	slices.Sort(list)
	return fmt.Sprintf("%q", list), true
}

// told tells edits, one on a line.
func told(edits []zone.Edit) string {
	var b strings.Builder
	for _, e := range edits {
		fmt.Fprintf(&b, "\n%s %s clear %t", e.Name, e.Type, e.Clear)
		for _, rec := range e.Remove {
			fmt.Fprintf(&b, " -%s", rec.Data)
		}
		for _, rec := range e.Add {
			fmt.Fprintf(&b, " +%s", rec.Data)
		}
	}
	return b.String()
}
