package gate_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var inputs = flag.String("inputs", "", "folder to write what the real tools read for TestFormats")

// shop is the zone of testdata/formats.
const shop = "shop.example.jp."

var formatsDir = filepath.Join("..", "..", "..", "testdata", "formats")

// TestFormats judges the changes of testdata/formats/changes.txtar in each form that
// a zone is kept in: the verdict is the same in all. Those of dnscontrol and terraform
// were written by the tools themselves (.ci/real-formats).
func TestFormats(t *testing.T) {
	path := filepath.Join(formatsDir, "changes.txtar")
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{sections: map[string]string{}}
	for _, f := range archive.Files {
		s.sections[f.Name] = string(f.Data)
	}
	s.base = s.sections["base.zone"]
	var want strings.Builder
	verdicts := map[string]string{}
	for _, f := range archive.Files {
		if strings.Contains(f.Name, ".") || f.Name == "want" {
			continue
		}
		s.names = append(s.names, f.Name)
		verdicts[f.Name] = s.judge(t, "zone", f.Name)
		fmt.Fprintf(&want, "%s: %s\n", f.Name, verdicts[f.Name])
	}
	if *inputs != "" {
		s.write(t, *inputs)
		return
	}
	if *update {
		archive.Files[len(archive.Files)-1].Data = []byte(want.String())
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := gocmp.Diff(s.sections["want"], want.String()); diff != "" {
		t.Errorf("zone files (-want +got)\n%s", diff)
	}
	if len(s.names) < 25 {
		t.Errorf("%d changes are too few", len(s.names))
	}
	for _, w := range writers {
		t.Run(w.name, func(t *testing.T) {
			for _, name := range s.names {
				if verdict := s.judge(t, w.name, name); verdict != verdicts[name] {
					t.Errorf("%s: %s\nof the zone file: %s", name, verdict, verdicts[name])
				}
			}
		})
	}
}

// scene is a zone with flows, and its changes.
type scene struct {
	sections map[string]string
	base     string
	names    []string
}

// after gives the zone file after a change.
func (s *scene) after(t *testing.T, name string) string {
	lines := strings.Split(strings.TrimSpace(s.base), "\n")
	for line := range strings.Lines(s.sections[name]) {
		line = strings.TrimSpace(line)
		text := line[1:]
		if line[0] == '+' {
			lines = append(lines, text)
			continue
		}
		i := slices.Index(lines, text)
		if i < 0 {
			t.Fatalf("%s: the zone has no line %s", name, text)
		}
		lines = slices.Delete(lines, i, i+1)
	}
	return strings.Join(lines, "\n") + "\n"
}

// judge says in a line what the gate makes of a change in a format.
func (s *scene) judge(t *testing.T, format, name string) string {
	t.Helper()
	base, proposed := s.files(t, format, name)
	cfg, err := config.Read(strings.NewReader(s.sections["spfcheck.yaml"]), config.Name, today)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate.Gate{On: today, Flows: cfg.Flows, Profiles: cfg.Profiles}
	if g.Change, err = change.Read(change.Set{Paths: []string{proposed}}); err != nil {
		t.Fatal(err)
	}
	live := []resolve.Zone{dnstest.Zone(t, s.sections["world.zone"])}
	if base == "" { // a change of what DNS has
		live = append(live, dnstest.Zone(t, "$ORIGIN "+shop+"\n"+s.base))
	} else if g.Base, err = change.Read(change.Set{Paths: []string{base}}); err != nil {
		t.Fatal(err)
	}
	g.Before, g.After = gate.Apply(resolve.Offline(live...), g.Base, g.Change)
	rep, err := g.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	told := []string{string(rep.Result)}
	for _, f := range rep.Flows {
		told = append(told, fmt.Sprintf("%s %s", f.Name, f.Turn))
	}
	var codes []string
	for _, p := range rep.Problems {
		// SPF021 speaks of the seam between strings, which not every format has.
		if p.Fails && p.Code != "SPF021" && !slices.Contains(codes, p.Code) {
			codes = append(codes, p.Code)
		}
	}
	slices.Sort(codes)
	return strings.Join(append(told, codes...), ", ")
}

// files gives the state before and the change as a format has them, in files; no
// base where the format tells changes.
func (s *scene) files(t *testing.T, format, name string) (base, proposed string) {
	for _, w := range writers {
		if w.name != format {
			continue
		}
		if w.write == nil { // a tool has written them
			kept, err := filepath.Abs(filepath.Join(formatsDir, w.name))
			if err != nil {
				t.Fatal(err)
			}
			if w.tells {
				return "", filepath.Join(kept, name+".json")
			}
			return filepath.Join(kept, "base.json"), filepath.Join(kept, name+".json")
		}
		before, after := setsOf(t, s.base), setsOf(t, s.after(t, name))
		dir := t.TempDir()
		put := func(folder, text string) string {
			path := filepath.Join(dir, folder, w.file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		if w.tells {
			return "", put("change", w.write(before, after))
		}
		return put("base", w.write(nil, before)), put("change", w.write(nil, after))
	}
	dir := t.TempDir()
	var paths []string
	for i, text := range []string{s.base, s.after(t, name)} {
		path := filepath.Join(dir, fmt.Sprint(i), "db."+strings.TrimSuffix(shop, "."))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths[0], paths[1]
}

// rrset is an RRset of the zone.
type rrset struct {
	name, kind string
	data       []string // as a zone file has them
	texts      []string // those of a TXT, joined
}

func setsOf(t *testing.T, text string) []rrset {
	t.Helper()
	z, err := zone.Read(zone.File{Name: "x", Text: text, Origin: shop})
	if err != nil {
		t.Fatal(err)
	}
	var sets []rrset
	for _, rec := range z.Records {
		i := slices.IndexFunc(sets, func(s rrset) bool { return s.name == rec.Name && s.kind == rec.Type })
		if i < 0 {
			i = len(sets)
			sets = append(sets, rrset{name: rec.Name, kind: rec.Type})
		}
		sets[i].data = append(sets[i].data, rec.Data)
		sets[i].texts = append(sets[i].texts, rec.Text())
	}
	return sets
}
