package spfcheck

import (
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// validated are the names whose TXT records a name server says it has validated with
// DNSSEC: the AD bit (RFC 4035 §3.2.3), which is worth as much as the server and the way
// to it are.
type validated struct {
	mu    sync.Mutex
	names []string
}

// note looks at an answer.
func (v *validated) note(q dns.Question, m *dns.Msg, err error) {
	if err != nil || !m.AuthenticatedData || m.Rcode != dns.RcodeSuccess || q.Qtype != dns.TypeTXT || len(m.Answer) == 0 {
		return
	}
	name, err := dnsmsg.ParseName(q.Name)
	if err != nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if shown := name.Display(); !slices.Contains(v.names, shown) {
		v.names = append(v.names, shown)
	}
}

// notes says which they are.
func (v *validated) notes() []i18n.Text {
	if v == nil {
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.names) == 0 {
		return nil
	}
	return []i18n.Text{areValidated.Format(strings.Join(slices.Sorted(slices.Values(v.names)), ", "))}
}

var areValidated = i18n.Text{
	EN: "the DNS server says that it has validated with DNSSEC (AD) the TXT records of %s",
	JA: "DNS サーバーは、次の名前の TXT レコードを DNSSEC で検証済み（AD）としています: %s",
}
