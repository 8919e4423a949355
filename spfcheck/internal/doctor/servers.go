package doctor

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// State says whether a server can do something.
type State string

// The states.
const (
	Yes     State = "yes"
	No      State = "no"
	Unknown State = "unknown" // it gave no answer that shows it
)

// States lists every State.
var States = []State{Yes, No, Unknown}

// Server is what a DNS server can do. It was asked for the name servers of the root,
// which whoever resolves names knows.
type Server struct {
	Address      string    `json:"address"`          // without what may be a secret
	Root         bool      `json:"root"`             // it answered with them
	Fault        i18n.Text `json:"fault,omitzero"`   // why it didn't; left out where it did
	Milliseconds int64     `json:"milliseconds"`     // how long the answer took; 0 where none came
	Validates    State     `json:"dnssec_validates"` // it says that it has validated the answer by DNSSEC (the AD bit); verdicts don't need that
	EDNS         State     `json:"edns"`             // it takes the extensions of RFC 6891: answers of more than 512 octets over UDP, and reasons for failures; unknown where it is asked over a connection
	TCP          State     `json:"tcp"`              // it answers over TCP, which large answers need, or is asked over a connection anyway

	// Down is what kept it from giving any answer; nil where it gave one.
	Down *resolve.Fault `json:"-"`
}

// Examine looks at servers, all at once, and gives each try of a question this time.
func Examine(ctx context.Context, servers []resolve.Exchanger, wait time.Duration) []Server {
	all := make([]Server, len(servers))
	var under sync.WaitGroup
	for i, server := range servers {
		under.Go(func() { all[i] = examine(ctx, server, wait) })
	}
	under.Wait()
	return all
}

func examine(ctx context.Context, server resolve.Exchanger, wait time.Duration) Server {
	s := Server{Address: fmt.Sprint(server), Validates: Unknown, EDNS: Unknown, TCP: Unknown}
	watch := &resolve.Watch{Servers: []resolve.Exchanger{server}, Wait: wait}
	var answer *dns.Msg
	began := time.Now()
	e := resolve.Chain(server, resolve.Retry(1, wait), watch.Layer(), resolve.Observe(func(_ dns.Question, m *dns.Msg, _ error) { answer = m }))
	hosts, err := resolve.Lookup{Exchanger: e}.LookupNS(ctx, ".")
	if answer != nil {
		s.Milliseconds = max(1, time.Since(began).Milliseconds())
		s.Validates = stateOf(answer.AuthenticatedData)
		s.transports(ctx, wait)
	}
	fault := watch.Fault()
	switch {
	case fault != nil:
		s.Fault, s.Down = fault.Text(), fault
	case resolve.Failed(err):
		s.Fault = ofNoUse.Format(s.Address, resolve.CauseText(err))
	case len(hosts) == 0:
		s.Fault = ofNoUse.Format(s.Address, noHosts)
	default:
		s.Root = true
	}
	return s
}

// transports finds out how a server can be asked that has answered. One whose address
// has a scheme is asked over a connection.
func (s *Server) transports(ctx context.Context, wait time.Duration) {
	if strings.Contains(s.Address, "://") {
		s.TCP = Yes
		return
	}
	if m := ask(ctx, "udp", s.Address, wait); m != nil {
		s.EDNS = stateOf(m.IsEdns0() != nil)
	}
	s.TCP = stateOf(ask(ctx, "tcp", s.Address, wait) != nil)
	if ctx.Err() != nil {
		s.TCP = Unknown
	}
}

// ask asks a server with EDNS, below package resolve, whose answers don't say how they
// came. nil: no answer came.
func ask(ctx context.Context, network, address string, wait time.Duration) *dns.Msg {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	client := dns.Client{Net: network, Timeout: wait}
	m, _, err := client.ExchangeContext(ctx, new(dns.Msg).SetQuestion(".", dns.TypeNS).SetEdns0(dns.DefaultMsgSize, false), address)
	if err != nil {
		return nil
	}
	return m
}

func stateOf(yes bool) State {
	if yes {
		return Yes
	}
	return No
}

var (
	ofNoUse = i18n.Text{
		EN: "the DNS server %s answers, but not with the name servers of the root: %s",
		JA: "DNS サーバー %s は応答しますが、ルートのネームサーバーを返しません: %s",
	}
	noHosts = i18n.Text{EN: "no such records", JA: "該当するレコードなし"}
)
