package change_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
)

// state is files as they were or are.
type state struct{ fstest.MapFS }

func (s state) Within(folder string, use func(fs.FS) error) error {
	in, err := s.Sub(folder)
	if err != nil {
		return err
	}
	return use(in)
}

const apex = "$ORIGIN %[1]s.\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ TXT \"v=spf1 -all\"\n"

// TestBetween: what goes is what no file has any more.
func TestBetween(t *testing.T) {
	one, two := fmt.Sprintf(apex, "one.example"), fmt.Sprintf(apex, "two.example")
	below := fmt.Sprintf(apex, "below.one.example")
	bind := "-- named.conf --\nzone \"one.example\" { type primary; file \"1\"; };\n"
	list := "a.three.example. TXT \"v=spf1 -all\"\na.three.example. MX 10 mail.example.\n"
	for _, tt := range []struct {
		name, paths   string
		before, after string // archives
		want          string
	}{
		{"nothing", "zones", "-- zones/1 --\n" + one, "-- zones/1 --\n" + one, "zones one.example."},
		{"a zone goes", "zones", "-- zones/1 --\n" + one + "-- zones/2 --\n" + two, "-- zones/1 --\n" + one, "zones one.example. two.example.; gone two.example. zones/2"},
		{"its file alone is named", "zones/2", "-- zones/2 --\n" + two, "-- zones/1 --\n" + one, "zones two.example.; gone two.example. zones/2"},
		{"it is in another file", "zones", "-- zones/1 --\n" + one, "-- zones/deep/3 --\n" + one, "zones one.example."},
		{"all go, and the folder", "zones", "-- zones/1 --\n" + one, "-- README --\n", "zones one.example.; gone one.example. zones/1"},
		{"all go, and a file stays", "zones", "-- zones/1 --\n" + one, "-- zones/README --\n", "zones one.example.; gone one.example. zones/1"},
		{"the first comes", "zones", "-- zones/README --\n", "-- zones/1 --\n" + one, "zones one.example."},
		{"none was", "zones/*", "-- README --\n", "-- zones/1 --\n" + one, "zones one.example."},
		{"it is no zone any more", "zones/*", "-- zones/1 --\n" + one, "-- zones/1 --\none.example. TXT \"v=spf1 -all\"\n", "zones one.example.; gone one.example. zones/1"},
		{"the zone above has it", "zones", "-- zones/1 --\n" + one + "-- zones/b --\n" + below, "-- zones/1 --\n" + one + "www.below A 192.0.2.1\n", "zones one.example."},
		{"and delegates it", "zones", "-- zones/1 --\n" + one + "-- zones/b --\n" + below, "-- zones/1 --\n" + one + "below NS ns.example.\n", "zones one.example. below.one.example.; gone below.one.example. zones/b"},
		{"a list goes", "lists/*", "-- lists/3 --\n" + list + "-- lists/4 --\nb.example. TXT x\n", "-- lists/4 --\nb.example. TXT x\n", "; deleted a.three.example. TXT, a.three.example. MX"},
		{"a list is in another file", "lists/*", "-- lists/3 --\n" + list, "-- lists/5 --\n" + list, ""},
		{"a list of a folder goes", "zones", "-- zones/1 --\n" + one + "-- zones/www.zone --\n$ORIGIN three.example.\nwww TXT x\n", "-- zones/1 --\n" + one, "zones one.example.; deleted www.three.example. TXT"},
		{"another server has it", "named.conf", bind + "-- 1 --\n" + one, "-- named.conf --\nzone \"one.example\" { type secondary; primaries { 192.0.2.1; }; file \"1\"; };\n", "; unknown one.example."},
		{
			"no server has it", "dns", strings.ReplaceAll(bind, "-- ", "-- dns/") + "-- dns/1 --\n" + one, "-- dns/named.conf --\n// zone\n-- dns/1 --\n" + one,
			"zones one.example.; unknown one.example.",
		},
		{
			"no NSD has it", "dns", "-- dns/nsd.conf --\nzone:\n\tname: one.example\n\tzonefile: 1\n-- dns/1 --\n" + one, "-- dns/nsd.conf --\nserver:\n-- dns/1 --\n" + one,
			"zones one.example.; unknown one.example.",
		},
		{"a server has a file of it", "dns", "-- README --\n", strings.ReplaceAll(bind, "-- ", "-- dns/") + "-- dns/1 --\n" + one + "-- dns/1.old --\n" + one, "zones one.example."},
		{"neither has it", "zones", "-- README --\n", "-- README --\n", `reading the change "zones": file does not exist, neither before nor after`},
		{"neither has a zone", "zones", "-- zones/README --\n", "-- zones/README --\n", "reading the change: no file is recognised as a zone, neither before nor after"},
		{"before can't be read", "zones/1", "-- zones/1 --\n" + one + "x TXT ( \n", "-- zones/1 --\n" + one, `before the change: reading the change "zones/1": zones/1:4: a quote or a parenthesis that begins here isn't closed`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := func(archive string) change.Files {
				s := state{fstest.MapFS{}}
				for _, f := range txtar.Parse([]byte(archive)).Files {
					s.MapFS[f.Name] = &fstest.MapFile{Data: f.Data}
				}
				return s
			}
			sets := []change.Set{{Paths: strings.Fields(tt.paths)}}
			_, c, err := change.Between(sets, files(tt.before), files(tt.after))
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				got = lost(c)
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// lost says which zones a change has, and what goes.
func lost(c *change.Change) string {
	var b strings.Builder
	if len(c.Zones) > 0 {
		fmt.Fprintf(&b, "zones %s", strings.Join(c.Zones, " "))
	}
	for _, gone := range c.Gone {
		fmt.Fprintf(&b, "; gone %s %s", gone.Zone, gone.Place)
	}
	var deleted []string
	for _, rec := range c.Records {
		if rec.Deleted {
			deleted = append(deleted, rec.Name+" "+rec.Type)
		}
	}
	if len(deleted) > 0 {
		fmt.Fprintf(&b, "; deleted %s", strings.Join(deleted, ", "))
	}
	for _, u := range c.Unknown {
		fmt.Fprintf(&b, "; unknown %s", u.Zone)
	}
	return b.String()
}

// TestFind looks for files with zones.
func TestFind(t *testing.T) {
	zone := fmt.Sprintf(apex, "one.example")
	for _, tt := range []struct{ name, files, want string }{
		{"none", "README", ""},
		{"folder", "dns/a dns/deep/b dns/README", "dns"},
		{"folders", "x/a/one x/b/two", "x/a x/b"},
		{"here", "db.one.example db.two.example one.zone x.zone plain", "db.* *.zone plain"},
		{"what is aside", "testdata/a vendor/x/b node_modules/c .hidden/d", ""},
		{"what a program has in it", "program.go", ""},
		{"what begins with something else than the SOA", "include.zone a/wks a/cut", "*.zone a"},
		{"BIND here", "named.conf one.zone sub/two", "named.conf sub"},
		{"BIND in a folder", "etc/named.conf etc/one.zone", "etc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, name := range strings.Fields(tt.files) {
				text := zone
				switch filepath.Base(name) {
				case "README":
					text = "nothing"
				case "program.go":
					text = "package p\n\nconst zone = `\n" + zone + "`\n"
				case "include.zone":
					text = "$INCLUDE head\n" + zone
				case "wks":
					text = "@ WKS 192.0.2.1 TCP smtp\n" + zone
				case "cut":
					text = zone + "@ TXT (\n"
				case "named.conf":
					text = "zone \"one.example\" { type master; file \"one.zone\"; };\n"
				}
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			found, err := change.Find()
			if got := strings.Join(found, " "); err != nil || got != tt.want {
				t.Errorf("%q, %v; want %q", got, err, tt.want)
			}
		})
	}
}
