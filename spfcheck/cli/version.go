package cli

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

// release, commit and committed are what whoever builds without asking git names, as
// .goreleaser.yaml and the Dockerfile do: a version, the commit that it is made of, and
// the time of that: go build -ldflags "-X github.com/spfcheck/spfcheck/spfcheck/cli.release=v1.2.3".
var release, commit, committed string

// version is what the build was told, or else what the module system knows of it.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// versionText says what this program is made of: its own sources, and what it knows of
// the world, which is as old as its day.
func (p *program) versionText() string {
	made := builtWith("vcs.revision")
	if made != "" && builtWith("vcs.modified") == "true" {
		made += p.say(i18n.Text{EN: " and changes", JA: "（変更あり）"})
	}
	unknown := p.say(i18n.Text{EN: "unknown", JA: "不明"})
	list := ""
	if day := dmarc.SuffixListDate(); !day.IsZero() {
		list = day.Format(time.DateOnly)
	}
	text := "spfcheck version " + version() + "\n"
	for _, row := range []struct {
		name  i18n.Text
		value string
	}{
		{i18n.Text{EN: "commit", JA: "コミット"}, made},
		{i18n.Text{EN: "date of the commit", JA: "コミットの日時"}, builtWith("vcs.time")},
		{i18n.Text{EN: "Go", JA: "Go"}, strings.Join([]string{runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}, " ")},
		{i18n.Text{EN: "newest rule of a carrier", JA: "事業者の最新の規則"}, string(newestRule(carriers.DayOf(time.Now())))},
		{i18n.Text{EN: "public suffix list", JA: "public suffix list"}, list},
	} {
		text += fmt.Sprintf("%s: %s\n", p.say(row.name), cmp.Or(row.value, unknown))
	}
	return text
}

// builtWith gives a setting of the build; "" where it isn't known. What the build was told
// wins.
func builtWith(key string) string {
	if told := map[string]string{"vcs.revision": commit, "vcs.time": committed}[key]; told != "" {
		return told
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// newestRule is the last day until today on which a rule began or ended.
func newestRule(today carriers.Day) (newest carriers.Day) {
	for _, profile := range carriers.All {
		for _, change := range profile.History() {
			if change.Day <= today {
				newest = max(newest, change.Day)
			}
		}
	}
	return newest
}
