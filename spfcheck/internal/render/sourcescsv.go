package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
)

// csvFormat is for spreadsheets: cells that they would take for formulas are defused.
var csvFormat = Format{
	Name:    "csv",
	Help:    i18n.Text{EN: "a line for each source, for spreadsheets", JA: "送信元ごとに 1 行。表計算ソフト用"},
	Sources: writeSourcesCSV,
}

// sourceColumns are the columns of a source, before those of the carriers.
var sourceColumns = []struct {
	name string
	of   func(sources.Domain, sources.Source, Options) string
}{
	{"domain", func(d sources.Domain, _ sources.Source, _ Options) string { return d.Domain }},
	{"source", func(_ sources.Domain, s sources.Source, o Options) string { return o.Language.Of(s.Name) }},
	{"service", func(_ sources.Domain, s sources.Source, _ Options) string { return s.Service }},
	{"class", func(_ sources.Domain, s sources.Source, _ Options) string { return string(s.Class) }},
	{"why", func(_ sources.Domain, s sources.Source, o Options) string { return o.Language.Of(s.Why) }},
	{"messages", func(_ sources.Domain, s sources.Source, _ Options) string { return strconv.FormatInt(s.Messages, 10) }},
	{"addresses", func(_ sources.Domain, s sources.Source, _ Options) string { return strconv.Itoa(s.Addresses) }},
	{"largest", func(_ sources.Domain, s sources.Source, _ Options) string {
		var list []string
		for _, a := range s.Largest {
			list = append(list, a.Address.String())
		}
		return strings.Join(list, " ")
	}},
	{"envelopes", func(_ sources.Domain, s sources.Source, _ Options) string { return strings.Join(s.Envelopes, " ") }},
	{"signers", func(_ sources.Domain, s sources.Source, _ Options) string { return strings.Join(s.Signers, " ") }},
	{"from_spf", func(_ sources.Domain, s sources.Source, _ Options) string {
		var list []string
		for _, r := range s.From {
			list = append(list, string(r.Result))
		}
		return strings.Join(list, " ")
	}},
	{"spf_aligned", func(_ sources.Domain, s sources.Source, _ Options) string { return strconv.FormatInt(s.SPF, 10) }},
	{"dkim_aligned", func(_ sources.Domain, s sources.Source, _ Options) string { return strconv.FormatInt(s.DKIM, 10) }},
}

// writeSourcesCSV writes a line for each source, with two columns for each carrier: the
// worst outcome, and how many messages aren't known to arrive.
func writeSourcesCSV(w io.Writer, o Options, rep *sources.Report) error {
	ids := carriersOf(rep)
	var head []string
	for _, c := range sourceColumns {
		head = append(head, c.name)
	}
	for _, id := range ids {
		head = append(head, id, id+"_lost")
	}
	out := csv.NewWriter(w)
	_ = out.Write(head) // an error stays until Error
	for _, d := range rep.Domains {
		for _, s := range d.Sources {
			_ = out.Write(sourceCells(d, s, o, ids))
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// carriersOf lists the carriers that sources are judged by.
func carriersOf(rep *sources.Report) []string {
	var ids []string
	for _, d := range rep.Domains {
		for _, s := range d.Sources {
			for _, c := range s.Carriers {
				if !slices.Contains(ids, c.Carrier) {
					ids = append(ids, c.Carrier)
				}
			}
		}
	}
	return ids
}

func sourceCells(d sources.Domain, s sources.Source, o Options, ids []string) []string {
	var cells []string
	for _, c := range sourceColumns {
		cells = append(cells, defuse(escape(c.of(d, s, o))))
	}
	for _, id := range ids {
		i := slices.IndexFunc(s.Carriers, func(c sources.CarrierCount) bool { return c.Carrier == id })
		if i < 0 {
			cells = append(cells, "", "")
			continue
		}
		lost := s.Carriers[i].Of(func(o carriers.Outcome) bool { return !o.Delivered() })
		cells = append(cells, string(s.Carriers[i].Outcomes[0].Outcome), strconv.FormatInt(lost, 10))
	}
	return cells
}
