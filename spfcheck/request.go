package spfcheck

import (
	"errors"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Request is a message to judge. [NewRequest] and [Request.Set] read one from what
// people write.
type Request struct {
	// Source says who sends; Mail, where it is given, sets its Header. Its Words are
	// what all texts of the Report call the inputs.
	identity.Source
	Mail    io.Reader // the whole message; nil: there is none. It is read once, and not kept
	Size    int64     // of the message in bytes, where there is none to read; 0: not known
	Signers []string  // domains that will sign it with DKIM, assumed
	// Signatures are those of Signers of which it is known what becomes of them. Of the
	// others it is assumed that they pass.
	Signatures []Signature
	// Clients, Ranges and Via are the addresses that it is sent from. Of ranges
	// every address is judged. None of the three: the addresses that the
	// envelope From's domain authorises.
	Clients []netip.Addr
	Ranges  []netip.Prefix
	Via     *senders.Use // a sending service, whose addresses DNS is asked for; nil: none
	// Recipient is the domain that it is sent to: that carrier alone is judged; "" for
	// any.
	Recipient string
	On        carriers.Day // the day of arrival; "": today
	// Others are known to send in the same domains' names: no plan breaks their mail
	// without saying so. Of very many of a domain, the first 50.
	Others []Sender
}

// Sender is somebody else who sends in the name of a domain, such as DMARC aggregate
// reports show (RFC 7489 §7.2).
type Sender struct {
	Name i18n.Text // what it is called: a service, a network
	// Domains are those whose SPF records its mail is judged by, in A-labels: that of its
	// header From, and those of its envelope Froms.
	Domains   []string
	Via       *senders.Use // the service, which its documented terms authorise; nil: its addresses do
	Addresses []netip.Addr // that it sends from; of many, those with most messages
	Count     int          // how many addresses it has; 0: no more than Addresses
	Messages  int64        // how many were counted; 0: not known
	// Own says that it is known to be the domain's own: a record that would break its mail
	// otherwise is proposed with it. Any other is only named.
	Own bool
}

// InputError says all that is wrong with a Request, and with what a Checker judges by.
type InputError = input.Errors

// Inputs lists what [Request.Set] takes.
var Inputs = []input.Name{
	input.MailFrom, input.Helo, input.From, input.Sender, input.DKIMDomain, input.Size,
	input.Via, input.IP, input.To, input.On,
}

// NewRequest reads a request. Its texts call the inputs by words. An error is an
// *InputError; what can only be seen of all inputs together is left to
// [Checker.Validate]. A second value of what there can be only one of is an error.
func NewRequest(words input.Words, given ...input.Given) (Request, error) {
	req := Request{Source: identity.Source{Words: words}}
	var errs []error
	for i, g := range given {
		errs = append(errs, req.Set(g.Input, g.Value))
		other := slices.IndexFunc(given[:i], func(o input.Given) bool { return o.Input == g.Input && o.Value != g.Value })
		if other >= 0 && g.Input != input.IP && g.Input != input.DKIMDomain {
			errs = append(errs, &input.Error{Input: g.Input, Problem: twoValues.Format(given[other].Value, g.Value), Hint: giveOne})
		}
	}
	return req, input.Join(errors.Join(errs...))
}

// Set puts an input into req, as people write it; those of which there can be
// several, IP and DKIMDomain, are added. An error is an *input.Error. MailFrom,
// Helo, From and Sender are taken as they are, since a Request has them as text.
func (req *Request) Set(name input.Name, value string) (err error) {
	switch name {
	case input.MailFrom:
		req.MailFrom = &value
	case input.Helo:
		req.Helo = value
	case input.From:
		req.From = value
	case input.Sender:
		req.Sender = value
	case input.Size:
		req.Size, err = parseSize(value)
	case input.IP:
		err = req.addAddress(value)
	case input.Via:
		var use senders.Use
		if use, err = senders.Parse(value); err == nil {
			req.Via = &use
		}
	case input.DKIMDomain:
		var domain string
		if domain, err = parseSigner(value); err == nil {
			req.Signers = append(req.Signers, domain)
		}
	case input.To:
		req.Recipient, err = recipientDomain(value)
	case input.On:
		req.On, err = parseDay(value)
	default:
		err = &input.Error{Input: name, Problem: noInput}
	}
	return err
}

// addAddress adds an address to Clients, or one in CIDR notation to Ranges.
func (req *Request) addAddress(value string) error {
	if strings.Contains(value, "/") {
		p, err := parseRange(value)
		if err == nil {
			req.Ranges = append(req.Ranges, p)
		}
		return err
	}
	a, err := parseIP(value)
	if err == nil && !slices.Contains(req.Clients, a) {
		req.Clients = append(req.Clients, a)
	}
	return err
}

func parseSize(value string) (int64, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n <= 0 {
		return 0, &input.Error{Input: input.Size, Problem: noSize.Format(value), Hint: giveBytes}
	}
	return n, nil
}

func parseSigner(value string) (string, error) {
	domain, err := identity.ParseMailDomain(value)
	return domain, input.About(input.DKIMDomain, err)
}

func parseDay(value string) (carriers.Day, error) {
	day, err := carriers.ParseDay(value)
	return day, input.About(input.On, err)
}

var (
	noInput   = i18n.Text{EN: "a request has no such input", JA: "この入力は指定できません"}
	twoValues = i18n.Text{EN: "there are two values, %q and %q", JA: "値が 2 つ（%q と %q）あります"}
	giveOne   = i18n.Text{EN: "give one, and ask for each by itself", JA: "1 つだけを指定し、値ごとに判定してください"}
	noSize    = i18n.Text{EN: "%q is not a size", JA: "%q は大きさではありません"}
	giveBytes = i18n.Text{
		EN: "give the number of bytes, such as 3145728 for 3 MB",
		JA: "バイト数を指定してください（3 MB なら 3145728）",
	}
)
