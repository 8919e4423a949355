package html

// Form is what the reader of a page can send to the site that it is of. It works without
// a script.
type Form struct {
	Method  string // "get" where nothing changes by it, otherwise "post"
	Action  string // the path that it is sent to
	Fields  []Field
	Buttons []Button
}

// Field is a line of text in a form.
type Field struct {
	Name    string
	Label   string // "": the field isn't seen
	Value   string
	Example string
	Help    string
	Problem string   // what is wrong with Value; "": nothing
	Choices []Choice // values that are offered; others can be typed
}

// Choice is a value for a field, and what it means.
type Choice struct{ Value, Text string }

// Button sends a form.
type Button struct {
	Text   string
	Action string // the path, where it isn't the form's; "": the form's
}

// Frame shows a page of the site that isn't trusted: in it no script runs, no form is
// sent, and no link leads out of it.
type Frame struct {
	Title string // for who can't see it
	URL   string
}
