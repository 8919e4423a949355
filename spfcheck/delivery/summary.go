package delivery

import (
	"cmp"
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// Summary is what came of many reports. The zero Summary has none.
type Summary struct {
	Reports  int // that could be read as such
	Others   int // messages that are none
	Failed   int // recipients
	Delayed  int // recipients
	Accepted int // recipients
	counts   map[reason]int
	stop     map[string]stopped // by the address in lower case
	taken    map[string]bool    // addresses that took a message
}

// reason is where recipients failed, and why.
type reason struct {
	carrier string // the ID; "" for other recipients
	cause   Cause
}

// stopped is an address that nothing is to be sent to any more.
type stopped struct {
	address string
	cause   Cause
	date    time.Time // zero where it isn't known
}

// Add counts a report.
func (s *Summary) Add(d *Report) {
	if !d.Kind.IsReport() {
		s.Others++
		return
	}
	s.Reports++
	for _, r := range d.Recipients {
		switch {
		case r.Error:
			s.Failed++
		case r.Category == dsn.Delayed:
			s.Delayed++
		case accepted(r):
			s.Accepted++
			if s.taken == nil {
				s.taken = map[string]bool{}
			}
			s.taken[strings.ToLower(r.Recipient)] = true
		}
		if r.Error && len(r.Causes) > 0 {
			if s.counts == nil {
				s.counts = map[reason]int{}
			}
			s.counts[reason{r.Carrier, r.Causes[0]}]++
		}
		if !d.Doubtful && stops(r) {
			s.add(r)
		}
	}
}

// add notes an address to stop sending to, by the last report on it.
func (s *Summary) add(r Recipient) {
	one := stopped{address: r.Recipient}
	if len(r.Causes) > 0 {
		one.cause = r.Causes[0]
	}
	if r.Date != nil {
		one.date = *r.Date
	}
	key := strings.ToLower(r.Recipient)
	if s.stop == nil {
		s.stop = map[string]stopped{}
	}
	if before, ok := s.stop[key]; !ok || before.date.Before(one.date) {
		s.stop[key] = one
	}
}

// repairable are the causes that pass, or that somebody else than the recipient can take
// away: no address is taken off a list while one of them is possible.
var repairable = []Cause{
	dsn.RecipientFilter, dsn.AuthFilter, dsn.AuthExplicit, dsn.DMARCReject, dsn.SenderDomain, dsn.MailboxFull, dsn.TooLarge,
	dsn.RateLimit, dsn.Network, dsn.BlockedIP, dsn.Expired, dsn.UTF8,
}

// stops reports whether nothing is to be sent to a recipient any more: the address is gone
// for sure, or its owner doesn't want the mail.
func stops(r Recipient) bool {
	if r.Recipient == "" || r.Guessed {
		return false
	}
	if r.Category == dsn.Complained {
		return true
	}
	if r.Category != dsn.Failed || len(r.Causes) == 0 || r.Confidence != dsn.Likely && r.Confidence != dsn.Certain {
		return false
	}
	if slices.ContainsFunc(r.Causes, func(c Cause) bool { return slices.Contains(repairable, c) }) {
		return false
	}
	return r.Suppressed() || slices.Contains([]Cause{dsn.UnknownUser, dsn.Disabled, dsn.HostUnknown}, r.Causes[0])
}

// Count is how many recipients failed at a carrier for a reason.
type Count struct {
	Carrier    i18n.Text // of other recipients empty
	Cause      Cause
	Recipients int
}

// Counts lists the reasons, the most frequent first.
func (s *Summary) Counts() []Count {
	var list []Count
	for r, n := range s.counts {
		c := Count{Cause: r.cause, Recipients: n}
		if p := carriers.ByID(r.carrier); p != nil {
			c.Carrier = p.Name
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(b.Recipients-a.Recipients, strings.Compare(a.Carrier.EN, b.Carrier.EN), strings.Compare(string(a.Cause), string(b.Cause)))
	})
	return list
}

// repairs are the causes that the sender can repair.
var repairs = []Cause{dsn.AuthExplicit, dsn.AuthFilter, dsn.DMARCReject, dsn.SenderDomain, dsn.BlockedIP, dsn.RateLimit, dsn.TooLarge, dsn.Policy}

// First is what to repair first: the most frequent cause that the sender can repair, over
// all carriers; "" where there is none.
func (s *Summary) First() (cause Cause, recipients int) {
	sums := map[Cause]int{}
	for r, n := range s.counts {
		if slices.Contains(repairs, r.cause) {
			sums[r.cause] += n
		}
	}
	for _, c := range repairs { // in this order where they are equal
		if sums[c] > recipients {
			cause, recipients = c, sums[c]
		}
	}
	return cause, recipients
}

// Stop is how many addresses nothing is to be sent to any more.
func (s *Summary) Stop() int { return len(s.stopList()) }

// stopList leaves out what took another message.
func (s *Summary) stopList() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.stop)), func(key string) bool { return s.taken[key] })
}

// StopColumns is the first line of what WriteStop writes.
const StopColumns = "address,cause,date"

// WriteStop writes the addresses that nothing is to be sent to any more as CSV (RFC 4180,
// with LF): the address, the cause, and the day of the report in UTC. An address for whose
// failure the sender can do something isn't among them, nor one that may come to life again.
func (s *Summary) WriteStop(w io.Writer) error {
	if _, err := io.WriteString(w, StopColumns+"\n"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for _, key := range s.stopList() {
		one := s.stop[key]
		day := ""
		if !one.date.IsZero() {
			day = one.date.UTC().Format(time.DateOnly)
		}
		cause := string(one.cause)
		if cause == "" {
			cause = string(dsn.Complained)
		}
		if err := out.Write([]string{one.address, cause, day}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
