package spfcheck_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// TestCheckLooksFirst: Check names each wrong field of a Request, and asks nothing.
func TestCheckLooksFirst(t *testing.T) {
	source := identity.Source{MailFrom: new("a@example.jp"), From: "shop.example.jp"}
	client := []netip.Addr{netip.MustParseAddr("192.0.2.1")}
	for _, tt := range []struct {
		name    string
		checker spfcheck.Checker
		request spfcheck.Request
		want    []string // each problem as input: English
	}{
		{"nothing", spfcheck.Checker{}, spfcheck.Request{}, []string{"no sender is given; give from, mail-from or mail"}},
		{
			"no address",
			spfcheck.Checker{},
			spfcheck.Request{Source: identity.Source{From: "shop.example.jp"}},
			[]string{"no ip: the verdict depends on the address"},
		},
		{"a word for a day", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: client, On: "yesterday"}, []string{`on: "yesterday" is not a valid date; write it as 2025-02-13`}},
		{"a short day", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: client, On: "2025-1-5"}, []string{`on: "2025-1-5" is not a valid date`}},
		{"no such day", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: client, On: "2025-02-30"}, []string{`on: "2025-02-30" is not a valid date`}},
		{"zero address", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: []netip.Addr{{}}}, []string{`ip: "invalid IP" is not an IP address`}},
		{"address with a zone", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: []netip.Addr{netip.MustParseAddr("fe80::1%eth0")}}, []string{`ip: "fe80::1%eth0" is not an IP address`}},
		{"zero range", spfcheck.Checker{}, spfcheck.Request{Source: source, Ranges: []netip.Prefix{{}}}, []string{`ip: "invalid Prefix" is not a range`}},
		{"zero service", spfcheck.Checker{}, spfcheck.Request{Source: source, Via: &senders.Use{}}, []string{"via: it is not one of the sending services; senders.All lists them all"}},
		{"negative size", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: client, Size: -1}, []string{`size: "-1" is not a size`}},
		{"signers", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: client, Signers: []string{"a..b", "example.jp", "localhost"}}, []string{
			`dkim-domain: the domain "a..b" has a dot at the beginning`, `dkim-domain: the domain "localhost" has only one label`,
		}},
		{"no carrier's mailbox", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: client, Recipient: "example.jp"}, []string{"to: example.jp is not a mailbox of a carrier"}},
		{"recipient that is no domain", spfcheck.Checker{}, spfcheck.Request{Source: source, Clients: client, Recipient: "a..b"}, []string{"to: the domain"}},
		{
			"carrier left out",
			spfcheck.Checker{Profiles: []*carriers.Profile{carriers.ByID("au")}},
			spfcheck.Request{Source: source, Clients: client, Recipient: "docomo.ne.jp"},
			[]string{"to: docomo.ne.jp is a mailbox of docomo, which carrier leaves out; leave carrier out"},
		},
		{
			"what judges",
			spfcheck.Checker{MinBasis: "sure", Settings: []carriers.SettingID{{Carrier: "uq", Setting: "x"}}},
			spfcheck.Request{Source: source, Clients: client},
			[]string{`min-basis: no basis "sure"`, "setting: uq is not judged; add carrier uq"},
		},
		{
			"each sender",
			spfcheck.Checker{},
			spfcheck.Request{Source: identity.Source{MailFrom: new("bounce"), Helo: "a b", From: "info", Sender: "<>"}, Clients: client},
			[]string{`mail-from: there is no @ in "bounce"`, "sender: ", `from: there is no @ in "info"`},
		},
		{
			"all at once",
			spfcheck.Checker{},
			spfcheck.Request{Source: identity.Source{From: "info"}, Clients: []netip.Addr{{}}, Size: -2, On: "today"},
			[]string{"from: ", "size: ", "ip: ", "on: "},
		},
		{
			"in the words of a front end",
			spfcheck.Checker{},
			spfcheck.Request{Source: identity.Source{From: "shop.example.jp", Words: input.Words{input.IP: "client", input.Via: "service"}}},
			[]string{"no client: the verdict depends on the address that the mail is sent from; give the sending server's public address, such as the one in a Received field of a test mail; or the service with service"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.checker.Exchanger = untouched{t}
			_, err := tt.checker.Check(t.Context(), tt.request)
			wrong, ok := errors.AsType[*spfcheck.InputError](err)
			if !ok || len(wrong.Problems) != len(tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			for i, p := range wrong.Problems {
				if !strings.HasPrefix(p.Error(), tt.want[i]) || !p.Problem.Complete() || !strings.Contains(err.Error(), p.Error()) {
					t.Errorf("got %q, want %q", p, tt.want[i])
				}
			}
			if strings.Contains(err.Error(), ".go") {
				t.Errorf("a path of the source: %s", err)
			}
			if one, ok := errors.AsType[*input.Error](err); !ok || one != wrong.Problems[0] {
				t.Errorf("errors.As finds %v", one)
			}
		})
	}
}

// untouched is DNS that nothing may ask.
type untouched struct{ t *testing.T }

func (u untouched) Exchange(_ context.Context, q dns.Question) (*dns.Msg, error) {
	u.t.Errorf("asked %s", q.Name)
	return nil, errors.New("asked")
}

// TestNewRequest reads inputs as people write them.
func TestNewRequest(t *testing.T) {
	var given []input.Given
	for _, g := range [][2]string{
		{"mail-from", "<>"},
		{"helo", "mail.example.jp"},
		{"from", "shop.example.jp"},
		{"sender", "office@example.jp"},
		{"size", "1000"},
		{"ip", "192.0.2.1"},
		{"ip", "::ffff:192.0.2.1"},
		{"ip", "2001:db8::/32"},
		{"via", "ses"},
		{"dkim-domain", "例え.jp"},
		{"dkim-domain", "example.jp"},
		{"to", "someone@docomo.ne.jp"},
		{"on", "2025-02-13"},
	} {
		given = append(given, input.Given{Input: input.Name(g[0]), Value: g[1]})
	}
	req, err := spfcheck.NewRequest(nil, given...)
	if err != nil {
		t.Fatal(err)
	}
	if *req.MailFrom != "<>" || req.Helo != "mail.example.jp" || req.From != "shop.example.jp" || req.Sender != "office@example.jp" || req.Size != 1000 ||
		!slices.Equal(req.Clients, []netip.Addr{netip.MustParseAddr("192.0.2.1")}) || !slices.Equal(req.Ranges, []netip.Prefix{netip.MustParsePrefix("2001:db8::/32")}) ||
		req.Via.Preset.ID != "ses" || !slices.Equal(req.Signers, []string{"xn--r8jz45g.jp", "example.jp"}) || req.Recipient != "docomo.ne.jp" || req.On != "2025-02-13" {
		t.Errorf("got %+v", req)
	}
	for _, name := range spfcheck.Inputs {
		if !slices.ContainsFunc(given, func(g input.Given) bool { return g.Input == name }) {
			t.Errorf("%s isn't tried", name)
		}
	}
	if err := new(spfcheck.Checker).Validate(req); err != nil {
		t.Errorf("not valid: %v", err)
	}

	_, err = spfcheck.NewRequest(nil,
		input.Given{Input: input.IP, Value: "x"}, input.Given{Input: input.IP, Value: "192.0.2.1/24"}, input.Given{Input: input.Via, Value: "sess"},
		input.Given{Input: input.Size, Value: "0"}, input.Given{Input: input.Mail, Value: "x"},
	)
	wrong, ok := errors.AsType[*spfcheck.InputError](err)
	if !ok {
		t.Fatal(err)
	}
	var names []input.Name
	for _, p := range wrong.Problems {
		names = append(names, p.Input)
	}
	if want := []input.Name{"ip", "ip", "via", "size", "mail"}; !slices.Equal(names, want) {
		t.Errorf("got %v", err)
	}
}
