// Package detect finds out which sending services a domain uses, from its MX and
// SPF records, its aliases and DKIM keys, and from a message.
package detect

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Service is a sending service and what shows that a domain uses it.
type Service struct {
	ID       string     `json:"id"`       // the service's ID, such as "ses"
	Via      string     `json:"via"`      // the ID, and after a colon the parameter where a name tells it
	Name     i18n.Text  `json:"name"`     // the service's name
	Evidence []Evidence `json:"evidence"` // what shows it
}

// Evidence is one thing that shows the use of a service.
type Evidence struct {
	In    string `json:"in"`    // the record, "MX", "SPF", "CNAME" or "DKIM", or the field of the message: "Received", "Return-Path", "Message-ID"
	Value string `json:"value"` // the host, the term of the SPF record, or the name of the DKIM key
}

// Failures are the questions that DNS gave no usable answer to: there can be
// services beside those that were found. Of the names below the domain that services
// would have, the first one is there, if nothing else failed.
type Failures []lint.Failure

// Error gives the questions and what went wrong, in English.
func (f Failures) Error() string {
	var all []string
	for _, q := range f {
		all = append(all, q.Name+" "+q.Type+": "+q.Problem.EN)
	}
	return strings.Join(all, "; ")
}

// Services gives the services that a domain, in A-labels, uses, in the order in
// which they were found; header is that of a message from it, nil: none. Where
// DNS failed the error is Failures, and the services are those that the rest
// shows. It asks one question after the other: see [Prefetch].
func Services(ctx context.Context, lookup resolve.Lookup, domain string, header *identity.Header) ([]Service, error) {
	d := detection{domain: domain, services: []Service{}}
	d.mx(lookup.LookupMX(ctx, domain))
	d.spf(tree.Load(ctx, lookup, domain, tree.Message{Sender: "@" + domain}))
	for _, c := range cluesOf(domain) {
		d.clue(ctx, lookup, c)
	}
	d.message(header)
	if len(d.failures) > 0 {
		return d.services, d.failures
	}
	return d.services, nil
}

// Prefetch asks all at once what Services will ask of a domain, so that a cache has
// the answers. No question follows from another's answer but those of SPF.
func Prefetch(ctx context.Context, lookup resolve.Lookup, domain string) {
	var asking sync.WaitGroup
	asking.Go(func() { lookup.LookupMX(ctx, domain) })
	asking.Go(func() { tree.Load(ctx, lookup, domain, tree.Message{Sender: "@" + domain}) })
	for _, c := range cluesOf(domain) {
		asking.Go(func() { c.ask(ctx, lookup) })
	}
	asking.Wait()
}

// detection is one call of Services under way.
type detection struct {
	domain   string
	services []Service
	failures Failures
}

// found takes evidence in, where it is of any service.
func (d *detection) found(m senders.Match, in, value string) {
	if m.Preset == nil {
		return
	}
	i := slices.IndexFunc(d.services, func(s Service) bool { return s.ID == m.Preset.ID })
	if i < 0 {
		i = len(d.services)
		d.services = append(d.services, Service{ID: m.Preset.ID, Via: m.Preset.ID, Name: m.Preset.Name})
	}
	s := &d.services[i]
	if m.Value != "" && s.Via == s.ID { // the first name that tells the parameter
		s.Via = m.Via()
	}
	if e := (Evidence{in, value}); !slices.Contains(s.Evidence, e) {
		s.Evidence = append(s.Evidence, e)
	}
}

func (d *detection) failed(name string, qtype tree.Type, err error) {
	d.failures = append(d.failures, lint.Failure{Name: name, Type: string(qtype), Problem: resolve.ShortFailureText(err)})
}

func (d *detection) mx(mxs []*net.MX, err error) {
	if resolve.Failed(err) {
		d.failed(d.domain, tree.MX, err)
	}
	for _, mx := range mxs {
		host := strings.ToLower(strings.TrimSuffix(mx.Host, "."))
		d.found(senders.ByMX(host), "MX", host)
	}
}

// spf looks at the terms of the domain's own records: what a service's record
// includes says nothing of the domain.
func (d *detection) spf(t *tree.Tree) {
	for _, n := range t.Nodes {
		if n != t.Root && !d.own(n.Domain) {
			continue
		}
		if n.Problem == tree.DNSFailed {
			d.failed(n.Domain, tree.TXT, n.Err)
		}
		for _, term := range n.Terms {
			if term.Target == "" || d.own(term.Target) {
				continue
			}
			switch term.Name {
			case "include", "redirect":
				d.found(senders.ByInclude(term.Target), "SPF", term.Text)
			case "a", "mx":
				d.found(senders.ByHost(term.Target), "SPF", term.Text)
			}
		}
	}
}

// own reports whether a name is the domain's or of its organization.
func (d *detection) own(name string) bool { return dmarc.Aligned(name, d.domain, dmarc.Relaxed) }

// maxHosts bounds the names of a message that are looked at. A real one has a few.
const maxHosts = 500

// message looks at the names that the message's way here has left in it.
func (d *detection) message(header *identity.Header) {
	left := maxHosts
	for _, field := range []struct {
		name  string
		hosts func(string) []string
	}{{"Received", sentFrom}, {"Return-Path", afterAt}, {"Message-ID", afterAt}} {
		for _, value := range header.Values(field.name) {
			for _, host := range field.hosts(value) {
				if left--; left < 0 {
					return
				}
				if !d.own(host) {
					d.found(senders.ByHost(host), field.name, host)
				}
			}
		}
	}
}

// sentFrom gives the host names of the from clause of a Received field (RFC 5321
// §4.4). The by clause is the receiver's.
func sentFrom(received string) []string {
	words := strings.Fields(strings.ToLower(received))
	if len(words) == 0 || words[0] != "from" {
		return nil
	}
	if by := slices.Index(words, "by"); by >= 0 {
		words = words[:by]
	}
	names := strings.FieldsFunc(strings.Join(words, " "), func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.-_", r)
	})
	return slices.DeleteFunc(names, func(n string) bool { return !strings.Contains(n, ".") })
}

// afterAt gives the domain of an address or a message ID.
func afterAt(value string) []string {
	_, after, _ := strings.Cut(value, "@")
	if host := strings.ToLower(strings.TrimRight(after, "> \t.")); host != "" {
		return []string{host}
	}
	return nil
}
