// Package lint looks through what a domain publishes for mail, and says what is
// wrong with it and what each term of its SPF record costs.
package lint

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Version is the version of Report's JSON. Fields are added under the same
// version, never renamed or removed.
const Version = 1

// Request is a domain whose records are to be looked through.
type Request struct {
	Domain    string   // U-labels are taken, too
	Selectors []string // of the DKIM keys to look at
	Ignore    []string // codes of findings to leave out, such as "SPF014"

	// SelectorsOf are sending services, of which the keys are looked at that each
	// is known to use (senders.Selectors). That there is none is no fault: the
	// domain may have another selector, or not use the service.
	SelectorsOf []string

	// Authoritative gives the way to a name server of the domain's zone, of
	// which the address is given, to compare what each of them says; nil: they
	// are not asked.
	Authoritative func(server string) (resolve.Exchanger, error)
}

// Domain looks through what a domain publishes for mail: its SPF record and all
// that this reaches, whoever the client is, its DMARC record and DKIM keys. It
// asks e each question once; nil: the system's name servers. What DNS says is in
// the Report, failures included; an error is an *input.Errors, which names all that is
// wrong with req, or that of the system's resolver configuration.
func Domain(ctx context.Context, e resolve.Exchanger, req Request) (*Report, error) {
	if err := req.normalize(); err != nil {
		return nil, err
	}
	e, err := resolve.OrSystem(e)
	if err != nil {
		return nil, err
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	l := &linting{domain: req.Domain, lookup: resolve.Lookup{Exchanger: resolve.Chain(e, resolve.Memoize(ctx))}}
	l.load(ctx, req)
	return l.report(req.Ignore), nil
}

// Validate says what is wrong with req, all of it in an *input.Errors; nil where Domain
// can look. It asks nothing.
func (req Request) Validate() error { return req.normalize() }

// normalize puts req into its usual form, and says what of it has none.
func (req *Request) normalize() error {
	domain, err := identity.ParseDomain(req.Domain)
	req.Domain = domain
	errs := []error{input.About(input.Domain, err)}
	req.Selectors, req.Ignore = slices.Clone(req.Selectors), slices.Clone(req.Ignore)
	for i, s := range req.Selectors {
		selector, err := identity.ParseDomain(s) // labels as those of a domain (RFC 6376 §3.1)
		if err != nil || strings.Contains(selector, "_domainkey") {
			errs = append(errs, &input.Error{Input: input.Selector, Problem: noSelector.Format(s), Hint: likeSelector})
		}
		req.Selectors[i] = selector
	}
	for _, service := range req.SelectorsOf {
		_, err := selectorsOf(service)
		errs = append(errs, err)
	}
	for i, code := range req.Ignore {
		req.Ignore[i] = strings.ToUpper(code)
		if rules.ByID(req.Ignore[i]) == nil {
			errs = append(errs, &input.Error{Input: input.Ignore, Problem: noCode.Format(code), Hint: spelling.DidYouMean(code, rules.IDs(), i18n.Text{}), See: input.AllRules})
		}
	}
	return input.Join(errors.Join(errs...))
}

// selectorsOf gives the selectors that a sending service is known to use; the error is
// an *input.Error.
func selectorsOf(service string) ([]string, error) {
	name, _, _ := strings.Cut(service, ":") // without the parameter that a way of sending may have
	p := senders.Find(name).Preset
	switch {
	case p == nil:
		return nil, input.About(input.SelectorsOf, senders.Unknown(name))
	case p.Selectors == nil:
		return nil, &input.Error{Input: input.SelectorsOf, Problem: undocumentedSelectors.Format(p.Name), Hint: nameSelector}
	case len(p.Selectors.Names) == 0:
		return nil, &input.Error{Input: input.SelectorsOf, Problem: ownSelectors.Format(p.Name, p.Selectors.Doc), Hint: nameSelector}
	default:
		return p.Selectors.Names, nil
	}
}

var (
	undocumentedSelectors = i18n.Text{
		EN: "it isn't known which DKIM selectors %s uses",
		JA: "%s の DKIM セレクターは分かっていません",
	}
	ownSelectors = i18n.Text{
		EN: "%s has no DKIM selectors that are the same for every domain: %s",
		JA: "%s には、どのドメインでも同じ DKIM セレクターはありません（%s）",
	}
)

var (
	noSelector   = i18n.Text{EN: "no selector %q", JA: "%q はセレクターではありません"}
	likeSelector = i18n.Text{
		EN: "write what stands in s= of a signature, such as s1",
		JA: "署名の s= に書かれている s1 のような名前を指定してください",
	}
	nameSelector = i18n.Text{
		EN: "name the selector itself: what stands in s= of a signature, such as s1",
		JA: "セレクターそのもの（署名の s= に書かれている s1 のような名前）を指定してください",
	}
	noCode = i18n.Text{EN: "no code %q", JA: "コード %q はありません"}
)

// linting is one call of Domain under way.
type linting struct {
	domain  string
	lookup  resolve.Lookup
	subject *rules.Subject
}

// load asks DNS, for everything at once.
func (l *linting) load(ctx context.Context, req Request) {
	var spf *tree.Tree
	var around *rules.Around
	var servers []rules.Server
	selectors := slices.Clone(req.Selectors)
	for _, service := range req.SelectorsOf {
		guessed, _ := selectorsOf(service) // the error is that of normalize
		for _, selector := range guessed {
			if !slices.Contains(selectors, selector) {
				selectors = append(selectors, selector)
			}
		}
	}
	keys := make([]rules.Key, len(selectors))
	var under sync.WaitGroup
	under.Go(func() { spf = tree.Load(ctx, l.lookup, l.domain, tree.Message{}) })
	under.Go(func() { l.subject = rules.Load(ctx, l.lookup, dmarc.Discover(ctx, l.lookup, l.domain)) })
	under.Go(func() { around = rules.LoadAround(ctx, l.lookup, l.domain) })
	if req.Authoritative != nil {
		under.Go(func() { servers = rules.LoadServers(ctx, l.lookup, l.domain, req.Authoritative) })
	}
	for i, selector := range selectors {
		under.Go(func() {
			keys[i] = rules.LoadKey(ctx, l.lookup, l.domain, selector)
			keys[i].Guessed = !slices.Contains(req.Selectors, selector)
		})
	}
	under.Wait()
	around.Servers = servers
	l.subject.SPF, l.subject.Around, l.subject.Keys = spf, around, keys
}

// report runs the analyzers and puts together what was found.
func (l *linting) report(ignore []string) *Report {
	spf := l.subject.SPF
	rep := &Report{
		Version:    Version,
		Domain:     l.domain,
		Texts:      newTexts(spf.Root),
		Servers:    l.subject.Around.Servers,
		Tree:       newTree(spf),
		Lookups:    newLookups(spf),
		Voids:      newVoids(spf),
		Authorised: newAuthorised(spf),
		DMARC:      newDMARC(l.subject.DMARC),
		DKIM:       append([]Key{}, l.subject.Keys...),
		Findings:   rules.Run(l.subject),
		Repaired:   newRepaired(spf.Root),
		Failures:   l.failures(),
		Limits:     spf.Limits,
	}
	found := len(rep.Findings)
	rep.Findings = slices.DeleteFunc(rep.Findings, func(f rules.Finding) bool { return slices.Contains(ignore, f.Code) })
	rep.Ignored = found - len(rep.Findings)
	// The worst comes first; that DNS failed is no fault of the domain's.
	if i := slices.IndexFunc(rep.Findings, func(f rules.Finding) bool { return !f.DNSFailed }); i >= 0 {
		rep.Worst = rep.Findings[i].Severity
	}
	rep.DNSFailed = len(rep.Failures) > 0
	return rep
}

// failures lists the questions that DNS gave no usable answer to, each once.
func (l *linting) failures() []Failure {
	failures := []Failure{}
	add := func(name, qtype string, problem i18n.Text) {
		known := slices.ContainsFunc(failures, func(f Failure) bool { return f.Name == name && f.Type == qtype })
		if !known {
			failures = append(failures, Failure{Name: name, Type: qtype, Problem: problem})
		}
	}
	for _, n := range l.subject.SPF.Nodes {
		if n.Problem == tree.DNSFailed {
			add(n.Domain, string(tree.TXT), resolve.ShortFailureText(n.Err))
		}
		for _, t := range n.Terms {
			for _, q := range t.AllQuestions() {
				if q.Failed() {
					add(q.Name, string(q.Type), resolve.ShortFailureText(q.Err))
				}
			}
		}
	}
	if d := l.subject.DMARC; d.Status == dmarc.DNSFailed {
		add("_dmarc."+cmp.Or(d.Domain, d.From), string(tree.TXT), d.Problem)
	}
	for _, k := range l.subject.Keys {
		if k.Err != nil {
			add(k.Name, string(tree.TXT), k.Problem)
		}
	}
	if l.subject.Around.Address == dmarc.ExistsUnknown {
		add(l.domain, string(tree.A), tree.DNSFailed.Text())
	}
	if l.subject.Around.MX == dmarc.ExistsUnknown {
		add(l.domain, string(tree.MX), tree.DNSFailed.Text())
	}
	return failures
}
