package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/git"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
)

// ciSystem is one that init writes a workflow for.
type ciSystem struct {
	name string // as in --ci, and in the address of its remote
	file string // from the top of the repository
	text string // MODULE, PROGRAM, COMMIT and CONFIG stand for what they say; its comments are in workflowComments
}

var ciSystems = []ciSystem{
	{
		name: "github",
		file: ".github/workflows/spfcheck.yml",
		text: `name: DNS
on: pull_request
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          fetch-depth: 0 # the base branch, too
      - uses: PROGRAM@COMMIT
        with:
          base: git:origin/${{ github.base_ref }}
          config: CONFIG
`,
	},
	{
		name: "gitlab",
		file: ".gitlab-ci.yml",
		text: `dns:
  image: golang:1.26.8 # a tag can be moved: add the @sha256:… that docker buildx imagetools inspect says
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: 0 # the base branch, too
  script:
    - git clone https://MODULE.git /tmp/spfcheck
    - git -C /tmp/spfcheck checkout COMMIT
    - go build -C /tmp/spfcheck -o /usr/local/bin/spfcheck ./cmd/spfcheck
    - spfcheck gate --base "git:$CI_MERGE_REQUEST_DIFF_BASE_SHA" --config CONFIG --output junit=spfcheck.xml
  artifacts:
    when: always
    reports:
      junit: spfcheck.xml
`,
	},
}

// workflowComments are those of the workflows, which have them in English.
var workflowComments = []i18n.Text{
	{EN: "the base branch, too", JA: "ベースブランチも取得する"},
	{
		EN: "a tag can be moved: add the @sha256:… that docker buildx imagetools inspect says",
		JA: "タグは別のイメージに付け替えられる。docker buildx imagetools inspect の示す @sha256:… を付けるとよい",
	},
}

// noCI is what --ci is for no workflow.
const noCI = "none"

func ciNames() []string {
	var names []string
	for _, s := range ciSystems {
		names = append(names, s.name)
	}
	return append(names, noCI)
}

// gateStart is what init finds out for the gate.
type gateStart struct {
	zones      []string
	repository *git.Repository // nil: there is none
	base       string          // the state to compare with; "": what DNS says
	ci         *ciSystem       // nil: no workflow is wanted
	file       string          // of the workflow
}

// findGate looks for the files with zones, and for where the gate is to run.
func (p *program) findGate(c *cli.Context) (g gateStart, err error) {
	wanted := c.String("ci")
	if g.zones, err = change.Find(); err != nil {
		return g, changeError(err)
	}
	if len(g.zones) == 0 {
		return g, nil
	}
	if g.repository, err = git.Open(c.Context); err != nil {
		if g.repository = nil; wanted == "" || wanted == noCI {
			return g, nil
		}
		return g, input.About(asFlag("ci"), err)
	}
	g.base = git.Prefix
	if _, err := g.repository.Revision(c.Context, ""); err != nil && g.repository.Head(c.Context) != "" {
		g.base = git.Prefix + "HEAD" // the default branch can't be told
	}
	remote := g.repository.Remote(c.Context)
	for i, s := range ciSystems {
		file := nearby(filepath.Join(g.repository.Top(), filepath.FromSlash(s.file)))
		_, missing := os.Stat(file)
		guessed := wanted == "" && strings.Contains(remote, s.name) && missing != nil
		if s.name == wanted || guessed {
			g.ci, g.file = &ciSystems[i], file
		}
	}
	return g, nil
}

// workflow is the workflow for a configuration. The program is taken from where its module
// is, and at the commit that this one is built from, where that is known.
func (g gateStart) workflow(file string) string {
	module := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		module = info.Main.Path
	}
	_, program, _ := strings.Cut(module, "/")
	commit := cmp.Or(builtWith("vcs.revision"), "COMMIT")
	if release != "" {
		commit += " # " + release
	}
	if !filepath.IsAbs(file) {
		file = path.Join(g.repository.Inside(), filepath.ToSlash(file))
	}
	return strings.NewReplacer("MODULE", module, "PROGRAM", program, "COMMIT", commit, "CONFIG", file).Replace(g.ci.text)
}

// refuseOver refuses to write over a file, unless that is wanted.
func refuseOver(c *cli.Context, file string) error {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || c.Bool("force") {
		return nil // or else writing says why it can't be
	}
	return &input.Error{
		Problem: i18n.Text{EN: "%q already exists", JA: "ファイル %q がすでにあります"}.Format(file),
		Hint:    i18n.Text{EN: "write over it with --force", JA: "上書きするには --force を指定してください"},
	}
}

// writeWorkflow writes the workflow, if one is wanted.
func (p *program) writeWorkflow(g gateStart, file string) error {
	if g.ci == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(g.file), 0o777); err != nil {
		return fileError(g.file, err)
	}
	text := g.workflow(file)
	for _, comment := range workflowComments {
		text = strings.ReplaceAll(text, "# "+comment.EN, "# "+p.say(comment))
	}
	err := p.writeFile("ci", g.file, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return err
	}
	p.tell(wroteFile.Format(g.file))
	if builtWith("vcs.revision") == "" {
		p.tell(fillIn.Format(g.file))
	}
	return nil
}

// tell writes a line for the user beside the output.
func (p *program) tell(text i18n.Text) {
	fmt.Fprintln(p.stderr, printable(p.say(text)))
}

// firstRun shows that the gate works: what differs from the base now.
func (p *program) firstRun(c *cli.Context, start gateStart, cfg *config.Config) error {
	p.began = time.Now() // after the questions
	g := &gate.Gate{Profiles: cfg.Profiles, Flows: cfg.Flows, Ignores: cfg.Ignores, FailOn: rules.Error, Words: words}
	base := cfg.Base
	if start.repository != nil && start.repository.Head(c.Context) == "" {
		base = nil
	}
	if err := p.readChange(c, g, configured(cfg, change.Options{}), base); err != nil {
		return err
	}
	rep, err := p.runGate(c, g)
	if err != nil {
		return err
	}
	p.code = gateCode(rep.Result, "")
	return render.Formats[0].Gate(p.stdout, render.Options{Language: p.language, Words: words, Version: version()}, rep)
}

var (
	wroteFile = i18n.Text{EN: "wrote %s", JA: "%s を書き出しました"}
	fillIn    = i18n.Text{
		EN: "in %s, put a commit of spfcheck in the place of COMMIT",
		JA: "%s の COMMIT を spfcheck のコミットに書き換えてください",
	}
	zonesFound = i18n.Text{EN: "files with zones: %s", JA: "ゾーンのファイル: %s"}
	noZones    = i18n.Text{
		EN: "no file with a zone was found here: name yours in %s with zones, or with --change FILE",
		JA: "ゾーンのファイルが見つかりません。%s の zones か --change ファイル で指定してください",
	}
	nextStep = i18n.Text{
		EN: "next: commit these files; spfcheck gate says what a change does to mail",
		JA: "次は、これらのファイルをコミットしてください。変更の影響は spfcheck gate で確かめられます",
	}
)
