// Package redact masks the local parts of addresses, so that output can be shown
// to others: "taro@docomo.ne.jp" becomes "***@docomo.ne.jp".
package redact

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// mask stands for a local part.
const mask = "***"

// address finds an address in text: a local part, quoted or not, of any letters
// but those that end one in prose, and the beginning of a domain. Message-IDs have
// the same form (RFC 5322 §3.6.4).
var address = lazy.MustCompile(`(?:"(?:[^"\\\n]|\\.)*"|"[^"\n]*"|[^\s<>()\[\],;:"'“”（）「」@＠]+)([@＠][^\s@＠])`)

// escape is a character that a backslash stands before (RFC 5321 §4.1.2).
var escape = lazy.MustCompile(`\\(.)`)

// Text masks each address in s, and each of the words where it stands alone: a
// server may name a local part without its domain.
func Text(s string, words ...string) string {
	s = address.ReplaceAllString(s, mask+"$1")
	for _, w := range words {
		if w != "" {
			alone := word(w)
			for range 2 { // what parts two of them belongs to the first
				s = alone.ReplaceAllString(s, "${1}"+mask+"${2}")
			}
		}
	}
	return s
}

// word finds w where no letter, digit or sign of a local part is beside it.
func word(w string) *regexp.Regexp {
	const beside = `[^\pL\pN+_-]`
	return regexp.MustCompile(`(?i)(^|` + beside + `)` + regexp.QuoteMeta(w) + `($|` + beside + `)`)
}

// Local gives the local part of an address, without quotes; "" where there is none.
func Local(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return ""
	}
	local := strings.TrimLeft(address[:at], "<")
	if inside, quoted := strings.CutPrefix(local, `"`); quoted {
		return escape.ReplaceAllString(strings.TrimSuffix(inside, `"`), "$1")
	}
	return local
}

// Value gives a copy of v in which Text has masked every string: v itself shares
// slices with the tables. Values of the types in except, and unexported fields,
// stay as they are.
func Value[T any](v T, except ...reflect.Type) T {
	in := reflect.ValueOf(&v).Elem()
	out := reflect.New(in.Type()).Elem()
	out.Set(in)
	masked(out, except)
	return out.Interface().(T)
}

// masked masks what is in v, which can be set, and copies what v points to.
func masked(v reflect.Value, except []reflect.Type) {
	for _, t := range except {
		if v.Type() == t {
			return
		}
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(Text(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			c := reflect.New(v.Type().Elem())
			c.Elem().Set(v.Elem())
			masked(c.Elem(), except)
			v.Set(c)
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		for i := range c.Len() {
			masked(c.Index(i), except)
		}
		v.Set(c)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				masked(v.Field(i), except)
			}
		}
	}
}
