package gate

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// atOnce is how many domains are looked at at the same time.
const atOnce = 16

// subject is a domain that a change may touch.
type subject struct {
	domain    string
	selectors []string // of DKIM keys among the records of the change
	mx        bool     // the files have an MX record of it
	flow      bool     // a flow sends from it
	touched   bool
	itself    bool // touched by more than its SPF record: DMARC or DKIM
	open      bool // the files leave something of it open, and say nothing of it beside
	says      bool // the files say something of its mail, or leave it open
	goes      bool // texts at it are deleted or replaced, and what they were isn't in the files
}

// subjects lists the domains whose records for mail the files speak of: the
// owners of texts that are for mail, and those that may have lost theirs. Others
// are left alone.
func subjects(changes ...*change.Change) map[string]*subject {
	all := map[string]*subject{}
	at := func(domain string) *subject {
		if all[domain] == nil {
			all[domain] = &subject{domain: domain}
		}
		return all[domain]
	}
	for _, c := range changes {
		if c == nil {
			continue
		}
		for _, zone := range c.Zones {
			at(plain(zone)).says = true
		}
		for _, rec := range c.Records {
			if name := plain(rec.Name); slices.Contains(policyTypes, rec.Type) {
				s := at(owner(name))
				s.addSelector(name)
				s.mx = s.mx || rec.Type == "MX"
				s.says, s.goes = s.says || forMail(rec), s.goes || rec.Data == "" || rec.Type == "TXT"
			}
		}
	}
	for _, c := range changes {
		if c == nil {
			continue
		}
		for _, u := range c.Unknown {
			domain := owner(plain(cmp.Or(u.Name, u.Zone)))
			if slices.Contains(policyTypes, u.Type) && domain != "" {
				open := all[domain] == nil
				s := at(domain)
				s.open, s.says = s.open || open, true
			}
		}
	}
	return all
}

// policyTypes are those of which a text for mail can come, that which isn't known
// included.
var policyTypes = []string{"TXT", "CNAME", "MX", ""}

// forMail reports whether a record says something of mail in its owner's name:
// an MX, SPF, DMARC or a DKIM key.
func forMail(rec change.Record) bool {
	name := plain(rec.Name)
	return rec.Type == "MX" || owner(name) != name || strings.Contains(strings.ToLower(cmp.Or(rec.Text(), rec.Data)), "spf")
}

// The names below a domain at which records for its mail stand (RFC 7489 §6.1,
// RFC 6376 §3.6.2.1).
const (
	dmarcLabel = "_dmarc."
	keyLabels  = "._domainkey."
)

// owner is the domain that a record at a name is about.
func owner(name string) string {
	if domain, ok := strings.CutPrefix(name, dmarcLabel); ok {
		return domain
	}
	if _, domain, ok := strings.Cut(name, keyLabels); ok {
		return domain
	}
	return name
}

func (s *subject) addSelector(name string) {
	selector, _, ok := strings.Cut(name, keyLabels)
	if ok && !slices.Contains(s.selectors, selector) {
		s.selectors = append(s.selectors, selector)
	}
}

// plain is a name as domains are written: without the dot at its end.
func plain(name string) string { return strings.TrimSuffix(name, ".") }

// touched finds the subjects that the change touches: by a text of their own, or
// by what their SPF record reaches. Of the domains of flows the whole tree is
// loaded, of the others only as far as the files have it: what the files don't
// name they don't change.
func (r *run) touched(ctx context.Context) map[string]*subject {
	all := subjects(r.Base, r.Change)
	for _, domain := range r.own {
		if all[domain] == nil {
			all[domain] = &subject{domain: domain}
		}
		all[domain].flow = true
	}
	files := r.files()
	named := map[string]bool{}
	for _, c := range []*change.Change{r.Base, r.Change} {
		if c != nil {
			for _, rec := range c.Records {
				named[plain(rec.Name)] = true
			}
		}
	}
	var under errgroup.Group
	under.SetLimit(atOnce)
	for _, s := range all {
		under.Go(func() error {
			r.look(ctx, s, files, named)
			return nil
		})
	}
	_ = under.Wait() // nothing returns an error
	maps.DeleteFunc(all, func(_ string, s *subject) bool { return !s.touched })
	return all
}

// files answers what the files alone say.
func (r *run) files() resolve.Exchanger {
	said := resolve.Offline()
	for _, c := range []*change.Change{r.Base, r.Change} {
		if c != nil {
			said = resolve.Chain(said, c.Layer())
		}
	}
	return said
}

// look compares what the subject publishes, and what it reaches. That DNS fails
// is told by the lint.
func (r *run) look(ctx context.Context, s *subject, files resolve.Exchanger, named map[string]bool) {
	if !s.says && !s.flow && !r.mayLoseSPF(ctx, s) {
		return // a challenge of ACME's, a proof for some service
	}
	noted := &differences{}
	lookup := resolve.Lookup{Exchanger: noted.above(r.before, r.after)}
	_, _ = lookup.LookupTXT(ctx, dmarcLabel+s.domain)
	for _, selector := range s.selectors {
		_, _ = lookup.LookupTXT(ctx, selector+keyLabels+s.domain)
	}
	s.itself = len(noted.list()) > 0
	_, _ = lookup.LookupTXT(ctx, s.domain)
	if s.mx {
		_, _ = lookup.LookupMX(ctx, s.domain)
	}
	if s.flow {
		tree.Load(ctx, lookup, s.domain, tree.Message{})
	} else {
		askAgain(ctx, lookup, tree.Load(ctx, resolve.Lookup{Exchanger: files}, s.domain, tree.Message{}), named)
	}
	s.touched = len(noted.list()) > 0
}

// mayLoseSPF reports whether a domain has an SPF record before and not the same after, or DNS
// doesn't tell what goes. An alias within the domain, as www is, has no record to lose, nor one
// that is led elsewhere.
func (r *run) mayLoseSPF(ctx context.Context, s *subject) bool {
	wasAlias, was, err := aliasAndSPF(ctx, r.before, s.domain)
	if len(was) == 0 {
		return s.goes && resolve.Failed(err) && !errors.Is(err, resolve.ErrNotRecorded) // the lock has what flows need
	}
	alias, is, _ := aliasAndSPF(ctx, r.after, s.domain)
	if wasAlias != "" && (alias != "" || dmarc.Aligned(plain(wasAlias), s.domain, dmarc.Relaxed)) {
		return false
	}
	return !slices.Equal(was, is)
}

func aliasAndSPF(ctx context.Context, e resolve.Exchanger, domain string) (alias string, records []string, err error) {
	alias, texts, err := resolve.Lookup{Exchanger: e}.AliasAndTXT(ctx, domain)
	for _, strs := range texts {
		if text := strings.Join(strs, ""); record.IsSPF(text) {
			records = append(records, text)
		}
	}
	slices.Sort(records)
	return alias, records, err
}

// askAgain puts the questions of a tree that got an answer to another source, and
// those about names that the files have: what becomes of one of which a record goes
// isn't in the files alone.
func askAgain(ctx context.Context, l resolve.Lookup, t *tree.Tree, named map[string]bool) {
	for _, n := range t.Nodes {
		if n.Err == nil || named[n.Domain] {
			_, _ = l.LookupTXT(ctx, n.Domain)
		}
		for _, term := range n.Terms {
			for _, q := range term.AllQuestions() {
				if q.Err == nil || named[plain(q.Name)] {
					_ = asked(ctx, l, q.Name, q.Type)
				}
			}
		}
	}
}
