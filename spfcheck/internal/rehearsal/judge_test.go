package rehearsal_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/delivery"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkimtest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// records are those of senders. Nothing answers for broken.example.
const records = `
example.jp. 300 SOA ns.example.jp. h.example.jp. 1 300 300 300 300
shop.example.jp. 300 TXT "v=spf1 ip4:192.0.2.25 -all"
shop.example.jp. 300 A 192.0.2.25
strict.example.jp. 300 TXT "v=spf1 -all"
strict.example.jp. 300 A 192.0.2.25
_dmarc.strict.example.jp. 300 TXT "v=DMARC1; p=reject"
amazonses.com. 300 SOA ns.amazonses.com. h.amazonses.com. 1 300 300 300 300
amazonses.com. 300 TXT "v=spf1 ip4:198.51.100.0/24 -all"
`

func judge(t *testing.T) *rehearsal.Judge {
	t.Helper()
	zone, err := resolve.ParseZone(strings.NewReader(records), "test.zone")
	if err != nil {
		t.Fatal(err)
	}
	return &rehearsal.Judge{
		Checker: spfcheck.Checker{Exchanger: resolve.Offline(zone)},
		Request: request(t, input.Given{Input: input.IP, Value: "192.0.2.25"}),
	}
}

func request(t *testing.T, given ...input.Given) spfcheck.Request {
	t.Helper()
	req, err := spfcheck.NewRequest(nil, append(given, input.Given{Input: input.On, Value: "2026-11-28"})...)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// mail is a message from a domain, with more lines of its header.
func mail(domain, to string, more ...string) *rehearsal.Message {
	header := append(more, "From: info@"+domain, "To: "+to, "Subject: confirm", "Message-ID: <1@"+domain+">")
	return &rehearsal.Message{
		Received: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), MailFrom: "bounce@" + domain,
		Raw:        []byte(strings.Join(header, "\r\n") + "\r\n\r\nhello\r\n"),
		Recipients: []rehearsal.Recipient{{Address: to, Notify: []string{"SUCCESS", "FAILURE"}}},
	}
}

// judged puts a message that was judged into a store.
func judged(t *testing.T, j *rehearsal.Judge, m *rehearsal.Message) *rehearsal.Message {
	t.Helper()
	if err := j.Judge(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	add(t, &rehearsal.Store{}, m)
	return m
}

// TestJudge compares what becomes of messages, and what is answered.
func TestJudge(t *testing.T) {
	long := "X-Long: " + strings.Repeat("x", 1200)
	for _, tt := range []struct {
		what            string
		mail            *rehearsal.Message
		outcome, answer string
		strict          string
	}{
		{"delivered", mail("shop.example.jp", "a@au.com"), "deliver", "250 2.0.0 Ok", "250 2.0.0 Ok"},
		{"docomo speaks as it does", mail("shop.example.jp", "a@docomo.ne.jp"), "warn", "250 Requested mail action okay, completed", "250 Requested mail action okay, completed"},
		{"a long line", mail("shop.example.jp", "a@docomo.ne.jp", long), "reject", "500 Line Too Long", "550 5.7.1 spfcheck: NTT docomo would refuse this: a line of the message is longer than about 1,000 bytes"},
		{"docomo's words for DMARC aren't known", mail("strict.example.jp", "a@docomo.ne.jp"), "reject", "550 5.7.1 spfcheck: refused: ", "550 5.7.1 spfcheck: NTT docomo would refuse this: "},
		{"dropped", mail("strict.example.jp", "a@softbank.ne.jp"), "drop", "250 2.0.0 Ok", "550 5.7.23 spfcheck: SoftBank would drop this without a word: "},
		{"DNS fails", mail("shop.broken.example", "a@docomo.ne.jp"), "unknown", "250 Requested", "451 4.4.3 spfcheck: nothing is known yet: "},
		{"no source says", mail("strict.example.jp", "a@rakumail.jp"), "unknown", "250 2.0.0 Ok", "250 2.0.0 Ok"},
		{"no carrier's", mail("strict.example.jp", "a@example.com"), "unknown", "250 2.0.0 Ok", "250 2.0.0 Ok"},
		{"two header Froms", mail("shop.example.jp", "a@softbank.ne.jp", "From: b@shop.example.jp"), "unknown", "250 2.0.0 Ok", "250 2.0.0 Ok"},
	} {
		for _, strict := range []bool{false, true} {
			m := *tt.mail
			m.Recipients = slices.Clone(m.Recipients)
			j, want := judge(t), tt.answer
			if j.Strict = strict; strict {
				want = tt.strict
			}
			got := judged(t, j, &m)
			if string(got.Worst) != tt.outcome || !strings.HasPrefix(got.Answer.String(), want) {
				t.Errorf("%s, strict %v: %s, %s: %s; want %s, %s", tt.what, strict, got.Worst, got.Answer, got.Recipients[0].Why.EN, tt.outcome, want)
			}
		}
	}
}

// TestServiceEnvelope: a service puts its own domain into the envelope, so what the
// application gives, and a Return-Path that it wrote, say nothing.
func TestServiceEnvelope(t *testing.T) {
	j := judge(t)
	j.Request = request(t, input.Given{Input: input.Via, Value: "ses"})
	m := judged(t, j, mail("shop.example.jp", "a@docomo.ne.jp", "Return-Path: <bounce@shop.example.jp>"))
	rep, err := j.Report(t.Context(), m, 0)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rep.Identities, func(e spfcheck.Evaluated) bool { return e.Kind == "mailfrom" })
	if i < 0 || rep.Identities[i].Domain != "amazonses.com" {
		t.Errorf("%+v", rep.Identities)
	}
	if rep.Worst != m.Worst || rep.Plan == nil {
		t.Errorf("the report says %s, and the message %s; plan: %v", rep.Worst, m.Worst, rep.Plan)
	}
}

// TestSignatures: through a service DMARC rests on the signature, since the envelope is the
// service's. One that doesn't verify is none; one that the service will make is assumed
// only where somebody says so.
func TestSignatures(t *testing.T) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	published := records + `
_dmarc.shop.example.jp. 300 TXT "v=DMARC1; p=reject"
s1._domainkey.shop.example.jp. 300 TXT "v=DKIM1; k=ed25519; p=` + dkimtest.Published(t, key) + `"
`
	published = strings.Replace(published, "ip4:192.0.2.25", "include:amazonses.com", 1)
	sign := func(m *rehearsal.Message) *rehearsal.Message {
		m.Raw = []byte(dkimtest.Signature{Key: key}.Sign(t, string(m.Raw)))
		return m
	}
	plain := func() *rehearsal.Message { return mail("shop.example.jp", "a@softbank.ne.jp") }
	tampered := sign(plain())
	tampered.Raw = append(tampered.Raw, "more\r\n"...)
	for _, tt := range []struct {
		what    string
		mail    *rehearsal.Message
		signers []string
		want    string
	}{
		{"signed", sign(plain()), nil, "deliver"},
		{"tampered with", tampered, nil, "drop"},
		{"not signed", plain(), nil, "drop"},
		{"will be signed", plain(), []string{"shop.example.jp"}, "deliver"},
	} {
		j := judge(t)
		j.Request = request(t, input.Given{Input: input.Via, Value: "ses"})
		j.Request.Signers = tt.signers
		zone, err := resolve.ParseZone(strings.NewReader(published), "test.zone")
		if err != nil {
			t.Fatal(err)
		}
		j.Checker.Exchanger = resolve.Offline(zone)
		m := judged(t, j, tt.mail)
		if r := m.Recipients[0]; string(m.Worst) != tt.want || r.Hint.Complete() != (tt.what == "not signed") {
			t.Errorf("%s: %s, want %s: %s", tt.what, m.Worst, tt.want, r.Reason().EN)
		}
	}
}

// TestFlows finds the flow of a message. Of two that are equally alike the worse one counts.
func TestFlows(t *testing.T) {
	flow := func(name, from, ip string, mailFrom ...string) gate.Flow {
		f := gate.Flow{Name: name, Request: request(t, input.Given{Input: input.IP, Value: ip})}
		f.Request.From = from
		for _, m := range mailFrom {
			f.Request.MailFrom = &m
		}
		return f
	}
	good, other := "192.0.2.25", "192.0.2.99"
	for _, tt := range []struct {
		what          string
		flows         []gate.Flow
		name, outcome string
	}{
		{"by the domain", []gate.Flow{flow("a", "else.example.jp", good), flow("b", "shop.example.jp", good)}, "b", "deliver"},
		{"by the address", []gate.Flow{flow("a", "shop.example.jp", other), flow("b", "info@shop.example.jp", good)}, "b", "deliver"},
		{"by the envelope", []gate.Flow{flow("a", "shop.example.jp", other, "x@else.example.jp"), flow("b", "shop.example.jp", good, "y@shop.example.jp")}, "b", "deliver"},
		{"the worse of two", []gate.Flow{flow("a", "shop.example.jp", good), flow("b", "shop.example.jp", other)}, "b", "drop"},
		{"none", []gate.Flow{flow("a", "example.jp", good)}, "", "unknown"},
	} {
		j := judge(t)
		j.Request, j.Flows = request(t), tt.flows
		m := judged(t, j, mail("shop.example.jp", "a@au.com"))
		if r := m.Recipients[0]; r.Flow != tt.name || string(r.Outcome) != tt.outcome {
			t.Errorf("%s: flow %q, %s: %s", tt.what, r.Flow, r.Outcome, r.Why.EN)
		}
	}
}

// TestSeveralRecipients: who has taken a message for one of them says so.
func TestSeveralRecipients(t *testing.T) {
	both := func() *rehearsal.Message {
		m := mail("strict.example.jp", "a@docomo.ne.jp")
		m.Recipients = append(m.Recipients, rehearsal.Recipient{Address: "b@au.com"})
		return m
	}
	m := judged(t, judge(t), both())
	if m.Answer.Code != 250 || m.DeliveryReport(0) == nil || m.DeliveryReport(1) != nil {
		t.Errorf("%s; reports: %t, %t", m.Answer, m.DeliveryReport(0) != nil, m.DeliveryReport(1) != nil)
	}
	j := judge(t)
	j.Strict = true
	if m := judged(t, j, both()); m.Answer.Code != 550 || m.DeliveryReport(1) == nil {
		t.Errorf("strict: %s", m.Answer)
	}
}

// TestCancelled ends a judgement without an outcome.
func TestCancelled(t *testing.T) {
	ctx, done := context.WithCancel(t.Context())
	done()
	if err := judge(t).Judge(ctx, mail("shop.example.jp", "a@au.com")); err == nil {
		t.Error("no error")
	}
}

// TestDeliveryReports are read by the part of spfcheck that reads real ones.
func TestDeliveryReports(t *testing.T) {
	unknown := mail("shop.example.jp", "a@docomo.ne.jp")
	unknown.Recipients[0] = rehearsal.Unknown(unknown.Recipients[0])
	large := mail("shop.example.jp", "a@au.com")
	large.Raw = append(large.Raw, bytes.Repeat([]byte(strings.Repeat("x", 998)+"\r\n"), 3200)...)
	named := mail("shop.example.jp", "あ@au.com")
	named.EnvelopeID = "42"
	strict := judge(t)
	strict.Strict = true
	for _, tt := range []struct {
		what                   string
		judge                  *rehearsal.Judge
		mail                   *rehearsal.Message
		category, cause, stage string
	}{
		{"taken", judge(t), mail("shop.example.jp", "a@docomo.ne.jp"), "relayed", "", ""},
		{"taken, and dropped", judge(t), mail("strict.example.jp", "a@au.com"), "relayed", "", ""},
		{"an address in UTF-8", judge(t), named, "relayed", "", ""},
		{"unknown user", judge(t), unknown, "failed", "unknown_user", "rcpt"},
		{"too large", judge(t), large, "failed", "too_large", "data"},
		{"no such sender", judge(t), mail("none.example.jp", "a@softbank.ne.jp"), "failed", "sender_domain", "rcpt"},
		{"strict", strict, mail("strict.example.jp", "a@au.com"), "failed", "auth_explicit", "data"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			m := judged(t, tt.judge, tt.mail)
			text := m.DeliveryReport(0)
			rep, err := delivery.Read(t.Context(), nil, delivery.Request{Report: bytes.NewReader(text)})
			if err != nil {
				t.Fatal(err)
			}
			if len(rep.Recipients) != 1 {
				t.Fatalf("%d recipients:\n%s", len(rep.Recipients), text)
			}
			r, cause := rep.Recipients[0], ""
			if len(r.Causes) > 0 {
				cause = string(r.Causes[0])
			}
			if string(r.Category) != tt.category || cause != tt.cause || string(r.Stage) != tt.stage || r.Recipient != m.Recipients[0].Address {
				t.Errorf("%s, %q at %q for %s:\n%s", r.Category, cause, r.Stage, r.Recipient, text[:min(len(text), 4000)])
			}
			if rep.Returned.From != "" && !strings.Contains(rep.Returned.From, "example.jp") {
				t.Errorf("the returned message is from %q", rep.Returned.From)
			}
		})
	}
}

// TestNoDeliveryReport wants none where nobody is to be told.
func TestNoDeliveryReport(t *testing.T) {
	null, never, delay := mail("strict.example.jp", "a@docomo.ne.jp"), mail("strict.example.jp", "a@docomo.ne.jp"), mail("strict.example.jp", "a@docomo.ne.jp")
	null.MailFrom, never.Recipients[0].Notify, delay.Recipients[0].Notify = "", []string{"NEVER"}, []string{"DELAY"}
	plain := mail("shop.example.jp", "a@docomo.ne.jp")
	plain.Recipients[0].Notify = nil
	for what, m := range map[string]*rehearsal.Message{"the null reverse-path": null, "NOTIFY=NEVER": never, "NOTIFY=DELAY": delay, "not asked for": plain} {
		if text := judged(t, judge(t), m).DeliveryReport(0); text != nil {
			t.Errorf("%s:\n%s", what, text)
		}
	}
}
