// Package sources says who sends in the name of a domain, by the DMARC aggregate
// reports that its receivers sent, and what the carriers do with the mail of each: a
// [Collector] reads reports and counts what is alike, a [Judge] judges each source once,
// and the [Report] has the sources, by service or network, with what would be lost where.
package sources

import (
	"cmp"
	"net/netip"
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rua"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Version is that of the form of [Report]: fields are added under the same version, never
// renamed or removed.
const Version = 1

// Report is what came of the reports.
type Report struct {
	Version    int          `json:"version"`                       // the version of this form: fields are added under the same version, never renamed or removed
	Date       carriers.Day `json:"date" jsonschema:"format=date"` // the day whose rules judged
	Begin      carriers.Day `json:"begin,omitempty"`               // the first day that the reports are about, in Japan; left out where none says it
	End        carriers.Day `json:"end,omitempty"`                 // the last day
	Reports    int          `json:"reports"`                       // how many reports were counted
	Duplicates int          `json:"duplicates"`                    // reports that were there before, and were not counted again
	Broken     int64        `json:"broken"`                        // rows of reports that name no usable address, count or domain, and were not counted
	Unread     int          `json:"unread"`                        // files and messages without a report that could be read; nothing of them was counted
	Problems   []Problem    `json:"problems"`                      // what is wrong with those: the first 1000
	Domains    []Domain     `json:"domains"`                       // the header From domains, those with most messages first
	Notes      []i18n.Text  `json:"notes"`                         // what is not known from such reports, or was assumed
	Unseen     []Named      `json:"-"`                             // those named as yours from which no mail came
}

// Problem is what is wrong with a file or message.
type Problem struct {
	Place   string    `json:"place"`   // the name of the file, with the message in a mailbox
	Problem i18n.Text `json:"problem"` // why nothing of it was counted
}

// Domain is who sends in the name of a domain.
type Domain struct {
	Domain     string         `json:"domain"`         // the header From's domain, in A-labels
	Messages   int64          `json:"messages"`       // how many messages the reports count
	Yours      int64          `json:"yours"`          // those from sources that are yours
	Unclear    int64          `json:"unclear"`        // those from sources that may be yours
	Unexamined int64          `json:"unexamined"`     // those from the smallest of very many sources, which were counted and not judged
	Carriers   []CarrierCount `json:"carriers"`       // what becomes of what is yours
	Sources    []Source       `json:"sources"`        // by their class, then those with most messages first
	Plan       *Plan          `json:"plan,omitempty"` // what to do so that all that is yours arrives; left out where nothing is to do, and for all but the first 5 domains
}

// Class is whose a source is.
type Class string

// The classes.
const (
	Yours     Class = "yours"     // the domain authorises it, it signs for the domain, or it was named
	Unclear   Class = "unclear"   // it may be yours: nobody can tell from the reports
	Forwarded Class = "forwarded" // others who forward your mail
	Others    Class = "others"    // probably somebody else: nothing authenticates it, no service is known, and it is little
)

// Classes lists every Class, in the order of Domain.Sources.
var Classes = []Class{Yours, Unclear, Forwarded, Others}

// Source is one who sends in the name of a domain: a service, servers that the domain
// authorises, or a network.
type Source struct {
	Name      i18n.Text      `json:"name"`              // the service, the term that authorises it, or the network
	Service   string         `json:"service,omitempty"` // the ID of the sending service; left out where none is known
	Via       string         `json:"via,omitempty"`     // the service with the parameter of the account, as far as a name tells it
	Class     Class          `json:"class"`             // whose it is
	Why       i18n.Text      `json:"why"`               // why it is taken for that
	Messages  int64          `json:"messages"`          // how many messages the reports count
	Addresses int            `json:"addresses"`         // how many addresses they came from
	Largest   []Address      `json:"largest"`           // those with most messages, at most 20
	Envelopes []string       `json:"envelopes"`         // the envelope From domains, at most 20; "<>" is the null reverse-path
	Signers   []string       `json:"signers"`           // the domains whose DKIM signatures passed, at most 20
	Reported  []ResultCount  `json:"reported_spf"`      // the SPF results of the envelope From as the receivers saw them
	From      []ResultCount  `json:"from_spf"`          // the SPF results of the header From, evaluated now
	SPF       int64          `json:"spf_aligned"`       // messages that passed SPF for DMARC, as the receivers saw it
	DKIM      int64          `json:"dkim_aligned"`      // messages that passed DKIM for DMARC, as the receivers saw it
	Carriers  []CarrierCount `json:"carriers"`          // what becomes of its mail
}

// Address is an address of a source.
type Address struct {
	Address  netip.Addr `json:"address"`        // IPv4 or IPv6
	Host     string     `json:"host,omitempty"` // its host name, where that was asked for and leads back to it
	Messages int64      `json:"messages"`       // how many messages came from it
}

// ResultCount is how many messages had an SPF result.
type ResultCount struct {
	Result   spf.Result `json:"result"`   // the result; unknown where it isn't known
	Messages int64      `json:"messages"` // how many messages had it
}

// CarrierCount is what becomes of messages at a carrier.
type CarrierCount struct {
	Carrier  string         `json:"carrier"`  // the ID of the carrier
	Name     i18n.Text      `json:"name"`     // the name of the carrier
	Outcomes []OutcomeCount `json:"outcomes"` // the outcomes with their reasons, the worst first
}

// OutcomeCount is how many messages come to an outcome for one reason.
type OutcomeCount struct {
	Outcome  carriers.Outcome `json:"outcome"`  // what becomes of them
	Rule     string           `json:"rule"`     // the ID of the rule that decides; empty where none covers the case
	Why      i18n.Text        `json:"why"`      // the reason in words
	Messages int64            `json:"messages"` // how many messages come to it
}

// Of counts the messages that come to some outcome.
func (c CarrierCount) Of(is func(carriers.Outcome) bool) int64 {
	var n int64
	for _, o := range c.Outcomes {
		if is(o.Outcome) {
			n += o.Messages
		}
	}
	return n
}

// Delivered reports whether every carrier delivers all of it, as far as is known.
func (s Source) Delivered() bool {
	return !slices.ContainsFunc(s.Carriers, func(c CarrierCount) bool {
		return c.Of(func(o carriers.Outcome) bool { return !o.Delivered() }) > 0
	})
}

// Failing counts the messages that are lost; failOn is an outcome that counts as that,
// too; "" for none.
func (c CarrierCount) Failing(failOn carriers.Outcome) int64 {
	return c.Of(func(o carriers.Outcome) bool { return o.Failed() || o == failOn })
}

// Failed reports whether some carrier doesn't deliver some of what is yours.
func (r *Report) Failed(failOn carriers.Outcome) bool {
	return r.any(func(c CarrierCount) int64 { return c.Failing(failOn) })
}

// Undetermined reports whether it isn't known of some of what is yours what becomes of it,
// or whether something that isn't delivered is yours. Nothing is known where no message
// was counted, nor of what a row says that can't be: it may be yours.
func (r *Report) Undetermined() bool {
	return len(r.Domains) == 0 || r.Broken > 0 || slices.ContainsFunc(r.Domains, Domain.mayLose) || r.any(func(c CarrierCount) int64 {
		return c.Of(func(o carriers.Outcome) bool { return o == carriers.Unknown })
	})
}

// mayLose reports whether mail that may be yours isn't all known to be delivered: as much
// as isn't passed over, or any that has the domain's signature.
func (d Domain) mayLose() bool {
	return slices.ContainsFunc(d.Sources, func(s Source) bool {
		return d.mayBeYours(s) && !s.Delivered()
	})
}

// mayBeYours reports whether a source may be yours, and isn't passed over.
func (d Domain) mayBeYours(s Source) bool {
	return s.Class == Unclear && (s.DKIM > 0 || float64(s.Messages) >= fewest*float64(d.Messages))
}

// Senders are the sources that are yours, and those that may be, for the plan of a mail:
// those that are come first, and then those with most messages.
func (r *Report) Senders() (all []spfcheck.Sender) {
	for _, d := range r.Domains {
		for _, s := range d.Sources {
			if s.Class == Yours || d.mayBeYours(s) {
				all = append(all, s.sender(d.Domain))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b spfcheck.Sender) int {
		return cmp.Or(compareBool(b.Own, a.Own), cmp.Compare(b.Messages, a.Messages))
	})
	return all
}

// sender is a source that sends in a domain's name.
func (s Source) sender(domain string) spfcheck.Sender {
	made := spfcheck.Sender{Name: s.Name, Domains: []string{domain}, Count: s.Addresses, Messages: s.Messages, Own: s.Class == Yours}
	if use, err := senders.Parse(s.Via); err == nil {
		made.Via = &use
	} else if p := senders.Find(s.Service).Preset; p != nil {
		made.Via = &senders.Use{Preset: p} // what authorises it is the account's, and never a server of all customers
	}
	if s.Service == "" && s.Addresses == 1 {
		made.Name = same(s.Largest[0].Address.String())
	}
	for _, a := range s.Largest {
		made.Addresses = append(made.Addresses, a.Address)
	}
	for _, e := range s.Envelopes {
		if e != domain && e != rua.Null {
			made.Domains = append(made.Domains, e)
		}
	}
	return made
}

func (r *Report) any(count func(CarrierCount) int64) bool {
	return slices.ContainsFunc(r.Domains, func(d Domain) bool {
		return slices.ContainsFunc(d.Carriers, func(c CarrierCount) bool { return count(c) > 0 })
	})
}
