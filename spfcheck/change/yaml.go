package change

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

// parseYAML reads one YAML document into the same values as JSON. Anchors, merge
// keys and tags aren't taken: they let a small file stand for a large one.
func parseYAML(data []byte) (*value, error) {
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
			return nil, lineError{yamlLine(d.Body), errors.New("there is a second document")}
		}
		body = d.Body
	}
	if body == nil {
		return &value{line: 1}, nil
	}
	return yamlValue(body, 0)
}

// yamlError takes the position out of the library's error, which shows the
// source around it on more lines.
func yamlError(err error) error {
	e, ok := errors.AsType[yaml.Error](err)
	if !ok || e.GetToken() == nil {
		return lineError{1, errors.New("the YAML can't be read")}
	}
	return lineError{e.GetToken().Position.Line, errors.New(e.GetMessage())}
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
			return lineError{t.Position.Line, fmt.Errorf("more than %d words", maxValues)}
		}
		first := t.Position.Line != line
		if first {
			line, colons = t.Position.Line, 0
		}
		if what, refused := refusedTokens[t.Type]; refused {
			return lineError{line, fmt.Errorf("there is %s, which is not taken: write the values out", what)}
		}
		switch t.Type {
		case token.InvalidType:
			return lineError{line, errors.New("the YAML is broken: " + excerpt(t.Error))}
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.MappingValueType:
			colons++
		}
		begins := first || t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType
		if begins && t.Position.Column > maxColumn || brackets > maxDepth || brackets <= 0 && colons > maxColons {
			return lineError{line, fmt.Errorf("values lie more than %d deep", maxDepth)}
		}
	}
	return nil
}

func yamlLine(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

// yamlValue turns a node into a value.
func yamlValue(n ast.Node, depth int) (*value, error) {
	if n == nil {
		return &value{line: 1}, nil
	}
	v := &value{line: yamlLine(n)}
	if depth > maxDepth {
		return nil, lineError{v.line, fmt.Errorf("values lie more than %d deep", maxDepth)}
	}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		v.scalar = n.Value
	case *ast.LiteralNode:
		v.scalar = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.scalar = json.Number(n.GetToken().Value)
	case *ast.BoolNode:
		v.scalar = n.Value
	case *ast.SequenceNode:
		v.kind = '['
		for _, item := range n.Values {
			inner, err := yamlValue(item, depth+1)
			if err != nil {
				return nil, err
			}
			v.list = append(v.list, inner)
		}
	case *ast.MappingNode:
		return v, v.yamlMap(n.Values, depth)
	case *ast.MappingValueNode:
		return v, v.yamlMap([]*ast.MappingValueNode{n}, depth)
	default:
		return nil, lineError{v.line, errors.New("there is a value of a kind that is not taken")}
	}
	return v, nil
}

// yamlMap reads the keys and values of a map. The line of a map is that of its
// first key.
func (v *value) yamlMap(pairs []*ast.MappingValueNode, depth int) error {
	v.kind = '{'
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
		line := yamlLine(pair.Key)
		if i == 0 {
			v.line = line
		}
		name := key.text()
		if _, isBool := key.scalar.(bool); isBool {
			name = keyNode.GetToken().Value // a label may be "true"
		}
		if key.kind != 0 || seen[name] {
			return lineError{line, fmt.Errorf("the key %s is there twice, or is none", excerpt(name))}
		}
		seen[name] = true
		item, err := yamlValue(pair.Value, depth+1)
		if err != nil {
			return err
		}
		v.keys, v.list = append(v.keys, name), append(v.list, item)
	}
	return nil
}
