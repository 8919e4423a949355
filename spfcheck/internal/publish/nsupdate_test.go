package publish_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// TestNSUpdate has the real nsupdate change the zone of a real named, on loopback,
// and asks it for what it serves then. It is skipped where they aren't installed;
// with SPFCHECK_INTEGRATION=required it fails there.
func TestNSUpdate(t *testing.T) {
	named := startNamed(t)
	format := find("nsupdate")
	random := rand.New(rand.NewPCG(3, 4))
	was := []string{"v=spf1 -all", "an old text"}
	for range 10 {
		sets := slices.DeleteFunc(randomSets(random), func(s publish.Set) bool { return s.Values == nil })
		for i := range sets {
			sets[i].Was = nil
		}
		sets[0].Was = was // published by the round before
		if err := named.update(t, format, sets); err != nil {
			t.Fatal(err)
		}
		for _, s := range sets {
			if got, want := named.served(t, s.Name, s.Type), unique(s.Values); !slices.Equal(got, want) {
				t.Fatalf("%s %s: served %q, want %q", s.Name, s.Type, got, want)
			}
		}
		was = sets[0].Values
		for i := range sets[1:] { // the others go again
			s := &sets[1:][i]
			s.Was, s.Values = s.Values, nil
		}
		if err := named.update(t, format, sets[1:]); err != nil {
			t.Fatal(err)
		}
		for _, s := range sets[1:] {
			if got := named.served(t, s.Name, s.Type); got != nil {
				t.Fatalf("%s %s: served %q, and it is to be gone", s.Name, s.Type, got)
			}
		}
	}
	t.Run("something else was published", func(t *testing.T) {
		err := named.update(t, format, []publish.Set{{Name: "example.jp", Type: "TXT", Values: []string{"v=spf1 mx -all"}}})
		if err == nil || slices.Contains(named.served(t, "example.jp", "TXT"), "v=spf1 mx -all") {
			t.Errorf("it was carried out where there is a TXT set that it didn't know of (%v)", err)
		}
	})
}

func unique(values []string) []string {
	all := slices.Clone(values)
	slices.Sort(all)
	return slices.Compact(all)
}

// bind is a named that has the zone example.jp and takes updates, and the
// nsupdate that belongs to it.
type bind struct {
	port     int
	nsupdate string
}

const namedConfig = `options { directory %[1]q; pid-file none; session-keyfile none; listen-on port %[2]d { 127.0.0.1; }; listen-on-v6 { none; };
	recursion no; dnssec-validation no; notify no; };
controls { };
zone "example.jp" { type primary; file "zone"; allow-update { 127.0.0.1; }; };
`

const namedZone = `@ 300 SOA ns hostmaster 1 3600 600 86400 60
@ 300 NS ns
ns 300 A 127.0.0.1
mx 300 A 127.0.0.1
@ 300 TXT "v=spf1 -all"
@ 300 TXT "an old " "text"
`

func startNamed(t *testing.T) *bind {
	t.Helper()
	b := &bind{nsupdate: dnstest.Installed(t, "nsupdate")}
	program, dir := dnstest.Installed(t, "named"), t.TempDir()
	dnstest.Run(t, func() dnstest.Real {
		b.port = dnstest.FreePort(t)
		config := filepath.Join(dir, "named.conf")
		write(t, config, fmt.Sprintf(namedConfig, dir, b.port))
		write(t, filepath.Join(dir, "zone"), namedZone)
		return dnstest.Real{Program: program, Args: []string{"-g", "-c", config}, Addr: b.addr(), Zone: "example.jp."}
	})
	return b
}

func (b *bind) addr() string { return fmt.Sprintf("127.0.0.1:%d", b.port) }

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (b *bind) ask(ctx context.Context, name string, qtype uint16) (*dns.Msg, error) {
	server, err := resolve.Server(b.addr())
	if err != nil {
		return nil, err
	}
	return server.Exchange(ctx, dns.Question{Name: dns.Fqdn(name), Qtype: qtype, Qclass: dns.ClassINET})
}

// update carries sets out. An error has what nsupdate says.
func (b *bind) update(t *testing.T, f publish.Format, sets []publish.Set) error {
	t.Helper()
	var commands strings.Builder
	fmt.Fprintf(&commands, "server 127.0.0.1 %d\n", b.port)
	if err := f.Write(&commands, sets, publish.Options{}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), b.nsupdate, "-v")
	cmd.Stdin = strings.NewReader(commands.String())
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s\n%s", err, out, commands.String())
	}
	return nil
}

// served gives the values of a set as named serves them, sorted.
func (b *bind) served(t *testing.T, name, rrtype string) []string {
	t.Helper()
	m, err := b.ask(t.Context(), name, dns.StringToType[rrtype])
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, rr := range m.Answer {
		if txt, ok := rr.(*dns.TXT); ok {
			all = append(all, dnsmsg.Text(txt.Txt))
			continue
		}
		_, data, _ := strings.Cut(rr.String(), "\t"+rrtype+"\t")
		all = append(all, data)
	}
	slices.Sort(all)
	return all
}
