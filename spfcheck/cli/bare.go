package cli

import (
	"errors"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/detect"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// guessSender finds out what mail may be sent through where nothing but a domain is
// typed, "spfcheck example.jp". Where DNS names one service it is taken for that, as
// --via; the verdict then is one of this service alone, so p.guessed. Otherwise the
// services are shown, and done is true. err is what the command says without a guess.
func (p *program) guessSender(c *cli.Context, format render.Format, options render.Options, err error) (done bool, _ error) {
	missing, only := onlyAddressMissing(err)
	domain := domainOf(c)
	if !p.implied || !only || domain == "" || format.Services == nil {
		return true, err
	}
	if _, err := identity.ParseDomain(domain); err != nil {
		return true, ofArgument(c.Args().First(), input.From, input.Join(input.About(input.From, err)))
	}
	dns, err := p.dns(c)
	if err != nil {
		return true, err
	}
	report := p.findServices(c, dns, domain, nil)
	if len(report.Services) == 1 && len(report.Failures) == 0 && dns.fault() == nil {
		found := report.Services[0]
		if err := c.Set("via", found.Via); err != nil {
			return true, errors.Join(err, dns.close(nil))
		}
		if _, _, err := p.request(c); err == nil {
			p.asked = dns
			p.guessed = guessedService.Format(found.Name, found.Via)
			if options.Detail.Lines() { // which have no room for it
				writeError(p.stderr, p.say(warningMark), p.say(p.guessed))
			}
			return false, nil
		}
	}
	if err := p.found(c, dns, report); err != nil {
		return true, err
	}
	p.code = exitUnknown
	if err := format.Services(p.stdout, options, report); err != nil {
		return true, err
	}
	problem, hint := missing.In(words)
	p.complain(p.say(problem), p.say(hintAnd.Format(hint, itsRecords.Format(domain))))
	return true, nil
}

// onlyAddressMissing tells the error that nothing says where mail is sent from, and
// that nothing else is wrong.
func onlyAddressMissing(err error) (*input.Error, bool) {
	wrong, ok := errors.AsType[*input.Errors](err)
	if !ok || len(wrong.Problems) != 1 {
		return nil, false
	}
	first := wrong.Problems[0]
	return first, first.Missing && first.Input == input.IP
}

// domainOf is the domain of the header From that is typed, be it one that DNS can't have;
// "" where that is none.
func domainOf(c *cli.Context) string {
	request, err := spfcheck.NewRequest(words, given(c)...)
	if err != nil {
		return ""
	}
	identities, _, err := request.Identities()
	if err != nil {
		return ""
	}
	for _, id := range identities {
		if id.Kind == identity.From {
			return id.Domain
		}
	}
	return ""
}

// findServices asks DNS, and the header of a message if there is one, for the services
// that a domain uses.
func (p *program) findServices(c *cli.Context, dns *dns, domain string, header *identity.Header) render.Services {
	ctx, cancel := p.timed(c)
	defer cancel()
	lookup := resolve.Lookup{Exchanger: dns}
	detect.Prefetch(ctx, lookup, domain)
	found, err := detect.Services(ctx, lookup, domain, header)
	report := render.Services{Version: render.TableVersion, Domain: domain, Services: found, Failures: detect.Failures{}}
	if failures, ok := errors.AsType[detect.Failures](err); ok {
		report.Failures = failures
	}
	_, err = lookup.LookupMX(ctx, domain) // it was asked for already
	report.NoDomain = resolve.NotFound(err)
	return report
}

// found ends a search for services.
func (p *program) found(c *cli.Context, dns *dns, report render.Services) error {
	if len(report.Failures) > 0 {
		p.code = exitUnknown
	}
	if err := dns.close(nil); err != nil {
		return err
	}
	if c.Context.Err() != nil {
		return errInterrupted
	}
	return nil
}

var hintAnd = i18n.Text{EN: "%s; %s", JA: "%s。%s"}

var itsRecords = i18n.Text{EN: "its records alone: spfcheck lint %s", JA: "レコードだけを調べるには spfcheck lint %s です"}

var guessedService = i18n.Text{
	EN: "no --ip and no --via: judged as sent through %[1]s, which DNS names (--via %[2]s); other mail isn't known, so this doesn't answer for it",
	JA: "--ip も --via もないため、DNS から分かった %[1]s（--via %[2]s）から送るものとして判定しました。ほかの送信元からのメールは判定していません",
}
