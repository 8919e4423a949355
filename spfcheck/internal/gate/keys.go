package gate

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// signer is a domain that a flow's mail is signed for.
type signer struct {
	domain    string
	selectors []string // of the keys that it may be signed with
	named     bool     // it is signed with them: the flow says so
}

// signers are the domains that sign a flow's mail, with the selectors that the flow
// names, or else those that its service is known to use and those that the files have.
func (g *Gate) signers(f Flow) []signer {
	var list []signer
	for _, domain := range f.Request.Signers {
		s := signer{domain, f.Selectors, len(f.Selectors) > 0}
		if !s.named {
			s.selectors = slices.Concat(selectorsOf(f.Request.Via), g.selectorsIn(domain))
			slices.Sort(s.selectors)
			s.selectors = slices.Compact(s.selectors)
		}
		list = append(list, s)
	}
	return list
}

func selectorsOf(via *senders.Use) []string {
	if via == nil || via.Preset == nil || via.Preset.Selectors == nil {
		return nil
	}
	return via.Preset.Selectors.Names
}

// selectorsIn are the selectors of a domain that the files have names for.
func (g *Gate) selectorsIn(domain string) []string {
	var found []string
	add := func(name string) {
		if selector, ok := strings.CutSuffix(plain(name), keyLabels+domain); ok {
			found = append(found, selector)
		}
	}
	for _, c := range []*change.Change{g.Base, g.Change} {
		if c == nil {
			continue
		}
		for _, rec := range c.Records {
			add(rec.Name)
		}
		for _, u := range c.Unknown {
			add(u.Name)
		}
	}
	return found
}

// signed is what becomes of a signature, before and after.
type signed struct{ before, after spfcheck.Signature }

// changes reports whether the signature passes no more, or may not.
func (s signed) changes() bool { return s.before.Result == dkim.Pass && s.after.Result != dkim.Pass }

// signatures finds out what becomes of a flow's signatures. A key that the flow names
// must be there. Of others that may be the flow's, those that are there before are
// it; where none is, it is assumed that the mail is signed with one that isn't known,
// as long as the domain has any.
func (g *Gate) signatures(ctx context.Context, f Flow, before, after resolve.Exchanger) []signed {
	var made []signed
	for _, s := range g.signers(f) {
		will, was := s.keys(ctx, after), s.keys(ctx, before)
		g.publishedThen(was, will)
		switch {
		case s.named:
			made = append(made, signed{s.judge(was), s.judge(will)})
		case slices.ContainsFunc(was, func(k rules.Key) bool { return k.Err != nil || k.Fault == "" }):
			made = append(made, s.guess(was, will))
		default:
			will := s.any(ctx, after)
			made = append(made, signed{s.any(ctx, before), will})
		}
	}
	return made
}

// publishedThen takes a key for published before of which DNS knows nothing, before and
// after, where the change deletes a record of it: two equal failures would be no change.
func (g *Gate) publishedThen(was, will []rules.Key) {
	for i, k := range was {
		deleted := g.Change != nil && slices.ContainsFunc(g.Change.Records, func(r change.Record) bool {
			return r.Deleted && plain(r.Name) == k.Name
		})
		if k.Err != nil && will[i].Err != nil && deleted {
			was[i] = rules.Key{Selector: k.Selector, Name: k.Name}
		}
	}
}

func (s signer) keys(ctx context.Context, e resolve.Exchanger) []rules.Key {
	var keys []rules.Key
	for _, selector := range s.selectors {
		keys = append(keys, rules.LoadKey(ctx, resolve.Lookup{Exchanger: e}, s.domain, selector))
	}
	return keys
}

// passes is a signature that is assumed to pass.
func (s signer) passes() spfcheck.Signature {
	return spfcheck.Signature{Domain: s.domain, Result: dkim.Pass, Reason: assumedKey}
}

// with is a signature with a key that doesn't verify it.
func (s signer) with(k rules.Key) spfcheck.Signature {
	made := spfcheck.Signature{Domain: s.domain, Selector: k.Selector, Result: dkim.PermError, Reason: k.Problem}
	if k.Err != nil {
		made.Result = dkim.TempError
	}
	return made
}

// judge says what becomes of signatures with all of the keys.
func (s signer) judge(keys []rules.Key) spfcheck.Signature {
	for _, k := range keys {
		if k.Err != nil || k.Fault != "" {
			return s.with(k)
		}
	}
	return s.passes()
}

// guess says what becomes of signatures with one of the keys, which isn't known.
func (s signer) guess(was, will []rules.Key) signed {
	pair := signed{s.passes(), s.passes()}
	var standing []rules.Key // after the change, of those that were there
	for i, k := range was {
		if k.Err == nil && k.Fault == "" {
			standing = append(standing, will[i])
		}
	}
	for i, k := range was {
		if len(standing) == 0 && k.Err != nil && !sameFailure(k.Err, will[i].Err) {
			pair.before, standing = s.with(k), []rules.Key{will[i]}
		}
	}
	broken := func(k rules.Key) bool { return k.Err == nil && k.Fault != "" }
	sound := func(k rules.Key) bool { return k.Err == nil && k.Fault == "" }
	i := slices.IndexFunc(standing, func(k rules.Key) bool { return !sound(k) })
	if i < 0 {
		return pair
	}
	pair.after = s.with(standing[i])
	if slices.ContainsFunc(standing, func(k rules.Key) bool { return !broken(k) }) {
		pair.after.Result, pair.after.Reason = dkim.TempError, unsureKey.Format(standing[i].Name, standing[i].Problem)
	}
	return pair
}

// sameFailure reports whether two questions failed for the same reason, a gap that is
// the same included.
func sameFailure(a, b error) bool {
	before, open := errors.AsType[zone.UndeterminedError](a)
	after, openAfter := errors.AsType[zone.UndeterminedError](b)
	if open && openAfter {
		return before.Same(after)
	}
	return b != nil && a.Error() == b.Error()
}

// any says what becomes of signatures with a key that isn't known: none passes where
// there is no name below the one that all keys are below (RFC 8020 §2).
func (s signer) any(ctx context.Context, e resolve.Exchanger) spfcheck.Signature {
	made := s.passes()
	_, err := resolve.Lookup{Exchanger: e}.LookupTXT(ctx, strings.TrimPrefix(keyLabels, ".")+s.domain)
	if resolve.NotFound(err) {
		made.Result, made.Reason = dkim.PermError, noKeys.Format(s.domain)
	}
	return made
}

// atKey is the name of the key of a signature; "" where it isn't known.
func atKey(s spfcheck.Signature) string {
	if s.Selector == "" {
		return ""
	}
	return s.Selector + keyLabels + s.Domain
}

// results are what becomes of signatures before and after.
func results(pairs []signed) (before, after []spfcheck.Signature) {
	for _, p := range pairs {
		before, after = append(before, p.before), append(after, p.after)
	}
	return before, after
}

// sign notes which signatures change.
func (f *FlowChange) sign(pairs []signed, p places, differ []resolve.RRset) {
	for _, s := range pairs {
		if s.changes() {
			f.Signatures = append(f.Signatures, SignatureChange{
				Domain: s.after.Domain, Selector: s.after.Selector, Before: s.before.Result, After: s.after.Result,
				Reason: s.after.Reason, Place: p.of(differ, []string{atKey(s.after)}),
			})
		}
	}
}

// keyProblems says which signatures pass no more, or may not. What a finding says of a
// key that fails isn't said again.
func (r *run) keyProblems(f FlowChange, told []Problem) []Problem {
	var problems []Problem
	for _, s := range f.Signatures {
		p := Problem{Code: NoRule, Level: rules.Warning, Flow: f.Name, Domain: s.Domain, Text: s.Reason, Help: nameSelector, Place: s.Place}
		p.Title = maybeUnsigned.Format(f.Name, s.Domain)
		if s.After == dkim.PermError {
			rule := rules.ByID(missingKey)
			p.Code, p.Level, p.Fails, p.Source = rule.ID, rules.Error, true, rule.Source
			p.Title, p.Help = unsigned.Format(f.Name, s.Domain), helpText.Format(rule.Doc, rule.Fix)
		}
		if !slices.ContainsFunc(told, func(t Problem) bool {
			return t.Fails && p.Fails && strings.HasPrefix(t.Code, "DKIM") && owner(t.Domain) == s.Domain
		}) {
			problems = append(problems, p)
		}
	}
	return problems
}

// missingKey is the rule on keys that aren't there, revokedKey that on those whose
// owner has taken them back.
const (
	missingKey = "DKIM001"
	revokedKey = "DKIM007"
)

// retired reports whether a finding says no more than that a key is taken away of
// which the flows that sign for the domain say themselves what it is to them.
func (r *run) retired(f rules.Finding) bool {
	signs := r.signs[owner(f.Domain)]
	return (f.Code == missingKey || f.Code == revokedKey) && len(signs) > 0 && !slices.Contains(signs, false)
}

var (
	assumedKey = i18n.Text{
		EN: "assumed: the mail will be signed for this domain",
		JA: "仮定: このドメインで署名して送る",
	}
	noKeys = i18n.Text{
		EN: "%s has no DKIM key at all",
		JA: "%s に DKIM の鍵が 1 つもありません",
	}
	unsureKey = i18n.Text{
		EN: "it isn't known whether the mail is signed with %s, of which the change leaves this: %s",
		JA: "メールが %s の鍵で署名されるかは分かりません。変更後のこの鍵の状態: %s",
	}
	unsigned = i18n.Text{
		EN: "%s: no DKIM signature for %s verifies any more",
		JA: "%s: %s の DKIM 署名が検証できなくなります",
	}
	maybeUnsigned = i18n.Text{
		EN: "%s: whether the DKIM signature for %s still verifies isn't known",
		JA: "%s: %s の DKIM 署名を検証できるかは判定できません",
	}
	nameSelector = i18n.Text{
		EN: "Say in the configuration of the flow which key its mail is signed with (selector).",
		JA: "どの鍵で署名するかを、設定ファイルのフローに selector で書いてください。",
	}
)
