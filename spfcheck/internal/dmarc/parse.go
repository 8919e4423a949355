package dmarc

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// wsp is what may stand around tags and equals signs (WSP of RFC 5234).
const wsp = " \t"

// Sections of the faults that no row of the table of tags knows.
const (
	sectionVersion = "RFC 7489 §6.3"
	sectionGrammar = "RFC 7489 §6.4"
	sectionTagList = "RFC 6376 §3.2"
)

// parser is a Record in the making.
type parser struct {
	record   Record
	seen     map[string]bool // names of the tags so far, and of those that were meant
	reported int             // where the last error's range ends
	empties  int             // where the last error about empty tags ends
}

// tags parses the tags one after another.
func (p *parser) tags() {
	text := p.record.Text
	for t := range dkim.Tags(text, wsp) {
		switch {
		case t.Text != "":
			p.tag(named(t))
		case len(p.record.Tags) > 0 && t.Offset < len(text):
			p.empty(strings.LastIndexByte(text[:t.Offset], ';'), t.Offset+1)
		}
	}
}

// empty reports two semicolons, at start and before end, with no tag between.
func (p *parser) empty(start, end int) {
	errors := p.record.Errors
	switch {
	case p.empties > start: // a third one in a row
		errors[len(errors)-1].End = end
		p.empties, p.reported = end, end
	case start >= p.reported && len(errors) < MaxFaults:
		p.fail(Fault{Offset: start, End: end, Problem: msgEmptyTag, Likely: ";", Section: sectionTagList})
		p.empties = end
	}
}

// tag appends t and reports on it.
func (p *parser) tag(t Tag) {
	p.record.Tags = append(p.record.Tags, t)
	if t.Offset < p.reported { // a part of what the last error is about
		return
	}
	if len(p.record.Tags) == 1 && !p.version(t) {
		return
	}
	if e := checkASCII(t.Text); e != nil {
		e.Offset += t.Offset
		e.End += t.Offset
		p.meant(e.Likely, t)
		p.fail(*e)
		return
	}
	s := findSpec(t.Name)
	switch {
	case t.Name == "":
		p.malformed(t)
	case s == nil:
		p.unknown(t)
	case p.seen[t.Name]:
		if first, _ := p.record.Tag(t.Name); disputable[t.Name] && !strings.EqualFold(first.Value, t.Value) {
			p.record.Disputed = append(p.record.Disputed, t.Name)
		}
		p.fail(Fault{Offset: t.Offset, End: t.End(), Problem: msgTwice.Format(t.Name), Section: sectionTagList})
	default:
		p.seen[t.Name] = true
		p.known(t, s)
	}
}

// disputable are the tags that say what the domain owner asks for.
var disputable = map[string]bool{"p": true, "sp": true, "np": true, "pct": true, "t": true}

// version checks the first tag, which must be the version, and reports whether
// it is one. If it isn't, what follows is taken apart all the same.
func (p *parser) version(first Tag) bool {
	text := p.record.Text
	if IsDMARC(text) {
		return true
	}
	e := diagnoseVersion(text, first.End())
	if strings.HasPrefix(e.Likely, version+";") { // it takes in what stands there with the version
		for _, t := range Parse(e.Likely).Tags {
			p.seen[t.Name] = true
		}
	}
	p.seen["v"] = true
	p.fail(e)
	return false
}

// known reads the value of a tag that the specification has.
func (p *parser) known(t Tag, s *spec) {
	p.checkPlace(t)
	if glued := missingSemicolon.FindAllStringSubmatchIndex(t.Value, -1); glued != nil {
		for _, g := range glued {
			p.fail(Fault{
				Offset: t.ValueOffset + g[0], End: t.ValueOffset + g[2],
				Problem: msgNoSemicolon, Likely: "; ", Section: sectionGrammar,
			})
			p.seen[strings.ToLower(t.Value[g[2]:g[3]])] = true
		}
		return
	}
	if s.uris {
		p.uris(t)
		return
	}
	if s.read(&p.record, t.Value) {
		return
	}
	e := Fault{Offset: t.ValueOffset, End: t.End(), Problem: s.problem.Format(t.Name, shown(t.Value)), Section: s.section}
	if t.Value == "" {
		e.Offset = t.Offset
	} else {
		e.Likely = s.likely(t.Value)
	}
	p.fail(e)
}

// missingSemicolon finds another tag inside a value; the first group is its name.
var missingSemicolon = lazy.MustCompile(`(?i)[ \t,]+(` + tagNames + `)[ \t]*[=:]`)

// checkPlace warns of what RFC 7489 and RFC 6376 ask of a tag beside its value.
func (p *parser) checkPlace(t Tag) {
	name := t.Text[:len(t.Name)]
	switch {
	case t.Name == "p" && len(p.record.Tags) > 2:
		p.warn(Fault{Offset: t.Offset, End: t.End(), Problem: msgLatePolicy, Section: sectionVersion})
	case name != t.Name:
		p.warn(Fault{
			Offset: t.Offset, End: t.Offset + len(name),
			Problem: msgUpperCase.Format(name), Likely: t.Name, Section: sectionTagList,
		})
	}
}

// unknown reports a tag that the specification doesn't have. It is ignored
// (RFC 7489 §6.3), which is an error if it was to be the policy.
func (p *parser) unknown(t Tag) {
	likely, name := guessName(t, p.seen)
	f := Fault{
		Offset: t.Offset, End: t.End(), Likely: likely,
		Problem: msgUnknownTag.Format(shown(t.Name)), Section: sectionVersion,
	}
	if name == "" {
		p.warn(f)
		return
	}
	p.seen[name] = true
	if name == "p" {
		p.fail(f)
	} else {
		p.warn(f)
	}
}

// malformed reports what is no tag at all.
func (p *parser) malformed(t Tag) {
	f := Fault{
		Offset: t.Offset, End: t.End(), Problem: msgNoTag.Format(shown(t.Text)), Section: sectionTagList,
	}
	if tags := p.record.Tags; len(tags) > 1 {
		last := tags[len(tags)-2]
		if more := continuesList(last, t); more != "" && p.reported <= last.End() {
			f.Offset, f.Likely, f.Problem, f.Section = last.End(), more, msgSemicolonInList, sectionGrammar
			p.fail(f)
			return
		}
	}
	f.Likely = guessTag(t.Text, p.seen)
	p.meant(f.Likely, t)
	p.fail(f)
}

// meant notes which tags were meant by what stands at t.
func (p *parser) meant(likely string, t Tag) {
	for _, text := range []string{likely, likely + "=", t.Text} {
		if name, _, found := strings.Cut(text, "="); found && findSpec(strings.TrimSpace(strings.ToLower(name))) != nil {
			p.seen[strings.TrimSpace(strings.ToLower(name))] = true
			return
		}
	}
}

// requirePolicy reports a record that has no p, and nothing that was meant to
// be one (RFC 7489 §6.3).
func (p *parser) requirePolicy() {
	if p.seen["p"] || !IsDMARC(p.record.Text) {
		return
	}
	v := p.record.Tags[0]
	p.record.Errors = slices.Insert(p.record.Errors, 0, Fault{
		Offset: v.Offset, End: v.End(), Problem: msgNoPolicy, Likely: v.Text + "; p=none", Section: sectionVersion,
	})
	p.record.Errors = p.record.Errors[:min(len(p.record.Errors), MaxFaults)]
}

func (p *parser) fail(f Fault) {
	if len(p.record.Errors) < MaxFaults {
		p.record.Errors = append(p.record.Errors, f)
	}
	p.reported = max(p.reported, f.End)
}

func (p *parser) warn(f Fault) {
	if len(p.record.Warnings) < MaxFaults {
		p.record.Warnings = append(p.record.Warnings, f)
	}
}

var tagName = lazy.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// named puts the name into lower case, and takes what has no proper one for
// malformed.
func named(t Tag) Tag {
	if !tagName.MatchString(t.Name) {
		return Tag{Offset: t.Offset, Text: t.Text, ValueOffset: t.End()}
	}
	t.Name = strings.ToLower(t.Name)
	return t
}

// trim moves start and end inwards past wsp.
func trim(text string, start, end int) (from, to int) {
	for start < end && strings.IndexByte(wsp, text[start]) >= 0 {
		start++
	}
	for start < end && strings.IndexByte(wsp, text[end-1]) >= 0 {
		end--
	}
	return start, end
}
