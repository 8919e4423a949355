package doc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// YAML says what of YAML is read, beyond what JSON has too. The zero YAML reads one
// document without tags, in which no map has a key twice.
type YAML struct {
	Anchors   bool // anchors and merge keys; what they stand for counts as often as it is named
	Tags      bool // tags, as Value.Tag
	Twice     bool // of a key that a map has twice the last is right, as for PyYAML
	Documents bool // several documents, as an array
}

// ParseYAML reads one YAML document into the same values as JSON. Anchors, merge
// keys and tags aren't taken: they let a small file stand for a large one.
func ParseYAML(data []byte) (*Value, error) { return YAML{}.Parse(data) }

// Parse reads YAML into the same values as JSON. It is in UTF-8, or in UTF-16 with a byte
// order mark (YAML 1.2 §5.2).
func (y YAML) Parse(data []byte) (*Value, error) {
	data, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data)
	if err == nil && !utf8.Valid(data) {
		before := data[:bytes.IndexRune(data, utf8.RuneError)]
		err = Error{Position{1 + bytes.Count(before, []byte("\n")), 1}, errors.New("the text is not in UTF-8")}
	}
	if err != nil {
		return nil, err
	}
	tokens := lexer.Tokenize(string(data))
	if err := y.check(tokens); err != nil {
		return nil, err
	}
	var options []parser.Option
	if y.Twice {
		options = append(options, parser.AllowDuplicateMapKey())
	}
	doc, err := parser.Parse(tokens, 0, options...)
	if err != nil {
		return nil, yamlError(err)
	}
	all := &Value{Position: Position{1, 1}, Kind: '['}
	for _, d := range doc.Docs {
		if d.Body == nil {
			continue
		}
		if len(all.List) > 0 && !y.Documents {
			return nil, Error{position(d.Body), errors.New("there is a second document")}
		}
		r := yamlReader{YAML: y, anchors: map[string]*Value{}}
		v, err := r.value(d.Body, 0)
		if err != nil {
			return nil, err
		}
		all.List = append(all.List, v)
	}
	if y.Documents {
		return all, nil
	}
	if len(all.List) == 0 {
		return &Value{Position: Position{1, 1}}, nil
	}
	return all.List[0], nil
}

// yamlError takes the position out of the library's error, which shows the
// source around it on more lines.
func yamlError(err error) error {
	e, ok := errors.AsType[yaml.Error](err)
	if !ok || e.GetToken() == nil {
		return Error{Position{1, 1}, errors.New("the YAML can't be read")}
	}
	return Error{tokenPosition(e.GetToken()), errors.New(e.GetMessage())}
}

func position(n ast.Node) Position { return tokenPosition(n.GetToken()) }

func tokenPosition(t *token.Token) Position {
	if t == nil || t.Position == nil {
		return Position{1, 1}
	}
	return Position{t.Position.Line, t.Position.Column}
}

// yamlReader turns nodes of one document into values.
type yamlReader struct {
	YAML
	anchors map[string]*Value
}

// value turns a node into a value, and counts what is in it.
func (r *yamlReader) value(n ast.Node, depth int) (*Value, error) {
	if n == nil {
		return &Value{Position: Position{1, 1}, size: 1}, nil
	}
	at := position(n)
	if depth > maxDepth {
		return nil, Error{at, fmt.Errorf("values lie more than %d deep", maxDepth)}
	}
	v := &Value{Position: at}
	var err error
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		v.Scalar = n.Value
	case *ast.LiteralNode:
		v.Scalar = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.Scalar = json.Number(n.GetToken().Value)
	case *ast.BoolNode:
		v.Scalar = n.Value
	case *ast.SequenceNode:
		err = r.list(v, n.Values, depth)
	case *ast.MappingNode:
		err = r.object(v, n.Values, depth)
	case *ast.MappingValueNode:
		err = r.object(v, []*ast.MappingValueNode{n}, depth)
	case *ast.AnchorNode:
		if v, err = r.value(n.Value, depth+1); err == nil {
			r.anchors[n.Name.GetToken().Value] = v
		}
		return v, err
	case *ast.AliasNode:
		name := n.Value.GetToken().Value
		if v = r.anchors[name]; v == nil {
			return nil, Error{at, fmt.Errorf("there is no anchor %s before it", Excerpt(name))}
		}
		return v, nil
	case *ast.TagNode:
		if v, err = r.value(n.Value, depth+1); err == nil {
			v = &Value{v.Position, v.Scalar, v.Kind, v.List, v.Keys, n.GetToken().Value, v.size}
		}
		return v, err
	default:
		err = Error{at, errors.New("a value of a kind that is not supported")}
	}
	if err == nil {
		err = v.measure()
	}
	return v, err
}

// measure counts what is in a value.
func (v *Value) measure() error {
	v.size++
	for _, item := range v.List {
		v.size += item.size
	}
	if v.size > maxValues {
		return Error{v.Position, fmt.Errorf("more than %d values", maxValues)}
	}
	return nil
}

func (r *yamlReader) list(v *Value, items []ast.Node, depth int) error {
	v.Kind = '['
	for _, item := range items {
		inner, err := r.value(item, depth+1)
		if err != nil {
			return err
		}
		v.List = append(v.List, inner)
	}
	return nil
}

// object reads the keys and values of a map. The place of a map is that of its
// first key.
func (r *yamlReader) object(v *Value, pairs []*ast.MappingValueNode, depth int) error {
	v.Kind = '{'
	at := map[string]int{} // where in v.List
	var merged []*Value
	for i, pair := range pairs {
		position := position(pair.Key)
		if i == 0 {
			v.Position = position
		}
		item, err := r.value(pair.Value, depth+1)
		if err != nil {
			return err
		}
		if pair.Key.IsMergeKey() {
			merged = append(merged, item)
			continue
		}
		name, err := r.key(pair.Key, depth)
		if err != nil {
			return err
		}
		if j, twice := at[name]; twice {
			if !r.Twice {
				return Error{position, fmt.Errorf("the key %s is a duplicate, or is missing", Excerpt(name))}
			}
			v.Keys[j], v.List[j] = Key{position, name}, item
			continue
		}
		at[name] = len(v.List)
		v.Keys, v.List = append(v.Keys, Key{position, name}), append(v.List, item)
	}
	return v.merge(merged, at)
}

// key reads a key, which is a scalar.
func (r *yamlReader) key(node ast.Node, depth int) (string, error) {
	if k, ok := node.(*ast.MappingKeyNode); ok {
		node = k.Value
	}
	key, err := r.value(node, depth+1)
	if err != nil {
		return "", err
	}
	if key.Kind != 0 {
		return "", Error{position(node), errors.New("a key is not a text")}
	}
	if _, isBool := key.Scalar.(bool); isBool {
		return node.GetToken().Value, nil // a label may be "true"
	}
	return key.Text(), nil
}

// merge adds what merge keys name, of which the map's own keys are stronger, and the
// first (https://yaml.org/type/merge.html).
func (v *Value) merge(merged []*Value, at map[string]int) error {
	for len(merged) > 0 {
		m := merged[0]
		merged = merged[1:]
		switch m.Kind {
		case '[':
			for _, item := range m.List {
				if item.Kind != '{' {
					return Error{item.Position, errors.New("what a merge key names is not a map")}
				}
			}
			merged = append(slices.Clone(m.List), merged...)
		case '{':
			for i, key := range m.Keys {
				if _, own := at[key.Name]; !own {
					at[key.Name] = len(v.List)
					v.Keys, v.List = append(v.Keys, key), append(v.List, m.List[i])
				}
			}
		default:
			return Error{m.Position, errors.New("what a merge key names is not a map")}
		}
	}
	return nil
}
