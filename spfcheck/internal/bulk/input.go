package bulk

import (
	"cmp"
	"encoding/json"
	"maps"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// Input is what a line says. The zero Input says nothing.
type Input struct {
	ID       json.RawMessage // a string or a number; nil: none
	MailFrom *string         // the envelope From; "" or "<>": the null reverse-path; nil: not known
	Helo     string
	From     string   // the header From, an address or a domain
	IP       []string // addresses, and ranges in CIDR notation
	Via      string   // a sending service, as senders.Parse takes it
	To       string   // a recipient: that carrier alone is judged
}

// texts are the keys whose value is one text, and where it goes.
var texts = []struct {
	key string
	set func(*Input, string)
}{
	{"mail_from", func(in *Input, s string) { in.MailFrom = &s }},
	{"helo", func(in *Input, s string) { in.Helo = s }},
	{"from", func(in *Input, s string) { in.From = s }},
	{"via", func(in *Input, s string) { in.Via = s }},
	{"to", func(in *Input, s string) { in.To = s }},
}

// Keys lists the keys of an object, which are the columns of CSV as well.
var Keys = []string{"id", "mail_from", "helo", "from", "ip", "via", "to"}

// keyOf gives the key for an input: "mail_from" for MailFrom.
func keyOf(name input.Name) string { return strings.ReplaceAll(string(name), "-", "_") }

// withKeys puts the keys of a line in the place of the words for the same inputs.
func withKeys(words input.Words) input.Words {
	all := maps.Clone(words)
	if all == nil {
		all = input.Words{}
	}
	for _, name := range []input.Name{input.MailFrom, input.Helo, input.From, input.IP, input.Via, input.To} {
		all[name] = keyOf(name)
	}
	return all
}

// setText sets the value of a key that takes a text.
func (in *Input) setText(key, value string) {
	for _, t := range texts {
		if t.key == key {
			t.set(in, value)
		}
	}
}

// or gives in with what it doesn't say taken from defaults. The addresses and
// the service stand for each other: who gives one doesn't get the other.
func (in Input) or(defaults Input) Input {
	if in.MailFrom == nil {
		in.MailFrom = defaults.MailFrom
	}
	if len(in.IP) == 0 && in.Via == "" {
		in.IP, in.Via = defaults.IP, defaults.Via
	}
	in.Helo = cmp.Or(in.Helo, defaults.Helo)
	in.From = cmp.Or(in.From, defaults.From)
	in.To = cmp.Or(in.To, defaults.To)
	return in
}

// request makes of in what checker is to judge, and with which profiles.
func (in Input) request(checker spfcheck.Checker, on carriers.Day, words input.Words) (*spfcheck.Checker, spfcheck.Request, error) {
	req := spfcheck.Request{
		Source: identity.Source{MailFrom: in.MailFrom, Helo: in.Helo, From: in.From, Words: words},
		On:     on,
	}
	if in.MailFrom == nil && in.From == "" {
		return nil, req, &Error{Field: "from", Problem: nobodySends, Hint: sayWhoSends}
	}
	if err := req.AddAddresses(in.IP...); err != nil {
		return nil, req, err
	}
	if in.Via != "" {
		use, err := senders.Parse(in.Via)
		if err != nil {
			return nil, req, err
		}
		req.Via = &use
	}
	if in.To != "" {
		var err error
		if checker.Profiles, req.Recipient, err = checker.ForRecipient(in.To); err != nil {
			return nil, req, err
		}
	}
	return &checker, req, nil
}

// otherNames are what programs call the keys, too.
var otherNames = map[string]string{
	"domain": "from", "email": "from", "address": "from", "header_from": "from",
	"envelope_from": "mail_from", "return_path": "mail_from", "sender": "mail_from", "bounce": "mail_from",
	"ehlo": "helo", "ip_address": "ip", "client_ip": "ip", "source_ip": "ip", "service": "via",
	"recipient": "to", "rcpt_to": "to",
}

// nearest gives the key that s was probably meant for; "" when there is none.
// Of the short keys anything is near, so they must differ in nothing but case
// and separators.
func nearest(s string) string {
	plain := func(s string) string {
		return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
	}
	return spelling.NearestBy(Keys, func(key string) int {
		if d := spelling.Distance(plain(s), plain(key)); d <= len(key)/4 {
			return d
		}
		return len(key)
	})
}

// unknownKey says that there is no such key, and which was probably meant.
func unknownKey(key string) *Error {
	hint := thereAreKeys.Format(strings.Join(Keys, ", "))
	if likely := cmp.Or(nearest(key), otherNames[strings.ToLower(key)]); likely != "" {
		hint = didYouMean.Format(likely)
	}
	return &Error{Field: clip(key), Problem: noSuchKey.Format(clip(key)), Hint: hint}
}

// clip shortens what is quoted from the input.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
