// Package doc reads JSON and YAML into values that know where they stand, so that
// who reads a file can say what is wrong at which line of it.
package doc

import (
	"encoding/json"
	"fmt"
)

// The limits of a document: it is taken for hostile.
const (
	maxValues = 1_000_000
	maxDepth  = 100 // of values in values
)

// Value is a value of a document.
type Value struct {
	Position
	Scalar any        // string, json.Number, bool, or nil
	Kind   json.Delim // '{' of an object, '[' of an array, 0 of a scalar
	List   []*Value
	Keys   []Key  // of an object, each with its value in List
	Tag    string // of YAML, with its "!"; "": none
	size   int    // how many values it is of, as often as they are named
}

// Key is a key of an object.
type Key struct {
	Position
	Name string
}

// Position is where a value begins.
type Position struct {
	Line   int // from 1
	Column int // from 1, in characters; 0 in JSON, where it isn't known
}

// Get returns the value of a key; nil when it isn't there or null, or v is no object.
func (v *Value) Get(key string) *Value {
	if v == nil || v.Kind != '{' {
		return nil
	}
	for i, k := range v.Keys {
		if k.Name == key && !v.List[i].Null() {
			return v.List[i]
		}
	}
	return nil
}

// Names returns the keys of an object, in their order.
func (v *Value) Names() []string {
	if v == nil {
		return nil
	}
	var names []string
	for _, k := range v.Keys {
		names = append(names, k.Name)
	}
	return names
}

// Null reports whether there is no value.
func (v *Value) Null() bool { return v == nil || v.Kind == 0 && v.Scalar == nil }

// Items returns the values of an array.
func (v *Value) Items() []*Value {
	if v == nil || v.Kind != '[' {
		return nil
	}
	return v.List
}

// Text returns a string, or a number as it is written.
func (v *Value) Text() string {
	if v == nil {
		return ""
	}
	switch s := v.Scalar.(type) {
	case string:
		return s
	case json.Number:
		return s.String()
	}
	return ""
}

// IsText reports whether v is a string or a number.
func (v *Value) IsText() bool {
	if v == nil {
		return false
	}
	switch v.Scalar.(type) {
	case string, json.Number:
		return true
	}
	return false
}

// At returns the line of v, or 0.
func (v *Value) At() int {
	if v == nil {
		return 0
	}
	return v.Line
}

// Error says what is wrong at a place of a document.
type Error struct {
	Position
	Err error
}

// Error gives the line and what is wrong there.
func (e Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap gives what is wrong, without the place.
func (e Error) Unwrap() error { return e.Err }

// Excerpt shows the beginning of hostile text.
func Excerpt(s string) string {
	const shown = 60
	if len(s) > shown {
		return fmt.Sprintf("%q…", s[:shown])
	}
	return fmt.Sprintf("%q", s)
}
