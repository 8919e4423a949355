package cli

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// preset is a value for a flag that isn't on the line.
type preset struct {
	flag, value string
	from        string // the variable of the environment, or the file and the line; "": the program's own
}

// variable is the variable of the environment that presets a flag.
func variable(flag string) string { return "SPFCHECK_" + strings.ToUpper(flag) }

// userFile is the file of the user's own defaults, by the XDG Base Directory
// Specification; "" where there is none.
func userFile() string {
	folder := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(folder) { // which it must be, or else it doesn't count
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		folder = filepath.Join(home, ".config")
	}
	file := filepath.Join(folder, filepath.FromSlash(config.UserName))
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return file
}

// readPresets reads what the environment presets, and else the user's file.
func (p *program) readPresets() ([]preset, error) {
	var all []preset
	for _, key := range config.UserKeys() {
		if value := os.Getenv(variable(key)); value != "" {
			all = append(all, preset{key, value, variable(key)})
		}
	}
	file := userFile()
	if file == "" {
		return all, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fileError(file, err)
	}
	defer f.Close()
	defaults, err := config.ReadUser(f, file)
	if err != nil {
		return nil, err
	}
	for _, d := range defaults {
		if !slices.ContainsFunc(all, func(p preset) bool { return p.flag == d.Key }) {
			all = append(all, preset{d.Key, d.Value, file + ":" + strconv.Itoa(d.Line)})
		}
	}
	return all, nil
}

// checkPresets reads the values as those of the flags are, and says where a wrong one
// is from.
func (p *program) checkPresets(all []preset) error {
	check := p.command("check") // it has all of the flags
	for i, preset := range all {
		value, err := p.readValue(check, findFlag(check, preset.flag), preset.value)
		if err == nil && preset.flag == "server" {
			if _, bad := resolve.Server(value); bad != nil {
				err = badServer(bad)
			}
		}
		if wrong, ok := err.(*input.Error); ok { //nolint:errorlint // it is one of ours
			return &input.Error{Input: input.Name(preset.from), Problem: wrong.Problem, Hint: wrong.Hint}
		}
		all[i].value = value
	}
	return nil
}

// presetLanguage takes the language that is preset.
func (p *program) presetLanguage() {
	for _, preset := range p.presets {
		if l, ok := i18n.Parse(preset.value); ok && preset.flag == "lang" {
			p.language = l
		}
	}
}

// preset gives a line the presets for flags that aren't on it. A server isn't asked
// where the line says that answers come from files.
func (l *line) preset(all []preset) {
	for _, preset := range all {
		files := preset.flag == "server" && (l.has("offline") || l.has("replay") || l.has("locked"))
		if findFlag(l.command, preset.flag) != nil && !l.has(preset.flag) && !files {
			l.flags = append(l.flags, "--"+preset.flag+"="+preset.value)
		}
	}
}

// showDefaults shows the value of each flag that can be preset, and where it is from.
func (p *program) showDefaults() error {
	var lines []string
	for _, d := range p.defaults() {
		value, from := cmp.Or(d.value, p.say(theSystems)), cmp.Or(d.from, p.say(byItself))
		lines = append(lines, printable(fmt.Sprintf("%s: %s (%s)", d.flag, value, from)))
	}
	return p.print(strings.Join(lines, "\n") + "\n")
}

// defaults gives the value of each flag that can be preset, without what may be a secret.
func (p *program) defaults() []preset {
	check := p.command("check")
	var all []preset
	for _, key := range config.UserKeys() {
		shown := preset{flag: key, value: strings.Trim(findFlag(check, key).(cli.DocGenerationFlag).GetDefaultText(), `"`)}
		if key == "lang" {
			shown.value = p.language.Code
		}
		for _, preset := range p.presets {
			if preset.flag == key {
				shown = preset
			}
		}
		if key == "server" {
			shown.value = shownServer(shown.value)
		}
		all = append(all, shown)
	}
	return all
}

// shownServer leaves out of an address what may be a secret: the user, the path and the
// query.
func shownServer(addr string) string {
	if !strings.Contains(addr, "://") {
		return addr
	}
	u, err := url.Parse(addr)
	if err != nil {
		return "…"
	}
	return u.Scheme + "://" + u.Host
}

var (
	theSystems = i18n.Text{EN: "the system's", JA: "システムの設定"}
	byItself   = i18n.Text{EN: "default", JA: "既定値"}
)
