// Package publish writes changes of DNS in the forms that people's tools take:
// zone files, Terraform, Route 53, octoDNS, DNSControl, nsupdate.
//
//	sets := []publish.Set{{Name: "example.jp", Type: "TXT", Values: []string{"v=spf1 mx -all"}}}
//	…
//	for _, f := range publish.Formats {
//		err := f.Write(os.Stdout, sets, publish.Options{Zone: "example.jp"})
//		…
//	}
//
// It decides nothing: what it writes is what it is given. Texts may come from DNS,
// and none of them gets out of the place that a format has for it.
package publish

import (
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Set is an RRset as it is to be published. It is whole, since most tools set
// RRsets and not records: the other texts at a name, such as verification strings,
// are among the Values of its TXT set.
type Set struct {
	Name   string   `json:"name"`   // the owner, with or without the dot at its end; escaped as in a zone file
	Type   string   `json:"type"`   // "TXT", or another type that mail needs
	Values []string `json:"values"` // all records that the set is to have: whole texts of TXT records, without quotes; others as in a zone file, with whole names; none: the set is to go
	Was    []string `json:"was"`    // those that it has now; none: there is no such set

	TTL  uint32    `json:"-"` // in seconds; 0: DefaultTTL where a format wants one. A set that goes needs the one that it has, for Route 53
	Note i18n.Text `json:"-"` // what to know before it is published, in front of it where the format has room; zero: nothing
}

// Put adds a set to those of steps before, in the place of the same one, since a set is
// written once: the last says all, but for what is published today.
func Put(sets []Set, set Set) []Set {
	i := slices.IndexFunc(sets, func(s Set) bool { return s.Name == set.Name && s.Type == set.Type })
	if i < 0 {
		return append(sets, set)
	}
	set.Was = sets[i].Was
	sets[i] = set
	return sets
}

// Types are the types of records that can be written: what mail needs.
var Types = []string{"TXT", "MX", "CNAME", "A", "AAAA"}

// DefaultTTL is short, so that a mistake is soon gone.
const DefaultTTL = 300

// Options say how to write. The zero Options are English, of the zone that is
// found and the first of the providers.
type Options struct {
	Language i18n.Language
	Provider string      // one of the format's Providers; "": the first
	Zone     string      // the zone that all names are in; "": of each name its registrable domain
	Notes    []i18n.Text // what to know before anything is published, where the format has room
}

// Format is a form in which changes are written.
type Format struct {
	Name      string    // such as "terraform"
	Help      i18n.Text // what it is for
	Providers []string  // the services that it differs for, the default first; none: it is the same for all

	// write gets sets that have been looked at. Its error says what the format
	// has no form for.
	write func(io.Writer, []rrset, Options) error
}

// Formats lists all of them.
var Formats = []Format{
	{
		Name:  "zone",
		Help:  i18n.Text{EN: "lines for a zone file", JA: "ゾーンファイルに書く行"},
		write: writeZone,
	},
	{
		Name:      "terraform",
		Help:      i18n.Text{EN: "resources for Terraform", JA: "Terraform のリソース"},
		Providers: providerNames(),
		write:     writeTerraform,
	},
	{
		Name:  "route53",
		Help:  i18n.Text{EN: "change batch for Amazon Route 53", JA: "Amazon Route 53 の変更バッチ"},
		write: writeRoute53,
	},
	{
		Name:  "octodns",
		Help:  i18n.Text{EN: "records for octoDNS", JA: "octoDNS のレコード"},
		write: writeOctoDNS,
	},
	{
		Name:  "dnscontrol",
		Help:  i18n.Text{EN: "lines for DNSControl", JA: "DNSControl の行"},
		write: writeDNSControl,
	},
	{
		Name:  "nsupdate",
		Help:  i18n.Text{EN: "commands for nsupdate", JA: "nsupdate のコマンド"},
		write: writeNSUpdate,
	},
}

// Write writes the sets, and the notes where there are no sets. An error says what
// can't be written: a name outside of the zone, a type that isn't one of Types,
// data that isn't of its type, or the same set twice. It is an *input.Error, and
// nothing is written.
func (f Format) Write(w io.Writer, sets []Set, o Options) error {
	if o.Provider == "" && len(f.Providers) > 0 {
		o.Provider = f.Providers[0]
	}
	if o.Provider != "" && !slices.Contains(f.Providers, o.Provider) {
		return &input.Error{Problem: noProvider.Format(f.Name, o.Provider)}
	}
	all, err := read(sets, o.Zone)
	if err != nil {
		return err
	}
	var b strings.Builder // so that an error leaves no half of a change
	if err := f.write(&b, all, o); err != nil {
		return err
	}
	_, err = io.WriteString(w, b.String())
	return err
}

var noProvider = i18n.Text{EN: "%s has no provider %q", JA: "%s に %q というプロバイダーはありません"}
