package gate

import (
	"context"
	"maps"
	"slices"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// records lists the RRsets that change, of those that flows and domains have asked for.
// What a CNAME leads to elsewhere is left out.
func (r *run) records(ctx context.Context) []RecordChange {
	list := []RecordChange{}
	for _, s := range slices.SortedFunc(maps.Keys(r.places.changed), byName) {
		place := r.places.of([]resolve.RRset{s}, []string{plain(s.Name)})
		if place == nil {
			continue
		}
		before, open := dataAt(ctx, r.before, s)
		after, openAfter := dataAt(ctx, r.after, s)
		if open == openAfter && slices.Equal(before, after) {
			continue // nothing is known, or it is another one in the chain of CNAMEs
		}
		list = append(list, RecordChange{
			Name: plain(s.Name), Type: s.Type, Before: before, After: after, Open: open || openAfter,
			Place: place,
		})
	}
	return list
}

// dataAt gives the data of an RRset at its own name; open where that isn't known.
func dataAt(ctx context.Context, e resolve.Exchanger, s resolve.RRset) (data []string, open bool) {
	data = []string{}
	name, err := dnsmsg.ParseName(s.Name)
	if err != nil {
		return data, true
	}
	qtype := dns.StringToType[s.Type]
	m, err := e.Exchange(ctx, dnsmsg.Question{Name: name, Type: qtype}.Wire())
	if err != nil || m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError {
		return data, true
	}
	for _, rr := range slices.Concat(name.RRset(m.Answer, dns.TypeCNAME), name.RRset(m.Answer, qtype)) {
		text := dnsmsg.Data(rr)
		if rr.Header().Rrtype != qtype {
			text = dns.Type(rr.Header().Rrtype).String() + " " + text
		}
		if !slices.Contains(data, text) {
			data = append(data, text)
		}
	}
	slices.Sort(data)
	return data, false
}

// filesOf lists the files that the change was read from.
func (r *run) filesOf() []string {
	files := []string{}
	add := func(file string) {
		if file != "" && !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	if r.Change != nil {
		for _, rec := range r.Change.Records {
			add(rec.File)
		}
		for _, u := range r.Change.Unknown {
			add(u.File)
		}
	}
	return files
}
