package spfcheck

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// toRecipient has c judge the carrier alone whose mailbox the recipient of req is.
func (c *Checker) toRecipient(req *Request) (err error) {
	if req.Recipient == "" {
		return nil
	}
	if req.Recipient, err = recipientDomain(req.Recipient); err != nil {
		return err
	}
	p := carriers.ForRecipient(req.Recipient)
	switch {
	case p == nil:
		hint := leaveToOut.Format(req.Words.Of(input.To))
		for _, n := range carriers.NotCarriers {
			if n.Domain == req.Recipient {
				hint = n.Why
			}
		}
		return &input.Error{Input: input.To, Problem: noCarriersMailbox.Format(req.Recipient), Hint: hint}
	case c.Profiles != nil && !slices.Contains(c.Profiles, p):
		carrier := req.Words.Of(input.Carrier)
		return &input.Error{
			Input: input.To, Problem: notJudged.Format(req.Recipient, p.ID, carrier), Hint: leaveCarrierOut.Format(carrier),
		}
	}
	c.Profiles = []*carriers.Profile{p}
	return nil
}

// recipientDomain reads a recipient, an address or a domain.
func recipientDomain(to string) (domain string, err error) {
	if strings.Contains(to, "@") {
		_, domain, err = identity.ParseAddress(to)
	} else {
		domain, err = identity.ParseDomain(to)
	}
	return domain, input.About(input.To, err)
}

var (
	notJudged = i18n.Text{
		EN: "%s is a mailbox of %s, which %s leaves out",
		JA: "%s は %s のメールボックスですが、%s に含まれていません",
	}
	leaveCarrierOut   = i18n.Text{EN: "leave %s out", JA: "%s を外してください"}
	noCarriersMailbox = i18n.Text{
		EN: "%s is not a mailbox of a carrier that spfcheck knows",
		JA: "%s は spfcheck の知る携帯電話事業者のメールボックスではありません",
	}
	leaveToOut = i18n.Text{
		EN: "leave %s out to judge docomo, au and SoftBank",
		JA: "%s を外すとドコモ、au、ソフトバンクについて判定します",
	}
)
