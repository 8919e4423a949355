package dsn

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// Distrust notes what Doubts finds, in one line at the end. Where that is anything, no
// advice on a failure stands as it is: a list isn't to be changed for a report that may be
// forged.
func (r *Report) Distrust(own ...string) {
	doubts := r.Doubts(own...)
	if len(doubts) == 0 {
		return
	}
	r.Doubtful = true
	why := doubts[0]
	for _, d := range doubts[1:] {
		why = i18n.Text{EN: why.EN + "; " + d.EN, JA: why.JA + "。" + d.JA}
	}
	r.Notes = append(r.Notes, mayBeForged.Format(why))
	for i := range r.Recipients {
		if rc := &r.Recipients[i]; rc.Error {
			rc.Advice = rc.Advice.And(adviceDoubtful)
		}
	}
}

// Doubts lists what speaks against the report: it may be forged, or be about a
// message that somebody else sent in the sender's name (RFC 3464 §4.1). own are
// the sender's domains, as DNS has them; where none is given, nothing is compared
// with them. That a report returns nothing, or has a sender, is no evidence: real
// ones do that, too. Where there are doubts, no list should be changed for the report.
func (r *Report) Doubts(own ...string) []i18n.Text {
	if r.Kind != Delivery && r.Kind != Words {
		return nil
	}
	var doubts []i18n.Text
	for _, v := range r.outer.Values("Authentication-Results") {
		if strings.Contains(strings.ToLower(v), "dmarc=fail") {
			doubts = append(doubts, doubtAuth)
			break
		}
	}
	if len(own) > 0 && r.Returned.Header != nil {
		doubts = append(doubts, r.strangers(own)...)
	}
	return doubts
}

// strangers compares the returned header with the sender's own domains.
func (r *Report) strangers(own []string) []i18n.Text {
	var doubts []i18n.Text
	if id := r.Returned.MessageID; id != "" {
		if _, domain, _ := strings.Cut(strings.Trim(id, "<> "), "@"); !isOwn(domain, own) {
			doubts = append(doubts, doubtMessageID.Format(id))
		}
	}
	if from := r.Returned.From; from != "" && !isOwn(domainOf(from), own) {
		doubts = append(doubts, doubtFrom.Format(from))
	}
	received := r.Returned.Header.Values("Received")
	for _, v := range received {
		for _, word := range strings.FieldsFunc(v, func(c rune) bool { return strings.ContainsRune(" \t()[];<>=@", c) }) {
			if isOwn(word, own) {
				return doubts
			}
		}
	}
	if len(received) > 0 {
		doubts = append(doubts, doubtReceived)
	}
	return doubts
}

// isOwn reports whether a name is one of the domains, or below one.
func isOwn(name string, own []string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	for _, domain := range own {
		if name == domain || strings.HasSuffix(name, "."+domain) {
			return true
		}
	}
	return false
}
