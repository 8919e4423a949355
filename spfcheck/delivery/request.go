package delivery

import (
	"errors"
	"io"
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// Request is a delivery report to read, and what is known of its message.
type Request struct {
	// Report is a mail, text out of one, or JSON of a sending service. Of more than 10 MiB the
	// rest is left unread, and the notes say so.
	Report io.Reader
	// Own are the domains that the caller sends from: a report on
	// other mail may be forged. None: that isn't looked at.
	Own []string
	// Source is what the caller knows better than the report; its Header isn't used.
	identity.Source
	// Clients are the addresses that the receiving server saw; none: by the best
	// evidence that the report gives.
	Clients []netip.Addr
}

// Validate says what is wrong with req, all of it in an *input.Errors; nil where Read
// can go on to the report.
func (req Request) Validate() error { return req.normalize() }

// normalize is Validate, and puts Own into its usual form.
func (req *Request) normalize() error {
	sent := spfcheck.Request{Source: req.Source, Clients: req.Clients}
	sent.Header = &identity.Header{} // the report has who sent it, and from where
	sent.Ranges = everywhere
	errs := []error{new(spfcheck.Checker).Validate(sent)}
	req.Own = slices.Clone(req.Own)
	for i, own := range req.Own {
		domain, err := identity.ParseMailDomain(own)
		req.Own[i] = domain
		errs = append(errs, input.About(input.OwnDomain, err))
	}
	return input.Join(errors.Join(errs...))
}

// everywhere stands for an address that isn't known.
var everywhere = []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0)}
