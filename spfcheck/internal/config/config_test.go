package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// TestCases runs testdata/config: an archive a case, with the file and what
// comes of it.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "config", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) != 2 || archive.Files[0].Name != Name || archive.Files[1].Name != "want" {
				t.Fatalf("it needs the files %s and want", Name)
			}
			written, want := archive.Files[0].Data, &archive.Files[1]
			c, err := Read(strings.NewReader(string(written)), Name, "2026-11-21")
			agrees(t, written, err == nil)
			got := tell(t, c, err)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// tell tells what a file says, or what is wrong with it.
func tell(t *testing.T, c *Config, err error) string {
	var b strings.Builder
	if err != nil {
		all, ok := errors.AsType[*input.Errors](err)
		if !ok {
			t.Fatal(err)
		}
		for _, e := range all.Problems {
			if !e.Problem.Complete() {
				t.Errorf("%v: a language is missing", e)
			}
			problem, hint := e.In(nil)
			fmt.Fprintf(&b, "%s\n", problem.EN)
			if hint.EN != "" {
				fmt.Fprintf(&b, "  hint: %s\n", hint.EN)
			}
		}
		return b.String()
	}
	for _, p := range c.Profiles {
		fmt.Fprintf(&b, "carrier %s\n", p.ID)
	}
	for _, f := range c.Flows {
		r := f.Request
		fmt.Fprintf(&b, "flow %s: from %s", f.Name, r.From)
		if r.MailFrom != nil {
			fmt.Fprintf(&b, ", mail-from %q", *r.MailFrom)
		}
		if r.Via != nil {
			fmt.Fprintf(&b, ", via %s", r.Via)
		}
		fmt.Fprintf(&b, ", helo %q, addresses %v, ranges %v, dkim-domain %v, selectors %v, settings %v\n", r.Helo, r.Clients, r.Ranges, r.Signers, f.Selectors, f.Settings)
	}
	for _, z := range c.Zones {
		fmt.Fprintf(&b, "zones %q, format %q, origin %q, view %q\n", z.Paths, z.Format, z.Origin, z.View)
	}
	fmt.Fprintf(&b, "change %q, base %q, lock %q, undetermined %q, fail-on %q\n", c.Change, c.Base, c.Lock, c.Undetermined, c.FailOn)
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "note: %s\n", n.EN)
	}
	for _, i := range c.Ignores {
		fmt.Fprintf(&b, "ignore %s %s: %s\n", i.Code, i.Domain, i.Reason)
	}
	return b.String()
}

func TestReadIsBounded(t *testing.T) {
	big := "version: 1 #" + strings.Repeat("x", maxBytes)
	if _, err := Read(strings.NewReader(big), Name, ""); err == nil || !strings.Contains(err.Error(), "1 MiB") {
		t.Error(err)
	}
}

func TestFind(t *testing.T) {
	top := t.TempDir()
	below := filepath.Join(top, "zones", "jp")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(top, Name)
	if err := os.WriteFile(want, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := Find(below); got != want || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	nearer := filepath.Join(below, Name)
	if err := os.Mkdir(nearer, 0o755); err != nil { // a folder is no file
		t.Fatal(err)
	}
	if got, err := Find(below); got != want || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if err := os.Remove(want); err != nil {
		t.Fatal(err)
	}
	if got, err := Find(below); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWriteIsRead(t *testing.T) {
	for _, s := range []Start{
		{Name: "signup", From: "noreply@shop.example.jp", Via: "ses"},
		{
			Name: "請求: 毎月", From: "shop.example.jp", MailFrom: "<>", IP: []string{"203.0.113.0/28", "2001:db8::1"},
			DKIMDomain: []string{"shop.example.jp"}, Settings: []string{"au:high"},
		},
		{Name: "1", From: `"a # b"@example.jp`, Via: "sakura:www1234"},
	} {
		var b strings.Builder
		if err := Write(&b, s); err != nil {
			t.Fatal(err)
		}
		c, err := Read(strings.NewReader(b.String()), Name, "")
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		f := c.Flows[0]
		if f.Name != s.Name || f.Request.From != s.From || len(f.Settings) != len(s.Settings) ||
			len(f.Request.Clients)+len(f.Request.Ranges) != len(s.IP) || (f.Request.Via != nil) != (s.Via != "") ||
			(f.Request.MailFrom != nil) != (s.MailFrom != "") || len(f.Request.Signers) != len(s.DKIMDomain) {
			t.Errorf("%+v became %+v:\n%s", s, f, b.String())
		}
	}
}
