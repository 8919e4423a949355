package cli

import (
	"cmp"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// The categories of flags.
var (
	theMessage = i18n.Text{EN: "The message", JA: "メール"}
	theVerdict = i18n.Text{EN: "The verdict", JA: "判定"}
	theReports = i18n.Text{EN: "The reports", JA: "通知"}
	looked     = i18n.Text{EN: "What is looked at", JA: "調べる対象"}
	theChange  = i18n.Text{EN: "The change", JA: "変更"}
	theFlows   = i18n.Text{EN: "The mail", JA: "対象のメール"}
	theDNS     = i18n.Text{EN: "DNS", JA: "DNS"}
	theOutput  = i18n.Text{EN: "Output", JA: "出力"}
	theRest    = i18n.Text{EN: "Options", JA: "オプション"}
)

// categories are in the order of the help: what is judged comes first, and where the
// answers of DNS come from last.
var categories = []i18n.Text{
	theRest, theServer, theRehearsal, theReports, theMessage, looked, theChange, theInput, theFlows, theVerdict, theRun, theOutput, theDNS,
}

// say gives t in the language of the user.
func (p *program) say(t i18n.Text) string { return p.language.Of(t) }

// examples is the description of a command: a line each.
func (p *program) examples(lines ...string) string { return strings.Join(lines, "\n") }

// The widths of help: what is longer than the widest can't be read, and in less than the
// narrowest no flag fits.
const (
	narrowest = 40
	usual     = 80
	widest    = 120
)

// width is how many columns texts may have on standard output.
func (p *program) width() int { return p.widthOf(p.stdout) }

// widthOf is how many columns texts may have: those of COLUMNS, or of the terminal that w
// is.
func (p *program) widthOf(w io.Writer) int {
	columns, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if f, ok := w.(*os.File); ok && err != nil {
		columns, _, err = term.GetSize(int(f.Fd()))
	}
	if err != nil || columns <= 0 {
		columns = usual
	}
	return min(max(columns, narrowest), widest)
}

// programHelp is the help of the program.
func (p *program) programHelp(width int) string {
	h := help{width: width}
	h.text("", "spfcheck: "+p.say(purpose))
	h.title(p.say(i18n.Text{EN: "Usage", JA: "使い方"}))
	h.item("spfcheck COMMAND [OPTIONS] …", "")
	h.item(p.say(i18n.Text{EN: "spfcheck [OPTIONS] ADDRESS|DOMAIN", JA: "spfcheck [オプション] アドレス|ドメイン"}),
		p.say(i18n.Text{EN: "the same as spfcheck check", JA: "spfcheck check と同じ"}))
	h.title("")
	h.text("", p.say(about))
	h.title(p.say(i18n.Text{EN: "Commands", JA: "コマンド"}))
	h.column = commandsAt
	for _, c := range p.commands("") {
		h.item(c.Name, c.Usage)
	}
	h.column = textAt
	h.title(p.say(theRest))
	h.item("-h, --help", p.say(i18n.Text{EN: "show help; with a command, that of the command", JA: "ヘルプを表示する。コマンドを付けるとそのコマンドのもの"}))
	h.item("-v, --version", p.say(i18n.Text{EN: "show the version, and the days of the rules", JA: "バージョンと、規則の日付を表示する"}))
	h.flags(p, named([]string{"lang"}, p.outputFlags()))
	h.title(p.say(i18n.Text{EN: "Exit codes", JA: "終了コード"}))
	h.column = codesAt
	for code, means := range exitCodes {
		h.item(strconv.Itoa(code), p.say(means))
	}
	return h.String()
}

// commandHelp is the help of a command.
func (p *program) commandHelp(c *cli.Command, width int) string {
	h := help{width: width}
	h.text("", "spfcheck "+c.Name+": "+c.Usage)
	h.title(p.say(i18n.Text{EN: "Usage", JA: "使い方"}))
	arguments, about := argumentsOf(c)
	h.item(strings.TrimRight("spfcheck "+c.Name+" "+p.say(i18n.Text{EN: "[OPTIONS] ", JA: "[オプション] "})+arguments, " "), about)
	for _, category := range p.categoriesOf(c) {
		h.title(category.name)
		h.flags(p, category.flags)
	}
	h.title("")
	h.item("-h, --help", p.say(showHelp))
	h.title(p.say(i18n.Text{EN: "Examples", JA: "例"}))
	for line := range strings.Lines(c.Description) {
		h.command(strings.TrimSpace(line))
	}
	return h.String()
}

var showHelp = i18n.Text{EN: "show help", JA: "ヘルプを表示する"}

// argumentsOf gives the arguments of a command, and what is said of them.
func argumentsOf(c *cli.Command) (arguments, about string) {
	arguments, about, _ = strings.Cut(c.ArgsUsage, "   ")
	return strings.TrimSpace(arguments), strings.TrimSpace(about)
}

// category is flags of one kind.
type category struct {
	name  string
	flags []cli.Flag
}

// categoriesOf gives the flags of a command by category.
func (p *program) categoriesOf(c *cli.Command) []category {
	var all []category
	for _, text := range categories {
		of := category{name: p.say(text)}
		for _, f := range c.Flags {
			name := f.(cli.CategorizableFlag).GetCategory()
			if name == of.name || name == "" && text == theRest {
				of.flags = append(of.flags, f)
			}
		}
		if len(of.flags) > 0 {
			all = append(all, of)
		}
	}
	return all
}

// flagHelp is what is said of a flag, in one place for all that is printed about flags:
// how it is typed, and what it is for, in one line or in a list. Between backquotes
// there is what its value is called.
func (p *program) flagHelp(f cli.Flag) (name, usage string) {
	long, letters := "--"+f.Names()[0], ""
	for _, letter := range f.Names()[1:] {
		letters += "-" + letter + ", "
	}
	doc := f.(cli.DocGenerationFlag)
	before, rest, _ := strings.Cut(doc.GetUsage(), "`")
	value, after, quoted := strings.Cut(rest, "`")
	usage = before + rest
	if quoted {
		usage = before + value + after
	}
	if doc.TakesValue() {
		long += " " + value
	}
	given := strings.Trim(doc.GetDefaultText(), `"`)
	if doc.TakesValue() && given != "" && given != "0" && given != "0s" {
		first, list, more := strings.Cut(usage, "\n")
		usage = first + p.say(i18n.Text{EN: " (default: %s)", JA: "（既定値: %s）"}.Format(given))
		if more {
			usage += "\n" + list
		}
	}
	return letters + long, usage
}

// help is a page that is being written.
type help struct {
	strings.Builder
	width  int
	column int // where explanations begin; 0: textAt
}

// The columns of a list: of what is explained, and of the explanation, which is below
// the first where that is too long, or the line too short for both.
const (
	nameAt, textAt, textBelow = 2, 28, 6
	commandsAt, codesAt       = 14, 5
	twoColumns                = 70
)

// title begins a part; "" is one without a title.
func (h *help) title(title string) {
	if h.Len() > 0 {
		h.WriteString("\n")
	}
	if title != "" {
		h.WriteString(title + "\n")
	}
}

// text writes paragraphs, each line with this before it.
func (h *help) text(before, text string) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		for _, line := range render.Wrap(paragraph, h.width-len(before)) {
			h.WriteString(before + line + "\n")
		}
	}
}

// item writes what is explained, and the explanation.
func (h *help) item(name, text string) {
	used, at := nameAt+uniseg.StringWidth(name), cmp.Or(h.column, textAt)
	if h.width < twoColumns {
		at = textBelow
	}
	before := strings.Repeat(" ", at)
	column := help{width: h.width}
	if text != "" {
		column.text(before, text)
	}
	if text == "" || used+2 > at {
		h.text(strings.Repeat(" ", nameAt), name)
		h.WriteString(column.String())
		return
	}
	h.WriteString(strings.Repeat(" ", nameAt) + name + strings.Repeat(" ", at-used) + strings.TrimPrefix(column.String(), before))
}

// flags writes flags, those without a letter below the others' names.
func (h *help) flags(p *program, flags []cli.Flag) {
	for _, f := range flags {
		name, usage := p.flagHelp(f)
		if strings.HasPrefix(name, "--") {
			name = "    " + name
		}
		h.item(name, usage)
	}
}

// command writes a command for a shell: where it is broken, the shell goes on.
func (h *help) command(command string) {
	const goesOn = " \\"
	line := strings.Repeat(" ", nameAt)
	for i, word := range strings.Fields(command) {
		switch {
		case i == 0:
			line += word
		case uniseg.StringWidth(line)+1+uniseg.StringWidth(word)+len(goesOn) <= h.width:
			line += " " + word
		default:
			h.WriteString(line + goesOn + "\n")
			line = strings.Repeat(" ", textBelow) + word
		}
	}
	h.WriteString(line + "\n")
}
