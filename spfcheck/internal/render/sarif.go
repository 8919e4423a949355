package render

import (
	"cmp"
	"io"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// sarifFormat is SARIF 2.1.0, with what GitHub's code scanning wants of it:
// https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning
var sarifFormat = boardFormat("sarif", i18n.Text{EN: "SARIF 2.1.0, for code scanning", JA: "SARIF 2.1.0。コードスキャン用"}, writeSARIF,
	"{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/")

// writeSARIF writes one run with the problems as its results.
func writeSARIF(w io.Writer, o Options, b board) error {
	language := cmp.Or(o.Language.Code, i18n.English.Code)
	run := &sarifWriter{options: o, seen: map[string]int{}, sarifRun: sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "spfcheck", Version: o.Version, Language: language, Rules: []sarifRule{}}},
		Language:    language,
		Invocations: []sarifInvocation{{ExecutionSuccessful: true}},
		Results:     []sarifResult{},
	}}
	for _, p := range b.problems {
		run.add(p, b)
	}
	for _, n := range b.notes {
		run.notify(sarifNote, sarifPlain(o.say(n)))
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []*sarifRun{&run.sarifRun},
	})
}

// sarifWriter fills a run.
type sarifWriter struct {
	sarifRun
	options Options
	seen    map[string]int // how often each fingerprint was there
}

// add adds a problem. One without a file is told beside the results: code scanning
// refuses the whole file for one such result.
func (r *sarifWriter) add(p gate.Problem, b board) {
	message := sarifPlain(strings.Join(append([]string{r.options.say(p.Title)}, r.options.told(p)...), "\n"))
	place := b.place(p)
	if place == nil {
		r.notify(sarifLevels[p.Level], message)
		return
	}
	r.Results = append(r.Results, sarifResult{
		RuleID:    p.Code,
		RuleIndex: r.rule(p, b),
		Level:     sarifLevels[p.Level],
		Message:   message,
		Locations: []sarifLocation{sarifLine(*place)},
		// Not primaryLocationLineHash, which GitHub's upload makes of the line itself.
		PartialFingerprints: map[string]string{"spfcheck/v1": fingerprint(p, r.seen)},
	})
}

// sarifLevels are the levels for the severities.
var sarifLevels = map[rules.Severity]string{
	rules.Error:   sarifError,
	rules.Warning: sarifWarning,
	rules.Info:    sarifNote,
}

// notify tells what has no place in a file.
func (r *sarifWriter) notify(level string, m sarifMessage) {
	told := &r.Invocations[0].ToolExecutionNotifications
	*told = append(*told, sarifNotification{Level: level, Message: m})
}

// sarifLine is a line of a file. Code scanning wants a line of what is about the
// whole file, too.
func sarifLine(p zone.Place) (at sarifLocation) {
	at.PhysicalLocation.ArtifactLocation = sarifPath(p.File)
	at.PhysicalLocation.Region.StartLine = max(1, p.Line)
	if p.Source != "" {
		at.LogicalLocations = []sarifLogical{{FullyQualifiedName: p.Source}}
	}
	return at
}

// sarifPath names a file: by its path from the top of the sources, where it isn't
// absolute.
func sarifPath(file string) sarifFile {
	u := url.URL{Path: path.Clean(filepath.ToSlash(file))}
	if path.IsAbs(u.Path) {
		u.Scheme = "file"
		return sarifFile{URI: u.String()}
	}
	return sarifFile{URI: u.String(), URIBaseID: "%SRCROOT%"}
}

// sarifPlain is a text that stands for itself.
func sarifPlain(s string) sarifMessage { return sarifMessage{Text: sarifText.Replace(s)} }

// What a text is escaped by: braces would be placeholders (SARIF 2.1.0 §3.11.5),
// and plain text can have links like those of Markdown (§3.11.6).
var (
	sarifText     = strings.NewReplacer("{", "{{", "}", "}}", "](", "] (")
	sarifMarkdown = strings.NewReplacer("{", "{{", "}", "}}")
)
