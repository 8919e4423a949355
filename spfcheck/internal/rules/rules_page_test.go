package rules_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

var update = flag.Bool("update", false, "rewrite docs/rules.md")

// rulesFile is the committed reference page.
var rulesFile = filepath.Join("..", "..", "..", "docs", "rules.md")

// rulesPage is the reference page of all rules, made from the rules themselves.
var rulesPage = template.Must(template.New("rules.md").Funcs(template.FuncMap{"lower": strings.ToLower, "prose": prose}).Parse(`<!-- made by go test ./spfcheck/internal/rules -update -->

# The rules of spfcheck lint / spfcheck lint の規則

| code | severity | fault | 問題 |
|---|---|---|---|
{{range . -}}
| [{{.ID}}](#{{.ID | lower}}) | {{.Severity}} | {{.Title.EN | prose}} | {{.Title.JA | prose}} |
{{end}}
{{- range .}}
## {{.ID}}

{{.Severity}}: {{.Title.EN | prose}}

{{.Doc.EN | prose}}

{{.Fix.EN | prose}}

> {{.Title.JA | prose}}
>
> {{.Doc.JA | prose}}
>
> {{.Fix.JA | prose}}

Bad / 悪い例:

` + "```zone\n{{.Bad}}\n```" + `

Good / 良い例:

` + "```zone\n{{.Good}}\n```" + `

Source / 出典: {{.Source}}
{{end}}`))

// prose keeps Markdown from taking names such as _spf for its own marks.
var prose = strings.NewReplacer(`\`, `\\`, "_", `\_`, "*", `\*`, "`", "\\`", "<", `\<`, "|", `\|`).Replace

// TestRulesPage holds the committed reference page against the rules.
func TestRulesPage(t *testing.T) {
	var page strings.Builder
	if err := rulesPage.Execute(&page, rules.All); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(rulesFile, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), page.String()); diff != "" {
		t.Errorf("docs/rules.md (-want +got; rewrite with go test ./spfcheck/internal/rules -update):\n%s", diff)
	}
}
