package zone_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// data are the records of a zone: by name, then by type.
type data map[string]map[string][]string

// world is a random zone, and the same after edits.
type world struct {
	origin        string
	before, after data
	edits         []zone.Edit
	adds, goes    map[string]bool // the names at which edits add, and at which they take away
}

var (
	randomLabels = []string{"a", "b", "c", "_dmarc", "_domainkey", "*"}
	randomTypes  = []string{"TXT", "TXT", "A", "A", "MX", "AAAA", "CNAME", "CNAME", "DNAME", "NS"}
	askedTypes   = []string{"TXT", "A", "MX", "AAAA", "CNAME"}
)

// randomWorld makes a world that servers load.
func randomWorld(t *testing.T, r *rand.Rand, origin string) *world {
	t.Helper()
	for {
		w := &world{origin: origin, before: data{}, adds: map[string]bool{}, goes: map[string]bool{}}
		for range 3 + r.IntN(9) {
			name, rrtype := w.name(r), pick(r, randomTypes)
			for range 1 + r.IntN(2) {
				w.before.add(name, rrtype, w.value(r, rrtype))
			}
		}
		w.before.add(origin, "SOA", "ns."+origin+" h."+origin+" 1 3600 600 86400 60")
		w.before.add(origin, "NS", "ns.other.test.")
		if !w.before.loads(origin) {
			continue
		}
		for range 10 {
			w.after, w.edits = data{}, nil
			for name, types := range w.before {
				w.after[name] = maps.Clone(types)
			}
			clear(w.adds)
			clear(w.goes)
			w.edit(t, r)
			if w.after.loads(origin) {
				return w
			}
		}
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// name is a name in the zone, which a record may have or not. It has two wildcard
// labels at most: what three make of a name that isn't there nobody can find out.
func (w *world) name(r *rand.Rand) string {
	name := w.origin
	for range 1 + r.IntN(3) {
		label := pick(r, randomLabels)
		if strings.HasPrefix(name, "*.*") || strings.HasPrefix(name, "*") && r.IntN(4) > 0 {
			break
		}
		name = label + "." + name
	}
	return name
}

func (w *world) value(r *rand.Rand, rrtype string) string {
	switch rrtype {
	case "TXT":
		return fmt.Sprintf("%q", pick(r, []string{"v=spf1 -all", "v=spf1 mx -all", "x"}))
	case "A":
		return fmt.Sprintf("192.0.2.%d", 1+r.IntN(3))
	case "AAAA":
		return fmt.Sprintf("2001:db8::%d", 1+r.IntN(2))
	case "MX":
		return fmt.Sprintf("%d mail.%s", 10*r.IntN(2), w.origin)
	case "NS":
		return "ns.other.test."
	default:
		return w.name(r)
	}
}

// add is as a person adds a record: what can't stand beside it goes.
func (d data) add(name, rrtype, value string) {
	if rrtype == "CNAME" {
		d[name] = nil
	}
	if d[name] == nil {
		d[name] = map[string][]string{}
	}
	delete(d[name], "CNAME")
	if !slices.Contains(d[name][rrtype], value) {
		d[name][rrtype] = append(slices.Clone(d[name][rrtype]), value)
	}
}

func (d data) remove(name, rrtype string) {
	if delete(d[name], rrtype); len(d[name]) == 0 {
		delete(d, name)
	}
}

// edit makes random edits, one of an RRset and of one kind at a name.
func (w *world) edit(t *testing.T, r *rand.Rand) {
	edited := map[string][]string{} // the types, by name
	for range 1 + r.IntN(4) {
		name, rrtype := w.name(r), pick(r, randomTypes)
		if owners := slices.Sorted(maps.Keys(w.before)); r.IntN(2) == 0 {
			if name = pick(r, owners); name == w.origin {
				rrtype = pick(r, []string{"TXT", "MX"})
			} else if r.IntN(3) > 0 {
				rrtype = pick(r, slices.Sorted(maps.Keys(w.before[name])))
			}
		}
		if rrtype == "NS" && r.IntN(3) > 0 {
			continue
		}
		if has := edited[name]; len(has) > 0 && (rrtype == "CNAME" || slices.Contains(has, "CNAME") || slices.Contains(has, rrtype)) {
			continue
		}
		edited[name] = append(edited[name], rrtype)
		w.editSet(t, r, name, rrtype)
	}
}

func (w *world) editSet(t *testing.T, r *rand.Rand, name, rrtype string) {
	e := zone.Edit{Name: name, Type: rrtype}
	was := w.after[name][rrtype]
	switch kind := r.IntN(4); {
	case kind == 0: // the RRset goes
		e.Clear = true
		w.after.remove(name, rrtype)
	case kind == 1 && rrtype != "CNAME": // a record goes
		value := w.value(r, rrtype)
		if len(was) > 0 {
			value = pick(r, was)
		}
		e.Remove = one(t, name, rrtype, value)
		w.after.remove(name, rrtype)
		for _, v := range was {
			if v != value {
				w.after.add(name, rrtype, v)
			}
		}
	case kind == 2 && rrtype != "CNAME": // a record comes
		value := w.value(r, rrtype)
		e.Add = one(t, name, rrtype, value)
		w.after.add(name, rrtype, value)
	default: // the RRset is replaced
		value := w.value(r, rrtype)
		e.Clear, e.Add = true, one(t, name, rrtype, value)
		w.after.remove(name, rrtype)
		w.after.add(name, rrtype, value)
	}
	w.edits = append(w.edits, e)
	w.adds[name] = w.adds[name] || len(e.Add) > 0
	w.goes[name] = w.goes[name] || len(e.Add) == 0
}

// loads reports whether servers load the zone: there is one CNAME or DNAME at a
// name, nothing below a DNAME, and nothing but glue below a zone cut.
func (d data) loads(origin string) bool {
	for name, types := range d {
		if len(types["CNAME"]) > 1 || len(types["DNAME"]) > 1 {
			return false
		}
		cut := len(types["NS"]) > 0 && name != origin
		if (cut || len(types["DNAME"]) > 0) && strings.Contains(name, "*") || cut && len(types) > 1 {
			return false
		}
		for other := range d {
			if below := strings.HasSuffix(other, "."+name); below && (cut || len(types["DNAME"]) > 0) {
				return false
			}
		}
	}
	return true
}

// text is the zone as a file has it.
func (d data) text() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(d)) {
		for _, rrtype := range slices.Sorted(maps.Keys(d[name])) {
			for _, value := range d[name][rrtype] {
				fmt.Fprintf(&b, "%s 60 IN %s %s\n", name, rrtype, value)
			}
		}
	}
	return b.String()
}

// exists reports whether there is a record at a name or below it.
func (d data) exists(name string) bool {
	for owner := range d {
		if owner == name || strings.HasSuffix(owner, "."+name) {
			return true
		}
	}
	return false
}

// names are those to ask for: all that have records before or after, what is above
// and below them, and what isn't there.
func (w *world) names(r *rand.Rand) []string {
	all := map[string]bool{}
	for _, d := range []data{w.before, w.after} {
		for name := range d {
			for name != w.origin {
				all[name] = true
				all[pick(r, []string{"x", "a", "*", "x.a", "b.x"})+"."+name] = true
				_, name, _ = strings.Cut(name, ".")
			}
		}
	}
	for range 4 {
		all[w.name(r)] = true
	}
	all[w.origin], all["x."+w.origin] = true, true
	return slices.Sorted(maps.Keys(all))
}

// doubtful reports whether nobody can find out by asking what becomes of a name: at
// it, at one above it or at a wildcard there, records go, and what is left is not
// what is asked for.
func (w *world) doubtful(name string) bool {
	for ; strings.HasSuffix(name, "."+w.origin); _, name, _ = strings.Cut(name, ".") {
		_, above, _ := strings.Cut(name, ".")
		for _, at := range []string{name, "*." + above} {
			if w.after.exists(at) && touched(w.goes, at) && !touched(w.adds, at) && !w.found(at) {
				return true
			}
		}
	}
	return false
}

func touched(names map[string]bool, name string) bool {
	for n, is := range names {
		if is && (n == name || strings.HasSuffix(n, "."+name)) {
			return true
		}
	}
	return false
}

// found reports whether what is left of a name is among what is asked for.
func (w *world) found(name string) bool {
	for rrtype := range w.after[name] {
		if rrtype != "SOA" {
			return true
		}
	}
	for _, label := range randomLabels {
		child := label + "." + name
		near := touched(w.goes, child)
		switch {
		case !w.after.exists(child):
		case near && w.found(child):
			return true
		case !near && strings.ContainsAny(label, "_*"):
			return true
		}
	}
	return false
}

// cut reports whether a name is at or below a zone cut, or was so before.
func (w *world) cut(name string) bool {
	for ; strings.HasSuffix(name, "."+w.origin); _, name, _ = strings.Cut(name, ".") {
		if len(w.before[name]["NS"])+len(w.after[name]["NS"]) > 0 {
			return true
		}
	}
	return false
}
