//go:build js && wasm

// Command playground is the library in a browser: a page hands it zone text, and it says
// what is wrong with it and what the carriers do with a mail. It asks no DNS unless it is
// told a server.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"syscall/js"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const (
	maxZone  = 1 << 20 // octets of zone text
	deadline = 30 * time.Second
)

// words are what the page calls the inputs.
var words = input.Words{input.From: "From", input.MailFrom: "envelope From", input.IP: "IP", input.Domain: "domain"}

// question is what the page asks.
type question struct {
	Zone, Domain, From, MailFrom, IP string
	Server                           string // of DNS over HTTPS; "": none is asked
	Lang                             string
}

// answer is what the page shows, all of it in the language that it asks for.
type answer struct {
	Errors   []string  `json:"errors"`
	Carriers []carrier `json:"carriers"`
	Lookups  string    `json:"lookups"`
	Complete bool      `json:"complete"` // all questions had an answer: there is no more to find
	Findings []finding `json:"findings"`
	Notes    []string  `json:"notes"`
}

type carrier struct {
	Name    string `json:"name"`
	Outcome string `json:"outcome"`
	Word    string `json:"word"`
	Why     string `json:"why"`
}

type finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Fix      string `json:"fix"`
}

func main() {
	js.Global().Set("spfcheck", js.FuncOf(func(_ js.Value, args []js.Value) any {
		asked, done := args[0].String(), args[1]
		go func() { done.Invoke(reply(asked)) }() // it may wait for the network, which this function must not
		return nil
	}))
	select {}
}

// reply answers a question, both as JSON.
func reply(asked string) string {
	var q question
	a := answer{Errors: []string{}, Carriers: []carrier{}, Findings: []finding{}, Notes: []string{}}
	if err := json.Unmarshal([]byte(asked), &q); err != nil {
		a.Errors = append(a.Errors, err.Error())
	} else {
		language, _ := i18n.Parse(q.Lang)
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		a.fail(a.look(ctx, q, language), language)
	}
	text, _ := json.Marshal(a) // of strings alone
	return string(text)
}

// fail puts down what is wrong with the question.
func (a *answer) fail(err error, language i18n.Language) {
	var several *input.Errors
	var one *input.Error
	switch {
	case err == nil:
	case errors.As(err, &several):
		for _, problem := range several.Problems {
			a.fail(problem, language)
		}
	case errors.As(err, &one):
		problem, hint := one.In(words)
		a.Errors = append(a.Errors, strings.TrimSpace(language.Of(problem)+" "+language.Of(hint)))
	default:
		a.Errors = append(a.Errors, err.Error())
	}
}

// look lints the domain and, where it is told a sender, judges the mail.
func (a *answer) look(ctx context.Context, q question, language i18n.Language) error {
	dns, err := source(q)
	if err != nil {
		return err
	}
	rep, err := lint.Domain(ctx, dns, lint.Request{Domain: q.Domain})
	if err != nil {
		return err
	}
	a.lint(rep, language)
	if q.Server == "" {
		a.Notes = append(a.Notes, language.Of(textAlone))
	}
	if q.IP == "" {
		a.Notes = append(a.Notes, language.Of(noAddress))
		return nil
	}
	given := []input.Given{{Input: input.IP, Value: q.IP}, {Input: input.From, Value: q.From}}
	if q.From == "" {
		given[1].Value = q.Domain
	}
	if q.MailFrom != "" {
		given = append(given, input.Given{Input: input.MailFrom, Value: q.MailFrom})
	}
	req, err := spfcheck.NewRequest(words, given...)
	if err != nil {
		return err
	}
	checker := spfcheck.Checker{Exchanger: dns}
	checked, err := checker.Check(ctx, req)
	if err != nil {
		return err
	}
	a.check(checked, language)
	return nil
}

// source is the zone text alone, or over a server of DNS over HTTPS. A record alone is
// the domain's.
func source(q question) (resolve.Exchanger, error) {
	text := strings.TrimSpace(q.Zone)
	if len(text) > maxZone {
		return nil, &input.Error{Problem: tooLong}
	}
	if strings.HasPrefix(strings.ToLower(text), "v=spf1") {
		text = record(strings.TrimSuffix(q.Domain, ".")+".", text)
	}
	zone, err := resolve.ParseZone(strings.NewReader(text+"\n"), "zone")
	if err != nil {
		return nil, err
	}
	if q.Server == "" {
		return resolve.Offline(zone), nil
	}
	if !strings.HasPrefix(q.Server, "https://") {
		return nil, &input.Error{Problem: onlyHTTPS}
	}
	server, err := resolve.Server(q.Server)
	if err != nil {
		return nil, err
	}
	return resolve.Chain(server, resolve.Retry(2, 5*time.Second), resolve.Limit(8), resolve.Cache(), resolve.Overlay(zone)), nil
}

// record writes a text as a TXT record of as many strings as it needs (RFC 1035 §3.3).
func record(owner, text string) string {
	line := owner + " TXT"
	for text = strings.Join(strings.Fields(text), " "); text != ""; {
		part := text[:min(len(text), 255)]
		text = text[len(part):]
		line += ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(part) + `"`
	}
	return line
}

func (a *answer) lint(rep *lint.Report, language i18n.Language) {
	a.Lookups = language.Of(lookups.Format(rep.Lookups.Count, rep.Lookups.Limit))
	if rep.Lookups.Partial {
		a.Lookups = language.Of(atLeast.Format(rep.Lookups.Count, rep.Lookups.Limit))
	}
	for _, f := range rep.Findings {
		a.Findings = append(a.Findings, finding{f.Code, string(f.Severity), language.Of(f.Message), language.Of(f.Fix)})
	}
	a.Complete = !rep.DNSFailed && len(rep.Limits) == 0
	if !a.Complete {
		a.Notes = append(a.Notes, language.Of(notAll))
	}
}

func (a *answer) check(rep *spfcheck.Report, language i18n.Language) {
	for _, c := range rep.Carriers {
		made := carrier{Name: language.Of(c.Name), Outcome: string(c.Outcome), Word: language.Of(c.Outcome.Word())}
		for _, v := range rep.Verdicts {
			if v.Carrier == c.Carrier && v.Judged && v.Outcome == c.Outcome && made.Why == "" {
				made.Why = language.Of(v.Why)
			}
		}
		a.Carriers = append(a.Carriers, made)
	}
	for _, note := range rep.Notes {
		a.Notes = append(a.Notes, language.Of(note))
	}
}

var (
	lookups = i18n.Text{EN: "DNS lookups: %d of %d", JA: "DNS を引く項: %d / %d"}
	atLeast = i18n.Text{EN: "DNS lookups: at least %d of %d", JA: "DNS を引く項: %d 以上 / %d"}
	notAll  = i18n.Text{
		EN: "not all questions had an answer: there can be more to find",
		JA: "応答のない問い合わせがあります。ほかにも問題があるかもしれません",
	}
	textAlone = i18n.Text{
		EN: "no DNS was asked: what the text doesn't have, such as a DMARC record, doesn't exist here or isn't known",
		JA: "DNS には問い合わせていません。DMARC レコードなど、テキストにないものは、ないものとするか、不明とします",
	}
	noAddress = i18n.Text{
		EN: "without the address that the mail is sent from, no carrier is judged",
		JA: "送信元の IP アドレスの指定がないため、事業者の判定はしていません",
	}
	tooLong   = i18n.Text{EN: "the zone text is longer than 1 MiB", JA: "ゾーンのテキストが 1 MiB を超えています"}
	onlyHTTPS = i18n.Text{EN: "a browser can ask https:// servers alone", JA: "ブラウザーから問い合わせられるのは https:// のサーバーだけです"}
)
