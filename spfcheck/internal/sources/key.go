package sources

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rua"
)

// mail is messages that nothing tells apart, but for their number: what a report says of
// them and a verdict hangs on.
type mail struct {
	sent
	spf         string // the result of SPF for the envelope From as the receiver saw it; "" where it isn't known
	spfAligned  bool   // as the receiver saw it
	dkimAligned bool
	forwarded   bool // the receiver took it for forwarded
}

// sent is what a verdict hangs on.
type sent struct {
	from     string // domains are in A-labels
	source   netip.Addr
	envelope string // rua.Null for the null reverse-path; "" where it isn't known
	helo     string // "" where it isn't known
	signers  string // the domains whose signatures passed, sorted, with spaces between
	noDKIM   bool   // nothing is said of DKIM, or one thing and its contrary, so that there can have been signatures
}

// maxSigners bounds the signatures that are told apart.
const maxSigners = 10

// forwardReasons are those of RFC 7489 Appendix C that say that mail came by way of
// somebody else.
var forwardReasons = []string{"forwarded", "trusted_forwarder", "mailing_list"}

// domains keeps the A-labels of names, since a report names few of them in many rows.
type domains map[string]string

// maxDomains bounds the names that are kept at a time.
const maxDomains = 10_000

// of gives a domain in A-labels, "" for none that DNS can have.
func (d domains) of(name string) string {
	known, ok := d[name]
	if !ok {
		known, _ = identity.ParseMailDomain(name) // "" with an error
		if len(d) >= maxDomains {
			clear(d)
		}
		d[strings.Clone(name)] = known
	}
	return known
}

// mail reads a row; false where its domain is none.
func (d domains) mail(r rua.Row) (mail, bool) {
	m := mail{sent: sent{from: d.of(r.From), source: r.Source}}
	m.spfAligned, m.dkimAligned = r.SPFAligned == "pass", r.DKIMAligned == "pass"
	m.forwarded = slices.ContainsFunc(r.Reasons, func(reason string) bool { return slices.Contains(forwardReasons, reason) })
	d.envelope(&m, r)
	d.dkim(&m, r)
	return m, m.from != ""
}

// envelope reads the envelope From: as the row has it, or else the domain that SPF was
// evaluated for. A result without a scope is of the envelope From, since that is what
// DMARC asks for; of the null reverse-path that is the domain of HELO.
func (d domains) envelope(m *mail, r rua.Row) {
	m.envelope = r.EnvelopeFrom
	if m.envelope != rua.Null {
		m.envelope = d.of(m.envelope)
	}
	if m.envelope == "" && m.spfAligned { // of several results the one that DMARC passed by
		for _, s := range r.SPF {
			if domain := d.of(s.Domain); s.Scope != "helo" && s.Result == "pass" && dmarc.Aligned(domain, m.from, dmarc.Relaxed) {
				m.envelope, m.spf = domain, s.Result
				break
			}
		}
	}
	for _, s := range r.SPF {
		domain := d.of(s.Domain)
		switch {
		case s.Scope == "helo":
			if m.helo == "" {
				m.helo = domain
			}
			if m.envelope == rua.Null {
				m.spf = s.Result
			}
		case m.envelope == "" || m.envelope == domain:
			m.envelope, m.spf = domain, s.Result
		}
	}
}

func (d domains) dkim(m *mail, r rua.Row) {
	var signers []string
	aligned, denied := false, false
	for _, s := range r.DKIM {
		domain := d.of(s.Domain)
		denied = denied || s.Result != "pass" && s.Result != "" && dmarc.Aligned(domain, m.from, dmarc.Relaxed)
		if s.Result != "pass" || domain == "" || slices.Contains(signers, domain) || len(signers) == maxSigners {
			continue
		}
		signers = append(signers, domain)
		aligned = aligned || dmarc.Aligned(domain, m.from, dmarc.Relaxed)
	}
	contradicts := m.dkimAligned && !aligned && denied
	switch {
	case contradicts:
		m.dkimAligned = false
	case m.dkimAligned && !aligned: // some leave the signatures out
		signers = append(signers, m.from)
	}
	slices.Sort(signers)
	m.signers = strings.Join(signers, " ")
	m.noDKIM = len(r.DKIM) == 0 && r.DKIMAligned == "" || contradicts
}
