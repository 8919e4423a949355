package eval

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// walk goes the way of one client through the records, in the order and within
// the limits of RFC 7208 §4.6, and notes what each term did.
type walk struct {
	*resolver
	lookups  int
	voids    int
	askedPTR bool // the client's names are asked for once in an evaluation
	briefly  bool // only the last step of each node is kept
	missing  Missing
	open     bool // ptr hangs on what a plan leaves open
}

// node evaluates the record of one domain.
func (w *walk) node(ctx context.Context, domain string) *Node {
	n := &Node{Domain: domain, Steps: []Step{}}
	records, err := w.published(ctx, domain)
	if len(records) == 1 {
		n.record, n.Record = records[0], records[0].Text
	}
	switch {
	case errors.Is(err, errPending):
		n.Result = pending
	case err != nil:
		n.Result, n.Problem = failedLookup(err)
	case len(records) == 0:
		n.Result, n.Problem = spf.None, tree.NoRecord.Text()
	case len(records) > 1: // RFC 7208 §4.5
		n.Result, n.Problem = spf.PermError, severalRecords.Format(len(records))
	case len(n.record.Errors) > 0: // RFC 7208 §4.6
		n.Result, n.Problem = spf.PermError, malformedRecord(n.record)
	default:
		w.terms(ctx, n)
	}
	return n
}

// terms evaluates the terms of a node's record up to the one that decides. A
// pending one is supposed not to match, and keeps the result pending.
func (w *walk) terms(ctx context.Context, n *Node) {
	if !w.briefly {
		n.Steps = make([]Step, 0, len(n.record.Terms))
	}
	n.Result = spf.Neutral // where no term decides (RFC 7208 §4.7)
	sure := true
	for i := range n.record.Order() {
		t := &n.record.Terms[i]
		if t.Modifier && t.Name != "redirect" { // RFC 7208 §6
			continue
		}
		step, problem := w.step(ctx, n, t)
		if w.briefly {
			n.Steps = n.Steps[:0]
		}
		n.Steps = append(n.Steps, step)
		sure = sure && step.Result != pending
		if step.Result == pending || step.Result == spf.Neutral && !t.Modifier {
			continue
		}
		n.Result, n.Problem = step.Result, problem
		if step.Result == spf.Pass && !t.Modifier {
			n.Result = qualified[t.Qualifier]
		}
		break
	}
	if !sure {
		n.Result, n.Problem = pending, i18n.Text{}
	}
}

// step evaluates one term and says why it is an error, if it is one.
func (w *walk) step(ctx context.Context, n *Node, t *record.Term) (Step, i18n.Text) {
	s := Step{Term: t.Text, term: t}
	var problem i18n.Text
	if !t.Prefix.IsValid() && t.CountsLookup() {
		w.lookups++
	}
	switch {
	case w.lookups > record.MaxLookups:
		s.Result, problem = spf.PermError, unusable(spf.PermError, spf.ErrLookupLimitReached)
	case w.req.lacking(t.Domain) != Missing{}:
		w.missing = w.req.lacking(t.Domain)
		s.Result = Unknown
	case w.queue != nil && leftOut(t):
		s.Result = pending
	case t.Name == "include":
		s.Child = w.node(ctx, w.target(ctx, n.Domain, t))
		s.Result, problem = included(s.Child)
	case t.Name == "redirect":
		s.Child = w.node(ctx, w.target(ctx, n.Domain, t))
		s.Result, problem = redirected(s.Child)
	default:
		matches, err := w.matches(ctx, n.Domain, t)
		s.Result = resultOf(matches, err)
		problem = unusable(s.Result, err)
	}
	s.Lookups, s.Voids = w.lookups, w.voids
	return s, problem
}

// included translates a child's result to that of its include (RFC 7208 §5.2),
// which differs from a redirect's in what doesn't match.
func included(child *Node) (spf.Result, i18n.Text) {
	if child.Result == spf.Fail || child.Result == spf.SoftFail {
		return spf.Neutral, i18n.Text{}
	}
	return redirected(child)
}

// redirected translates a child's result to that of its redirect (RFC 7208 §6.1). What
// is wrong with the child's own record is said with its name.
func redirected(child *Node) (spf.Result, i18n.Text) {
	switch {
	case child.Result == spf.None:
		return spf.PermError, noTarget.Format(child.Domain)
	case child.Result == spf.PermError && len(child.Steps) == 0:
		return spf.PermError, ofChild.Format(child.Domain, child.Problem)
	}
	return child.Result, child.Problem
}

// matches evaluates a mechanism other than include. The error is go/spf's for a
// permerror, else that of the question which makes the term a temperror.
func (w *walk) matches(ctx context.Context, domain string, t *record.Term) (bool, error) {
	switch t.Name {
	case "all":
		return true, nil
	case "ip4", "ip6":
		return w.in(t.Prefix), nil
	case "ptr":
		return w.matchesPTR(ctx, w.target(ctx, domain, t))
	case "mx":
		return w.matchesMX(ctx, w.target(ctx, domain, t), t)
	case "exists":
		addrs, err := w.LookupIPAddr(ctx, existsMark+w.target(ctx, domain, t))
		return len(addrs) > 0, w.counted(len(addrs), err)
	default: // a
		addrs, err := w.LookupIPAddr(ctx, w.target(ctx, domain, t))
		return w.covered(t, addrs), w.counted(len(addrs), err)
	}
}

// matchesMX evaluates mx. All hosts are asked for before any is compared, so that
// one that DNS fails for makes a temperror wherever it stands.
func (w *walk) matchesMX(ctx context.Context, name string, t *record.Term) (bool, error) {
	mxs, err := w.LookupMX(ctx, name)
	if err := w.counted(len(mxs), err); err != nil {
		return false, err
	}
	if len(mxs) > record.MaxMXHosts {
		return false, spf.ErrTooManyMXRecords
	}
	matches := false
	var wait error
	for _, mx := range mxs {
		switch addrs, err := w.LookupIPAddr(ctx, mx.Host); {
		case errors.Is(err, errPending):
			wait = err
		case resolve.Failed(err):
			return false, err
		default:
			matches = matches || w.covered(t, addrs)
		}
	}
	return matches, wait
}

// matchesPTR evaluates ptr. DNS that fails for the client's names is no match
// (RFC 7208 §5.5), but what a plan leaves open isn't known: that is ours, and go/spf
// has it for no match.
func (w *walk) matchesPTR(ctx context.Context, domain string) (bool, error) {
	if !w.askedPTR {
		w.askedPTR = true
		names, err := w.LookupAddr(ctx, w.req.Client.String())
		if err := w.counted(len(names), err); errors.Is(err, spf.ErrVoidLookupLimitReached) {
			return false, err
		}
	}
	names, open := w.validatedNames(ctx)
	if slices.ContainsFunc(names, func(name string) bool { return isWithin(name, domain) }) {
		return true, nil
	}
	w.open = w.open || open != nil
	return false, open
}

// counted counts the answer to a term's own question if it is a void lookup
// (RFC 7208 §4.6.4), and gives the error that the term ends with, if any.
func (w *walk) counted(found int, err error) error {
	if found > 0 || resolve.Failed(err) {
		return err
	}
	if w.voids++; w.voids > record.MaxVoids {
		return spf.ErrVoidLookupLimitReached
	}
	return nil
}

// covered reports whether the client is in a range that one of the addresses of
// a or mx stands for.
func (w *walk) covered(t *record.Term, addrs []net.IPAddr) bool {
	return slices.ContainsFunc(addrs, func(a net.IPAddr) bool {
		addr, ok := netip.AddrFromSlice(a.IP)
		return ok && w.in(t.Covered(addr))
	})
}

// resultOf is the result that Step has for a term that matches or not, or ends
// with an error.
func resultOf(matches bool, err error) spf.Result {
	switch {
	case errors.Is(err, errPending):
		return pending
	case errors.Is(err, spf.ErrVoidLookupLimitReached), errors.Is(err, spf.ErrTooManyMXRecords):
		return spf.PermError
	case err != nil: // RFC 7208 §5
		return spf.TempError
	case matches:
		return spf.Pass
	default:
		return spf.Neutral
	}
}

// qualified is the result of a match by its qualifier (RFC 7208 §4.6.2).
var qualified = map[record.Qualifier]spf.Result{
	record.Pass:     spf.Pass,
	record.Fail:     spf.Fail,
	record.SoftFail: spf.SoftFail,
	record.Neutral:  spf.Neutral,
}
