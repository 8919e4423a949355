package config

import (
	"cmp"
	"errors"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/git"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// maxBytes is how large the file may be.
const maxBytes = 1 << 20

// version is the version of the form of the file.
const version = 1

// Read reads spfcheck.yaml; name is what errors call it, and today the day by
// which an ignore may have ended. All that is wrong with it is in a
// [input.Errors], in its order; any other error is that of reading.
func Read(r io.Reader, name string, today carriers.Day) (*Config, error) {
	d := &decoder{name: name}
	var f file
	if err := d.read(r, Name, reflect.ValueOf(&f).Elem()); err != nil {
		return nil, err
	}
	var c *Config
	if len(d.errors) == 0 { // what isn't there can't be looked at
		c = d.config(f, today)
	}
	if len(d.errors) > 0 {
		slices.SortStableFunc(d.errors, func(a, b *input.Error) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return nil, &input.Errors{Problems: d.errors}
	}
	return c, nil
}

// read fills a struct from YAML, which errors call by this name. What is wrong with the
// keys and values is left in d.
func (d *decoder) read(r io.Reader, called string, into reflect.Value) error {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return err
	}
	if len(data) > maxBytes {
		d.wrong(doc.Position{Line: 1, Column: 1}, tooLarge.Format(maxBytes>>20), i18n.Text{})
		return &input.Errors{Problems: d.errors}
	}
	top, err := doc.ParseYAML(data)
	if e, ok := errors.AsType[doc.Error](err); ok {
		d.wrong(e.Position, notYAML.Format(e.Err.Error()), i18n.Text{})
		return &input.Errors{Problems: d.errors}
	}
	d.value(called, top, into)
	return nil
}

// config makes of the words what they stand for.
func (d *decoder) config(f file, today carriers.Day) *Config {
	c := &Config{}
	if f.Version.value != version {
		d.wrong(f.Version.Position, noVersion.Format(f.Version.value), writeVersion.Format(version))
	}
	for _, t := range f.Carriers {
		p := carriers.ByID(strings.ToLower(t.value))
		switch {
		case p == nil:
			d.wrong(t.Position, noCarrier.Format(t.value), oneOf(t.value, carriers.IDs()))
		case slices.Contains(c.Profiles, p):
			d.wrong(t.Position, twice.Format(t.value), i18n.Text{})
		default:
			c.Profiles = append(c.Profiles, p)
		}
	}
	called := map[string]bool{}
	for _, flow := range f.Flows {
		if called[flow.Name.value] {
			d.wrong(flow.Name.Position, twice.Format(flow.Name.value), otherName)
		}
		called[flow.Name.value] = true
		made := d.flow(flow, c.Profiles)
		c.Flows = append(c.Flows, made)
		c.Notes = append(c.Notes, notesOn(made)...)
	}
	c.Change, c.Base = d.paths(f.Change...), d.paths(f.Base...)
	for _, file := range d.paths(f.Lock) {
		c.Lock = file
	}
	for _, z := range f.Zones {
		c.Zones = append(c.Zones, change.Set{
			Paths:   d.paths(z.Files),
			Options: change.Options{Format: choose(d, z.Format, change.FormatNames()), Origin: z.Origin.value, View: z.View.value},
		})
	}
	c.Undetermined = choose(d, f.Undetermined, []gate.Result{gate.Pass, gate.Fail})
	c.FailOn = choose(d, f.FailOn, rules.Severities)
	for _, ignore := range f.Ignore {
		c.Ignores = append(c.Ignores, d.ignore(ignore, today))
	}
	return c
}

// paths are those of files, which are from the folder of this file, or a revision.
func (d *decoder) paths(files ...text) []string {
	var paths []string
	for _, f := range files {
		path := filepath.FromSlash(f.value)
		switch {
		case path == "":
			continue // it isn't there
		case strings.HasPrefix(f.value, git.Prefix):
			path = f.value
		case !filepath.IsAbs(path):
			path = filepath.Join(filepath.Dir(d.name), path)
		}
		paths = append(paths, path)
	}
	return paths
}

// choose reads one of a few words.
func choose[T ~string](d *decoder, t text, among []T) T {
	if t.value == "" || slices.Contains(among, T(t.value)) {
		return T(t.value)
	}
	var list []string
	for _, word := range among {
		list = append(list, string(word))
	}
	d.wrong(t.Position, noChoice.Format(t.value), oneOf(t.value, list))
	return ""
}

// ignore reads a finding to leave out. After its last day it is a mistake: what
// was to be fixed by then is looked at again.
func (d *decoder) ignore(i ignore, today carriers.Day) gate.Ignore {
	if rules.ByID(i.Code.value) == nil {
		d.bad(i.Code.Position, &input.Error{Problem: noCode.Format(i.Code.value), Hint: spelling.DidYouMean(i.Code.value, rules.IDs(), i18n.Text{}), See: input.AllRules})
	}
	domain, err := identity.ParseDomain(i.Domain.value)
	if err != nil {
		d.bad(i.Domain.Position, err)
	}
	if i.Until.value != "" {
		until, err := carriers.ParseDay(i.Until.value)
		switch {
		case err != nil:
			d.wrong(i.Until.Position, noDay.Format(i.Until.value), writeDay)
		case until < today:
			d.wrong(i.Until.Position, expired.Format(i.Code.value, i.Domain.value, i.Until.value), fixOrExtend)
		}
	}
	return gate.Ignore{Code: i.Code.value, Domain: domain, Reason: i.Reason.value}
}

// bad notes what another package found wrong with a value; nil is nothing.
func (d *decoder) bad(at doc.Position, err error) {
	if err == nil {
		return
	}
	if several, ok := errors.AsType[*input.Errors](err); ok {
		for _, e := range several.Problems {
			d.bad(at, e)
		}
		return
	}
	if e, ok := errors.AsType[*input.Error](err); ok {
		here := *e
		here.File, here.Line, here.Column, here.Input = d.name, at.Line, at.Column, ""
		d.errors = append(d.errors, &here)
		return
	}
	d.wrong(at, i18n.Text{EN: "%s", JA: "%s"}.Format(err), i18n.Text{})
}

var (
	tooLarge     = i18n.Text{EN: "the file has more than %d MiB", JA: "ファイルが %d MiB を超えています"}
	notYAML      = i18n.Text{EN: "%s", JA: "YAML として読めません: %s"}
	noVersion    = i18n.Text{EN: "no version %d of this file is known", JA: "バージョン %d の設定ファイルには対応していません"}
	writeVersion = i18n.Text{EN: "write version: %d", JA: "version: %d と書いてください"}
	noCarrier    = i18n.Text{EN: "no carrier %.60q", JA: "事業者 %.60q はありません"}
	twice        = i18n.Text{EN: "duplicate entry %.60q", JA: "%.60q が 2 回書かれています"}
	otherName    = i18n.Text{EN: "give each flow a name of its own", JA: "フローごとに別の名前をつけてください"}
	noChoice     = i18n.Text{EN: "invalid value %.60q", JA: "値 %.60q は使えません"}
	noCode       = i18n.Text{EN: "no code %.60q", JA: "コード %.60q はありません"}
	noDay        = i18n.Text{EN: "%.60q is not a valid date", JA: "%.60q は暦の日付ではありません"}
	writeDay     = i18n.Text{EN: "write it as 2027-03-31", JA: "2027-03-31 のように書いてください"}
	expired      = i18n.Text{EN: "the ignore of %s for %s ended on %s", JA: "%[2]s の %[1]s を除く期限（%[3]s）が過ぎました"}
	fixOrExtend  = i18n.Text{
		EN: "fix what it is about and delete the entry, or write a later day",
		JA: "問題を解消してこの項目を削除するか、期限を延ばしてください",
	}
)
