// Package spfcheck says what the Japanese mobile carriers do with a message
// before it is sent: it evaluates SPF for each sender identity of the message,
// DKIM and DMARC, and looks the results up in each carrier's rules.
package spfcheck

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/netip"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
	"github.com/spfcheck/spfcheck/spfcheck/internal/message"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
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
	// VerdictsOnly leaves Findings and Advice out, which ask more of DNS.
	VerdictsOnly bool
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

// Request is a message to judge.
type Request struct {
	// Source says who sends; Mail, where it is given, sets its Header.
	identity.Source
	Mail    io.Reader // the whole message; nil: there is none. It is read once, and not kept
	Size    int64     // of the message in bytes, where there is none to read; 0: not known
	Signers []string  // domains that will sign it with DKIM, assumed; in A-labels
	// Clients, Ranges and Via are the addresses that it is sent from. Of ranges
	// every address is judged. None of the three: the addresses that the
	// envelope From's domain authorises.
	Clients   []netip.Addr
	Ranges    []netip.Prefix
	Via       *senders.Use // a sending service, whose addresses DNS is asked for; nil: none
	Recipient string       // domain of the recipient, for what holds for some mailboxes only; "" for any
	On        carriers.Day // the day of arrival; "": today
}

// ErrNoClient is returned by Check for a Request without an address, and without
// an envelope From to take addresses from.
var ErrNoClient = errors.New("no address that the mail is sent from")

// Check judges req. What DNS and carriers say is in the Report, DNS failures
// included; an error is an *input.Error, ErrNoClient, a *RangeError, that of
// the system's resolver configuration, or that of reading Mail.
func (c *Checker) Check(ctx context.Context, req Request) (*Report, error) {
	identities, notes, err := req.Identities()
	if err != nil {
		return nil, err // what the caller gave is looked at before anything is read
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	below, exchanger, err := c.exchangers(ctx)
	if err != nil {
		return nil, err
	}
	r := &run{checker: c, request: req, identities: identities, below: below, records: cmp.Or(c.Tuning.Records, new(eval.Records))}
	if req.Mail != nil {
		if r.message, err = message.Read(ctx, req.Mail, resolve.Lookup{Exchanger: exchanger}); err != nil {
			return nil, err
		}
		r.request.Header = &r.message.Header
		if r.identities, notes, err = r.request.Identities(); err != nil {
			return nil, err
		}
	}
	if req.On == "" {
		r.request.On = carriers.DayOf(time.Now())
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
