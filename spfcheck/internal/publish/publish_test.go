package publish_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// long is a record that has to be cut.
var long = "v=spf1 include:%{i}._spf.example.net " + strings.Repeat("ip4:203.0.113.0/28 ", 14) + "~all"

// sample has a set of each sort: changed, new, unchanged in part, gone, and of
// another zone.
var sample = []publish.Set{
	{
		Name: "example.jp", Type: "TXT",
		Values: []string{"google-site-verification=abc", long},
		Was:    []string{"v=spf1 -all", "google-site-verification=abc"},
		Note:   i18n.Text{EN: "once the service signs", JA: "サービスが署名するようになってから"},
	},
	{Name: "_dmarc.example.jp.", Type: "TXT", Values: []string{"v=DMARC1; p=none"}, TTL: 3600},
	{Name: "Example.jp", Type: "MX", Values: []string{"10 MX.example.jp."}},
	{Name: "news.example.jp", Type: "CNAME", Values: []string{"mail.example.net."}, Was: []string{"old.example.net."}},
	{Name: "two.example.jp", Type: "TXT", Values: []string{"v=spf1 a mx -all"}, Was: []string{"v=spf1 a -all", "v=spf1 mx -all"}},
	{Name: "*.3com.jp", Type: "TXT", Was: []string{"v=spf1 +all"}},
}

var notes = []i18n.Text{{EN: "this much may be published now", JA: "今すぐ公開できるのはここまで"}}

func find(name string) publish.Format {
	return publish.Formats[slices.IndexFunc(publish.Formats, func(f publish.Format) bool { return f.Name == name })]
}

// each runs a test for each format, and for each provider that it differs for.
func each(t *testing.T, test func(t *testing.T, f publish.Format, o publish.Options)) {
	for _, f := range publish.Formats {
		providers := f.Providers
		if providers == nil {
			providers = []string{""}
		}
		for _, p := range providers {
			t.Run(strings.TrimSuffix(f.Name+"-"+p, "-"), func(t *testing.T) { test(t, f, publish.Options{Provider: p}) })
		}
	}
}

func TestGoldens(t *testing.T) {
	each(t, func(t *testing.T, f publish.Format, o publish.Options) {
		for _, l := range i18n.Languages {
			o.Language, o.Notes = l, notes
			var b strings.Builder
			if err := f.Write(&b, sample, o); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("..", "..", "..", "testdata", "publish", strings.TrimSuffix(f.Name+"-"+o.Provider, "-")+"."+l.Code)
			if *update {
				if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if diff := cmp.Diff(string(want), b.String()); diff != "" || err != nil {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
			if formatted := string(hclwrite.Format([]byte(b.String()))); f.Name == "terraform" && formatted != b.String() {
				t.Errorf("terraform fmt would change it:\n%s", cmp.Diff(b.String(), formatted))
			}
		}
		if !f.Help.Complete() {
			t.Error("no help in a language")
		}
	})
}

// TestErrors wants nothing to be written that a tool would read as something else.
func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		set  publish.Set
		o    publish.Options
		want string
	}{
		"provider":     {publish.Set{}, publish.Options{Provider: "acme"}, `no provider "acme"`},
		"name":         {publish.Set{Name: "a b.example.jp", Type: "TXT", Values: []string{"x"}}, publish.Options{}, "letters, digits"},
		"quoted name":  {publish.Set{Name: `x"${y}.example.jp`, Type: "TXT", Values: []string{"x"}}, publish.Options{}, "letters, digits"},
		"empty label":  {publish.Set{Name: "a..example.jp", Type: "TXT", Values: []string{"x"}}, publish.Options{}, "letters, digits"},
		"type":         {publish.Set{Name: "example.jp", Type: "NS", Values: []string{"ns.example.jp."}}, publish.Options{}, "this type"},
		"empty":        {publish.Set{Name: "example.jp", Type: "TXT"}, publish.Options{}, "empty"},
		"data":         {publish.Set{Name: "example.jp", Type: "A", Values: []string{"2001:db8::1"}}, publish.Options{}, "can't be read"},
		"more data":    {publish.Set{Name: "example.jp", Type: "MX", Values: []string{"10 a.example.\nb A 192.0.2.1"}}, publish.Options{}, "can't be read"},
		"long text":    {publish.Set{Name: "example.jp", Type: "TXT", Values: []string{strings.Repeat("x", 70_000)}}, publish.Options{}, "more than"},
		"suffix":       {publish.Set{Name: "co.jp", Type: "TXT", Values: []string{"x"}}, publish.Options{}, "can't be determined"},
		"outside":      {publish.Set{Name: "example.jp", Type: "TXT", Values: []string{"x"}}, publish.Options{Zone: "example.com"}, "isn't in the zone example.com"},
		"no such zone": {publish.Set{Name: "example.jp", Type: "TXT", Values: []string{"x"}}, publish.Options{Zone: "a..b"}, "isn't in the zone a..b"},
	} {
		t.Run(name, func(t *testing.T) {
			f := find("terraform")
			var b strings.Builder
			err := f.Write(&b, []publish.Set{sample[0], c.set}, c.o)
			if err == nil || !strings.Contains(err.Error(), c.want) || b.Len() > 0 {
				t.Errorf("error %v, want %q; written: %q", err, c.want, b.String())
			}
		})
	}
	t.Run("twice", func(t *testing.T) {
		err := publish.Formats[0].Write(&strings.Builder{}, []publish.Set{sample[0], sample[0]}, publish.Options{})
		if err == nil || !strings.Contains(err.Error(), "duplicate") {
			t.Error(err)
		}
	})
	for format, texts := range map[string][]string{
		"octodns":    {"caf\u00e9", `a\b`, `"quoted"`, "a\nb", ""},
		"dnscontrol": {"a\nb", "\xff", "a\u2028b", "a\u202eb"},
	} {
		for _, text := range texts {
			f := find(format)
			set := publish.Set{Name: "example.jp", Type: "TXT", Values: []string{text}}
			if err := f.Write(&strings.Builder{}, []publish.Set{set}, publish.Options{}); err == nil {
				t.Errorf("%s wrote %q", format, text)
			}
		}
	}
}

// TestZone wants the zone that was given to be the one that names are relative to.
func TestZone(t *testing.T) {
	f := find("dnscontrol")
	var b strings.Builder
	set := publish.Set{Name: "_dmarc.mail.example.jp", Type: "TXT", Values: []string{"v=DMARC1; p=none"}}
	err := f.Write(&b, []publish.Set{set}, publish.Options{Zone: "mail.example.jp."})
	const want = "D_EXTEND(\"mail.example.jp\",\n  TXT(\"_dmarc\", \"v=DMARC1; p=none\"),\nEND);\n"
	if b.String() != want || err != nil {
		t.Errorf("%v, %q, want %q", err, b.String(), want)
	}
}
