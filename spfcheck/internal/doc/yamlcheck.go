package doc

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml/token"
)

// The limits of what the parser, which recurses, is given.
const (
	maxColumn = 2 * maxDepth // where a line, or an item of a list, may begin
	maxColons = 20           // keys on one line outside of brackets
)

// refused says what a token is that isn't read, or "".
func (y YAML) refused(t token.Type) string {
	switch {
	case t == token.AnchorType && !y.Anchors:
		return "an anchor"
	case t == token.AliasType && !y.Anchors:
		return "an alias"
	case t == token.MergeKeyType && !y.Anchors:
		return "a merge key"
	case t == token.TagType && !y.Tags:
		return "a tag"
	case t == token.DirectiveType:
		return "a directive"
	}
	return ""
}

// check refuses what would make the parser recurse without bounds.
func (y YAML) check(tokens token.Tokens) error {
	line, colons, brackets := 0, 0, 0
	for i, t := range tokens {
		if i == maxValues {
			return Error{tokenPosition(t), fmt.Errorf("more than %d words", maxValues)}
		}
		first := t.Position.Line != line
		if first {
			line, colons = t.Position.Line, 0
		}
		if what := y.refused(t.Type); what != "" {
			return Error{tokenPosition(t), fmt.Errorf("%s is not supported: write the values out", what)}
		}
		switch t.Type {
		case token.InvalidType:
			return Error{tokenPosition(t), errors.New("the YAML is broken: " + Excerpt(t.Error))}
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.MappingValueType, token.AnchorType, token.TagType:
			colons++
		}
		begins := first || t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType
		if begins && t.Position.Column > maxColumn || brackets > maxDepth || brackets <= 0 && colons > maxColons {
			return Error{tokenPosition(t), fmt.Errorf("values lie more than %d deep", maxDepth)}
		}
	}
	return nil
}
