package record

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// Repaired is what the TXT records of a domain were meant to say as its one SPF
// record. The zero Repaired is that of a domain that has none, and nothing that
// looks like one.
type Repaired struct {
	Record string      // without a fault; "" where there is none to make, or some of it can't be told
	Texts  []int       // the texts that it is in the place of, by their index
	Apart  []string    // what stood in the same TXT records and needs ones of its own
	Done   []i18n.Text // what was done, each a sentence; none: the record is as it was
	Open   []i18n.Text // what can't be told, each a sentence
}

// Repair makes one record of all texts at a domain that are SPF records or were
// meant as such; each is given string by string, as published. Others are left
// alone. Every term stays, but for what says nothing, and what is said twice; of
// each Done speaks.
//
// A record that has no fault comes back as it is, so that a second Repair does
// nothing; what would need a second one can't be told.
func Repair(texts [][]string) Repaired {
	r := once(texts)
	if r.Record == "" || len(r.Done) == 0 {
		return r
	}
	if again := once([][]string{{r.Record}}); len(again.Done) > 0 || len(again.Open) > 0 {
		r.Open = append(r.Open, openMore.Format(shown(r.Record)))
		r.Record = ""
	}
	return r
}

func once(texts [][]string) Repaired {
	var r repair
	for i, strs := range texts {
		text := r.joined(strs)
		if before := Before(text); before != "" {
			r.apart(before)
			text = strings.TrimLeft(text[len(before):], " ")
		} else if !IsSPF(text) && !Almost(text) {
			continue
		}
		r.Texts = append(r.Texts, i)
		if len(text) > maxRepaired {
			r.long = append(r.long, text)
			continue
		}
		for _, part := range r.parts(r.bare(text)) {
			r.records = append(r.records, r.corrected(r.versioned(part)))
		}
	}
	switch {
	case len(r.long) == 0:
		r.merge()
	case len(r.Texts) == 1 && Parse(r.long[0]).WellFormed():
		r.Record = r.long[0]
	default:
		r.Open = append(r.Open, openMore.Format(shown(r.long[0])))
	}
	return r.Repaired
}

// repair is a Repair under way.
type repair struct {
	Repaired
	records []Record // well-formed but for what Open says
	long    []string // texts that are too long to be repaired
}

func (r *repair) did(what i18n.Text, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = shown(s)
		}
	}
	r.Done = append(r.Done, what.Format(args...))
}

// apart takes a text that is no part of the record.
func (r *repair) apart(text string) {
	r.Apart = append(r.Apart, text)
	r.Done = append(r.Done, doneApart.Format(text))
}

// joined joins strings as receivers do (RFC 7208 §3.3), or with a space where that
// alone makes a record of them.
func (r *repair) joined(strs []string) string {
	text := strings.Join(strs, "")
	if len(strs) < 2 || faultless(text) {
		return text
	}
	spaced := strings.Join(strs, " ")
	if !faultless(spaced) {
		return text
	}
	r.did(doneJoined)
	return spaced
}

// faultless reports whether the text is a record that says what was meant.
func faultless(text string) bool {
	rec := Parse(text)
	return rec.WellFormed() && len(rec.Suspects()) == 0
}

// zoneLine is what a line of a zone file has in front of its text.
var zoneLine = lazy.MustCompile(`(?i)^([-_.@a-z0-9]+ +)?([0-9]+ +)?(in +)?txt +(["']*v=spf1)`)

// bare puts ASCII in the place of what looks like it, and takes away what stands
// around the text.
func (r *repair) bare(text string) string {
	if foreign := printable.Foreign(text); foreign != nil {
		if ascii, known := printable.ASCII(text); known {
			r.did(doneASCII, foreign.Name)
			text = ascii
		}
	}
	if line := zoneLine.ReplaceAllString(text, "${4}"); line != text {
		r.did(doneAround, text[:len(text)-len(line)])
		text = line
	}
	trimmed := strings.Trim(text, marks)
	if strings.TrimRight(text, " ") == trimmed { // spaces at the end are allowed (RFC 7208 §12)
		return text
	}
	r.did(doneQuotes)
	return trimmed
}

// parts parts a text where a second record begins, and takes out what is none.
func (r *repair) parts(text string) []string {
	var parts []string
	for range maxParts {
		at, to, kind := len(text), len(text), Intruder("")
		note := func(k Intruder, start, end int) {
			if start > 0 && start < at {
				at, to, kind = start, end, k
			}
		}
		Intruders(text, note)
		if second := secondVersion.FindStringSubmatchIndex(text); second != nil {
			note(SecondRecord, second[2], second[3])
		}
		switch kind {
		case "":
			return append(parts, text)
		case SecondRecord:
			before := strings.TrimRight(text[:at], " ")
			text = text[at:]
			if strings.EqualFold(before, version) {
				r.did(doneTwice, version)
				continue
			}
			r.did(doneSecond)
			parts = append(parts, before)
		case DMARCRecord:
			r.Done = append(r.Done, doneDMARC.Format(text[at:]))
			text = strings.TrimRight(text[:at], " ")
		case Verification:
			r.apart(text[at:to])
			text = strings.TrimRight(text[:at], " ") + text[to:]
		}
	}
	r.Open = append(r.Open, openMore.Format(shown(text)))
	return nil
}

// secondVersion is a version that is a word of its own, behind the first one.
var secondVersion = lazy.MustCompile(`(?i). (v=spf1)(?: |$)`)

// versionForms are what stands for the version, in any case.
var versionForms = lazy.MustCompile(`(?i)^(v=spf(?: 1|[il])(?: |$)|v *[=:]+ *"?spf-?[0-9.]*|v[-.]?spf1|v=sp1|v=sfp1|v=psf1|v=spf|spf=1|spf2\.0|spf-?1?)`)

// versioned has the text begin with the version and a space.
func (r *repair) versioned(text string) string {
	if IsSPF(text) {
		return text
	}
	head := versionForms.FindString(text)
	fixed := strings.TrimRight(version+" "+strings.TrimLeft(text[len(head):], ` "',;:.`+"`"), " ")
	if IsSPF(fixed) {
		r.did(doneVersion, head)
	}
	return fixed
}

// The bounds of the work on one text.
const (
	maxRepaired = 8192 // bytes: there are records of 3,000
	maxRounds   = 20   // of corrections, each of MaxFaults at most
	maxParts    = 20   // that are none of the record, or a record of their own
)
