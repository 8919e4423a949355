package rehearsal

import (
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// flows are the flows that m may be one of; why is complete where it is none.
func (j *Judge) flows(m *Message, header *mail.Header) (flows []gate.Flow, why i18n.Text) {
	ids, _, err := identity.Source{Header: header}.Identities()
	from := identity.Identity{}
	if err == nil {
		i := slices.IndexFunc(ids, func(id identity.Identity) bool { return id.Kind == identity.From })
		from = ids[i]
	}
	best := 0
	for _, f := range j.Flows {
		switch n := alike(f, from, m.MailFrom); {
		case n == 0 || n < best:
		case n > best:
			best, flows = n, []gate.Flow{f}
		default:
			flows = append(flows, f)
		}
	}
	switch {
	case len(flows) > 0:
		return flows, i18n.Text{}
	case j.Request.Via == nil && len(j.Request.Clients)+len(j.Request.Ranges) == 0:
		return nil, noFlow.Format(from.Domain)
	}
	return []gate.Flow{{Request: j.Request}}, i18n.Text{}
}

// alike says how much of a message is as a flow says: 0 where it isn't of that flow, since
// its header From is at another domain.
func alike(f gate.Flow, from identity.Identity, mailFrom string) int {
	address, domain, err := identity.ParseAddress(f.Request.From)
	if err != nil {
		domain, err = identity.ParseDomain(f.Request.From)
	}
	if err != nil || from.Domain == "" || domain != from.Domain {
		return 0
	}
	n := 1
	if address == from.Address && address != "" {
		n += 2
	}
	if f.Request.MailFrom != nil {
		_, own, err := identity.ParseAddress(*f.Request.MailFrom)
		if _, is, wrong := identity.ParseAddress(mailFrom); err == nil && wrong == nil && own == is {
			n++
		}
	}
	return n
}

var noFlow = i18n.Text{
	EN: "no flow has a header From at %q, so it isn't known where the mail will be sent from",
	JA: "ヘッダー From のドメイン %q のフローがないため、送信元アドレスが分かりません",
}
