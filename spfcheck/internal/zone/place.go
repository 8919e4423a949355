package zone

import "fmt"

// Place is where a part of a file stands.
type Place struct {
	File string `json:"file"` // the name of the file
	Line int    `json:"line"` // the number of the line in the file, from 1; 0 for the whole file
	// where the tool that wrote the file has it from: Terraform's address of the
	// resource, DNSControl's position in its own file; left out where it isn't known
	Source string `json:"source,omitempty"`
}

// String gives the place as compilers do: FILE:LINE.
func (p Place) String() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Source != "" {
		at += " (" + p.Source + ")"
	}
	return at
}

// Error is what is wrong with the data of a zone, and where.
type Error struct {
	Place
	Err error
}

// Error begins with the place.
func (e *Error) Error() string { return e.Place.String() + ": " + e.Err.Error() }

// Unwrap gives the error without its place.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an [*Error] of the place.
func (p Place) Errorf(format string, args ...any) error {
	return &Error{p, fmt.Errorf(format, args...)}
}

// On is the same place with another line; 0 leaves it.
func (p Place) On(line int) Place {
	if line > 0 {
		p.Line = line
	}
	return p
}
