package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Judge says what becomes of messages. It judges the header of the message as it is, its
// DKIM signatures and its size. The envelope From is that of the session, unless a sending
// service will put in its own; the address is never that of the session, which is a
// developer's machine.
type Judge struct {
	// Checker has DNS, in which there should be a cache that all messages share, and what
	// it judges by. Its Profiles are set by the recipient.
	Checker spfcheck.Checker
	// Request is how messages of no flow will be sent: Via, or Clients and Ranges; Signers;
	// the Helo of that server; MailFrom, where a service puts in another one than its own.
	Request spfcheck.Request
	// Flows are those of the site. A message is one of those with its header From, and if
	// that is several, the one whose outcome is the worst.
	Flows []gate.Flow
	// Strict refuses every message that isn't delivered, with the reason.
	Strict bool
	// FailOn is the mildest outcome that counts as not delivered; "": carriers.Junk.
	FailOn carriers.Outcome
	// Deadline is for one message; 0: none.
	Deadline time.Duration
}

// Judge finds out what becomes of m for each of its recipients, and what their carriers
// answer. Recipients that were refused before the message came stay as they are. The error
// is that of a cancelled ctx.
func (j *Judge) Judge(ctx context.Context, m *Message) error {
	header, err := mail.ReadHeader(bytes.NewReader(m.Raw))
	if err != nil {
		m.refuse(err)
		return nil
	}
	m.From, m.Subject = mail.DecodeWords(header.First("From")), mail.DecodeWords(header.First("Subject"))
	if j.Deadline > 0 {
		var done context.CancelFunc
		ctx, done = context.WithTimeout(ctx, j.Deadline)
		defer done()
	}
	known := map[string]Recipient{} // by domain: nothing hangs on the local part
	for i := range m.Recipients {
		r := &m.Recipients[i]
		if r.Answer.Code != 0 {
			continue
		}
		_, domain, _ := identity.ParseAddress(r.Address)
		same, ok := known[domain]
		if !ok {
			if same, err = j.outcome(ctx, m, &header, domain); err != nil {
				return err
			}
			known[domain] = same
		}
		same.Address, same.Original, same.Notify = r.Address, r.Original, r.Notify
		same.Answer = j.answer(&same)
		*r = same
	}
	m.Answer = j.together(m.Recipients)
	return nil
}

// refuse is for what isn't a message that can be read.
func (m *Message) refuse(err error) {
	m.Answer = Answer{Code: 554, Enhanced: "5.6.0", Ours: true}
	for i := range m.Recipients {
		r := &m.Recipients[i]
		if r.Answer.Code != 0 {
			continue
		}
		r.fail(err)
		m.Answer.Text = ours("%s", r.Why.EN)
		r.Outcome, r.Answer = carriers.Unknown, m.Answer
	}
}

// Report judges m for a recipient once more and gives all that there is to say of it, with
// the plan of what to publish. DNS is asked again for what the cache has no longer, so the
// outcome may be another one than when m came. It is nil where the recipient is at no
// carrier. Errors are those of [spfcheck.Checker.Check].
func (j *Judge) Report(ctx context.Context, m *Message, recipient int) (*spfcheck.Report, error) {
	_, domain, err := identity.ParseAddress(m.Recipients[recipient].Address)
	if err != nil || carriers.ForRecipient(domain) == nil || m.Raw == nil {
		return nil, nil
	}
	header, err := mail.ReadHeader(bytes.NewReader(m.Raw))
	if err != nil {
		return nil, err
	}
	flows, why := j.flows(m, &header)
	if why.Complete() {
		return nil, &input.Error{Input: input.Via, Problem: why}
	}
	checker := j.Checker
	checker.Tuning.VerdictsOnly, checker.Tuning.LookedAtOnly = false, false
	var worst *spfcheck.Report
	for _, f := range flows {
		rep, err := j.check(ctx, checker, m, f, domain)
		if err != nil {
			return nil, err
		}
		if worst == nil || carriers.Worst(worst.Worst, rep.Worst) != worst.Worst {
			worst = rep
		}
	}
	return worst, nil
}

// outcome judges m for the mailboxes of a domain.
func (j *Judge) outcome(ctx context.Context, m *Message, header *mail.Header, domain string) (Recipient, error) {
	p := carriers.ForRecipient(domain)
	if p == nil {
		return Recipient{Outcome: carriers.Unknown, Why: noCarrier.Format(domain)}, nil
	}
	at := Recipient{Carrier: p.ID, Name: p.Name, Outcome: carriers.Unknown}
	flows, why := j.flows(m, header)
	if why.Complete() {
		at.Why = why
		return at, nil
	}
	checker := j.Checker
	checker.Tuning.VerdictsOnly, checker.Tuning.LookedAtOnly = true, true
	for i, f := range flows {
		rep, err := j.check(ctx, checker, m, f, domain)
		if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return at, ctx.Err()
		}
		this := Recipient{Carrier: p.ID, Name: p.Name, Flow: f.Name, Outcome: carriers.Unknown}
		if err != nil {
			this.fail(err)
		} else {
			this.follow(rep)
			if f.Request.Via != nil && len(rep.DKIM) == 0 && strings.HasPrefix(string(this.dmarc), "fail") {
				this.Hint = ifSigned.Format(j.Request.Words.Of(input.DKIMDomain))
			}
		}
		if i == 0 || carriers.Worst(at.Outcome, this.Outcome) != at.Outcome {
			at = this
		}
	}
	return at, nil
}

// check judges m as a flow sends it, for the mailboxes of a domain.
func (j *Judge) check(ctx context.Context, checker spfcheck.Checker, m *Message, f gate.Flow, domain string) (*spfcheck.Report, error) {
	req, raw := f.Request, m.Raw
	if req.Via == nil {
		req.MailFrom = &m.MailFrom
	} else {
		raw = withoutReturnPath(raw) // the service writes it
	}
	req.From, req.Sender = "", "" // as the message has them
	req.Mail, req.Recipient, req.On, req.Words = bytes.NewReader(raw), domain, j.Request.On, j.Request.Words
	checker.Profiles = carriers.All
	below, err := resolve.OrSystem(checker.Exchanger)
	if err != nil {
		return nil, err
	}
	checker.Exchanger = resolve.Chain(below, resolve.Memoize(ctx)) // one check sees one DNS
	if f.Settings != nil {
		checker.Settings = f.Settings
	}
	return checker.Check(ctx, req)
}

// follow takes over what the carrier's worst verdict says.
func (r *Recipient) follow(rep *spfcheck.Report) {
	r.Outcome = rep.Worst
	for _, e := range rep.Identities {
		if e.Kind == identity.MailFrom {
			r.envelope = e.Domain
		}
	}
	for _, v := range rep.Verdicts {
		if v.Judged && v.Outcome == r.Outcome {
			r.Why, r.Rule, r.DNSFailed = v.Why, v.Rule, v.DNSFailed
			r.dmarc, r.strict = v.DMARC, enhancedFor(v)
			return
		}
	}
}

// fail says why there is no verdict.
func (r *Recipient) fail(err error) {
	var none *spfcheck.RangeError
	var wrong *input.Error
	switch {
	case errors.As(err, &none):
		r.Why, r.DNSFailed = none.Problem, none.DNSFailed
	case errors.As(err, &wrong):
		r.Why = wrong.Problem
	default:
		r.Why = i18n.Text{EN: "%s", JA: "判定できませんでした: %s"}.Format(err)
	}
}

// withoutReturnPath takes the field away that only the last server writes (RFC 5321
// §4.4), and from which the envelope From would be read.
func withoutReturnPath(raw []byte) []byte {
	header, body := raw, []byte(nil)
	if i := bytes.Index(raw, []byte("\r\n\r\n")); i >= 0 {
		header, body = raw[:i+2], raw[i+2:]
	}
	const name = "return-path:"
	var kept []byte
	skipping := false
	for line := range bytes.Lines(header) {
		if line[0] != ' ' && line[0] != '\t' {
			skipping = len(line) >= len(name) && bytes.EqualFold(line[:len(name)], []byte(name))
		}
		if !skipping {
			kept = append(kept, line...)
		}
	}
	if len(kept) == len(header) {
		return raw
	}
	return append(kept, body...)
}

var (
	noCarrier = i18n.Text{
		EN: "%s is not a carrier's domain: nothing was judged",
		JA: "%s は携帯電話事業者のドメインではないため、判定していません",
	}
	ifSigned = i18n.Text{
		EN: "it isn't signed with DKIM; if the service will sign it, name the domain with %s",
		JA: "DKIM の署名がありません。配信サービスが署名する場合は、そのドメインを %s で指定してください",
	}
)
