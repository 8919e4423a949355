// Package lazy has regular expressions that are compiled when a text first has the words
// that they need. The program has some hundred of them, and a run uses a few.
package lazy

import (
	"regexp"
	"slices"
	"sync"
)

// Regexp is a regular expression. Its methods are those of regexp.Regexp.
type Regexp struct {
	text string

	compile sync.Once
	whole   *regexp.Regexp
	part    sync.Once
	parts   []alternative
}

// MustCompile makes a Regexp. One that is no regular expression panics when it is
// first used: each is to be used in a test. It does so little that the compiler has
// done it: the start of the program has no part in it.
func MustCompile(text string) *Regexp { return &Regexp{text: text} }

func (r *Regexp) compiled() *regexp.Regexp {
	r.compile.Do(func() { r.whole = regexp.MustCompile(r.text) })
	return r.whole
}

func (r *Regexp) alternatives() []alternative {
	r.part.Do(func() { r.parts = alternativesOf(r.text, r.compiled) })
	return r.parts
}

// String gives the expression as it was written.
func (r *Regexp) String() string { return r.text }

// may reports whether a text has what a match of any alternative needs.
func (r *Regexp) may(s string) bool {
	in := haystack{text: s}
	return slices.ContainsFunc(r.alternatives(), func(a alternative) bool { return a.met(&in) })
}

// MatchString tries the alternatives that can match, one by one: regexp is much slower
// with a large expression than with several small ones.
func (r *Regexp) MatchString(s string) bool {
	in := haystack{text: s}
	return slices.ContainsFunc(r.alternatives(), func(a alternative) bool { return a.met(&in) && a.compiled().MatchString(s) })
}

func (r *Regexp) Match(b []byte) bool { return r.compiled().Match(b) }

func (r *Regexp) FindString(s string) string {
	if !r.may(s) {
		return ""
	}
	return r.compiled().FindString(s)
}

func (r *Regexp) FindStringSubmatch(s string) []string {
	if !r.may(s) {
		return nil
	}
	return r.compiled().FindStringSubmatch(s)
}

func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	if !r.may(s) {
		return nil
	}
	return r.compiled().FindStringSubmatchIndex(s)
}

func (r *Regexp) FindAllString(s string, n int) []string {
	if !r.may(s) {
		return nil
	}
	return r.compiled().FindAllString(s, n)
}

func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	if !r.may(s) {
		return nil
	}
	return r.compiled().FindAllStringSubmatch(s, n)
}

func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !r.may(s) {
		return nil
	}
	return r.compiled().FindAllStringSubmatchIndex(s, n)
}

func (r *Regexp) ReplaceAllString(s, with string) string {
	if !r.may(s) {
		return s
	}
	return r.compiled().ReplaceAllString(s, with)
}

func (r *Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	if !r.may(s) {
		return s
	}
	return r.compiled().ReplaceAllStringFunc(s, with)
}

func (r *Regexp) Split(s string, n int) []string { return r.compiled().Split(s, n) }
