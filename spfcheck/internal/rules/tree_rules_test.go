package rules

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// runOn gives what one rule finds.
func runOn(t *testing.T, a *Analyzer, s *Subject) []Finding {
	t.Helper()
	p := &Pass{Subject: s, analyzer: a}
	a.Run(p)
	for _, f := range p.findings {
		checkFinding(t, f)
		if os.Getenv("SPFCHECK_SHOW") != "" {
			t.Log(f.Message.JA)
		}
	}
	return p.findings
}

// spoken writes findings as case files have them.
func spoken(findings []Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%d-%d %s\n", f.Offset, f.End, f.Message.EN)
	}
	return b.String()
}

// TestTreeRulesNotLoaded wants every rule to say nothing of what wasn't loaded.
func TestTreeRulesNotLoaded(t *testing.T) {
	for _, a := range treeRules {
		for _, s := range []*Subject{{}, {Around: &Around{Domain: "shop.example.jp"}}} {
			if found := runOn(t, a, s); len(found) > 0 {
				t.Errorf("%s: %+v", a.ID, found)
			}
		}
	}
}

func TestLimitTexts(t *testing.T) {
	for _, l := range []tree.Limit{tree.RecordsLimit, tree.DepthLimit, tree.QuestionsLimit, tree.TermsLimit} {
		if !limitTexts[l].Complete() {
			t.Errorf("%s has no text in every language", l)
		}
	}
}
