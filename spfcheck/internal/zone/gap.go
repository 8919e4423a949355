package zone

import (
	"context"
	"errors"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Gap is what is left open of an RRset. The zero Gap leaves nothing open.
type Gap struct {
	Why i18n.Text // a part of a sentence
	// Key is what is known of the records, in any form. Two gaps of an RRset with
	// the same Key leave the same open, so that they are no difference; those
	// without one always are.
	Key    string
	Exists bool // there are records of the type, whatever they say
	// ExceptOrigin says that nothing is left open where the name is the origin of its
	// zone, as for a CNAME that is flattened there alone.
	ExceptOrigin bool
	Place        // where it stands; zero where it follows from something else
}

// And is a gap that is left open by both; the first says why. Where one of them has no
// Key, none is known of both.
func (g Gap) And(other Gap) Gap {
	switch {
	case g.Why == i18n.Text{}:
		return other
	case other.Why == i18n.Text{}:
		return g
	case g.Key == "" || other.Key == "":
		g.Key = ""
	default:
		g.Key += "\n" + other.Key
	}
	g.Exists = g.Exists || other.Exists
	g.ExceptOrigin = g.ExceptOrigin && other.ExceptOrigin
	return g
}

// isOpen reports whether something is open.
func (g Gap) isOpen() bool { return g.Why != i18n.Text{} }

// UndeterminedError says why nothing is known of an RRset.
type UndeterminedError struct {
	dnsmsg.Question
	Gap
}

// Error begins with "undetermined".
func (e UndeterminedError) Error() string { return e.Text().EN }

// Text says it in all languages.
func (e UndeterminedError) Text() i18n.Text {
	text := undetermined.Format(e.Question.String(), e.Why)
	if e.File != "" {
		text = undeterminedAt.Format(text, e.Place.String())
	}
	return text
}

var (
	undetermined   = i18n.Text{EN: "undetermined: %s: %s", JA: "%s の内容が決まっていません: %s"}
	undeterminedAt = i18n.Text{EN: "%s (%s)", JA: "%s（%s）"}
)

// Same reports whether two answers leave the same open.
func (e UndeterminedError) Same(other UndeterminedError) bool {
	return e.Question == other.Question && e.Key != "" && e.Key == other.Key && e.Exists == other.Exists
}

// Open are RRsets of which something isn't known, where their names aren't either:
// of one of them, of all of them. The more is set, the fewer they are; the zero Open
// are all of DNS.
type Open struct {
	Zone   string // their names are this one or below it; "": any
	Labels string // what their names begin with, without the dot behind; "": anything
	Type   string // "": any; CNAME, DNAME and NS leave the other types open, too
	Fresh  bool   // one comes where there is no such RRset: what is there stays
	// Except reports which names, without a dot at the end, it can't be; nil: none.
	Except func(name string) bool
	Gap
}

// Opens has the questions for what is open fail with an [UndeterminedError]; so do
// those that CNAMEs lead to it.
func Opens(list ...Open) func(next dnsmsg.Exchanger) dnsmsg.Exchanger {
	made := map[dnsmsg.Name][]Open{}
	for _, o := range list {
		apex, err := dnsmsg.ParseName(o.Zone)
		if err != nil {
			apex = dnsmsg.Root
		}
		made[apex] = append(made[apex], o)
	}
	return func(next dnsmsg.Exchanger) dnsmsg.Exchanger {
		if len(made) == 0 {
			return next
		}
		return opens{next, made}
	}
}

// opens has what is open by the zone that it is in, which is the root where it
// isn't known.
type opens struct {
	next  dnsmsg.Exchanger
	zones map[dnsmsg.Name][]Open
}

func (o opens) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	k, err := dnsmsg.NewQuestion(q)
	if err != nil {
		return nil, err
	}
	m, err := o.next.Exchange(ctx, q)
	if gap := o.gap(k, false); gap.isOpen() {
		named, isNamed := errors.AsType[UndeterminedError](err) // what is open by its name says more
		if !isNamed {
			gap = gap.And(known(m, err))
		}
		return nil, UndeterminedError{k, named.And(gap)}
	}
	if err != nil || m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return m, err
	}
	for range dnsmsg.MaxLinks {
		if len(k.Name.RRset(m.Answer, k.Type)) > 0 {
			return m, nil
		}
		_, target, ok := k.Name.Alias(m.Answer)
		if !ok {
			break
		}
		k.Name = target
		if gap := o.gap(k, false); gap.isOpen() {
			return nil, UndeterminedError{k, gap.And(known(m, nil))}
		}
	}
	if gap := o.gap(k, true); gap.isOpen() {
		return nil, UndeterminedError{k, gap}
	}
	return m, nil
}

// known is the part of a gap that an answer says.
func known(m *dns.Msg, err error) Gap {
	if err != nil {
		return beside(nil, err)
	}
	return beside(m.Answer, nil)
}

// gap is all that is open of an RRset. Of one that has no records, that one may come
// counts.
func (o opens) gap(k dnsmsg.Question, none bool) (gap Gap) {
	for apex := k.Name; ; apex = apex.Parent() {
		for _, open := range o.zones[apex] {
			if open.Fresh == none && open.may(k) {
				gap = gap.And(open.Gap)
			}
		}
		if apex == dnsmsg.Root {
			return gap
		}
	}
}

// may reports whether an RRset may be among those that are open.
func (o Open) may(k dnsmsg.Question) bool {
	if o.Except != nil && o.Except(k.Name.Display()) {
		return false
	}
	name, labels := k.Name.String(), strings.ToLower(o.Labels)+"."
	switch o.Type {
	case "", "CNAME", dns.Type(k.Type).String():
		return labels == "." || strings.HasPrefix(name, labels)
	case "DNAME", "NS": // of what lies below, others may answer
		return labels == "." || strings.HasPrefix(name, labels) || strings.Contains(name, "."+labels)
	default:
		return false
	}
}
