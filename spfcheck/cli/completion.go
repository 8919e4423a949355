package cli

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

var (
	//go:embed completion/spfcheck.bash
	bashCompletion string
	//go:embed completion/spfcheck.zsh
	zshCompletion string
	//go:embed completion/spfcheck.fish
	fishCompletion string
)

// shells are those that spfcheck has a completion script for. A script decides
// nothing: at each key it asks "spfcheck completion candidates", which knows the
// flags of this very build.
var shells = []struct{ name, script string }{
	{"bash", bashCompletion},
	{"zsh", zshCompletion},
	{"fish", fishCompletion},
}

func shellNames() []string {
	var names []string
	for _, s := range shells {
		names = append(names, s.name)
	}
	return names
}

func (p *program) completionCommand() *cli.Command {
	return &cli.Command{
		Name: "completion",
		Usage: p.say(i18n.Text{
			EN: "print the script that completes commands, flags and values in a shell",
			JA: "コマンド、オプション、値をシェルで補完するスクリプトを出力する",
		}),
		ArgsUsage: p.say(i18n.Text{
			EN: "bash|zsh|fish   the shell; what the scripts ask is: candidates -- WORD…",
			JA: "bash|zsh|fish   シェル。スクリプトは candidates -- 語… を呼ぶ",
		}),
		Description: p.examples(
			"spfcheck completion bash >/etc/bash_completion.d/spfcheck",
			"spfcheck completion zsh >/usr/local/share/zsh/site-functions/_spfcheck",
			"spfcheck completion fish >~/.config/fish/completions/spfcheck.fish",
		),
		Flags:  named([]string{"lang"}, p.outputFlags()),
		Action: p.completion,
	}
}

func (p *program) completion(c *cli.Context) error {
	if c.Args().First() == "candidates" {
		var lines bytes.Buffer
		for _, candidate := range p.candidates(c.Args().Tail()) {
			fmt.Fprintf(&lines, "%s\t%s\n", candidate.word, candidate.help)
		}
		_, err := p.stdout.Write(lines.Bytes())
		return err
	}
	for _, s := range shells {
		if c.NArg() == 1 && c.Args().First() == s.name {
			_, err := fmt.Fprint(p.stdout, s.script)
			return err
		}
	}
	hint := thereAre(shellNames())
	if c.NArg() == 1 {
		hint = spelling.DidYouMean(c.Args().First(), shellNames(), hint)
	}
	return &input.Error{Problem: i18n.Text{EN: "expected one shell", JA: "シェルを 1 つ指定してください"}, Hint: hint}
}

// candidates gives what the last of the words may become. The words are those
// behind the name of the program.
func (p *program) candidates(words []string) []choice {
	if len(words) > 1 && words[0] == "help" {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil
	}
	last := words[len(words)-1]
	return slices.DeleteFunc(p.following(words[:len(words)-1], last), func(c choice) bool {
		return c != files && !strings.HasPrefix(c.word, last)
	})
}

// following gives what may stand behind words; last is what is already typed of it.
func (p *program) following(words []string, last string) []choice {
	if len(words) == 0 && !strings.HasPrefix(last, "-") {
		var choices []choice
		for _, c := range p.commands("") {
			choices = append(choices, choice{c.Name, c.Usage})
		}
		return choices
	}
	if len(words) == 0 { // mail is checked without a command, too
		return append(p.flagNames(p.command("check")), choice{"--version", p.say(versionHelp)})
	}
	l, rest, err := p.findCommand(words)
	if err != nil || l.command == nil {
		return nil
	}
	return p.inCommand(l.command, rest, last)
}

var versionHelp = i18n.Text{EN: "show the version", JA: "バージョンを表示する"}

// inCommand gives what may stand behind words of a command.
func (p *program) inCommand(command *cli.Command, words []string, last string) []choice {
	for i := 0; i < len(words); i++ {
		switch {
		case words[i] == "--":
			return p.argumentChoices(command)
		case !strings.HasPrefix(words[i], "-") || !takesValue(command, words[i]):
		case i+1 == len(words):
			return p.flagChoices(command, words[i])
		default:
			i++ // its value, even if that begins with "-"
		}
	}
	if name, _, ok := strings.Cut(last, "="); ok && strings.HasPrefix(name, "-") {
		return joined(name+"=", p.flagChoices(command, name))
	}
	choices := p.argumentChoices(command)
	if strings.HasPrefix(last, "-") || len(choices) == 0 {
		return p.flagNames(command)
	}
	return choices
}

// joined puts what stands before the values in front of each.
func joined(before string, values []choice) []choice {
	for i := range values {
		if values[i] != files {
			values[i].word = before + values[i].word
		}
	}
	return values
}

func (p *program) flagNames(command *cli.Command) []choice {
	var choices []choice
	for _, f := range command.Flags {
		_, usage := p.flagHelp(f)
		usage, _, _ = strings.Cut(usage, "\n")
		choices = append(choices, choice{"--" + f.Names()[0], usage})
	}
	return append(choices, choice{"--help", p.say(i18n.Text{EN: "show help", JA: "ヘルプを表示する"})})
}
