package sources

import (
	"context"
	"net/netip"
	"strings"

	"blitiri.com.ar/go/spf"
	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rua"
)

// Judge says what the carriers do with what was counted.
type Judge struct {
	// Checker judges. Its Exchanger should have a cache.
	Checker spfcheck.Checker
	// Words are what texts call the inputs.
	Words input.Words
	// On is the day of arrival; "": today.
	On carriers.Day
	// Workers is how many sources are judged at once; less than 1 is 1.
	Workers int
	// Yours are sources that are known to be yours.
	Yours []Named
	// Share is the least share of a domain's messages with which any source is taken for
	// yours; 0: none is for its share alone.
	Share float64
	// Domain is the one whose sources are wanted, with all that are aligned with it; "":
	// every domain's.
	Domain string
	// HostNames asks DNS for the host names of sources that belong to no known service, to
	// put those of one organization together. Whoever runs their name servers sees that.
	HostNames bool
	// NoPlans leaves out what to do.
	NoPlans bool
	// Progress is called for each that is judged, from any goroutine; nil: nobody wants to
	// know.
	Progress func()
}

// outcome is what becomes of a message at one carrier.
type outcome struct {
	carrier string
	name    i18n.Text
	OutcomeCount
}

// verdict is what becomes of one message, and what SPF of the header From comes to now.
type verdict struct {
	carriers []outcome
	from     spf.Result
	path     []string // where the header From passes: the domains from it to the one whose record decides
}

// judge judges each of what verdicts hang on once.
func (j *Judge) judge(ctx context.Context, all []mail) (map[sent]*verdict, error) {
	verdicts, order := map[sent]*verdict{}, distinct(all)
	for _, s := range order {
		verdicts[s] = &verdict{}
	}
	checker := j.Checker
	checker.Tuning.VerdictsOnly, checker.Tuning.Prefetch, checker.Tuning.Records = true, spfcheck.PrefetchSome, new(spfcheck.Records)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(max(j.Workers, 1))
	for _, s := range order {
		v := verdicts[s]
		work.Go(func() error {
			err := j.one(ctx, &checker, s, v)
			if j.Progress != nil {
				j.Progress()
			}
			return err
		})
	}
	return verdicts, work.Wait()
}

// wanted leaves out what isn't asked for.
func (j *Judge) wanted(domain string) bool {
	return j.Domain == "" || dmarc.Aligned(domain, j.Domain, dmarc.Relaxed)
}

// distinct lists what is to be judged, each once, in order.
func distinct(all []mail) []sent {
	seen := map[sent]bool{}
	var order []sent
	for _, m := range all {
		if !seen[m.sent] {
			seen[m.sent] = true
			order = append(order, m.sent)
		}
	}
	return order
}

// one judges what one source sent. Where nothing is said of DKIM, what hangs on it is
// unknown.
func (j *Judge) one(ctx context.Context, checker *spfcheck.Checker, s sent, v *verdict) error {
	rep, err := checker.Check(ctx, j.request(s))
	if err != nil {
		return err
	}
	v.take(rep, s)
	if !s.noDKIM {
		return nil
	}
	s.signers = s.from
	signed, err := checker.Check(ctx, j.request(s))
	if err != nil {
		return err
	}
	for i, c := range signed.Carriers {
		if c.Outcome != v.carriers[i].Outcome {
			v.carriers[i].OutcomeCount = OutcomeCount{Outcome: carriers.Unknown, Why: hangsOnDKIM}
		}
	}
	return nil
}

// request is a mail as far as a report tells it.
func (j *Judge) request(s sent) spfcheck.Request {
	req := spfcheck.Request{
		Source:  identity.Source{From: s.from, Helo: s.helo, AnyMailFrom: true, Words: j.Words},
		Clients: []netip.Addr{s.source},
		Signers: strings.Fields(s.signers),
		On:      j.On,
	}
	switch s.envelope {
	case "":
	case rua.Null:
		req.MailFrom = &s.envelope
	default:
		address := "postmaster@" + s.envelope
		req.MailFrom = &address
	}
	return req
}

// take keeps of a report what is wanted.
func (v *verdict) take(rep *spfcheck.Report, s sent) {
	for _, d := range rep.Deciding() {
		if d.Rule == "" && d.Identity == identity.MailFrom && s.envelope == "" { // nobody can give it here
			d.Why = hangsOnEnvelope
		}
		v.carriers = append(v.carriers, outcome{d.Carrier, d.CarrierName, OutcomeCount{Outcome: d.Outcome, Rule: d.Rule, Why: d.Why}})
	}
	v.from = spfcheck.Unknown
	for _, id := range rep.Identities {
		if id.Kind != identity.From {
			continue
		}
		v.from = id.Result
		for _, r := range id.Results {
			if r.Result == spf.Pass && !strings.HasSuffix(r.Term, "all") { // which says nothing of who it is
				v.path = r.Path
			}
		}
	}
}

// What a report doesn't say.
var (
	hangsOnEnvelope = i18n.Text{
		EN: "the report says nothing of the envelope From, and the outcome depends on it",
		JA: "レポートにエンベロープ From の記載がなく、結果はエンベロープ From しだいで変わります",
	}
	hangsOnDKIM = i18n.Text{
		EN: "the report says nothing of DKIM, and the outcome depends on it",
		JA: "レポートに DKIM の記載がなく、結果は DKIM しだいで変わります",
	}
)
