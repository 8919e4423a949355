package cli

import (
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
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

// built is what this program is made of, and what it knows of the world.
func built() (doctor.Program, doctor.Data) {
	program := doctor.Program{
		Version:  version(),
		Commit:   builtWith("vcs.revision"),
		Modified: builtWith("vcs.modified") == "true",
		Time:     builtWith("vcs.time"),
		Go:       runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH,
	}
	data := doctor.Data{NewestRule: newestRule(carriers.DayOf(time.Now()))}
	if day := dmarc.SuffixListDate(); !day.IsZero() {
		data.SuffixList = day.Format(time.DateOnly)
	}
	return program, data
}

// builtWith gives a setting of the build; "" where it isn't known.
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
