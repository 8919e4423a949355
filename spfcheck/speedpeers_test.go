package spfcheck_test

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// peer is an evaluator that is a program outside of this process. It reads lines
// "ADDRESS DOMAIN", asks the server at a port of 127.0.0.1, and writes how many pass and
// how many have a temperror.
type peer struct {
	makes []string // makes PROGRAM, or only looks whether what it needs is there
	runs  []string // the port and how many lines at once follow
	every int      // it takes each so many'th line, since it takes long
}

// The peers, as they stand in testdata/peers. Debian's pyspf (python3-spf) is where
// Debian's Python looks, which needn't be the first of the path.
var (
	libspf2 = peer{
		makes: []string{"cc", "-O2", "-o", "PROGRAM", "libspf2.c", "-lspf2", "-lpthread"},
		runs:  []string{"PROGRAM"},
		every: 1,
	}
	mox = peer{
		makes: []string{"go", "-C", "mox", "build", "-o", "PROGRAM"},
		runs:  []string{"PROGRAM"},
		every: 1,
	}
	pyspf = peer{
		makes: []string{"/usr/bin/python3", "-c", "import dns.resolver, spf"},
		runs:  []string{"/usr/bin/python3", "pyspf.py"},
		every: 10,
	}
)

// put makes the program and puts its share of the mix to it.
func (p peer) put(b *testing.B, s *server, atOnce int) (checks int, outside time.Duration) {
	b.Helper()
	b.StopTimer()
	program := b.TempDir() + "/program"
	if out, err := p.command(program, p.makes).CombinedOutput(); err != nil {
		b.Skipf("what it needs isn't installed: %v\n%s", err, out)
	}
	var lines strings.Builder
	for i := 0; i < mixSize; i += p.every {
		m := mix()[i]
		fmt.Fprintln(&lines, m.client, m.domain)
		checks++
	}
	_, port, _ := strings.Cut(s.addr, ":")
	cmd := p.command(program, p.runs, port, strconv.Itoa(atOnce))
	cmd.Stdin = strings.NewReader(lines.String())
	cmd.Stderr = os.Stderr
	b.StartTimer()
	out, err := cmd.Output()
	var passed, failed int
	if _, scanErr := fmt.Sscan(string(out), &passed, &failed); err != nil || scanErr != nil || failed > 0 {
		b.Fatalf("%s %v", out, err)
	}
	rightPass(b, passed, p.every)
	return checks, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// command is run where the peers are.
func (p peer) command(program string, line []string, more ...string) *exec.Cmd {
	var args []string
	for _, arg := range append(line[:len(line):len(line)], more...) {
		args = append(args, strings.ReplaceAll(arg, "PROGRAM", program))
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = "../testdata/peers"
	return cmd
}

// oneAfterTheOther is for an evaluator without threads.
func oneAfterTheOther(put putter) putter {
	return func(b *testing.B, s *server, atOnce int) (int, time.Duration) {
		if atOnce > 64 {
			b.Skip("one after the other, with the delay that goes with it, takes minutes")
		}
		return put(b, s, 1)
	}
}
