// Mox evaluates lines "ADDRESS DOMAIN" of standard input with the SPF package of the
// mail server mox, so many at once, and writes how many pass and how many have a
// temperror:
//
//	go build
//	./mox PORT AT-ONCE <lines
//
// The name server is 127.0.0.1 at the given port. The program is a module of its own,
// so that spfcheck's go.mod has nothing of what a mail server needs.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/mjl-/adns"
	"github.com/mjl-/mox/dns"
	"github.com/mjl-/mox/spf"
)

var errUsage = errors.New("usage: mox PORT AT-ONCE <lines")

func main() {
	passed, failed, err := run(os.Args[1:], os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Println(passed, failed)
}

// run evaluates the lines of in.
func run(args []string, in io.Reader) (passed, failed int64, err error) {
	if len(args) != 2 {
		return 0, 0, errUsage
	}
	atOnce, err := strconv.Atoi(args[1])
	if err != nil || atOnce < 1 {
		return 0, 0, errUsage
	}
	all, err := read(in)
	if err != nil {
		return 0, 0, err
	}
	resolver := dns.StrictResolver{
		Resolver: &adns.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", args[0]))
		}},
		Log: slog.New(slog.DiscardHandler),
	}
	passed, failed = evaluate(resolver, all, atOnce)
	return passed, failed, nil
}

// read gives what is to be evaluated. HELO is the domain, as with the other programs.
func read(in io.Reader) (all []spf.Args, err error) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var address, domain string
		if _, err := fmt.Sscan(lines.Text(), &address, &domain); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(all)+1, err)
		}
		name := dns.Domain{ASCII: domain}
		all = append(all, spf.Args{
			RemoteIP:          net.ParseIP(address),
			MailFromLocalpart: "a",
			MailFromDomain:    name,
			HelloDomain:       dns.IPDomain{Domain: name},
		})
	}
	return all, lines.Err()
}

// evaluate says how many pass and how many have a temperror.
func evaluate(resolver dns.StrictResolver, all []spf.Args, atOnce int) (passed, failed int64) {
	var next, pass, temperror atomic.Int64
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
				// Its error says what the status says.
				received, _, _, _, _ := spf.Verify(context.Background(), resolver.Log, resolver, all[i])
				switch received.Result {
				case spf.StatusPass:
					pass.Add(1)
				case spf.StatusTemperror:
					temperror.Add(1)
				}
			}
		})
	}
	workers.Wait()
	return pass.Load(), temperror.Load()
}
