package i18n_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

func TestFormat(t *testing.T) {
	inner := i18n.Text{EN: "the spam folder", JA: "迷惑メールフォルダ"}
	got := i18n.Text{EN: "%[2]s goes to %[1]s", JA: "%[2]s は%[1]sに入ります"}.Format(inner, "it")
	want := i18n.Text{EN: "it goes to the spam folder", JA: "it は迷惑メールフォルダに入ります"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestSpaces puts names into Japanese sentences.
func TestSpaces(t *testing.T) {
	for _, tt := range []struct{ sentence, name, want string }{
		{"%sには届きます", "au", "au には届きます"},
		{"%s には届きます", "au", "au には届きます"},
		{"%s には届きます", "ソフトバンク", "ソフトバンクには届きます"},
		{"%sには届きます", "ワイモバイル", "ワイモバイルには届きます"},
		{"%s には届きます", "UQ mobile", "UQ mobile には届きます"},
		{"ここで%sが決めます", "PRA", "ここで PRA が決めます"},
		{"ここで %s が決めます", "識別子", "ここで識別子が決めます"},
		{"%s: 届く", "au", "au: 届く"},
		{"%s（%s）", "au", "au（au）"},
		{"決め手 %s", "識別子", "決め手 識別子"}, // no sentence
	} {
		sentence := i18n.Text{EN: tt.sentence, JA: tt.sentence}
		names := slices.Repeat([]any{i18n.Text{EN: "x", JA: tt.name}}, strings.Count(tt.sentence, "%s"))
		if got := sentence.Format(names...).JA; got != tt.want {
			t.Errorf("%q with %s: %q, want %q", tt.sentence, tt.name, got, tt.want)
		}
	}
}

func TestFromEnvironment(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing set", nil, "en"},
		{"C locale", map[string]string{"LANG": "C"}, "en"},
		{"C with charset", map[string]string{"LANG": "C.UTF-8"}, "en"},
		{"POSIX", map[string]string{"LANG": "POSIX"}, "en"},
		{"Japanese", map[string]string{"LANG": "ja_JP.UTF-8"}, "ja"},
		{"Japanese with a modifier", map[string]string{"LANG": "ja_JP.eucJP@cjknarrow"}, "ja"},
		{"bare code", map[string]string{"LANG": "ja"}, "ja"},
		{"LC_ALL wins", map[string]string{"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"},
		{"LC_MESSAGES beats LANG", map[string]string{"LC_MESSAGES": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"},
		{"a language that we don't speak", map[string]string{"LANG": "fr_FR.UTF-8"}, "en"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := i18n.FromEnvironment(func(name string) string { return tt.env[name] })
			if got.Code != tt.want {
				t.Errorf("got %s, want %s", got.Code, tt.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, code := range []string{"", "C", "xx", "日本語", "-"} {
		if l, ok := i18n.Parse(code); ok {
			t.Errorf("Parse(%q) = %s", code, l.Code)
		}
	}
}
