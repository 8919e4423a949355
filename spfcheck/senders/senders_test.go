package senders_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

func TestAllIsValid(t *testing.T) {
	if err := senders.Validate(); err != nil {
		t.Error(err)
	}
}

// TestNoAddresses guards the promise that no range is kept here.
func TestNoAddresses(t *testing.T) {
	doc, err := json.Marshal(senders.All)
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9a-f]+:[0-9a-f]*:|ip[46]:`).Find(doc); found != nil {
		t.Errorf("%s looks like an address", found)
	}
}

// TestCases runs testdata/senders/cases.txtar: a section a preset, a line a case.
func TestCases(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("..", "..", "testdata", "senders", "cases.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]bool{}
	for _, section := range archive.Files {
		for line := range strings.Lines(string(section.Data)) {
			want := strings.Join(strings.Fields(line), " ")
			via, _, _ := strings.Cut(want, " ")
			t.Run(via, func(t *testing.T) {
				use, err := senders.Parse(via)
				if err != nil {
					t.Fatal(err)
				}
				cases[use.Preset.ID] = true
				if use.Preset.ID != section.Name {
					t.Errorf("a case of %s under %s", use.Preset.ID, section.Name)
				}
				if got := via + " " + describe(use); got != want {
					t.Errorf("\ngot  %s\nwant %s", got, want)
				}
				publishable(t, use)
			})
		}
	}
	for _, p := range senders.All {
		if !cases[p.ID] {
			t.Errorf("%s has no case", p.ID)
		}
	}
}

// describe says what a use comes to, in the words of the case file.
func describe(use senders.Use) string {
	envelope, known := use.EnvelopeDomain("shop.example")
	if envelope != "" && !known {
		envelope = "(" + envelope + ")"
	}
	words := []string{use.RangesAt, strings.Join(use.Hosts, ","), envelope}
	for i, word := range words {
		words[i] = cmp.Or(word, "-")
	}
	return strings.Join(append(words, use.Terms...), " ")
}

// publishable makes sure that the terms make a record, that names are domains,
// and that String is read back.
func publishable(t *testing.T, use senders.Use) {
	t.Helper()
	text := "v=spf1 " + strings.Join(use.Terms, " ") + " ~all"
	if r := record.Parse(text); !r.WellFormed() || len(r.Suspects()) > 0 {
		t.Errorf("%s: %+v %+v", text, r.Errors, r.Suspects())
	}
	for _, name := range append([]string{cmp.Or(use.RangesAt, "shop.example")}, use.Hosts...) {
		if got, err := identity.ParseDomain(name); err != nil || got != name {
			t.Errorf("%q is no domain name: %v", name, err)
		}
	}
	if again, err := senders.Parse(use.String()); err != nil || describe(again) != describe(use) {
		t.Errorf("%s is read as %+v (%v)", use, again, err)
	}
}

// TestNames reads what a service is called besides its ID.
func TestNames(t *testing.T) {
	for via, want := range map[string]string{
		"aws": "ses:us-east-1", "AmazonSES.com": "ses:us-east-1", "Amazon SES": "ses:us-east-1",
		"include:amazonses.com": "ses:us-east-1", "ap-northeast-1.amazonses.com": "ses:ap-northeast-1",
		"feedback-smtp.eu-west-1.amazonses.com": "ses:eu-west-1",
		"gmail":                                 "google", "Gsuite": "google", "workspace": "google", "_spf.google.com": "google",
		"ASPMX.L.google.com.": "google", "alt1.aspmx.l.google.com": "google", "smtp.google.com": "google",
		"office365": "m365", "o365": "m365", "Outlook": "m365", "exchange": "m365", "Microsoft 365": "m365",
		"spf.protection.outlook.com": "m365", "example-jp.mail.protection.outlook.com": "m365",
		"sv1234.xserver.jp": "xserver:sv1234", "fc1234.cuenote.jp": "cuenote:fc1234",
		"エックスサーバー:sv1234": "xserver:sv1234", "お名前.com": "onamae", "cafe24": "imail",
		"spf.sendinblue.com": "brevo", "et._spf.pardot.com": "pardot",
	} {
		if use, err := senders.Parse(via); err != nil || use.String() != want {
			t.Errorf("%s is %s, %v; want %s", via, use, err, want)
		}
	}
}

// TestMatches finds services by names in DNS.
func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		name string
		by   func(string) senders.Match
		want string
	}{
		{"amazonses.com", senders.ByInclude, "ses current"},
		{"ap-northeast-1.amazonses.com", senders.ByInclude, "ses:ap-northeast-1 current"},
		{"spf.sendinblue.com", senders.ByInclude, "brevo former"},
		{"_netblocks.google.com", senders.ByInclude, "google related"},
		{"_spf.sakura.ne.jp", senders.ByInclude, "sakura related"},
		{"spf.example.net", senders.ByInclude, ""},
		{"evil-amazonses.com", senders.ByInclude, ""},
		{"www1234.sakura.ne.jp", senders.ByHost, "sakura:www1234 current"},
		{"a15-60.smtp-out.amazonses.com", senders.ByHost, "ses related"},
		{"mail-pj1-f41.google.com", senders.ByHost, "google related"},
		{"mx.example.net", senders.ByHost, ""},
		{"mx01.lolipop.jp", senders.ByMX, "lolipop current"},
		{"lolipop.jp", senders.ByMX, "lolipop current"},
		{"sv1234.xserver.jp", senders.ByMX, "xserver:sv1234 current"},
		{"mail.xserver.jp", senders.ByMX, ""},
		{"evillolipop.jp", senders.ByMX, ""},
		{"mx.google.com", senders.ByMX, ""},
	} {
		got := ""
		if m := tt.by(tt.name); m.Preset != nil {
			got = m.Via() + " " + string(m.Standing)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestEnvelopeOfNoDomain(t *testing.T) {
	for via, want := range map[string]string{"m365": "", "resend": "", "sendgrid": "sendgrid.net"} {
		use, err := senders.Parse(via)
		if err != nil {
			t.Fatal(err)
		}
		if got, known := use.EnvelopeDomain(""); got != want || known != (want != "") {
			t.Errorf("%s: got %q, %t; want %q", via, got, known, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const all = "senders.All lists them all"
	meant := func(id string) string { return "did you mean " + id + "? senders.All lists them all" }
	const server = "with the name of the server that the account is on"
	tests := []struct{ via, problem, hint string }{
		{"", `no sending service ""`, all},
		{":", `no sending service ""`, all},
		{"postbox", `no sending service "postbox"`, all},
		{"mail", `no sending service "mail"`, all}, // two have it in their names
		{"sengrid", `no sending service "sengrid"`, meant("sendgrid")},
		{"SendGird", `no sending service "sendgird"`, meant("sendgrid")},
		{"microsof", `no sending service "microsof"`, meant("m365")},
		{"さくら", `no sending service "さくら"`, meant("sakura")},
		{"sakura.ne.jp", `no sending service "sakura.ne.jp"`, meant("sakura")},
		{"sendgird:x", `no sending service "sendgird"`, meant("sendgrid")},
		{"sendgrid:eu", `sendgrid takes no value after the colon: "eu"`, "write sendgrid alone"},
		{"sendgrid:", `sendgrid takes no value after the colon: ""`, "write sendgrid alone"},
		{"ses:", "ses: no value after the colon", "write ses:ap-northeast-1, with the AWS region that sends"},
		{"ses:tokyo", `ses: no region "tokyo"`, "write ses:ap-northeast-1, with the AWS region that sends"},
		{"ses:ap-northeast-1.evil.example", `ses: no region "ap-northeast-1.evil.example"`, "write ses:ap-northeast-1, with the AWS region that sends"},
		{"ses:a\x1b[2J", `ses: no region "a\x1b[2j"`, "write ses:ap-northeast-1, with the AWS region that sends"},
		{"ses:ap-" + strings.Repeat("a", 100) + "-1", `ses: no region "ap-` + strings.Repeat("a", 57) + `"`, "write ses:ap-northeast-1, with the AWS region that sends"},
		{"ses:ap-northeast-11", `ses: no region "ap-northeast-11"`, "did you mean ap-northeast-1?"},
		{"ses:us-esat-1", `ses: no region "us-esat-1"`, "did you mean us-east-1?"},
		{"ses:ap-northeast-9", `ses: no region "ap-northeast-9"`, "write ses:ap-northeast-1, with the AWS region that sends"},
		{"aws:tokyo", `ses: no region "tokyo"`, "write ses:ap-northeast-1, with the AWS region that sends"},
		{"hubspot:123456", `hubspot: no portal "123456"`, "write hubspot:123456.spf01, with the account's number, and the spfNN that HubSpot shows with it"},
		{"evilamazonses.com", `no sending service "evilamazonses.com"`, all},
		{"sakura", "sakura needs the server of the account", "write sakura:www1234, " + server},
		{"sakura:1234", `sakura: no server "1234"`, "write sakura:www1234, " + server},
		{"sakura:www1234.xserver.jp", `sakura: no server "www1234.xserver.jp"`, "write sakura:www1234, " + server},
		{"cuenote", "cuenote needs the tenant of the account", "write cuenote:fc1234, with the name that the contract has"},
	}
	for _, tt := range tests {
		t.Run(tt.via, func(t *testing.T) {
			use, err := senders.Parse(tt.via)
			var bad *input.Error
			if !errors.As(err, &bad) {
				t.Fatalf("got %+v, %v", use, err)
			}
			problem, hint := bad.In(nil)
			if problem.EN != "via: "+tt.problem || hint.EN != tt.hint {
				t.Errorf("got  %s\n%s\nwant via: %s\n%s", problem.EN, hint.EN, tt.problem, tt.hint)
			}
			if strings.Contains(bad.Problem.JA+bad.Hint.JA, "%!") {
				t.Errorf("%s; %s", bad.Problem.JA, bad.Hint.JA)
			}
		})
	}
}

// TestValidateFinds breaks a sound preset in every way that Validate knows.
func TestValidateFinds(t *testing.T) {
	tests := map[string]struct {
		breakIt func(*senders.Preset)
		want    string
	}{
		"ID":               {func(p *senders.Preset) { p.ID = "Two Words" }, "no ID"},
		"name":             {func(p *senders.Preset) { p.Name.JA = "" }, "text missing"},
		"no terms":         {func(p *senders.Preset) { p.Terms = nil }, "no terms"},
		"addresses":        {func(p *senders.Preset) { p.Terms = []string{"ip4:192.0.2.0/24"} }, "addresses drift"},
		"nothing to ask":   {func(p *senders.Preset) { p.RangesAt = "" }, "nothing to resolve"},
		"placeholder":      {func(p *senders.Preset) { p.RangesAt = "<town>.example" }, "nothing fills <town>"},
		"lookups":          {func(p *senders.Preset) { p.Lookups = &senders.Lookups{} }, "fewer than the terms"},
		"basis":            {func(p *senders.Preset) { p.Basis = "hearsay" }, "unknown basis"},
		"source":           {func(p *senders.Preset) { p.Source = senders.Source{} }, "text missing"},
		"note":             {func(p *senders.Preset) { p.Notes = []senders.Note{{}} }, "note 1"},
		"advice":           {func(p *senders.Preset) { p.Advice = []i18n.Text{{}} }, "advice 1"},
		"parameter's form": {func(p *senders.Preset) { p.Parameter.Form = "(" }, "no form"},
		"alias":            {func(p *senders.Preset) { p.Aliases = []string{"Two Words"} }, "not the form of an ID"},
		"values":           {func(p *senders.Preset) { p.Parameter.Values = []string{"Tokyo"} }, "have its form"},
		"MX":               {func(p *senders.Preset) { p.MX = []string{"<town>.example"} }, "nothing fills <town>"},
		"obsolete":         {func(p *senders.Preset) { p.Obsolete = []string{"amazonses.com"} }, "both in terms and obsolete"},
		"mx if any":        {func(p *senders.Preset) { p.MXIfAny = true }, "isn't in terms"},
		"source's page":    {func(p *senders.Preset) { p.Source.URL = "http://example.jp/" }, "the address of a page"},
		"example":          {func(p *senders.Preset) { p.Parameter.Example = "Tokyo" }, "have its form"},
		"no last pattern":  {func(p *senders.Preset) { p.Envelope.Default = p.Envelope.Default[:1] }, "the last one"},
		"unknown envelope": {func(p *senders.Preset) { p.Envelope.Basis = senders.NoneFound }, "no source gives"},
		"condition":        {func(p *senders.Preset) { p.Envelope.If.EN = "sometimes" }, "text missing"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := *senders.ByID("ses")
			parameter := *p.Parameter
			p.Parameter = &parameter
			tt.breakIt(&p)
			if err := p.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
