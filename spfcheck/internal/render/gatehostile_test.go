package render_test

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"

	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// TestGateNothingRaw renders a report whose every string is hostile to terminals.
func TestGateNothingRaw(t *testing.T) {
	rep := hostileGate("a\x1b]0;title\x07b\u202ec\u200bd\u009be\ufefff\xffg\nh\ri")
	for _, f := range render.FormatsOf("gate") {
		t.Run(f.Name, func(t *testing.T) {
			got := string(renderGate(t, f.Name, render.Options{}, rep))
			for _, r := range got {
				if !strings.ContainsRune("\n\t", r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
					t.Fatalf("%U in\n%s", r, got)
				}
			}
			if strings.Contains(got, "g\nh") {
				t.Errorf("a line break came through:\n%s", got)
			}
		})
	}
}

// command is a workflow command as GitHub's runner reads it: the name, the
// properties, and the text after the second "::".
var command = regexp.MustCompile(`^::(error|warning|notice) ([^:]*)::(.*)$`)

// TestGitHubInjects makes sure that no text makes a command, or a property, of
// its own.
func TestGitHubInjects(t *testing.T) {
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	for _, hostile := range []string{
		"::set-env name=A::b", "x\n::stop-commands::y", "x\r\n::add-mask::y", "%0A::error::x", "a,line=9,title=b", "a::b", "##[error]x", "100%25",
	} {
		t.Run(hostile, func(t *testing.T) {
			rep := hostileGate(hostile)
			lines := slices.Collect(strings.Lines(string(renderGate(t, "github", render.Options{}, rep))))
			if len(lines) != len(rep.Problems) {
				t.Fatalf("%d problems, but %d lines:\n%s", len(rep.Problems), len(lines), lines)
			}
			shown := strings.NewReplacer("\n", `\u{000a}`, "\r", `\u{000d}`).Replace(hostile)
			for i, line := range lines {
				parts := command.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
				if parts == nil {
					t.Fatalf("no command: %s", line)
				}
				want := []string{"file=" + shown, "line=3", "title=" + shown}
				if rep.Problems[i].Place == nil {
					want = want[2:]
				}
				var got []string
				for property := range strings.SplitSeq(parts[2], ",") {
					got = append(got, unescape.Replace(property))
				}
				if !slices.Equal(got, want) {
					t.Errorf("the properties are %q, not %q", got, want)
				}
				if !strings.HasPrefix(unescape.Replace(parts[3]), shown+"\n"+shown) {
					t.Errorf("the text is %q", parts[3])
				}
			}
		})
	}
}

// TestJUnitHostile reads the XML back.
func TestJUnitHostile(t *testing.T) {
	const hostile = `]]><testcase/> & "<b>' [[[ATTACHMENT|/etc/passwd]]`
	var suites junit.Testsuites
	if err := xml.Unmarshal(renderGate(t, "junit", render.Options{}, hostileGate(hostile)), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Failures != 2 || suites.Errors != 1 || suites.Tests != 4 || len(suites.Suites) != 3 {
		t.Errorf("%d failures, %d errors, %d tests, %d suites", suites.Failures, suites.Errors, suites.Tests, len(suites.Suites))
	}
	failure := suites.Suites[0].Testcases[0].Failure
	shown := strings.ReplaceAll(hostile, "[[[", "[[ [")
	if failure.Message != shown || !strings.Contains(failure.Data, shown) || strings.Contains(failure.Data, "[[ATTACHMENT") {
		t.Errorf("%+v", failure)
	}
}

// TestMarkdownHostile renders pages as GitHub does, and makes sure that what
// comes from DNS or a file is text in them and nothing else.
func TestMarkdownHostile(t *testing.T) {
	plain := structure(t, "plain")
	for _, hostile := range []string{
		"**b** __i__ *i* _i_ ~~s~~", "`code` ``", "[a](https://evil.example)", "![a](https://evil.example/x.png)", "[a]: https://evil.example",
		"<script>alert(1)</script>", "</details>", "<!-- ", "&lt;b&gt; &#64;all", "a | b", `\| \a \`, "# h", "- [x] a", "1. a", "> a", "```", "    a",
		"https://evil.example", "ftp://evil.example", "x://evil.example", "www.evil.example", "WWW.evil.example", "mailto:a@evil.example", "a@evil.example",
		"@all", "a @b", "owner/repo#1", "#1", "!1", "$x$", "$`x`$", ":+1:", ":100:", "[^1]", "<https://evil.example>", " ",
	} {
		t.Run(hostile, func(t *testing.T) {
			if got := structure(t, hostile); got != plain {
				t.Errorf("it is %s, not %s", got, plain)
			}
		})
	}
}

// refers finds what GitHub or GitLab makes links, pictures or formulas of in the
// text of a page.
var refers = regexp.MustCompile(`@\w|[#!$]\d|\$\w|\w\$|://|(?i:www\.)|:[\w+-]+:`)

// literal are the elements whose text nobody looks into. How many links there are
// is seen from the elements.
var literal = map[string]bool{"code": true, "a": true}

// structure lists the elements of a page whose every string is hostile, but for
// those that escaping makes, and checks its texts.
func structure(t *testing.T, hostile string) string {
	t.Helper()
	page := renderGate(t, "markdown", render.Options{}, hostileGate(hostile))
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(html.WithUnsafe()))
	var b bytes.Buffer
	if err := markdown.Convert(page, &b); err != nil {
		t.Fatal(err)
	}
	doc, err := nethtml.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	var elements []string
	for n := range doc.Descendants() {
		switch n.Type {
		case nethtml.ElementNode:
			if n.Data != "span" {
				elements = append(elements, n.Data)
			}
		case nethtml.TextNode:
			if !literal[n.Parent.Data] && refers.MatchString(n.Data) {
				t.Errorf("the text %q is more than text:\n%s", n.Data, page)
			}
		case nethtml.CommentNode:
			t.Errorf("there is a comment:\n%s", page)
		}
	}
	text := textOf(doc)
	if !strings.Contains(text, strings.TrimSpace(hostile)) {
		t.Errorf("%q is lost:\n%s", hostile, text)
	}
	return strings.Join(elements, " ")
}

func textOf(n *nethtml.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == nethtml.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
