package lazy

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// alternative is one of several expressions of which any may match.
type alternative struct {
	needs
	compiled func() *regexp.Regexp
}

// alternativesOf parts an expression where it has alternatives itself, and not in a part
// of it; else it is the only one.
func alternativesOf(text string, whole func() *regexp.Regexp) []alternative {
	re, err := syntax.Parse(text, syntax.Perl)
	switch {
	case err != nil:
		return []alternative{{compiled: whole}} // which says what is wrong
	case re.Op != syntax.OpAlternate:
		return []alternative{{needsOf(re), whole}}
	}
	var all []alternative
	for _, sub := range re.Sub {
		all = append(all, alternative{needsOf(sub), MustCompile(sub.String()).compiled})
	}
	return all
}

// needs is what has to stand in every text that a regular expression matches: one of
// the words. To look for them takes a fraction of the time of matching.
type needs struct {
	words []string // none: nothing is known
	fold  bool     // the case of letters is nothing: the words are folded
}

func needsOf(re *syntax.Regexp) needs {
	n := needsIn(re)
	if n.fold {
		for i, w := range n.words {
			n.words[i] = fold(w)
		}
	}
	return n
}

func needsIn(re *syntax.Regexp) needs {
	switch re.Op {
	case syntax.OpLiteral:
		if word := string(re.Rune); !strings.ContainsRune(word, utf8.RuneError) { // which stands for any broken byte
			return needs{[]string{word}, re.Flags&syntax.FoldCase != 0}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needsIn(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needsIn(re.Sub[0])
		}
	case syntax.OpConcat: // all of them: the one that is found in the fewest texts
		var best needs
		for _, sub := range re.Sub {
			if n := needsIn(sub); n.shortest() > best.shortest() {
				best = n
			}
		}
		return best
	case syntax.OpAlternate: // any of them
		var all needs
		for _, sub := range re.Sub {
			n := needsIn(sub)
			if len(n.words) == 0 {
				return needs{}
			}
			all = needs{append(all.words, n.words...), all.fold || n.fold}
		}
		return all
	}
	return needs{}
}

// shortest is the length of the shortest word; 0 where there is none.
func (n needs) shortest() int {
	least := 0
	for _, w := range n.words {
		if least == 0 || len(w) < least {
			least = len(w)
		}
	}
	return least
}

// haystack is a text that words are looked for in. It is folded at most once.
type haystack struct {
	text, folded string
}

// met reports whether a text has what is needed.
func (n needs) met(in *haystack) bool {
	text := in.text
	if n.fold {
		if in.folded == "" {
			in.folded = fold(in.text)
		}
		text = in.folded
	}
	return len(n.words) == 0 || slices.ContainsFunc(n.words, func(w string) bool { return strings.Contains(text, w) })
}

// fold gives a text in which letters that an expression takes for the same under (?i) are
// one letter: also the long s, and the sign of Kelvin.
func fold(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		least := r
		if r >= utf8.RuneSelf {
			for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
				least = min(least, other)
			}
		}
		return unicode.ToLower(least)
	}, s)
}
