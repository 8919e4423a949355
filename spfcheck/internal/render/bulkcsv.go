package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
)

// BulkColumn is what the names of the columns begin with that are added to the input's.
const BulkColumn = "spfcheck_"

// BulkCSV writes lines as CSV (RFC 4180, lines ending with LF): the input's columns, then
// one for each field and one for an error. A cell that a spreadsheet would take for a
// formula gets an apostrophe at its start, the input's own as well.
type BulkCSV struct {
	Columns  []string    // of the input
	Comma    rune        // between the columns
	Fields   []BulkField // to be added; "carriers" is a column for each of Carriers
	Carriers []string    // the IDs of those that are judged
	Language i18n.Language
	BOM      bool // the output begins with a byte order mark, by which Excel knows UTF-8
}

// Added names the columns that the output has beside the input's.
func (c BulkCSV) Added() []string {
	var names []string
	for _, f := range c.Fields {
		if f.Name != "carriers" {
			names = append(names, BulkColumn+f.Name)
			continue
		}
		for _, id := range c.Carriers {
			names = append(names, BulkColumn+id)
		}
	}
	return append(names, BulkColumn+"error")
}

// Head gives the line that names the columns.
func (c BulkCSV) Head() ([]byte, error) {
	b, err := c.row(slices.Concat(c.Columns, c.Added()))
	if c.BOM {
		b = append([]byte("\ufeff"), b...)
	}
	return b, err
}

// Line gives the line for what came of one of the input. One that can't be taken apart
// has its columns empty: the error names its number.
func (c BulkCSV) Line(l *bulk.Line) ([]byte, error) {
	cells := make([]string, len(c.Columns))
	copy(cells, l.Values)
	for _, f := range c.Fields {
		if f.Name != "carriers" {
			cells = append(cells, escape(c.text(c.value(l, f)))) // it may come from DNS
			continue
		}
		outcomes, _ := c.value(l, f).(map[string]carriers.Outcome)
		for _, id := range c.Carriers {
			cells = append(cells, string(outcomes[id]))
		}
	}
	failed := ""
	if l.Error != nil {
		failed = c.Language.Of(errorInLine.Format(l.Number, l.Error.Problem))
		if l.Error.Hint != (i18n.Text{}) {
			failed = c.Language.Of(inBrackets.Format(i18n.Text{EN: failed, JA: failed}, l.Error.Hint))
		}
	}
	return c.row(append(cells, escape(failed)))
}

// value gives a field of a line; nil where a line with an error has none.
func (c BulkCSV) value(l *bulk.Line, f BulkField) any {
	if l.Report != nil || f.Name == "line" || f.Name == "id" {
		return f.of(l)
	}
	if l.Class("") != bulk.Unknown {
		return nil
	}
	switch f.Name { // the line is fine, and nothing is known
	case "worst":
		return carriers.Unknown
	case "carriers":
		all := map[string]carriers.Outcome{}
		for _, id := range c.Carriers {
			all[id] = carriers.Unknown
		}
		return all
	}
	return nil
}

// text gives a value as text: lists with semicolons between, and what each carrier has
// behind its ID.
func (c BulkCSV) text(value any) string {
	switch value := value.(type) {
	case i18n.Text:
		return c.Language.Of(value)
	case json.RawMessage:
		return bulk.IDText(value)
	}
	var parts []string
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.Map:
		for _, key := range v.MapKeys() {
			parts = append(parts, fmt.Sprintf("%v: %s", key, c.text(v.MapIndex(key).Interface())))
		}
		slices.Sort(parts)
	case reflect.Slice:
		for i := range v.Len() {
			parts = append(parts, c.text(v.Index(i).Interface()))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return c.text(v.Elem().Interface())
		}
	case reflect.Invalid: // nil
	default:
		return fmt.Sprint(value)
	}
	return strings.Join(parts, "; ")
}

// row writes cells, with what a spreadsheet would act on made text.
func (c BulkCSV) row(cells []string) ([]byte, error) {
	w := csvWriters.Get().(*csvWriter)
	defer csvWriters.Put(w)
	w.out.Reset()
	w.Comma = c.Comma
	for i, cell := range cells {
		cells[i] = defuse(cell)
	}
	err := w.Write(cells)
	w.Flush()
	return bytes.Clone(w.out.Bytes()), err
}

// csvWriter writes a line at a time: one has a buffer of 4 KiB, many times the line.
type csvWriter struct {
	*csv.Writer
	out *bytes.Buffer
}

var csvWriters = sync.Pool{New: func() any {
	out := new(bytes.Buffer)
	return &csvWriter{csv.NewWriter(out), out}
}}

// formulas are the characters with which a cell begins that a spreadsheet takes for a
// formula, or which hide one that does: also in full width, as Japanese Excel takes them.
// https://owasp.org/www-community/attacks/CSV_Injection
const formulas = "=+-@\t\r\n＝＋－＠"

func defuse(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune(formulas, first) {
		return "'" + cell
	}
	return cell
}

var errorInLine = i18n.Text{EN: "line %d: %s", JA: "%d 行目: %s"}
