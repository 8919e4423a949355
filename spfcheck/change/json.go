package change

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxValues is how many values a JSON file has at most.
const maxValues = 1_000_000

// value is a JSON value that knows its line.
type value struct {
	line   int
	scalar any // string, json.Number, bool, or nil
	list   []*value
	keys   []string // of an object, each with its value in list
	kind   json.Delim
}

// get returns the value of a key; nil when it isn't there or null, or v is no object.
func (v *value) get(key string) *value {
	if v == nil || v.kind != '{' {
		return nil
	}
	for i, k := range v.keys {
		if k == key && !v.list[i].null() {
			return v.list[i]
		}
	}
	return nil
}

func (v *value) null() bool { return v == nil || v.kind == 0 && v.scalar == nil }

// items returns the values of an array.
func (v *value) items() []*value {
	if v == nil || v.kind != '[' {
		return nil
	}
	return v.list
}

// text returns a string, or a number as it is written.
func (v *value) text() string {
	if v == nil {
		return ""
	}
	switch s := v.scalar.(type) {
	case string:
		return s
	case json.Number:
		return s.String()
	}
	return ""
}

// isText reports whether v is a string or a number.
func (v *value) isText() bool {
	if v == nil {
		return false
	}
	switch v.scalar.(type) {
	case string, json.Number:
		return true
	}
	return false
}

// at returns the line of v, or 0.
func (v *value) at() int {
	if v == nil {
		return 0
	}
	return v.line
}

// lineError is an error at a line of a file.
type lineError struct {
	line int
	err  error
}

func (e lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }
func (e lineError) Unwrap() error { return e.err }

// parseJSON reads one JSON value, and nothing after it. No object has a key twice.
func parseJSON(data []byte) (*value, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	p := jsonParser{data: data, line: 1, decoder: json.NewDecoder(bytes.NewReader(data))}
	p.decoder.UseNumber()
	v, err := p.value(0)
	if err == nil {
		if _, end := p.decoder.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("there is more after the JSON value")
		}
	}
	if err != nil {
		if e, ok := errors.AsType[*json.SyntaxError](err); ok {
			p.advance(e.Offset)
		}
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, lineError{p.line, err}
	}
	return v, nil
}

type jsonParser struct {
	data    []byte
	decoder *json.Decoder
	offset  int64
	line    int // at offset
	values  int
}

// advance moves to an offset, and counts the lines on the way.
func (p *jsonParser) advance(to int64) {
	to = min(to, int64(len(p.data)))
	if to > p.offset {
		p.line += bytes.Count(p.data[p.offset:to], []byte("\n"))
		p.offset = to
	}
}

func (p *jsonParser) token() (json.Token, error) {
	t, err := p.decoder.Token()
	if err == nil {
		p.advance(p.decoder.InputOffset())
	}
	return t, err
}

func (p *jsonParser) value(depth int) (*value, error) {
	t, err := p.token()
	if err != nil {
		return nil, err
	}
	if p.values++; p.values > maxValues {
		return nil, fmt.Errorf("more than %d values", maxValues)
	}
	v := &value{line: p.line}
	delim, ok := t.(json.Delim)
	if !ok {
		v.scalar = t
		return v, nil
	}
	if depth == maxDepth {
		return nil, fmt.Errorf("values lie more than %d deep", maxDepth)
	}
	v.kind = delim
	seen := map[string]bool{}
	for p.decoder.More() {
		if delim == '{' {
			key, err := p.key(seen)
			if err != nil {
				return nil, err
			}
			v.keys = append(v.keys, key)
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		v.list = append(v.list, item)
	}
	_, err = p.token() // the end
	return v, err
}

func (p *jsonParser) key(seen map[string]bool) (string, error) {
	t, err := p.token()
	if err != nil {
		return "", err
	}
	key, ok := t.(string)
	if !ok || seen[key] {
		return "", fmt.Errorf("the key %s is there twice", excerpt(fmt.Sprint(t)))
	}
	seen[key] = true
	return key, nil
}

// parseJSONFile reads a file of which the top is an object.
func parseJSONFile(f file) (*value, error) {
	top, err := parseJSON(f.data)
	if e, ok := errors.AsType[lineError](err); ok {
		return nil, Place{File: f.name, Line: e.line}.errorf("%w", e.err)
	}
	if top.kind != '{' {
		return nil, Place{File: f.name, Line: top.line}.errorf("the JSON value is not an object")
	}
	return top, nil
}
