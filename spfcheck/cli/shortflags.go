package cli

import (
	"slices"

	"github.com/urfave/cli/v2"
)

// shortFlags are the letters for flags that people type often, those of swaks and
// sendmail where these have one. A command has those whose flag it has.
var shortFlags = map[string]string{
	"ip": "i", "mail": "m", "mail-from": "f", "to": "t", "quiet": "q", "verbose": "v",
}

// abbreviations are letters for a flag with a value.
var abbreviations = map[string]string{"-j": "--format=json"}

// combined takes "-qv" for "-q" and "-v", as git and ls do: letters of switches, of which
// the last may be one that a value follows. It gives nil where the word is anything else.
func combined(c *cli.Command, word string) []string {
	if len(word) < 3 || word[0] != '-' || word[1] == '-' || findFlag(c, word) != nil {
		return nil
	}
	var letters []string
	for i, letter := range word[1:] {
		typed := "-" + string(letter)
		_, short := abbreviations[typed]
		f := findFlag(c, typed)
		if f == nil && !short || f != nil && takesFlagValue(f) && i < len(word)-2 {
			return nil
		}
		letters = append(letters, typed)
	}
	return letters
}

// addShort gives the flags of a command their letters.
func addShort(c *cli.Command) {
	for _, f := range c.Flags {
		letter, ok := shortFlags[f.Names()[0]]
		if !ok || slices.Contains(f.Names(), letter) {
			continue
		}
		switch f := f.(type) {
		case *cli.StringFlag:
			f.Aliases = append(f.Aliases, letter)
		case *cli.StringSliceFlag:
			f.Aliases = append(f.Aliases, letter)
		case *cli.BoolFlag:
			f.Aliases = append(f.Aliases, letter)
		}
	}
}
