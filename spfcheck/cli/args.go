package cli

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// flagsFirst puts the flags of a command in front of its arguments, since
// urfave/cli takes every flag after an argument for an argument, and people
// type them anywhere. What stands after "--" is an argument. "help check" is
// taken for "check --help".
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	if args[1] == "help" {
		args = slices.Concat(args[:1], args[2:], []string{"--help"})
	}
	command := app.Command(args[1])
	if command == nil {
		if strings.HasPrefix(args[1], "-") && slices.ContainsFunc(args, isHelp) {
			return []string{args[0], "--help"} // whatever is beside it, such as --lang
		}
		return args
	}
	flags, rest := []string{args[0], args[1]}, []string{}
	for i := 2; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			rest = append(rest, arg)
			continue
		}
		if isHelp(arg) {
			return []string{args[0], args[1], arg} // beside an argument it would be help on a topic
		}
		flags = append(flags, arg)
		if !takesValue(command, arg) {
			continue
		}
		if i+1 == len(args) {
			return flags // "--" would be taken for the value that is missing
		}
		i++
		flags = append(flags, args[i])
	}
	return slices.Concat(flags, []string{"--"}, rest)
}

func isHelp(arg string) bool {
	return strings.HasPrefix(arg, "-") && slices.Contains(cli.HelpFlag.Names(), strings.TrimLeft(arg, "-"))
}

// languageOf is the language that --lang among the arguments asks for. It is
// wanted before the flags are parsed: for the help, and for what is wrong with them.
func languageOf(args []string) (i18n.Language, bool) {
	for i, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		if name != "--lang" && name != "-lang" {
			continue
		}
		if value == "" && i+1 < len(args) {
			value = args[i+1]
		}
		return i18n.Parse(value)
	}
	return i18n.Language{}, false
}

// takesValue reports whether the word after a flag is its value.
func takesValue(command *cli.Command, arg string) bool {
	f, ok := findFlag(command, arg).(cli.DocGenerationFlag)
	return ok && f.TakesValue()
}

// findFlag finds the flag of a command by how it is typed, with one dash or two;
// nil where there is none.
func findFlag(command *cli.Command, typed string) cli.Flag {
	for _, f := range command.Flags {
		if slices.Contains(f.Names(), strings.TrimLeft(typed, "-")) {
			return f
		}
	}
	return nil
}
