// Package doctor says what a run depends on beside its input: the program and what is
// built into it, DNS servers, the clock, the language, the terminal, the configuration.
// It says nothing about any domain or mail.
package doctor

import (
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Version is the version of Report's JSON. Fields are added under the same
// version, never renamed or removed.
const Version = 1

// Report is what was found.
type Report struct {
	Version       int           `json:"version"`       // the version of this form: fields are added under the same version, never renamed or removed
	Faults        []Problem     `json:"faults"`        // what keeps commands from working, or makes them wrong; empty: nothing does
	Notes         []Problem     `json:"notes"`         // what commands work with, and can be better
	Program       Program       `json:"program"`       // which program it is
	Data          Data          `json:"data"`          // what the program knows by itself, which ages
	Servers       []Server      `json:"servers"`       // the DNS servers that are asked, in this order; empty: none is known
	Clock         Clock         `json:"clock"`         // what time it is
	Language      Language      `json:"language"`      // what language the output is in
	Terminal      Terminal      `json:"terminal"`      // where the output goes to
	Configuration Configuration `json:"configuration"` // what was set beforehand
}

// Problem is what is wrong, and what to do about it.
type Problem struct {
	Problem i18n.Text `json:"problem"`       // what is wrong
	Hint    i18n.Text `json:"hint,omitzero"` // what to do; left out where nothing is known
}

// Program is which program it is.
type Program struct {
	Version  string `json:"version"`  // such as v1.2.3; (devel) where the build doesn't say
	Commit   string `json:"commit"`   // of its sources; empty where the build doesn't say
	Modified bool   `json:"modified"` // the sources had changes that are in no commit
	Time     string `json:"time"`     // of the commit, by RFC 3339; empty where the build doesn't say
	Go       string `json:"go"`       // the version of Go that it was built with
	Platform string `json:"platform"` // system and processor, such as linux/amd64
}

// Data is what the program knows by itself.
type Data struct {
	NewestRule    carriers.Day `json:"newest_rule"`     // the last day until today on which a carrier's rule began or ended
	SuffixList    string       `json:"suffix_list"`     // the day of the public suffix list; empty where that isn't known
	SuffixListAge int          `json:"suffix_list_age"` // how many days old the list is; 0 where its day isn't known, or is still to come
}

// Clock is what time it is.
type Clock struct {
	Time string       `json:"time"` // on this machine, by RFC 3339
	Zone string       `json:"zone"` // its time zone, as it calls it
	Day  carriers.Day `json:"day"`  // in Japan: the day whose rules decide
}

// Language is what language the output is in.
type Language struct {
	Code   string `json:"code"`   // en or ja
	Locale string `json:"locale"` // the variable of the environment that names a locale, as LANG=ja_JP.UTF-8; empty where none does
}

// Terminal is where the output goes to.
type Terminal struct {
	Terminal bool   `json:"terminal"` // it is one
	Type     string `json:"type"`     // by the variable TERM; empty where that isn't set
	Width    int    `json:"width"`    // how many columns texts have
	Color    bool   `json:"color"`    // texts are coloured
}

// Configuration is what was set beforehand.
type Configuration struct {
	UserFile  string    `json:"user_file"`  // with the user's own defaults; empty where there is none
	Defaults  []Default `json:"defaults"`   // of all options that can have one
	SiteFile  string    `json:"site_file"`  // with the mail flows of the site; empty where none was found
	SiteValid bool      `json:"site_valid"` // the site's file can be read, and nothing is wrong with it
	Flows     int       `json:"flows"`      // how many flows it has
	Ignores   int       `json:"ignores"`    // how many findings it leaves out
}

// Default is what an option is where it isn't given.
type Default struct {
	Key   string `json:"key"`   // the option
	Value string `json:"value"` // what it is, without what may be a secret; empty: the system decides
	From  string `json:"from"`  // the variable of the environment, or the file and the line; empty where it is the program's own
}

// listIsOld is the age from which on a public suffix list misses suffixes that matter.
const listIsOld = 365

// Check puts down what is wrong with the clock and the data, by the day of the commit
// that the program was built from: a clock behind it is wrong, and with it the day
// whose rules decide.
func (r *Report) Check(now time.Time) {
	built, err := time.Parse(time.RFC3339, r.Program.Time)
	list, noList := time.Parse(time.DateOnly, r.Data.SuffixList)
	for _, made := range []struct {
		what i18n.Text
		when time.Time
		ok   bool
	}{{theCommit, built, err == nil}, {theList, list, noList == nil}} {
		if made.ok && now.Add(aDay).Before(made.when) {
			r.Faults = append(r.Faults, Problem{clockBehind.Format(now.Format(time.DateOnly), made.what, made.when.Format(time.DateOnly)), setClock})
			return
		}
	}
	if noList == nil {
		r.Data.SuffixListAge = max(0, int(now.Sub(list)/aDay))
	}
	if r.Data.SuffixListAge > listIsOld {
		r.Notes = append(r.Notes, Problem{oldList.Format(r.Data.SuffixListAge), updateIt})
	}
}

const aDay = 24 * time.Hour

var (
	theCommit   = i18n.Text{EN: "the sources of this program", JA: "このプログラムのソース"}
	theList     = i18n.Text{EN: "its public suffix list", JA: "組み込みの public suffix list"}
	clockBehind = i18n.Text{
		EN: "the clock says %s, which is before %s (%s): verdicts would be by the rules of a wrong day",
		JA: "時計の日付（%s）が、%s（%s）より前になっています。誤った日付の規則で判定されます",
	}
	setClock = i18n.Text{EN: "set the clock of this machine", JA: "このマシンの時計を合わせてください"}
	oldList  = i18n.Text{
		EN: "the public suffix list is %d days old: a domain below a newer suffix would be taken for part of another organization",
		JA: "public suffix list が %d 日前のものです。新しいサフィックスの下のドメインの組織ドメインを誤るおそれがあります",
	}
	updateIt = i18n.Text{EN: "update spfcheck", JA: "spfcheck を更新してください"}
)
