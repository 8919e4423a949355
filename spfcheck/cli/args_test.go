package cli

import (
	"strings"
	"testing"
)

// TestReadLine reads command lines as people type them.
func TestReadLine(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"check a.jp", "check -- a.jp"},
		{"CHECK a.jp", "check -- a.jp"},
		{"check --ip 192.0.2.1 a.jp", "check --ip=192.0.2.1 -- a.jp"},
		{"check a.jp --ip 192.0.2.1", "check --ip=192.0.2.1 -- a.jp"},
		{"check a.jp -ip=192.0.2.1 b.jp", "check --ip=192.0.2.1 -- a.jp b.jp"},
		{"check --IP 192.0.2.1 --FORMAT Json a.jp", "check --ip=192.0.2.1 --format=json -- a.jp"},
		// The letters.
		{"check -i 192.0.2.1 -f b@a.jp -t docomo.ne.jp -m x.eml", "check --ip=192.0.2.1 --mail-from=b@a.jp --to=docomo.ne.jp --mail=x.eml --"},
		{"check -j a.jp", "check --format=json -- a.jp"},
		{"lint @192.0.2.53 a.jp", "lint --server=192.0.2.53 -- a.jp"},
		{"@tls://dns.example lint a.jp", "lint --server=tls://dns.example -- a.jp"},
		{"identities @192.0.2.53", "identities -- @192.0.2.53"}, // it asks no DNS
		// A switch takes no value.
		{"check --explain a.jp", "check --explain -- a.jp"},
		{"check --explain=FALSE a.jp", "check --explain=false -- a.jp"},
		// A value may look like a flag.
		{"check --mail --zone a.jp", "check --mail=--zone -- a.jp"},
		// Words of a set, in any case.
		{"check --carrier DoCoMo,AU --setting AU:High a.jp", "check --carrier=docomo,au --setting=au:high -- a.jp"},
		// - is standard input, and -- ends the flags.
		{"identities - --lang ja", "identities --lang=ja -- -"},
		{"check a.jp -- --ip -- b", "check -- a.jp --ip -- b"},
		{"check --", "check --"},
		// Flags in front of the command.
		{"--lang ja lint a.jp", "lint --lang=ja -- a.jp"},
		{"--selector s1 lint a.jp", "lint --selector=s1 -- a.jp"},
		// Mail is checked where no command is named.
		{"a.jp", "check -- a.jp"},
		{"info@a.jp --ip 192.0.2.1", "check --ip=192.0.2.1 -- info@a.jp"},
		{"--mail x.eml", "check --mail=x.eml --"},
		{"例え.jp", "check -- 例え.jp"},
		// Help and the version, whatever is beside them.
		{"check a.jp --help", "help check"},
		{"check -h a.jp", "help check"},
		{"check -- --help", "check -- --help"},
		{"help", "help"},
		{"help check", "help check"},
		{"help --lang ja", "help"},
		{"--lang ja --help", "help"},
		{"--lang ja help lint", "help lint"},
		{"--version", "version"},
		{"-v", "version"},
	}
	for _, tt := range tests {
		p := &program{}
		l, err := p.readLine(strings.Fields(tt.typed))
		got := ""
		switch {
		case err != nil:
			got = err.Error()
		case l.version:
			got = "version"
		case l.help && l.command == nil:
			got = "help"
		case l.help:
			got = "help " + l.command.Name
		default:
			got = strings.Join(l.words("spfcheck")[1:], " ")
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.typed, got, tt.want)
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
