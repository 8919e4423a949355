package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// codeQualityFormat is a report that GitLab shows in a merge request:
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
var codeQualityFormat = boardFormat("codequality",
	i18n.Text{EN: "code quality report, for merge requests of GitLab", JA: "GitLab のマージリクエスト用のコード品質レポート"},
	writeCodeQuality, "[\n", "[]\n")

// codeQualityIssue is a problem in such a report.
type codeQualityIssue struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
		} `json:"lines"`
	} `json:"location"`
}

// codeQualityLevels are GitLab's severities; what fails is blocking.
var codeQualityLevels = map[rules.Severity]string{rules.Error: "major", rules.Warning: "minor", rules.Info: "info"}

// writeCodeQuality writes the problems. GitLab wants a file for each: where there is
// none, it is the configuration's.
func writeCodeQuality(w io.Writer, o Options, b board) error {
	issues := []codeQualityIssue{}
	seen := map[string]int{}
	for _, p := range b.problems {
		issue := codeQualityIssue{Description: o.say(p.Title) + ": " + o.say(p.Text), CheckName: p.Code, Severity: codeQualityLevels[p.Level]}
		if p.Fails {
			issue.Severity = "blocker"
		}
		issue.Location.Path, issue.Location.Lines.Begin = "spfcheck.yaml", 1
		if at := b.place(p); at != nil {
			issue.Location.Path, issue.Location.Lines.Begin = escape(at.File), max(1, at.Line)
		}
		issue.Fingerprint = fingerprint(p, seen)
		issues = append(issues, issue)
	}
	return writeJSON(w, issues)
}

// fingerprint is the same for the same problem of the next run, wherever the record has
// moved to. Of several alike, each has its own.
func fingerprint(p gate.Problem, seen map[string]int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Code, p.Flow, p.Carrier, p.Domain}, "\x00")))
	const enough = 16 // bytes
	id := hex.EncodeToString(sum[:enough])
	seen[id]++
	return fmt.Sprintf("%s:%d", id, seen[id])
}
