package record

import (
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// corrected corrects what is malformed, and then what doesn't say what was meant.
func (r *repair) corrected(text string) Record {
	for range maxRounds {
		rec := Parse(text)
		faults := slices.DeleteFunc(slices.Clone(rec.Errors), func(f SyntaxError) bool {
			_, e := parseTerm(text[f.Offset:f.End])
			return e == nil // it is well-formed, and there twice: merge sees to that
		})
		malformed := len(faults) > 0
		if !malformed {
			for _, s := range rec.Suspects() {
				faults = append(faults, SyntaxError(s))
			}
		}
		fixed := r.correct(text, faults, malformed)
		if fixed == text {
			return rec
		}
		text = fixed
	}
	r.Open = append(r.Open, openMore.Format(shown(text)))
	return Record{}
}

// correct puts in what was meant at each of the faults, from left to right. What is
// ignored, and what says nothing, goes; what can't be told goes too, and is open.
func (r *repair) correct(text string, faults []SyntaxError, malformed bool) string {
	var b strings.Builder
	end := 0
	for _, f := range faults {
		from, to, now := f.Offset, f.End, f.Likely
		if now == "" {
			from, to = wordAround(text, f)
			now = likelyLast(text[from:to])
		}
		was := text[from:to]
		switch {
		case now != "":
			r.did(doneBecame, was, now, f.Problem)
		case !malformed && !ignored(was):
			continue // such as a domain that can't exist: that is for its owner to say
		case !malformed || saysNothing(was):
			r.did(doneRemoved, was, f.Problem)
		default:
			r.Open = append(r.Open, openWord.Format(shown(was), f.Problem))
		}
		b.WriteString(text[end:from] + now)
		end = to
	}
	return b.String() + text[end:]
}

// wordAround gives the word that a fault is in.
func wordAround(text string, f SyntaxError) (from, to int) {
	from = strings.LastIndexByte(text[:f.Offset], ' ') + 1
	_, to = nextWord(text, max(f.Offset, f.End-1))
	return from, max(to, f.End)
}

// ignored reports whether a well-formed term is one that evaluators ignore.
func ignored(word string) bool {
	t, e := parseTerm(word)
	return e == nil && !t.Known()
}

// saysNothing reports whether a malformed word has no content that could be lost: a
// mechanism without what it needs, or signs alone.
func saysNothing(word string) bool {
	word = strings.ToLower(strings.Trim(word, "+-?~:=/"+marks+",;.|<>()[]"))
	g := grammars[word]
	return word == "" || g != nil && word != "all" && word != "a" && word != "mx"
}

// likelyLast is what was meant by a malformed word, where only a repair asks, since it
// may have been meant otherwise; "" where nothing of it is well-formed.
func likelyLast(word string) string {
	before, _, _ := strings.Cut(word, "/")
	name, domain, _ := strings.Cut(word, ":")
	ascii, err := idna.Lookup.ToASCII(domain)
	candidates := []string{
		backwards.ReplaceAllString(word, "${2}${1}"), // all~
		strings.ReplaceAll(word, ",", "."),           // 192,0,2,1
	}
	if tooLong.MatchString(word) { // a prefix length above 32 or 128
		candidates = append(candidates, before)
	}
	if err == nil {
		candidates = append(candidates, name+":"+ascii)
	}
	for _, c := range candidates {
		if _, e := parseTerm(c); c != word && e == nil {
			return c
		}
	}
	return ""
}

var (
	backwards = lazy.MustCompile(`(?i)^(all)([-+?~])$`)
	tooLong   = lazy.MustCompile(`(?i)^[-+?~]?(?:ip4|ip6|a|mx)[:/].*[0-9]$`)
)
