package spfcheck

import (
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// notes says which identities are missing, what was not looked at, and what
// holds for the recipient's mailbox.
func (r *run) notes() []i18n.Text {
	var notes []i18n.Text
	for _, id := range r.identities {
		if id.Status != identity.Known {
			notes = append(notes, identityMissing.Format(KindName(id.Kind), id.Why))
		}
	}
	notes = append(notes, dmarcNotLookedAt)
	if r.request.Recipient == "" {
		return notes
	}
	for _, p := range r.checker.profiles() {
		for _, n := range p.Notes {
			if n.For(r.request.Recipient) {
				notes = append(notes, i18n.Text{EN: p.Name.EN + ": " + n.Text.EN, JA: p.Name.JA + ": " + n.Text.JA})
			}
		}
	}
	return notes
}

var dmarcNotLookedAt = i18n.Text{
	EN: "DMARC and DKIM were not looked at: the verdicts are those of the SPF filters alone",
	JA: "DMARC と DKIM は見ていません。判定は SPF によるフィルターだけのものです",
}
