package eval

import (
	"context"
	"net"

	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// oneTerm is a resolver in which every TXT record is one term. It notes whether
// the term's own question, the first one, was a void lookup.
type oneTerm struct {
	*resolver
	text  string
	asked bool
	void  bool
}

// LookupTXT gives the term, whatever the domain.
func (o *oneTerm) LookupTXT(context.Context, string) ([]string, error) { return []string{o.text}, nil }

// LookupIPAddr notes the first answer.
func (o *oneTerm) LookupIPAddr(ctx context.Context, name string) ([]net.IPAddr, error) {
	addrs, err := o.resolver.LookupIPAddr(ctx, name)
	o.note(len(addrs), err)
	return addrs, err
}

// LookupMX notes the first answer.
func (o *oneTerm) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	mxs, err := o.resolver.LookupMX(ctx, name)
	o.note(len(mxs), err)
	return mxs, err
}

// LookupAddr notes the first answer.
func (o *oneTerm) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	names, err := o.resolver.LookupAddr(ctx, addr)
	o.note(len(names), err)
	return names, err
}

// note takes NXDOMAIN and an empty answer for void (RFC 7208 §4.6.4).
func (o *oneTerm) note(answers int, err error) {
	if o.asked {
		return
	}
	o.asked = true
	o.void = answers == 0 && !resolve.Failed(err)
}
