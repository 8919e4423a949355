package render

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/carriers"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

var jsonFormat = Format{
	Name:    "json",
	Help:    i18n.Text{EN: "the stable interface, with a schema", JA: "プログラムのための安定した形式。スキーマがある"},
	Reports: func(w io.Writer, _ Options) Renderer { return jsonRenderer{w} },
	Identities: func(w io.Writer, _ Options, ids *spfcheck.Identities) error {
		return writeJSON(w, ids)
	},
	Carriers: func(w io.Writer, _ Options, c Carriers) error { return writeJSON(w, c) },
	Delivery: func(w io.Writer, o Options, d *delivery.Report) error {
		if o.Lines {
			return writeJSONLine(w, d)
		}
		return writeJSON(w, d)
	},
	CarrierRules: func(w io.Writer, _ Options, rules []*carriers.Rule) error { return writeJSON(w, rules) },
	Rules:        func(w io.Writer, _ Options, rules []*rules.Analyzer) error { return writeJSON(w, rules) },
	Senders:      func(w io.Writer, _ Options, s Senders) error { return writeJSON(w, s) },
	Services:     func(w io.Writer, _ Options, s Services) error { return writeJSON(w, s) },
	Sources:      func(w io.Writer, _ Options, rep *sources.Report) error { return writeJSON(w, rep) },
	Bulk:         func(w io.Writer, _ Options, s *bulk.Summary) error { return writeJSON(w, s) },
	Lint:         writeLintJSON,
	Gate:         func(w io.Writer, _ Options, rep *gate.Report) error { return writeJSON(w, rep) },
	Begins:       []string{"{\n  \"version\": 1,\n  \"date\": "},
	Lock:         func(w io.Writer, _ Options, rep *lock.Report) error { return writeJSON(w, rep) },
	Drift:        func(w io.Writer, _ Options, d *lock.Drift) error { return writeJSON(w, d) },
	Event:        func(w io.Writer, _ Options, e rehearsal.Event) error { return writeJSONLine(w, e) },
	Doctor:       func(w io.Writer, _ Options, rep *doctor.Report) error { return writeJSON(w, rep) },
}

// Schemas are the JSON schemas of all that is written, in the folder schema.
//
//go:embed schema/*.json
var Schemas embed.FS

type jsonRenderer struct{ w io.Writer }

// Add writes the report as one document.
func (j jsonRenderer) Add(rep *spfcheck.Report) error { return writeJSON(j.w, rep) }

// Close does nothing: every report has been written.
func (j jsonRenderer) Close() error { return nil }

// writeLintJSON writes each report as one document.
func writeLintJSON(w io.Writer, _ Options, reports []*lint.Report) error {
	for _, rep := range reports {
		if err := writeJSON(w, rep); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(w io.Writer, v any) error { return writeIndented(w, v, "  ") }

// writeJSONLine writes v on one line, so that many make up NDJSON.
func writeJSONLine(w io.Writer, v any) error { return writeIndented(w, v, "") }

func writeIndented(w io.Writer, v any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	_, err := w.Write(escapeJSON(b.Bytes()))
	return err
}

// escapeJSON writes what a terminal could act on or hide as \uXXXX. In JSON such
// characters stand in strings only; encoding/json leaves those from DEL up raw.
func escapeJSON(doc []byte) []byte {
	safe := shownUntil(doc)
	if safe == len(doc) {
		return doc
	}
	out := bytes.NewBuffer(slices.Clone(doc[:safe]))
	for _, r := range string(doc[safe:]) {
		switch {
		case shown(r):
			out.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}

// shownUntil gives the length of the part of doc in which nothing is to be escaped.
func shownUntil(doc []byte) int {
	for i := 0; i < len(doc); {
		if c := doc[i]; ' ' <= c && c <= '~' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(doc[i:])
		if !shown(r) || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(doc)
}

// shown reports whether r may stand in JSON as it is. The ranges before the look-up
// are most of what reports are made of.
func shown(r rune) bool {
	return ' ' <= r && r <= '~' || r == '\n' ||
		'、' <= r && r <= 'ゖ' && r != '\u3040' || 'ァ' <= r && r <= 'ヿ' || '一' <= r && r <= '鿯' || '！' <= r && r <= '～' ||
		strconv.IsPrint(r)
}
