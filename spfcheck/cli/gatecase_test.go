package cli

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	miekg "github.com/miekg/dns"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// gateCases are repositories with a change of DNS, and what the gate is to make
// of it.
var gateCases = filepath.Join(top, "testdata", "action")

// gateCase is a file of testdata/action. Its comment says, a line each: the zones
// that DNS has (of the file itself, or of testdata/zones), the inputs, and what
// is wanted. The folders main and branch are the repository.
type gateCase struct {
	*txtar.Archive
	wants map[string]string
}

func readGateCase(t *testing.T, file string) gateCase {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := gateCase{archive, map[string]string{}}
	for line := range strings.Lines(string(archive.Comment)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			c.wants[key] = value
		}
	}
	return c
}

func (c gateCase) want(key string) string { return c.wants[key] }

func (c gateCase) zones(t *testing.T) []resolve.Zone {
	t.Helper()
	var zones []resolve.Zone
	for _, name := range strings.Fields(c.want("dns")) {
		text := ""
		for _, f := range c.Files {
			if f.Name == name {
				text = string(f.Data)
			}
		}
		if text == "" {
			text = readTop(t, filepath.Join("testdata", "zones", name))
		}
		zone, err := resolve.ParseZone(strings.NewReader(text), name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	return zones
}

// repository makes the repository, with the branch checked out.
func (c gateCase) repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := copyFile(filepath.Join(dir, "spfcheck.yaml"), filepath.Join(gateCases, "spfcheck.yaml")); err != nil {
		t.Fatal(err)
	}
	runGit(t, dir, "init", "-q", "-b", "main")
	c.commit(t, dir, "main")
	runGit(t, dir, "checkout", "-q", "-b", "change")
	for _, gone := range strings.Fields(c.want("deletes")) {
		runGit(t, dir, "rm", "-q", gone)
	}
	c.commit(t, dir, "branch")
	return dir
}

// commit writes the files of a folder of the case, and commits them.
func (c gateCase) commit(t *testing.T, dir, folder string) {
	t.Helper()
	for _, f := range c.Files {
		name, ok := strings.CutPrefix(f.Name, folder+"/")
		if !ok {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	runGit(t, dir, "add", "-A")
	runGit(t, dir, "-c", "user.name=test", "-c", "user.email=test@example.jp", "commit", "-q", "-m", folder)
}

func runGit(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), dnstest.Installed(t, "git"), args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// askedServer is a DNS server on loopback that remembers what it is asked. The
// list is complete once the asker has ended.
type askedServer struct {
	addr  string
	mu    sync.Mutex
	asked []string
}

// questions are those that came.
func (s *askedServer) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// serve answers from a source until the test ends.
func serve(t *testing.T, source resolve.Exchanger) *askedServer {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &askedServer{addr: conn.LocalAddr().String()}
	server := &miekg.Server{PacketConn: conn, Handler: miekg.HandlerFunc(func(w miekg.ResponseWriter, r *miekg.Msg) {
		q := r.Question[0]
		s.mu.Lock()
		s.asked = append(s.asked, q.Name+" "+miekg.TypeToString[q.Qtype])
		s.mu.Unlock()
		answer, err := source.Exchange(context.Background(), q)
		if err != nil {
			answer = new(miekg.Msg).SetRcode(r, miekg.RcodeRefused)
		}
		answer = answer.Copy()
		answer.Id, answer.Question = r.Id, r.Question
		_ = w.WriteMsg(answer) // who doesn't get it asks again, which is seen
	})}
	go func() { _ = server.ActivateAndServe() }()
	t.Cleanup(func() { server.Shutdown() })
	return s
}
