package publish

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// route53Batch is a change batch, as aws route53 change-resource-record-sets takes
// it (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html).
type route53Batch struct {
	Comment string `json:",omitempty"`
	Changes []route53Change
}

type route53Change struct {
	Action            string
	ResourceRecordSet route53Set
}

type route53Set struct {
	Name            string
	Type            string
	TTL             uint32
	ResourceRecords []route53Record
}

type route53Record struct{ Value string }

// maxComment is how many characters the comment of a batch has.
const maxComment = 256

// writeRoute53 writes a batch for each zone, since one is carried out as a whole
// and for one zone. What goes is deleted with the values that it has.
func writeRoute53(w io.Writer, sets []rrset, o Options) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	all := zones(sets)
	for _, z := range all {
		var batch route53Batch
		var words []string
		note := func(about string, notes ...i18n.Text) {
			for _, n := range notes {
				if n != (i18n.Text{}) {
					words = append(words, about+oneLine(o.Language.Of(n)))
				}
			}
		}
		note("", o.Notes...)
		for _, r := range z.sets {
			batch.Changes = append(batch.Changes, r.route53())
			note(r.display()+" "+r.Type+": ", r.Note)
		}
		if len(all) > 1 {
			words = append([]string{z.name}, words...)
		}
		batch.Comment = strings.Join(words, "; ")
		if runes := []rune(batch.Comment); len(runes) > maxComment {
			batch.Comment = string(runes[:maxComment-1]) + "…"
		}
		if err := e.Encode(batch); err != nil {
			return err
		}
	}
	return nil
}

func (r rrset) route53() route53Change {
	action, values := "UPSERT", r.Values
	if len(values) == 0 {
		action, values = "DELETE", r.Was
	}
	set := route53Set{Name: strings.ReplaceAll(r.name, "*", `\052`), Type: r.Type, TTL: r.ttl()}
	for _, v := range values {
		if r.Type == "TXT" {
			v = quoteAll(v, " ", dnsmsg.Octal)
		}
		set.ResourceRecords = append(set.ResourceRecords, route53Record{v})
	}
	return route53Change{action, set}
}

// writeOctoDNS writes the records of each zone as its file has them. They go into
// the file by hand: a file is the whole zone, and nobody but its owner has it. Keys
// are in order, which octoDNS demands.
func writeOctoDNS(w io.Writer, sets []rrset, o Options) error {
	const mark = "#"
	if err := plain(sets, noOctoDNS); err != nil {
		return err
	}
	comment(w, mark, o.Language, o.Notes...)
	for _, z := range zones(sets) {
		fmt.Fprintln(w, "---")
		comment(w, mark, o.Language, inPlace.Format(z.name+".yaml"))
		var names []string
		of := map[string][]rrset{}
		for _, r := range z.sets {
			if len(r.Values) == 0 {
				r.octodnsComments(w, mark, o.Language)
				continue
			}
			name := r.relative()
			if of[name] == nil {
				names = append(names, name)
			}
			of[name] = append(of[name], r)
		}
		slices.Sort(names)
		for _, name := range names {
			fmt.Fprintf(w, "%s:\n", yamlQuote(name))
			for _, r := range of[name] {
				r.octodnsComments(w, "  "+mark, o.Language)
				r.octodns(w)
			}
		}
	}
	return nil
}

func (r rrset) octodnsComments(w io.Writer, mark string, l i18n.Language) {
	comment(w, mark, l, r.Note)
	why := replaces
	if len(r.Values) == 0 {
		why = removed
	}
	for _, v := range r.master(r.gone()) {
		comment(w, mark, l, why.Format(r.line(v)))
	}
}

// octodns writes the set as an item of the list at its name.
func (r rrset) octodns(w io.Writer) {
	mark := "-"
	if r.TTL != 0 {
		fmt.Fprintf(w, "  - ttl: %d\n", r.TTL)
		mark = " "
	}
	fmt.Fprintf(w, "  %s type: %s\n    values:\n", mark, r.Type)
	for _, v := range r.Values {
		preference, exchange, _ := strings.Cut(v, " ")
		switch r.Type {
		case "TXT": // it cuts and quotes a text itself, and wants semicolons escaped
			fmt.Fprintf(w, "      - %s\n", yamlQuote(strings.ReplaceAll(v, ";", `\;`)))
		case "MX":
			fmt.Fprintf(w, "      - exchange: %s\n        preference: %s\n", yamlQuote(exchange), preference)
		default:
			fmt.Fprintf(w, "      - %s\n", yamlQuote(v))
		}
	}
}

// yamlQuote writes a single-quoted scalar, in which only the quote is special.
func yamlQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// writeDNSControl writes a D_EXTEND for each zone
// (https://docs.dnscontrol.org/language-reference/top-level-functions/d_extend).
// It adds records, so those that stay are left out, and those that go are named.
func writeDNSControl(w io.Writer, sets []rrset, o Options) error {
	const mark = "//"
	if err := plain(sets, noDNSControl); err != nil {
		return err
	}
	comment(w, mark, o.Language, o.Notes...)
	for _, z := range zones(sets) {
		var lines strings.Builder
		for _, r := range z.sets {
			comment(w, mark, o.Language, r.Note)
			for _, v := range r.gone() {
				comment(w, mark, o.Language, takeOut.Format(z.name, r.dnscontrol(v)))
			}
			for _, v := range r.added() {
				fmt.Fprintf(&lines, "  %s,\n", r.dnscontrol(v))
			}
		}
		if lines.Len() > 0 {
			fmt.Fprintf(w, "D_EXTEND(%s,\n%sEND);\n", jsQuote(z.name), lines.String())
		}
	}
	return nil
}

// dnscontrol writes a record as a call: it cuts and escapes texts itself.
func (r rrset) dnscontrol(value string) string {
	label := r.relative()
	if label == "" {
		label = "@"
	}
	args := []string{jsQuote(label)}
	switch preference, exchange, _ := strings.Cut(value, " "); r.Type {
	case "MX":
		args = append(args, preference, jsQuote(exchange))
	default:
		args = append(args, jsQuote(value))
	}
	if r.TTL != 0 {
		args = append(args, fmt.Sprintf("TTL(%d)", r.TTL))
	}
	return r.Type + "(" + strings.Join(args, ", ") + ")"
}

// jsQuote writes a string literal of JavaScript.
func jsQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// plain refuses texts in which something is that a tool can't have.
func plain(sets []rrset, cannot func(string) bool) error {
	for _, r := range sets {
		for _, v := range r.Values {
			if r.Type == "TXT" && cannot(v) {
				return &input.Error{Problem: ofSet.Format(r.display(), r.Type, noForm.Format(v))}
			}
		}
	}
	return nil
}

// noOctoDNS reports whether octoDNS would refuse a text or read it as another:
// it takes ASCII alone, quotes at the beginning for its own, and hands backslashes
// on as they are.
func noOctoDNS(text string) bool {
	return text == "" || text[0] == '"' || strings.Contains(text, `" "`) ||
		strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' || c == '\\' })
}

// noDNSControl reports whether a text has what a string of JavaScript can't stand
// for, or what can't be seen in one.
func noDNSControl(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return c == utf8.RuneError || !unicode.IsPrint(c) })
}

var inPlace = i18n.Text{
	EN: "%s: in place of the records of the same names and types",
	JA: "%s: 同じ名前・種類のレコードと置き換える",
}

var (
	takeOut = i18n.Text{EN: "remove from the domain %q first: %s", JA: "先に %q のドメイン定義から次を外す: %s"}
	noForm  = i18n.Text{EN: "the format has no form for the text %q", JA: "この形式ではテキスト %q を表せません"}
)
