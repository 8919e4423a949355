package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"

	"spfcheck/spfcheck"
	"spfcheck/spfcheck/gate"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/lint"
	"spfcheck/spfcheck/lock"
)

var jsonFormat = Format{
	Name:    "json",
	Help:    i18n.Text{EN: "the stable interface, with a schema", JA: "プログラムのための安定した形式。スキーマがある"},
	Reports: func(w io.Writer, _ Options) Renderer { return jsonRenderer{w} },
	Identities: func(w io.Writer, _ Options, ids *spfcheck.Identities) error {
		return writeJSON(w, ids)
	},
	Carriers: func(w io.Writer, _ Options, c Carriers) error { return writeJSON(w, c) },
	Delivery: func(w io.Writer, o Options, d *spfcheck.Delivery) error {
		if o.Lines {
			return writeJSONLine(w, d)
		}
		return writeJSON(w, d)
	},
	Rules:   func(w io.Writer, _ Options, rules []*lint.Analyzer) error { return writeJSON(w, rules) },
	Senders: func(w io.Writer, _ Options, s Senders) error { return writeJSON(w, s) },
	Lint:    writeLintJSON,
	Gate:    func(w io.Writer, _ Options, rep *gate.Report) error { return writeJSON(w, rep) },
	Lock:    func(w io.Writer, _ Options, rep *lock.Report) error { return writeJSON(w, rep) },
	Drift:   func(w io.Writer, _ Options, d *lock.Drift) error { return writeJSON(w, d) },
}

type jsonRenderer struct{ w io.Writer }

// Add writes the report as one document.
func (j jsonRenderer) Add(rep *spfcheck.Report) error { return writeJSON(j.w, rep) }

// Close does nothing: every report has been written.
func (j jsonRenderer) Close() error { return nil }

// writeLintJSON writes each report as one document.
func writeLintJSON(w io.Writer, _ Options, reports []*spfcheck.LintReport) error {
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
	var out bytes.Buffer
	for _, r := range string(doc) {
		switch {
		case r == '\n' || strconv.IsPrint(r):
			out.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}
