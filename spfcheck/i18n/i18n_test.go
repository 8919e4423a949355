package i18n_test

import (
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
