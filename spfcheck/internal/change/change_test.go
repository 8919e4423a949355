package change_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

var update = flag.Bool("update", false, "rewrite the section want of the cases")

// TestCases runs testdata/change: an archive a case. Its first line says what is
// read, the files are around it; "ask" has the questions, "published" the DNS below,
// and "want" what comes out.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "change", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	formats := map[string]bool{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		format, _, _ := strings.Cut(name, "_")
		formats[format] = true
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			abs, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			runCase(t, abs, archive)
		})
	}
	for _, f := range change.Formats {
		if !formats[f.Name] || !f.Title.Complete() {
			t.Errorf("the format %s has no case or no title", f.Name)
		}
	}
}

func runCase(t *testing.T, file string, archive *txtar.Archive) {
	t.Chdir(t.TempDir())
	var want *txtar.File
	sections := map[string]string{}
	for i, f := range archive.Files {
		sections[f.Name] = string(f.Data)
		if f.Name == "want" {
			want = &archive.Files[i]
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	first, _, _ := strings.Cut(string(archive.Comment), "\n")
	got := tell(t, strings.Fields(first), sections["published"], sections["ask"])
	if *update && want != nil {
		want.Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(sections["want"], got); diff != "" && !*update {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// tell reads files and tells what they change, a line each.
func tell(t *testing.T, files []string, published, questions string) string {
	c, err := change.Read(change.Set{Paths: files})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	for _, zone := range c.Zones {
		fmt.Fprintf(&b, "zone %s\n", zone)
	}
	for _, r := range c.Records {
		act := "="
		switch {
		case r.Deleted:
			act = "-"
		case r.Beside:
			act = "+"
		}
		if r.Flatten != "" {
			act = "~"
		}
		line := fmt.Sprintf("%s: %s %s %s %s", r.Place, act, r.Name, r.Type, r.Data+r.Flatten)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	for _, u := range c.Unknown {
		name := u.Name
		if name == "" {
			name = fmt.Sprintf("[%s…%s]", u.Labels, u.Zone)
		}
		fmt.Fprintf(&b, "%s: ? %s %s %s\n", u.Place, name, u.Type, u.Reason.EN)
	}
	for _, s := range c.Skipped {
		fmt.Fprintf(&b, "%s: skipped\n", s)
	}
	for _, o := range c.Outside {
		fmt.Fprintf(&b, "%s: outside\n", o)
	}
	for _, o := range c.Unused {
		fmt.Fprintf(&b, "%s: unused\n", o)
	}
	if c.Prior != nil {
		fmt.Fprintf(&b, "before: %d records, %d unknown\n", len(c.Prior.Records), len(c.Prior.Unknown))
	}
	for line := range strings.Lines(questions) {
		line = strings.TrimSpace(line)
		fmt.Fprintf(&b, "%s => %s\n", line, answer(t, c, published, line))
	}
	return b.String()
}

// answer asks for "NAME TYPE" after the change.
func answer(t *testing.T, c *change.Change, published, question string) string {
	zone := dnstest.Zone(t, published)
	lookup := resolve.Lookup{Exchanger: resolve.Chain(resolve.Offline(zone), c.Layer())}
	name, qtype, _ := strings.Cut(question, " ")
	entry, err := lookup.LookupMX(t.Context(), name)
	if qtype == "MX" {
		var hosts []string
		for _, mx := range entry {
			hosts = append(hosts, mx.Host)
		}
		return told(hosts, err)
	}
	if qtype == "A" {
		var list []string
		addrs, err := lookup.Addrs(t.Context(), name, 1)
		for _, a := range addrs {
			list = append(list, a.String())
		}
		return told(list, err)
	}
	if qtype == "NS" {
		return told(lookup.LookupNS(t.Context(), name))
	}
	return told(lookup.LookupTXT(t.Context(), name))
}

func told(list []string, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, " | ")
}

func TestReadRefuses(t *testing.T) {
	dir := t.TempDir()
	big := filepath.Join(dir, "big.zone")
	if err := os.WriteFile(big, make([]byte, 10<<20+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ path, format, want string }{
		{filepath.Join(dir, "none"), "", "no such file"},
		{big, "", "more than 10 MiB"},
		{dir, "", "more than 10 MiB"},
		{t.TempDir(), "", "no file that is recognised"},
		{filepath.Join(dir, "*.none"), "", "no file has such a name"},
		{big, "csv", "there is no format"},
	} {
		if _, err := change.Read(change.Set{Paths: []string{tt.path}, Options: change.Options{Format: tt.format}}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.path, err, tt.want)
		}
	}
}

func TestReadStdin(t *testing.T) {
	c, err := change.Read(change.Set{Paths: []string{change.Stdin}, Options: change.Options{Stdin: strings.NewReader("a.example. TXT \"v=spf1 -all\"\n")}})
	if err != nil || len(c.Records) != 1 || c.Records[0].String() != "-:1" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestIncludeFollowsNoLinkOut(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	secret := filepath.Join(outside, "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "link")); err != nil {
		t.Skip("no links here:", err)
	}
	zone := filepath.Join(dir, "a.zone")
	if err := os.WriteFile(zone, []byte("$INCLUDE link\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := change.Read(change.Set{Paths: []string{zone}}); err == nil || strings.Contains(err.Error(), "secret\"") {
		t.Errorf("a link out of the folder: %v", err)
	}
}
