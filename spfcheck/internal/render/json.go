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
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

var jsonFormat = Format{
	Name:       "json",
	Help:       i18n.Text{EN: "the stable interface, with a schema", JA: "プログラムのための安定した形式。スキーマがある"},
	Report:     asJSON[*spfcheck.Report],
	Identities: asJSON[*spfcheck.Identities],
	Carriers:   asJSON[Carriers],
	Delivery: func(w io.Writer, o Options, d *delivery.Report) error {
		if o.Lines {
			return writeJSONLine(w, d)
		}
		return writeJSON(w, d)
	},
	CarrierRules: asJSON[[]*carriers.Rule],
	ReplyRules:   asJSON[[]*dsn.Explained],
	Rules:        asJSON[[]*rules.Analyzer],
	Senders:      asJSON[Senders],
	Services:     asJSON[Services],
	Sources:      asJSON[*sources.Report],
	Bulk:         asJSON[*bulk.Summary],
	Lint:         writeLintJSON,
	Gate:         asJSON[*gate.Report],
	Begins:       []string{"{\n  \"version\": 1,\n  \"date\": "},
	Lock:         asJSON[*lock.Report],
	Drift:        asJSON[*lock.Drift],
	Event:        func(w io.Writer, _ Options, e rehearsal.Event) error { return writeJSONLine(w, e) },
	Doctor:       asJSON[*doctor.Report],
}

// asJSON writes what the other formats are made of, as one document.
func asJSON[T any](w io.Writer, _ Options, v T) error { return writeJSON(w, v) }

// Schemas are the JSON schemas of all that is written, in the folder schema.
//
//go:embed schema/*.json
var Schemas embed.FS

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
