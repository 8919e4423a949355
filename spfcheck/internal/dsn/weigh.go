package dsn

import (
	"slices"

	"blitiri.com.ar/go/spf"
)

// Weigh joins the SPF result of the domain that the receiver looks at, for the
// address that it saw, to the causes: pass takes the authentication
// filter off the list, anything else that DNS says puts it first. A temperror
// says nothing. It reports whether the result has a bearing on the recipient.
func (r *Recipient) Weigh(result spf.Result) bool {
	all := rules()
	i := slices.IndexFunc(all, func(rule rule) bool { return rule.ID == r.Rule })
	if i < 0 || !all[i].SPF {
		return false
	}
	switch result {
	case spf.Pass:
		r.dismiss(AuthFilter)
		r.AuthFilter = Unlikely
	case spf.Fail, spf.None, spf.PermError:
		if r.AuthFilter == Unlikely { // no such filter answers like this any more
			return false
		}
		r.AuthFilter = Likely
		r.suspect(AuthFilter, Likely)
	case spf.SoftFail, spf.Neutral: // how strict the filter is, isn't known
		if r.AuthFilter == Unlikely {
			return false
		}
		r.suspect(AuthFilter, r.AuthFilter)
	default:
		return false
	}
	return true
}

// WeighDMARC joins the result of DMARC to the causes of a reply that can stand
// for its policy: failing under p=reject puts that first, anything else takes it
// off the list. It reports whether the result has a bearing on the recipient.
func (r *Recipient) WeighDMARC(rejects bool) bool {
	if !slices.Contains(r.Causes, DMARCReject) {
		return false
	}
	if rejects {
		r.suspect(DMARCReject, Likely)
	} else {
		r.dismiss(DMARCReject)
	}
	return true
}

// Suppressed reports whether a sending service didn't send the message, because the
// address is on its list of those that it sends nothing to.
func (r *Recipient) Suppressed() bool { return r.Rule == suppressedRule }

// suspect puts a cause first. Causes may be a table's, so they are copied.
func (r *Recipient) suspect(cause Cause, confidence Filtering) {
	r.dismiss(cause)
	r.Causes = slices.Insert(r.Causes, 0, cause)
	r.Confidence = confidence
}

// dismiss takes a cause off the list.
func (r *Recipient) dismiss(cause Cause) {
	r.Causes = slices.DeleteFunc(slices.Clone(r.Causes), func(c Cause) bool { return c == cause })
}
