package rules

import (
	"context"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// dkimRules are the rules on DKIM keys. The codes from DKIM001 are for keys that no
// signature verifies with, those from DKIM020 for keys that some verifiers refuse,
// or may refuse one day.
var dkimRules = []*Analyzer{
	dkimMissing,
	dkimAliasToNowhere,
	dkimNotKey,
	dkimEscaped,
	dkimSplit,
	dkimSeveral,
	dkimRevoked,
	dkimCut,
	dkimUnreadable,
	dkimType,
	dkimNoSHA256,
	dkimNotForMail,
	dkimTooShort,
	dkimUnpadded,
	dkimShort,
	dkimLong,
	dkimVersionLate,
	dkimTesting,
	dkimBeside,
}

// Key is what is published for a DKIM selector.
type Key struct {
	Selector string `json:"selector"`          // the selector that was asked for
	Guessed  bool   `json:"guessed,omitempty"` // nobody named the selector: it is one that a sending service is known to use
	Name     string `json:"name"`              // the name that the key is looked for at
	Alias    string `json:"alias,omitempty"`   // where the CNAME at that name leads; only where no key is found there
	Err      error  `json:"-"`                 // why DNS gave no answer; nil: it did
	dkim.Key

	texts  []string // the TXT records at the name
	exists bool     // the name does
}

// The faults that are seen by what the texts would be if they were published as
// they were meant.
const (
	aliasToNowhere dkim.Fault = "alias-to-nowhere" // a CNAME leads to where no TXT record is
	escaped        dkim.Fault = "escaped"          // the semicolons have backslashes
	splitKey       dkim.Fault = "split"            // the strings of one record are records of their own
)

// LoadKey asks for the key of a selector (RFC 6376 §3.6.2.1).
func LoadKey(ctx context.Context, lookup resolve.Lookup, domain, selector string) Key {
	k := Key{Selector: selector, Name: selector + "._domainkey." + domain}
	texts, err := lookup.LookupTXT(ctx, k.Name)
	if resolve.Failed(err) {
		k.Err, k.Problem = err, resolve.ShortFailureText(err)
		return k
	}
	k.Key, k.texts, k.exists = dkim.ReadKey(k.Name, texts), texts, !resolve.NotFound(err)
	switch {
	case k.Fault == dkim.NoKey:
		target, _ := lookup.LookupCNAME(ctx, k.Name) // no answer: nothing to say
		if k.Alias = strings.TrimSuffix(target, "."); k.Alias != "" {
			k.Fault = aliasToNowhere
		}
	case k.Fault == "":
	case k.isKey(unescaped(texts)):
		k.Fault = escaped
	case k.isSplit(texts):
		k.Fault = splitKey
	}
	return k
}

// isKey reports whether the texts would be a key without a fault.
func (k Key) isKey(texts []string) bool { return dkim.ReadKey(k.Name, texts).Fault == "" }

// unescaped gives the texts without backslashes in front of semicolons.
func unescaped(texts []string) []string {
	meant := make([]string, len(texts))
	for i, text := range texts {
		meant[i] = strings.ReplaceAll(text, `\;`, ";")
	}
	return meant
}

// maxParts is how many records a key is looked for in: a key of 4096 bits has
// three strings.
const maxParts = 4

// isSplit reports whether the texts, put one behind another in some order, are a
// key. The order of an answer means nothing (RFC 2181 §5).
func (k Key) isSplit(texts []string) bool {
	if len(texts) < 2 || len(texts) > maxParts {
		return false
	}
	var join func(head string, rest []string) bool
	join = func(head string, rest []string) bool {
		for i, text := range rest {
			if join(head+text, slices.Delete(slices.Clone(rest), i, i+1)) {
				return true
			}
		}
		return len(rest) == 0 && k.isKey([]string{head})
	}
	return join("", texts)
}

// tag gives a tag of the key record, and its value as a place. It reports false
// where the record has no such tag.
func (k Key) tag(name string) (dkim.Tag, place, bool) {
	for t := range dkim.Tags(k.Text, " \t\r\n") {
		if t.Name == name {
			return t, place{k.Text, t.ValueOffset, t.End()}, true
		}
	}
	return dkim.Tag{}, place{}, false
}

// keysWith reports the keys that have one of the faults, at the tag that has it,
// in the words that a signature would be refused with.
func keysWith(tag string, faults ...dkim.Fault) func(*Pass) {
	return eachKey(tag, func(k Key) i18n.Text {
		if slices.Contains(faults, k.Fault) {
			return k.Problem
		}
		return i18n.Text{}
	})
}

// eachKey reports the keys of which there is something to say, at a tag.
func eachKey(tag string, say func(Key) i18n.Text) func(*Pass) {
	return func(p *Pass) {
		for _, k := range p.Keys {
			if message := say(k); message.Complete() {
				_, at, _ := k.tag(tag)
				p.report(k.Name, at, message)
			}
		}
	}
}

// reportEscaped notes the first text of a key that has backslashes, at its first one.
func (p *Pass) reportEscaped(k Key) {
	for _, text := range k.texts {
		if i := strings.Index(text, `\;`); i >= 0 {
			p.report(k.Name, place{text, i, i + 1}, withBackslashes.Format(k.Name, text))
			return
		}
	}
}
