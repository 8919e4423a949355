package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// form is the way in which one server words its reports. A server also words
// what it puts into fields; the refused stage stands in the words alone.
type form struct {
	Name string
	// Mark finds the form in a text; a form without one looks at the header.
	Mark *lazy.Regexp
	Is   func(*document) bool
	Read func(*document) []entry
	// Stage infers the refused stage from the Status, where the server chooses
	// that by the stage; nil for the others.
	Stage map[string]Stage
}

// forms lists every form. Those of the carriers come first: au's looks like any.
var allForms = []*form{&ezweb, &softbank, &postfix, &sendmail, &exim, &opensmtpd, &qmail, &courier, &gmail}

func (f *form) matches(d *document) bool {
	if f.Mark != nil {
		return f.Mark.MatchString(d.text)
	}
	return f.Is(d)
}

// forms lists the forms that the words of d have.
func (d *document) forms() []*form {
	var found []*form
	for _, f := range allForms {
		if f.matches(d) {
			found = append(found, f)
		}
	}
	if len(found) == 0 && d.isQuote && logged.matches(d) {
		found = append(found, &logged)
	}
	if len(found) == 0 && !d.hasStatus && d.mayReport() && generic.matches(d) {
		found = append(found, &generic)
	}
	return found
}

// block is an address with the lines that are about it.
type block struct {
	address string
	text    string // the lines, each without blanks around it
}

// one gives the lines of a block as one.
func (b block) one() string { return strings.ReplaceAll(b.text, "\n", " ") }

// blocks cuts text at the lines that first matches: its first group is an
// address, its second, where there is one, the beginning of what is said of it.
// A block ends at an empty line, or where more no longer matches.
func blocks(text string, first *lazy.Regexp, more func(line string) bool) []block {
	var found []block
	var open bool
	for line := range strings.SplitSeq(text, "\n") {
		m := first.FindStringSubmatch(line)
		if last := len(found) - 1; m != nil && open && found[last].address == address(m[1]) && len(m) > 2 {
			m = nil // a reply that names the address, folded before it, whose indent is lost
		}
		if m != nil {
			if len(found) == MaxRecipients {
				return found
			}
			b := block{address: address(m[1])}
			if len(m) > 2 {
				b.text = strings.TrimSpace(m[2])
			}
			found, open = append(found, b), true
			continue
		}
		if strings.TrimSpace(line) == "" || !more(line) {
			open = false
		}
		if last := len(found) - 1; open && len(found[last].text) < maxField {
			found[last].text = strings.TrimSpace(found[last].text + "\n" + strings.TrimSpace(line))
		}
	}
	return found
}

func indented(line string) bool { return line[0] == ' ' || line[0] == '\t' }

func always(string) bool { return true }

// group gives a group of the first match, "" where there is none.
func group(re *lazy.Regexp, s string, n int) string {
	if m := re.FindStringSubmatch(s); m != nil {
		return m[n]
	}
	return ""
}
