package publish

import (
	"fmt"
	"io"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// writeZone writes the records of each set, and as comments those that go.
func writeZone(w io.Writer, sets []rrset, o Options) error {
	const mark = ";"
	comment(w, mark, o.Language, o.Notes...)
	for _, r := range sets {
		comment(w, mark, o.Language, r.Note)
		why := replaces
		if len(r.Values) == 0 {
			why = removed
		}
		for _, v := range r.master(r.gone()) {
			comment(w, mark, o.Language, why.Format(r.line(v)))
		}
		for _, v := range r.master(r.Values) {
			fmt.Fprintln(w, r.line(v))
		}
	}
	return nil
}

// Lines gives the set as lines of a zone file. A name that is none has none.
func (s Set) Lines() []string {
	name, err := dnsmsg.ParseName(s.Name)
	if err != nil {
		return nil
	}
	r := rrset{Set: s, name: name.String()}
	var lines []string
	for _, v := range r.master(s.Values) {
		lines = append(lines, r.line(v))
	}
	return lines
}

// Changes gives the lines that come into a zone file with the set, and those that go.
func (s Set) Changes() (added, gone []string) {
	came, went := s, s
	came.Values, went.Values = without(s.Values, s.Was), without(s.Was, s.Values)
	return came.Lines(), went.Lines()
}

// line is a record as a zone file has it; its TTL is left to the file where none
// was given.
func (r rrset) line(data string) string {
	if r.TTL != 0 {
		return fmt.Sprintf("%s %d %s %s", r.name, r.TTL, r.Type, data)
	}
	return fmt.Sprintf("%s %s %s", r.name, r.Type, data)
}

// writeNSUpdate writes a transaction for each zone. It sets whole RRsets, since a
// record is deleted only by the very strings that it is cut into, which nobody
// sees. The prerequisites refuse it where something else was published meanwhile
// (RFC 2136 §2.4).
func writeNSUpdate(w io.Writer, sets []rrset, o Options) error {
	const mark = ";"
	comment(w, mark, o.Language, o.Notes...)
	for _, z := range zones(sets) {
		fmt.Fprintf(w, "zone %s.\n", z.name)
		for _, r := range z.sets {
			exists := "yxrrset"
			if len(r.Was) == 0 {
				exists = "nxrrset"
			}
			fmt.Fprintf(w, "prereq %s %s %s\n", exists, r.name, r.Type)
		}
		for _, r := range z.sets {
			comment(w, mark, o.Language, r.Note)
			for _, v := range r.master(r.gone()) {
				comment(w, mark, o.Language, replaces.Format(r.line(v)))
			}
			if len(r.Was) > 0 {
				fmt.Fprintf(w, "update delete %s %s\n", r.name, r.Type)
			}
			for _, v := range r.master(r.Values) {
				fmt.Fprintf(w, "update add %s %d %s %s\n", r.name, r.ttl(), r.Type, v)
			}
		}
		fmt.Fprintln(w, "send")
	}
	return nil
}

// zoneSets are the sets of one zone.
type zoneSets struct {
	name string // without the dot
	sets []rrset
}

// zones sorts sets by zone, in the order in which the zones come.
func zones(sets []rrset) []zoneSets {
	var all []zoneSets
	at := map[string]int{}
	for _, r := range sets {
		i, ok := at[r.zone]
		if !ok {
			i = len(all)
			at[r.zone], all = i, append(all, zoneSets{name: r.zone})
		}
		all[i].sets = append(all[i].sets, r)
	}
	return all
}
