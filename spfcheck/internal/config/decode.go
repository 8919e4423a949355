package config

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// decoder fills a file from a document, and gathers all that is wrong with it.
type decoder struct {
	name   string
	errors []*input.Error
}

func (d *decoder) wrong(at doc.Position, problem, hint i18n.Text) {
	d.errors = append(d.errors, &input.Error{File: d.name, Line: at.Line, Column: at.Column, Problem: problem, Hint: hint})
}

// value fills a field with the value of a key.
func (d *decoder) value(key string, v *doc.Value, field reflect.Value) {
	switch into := field.Addr().Interface().(type) {
	case *text:
		into.Position = v.Position
		s, is := v.Scalar.(string)
		if !is {
			hint := i18n.Text{}
			if v.Scalar != nil { // YAML takes it for a number or for true or false
				hint = quoteIt
			}
			d.wrong(v.Position, notText.Format(key), hint)
			return
		}
		if into.value = s; strings.TrimSpace(s) == "" {
			d.wrong(v.Position, isEmpty.Format(key), leaveOut)
		}
		return
	case *number:
		into.Position = v.Position
		digits, _ := v.Scalar.(json.Number)
		n, err := strconv.Atoi(digits.String())
		if err != nil {
			d.wrong(v.Position, notNumber.Format(key), i18n.Text{})
		}
		into.value = n
		return
	}
	switch field.Kind() {
	case reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
		d.value(key, v, field.Elem())
	case reflect.Slice:
		if v.Kind != '[' {
			d.wrong(v.Position, notList.Format(key), listOf(field.Type().Elem()))
			return
		}
		field.Set(reflect.MakeSlice(field.Type(), len(v.List), len(v.List)))
		for i, item := range v.List {
			d.value(key, item, field.Index(i))
		}
	default:
		d.keys(key, v, field)
	}
}

// keys fills a struct from a map.
func (d *decoder) keys(name string, v *doc.Value, into reflect.Value) {
	if v.Kind != '{' {
		d.wrong(v.Position, notMap.Format(name), keysIn(into.Type()))
		return
	}
	fields, required := keysOf(into.Type())
	given := map[string]bool{}
	for i, key := range v.Keys {
		given[key.Name] = true
		if n, known := fields[key.Name]; known {
			d.value(key.Name, v.List[i], into.Field(n))
			continue
		}
		d.wrong(key.Position, unknownKey.Format(key.Name), oneOf(key.Name, names(into.Type())))
	}
	for _, key := range required {
		if !given[key] {
			hint := i18n.Text{}
			if key == "version" { // the one key with the same value for all
				hint = writeVersion.Format(version)
			}
			d.wrong(v.Position, missing.Format(key), hint)
		}
	}
}

// listOf says how a list is written: of texts in one line, of maps from the first key of each.
func listOf(elem reflect.Type) i18n.Text {
	if keys := names(elem); len(keys) > 0 && elem != reflect.TypeFor[text]() {
		return listKeys.Format(keys[0])
	}
	return listIt
}

// keysIn says what is written where keys and values are wanted.
func keysIn(t reflect.Type) i18n.Text {
	keys := names(t)
	return writeKeys.Format(keys[0], strings.Join(keys, ", "))
}

// oneOf says which of the words was probably meant, or which there are.
func oneOf(given string, words []string) i18n.Text {
	return spelling.DidYouMean(given, words, thereAre.Format(strings.Join(words, ", ")))
}

// keysOf gives the fields of a struct by their keys, and the keys that must be there.
func keysOf(t reflect.Type) (fields map[string]int, required []string) {
	fields = map[string]int{}
	for i := range t.NumField() {
		key, options, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		fields[key] = i
		if options != "omitempty" {
			required = append(required, key)
		}
	}
	return fields, required
}

// names lists the keys of a struct, in its order.
func names(t reflect.Type) []string {
	var list []string
	for field := range t.Fields() {
		key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		list = append(list, key)
	}
	return list
}

var (
	unknownKey = i18n.Text{EN: "no key %.60q here", JA: "ここにキー %.60q は置けません"}
	thereAre   = i18n.Text{EN: "there are %s", JA: "%s があります"}
	missing    = i18n.Text{EN: "the key %s is missing", JA: "キー %s がありません"}
	isEmpty    = i18n.Text{EN: "%s is empty", JA: "%s が空です"}
	leaveOut   = i18n.Text{EN: "give a value, or leave the key out", JA: "値を書くか、キーごと削除してください"}
	notText    = i18n.Text{EN: "%s must be a text", JA: "%s には文字列を書きます"}
	quoteIt    = i18n.Text{EN: "write the value in quotes", JA: "値を引用符で囲んでください"}
	notNumber  = i18n.Text{EN: "%s must be a whole number", JA: "%s には整数を書きます"}
	notList    = i18n.Text{EN: "%s must be a list", JA: "%s にはリストを書きます"}
	listIt     = i18n.Text{EN: "write [value, value], or a line with - for each", JA: "[値, 値] の形か、- で始まる行に 1 つずつ書いてください"}
	listKeys   = i18n.Text{EN: "begin a line with - %s: for each", JA: "1 つごとに - %s: で始まる行を書いてください"}
	writeKeys  = i18n.Text{EN: "write %s: and a value; there are %s", JA: "%s: と値を書いてください。キーには %s があります"}
	notMap     = i18n.Text{EN: "%s must have keys and values", JA: "%s にはキーと値の組を書きます"}
)
