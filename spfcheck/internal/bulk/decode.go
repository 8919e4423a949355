package bulk

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// maxIPs bounds the addresses and ranges of one line.
const maxIPs = 1000

// decoder reads lines of one input; each goroutine has its own.
type decoder struct {
	*Reader
	records *records // of CSV
}

func (in *Reader) decoder() *decoder {
	return &decoder{Reader: in, records: newRecords(in.header.comma)}
}

// decode reads a line. It gives what could be read of it in any case, so that an
// error can be told with the line's ID.
func (d *decoder) decode(line *rawLine) (Input, *Error) {
	if fault := readable(line, d.Format); fault != nil {
		return Input{}, fault
	}
	switch d.Format {
	case CSV:
		return d.decodeCSV(line)
	case Domains:
		return decodeItem(line.text)
	}
	return decodeJSON(line.text, d.extra)
}

// readable refuses what is no line of text.
func readable(line *rawLine, format Format) *Error {
	switch {
	case line.long:
		return &Error{Problem: tooLong.Format(maxLine), Hint: oneALine}
	case bytes.IndexByte(line.text, 0) >= 0:
		return &Error{Problem: hasNUL, Hint: saveAsText}
	case format != NDJSON && bytes.IndexByte(line.text, '\r') >= 0: // in JSON it is a space
		return &Error{Problem: hasCR, Hint: saveWithLF}
	case !utf8.Valid(line.text):
		return &Error{Problem: notUTF8, Hint: saveAsUTF8}
	}
	return nil
}

// decodeJSON reads an object. It reads key by key, since encoding/json would take
// a key in another case for the same, and of two the last.
func decodeJSON(text []byte, extra string) (in Input, fault *Error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil {
		return in, jsonError(err)
	} else if t != json.Delim('{') {
		return in, &Error{Problem: notAnObject, Hint: anObject}
	}
	keep := func(err *Error) { // the first fault is told, and the rest read for the ID
		if fault == nil {
			fault = err
		}
	}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return in, jsonError(err)
		}
		key := t.(string) // or it would be an error
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return in, jsonError(err)
		}
		if seen[key] {
			keep(&Error{Field: clip(key), Problem: twiceKey.Format(clip(key)), Hint: onceKey})
		}
		seen[key] = true
		if key == extra && key != "" {
			in.extra = IDText(value)
			continue
		}
		keep(in.setJSON(key, value))
	}
	if _, err := d.Token(); err != nil {
		return in, jsonError(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return in, &Error{Problem: moreBehind, Hint: oneALine}
	}
	return in, fault
}

func jsonError(err error) *Error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &Error{Problem: cutShort, Hint: anObject}
	}
	return &Error{Problem: notJSON.Format(err), Hint: anObject}
}

// setJSON takes the value of a key; null says nothing.
func (in *Input) setJSON(key string, value json.RawMessage) *Error {
	if !slices.Contains(Keys, key) {
		return unknownKey(key)
	}
	var text string
	switch {
	case string(value) == "null":
	case key == "ip":
		return in.setIPs(value)
	case key == "id" && (value[0] == '"' || value[0] == '-' || '0' <= value[0] && value[0] <= '9'):
		in.ID = value
	case key == "id":
		return &Error{Field: key, Problem: wantsID, Hint: quoteIt}
	case json.Unmarshal(value, &text) != nil:
		return &Error{Field: key, Problem: wantsText, Hint: quoteIt}
	default:
		in.set(key, text)
	}
	return nil
}

// setIPs takes a text or a list of texts.
func (in *Input) setIPs(value json.RawMessage) *Error {
	var one string
	if json.Unmarshal(value, &one) == nil {
		return in.splitIPs(one)
	}
	var several []string
	if json.Unmarshal(value, &several) != nil {
		return &Error{Field: "ip", Problem: wantsIPs, Hint: writeIPs}
	}
	return in.splitIPs(strings.Join(several, " "))
}

// splitIPs splits addresses at spaces, commas and semicolons.
func (in *Input) splitIPs(list string) *Error {
	addresses := strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" \t,;", r) })
	if len(addresses) > maxIPs {
		return &Error{Field: "ip", Problem: tooManyIPs.Format(maxIPs)}
	}
	for _, a := range addresses {
		in.set("ip", a)
	}
	return nil
}

// decodeCSV reads a record; an empty value says nothing.
func (d *decoder) decodeCSV(line *rawLine) (in Input, fault *Error) {
	values, fault := d.records.read(line)
	if fault != nil {
		return in, fault
	}
	in.columns = values
	if len(values) != len(d.header.columns) {
		fault = &Error{Problem: csvColumns.Format(len(values), len(d.header.columns)), Hint: likeHeader}
	}
	for i, key := range d.header.columns {
		if i >= len(values) || values[i] == "" {
			continue
		}
		switch key {
		case "":
		case "id":
			in.ID, _ = json.Marshal(values[i])
		case "ip":
			if err := in.splitIPs(values[i]); err != nil && fault == nil {
				fault = err
			}
		default:
			in.set(key, values[i])
		}
	}
	return in, fault
}

// records reads CSV a line at a time: package csv would take all that follows a
// quote that is never closed for one value.
type records struct {
	comma rune
	line  bytes.Reader
	csv   *csv.Reader
}

func newRecords(comma rune) *records { return &records{comma: comma} }

func (r *records) read(line *rawLine) ([]string, *Error) {
	r.line.Reset(line.text)
	if r.csv == nil {
		r.csv = csv.NewReader(&r.line)
		r.csv.Comma, r.csv.FieldsPerRecord = r.comma, -1
	}
	values, err := r.csv.Read()
	if err != nil {
		r.csv = nil // it may have kept something of the line
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			err = fmt.Errorf("%w, at %d", parse.Err, parse.Column)
		}
		return nil, &Error{Problem: notCSV.Format(err), Hint: csvQuotes}
	}
	return values, nil
}

// asText is for words that have no translation.
func asText(s string) i18n.Text { return i18n.Text{EN: s, JA: s} }
