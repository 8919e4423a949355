package spfcheck

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/eval"
)

// What is looked at of Request.Others.
const (
	maxOthers      = 50 // senders of a domain, the first ones
	maxOthersTried = 10 // addresses of each
	maxOthersTerms = 10 // addresses that a sender is authorised by; one with more is only named
	maxOthersTold  = 5  // senders that a step names one by one
)

// others are those who send in a domain's name, beside the mail, and how many there are
// that aren't looked at.
func (r *run) others(domain string) (list []Sender, left int) {
	for _, s := range r.request.Others {
		switch {
		case !slices.Contains(s.Domains, domain):
		case len(list) == maxOthers:
			left++
		default:
			list = append(list, s)
		}
	}
	return list, left
}

// broken are those whose mail comes to another SPF result for a domain than before, and
// not to pass.
func (t *trial) broken(ctx context.Context, next world, domain string) []Sender {
	result := func(w world, client netip.Addr) spf.Result {
		evaluator := eval.Evaluator{Exchanger: w.exchanger, Records: w.records}
		return evaluator.Result(ctx, eval.Request{Client: client, Sender: "postmaster@" + domain, AnyLocal: true})
	}
	others, _ := t.others(domain)
	return slices.DeleteFunc(others, func(s Sender) bool {
		return !slices.ContainsFunc(s.Addresses[:min(len(s.Addresses), maxOthersTried)], func(client netip.Addr) bool {
			after := result(next, client)
			return after != spf.Pass && after != result(t.world, client)
		})
	})
}

// termsOf are what authorises a sender; none where nothing is known that does.
func (t *trial) termsOf(ctx context.Context, e *Evaluated, s Sender, text string) []string {
	switch {
	case s.Via != nil && s.Via.Preset != nil:
		return t.missing(ctx, e, *s.Via, text)
	case max(s.Count, len(s.Addresses)) > maxOthersTerms:
		return nil
	}
	return termsFor(single(s.Addresses))
}

// terms are what a record gets, with whom some of them are for beside the mail.
type terms struct {
	list   []string
	spared []Sender
}

// sparing gives terms with those that keep the domain's own other senders from harm, where
// there are any, and then as they are.
func (t *trial) sparing(ctx context.Context, e *Evaluated, name string, p published, b base, list []string) []terms {
	plain := terms{list: list}
	if others, _ := t.others(e.Domain); len(others) == 0 {
		return []terms{plain}
	}
	more := plain
	next := t.published([]RRset{b.set(p, name, b.with(list)[0])})
	for _, s := range t.broken(ctx, next, e.Domain) {
		if theirs := t.termsOf(ctx, e, s, b.Record); s.Own && len(theirs) > 0 {
			more = terms{joinTerms(more.list, theirs), append(more.spared, s)}
		}
	}
	if len(more.spared) == 0 {
		return []terms{plain}
	}
	return []terms{more, plain}
}

// ofOthers says what a step does to others: whose mail it spares, and whose it breaks,
// with what would spare that.
func (t *trial) ofOthers(ctx context.Context, e *Evaluated, next world, spared []Sender) (warnings []i18n.Text) {
	say := func(list []Sender, text func(Sender) i18n.Text) {
		for i, s := range list {
			if i == maxOthersTold {
				warnings = append(warnings, moreOthers.Format(len(list)-i))
				return
			}
			warnings = append(warnings, text(s))
		}
	}
	broken := t.broken(ctx, next, e.Domain)
	spared = slices.DeleteFunc(slices.Clone(spared), func(s Sender) bool {
		return slices.ContainsFunc(broken, func(b Sender) bool { return b.Name == s.Name })
	})
	say(spared, func(s Sender) i18n.Text { return sparesOther.Format(s.Name, e.Domain, s.messages()) })
	say(broken, func(s Sender) i18n.Text {
		text := breaksUnsure
		if s.Own {
			text = breaksOwn
		}
		text = text.Format(s.Name, e.Domain, s.messages())
		if add := t.termsOf(ctx, e, s, ""); len(add) > 0 {
			text = text.And(wouldSpare.Format(strings.Join(add, " ")))
		}
		return text
	})
	if _, left := t.others(e.Domain); left > 0 {
		warnings = append(warnings, notTried.Format(e.Domain, left))
	}
	return warnings
}

func (s Sender) messages() string { return i18n.Thousands(strconv.FormatInt(s.Messages, 10)) }

var (
	sparesOther = i18n.Text{
		EN: "mail of %[2]s comes from %[1]s, too (messages: %[3]s): the record authorises that as well",
		JA: "%s も %s のメールを送っている（%s 通）ため、このレコードで併せて許可しています",
	}
	breaksOwn = i18n.Text{
		EN: "mail of %[2]s comes from %[1]s, too (messages: %[3]s), and fails SPF with this record.",
		JA: "%s も %s のメールを送っていますが（%s 通）、このレコードでは SPF が pass になりません。",
	}
	breaksUnsure = i18n.Text{
		EN: "mail of %[2]s comes from %[1]s, too (messages: %[3]s); if that is yours, it fails SPF with this record.",
		JA: "%s も %s を名乗るメールを送っています（%s 通）。自分の送信元であれば、このレコードでは SPF が pass になりません。",
	}
	wouldSpare = i18n.Text{EN: "What authorises it: %s", JA: "許可するには %s を加えてください"}
	notTried   = i18n.Text{EN: "more senders of %s, for which this record wasn't tried: %d", JA: "%s のほかの送信元のうち、このレコードを確かめていないもの: %d 件"}
	moreOthers = i18n.Text{EN: "and %d more", JA: "ほか %d 件"}
)
