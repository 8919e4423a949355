// Package spfcheck says what the Japanese mobile carriers do with a message
// before it is sent: it evaluates SPF for each sender identity of the message,
// DKIM and DMARC, and looks the results up in each carrier's rules.
package spfcheck

import (
	"context"
	"slices"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Checker judges messages. The zero Checker asks the system's name servers and
// judges the default settings of docomo, au and SoftBank.
type Checker struct {
	// Exchanger answers DNS questions; nil: the system's name servers. Each Check
	// asks it a question once, and as soon as it is known to be needed; never more
	// than RFC 7208 §4.6.4 lets an evaluation ask.
	Exchanger resolve.Exchanger
	// Profiles are the carriers to judge; nil: carriers.Defaults.
	Profiles []*carriers.Profile
	// Shown are carriers whose verdicts are wanted for comparison: they are not judged.
	Shown []*carriers.Profile
	// Settings are judged in place of the default ones of their filters.
	Settings []carriers.SettingID
	// MinBasis takes rules with a weaker basis for unknown; "" for none.
	MinBasis carriers.Basis
	// Explain puts the evaluation trees into the Report.
	Explain bool
	// Tuning is how a Check goes about it; zero: alone, and as fast as it can.
	Tuning Tuning
}

// Tuning is how a Checker goes about its Checks. None of it changes a verdict.
type Tuning struct {
	// Prefetch is how much is asked before its turn. Less than PrefetchAll is for
	// many Checks at a time: fewer questions and less work, and longer waits in one.
	// The Exchanger then needs a resolve.Cache, since a Check wants some answers
	// several times.
	Prefetch Prefetch
	// Records are the parsed records that one Check leaves to the next; nil: each
	// Check keeps its own.
	Records *Records
	// VerdictsOnly leaves out what asks more of DNS, or is for reading: Findings, Plan,
	// Notes, and whether the PTR of an address leads back to it.
	VerdictsOnly bool
	// LookedAtOnly leaves out what no outcome rests on: the HELO identity, at which no
	// carrier looks, and the verdicts that aren't Judged.
	LookedAtOnly bool
	// Samples is how many addresses of a range stand for all of it, where DNS decides
	// for each address by itself (exists, ptr); 0: 16.
	Samples int
	// Layers stand above the Exchanger and see what is needed, in its turn, and
	// nothing that is prefetched: resolve.Record and resolve.Observe.
	Layers []resolve.Layer
}

// Records are parsed SPF records, kept by their text. The zero Records is ready to
// use, by several Checks at a time.
type Records = eval.Records

// Prefetch is how much a Check asks before its turn.
type Prefetch int

const (
	// PrefetchAll asks all that is known to be needed, at once: a Check waits for the
	// longest chain of questions of which one follows from the other.
	PrefetchAll Prefetch = iota
	// PrefetchSome asks all that is left at once when the identity's own record names
	// addresses in several terms, and otherwise when a record that it includes had to be
	// waited for. Where answers come within milliseconds it prefetches nothing.
	PrefetchSome
	// PrefetchNone asks one thing after the other, and only what a verdict rests on.
	PrefetchNone
)

// Check judges req. What DNS and carriers say is in the Report, DNS failures
// included; an error is an *InputError, which names each input that is wrong, a
// *RangeError, an *input.Error on what Mail holds, that of the system's resolver
// configuration, or that of reading Mail.
func (c *Checker) Check(ctx context.Context, req Request) (*Report, error) {
	r, notes, err := c.accept(req)
	if err != nil {
		return nil, err // what the caller gave is looked at before anything is read
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	below, exchanger, err := c.exchangers(ctx)
	if err != nil {
		return nil, err
	}
	r.below = below
	if c.Explain {
		r.validated = new(validated)
		exchanger = resolve.Chain(exchanger, resolve.Observe(r.validated.note))
	}
	if req.Mail != nil {
		if r.message, err = message.Read(ctx, req.Mail, resolve.Lookup{Exchanger: exchanger}); err != nil {
			return nil, err
		}
		r.request.Header = &r.message.Header
		if r.identities, notes, err = r.request.Identities(); err != nil {
			return nil, err
		}
	}
	r.assumeEnvelope()
	if err := r.cover(ctx, exchanger); err != nil {
		return nil, err
	}
	if c.Tuning.Prefetch == PrefetchAll {
		asking := r.prefetch(ctx)
		defer asking.Wait()
		defer done()
	}
	return r.report(ctx, exchanger, append(notes, r.assumed...)), nil
}

// exchangers gives what is prefetched, and with the layers above
// it, what is asked in its turn. They end with ctx.
func (c *Checker) exchangers(ctx context.Context) (below, top resolve.Exchanger, err error) {
	if below, err = resolve.OrSystem(c.Exchanger); err != nil {
		return nil, nil, err
	}
	if c.Tuning.Prefetch == PrefetchAll {
		below = resolve.Chain(below, resolve.Memoize(ctx))
	}
	return below, resolve.Chain(below, c.Tuning.Layers...), nil
}

func (c *Checker) profiles() []*carriers.Profile {
	if c.Profiles == nil {
		return carriers.Defaults
	}
	return c.Profiles
}

// settingsOf counts the settings of profiles that are decided on.
func (c *Checker) settingsOf(profiles []*carriers.Profile) int {
	n := 0
	for _, p := range profiles {
		for i := range p.Filters {
			if f := &p.Filters[i]; c.Tuning.LookedAtOnly {
				n += len(f.Judged(p, c.Settings))
			} else {
				n += len(f.Settings)
			}
		}
	}
	return n
}

// beside are the profiles whose verdicts stand beside those that count.
func (c *Checker) beside() []*carriers.Profile {
	if c.Tuning.LookedAtOnly {
		return nil
	}
	if slices.Contains(c.profiles(), carriers.Reference) || slices.Contains(c.Shown, carriers.Reference) {
		return c.Shown
	}
	return append(slices.Clone(c.Shown), carriers.Reference)
}
