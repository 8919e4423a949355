package doc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ParseJSON reads one JSON value, and nothing after it. No object has a key twice.
func ParseJSON(data []byte) (*Value, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	p := jsonParser{data: data, line: 1, decoder: json.NewDecoder(bytes.NewReader(data))}
	p.decoder.UseNumber()
	v, err := p.value(0)
	if err == nil {
		if _, end := p.decoder.Token(); !errors.Is(end, io.EOF) {
			p.advance(p.decoder.InputOffset())
			err = errors.New("there is more after the JSON value")
		}
	}
	if err != nil {
		if e, ok := errors.AsType[*json.SyntaxError](err); ok {
			p.advance(e.Offset)
		}
		if errors.Is(err, io.EOF) {
			p.advance(int64(len(data)))
			err = io.ErrUnexpectedEOF
		}
		return nil, Error{Position{Line: p.line}, err}
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

func (p *jsonParser) value(depth int) (*Value, error) {
	t, err := p.token()
	if err != nil {
		return nil, err
	}
	if p.values++; p.values > maxValues {
		return nil, fmt.Errorf("more than %d values", maxValues)
	}
	v := &Value{Position: Position{Line: p.line}}
	delim, ok := t.(json.Delim)
	if !ok {
		v.Scalar = t
		return v, nil
	}
	if depth == maxDepth {
		return nil, fmt.Errorf("values lie more than %d deep", maxDepth)
	}
	v.Kind = delim
	seen := map[string]bool{}
	for p.decoder.More() {
		if delim == '{' {
			key, err := p.key(seen)
			if err != nil {
				return nil, err
			}
			v.Keys = append(v.Keys, Key{Position{Line: p.line}, key})
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		v.List = append(v.List, item)
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
		return "", fmt.Errorf("duplicate key %s", Excerpt(fmt.Sprint(t)))
	}
	seen[key] = true
	return key, nil
}
