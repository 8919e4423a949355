// Package i18n holds texts in the languages that spfcheck speaks.
package i18n

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Text is one text in every language. All languages are always filled:
// the zero Text says nothing.
type Text struct {
	EN string `json:"en"` // the text in English
	JA string `json:"ja"` // the text in Japanese
}

// Format fills the verbs of t, the same arguments for every language.
// An argument that is itself a Text is put in in the language of its sentence, in
// Japanese with the spaces around it that its letters ask for.
func (t Text) Format(args ...any) Text {
	return Text{
		EN: fmt.Sprintf(t.EN, inEnglish(args)...),
		JA: formatJA(t.JA, args),
	}
}

// And gives t with another sentence after it.
func (t Text) And(next Text) Text {
	if t == (Text{}) || next == (Text{}) {
		return Text{EN: t.EN + next.EN, JA: t.JA + next.JA}
	}
	return Text{EN: t.EN + " " + next.EN, JA: t.JA + next.JA}
}

// Complete reports whether t says something in every language.
func (t Text) Complete() bool { return t.EN != "" && t.JA != "" }

// Language is a language that the output can be in. The zero Language is English.
type Language struct {
	Code string // as in --lang and in BCP 47: "en"
	pick func(Text) string
}

// Of gives t in this language.
func (l Language) Of(t Text) string {
	if l.pick == nil {
		l = English
	}
	return l.pick(t)
}

// The languages; English is what is spoken when nothing else was asked for.
var (
	English  = Language{Code: "en", pick: func(t Text) string { return t.EN }}
	Japanese = Language{Code: "ja", pick: func(t Text) string { return t.JA }}
)

// Languages lists every language, the default one first.
var Languages = []Language{English, Japanese}

// Parse finds the language of a code such as "ja", "ja-JP" or "ja_JP.UTF-8".
// It reports false where that is none of Languages.
func Parse(code string) (Language, bool) {
	// x/text takes "ja_JP.UTF-8" for unknown: charset and modifier go first.
	code, _, _ = strings.Cut(code, ".")
	code, _, _ = strings.Cut(code, "@")
	tag, err := language.Parse(code)
	if err != nil {
		return Language{}, false
	}
	base, _ := tag.Base()
	for _, l := range Languages {
		if l.Code == base.String() {
			return l, true
		}
	}
	return Language{}, false
}

// FromEnvironment gives the language of LC_ALL, LC_MESSAGES or LANG, the first
// that is set, as POSIX orders them (XBD 8.2), and English where that names
// none of ours. getenv is os.Getenv when nil.
func FromEnvironment(getenv func(string) string) Language {
	if getenv == nil {
		getenv = os.Getenv
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value := getenv(name)
		if value == "" {
			continue
		}
		if l, ok := Parse(value); ok {
			return l
		}
		return English
	}
	return English
}

// inEnglish puts Texts among the arguments into English. Most have none: they are
// left alone, since a report formats many sentences that nobody may read.
func inEnglish(args []any) []any {
	if !slices.ContainsFunc(args, isText) {
		return args
	}
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Text); ok {
			a = t.EN
		}
		out[i] = a
	}
	return out
}

func isText(a any) bool {
	_, ok := a.(Text)
	return ok
}

// Thousands parts the digits of a count by threes.
func Thousands(count string) string {
	var parts []string
	for len(count) > 3 {
		parts = append([]string{count[len(count)-3:]}, parts...)
		count = count[:len(count)-3]
	}
	return strings.Join(append([]string{count}, parts...), ",")
}
