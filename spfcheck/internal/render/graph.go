package render

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

var (
	dotFormat = graphFormat("dot", i18n.Text{
		EN: "the tree of SPF records, for Graphviz", JA: "SPF レコードの参照の図。Graphviz 用",
	}, writeDot)
	mermaidFormat = graphFormat("mermaid", i18n.Text{
		EN: "the tree of SPF records, for Markdown with Mermaid", JA: "SPF レコードの参照の図。Markdown の Mermaid 用",
	}, writeMermaid)
)

// graphFormat is a format that has the trees alone.
func graphFormat(name string, help i18n.Text, write func(io.Writer, []*html.Node) error) Format {
	return Format{
		Name: name, Help: help, Explains: true, Trees: true,
		Report: func(w io.Writer, o Options, rep *spfcheck.Report) error {
			return write(w, o.evaluationTrees(rep))
		},
		Lint: func(w io.Writer, o Options, reports []*lint.Report) error {
			return write(w, o.recordTrees(reports))
		},
	}
}

// edge is a term that leads from a record to another.
type edge struct {
	from, to int
	row      html.Row
}

// graph gives the records of trees, numbered, and what leads from one to the other.
func graph(trees []*html.Node) (nodes []*html.Node, edges []edge) {
	var add func(n *html.Node)
	add = func(n *html.Node) {
		number := len(nodes)
		nodes = append(nodes, n)
		for _, r := range n.Rows {
			if r.Child != nil {
				edges = append(edges, edge{number, len(nodes), r})
				add(r.Child)
			}
		}
	}
	for _, n := range trees {
		add(n)
	}
	return nodes, edges
}

// nodeLines are what a record says in a graph: itself, and its terms but for those that
// edges stand for.
func nodeLines(n *html.Node) []string {
	lines := []string{n.Domain}
	if n.Result != "" {
		lines = append(lines, n.Result)
	}
	for _, r := range n.Rows {
		if r.Child == nil {
			lines = append(lines, rowLine(r))
		}
	}
	return lines
}

// rowLine is a row in one line.
func rowLine(r html.Row) string {
	said := r.Term
	for _, part := range append(slices.Clone(r.Marks), r.Count, r.Limit) {
		if part != "" {
			said += ", " + part
		}
	}
	return said
}

// fills are the backgrounds of records, which are read in dark text.
var fills = map[html.Tone]string{
	"": "#f6f7f9", html.Good: "#e3f4e7", html.Doubt: "#fdf2d5", html.Bad: "#fdeaea", html.Muted: "#f6f7f9",
}

// writeDot writes trees in the language of Graphviz
// (https://graphviz.org/doc/info/lang.html).
func writeDot(w io.Writer, trees []*html.Node) error {
	out := bufio.NewWriter(w)
	nodes, edges := graph(trees)
	fmt.Fprintln(out, "digraph spf {\n  rankdir=LR\n  node [shape=box, style=filled, fontname=monospace, fontcolor=\"#000000\"]\n  edge [fontname=monospace]")
	for i, n := range nodes {
		label := ""
		for _, l := range nodeLines(n) {
			label += dotText.Replace(l) + `\l`
		}
		fmt.Fprintf(out, "  n%d [label=\"%s\", fillcolor=\"%s\"]\n", i, label, fills[n.Tone])
	}
	for _, e := range edges {
		fmt.Fprintf(out, "  n%d -> n%d [label=\"%s\"]\n", e.from, e.to, dotText.Replace(rowLine(e.row)))
	}
	fmt.Fprintln(out, "}")
	return out.Flush()
}

// dotText makes text stand for itself in quotes: what follows a backslash is a command
// (https://graphviz.org/docs/attr-types/escString/), and so is what follows an ampersand.
var dotText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;")

// writeMermaid writes trees as a flowchart of Mermaid
// (https://mermaid.js.org/syntax/flowchart.html).
func writeMermaid(w io.Writer, trees []*html.Node) error {
	out := bufio.NewWriter(w)
	nodes, edges := graph(trees)
	fmt.Fprintln(out, "flowchart LR")
	for i, n := range nodes {
		var lines []string
		for _, l := range nodeLines(n) {
			lines = append(lines, mermaidText(l))
		}
		fmt.Fprintf(out, "  n%d[\"%s\"]\n", i, strings.Join(lines, "<br/>"))
		fmt.Fprintf(out, "  style n%d fill:%s,color:#000,stroke:#666\n", i, fills[n.Tone])
	}
	for _, e := range edges {
		fmt.Fprintf(out, "  n%d -->|\"%s\"| n%d\n", e.from, mermaidText(rowLine(e.row)), e.to)
	}
	return out.Flush()
}

// mermaidText makes text stand for itself in quotes: all but letters, digits and a few
// signs are entities, as nothing else is safe from Markdown and HTML.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 0x80, r == ' ', r == '.', r == '-', r == '=', r == ',', r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
