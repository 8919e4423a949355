package spfcheck

import (
	"errors"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// ForRecipient gives the Profiles that judge mail to a recipient, an address or a
// domain, which is the carrier whose mailbox it is alone, and the domain. An
// error is an *input.Error.
func (c *Checker) ForRecipient(to string) (profiles []*carriers.Profile, domain string, err error) {
	if domain, err = recipientDomain(to); err != nil {
		return nil, "", err
	}
	p := carriers.ForRecipient(domain)
	switch {
	case p == nil:
		return nil, "", notACarrier(domain)
	case c.Profiles != nil && !slices.Contains(c.Profiles, p):
		return nil, "", recipientError(notJudged.Format(domain, p.ID), leaveCarrierOut)
	}
	return []*carriers.Profile{p}, domain, nil
}

func recipientDomain(to string) (string, error) {
	var err error
	domain := to
	if strings.Contains(to, "@") {
		_, domain, err = identity.ParseAddress(to)
	} else {
		domain, err = identity.ParseDomain(to)
	}
	var bad *input.Error
	if errors.As(err, &bad) {
		return "", recipientError(bad.Problem, bad.Hint)
	}
	return domain, err
}

func notACarrier(domain string) error {
	hint := leaveToOut
	for _, n := range carriers.NotCarriers {
		if n.Domain == domain {
			hint = n.Why
		}
	}
	return recipientError(noCarriersMailbox.Format(domain), hint)
}

func recipientError(problem, hint i18n.Text) error {
	return &input.Error{Input: input.To, Problem: problem, Hint: hint}
}

var (
	notJudged = i18n.Text{
		EN: "%s is a mailbox of %s, which --carrier leaves out",
		JA: "%s は %s のメールボックスですが、--carrier に含まれていません",
	}
	leaveCarrierOut   = i18n.Text{EN: "leave --carrier out", JA: "--carrier を外してください"}
	noCarriersMailbox = i18n.Text{
		EN: "%s is no carrier's mailbox that spfcheck knows",
		JA: "%s は spfcheck の知る携帯電話事業者のメールボックスではありません",
	}
	leaveToOut = i18n.Text{EN: "leave --to out to judge docomo, au and SoftBank", JA: "--to を外すとドコモ、au、ソフトバンクについて判定します"}
)
