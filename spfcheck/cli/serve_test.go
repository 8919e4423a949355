package cli

import (
	"net"
	"regexp"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// TestRehearsalSettings holds the settings of mailers in the document against where serve
// listens, and its commands against the flags.
func TestRehearsalSettings(t *testing.T) {
	serve := new(program).command("serve")
	flag := findFlag(serve, "smtp").(cli.DocGenerationFlag)
	host, port, err := net.SplitHostPort(strings.Trim(flag.GetDefaultText(), `"`))
	if err != nil {
		t.Fatal(err)
	}
	settings, commands := 0, 0
	for _, f := range fences(t, "") {
		if f.name != "docs/rehearsal.md" {
			continue
		}
		if f.note == "run by TestRehearsalSettings" {
			settings++
			if !strings.Contains(f.text, host) || !strings.Contains(f.text, port) {
				t.Errorf("%s: neither %s nor %s", f, host, port)
			}
		}
		for line := range strings.Lines(f.text) {
			_, command, is := strings.Cut(line, "serve")
			if !is {
				continue
			}
			commands++
			for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(command, -1) {
				if findFlag(serve, flag) == nil {
					t.Errorf("%s: serve has no %s", f, flag)
				}
			}
		}
	}
	if settings < 6 || commands < 3 {
		t.Errorf("%d settings, %d commands", settings, commands)
	}
}
