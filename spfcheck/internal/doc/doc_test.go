package doc_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
)

// tell tells a value, each part with its place.
func tell(v *doc.Value) string {
	at := fmt.Sprintf("%d:%d", v.Line, v.Column)
	var parts []string
	for i, item := range v.List {
		key := ""
		if v.Kind == '{' {
			key = fmt.Sprintf("%s@%d:%d=", v.Keys[i].Name, v.Keys[i].Line, v.Keys[i].Column)
		}
		parts = append(parts, key+tell(item))
	}
	switch v.Kind {
	case '{':
		return at + "{" + strings.Join(parts, " ") + "}"
	case '[':
		return at + "[" + strings.Join(parts, " ") + "]"
	default:
		return fmt.Sprintf("%s %v", at, v.Scalar)
	}
}

func TestPlaces(t *testing.T) {
	tests := []struct {
		parse func([]byte) (*doc.Value, error)
		text  string
		want  string
	}{
		{doc.ParseYAML, "a: 1\nb:\n  - x\n  - {c: true}\n", "1:1{a@1:1=1:4 1 b@2:1=3:3[3:5 x 4:6{c@4:6=4:9 true}]}"},
		{doc.ParseYAML, "日本: 語\n", "1:1{日本@1:1=1:5 語}"},
		{doc.ParseYAML, "", "1:1 <nil>"},
		{doc.ParseYAML, "\ufeffa: 1\n", "1:1{a@1:1=1:4 1}"},
		{doc.ParseYAML, "\xff\xfea\x00:\x00 \x001\x00", "1:1{a@1:1=1:4 1}"},
		{doc.ParseJSON, "{\"a\": 1,\n \"b\": [\"x\",\n null]}", "1:0{a@1:0=1:0 1 b@2:0=2:0[2:0 x 3:0 <nil>]}"},
	}
	for _, tt := range tests {
		v, err := tt.parse([]byte(tt.text))
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
		} else if got := tell(v); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestErrorsHavePlaces(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	tests := []struct {
		parse func([]byte) (*doc.Value, error)
		text  string
		line  int
	}{
		{doc.ParseYAML, "a: 1\na: 2\n", 2},
		{doc.ParseYAML, "a: 1\nb: &x 2\n", 2},
		{doc.ParseYAML, "a: 1\n--- \nb: 2\n", 3},
		{doc.ParseYAML, "a: 1\n\nb: [", 3},
		{doc.ParseYAML, "a: 1\nb: \x93\xfa\n", 2},
		{doc.ParseYAML, deep, 1},
		{doc.ParseJSON, "{\"a\": 1,\n \"a\": 2}", 2},
		{doc.ParseJSON, "{}\n{}", 2},
		{doc.ParseJSON, "{\"a\":\n", 2},
		{doc.ParseJSON, deep, 1},
	}
	for _, tt := range tests {
		_, err := tt.parse([]byte(tt.text))
		var at doc.Error
		if !errors.As(err, &at) || at.Line != tt.line {
			t.Errorf("%.20q: %v, want line %d", tt.text, err, tt.line)
		}
	}
}

// TestYAML: what a reader asks for beyond JSON.
func TestYAML(t *testing.T) {
	const bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n" +
		"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
	tests := []struct {
		yaml       doc.YAML
		text, want string
	}{
		{doc.YAML{Anchors: true}, "a: &x {b: 1}\nc: *x\n", "1:1{a@1:1=1:8{b@1:8=1:11 1} c@2:1=1:8{b@1:8=1:11 1}}"},
		{doc.YAML{Anchors: true}, "x: &x {b: 1, c: 2}\ny:\n  <<: *x\n  c: 3\n", "1:1{x@1:1=1:8{b@1:8=1:11 1 c@1:14=1:17 2} y@2:1=3:3{c@4:3=4:6 3 b@1:8=1:11 1}}"},
		{doc.YAML{Anchors: true}, "x: &x 1\ny:\n  <<: *x\n", "line 1: what a merge key names is not a map"},
		{doc.YAML{Anchors: true}, "y: *x\n", `line 1: there is no anchor "x" before it`},
		{doc.YAML{Anchors: true}, bomb, "line 6: more than 1000000 values"},
		{doc.YAML{Anchors: true}, "a: &a [*a]", `line 1: there is no anchor "a" before it`},
		{doc.YAML{Tags: true}, "a: !Ref x\n", "1:1{a@1:1=1:8 x}"},
		{doc.YAML{Twice: true}, "a: 1\na: 2\n", "1:1{a@2:1=2:4 2}"},
		{doc.YAML{Documents: true}, "---\na: 1\n---\nb: 2\n", "1:1[2:1{a@2:1=2:4 1} 4:1{b@4:1=4:4 2}]"},
		{doc.YAML{Documents: true}, "", "1:1[]"},
	}
	for _, tt := range tests {
		v, err := tt.yaml.Parse([]byte(tt.text))
		got := fmt.Sprint(err)
		if err == nil {
			got = tell(v)
		}
		if got != tt.want {
			t.Errorf("%.20q: %s, want %s", tt.text, got, tt.want)
		}
	}
	v, err := doc.YAML{Tags: true}.Parse([]byte("a: !Sub x\n"))
	if err != nil || v.Get("a").Tag != "!Sub" {
		t.Errorf("the tag is lost: %v", err)
	}
}

func TestAbsent(t *testing.T) {
	v, err := doc.ParseJSON([]byte(`{"a": null, "b": "x", "n": 7, "l": []}`))
	if err != nil {
		t.Fatal(err)
	}
	var none *doc.Value
	if v.Get("a") != nil || v.Get("none") != nil || none.Get("b") != nil || v.Get("b").Get("c") != nil {
		t.Error("there is what isn't there")
	}
	if v.Get("b").Text() != "x" || v.Get("n").Text() != "7" || none.Text() != "" || v.Get("l").IsText() || none.Items() != nil {
		t.Error("the texts are others")
	}
}
