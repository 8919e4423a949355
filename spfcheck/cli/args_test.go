package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFlagsFirst(t *testing.T) {
	tests := []struct{ args, want string }{
		{"spfcheck", "spfcheck"},
		{"spfcheck --version", "spfcheck --version"},
		{"spfcheck nonsense a --b", "spfcheck nonsense a --b"},
		{"spfcheck check a.jp", "spfcheck check -- a.jp"},
		{"spfcheck check --ip 192.0.2.1 a.jp", "spfcheck check --ip 192.0.2.1 -- a.jp"},
		{"spfcheck check a.jp --ip 192.0.2.1", "spfcheck check --ip 192.0.2.1 -- a.jp"},
		{"spfcheck check a.jp -ip=192.0.2.1 b.jp", "spfcheck check -ip=192.0.2.1 -- a.jp b.jp"},
		// A switch takes no value.
		{"spfcheck check --explain a.jp", "spfcheck check --explain -- a.jp"},
		// A value may look like a flag.
		{"spfcheck check --mail --zone a.jp", "spfcheck check --mail --zone -- a.jp"},
		// A flag that there isn't takes no value: the error names it alone.
		{"spfcheck check --spf a.jp", "spfcheck check --spf -- a.jp"},
		// - is standard input, and -- ends the flags.
		{"spfcheck identities - --lang ja", "spfcheck identities --lang ja -- -"},
		{"spfcheck check a.jp -- --ip -- b", "spfcheck check -- a.jp --ip -- b"},
		{"spfcheck check --", "spfcheck check --"},
		// A value that is missing isn't made up from "--".
		{"spfcheck check a.jp --ip", "spfcheck check --ip"},
		// Help is on the command.
		{"spfcheck check a.jp --help", "spfcheck check --help"},
		{"spfcheck check -h a.jp", "spfcheck check -h"},
		{"spfcheck check -- --help", "spfcheck check -- --help"},
		{"spfcheck help", "spfcheck --help"},
		{"spfcheck help check", "spfcheck check --help"},
		{"spfcheck --lang ja --help", "spfcheck --help"},
		{"spfcheck help --lang ja", "spfcheck --help"},
		{"spfcheck nonsense --help", "spfcheck nonsense --help"},
	}
	app := new(program).app("")
	for _, tt := range tests {
		got := flagsFirst(app, strings.Fields(tt.args))
		if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.args, diff)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for args, want := range map[string]string{
		"spfcheck check --spf":                  "",
		"spfcheck check --spf --lang ja":        "ja",
		"spfcheck check -lang=en --spf":         "en",
		"spfcheck check --lang ja_JP.UTF-8":     "ja",
		"spfcheck check --lang":                 "",
		"spfcheck check --lang= --spf":          "",
		"spfcheck check --lang fr":              "",
		"spfcheck check lang ja --language=ja ": "",
	} {
		if got, _ := languageOf(strings.Fields(args)); got.Code != want {
			t.Errorf("%s: %q, want %q", args, got.Code, want)
		}
	}
}
