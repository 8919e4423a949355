package render

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// githubFormat is for a step of GitHub Actions, which turns lines of its output
// into annotations:
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
var githubFormat = boardFormat("github",
	i18n.Text{EN: "annotations on the lines of files, for GitHub Actions", JA: "GitHub Actions 用。ファイルの行に付く注釈"},
	writeGitHub, "::error ", "::warning ", "::notice ")

// maxAnnotations is how many annotations of a level GitHub shows of a step; it leaves out
// the rest without a word.
const maxAnnotations = 10

// writeGitHub writes a workflow command for each problem, the worst first, and nothing
// else. Of a level that has too many, the last says how many more there are.
func writeGitHub(w io.Writer, o Options, b board) error {
	out := bufio.NewWriter(w)
	for _, level := range rules.Severities {
		all := matching(b.problems, func(p gate.Problem) bool { return p.Level == level })
		slices.SortStableFunc(all, func(p, q gate.Problem) int { // what fails, first
			return cmp.Compare(fails(q), fails(p))
		})
		shown := all
		if len(all) > maxAnnotations {
			shown = all[:maxAnnotations-1]
		}
		for _, p := range shown {
			if p.Place == nil {
				p.Place = b.place(p)
			}
			out.WriteString(o.workflowCommand(p))
		}
		if more := len(all) - len(shown); more > 0 {
			out.WriteString(o.workflowCommand(gate.Problem{Level: level, Title: andMore.Format(more), Text: seeSummary, Code: gate.NoRule}))
		}
	}
	return out.Flush()
}

func fails(p gate.Problem) int {
	if p.Fails {
		return 1
	}
	return 0
}

// WriteGitHubError writes a workflow command for what keeps the run from judging; at is
// zero where it is in no file.
func WriteGitHubError(w io.Writer, o Options, title, text i18n.Text, at zone.Place) error {
	p := gate.Problem{Level: rules.Error, Title: title, Text: text, Code: gate.NoRule}
	if at.File != "" {
		p.Place = &at
	}
	_, err := io.WriteString(w, o.workflowCommand(p))
	return err
}

func (o Options) workflowCommand(p gate.Problem) string {
	var properties []string
	add := func(name, value string) {
		properties = append(properties, name+"="+commandProperty.Replace(value))
	}
	if inFile(p.Place) {
		add("file", escape(p.Place.File))
		if p.Place.Line > 0 {
			add("line", strconv.Itoa(p.Place.Line))
		}
	}
	add("title", o.say(p.Title))
	message := strings.Join(o.told(p), "\n")
	return "::" + commandNames[p.Level] + " " + strings.Join(properties, ",") + "::" + commandData.Replace(message) + "\n"
}

// commandNames are the commands for the levels.
var commandNames = map[rules.Severity]string{
	rules.Error:   "error",
	rules.Warning: "warning",
	rules.Info:    "notice",
}

var (
	andMore    = i18n.Text{EN: "and %d more", JA: "ほか %d 件"}
	seeSummary = i18n.Text{EN: "The summary of the job has all of them.", JA: "すべての内容はジョブの概要にあります。"}
)

// What a command's text and its properties are escaped by. All else stands for
// itself, as no line begins with it.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
