package doc

import (
	"encoding/json"
	"errors"
	"fmt"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// ParseYAML reads one YAML document into the same values as JSON. Anchors, merge
// keys and tags aren't taken: they let a small file stand for a large one.
func ParseYAML(data []byte) (*Value, error) {
	tokens := lexer.Tokenize(string(data))
	if err := checkYAML(tokens); err != nil {
		return nil, err
	}
	doc, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, yamlError(err)
	}
	var body ast.Node
	for _, d := range doc.Docs {
		if d.Body == nil {
			continue
		}
		if body != nil {
			return nil, Error{position(d.Body), errors.New("there is a second document")}
		}
		body = d.Body
	}
	if body == nil {
		return &Value{Position: Position{1, 1}}, nil
	}
	return yamlValue(body, 0)
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

// The limits of what the parser, which recurses, is given.
const (
	maxColumn = 2 * maxDepth // where a line, or an item of a list, may begin
	maxColons = 20           // keys on one line outside of brackets
)

var refusedTokens = map[token.Type]string{
	token.AnchorType: "an anchor", token.AliasType: "an alias", token.MergeKeyType: "a merge key",
	token.TagType: "a tag", token.DirectiveType: "a directive",
}

// checkYAML refuses what would make the parser recurse without bounds.
func checkYAML(tokens token.Tokens) error {
	line, colons, brackets := 0, 0, 0
	for i, t := range tokens {
		if i == maxValues {
			return Error{tokenPosition(t), fmt.Errorf("more than %d words", maxValues)}
		}
		first := t.Position.Line != line
		if first {
			line, colons = t.Position.Line, 0
		}
		if what, refused := refusedTokens[t.Type]; refused {
			return Error{tokenPosition(t), fmt.Errorf("%s is not supported: write the values out", what)}
		}
		switch t.Type {
		case token.InvalidType:
			return Error{tokenPosition(t), errors.New("the YAML is broken: " + Excerpt(t.Error))}
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.MappingValueType:
			colons++
		}
		begins := first || t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType
		if begins && t.Position.Column > maxColumn || brackets > maxDepth || brackets <= 0 && colons > maxColons {
			return Error{tokenPosition(t), fmt.Errorf("values lie more than %d deep", maxDepth)}
		}
	}
	return nil
}

func position(n ast.Node) Position { return tokenPosition(n.GetToken()) }

func tokenPosition(t *token.Token) Position {
	if t == nil || t.Position == nil {
		return Position{1, 1}
	}
	return Position{t.Position.Line, t.Position.Column}
}

// yamlValue turns a node into a value.
func yamlValue(n ast.Node, depth int) (*Value, error) {
	if n == nil {
		return &Value{Position: Position{1, 1}}, nil
	}
	v := &Value{Position: position(n)}
	if depth > maxDepth {
		return nil, Error{v.Position, fmt.Errorf("values lie more than %d deep", maxDepth)}
	}
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
		v.Kind = '['
		for _, item := range n.Values {
			inner, err := yamlValue(item, depth+1)
			if err != nil {
				return nil, err
			}
			v.List = append(v.List, inner)
		}
	case *ast.MappingNode:
		return v, v.yamlMap(n.Values, depth)
	case *ast.MappingValueNode:
		return v, v.yamlMap([]*ast.MappingValueNode{n}, depth)
	default:
		return nil, Error{v.Position, errors.New("a value of a kind that is not supported")}
	}
	return v, nil
}

// yamlMap reads the keys and values of a map. The place of a map is that of its
// first key.
func (v *Value) yamlMap(pairs []*ast.MappingValueNode, depth int) error {
	v.Kind = '{'
	seen := map[string]bool{}
	for i, pair := range pairs {
		var keyNode ast.Node = pair.Key
		if k, ok := keyNode.(*ast.MappingKeyNode); ok {
			keyNode = k.Value
		}
		key, err := yamlValue(keyNode, depth+1)
		if err != nil {
			return err
		}
		at := position(pair.Key)
		if i == 0 {
			v.Position = at
		}
		name := key.Text()
		if _, isBool := key.Scalar.(bool); isBool {
			name = keyNode.GetToken().Value // a label may be "true"
		}
		if key.Kind != 0 || seen[name] {
			return Error{at, fmt.Errorf("the key %s is a duplicate, or is missing", Excerpt(name))}
		}
		seen[name] = true
		item, err := yamlValue(pair.Value, depth+1)
		if err != nil {
			return err
		}
		v.Keys, v.List = append(v.Keys, Key{at, name}), append(v.List, item)
	}
	return nil
}
