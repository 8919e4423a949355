package redact_test

import (
	"reflect"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/redact"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"taro@docomo.ne.jp":                         "***@docomo.ne.jp",
		"550 Unknown user <taro.y@docomo.ne.jp>":    "550 Unknown user <***@docomo.ne.jp>",
		`"taro yamada"@docomo.ne.jp x`:              "***@docomo.ne.jp x",
		`"ta\"@ro"@docomo.ne.jp x`:                  "***@docomo.ne.jp x",
		`there is no "\"taro y\"@b.example"`:        `there is no "\***@b.example"`,
		"bounce+taro=docomo.ne.jp@list.example":     "***@list.example",
		"太郎@例え.jp":                                  "***@例え.jp",
		"（taro@b.example）が":                         "（***@b.example）が",
		"envelope-from=<a@b.example>;":              "envelope-from=<***@b.example>;",
		"mailto:a@b.example,c@d.example":            "mailto:***@b.example,***@d.example",
		"<20261121.1@mx.example> and x@[192.0.2.1]": "<***@mx.example> and ***@[192.0.2.1]",
		"at @ noon, no address":                     "at @ noon, no address",
	} {
		if got := redact.Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := redact.Text("taro taro: User TARO unknown, not taro-x", "taro"); got != "*** ***: User *** unknown, not taro-x" {
		t.Errorf("a local part alone: %q", got)
	}
}

func TestLocal(t *testing.T) {
	for address, want := range map[string]string{
		"taro@b.example": "taro", "<taro@b.example>": "taro", `"a b"@b.example`: "a b", `"a\"@\\b"@b.example`: `a"@\b`, "b.example": "",
	} {
		if got := redact.Local(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestValue(t *testing.T) {
	type kept struct{ S string }
	type inner struct {
		List []string
		Kept kept
		own  string
	}
	type outer struct {
		*inner
		In *inner
	}
	const a, masked = "a@b.example", "***@b.example"
	in := inner{List: []string{a}, Kept: kept{a}, own: a}
	got := redact.Value(outer{In: &in}, reflect.TypeFor[kept]())
	if got.In.List[0] != masked || got.In.Kept.S != a || got.In.own != a {
		t.Errorf("%+v", *got.In)
	}
	if in.List[0] != a {
		t.Error("the original was changed")
	}
}
