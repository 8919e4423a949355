package render

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// githubFormat is for a step of GitHub Actions, which turns lines of its output
// into annotations:
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
var githubFormat = boardFormat("github",
	i18n.Text{EN: "annotations on the lines of files, for GitHub Actions", JA: "GitHub Actions 用。ファイルの行に付く注釈"},
	writeGitHub, "::error ", "::warning ", "::notice ")

// writeGitHub writes a workflow command for each problem, and nothing else.
func writeGitHub(w io.Writer, o Options, b board) error {
	out := bufio.NewWriter(w)
	for _, p := range b.problems {
		out.WriteString(o.workflowCommand(p))
	}
	return out.Flush()
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

// What a command's text and its properties are escaped by. All else stands for
// itself, as no line begins with it.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
