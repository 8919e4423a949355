package delivery_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// Where the address isn't known, only what holds for all of them is said.
func TestUnknownAddress(t *testing.T) {
	none, good := accepted("none.example.jp"), accepted("good.example.jp")
	none.reporter, good.reporter = "gone.example.jp", "gone.example.jp"
	if d := deliver(t, none.String(), delivery.Request{}); !d.Undelivered() || d.Check.Plan != nil {
		t.Errorf("no record: %+v, plan %v", d.Check.Carriers, d.Check.Plan)
	}
	d := deliver(t, good.String(), delivery.Request{})
	if d.Undelivered() || !d.Undetermined() || d.Check.Worst != carriers.Unknown {
		t.Errorf("a record: %s, undetermined %v", d.Check.Worst, d.Undetermined())
	}
	elsewhere := good
	elsewhere.to = "yamada@partner.example"
	if d := deliver(t, elsewhere.String(), delivery.Request{}); d.Undetermined() || len(d.Check.Verdicts)+len(d.Check.Carriers) > 0 {
		t.Errorf("a record, and no carrier: %+v", d.Check)
	}
	for _, v := range d.Check.Verdicts {
		if v.Outcome == carriers.Unknown && (v.Rule != "" || !strings.Contains(v.Why.EN, "address")) {
			t.Errorf("%+v", v)
		}
	}
}

// OpenSMTPD returns no envelope From, by which DMARC may pass.
func TestUnknownEnvelope(t *testing.T) {
	text := strings.Replace(accepted("good.example.jp").String(), "Return-Path: <bounce@good.example.jp>\n", "", 1)
	d := deliver(t, text, delivery.Request{})
	if d.Undelivered() || !d.Undetermined() || d.Check.Worst != carriers.Unknown {
		t.Errorf("%+v", d.Check.Carriers)
	}
	told := delivery.Request{Source: identity.Source{MailFrom: new("x@none.example.jp")}}
	if d := deliver(t, text, told); !d.Undelivered() {
		t.Errorf("with an envelope From that isn't aligned: %+v", d.Check.Carriers)
	}
	b := bounce{"mail.example.jp", "taro@docomo.ne.jp", "failed", "550 Unknown user taro@docomo.ne.jp", in2026, "good.example.jp", ""}
	failed := strings.Replace(b.String(), "Return-Path: <bounce@good.example.jp>\n", "", 1)
	if r := deliver(t, failed, delivery.Request{}).Recipients[0]; r.Causes[0] != dsn.UnknownUser || !slices.Contains(r.Causes, dsn.DMARCReject) {
		t.Errorf("%v", r.Causes)
	}
}

// A guess that all went well is no all-clear.
func TestGuessedSuccess(t *testing.T) {
	const text = "Return-Path: <>\nFrom: postmaster@mail.example.jp\nSubject: Delivery status\n\nYour message was successfully delivered to the recipient.\n\nRecipient: taro@partner.example\n"
	d := readBy(t, nil, text, delivery.Request{})
	if len(d.Recipients) != 1 || d.Recipients[0].Category != dsn.Relayed || !d.Recipients[0].Guessed || !d.Undetermined() {
		t.Errorf("%s %+v", d.Kind, d.Recipients)
	}
}

func TestUnchecked(t *testing.T) {
	const events = `[{"email":"hanako@au.com","event":"delivered","response":"250 ok"}]`
	d := deliver(t, events, delivery.Request{})
	if d.Check != nil || d.Undetermined() || !noted(d, "doesn't say who sent") {
		t.Errorf("no sender: %+v", d.Notes)
	}
	cut, _, _ := strings.Cut(accepted("good.example.jp").String(), "Final-Recipient")
	if d := deliver(t, strings.Replace(cut, "<taro@docomo.ne.jp>: host", "It", 1), delivery.Request{}); d.Check != nil || !d.Undetermined() {
		t.Errorf("no recipient: %+v", d)
	}
	told := delivery.Request{
		Source:  identity.Source{MailFrom: new("x@good.example.jp"), From: "x@good.example.jp"},
		Clients: []netip.Addr{netip.MustParseAddr("203.0.113.25")},
	}
	if d := deliver(t, events, told); d.Check == nil || d.Check.Carriers[0].Outcome != carriers.Deliver || !noted(d, "no date") {
		t.Errorf("a sender: %+v", d.Notes)
	}
	for name, text := range map[string]string{
		"receipt": "From: x@docomo.ne.jp\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;x@docomo.ne.jp\nDisposition: a/b; displayed\n",
		"probe":   strings.Replace(accepted("good.example.jp").String(), "relayed", "deliverable", 1),
		"no mail": "From: x@docomo.ne.jp\n\nhello\n",
		"spam":    `{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"taro@docomo.ne.jp"}]},"mail":{"source":"x@good.example.jp"}}`,
	} {
		if d := deliver(t, text, delivery.Request{}); d.Check != nil || d.Undetermined() {
			t.Errorf("%s: nothing was sent that could be checked: %+v", name, d)
		}
	}
}
