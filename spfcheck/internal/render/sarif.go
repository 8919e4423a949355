package render

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// sarifFormat is SARIF 2.1.0, with what GitHub's code scanning wants of it:
// https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning
var sarifFormat = boardFormat("sarif", i18n.Text{EN: "SARIF 2.1.0, for code scanning", JA: "SARIF 2.1.0。コードスキャン用"}, writeSARIF,
	"{\n  \"$schema\": \"https://raw.githubusercontent.com/oasis-tcs/sarif-spec/")

// writeSARIF writes one run with the problems as its results.
func writeSARIF(w io.Writer, o Options, b board) error {
	run := newSARIFRun(o)
	for _, p := range b.problems {
		run.add(p, b)
	}
	for _, n := range b.notes {
		run.notify(sarif.LevelNote, sarifMessage(o.say(n)))
	}
	report := sarif.NewReport()
	report.AddRun(run.Run)
	return writeJSON(w, report)
}

// sarifRun is a run that is being filled.
type sarifRun struct {
	*sarif.Run
	options Options
	seen    map[string]int // how often each fingerprint was there
}

func newSARIFRun(o Options) *sarifRun {
	language := cmp.Or(o.Language.Code, i18n.English.Code)
	driver := sarif.NewToolComponent().WithName("spfcheck").WithLanguage(language)
	if o.Version != "" {
		driver.WithVersion(o.Version)
	}
	run := sarif.NewRun().WithTool(sarif.NewTool().WithDriver(driver)).WithLanguage(language)
	run.AddInvocation(sarif.NewInvocation().WithExecutionSuccessful(true))
	return &sarifRun{run, o, map[string]int{}}
}

// add adds a problem. One without a place is told beside the results: code
// scanning refuses the whole file for one result without a file.
func (r *sarifRun) add(p gate.Problem, b board) {
	message := sarifMessage(strings.Join(append([]string{r.options.say(p.Title)}, r.options.told(p)...), "\n"))
	if !inFile(p.Place) {
		r.notify(sarifLevels[p.Level], message)
		return
	}
	result := sarif.NewRuleResult(p.Code).
		WithRuleIndex(r.rule(p, b)).
		WithLevel(sarifLevels[p.Level]).
		WithMessage(message).
		WithPartialFingerprints(map[string]string{"spfcheck/v1": r.fingerprint(p)})
	result.AddLocation(sarifLocation(*p.Place))
	r.AddResult(result)
}

// sarifLevels are the levels for the severities.
var sarifLevels = map[rules.Severity]string{
	rules.Error:   sarif.LevelError,
	rules.Warning: sarif.LevelWarning,
	rules.Info:    sarif.LevelNote,
}

// notify tells what has no place in a file.
func (r *sarifRun) notify(level string, m *sarif.Message) {
	r.Invocations[0].AddToolExecutionNotification(sarif.NewNotification().WithLevel(level).WithMessage(m))
}

// fingerprint is the same for the same problem of the next run, wherever the
// record has moved to. It doesn't stand as primaryLocationLineHash, which GitHub's
// upload makes of the line itself.
func (r *sarifRun) fingerprint(p gate.Problem) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Code, p.Flow, p.Carrier, p.Domain}, "\x00")))
	const enough = 16 // bytes
	id := hex.EncodeToString(sum[:enough])
	r.seen[id]++
	return fmt.Sprintf("%s:%d", id, r.seen[id])
}

// sarifLocation is a line of a file. Code scanning wants a line of what is about
// the whole file, too.
func sarifLocation(p zone.Place) *sarif.Location {
	at := sarif.NewPhysicalLocation().
		WithArtifactLocation(sarifFile(p.File)).
		WithRegion(sarif.NewRegion().WithStartLine(max(1, p.Line)))
	return sarif.NewLocationWithPhysicalLocation(at)
}

// sarifFile names a file: by its path from the top of the sources, where it isn't
// absolute.
func sarifFile(file string) *sarif.ArtifactLocation {
	u := url.URL{Path: path.Clean(filepath.ToSlash(file))}
	if path.IsAbs(u.Path) {
		u.Scheme = "file"
		return sarif.NewSimpleArtifactLocation(u.String())
	}
	return sarif.NewSimpleArtifactLocation(u.String()).WithURIBaseID("%SRCROOT%")
}

// sarifMessage is a text that stands for itself.
func sarifMessage(s string) *sarif.Message { return sarif.NewTextMessage(sarifText.Replace(s)) }

// What a text is escaped by: braces would be placeholders (SARIF 2.1.0 §3.11.5),
// and plain text can have links like those of Markdown (§3.11.6).
var (
	sarifText     = strings.NewReplacer("{", "{{", "}", "}}", "](", "] (")
	sarifMarkdown = strings.NewReplacer("{", "{{", "}", "}}")
)
