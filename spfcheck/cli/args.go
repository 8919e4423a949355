package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// line is a command line that was read.
//
// It is read here and not by urfave/cli, which takes a flag after an argument for an
// argument, says what is wrong in texts that nothing but a regular expression can tell
// apart (its OnUsageError gets these), and asks its hook for commands that there aren't
// only where it has a command for help. What it gets is what it can't find fault with:
// the command, each flag with its value in one word, "--", the arguments.
type line struct {
	command   *cli.Command // nil: the program itself
	implied   bool         // none is named
	help      bool         // is asked for, whatever is beside it
	version   bool
	flags     []string // "--name=value"; of switches "--name" and "--name=false"
	arguments []string
}

// words are those for urfave/cli.
func (l line) words(program string) []string {
	return slices.Concat([]string{program, l.command.Name}, l.flags, []string{"--"}, l.arguments)
}

// has reports whether a flag is given.
func (l line) has(flag string) bool {
	return slices.ContainsFunc(l.flags, func(f string) bool { return f == "--"+flag || strings.HasPrefix(f, "--"+flag+"=") })
}

// readLine reads the words behind the name of the program. What is wrong is said of the
// first word alone: the others may be its values.
func (p *program) readLine(words []string) (line, error) {
	l, words, err := p.findCommand(words)
	if err != nil || l.command == nil {
		return l, err
	}
	for i := 0; i < len(words); i++ {
		if letters := combined(l.command, words[i]); letters != nil {
			words = slices.Replace(slices.Clone(words), i, i+1, letters...)
		}
		word := words[i]
		switch {
		case word == "--":
			l.arguments = append(l.arguments, words[i+1:]...)
			i = len(words)
		case isHelp(word):
			return line{command: l.command, help: true}, nil
		case strings.HasPrefix(word, "@") && len(word) > 1 && findFlag(l.command, "server") != nil: // as in dig
			word = "--server=" + word[1:]
			fallthrough
		case len(word) > 1 && word[0] == '-':
			taken, err := p.readFlag(&l, word, words[i+1:])
			if err != nil {
				return l, err
			}
			i += taken
		default:
			l.arguments = append(l.arguments, word)
		}
	}
	about := slices.ContainsFunc(l.flags, func(f string) bool { return !strings.HasPrefix(f, "--lang=") })
	if l.implied && !about && len(l.arguments) == 0 {
		return l, nothingAsked
	}
	return l, nil
}

// findCommand finds the command, and gives the words beside it. It is the first word
// that is neither a flag nor the value of one; where that is an address or a domain, or
// there is none, mail is checked.
func (p *program) findCommand(words []string) (l line, rest []string, err error) {
	if len(words) > 0 {
		if c := p.command(words[0]); c != nil { // the others needn't be made
			return line{command: c}, words[1:], nil
		}
	}
	first := p.firstArgument(words)
	if first < len(words) && strings.EqualFold(words[first], "help") { // "help check" as "check --help"
		words = append(slices.Delete(slices.Clone(words), first, first+1), "--help")
		first = p.firstArgument(words)
	}
	flags := words[:min(first, len(words))]
	switch {
	case first < len(words) && p.command(words[first]) != nil:
		return line{command: p.command(words[first])}, slices.Delete(slices.Clone(words), first, first+1), nil
	case first < len(words) && !namesMail(words[first]):
		return l, nil, p.noCommand(words[first])
	case first < len(words):
	case slices.ContainsFunc(flags, isHelp):
		return line{help: true}, nil, nil
	case slices.ContainsFunc(flags, isVersion):
		return line{version: true}, nil, nil
	case len(flags) == 0:
		return l, nil, nothingAsked
	}
	return line{command: p.command("check"), implied: true}, words, nil
}

// firstArgument gives the index of the first word that is neither a flag nor the value
// of one; where there is none, that behind the last word.
func (p *program) firstArgument(words []string) int {
	commands := p.commands("")
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "--":
			return i + 1
		case !strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "@"):
			return i
		case slices.ContainsFunc(commands, func(c *cli.Command) bool { return takesValue(c, word) }):
			i++
		}
	}
	return len(words)
}

// readFlag reads a flag, of which the value may be the first of the words behind it, and
// gives how many of these it takes.
func (p *program) readFlag(l *line, word string, behind []string) (taken int, err error) {
	if long, ok := abbreviations[word]; ok && p.formatted(l.command) {
		word = long
	}
	typed, value, given := strings.Cut(word, "=")
	f := findFlag(l.command, typed)
	if f == nil {
		return 0, p.noFlag(l.command, typed)
	}
	name := f.Names()[0]
	if !takesFlagValue(f) {
		set := "--" + name
		if given {
			on, err := readSwitch(name, value)
			if err != nil {
				return 0, err
			}
			set += "=" + on
		}
		l.flags = append(l.flags, set)
		return 0, nil
	}
	if !given {
		if len(behind) == 0 {
			return 0, &input.Error{Problem: noValue.Format(typed), Hint: p.valueHint(l.command, name)}
		}
		value, taken = behind[0], 1
	}
	value, err = p.readValue(l.command, f, value)
	if err = cmp.Or(err, l.onlyOne(f, value)); err != nil {
		return 0, err
	}
	l.flags = append(l.flags, "--"+name+"="+value)
	return taken, nil
}

// formatted reports whether a command has formats to choose from.
func (p *program) formatted(c *cli.Command) bool { return findFlag(c, "format") != nil }

// otherNames are what other programs call flags, and people after them.
var otherNames = map[string]string{
	"envelope-from": "mail-from", "return-path": "mail-from", "bounce": "mail-from",
	"header-from": "from", "ehlo": "helo", "client-ip": "ip", "source-ip": "ip", "address": "ip",
	"recipient": "to", "rcpt-to": "to", "service": "via", "resolver": "server", "nameserver": "server",
	"language": "lang", "colour": "color", "date": "on", "output-format": "format", "dkim-selector": "selector",
	"message": "mail", "eml": "mail",
}

// noFlag says that a command has no such flag, and which may be meant, or what has it.
func (p *program) noFlag(c *cli.Command, typed string) error {
	name := strings.ToLower(strings.TrimLeft(typed, "-"))
	var names, others []string
	for _, f := range c.Flags {
		names = append(names, f.Names()[0])
	}
	for _, other := range p.commands("") {
		if findFlag(other, typed) != nil {
			others = append(others, other.Name)
		}
	}
	wrong := &input.Error{Problem: noSuchFlag.Format(typed), Hint: seeHelp.Format(c.Name)}
	near := spelling.Nearest(name, names)
	if other := otherNames[name]; slices.Contains(names, other) {
		near = other
	}
	switch {
	case len(others) > 0:
		wrong.Hint = flagOfOthers.Format(strings.Join(others, ", ")).And(wrong.Hint)
	case near != "":
		wrong.Hint = spelling.Meant.Format("--" + near)
	}
	return wrong
}

// noCommand says that there is no such command, and which may be meant.
func (p *program) noCommand(typed string) error {
	names := p.commandNames()
	return &input.Error{
		Problem: noSuchCommand.Format(typed),
		Hint:    spelling.DidYouMean(typed, names, theseCommands.Format(strings.Join(names, ", "))),
	}
}

// namesMail reports whether a word can say who sends mail: an address or a domain.
func namesMail(word string) bool { return strings.ContainsAny(word, ".@") || !spelling.IsASCII(word) }

func isHelp(word string) bool { return slices.Contains([]string{"--help", "-help", "-h"}, word) }

func isVersion(word string) bool {
	return slices.Contains([]string{"--version", "-version", "-v", "-V"}, word)
}

// languageOf is the language that --lang among the words asks for. It is wanted before
// they are read: for the help, and for what is wrong with them.
func languageOf(words []string) (i18n.Language, bool) {
	for i, word := range words {
		name, value, _ := strings.Cut(word, "=")
		if name != "--lang" && name != "-lang" {
			continue
		}
		if value == "" && i+1 < len(words) {
			value = words[i+1]
		}
		return i18n.Parse(value)
	}
	return i18n.Language{}, false
}

// takesValue reports whether the word behind a flag is its value.
func takesValue(command *cli.Command, typed string) bool {
	f := findFlag(command, typed)
	return f != nil && takesFlagValue(f)
}

func takesFlagValue(f cli.Flag) bool {
	doc, ok := f.(cli.DocGenerationFlag)
	return ok && doc.TakesValue()
}

// findFlag finds the flag of a command by how it is typed, with one dash or two, in any
// case unless it is a letter; nil where there is none.
func findFlag(command *cli.Command, typed string) cli.Flag {
	name := strings.TrimPrefix(strings.TrimPrefix(typed, "-"), "-")
	if len(name) > 1 {
		name = strings.ToLower(name)
	}
	for _, f := range command.Flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

var (
	noSuchFlag    = i18n.Text{EN: "no flag %s", JA: "オプション %s はありません"}
	seeHelp       = i18n.Text{EN: "see spfcheck %s --help", JA: "spfcheck %s --help を見てください"}
	flagOfOthers  = i18n.Text{EN: "it is a flag of %s;", JA: "%s のオプションです。"}
	noSuchCommand = i18n.Text{EN: "no command %q", JA: "コマンド %q はありません"}
	theseCommands = i18n.Text{EN: "there are %s", JA: "コマンドは %s です"}
	noValue       = i18n.Text{EN: "%s has no value", JA: "%s: 値がありません"}

	nothingAsked = &input.Error{
		Problem: i18n.Text{EN: "no command", JA: "コマンドがありません"},
		Hint: i18n.Text{
			EN: "see spfcheck --help; to judge a mail: spfcheck check --ip ADDRESS FROM",
			JA: "spfcheck --help を見てください。判定は spfcheck check --ip アドレス 差出人 です",
		},
	}
)
