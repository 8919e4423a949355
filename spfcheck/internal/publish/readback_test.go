package publish_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/publish"
)

// TestReadBack writes sets of hostile texts in each format, and reads them as the
// gate does: what comes is what was to be published, and what goes has gone.
func TestReadBack(t *testing.T) {
	each(t, func(t *testing.T, f publish.Format, o publish.Options) {
		random := rand.New(rand.NewPCG(1, 2))
		written := 0
		for range 100 {
			sets := randomSets(random)
			var b strings.Builder
			if err := f.Write(&b, sets, o); err != nil {
				if strings.Contains(err.Error(), "no form") { // octoDNS and DNSControl
					continue
				}
				t.Fatal(err)
			}
			written++
			got := readBack(t, f.Name, b.String())
			if diff := cmp.Diff(published(sets, f.Name+o.Provider), got); diff != "" {
				t.Fatalf("(-want +got)\n%s\nwritten:\n%s", diff, b.String())
			}
		}
		if written < 8 {
			t.Errorf("only %d were written", written)
		}
	})
}

// pieces are what hostile texts are made of.
var pieces = []string{
	"v=spf1 ", "include:%{i}.example.net ", "${var.x}", "%{ if true }", "$${", "%%{", `"`, `\`, `\"`, `" "`, ";", `\;`, "'", "''",
	"\n", "\r\n", "\u2028", "\u202e", "caf\u00e9", "\xff", "\x00", "#", "//", "*/", "<<EOF", " ", "  ", "\t", "ip4:192.0.2.1 ", "-all",
	strings.Repeat("x", 100), strings.Repeat("ip4:192.0.2.1 ", 9), "): ", "- ", "{{", "`", "\\052",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	most := 1 + r.IntN(6)
	choice := pieces
	if r.IntN(3) == 0 {
		choice = []string{"v=spf1 ", "ip4:192.0.2.1 ", "include:%{i}.example.net ", "; ", "p=none", "'", strings.Repeat("a:mail.example.jp ", 9)}
	}
	for range most {
		b.WriteString(choice[r.IntN(len(choice))])
	}
	return b.String()
}

func randomSets(r *rand.Rand) []publish.Set {
	texts := func(n int) []string {
		var all []string
		for range n {
			all = append(all, randomText(r))
		}
		return all
	}
	hostile := i18n.Text{EN: randomText(r), JA: randomText(r)}
	return []publish.Set{
		{Name: "example.jp", Type: "TXT", Values: texts(1 + r.IntN(3)), Was: texts(r.IntN(3)), Note: hostile},
		{Name: "*.example.jp", Type: "TXT", Values: texts(1)},
		{Name: "gone.example.jp", Type: "TXT", Was: texts(1), Note: hostile},
		{Name: "example.jp", Type: "MX", Values: []string{fmt.Sprintf("%d mx.example.jp.", r.IntN(50)), "0 ."}},
		{Name: "www.example.jp", Type: "CNAME", Values: []string{"host.example.net."}},
		{Name: "host.example.jp", Type: "A", Values: []string{"192.0.2.1"}, TTL: uint32(60 + r.IntN(1000))},
		{Name: "host.example.jp", Type: "AAAA", Values: []string{"2001:db8::1"}},
	}
}

// published is what should be read: "- " is before what is deleted. Some formats
// write only the records that are new, and some have no way to delete.
func published(sets []publish.Set, format string) []string {
	var all []string
	for _, s := range sets {
		name := strings.TrimSuffix(s.Name, ".") + ". " + s.Type
		if len(s.Values) == 0 && (format == "route53" || format == "nsupdate") {
			all = append(all, "- "+name)
		}
		for _, v := range s.Values {
			single := format == "dnscontrol" || format == "terraformcloudflare"
			if line := name + " " + v; !slices.Contains(all, line) && (!single || !slices.Contains(s.Was, v)) {
				all = append(all, line)
			}
		}
	}
	slices.Sort(all)
	return all
}

func readBack(t *testing.T, format, text string) []string {
	t.Helper()
	name := map[string]string{
		"zone": "x.zone", "route53": "x.json", "terraform": "plan.json", "dnscontrol": "x.json", "octodns": "example.jp.yaml", "nsupdate": "x.txt",
	}[format]
	switch format {
	case "terraform":
		text = plan(t, text)
	case "dnscontrol":
		text = ir(t, text)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := change.Read(change.Set{Paths: []string{file}, Options: change.Options{Format: format}})
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	for _, u := range c.Unknown {
		if !u.Guess { // Terraform's plans have the IDs of zones, and the names may be relative to those
			t.Fatalf("not known: %v in:\n%s", u, text)
		}
	}
	var all []string
	for _, r := range c.Records {
		line := r.Name + " " + r.Type
		switch {
		case r.Deleted:
			line = "- " + line
		case r.Type == "TXT":
			line += " " + r.Text()
		default:
			line += " " + r.Data
		}
		all = append(all, line)
	}
	slices.Sort(all)
	return all
}

// plan evaluates a configuration and makes of it what terraform show -json prints
// of its plan.
func plan(t *testing.T, text string) string {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(text), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v in:\n%s", diags, text)
	}
	blocks := file.Body.(*hclsyntax.Body).Blocks
	variables := map[string]cty.Value{}
	names := map[string]bool{}
	for _, b := range blocks {
		if b.Type == "variable" {
			variables[b.Labels[0]] = cty.StringVal("id-of-" + b.Labels[0])
		}
	}
	scope := &hcl.EvalContext{Variables: map[string]cty.Value{"var": cty.ObjectVal(variables)}}
	var changes []any
	for _, b := range blocks {
		switch b.Type {
		case "resource":
			after := map[string]json.RawMessage{}
			for name, a := range b.Body.Attributes {
				after[name] = value(t, a.Expr, scope)
			}
			address := strings.Join(b.Labels, ".")
			if names[address] {
				t.Errorf("%s is there twice", address)
			}
			names[address] = true
			changes = append(changes, map[string]any{
				"address": address, "mode": "managed", "type": b.Labels[0], "name": b.Labels[1],
				"change": map[string]any{"actions": []string{"create"}, "before": nil, "after": after},
			})
		case "import":
			value(t, b.Body.Attributes["id"].Expr, scope)
			to, _ := hcl.AbsTraversalForExpr(b.Body.Attributes["to"].Expr)
			if address := to.RootName() + "." + to[1].(hcl.TraverseAttr).Name; !names[address] {
				t.Errorf("%s is imported and not there before", address)
			}
		}
	}
	data, err := json.Marshal(map[string]any{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func value(t *testing.T, e hcl.Expression, scope *hcl.EvalContext) json.RawMessage {
	t.Helper()
	v, diags := e.Value(scope)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	data, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// call is a record as DNSControl has it: its type, a list of literals that are
// those of JSON, and perhaps a TTL.
var call = regexp.MustCompile(`^  ([A-Z]+)\((.*?)(?:, TTL\(\d+\))?\),$`)

// ir makes of the lines for DNSControl what dnscontrol print-ir prints of them.
func ir(t *testing.T, text string) string {
	t.Helper()
	var records []any
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "//") || line == `D_EXTEND("example.jp",` || line == "END);" {
			continue
		}
		m := call.FindStringSubmatch(line)
		var args []any
		if m == nil || json.Unmarshal([]byte("["+m[2]+"]"), &args) != nil {
			t.Fatalf("not a record: %q", line)
		}
		record := map[string]any{"type": m[1], "name": args[0], "target": args[len(args)-1]}
		switch m[1] {
		case "TXT":
			record["txtstrings"] = args[1:]
		case "MX":
			record["mxpreference"] = args[1]
		}
		records = append(records, record)
	}
	domain := map[string]any{"name": "example.jp", "keepunknown": true, "records": records}
	data, err := json.Marshal(map[string]any{"domains": []any{domain}, "dns_providers": []any{}})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
