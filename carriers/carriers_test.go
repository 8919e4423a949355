package carriers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

func TestProfilesAreValid(t *testing.T) {
	for _, p := range carriers.All {
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
}

func ruleIDs(p *carriers.Profile) []string {
	var ids []string
	for _, f := range p.Filters {
		for _, s := range f.Settings {
			for _, r := range s.Rules {
				ids = append(ids, r.ID)
			}
		}
	}
	return ids
}

func TestForRecipient(t *testing.T) {
	// The domains of the tables, and some that only look like them.
	tests := map[string]string{
		"docomo.ne.jp": "docomo", "au.com": "au", "ezweb.ne.jp": "au", "t.ezweb.ne.jp": "au",
		"a2.ezweb.ne.jp": "au", "augps.ezweb.ne.jp": "au", "biz.au.com": "au", "x.biz.ezweb.ne.jp": "au",
		"sky.tkk.ne.jp": "au", "sky.tu-ka.ne.jp": "au", "cmail.ido.ne.jp": "au",
		"uqmobile.jp": "uq", "softbank.ne.jp": "softbank", "i.softbank.jp": "softbank",
		"d.vodafone.ne.jp": "softbank", "jp-k.ne.jp": "softbank", "disney.ne.jp": "softbank",
		"ymobile.ne.jp": "ymobile", "di.pdx.ne.jp": "ymobile", "pdx.ne.jp": "ymobile", "willcom.com": "ymobile",
		"rakumail.jp":      "rakuten",
		"x.vodafone.ne.jp": "", "dd.vodafone.ne.jp": "", "notdocomo.ne.jp": "", "docomo.ne.jp.example": "",
		"yahoo.ne.jp": "yahoo", "yahoo.co.jp": "yahoo", "gmail.com": "gmail",
		"mopera.net": "", "yahoo.com": "", "": "",
	}
	for domain, want := range tests {
		got := ""
		if p := carriers.ForRecipient(domain); p != nil {
			got = p.ID
		}
		if got != want {
			t.Errorf("ForRecipient(%q) = %q, want %q", domain, got, want)
		}
	}
}

func TestMobileCarrier(t *testing.T) {
	for domain, want := range map[string]bool{"docomo.ne.jp": true, "uqmobile.jp": true, "gmail.com": false, "yahoo.ne.jp": false, "example.jp": false} {
		if got := carriers.MobileCarrier(domain) != nil; got != want {
			t.Errorf("MobileCarrier(%q): %v, want %v", domain, got, want)
		}
	}
}

func TestWorst(t *testing.T) {
	tests := []struct {
		in   []carriers.Outcome
		want carriers.Outcome
	}{
		{nil, carriers.Deliver},
		{[]carriers.Outcome{carriers.Deliver, carriers.Warn}, carriers.Warn},
		{[]carriers.Outcome{carriers.Unknown, carriers.Warn}, carriers.Unknown},
		{[]carriers.Outcome{carriers.Unknown, carriers.Junk, carriers.Deliver}, carriers.Junk},
		{[]carriers.Outcome{carriers.Reject, carriers.Drop}, carriers.Reject},
	}
	for _, tt := range tests {
		if got := carriers.Worst(tt.in...); got != tt.want {
			t.Errorf("Worst(%v) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

// TestValidateFinds breaks a profile in one way at a time.
func TestValidateFinds(t *testing.T) {
	text := i18n.Text{EN: "text", JA: "文"}
	source := carriers.Source{Key: "K", Title: text, Basis: carriers.Official, Fact: text}
	good := func() carriers.Rule {
		return carriers.Rule{
			ID: "x/s/1", Outcome: carriers.Drop, Why: text, Basis: carriers.Official,
			When:    map[identity.Kind][]spf.Result{identity.From: {spf.Fail}},
			Sources: []carriers.Source{source},
		}
	}
	tests := []struct {
		name  string
		rules func() []carriers.Rule
		want  string
	}{
		{"nothing", func() []carriers.Rule { return []carriers.Rule{good()} }, ""},
		{"an ID used twice", func() []carriers.Rule {
			other := good()
			other.When = nil
			return []carriers.Rule{good(), other}
		}, "x/s/1: used twice"},
		{"a foreign ID", func() []carriers.Rule { r := good(); r.ID = "y/1"; return []carriers.Rule{r} }, "doesn't begin with"},
		{"text missing", func() []carriers.Rule { r := good(); r.Why.JA = ""; return []carriers.Rule{r} }, "text missing"},
		{"no source", func() []carriers.Rule { r := good(); r.Sources = nil; return []carriers.Rule{r} }, "no source"},
		{"a source without a name", func() []carriers.Rule {
			r := good()
			r.Sources = []carriers.Source{{Title: text, Basis: carriers.Official, Fact: text}}
			return []carriers.Rule{r}
		}, "no key or no basis"},
		{"a source without a basis", func() []carriers.Rule {
			r := good()
			r.Sources = []carriers.Source{{Key: "K", Title: text, Fact: text}}
			return []carriers.Rule{r}
		}, "no key or no basis"},
		{"no basis", func() []carriers.Rule { r := good(); r.Basis = ""; return []carriers.Rule{r} }, "unknown basis"},
		{"no outcome", func() []carriers.Rule { r := good(); r.Outcome = ""; return []carriers.Rule{r} }, "unknown outcome"},
		{"ends before it begins", func() []carriers.Rule {
			r := good()
			r.From, r.Until = "2025-01-01", "2024-01-01"
			return []carriers.Rule{r}
		}, "before it begins"},
		{"no day", func() []carriers.Rule { r := good(); r.From = "2025-02-30"; return []carriers.Rule{r} }, "is not a valid date"},
		{"an identity that isn't looked at", func() []carriers.Rule {
			r := good()
			r.When = map[identity.Kind][]spf.Result{identity.Helo: {spf.Fail}}
			return []carriers.Rule{r}
		}, "doesn't look at"},
		{"unreachable", func() []carriers.Rule {
			catchAll, shadowed := good(), good()
			catchAll.When = nil
			shadowed.ID = "x/s/2"
			return []carriers.Rule{catchAll, shadowed}
		}, "x/s/2: can never be reached"},
		{"reachable by its date", func() []carriers.Rule {
			old, later := good(), good()
			old.When = nil
			old.Until = "2024-01-01"
			later.ID = "x/s/2"
			return []carriers.Rule{old, later}
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &carriers.Profile{ID: "x", Name: text, Filters: []carriers.Filter{{
				Name: text, Default: "s",
				Settings: []carriers.Setting{{
					ID: "s", Name: text, Looks: []carriers.Look{{Identity: identity.From}}, Rules: tt.rules(),
				}},
			}}}
			err := p.Validate()
			if tt.want == "" && err != nil {
				t.Fatal(err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestEveryCaseFileHasAProfile(t *testing.T) {
	files, err := os.ReadDir(filepath.Join("..", "testdata", "carriers"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if carriers.ByID(strings.TrimSuffix(f.Name(), ".txtar")) == nil {
			t.Errorf("%s is for no carrier", f.Name())
		}
	}
}

// TestNoExemption holds what no source says: that a pass of DMARC, or of DKIM
// through it, exempts mail from the filter that looks at SPF. Whatever a spoof
// filter does with mail when nothing is known of DMARC, or when there is no
// record, a pass must not make milder.
func TestNoExemption(t *testing.T) {
	terms := carriers.Terms{On: "2026-11-21"}
	results := []spf.Result{spf.Fail, spf.SoftFail, spf.Neutral, spf.None, spf.PermError, spf.TempError}
	compared := 0
	for _, p := range carriers.All {
		if p.Webmail {
			continue // they have no filter that looks at SPF alone
		}
		for _, s := range p.Filters[0].Settings {
			for _, result := range results {
				judge := func(dmarc carriers.DMARC) carriers.Outcome {
					return p.Judge(carriers.Facts{
						Results: map[identity.Kind]spf.Result{identity.MailFrom: spf.Pass, identity.From: result, identity.PRA: result},
						DMARC:   dmarc,
					}, s.ID, terms).Outcome()
				}
				if none, pass := judge(carriers.DMARCNone), judge(carriers.DMARCPass); carriers.Worst(none, pass) != pass {
					t.Errorf("%s:%s: %s with DMARC pass is %s, without DMARC %s", p.ID, s.ID, result, pass, none)
				}
				compared++
			}
		}
	}
	if compared < 60 {
		t.Errorf("only %d cases were compared", compared)
	}
}
