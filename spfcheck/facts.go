package spfcheck

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// baseFacts are the facts that no DNS is needed for.
func (r *run) baseFacts() carriers.Facts {
	f := carriers.Facts{
		Known:    map[carriers.Fact]bool{},
		Measured: map[carriers.Measure]int64{},

		Recipient: r.request.Recipient,
	}
	for _, id := range r.identities {
		if id.Status == identity.Absent {
			f.Absent = append(f.Absent, id.Kind)
		}
	}
	r.senderFacts(f)
	if r.request.Size > 0 {
		f.Measured[carriers.Size] = r.request.Size
	}
	if r.message != nil {
		messageFacts(f, r.message.Facts)
		r.writtenFacts(f, r.message.Facts.From.Addresses)
	}
	return f
}

// senderFacts notes what the addresses of the identities say by themselves.
func (r *run) senderFacts(f carriers.Facts) {
	if id := r.identity(identity.MailFrom); id.Evaluable() {
		f.Known[carriers.EnvelopeAtCarrier] = carriers.MobileCarrier(id.Domain) != nil
	}
	if id := r.identity(identity.PRA); id.Evaluable() {
		f.Known[carriers.PRAAtCarrier] = carriers.MobileCarrier(id.Domain) != nil
	}
	for _, fact := range dnsFacts {
		id := r.identity(fact.about)
		if fact.ofHelo(id) {
			continue
		}
		if id.Status == identity.BadDomain && !strings.HasPrefix(id.Domain, "[") { // nobody looks for an address there
			f.Known[fact.Fact] = false // there can be nothing in DNS
		}
	}
	from := r.identity(identity.From)
	if !from.Evaluable() {
		return
	}
	f.Measured[carriers.SenderLocal] = int64(len(from.Local))
	f.Measured[carriers.SenderAddress] = int64(len(from.Sender()))
	f.Known[carriers.SenderASCII] = spelling.IsASCII(from.Address)
	f.Known[carriers.SenderDomainPlain] = strings.IndexAny(from.Domain, "-_") != 0
}

// messageFacts notes what one pass over the message found.
func messageFacts(f carriers.Facts, m message.Facts) {
	f.Measured[carriers.Size] = m.Size
	f.Measured[carriers.HeaderSize] = m.HeaderSize
	f.Measured[carriers.LongestLine] = int64(m.LongestLine)
	f.Measured[carriers.Recipients] = int64(m.Recipients)
	f.Known[carriers.FromEmpty] = m.From.Presence != message.Present
	f.Known[carriers.MessageIDEmpty] = m.MessageID != message.Present
	f.Known[carriers.Qualified] = len(m.From.Unqualified) == 0 && len(m.To.Unqualified) == 0
	f.Known[carriers.Wellformed] = len(m.From.Malformed) == 0 && len(m.To.Malformed) == 0
	f.Known[carriers.HasLinks] = m.Links > 0
	f.Known[carriers.HasHTML] = m.HTML
}

// writtenFacts notes what the header From of a message is as written. An identity has
// the domain as DNS has it, and who gives one as an input needn't write it as mail does;
// a message goes out as it is.
func (r *run) writtenFacts(f carriers.Facts, addresses []string) {
	if from := r.identity(identity.From); from.Evaluable() && from.Input == "" {
		f.Known[carriers.SenderASCII] = !slices.ContainsFunc(addresses, func(a string) bool { return !spelling.IsASCII(a) })
	}
}

// fact is a fact that DNS knows of the domain of an identity.
type fact struct {
	carriers.Fact
	about identity.Kind
	ask   func(context.Context, resolve.Lookup, string) (exists bool, untold i18n.Text)
}

// ofHelo reports whether the identity is a HELO name in the place of the null
// reverse-path. SPF has that (RFC 7208 §2.4); an envelope From without a domain has none
// that could be missing in DNS.
func (f fact) ofHelo(id identity.Identity) bool {
	return f.about == identity.MailFrom && id.Input == input.Helo
}

var dnsFacts = []fact{
	{carriers.FromReachable, identity.From, hasAddressOrMX},
	{carriers.EnvelopeExists, identity.MailFrom, hasAnyRecord},
}

// wantedFacts are the facts that DNS is asked for: some rule of the carriers
// under judgement wants to know them.
func (r *run) wantedFacts() []fact {
	return slices.DeleteFunc(slices.Clone(dnsFacts), func(f fact) bool {
		id := r.identity(f.about)
		return id.Status != identity.Known || f.ofHelo(id) || !r.wanted(f.Fact)
	})
}

// in asks an exchanger whether the fact holds of a domain. untold says why that isn't
// known; zero: it is.
func (f fact) in(ctx context.Context, e resolve.Exchanger, domain string) (holds bool, untold i18n.Text) {
	return f.ask(ctx, resolve.Lookup{Exchanger: e, Client: netip.IPv4Unspecified()}, domain)
}

// signatureFact notes whether a DKIM signature passes. Without a message, and with
// nobody saying who will sign it, that isn't known.
func (t *trial) signatureFact() {
	if t.message == nil && len(t.signers) == 0 {
		return
	}
	passes, failed := false, false
	for _, s := range t.signatures() {
		passes = passes || s.Result == dkim.Pass
		failed = failed || s.Result == dkim.TempError
	}
	for i := range t.facts {
		if failed && !passes {
			t.facts[i].Failed = append(t.facts[i].Failed, carriers.DKIMPasses)
			t.untold[carriers.DKIMPasses] = factUndetermined
		} else {
			t.facts[i].Known[carriers.DKIMPasses] = passes
		}
	}
}

// findFacts asks DNS for facts. One that can't be found out stays unknown and
// matches no rule.
func (t *trial) findFacts(ctx context.Context) {
	for _, f := range t.wantedFacts() {
		holds, untold := f.in(ctx, t.exchanger, t.identity(f.about).Domain)
		for i := range t.facts {
			if untold == (i18n.Text{}) {
				t.facts[i].Known[f.Fact] = holds
			} else {
				t.facts[i].Failed = append(t.facts[i].Failed, f.Fact)
				t.untold[f.Fact] = untold
			}
		}
	}
}

// hasAddressOrMX says whether the domain has an MX or an A record, as docomo
// asks of the header From's domain.
func hasAddressOrMX(ctx context.Context, l resolve.Lookup, domain string) (exists bool, untold i18n.Text) {
	mxs, err := l.LookupMX(ctx, domain)
	nullMX := len(mxs) == 1 && mxs[0].Host == "."
	switch {
	case len(mxs) > 0 && !nullMX, resolve.ThereAre(err):
		return true, untold
	case resolve.Failed(err):
		return false, factUndetermined
	}
	addrs, err := l.LookupIPAddr(ctx, domain)
	switch {
	case len(addrs) > 0, resolve.ThereAre(err):
		return true, untold
	case resolve.Failed(err):
		return false, factUndetermined
	case nullMX:
		return false, onlyNullMX
	}
	return false, untold
}

// hasAnyRecord says whether the domain has some DNS record. A name that exists
// and has none of the usual ones may have others.
func hasAnyRecord(ctx context.Context, l resolve.Lookup, domain string) (exists bool, untold i18n.Text) {
	texts, err := l.LookupTXT(ctx, domain)
	if len(texts) > 0 {
		return true, untold
	}
	if resolve.NotFound(err) { // of the name, or of the target of a CNAME
		alias, err := l.LookupCNAME(ctx, domain)
		if resolve.Failed(err) {
			untold = factUndetermined
		}
		return alias != "", untold
	}
	exists, untold = hasAddressOrMX(ctx, l, domain)
	switch {
	case exists || untold == onlyNullMX:
		return true, i18n.Text{}
	case untold == factUndetermined:
		return false, untold
	}
	return false, otherRecords
}

// wanted reports whether a rule of the carriers under judgement asks for the fact.
func (r *run) wanted(fact carriers.Fact) bool {
	return slices.ContainsFunc(slices.Concat(r.checker.profiles(), r.checker.Shown),
		func(p *carriers.Profile) bool { return p.AsksFor(fact) })
}
