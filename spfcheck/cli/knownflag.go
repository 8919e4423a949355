package cli

import "github.com/urfave/cli/v2"

// libraryFlag is what the library asks of its own flags.
type libraryFlag interface {
	cli.ActionableFlag
	cli.CategorizableFlag
	cli.DocGenerationFlag
	cli.RequiredFlag
}

// knownFlag is a flag whose names are known. The library finds them anew by a regular
// expression, each time that it looks for any flag, and writes a text for a help that
// isn't its own: more than a third of what a check allocates.
type knownFlag struct {
	libraryFlag
	names []string
}

// Names gives the name and the aliases.
func (f *knownFlag) Names() []string { return f.names }

// String is the flag's name.
func (f *knownFlag) String() string { return f.names[0] }

// knownList is a knownFlag of a list, which the library tells more than an interface
// can say.
type knownList struct {
	*cli.StringSliceFlag
	names []string
}

// Names gives the name and the aliases.
func (f *knownList) Names() []string { return f.names }

// String is the flag's name.
func (f *knownList) String() string { return f.names[0] }

// knowNames has the names of the flags ready, which no longer change.
func knowNames(flags []cli.Flag) {
	for i, f := range flags {
		switch f := f.(type) {
		case *cli.StringSliceFlag:
			flags[i] = &knownList{f, f.Names()}
		case libraryFlag:
			flags[i] = &knownFlag{f, f.Names()}
		}
	}
}

// plainFlag is the flag as the library has it.
func plainFlag(f cli.Flag) cli.Flag {
	switch f := f.(type) {
	case *knownFlag:
		return f.libraryFlag
	case *knownList:
		return f.StringSliceFlag
	}
	return f
}
