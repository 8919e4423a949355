package dkim

import (
	"io"
	"slices"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
)

// verifyAll decides the checks that have a key, in one pass over the body.
func verifyAll(h head, checks []*check, src *source) {
	if !slices.ContainsFunc(checks, (*check).undecided) {
		return
	}
	var (
		hands  []*byHand
		bodies []io.Writer
	)
	for _, c := range checks {
		if c.undecided() && c.needsHand() {
			hand := newByHand(c)
			hands = append(hands, hand)
			bodies = append(bodies, hand.body)
		}
	}
	body := io.TeeReader(src, io.MultiWriter(bodies...))
	byLibrary := verifyByLibrary(h, checks, body)
	_, _ = io.Copy(io.Discard, body) // go-msgauth doesn't always read to the end; no error comes from a source
	if src.cut() {
		for _, c := range checks {
			if c.undecided() {
				c.decide(Neutral, reasonBlanks.Format(maxBlanks>>10))
			}
		}
		return
	}
	for _, hand := range hands {
		hand.finish(h)
	}
	for i, c := range checks {
		if c.undecided() {
			c.conclude(byLibrary[i])
		}
	}
}

// verifyByLibrary lets go-msgauth verify every signature, and gives its error
// for each. Those that are decided get no key, and end there.
func verifyByLibrary(h head, checks []*check, body io.Reader) []error {
	errs := make([]error, len(checks))
	records := map[string]string{}
	for _, c := range checks {
		if c.undecided() && !c.needsHand() {
			records[c.asked] = c.record()
		}
	}
	if len(records) == 0 {
		return errs
	}
	message := io.MultiReader(strings.NewReader(strings.Join(h, "")+crlf), body)
	verifications, err := dkim.VerifyWithOptions(message, &dkim.VerifyOptions{
		MaxVerifications: MaxSignatures,
		LookupTXT: func(name string) ([]string, error) {
			if record, ok := records[name]; ok {
				return []string{record}, nil
			}
			return nil, nil
		},
	})
	for i := range errs {
		switch {
		case i < len(verifications):
			errs[i] = verifications[i].Err
		default:
			errs[i] = err
		}
	}
	return errs
}

// conclude makes a result of what go-msgauth says of a signature that has
// nothing wrong in itself.
func (c *check) conclude(err error) {
	switch {
	case err == nil:
		c.decide(Pass, reasonPass.Format(c.keyAt()))
	case dkim.IsPermFail(err), dkim.IsTempFail(err): // nothing is left that could give one
		c.decide(PermError, reasonOther.Format(err.Error()))
	case strings.Contains(err.Error(), "body hash"):
		c.decide(Fail, reasonBody)
	default:
		c.decide(Fail, c.headerReason())
	}
}
