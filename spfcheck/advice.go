package spfcheck

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"spfcheck/carriers"
	"spfcheck/spfcheck/dkim"
	"spfcheck/spfcheck/dmarc"
	"spfcheck/spfcheck/eval"
	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
	"spfcheck/spfcheck/record"
	"spfcheck/spfcheck/resolve"
)

// change is one thing to do, and what the world would be with it.
type change struct {
	advice Advice
	zone   string // what it would add to DNS; "" for nothing that can be tried
	signer string // domain that would sign the mail; "" for none
}

// maxAdvice bounds the things to do: each is tried.
const maxAdvice = 8

// advise says what would make the judged carriers deliver: SPF first, then the
// envelope domain, DMARC, DKIM, and the domain's own reachability. Each thing is
// tried on top of those before it, and what is left to do is looked at anew.
func (t *trial) advise(ctx context.Context) []Advice {
	advice := []Advice{}
	done := map[i18n.Text]bool{}
	for now := t; len(advice) < maxAdvice; {
		changes := slices.DeleteFunc(now.changes(ctx), func(c change) bool { return done[c.advice.Text] })
		if len(changes) == 0 {
			break
		}
		a := changes[0].advice
		a.After = []CarrierOutcome{}
		if next, ok := now.with(changes[0]); ok {
			now = t.try(ctx, next)
			a.After = now.carriers
		}
		done[a.Text] = true
		advice = append(advice, a)
	}
	return advice
}

// with gives the world with a change made. It reports false where the change
// can't be tried.
func (w world) with(c change) (world, bool) {
	if c.signer != "" {
		w.signers = append(slices.Clone(w.signers), c.signer)
		return w, true
	}
	if c.zone == "" {
		return w, false
	}
	zone, err := resolve.ParseZone(strings.NewReader(c.zone), "proposal")
	if err != nil {
		return w, false
	}
	w.exchanger = resolve.Chain(w.exchanger, resolve.Overlay(zone))
	return w, true
}

// changes lists what there is to do, in order of effect.
func (t *trial) changes(ctx context.Context) []change {
	changes := t.spfChanges(ctx)
	if t.is(carriers.EnvelopeExists, false) {
		domain := t.identity(identity.MailFrom).Domain
		changes = append(changes, change{advice: Advice{Domain: domain, Text: envelopeDomain.Format(domain)}})
	}
	changes = append(changes, t.dmarcChanges()...)
	if t.is(carriers.FromReachable, false) {
		domain := t.identity(identity.From).Domain
		changes = append(changes, change{
			advice: Advice{Domain: domain, Text: reachable.Format(domain)},
			zone:   domain + ". MX 10 mx." + domain + ".",
		})
	}
	return changes
}

func (t *trial) is(fact carriers.Fact, value bool) bool {
	got, known := t.facts[0].Known[fact]
	return known && got == value
}

// txt is a change that publishes a TXT record.
func txt(owner, domain, text string, why i18n.Text) change {
	line := zoneLine(owner, text)
	return change{zone: line, advice: Advice{Domain: domain, Text: why, Record: text, Line: line}}
}

// zoneLine writes a TXT record for a zone file, in strings of at most 255 bytes
// (RFC 1035 §3.3.14), parted at a blank.
func zoneLine(owner, text string) string {
	const most = 255
	var parts []string
	for len(text) > most {
		at := strings.LastIndexByte(text[:most], ' ') + 1
		if at == 0 {
			at = most
		}
		parts = append(parts, text[:at])
		text = text[at:]
	}
	line := owner + ". TXT"
	for _, part := range append(parts, text) {
		line += ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(part) + `"`
	}
	return line
}

// spfChanges repairs each domain whose SPF result keeps a judged carrier from
// delivering.
func (t *trial) spfChanges(ctx context.Context) []change {
	var changes []change
	var done []string
	for _, v := range t.verdicts {
		e := t.evaluatedOf(v.Identity)
		if !v.Judged || v.Outcome.Delivered() || v.Result == "" || e == nil || slices.Contains(done, e.Domain) {
			continue
		}
		done = append(done, e.Domain)
		if c, ok := t.spfChange(ctx, e); ok {
			changes = append(changes, c)
		}
	}
	return changes
}

// spfChange says what to do about the results of an identity; false where
// nothing is.
func (t *trial) spfChange(ctx context.Context, e *Evaluated) (change, bool) {
	var refused []netip.Addr
	for _, r := range e.Results {
		switch r.Result {
		case spf.PermError:
			return change{advice: Advice{Domain: r.Domain, Text: repair.Format(r.Domain, *r.ProblemText)}}, true
		case spf.TempError:
			return change{advice: Advice{Domain: r.Domain, Text: askAgain.Format(r.Domain, *r.ProblemText)}}, true
		case spf.None, spf.Fail, spf.SoftFail, spf.Neutral:
			refused = append(refused, r.Addresses...)
		}
	}
	if refused == nil {
		return change{}, false
	}
	if carriers.ForRecipient(e.Domain) != nil {
		return change{advice: Advice{Domain: e.Domain, Text: ownDomain.Format(e.Domain)}}, true
	}
	terms := t.authorising(e, refused)
	if alias := t.alias(ctx, e.Domain); alias != "" { // RFC 1034 §3.6.2: nothing stands beside a CNAME
		return change{advice: Advice{Domain: e.Domain, Text: publishAtAlias.Format(e.Domain, alias)}}, true
	}
	if e.Record == "" {
		return t.examine(ctx, txt(e.Domain, e.Domain, "v=spf1 "+terms+" ~all", publish.Format(e.Domain))), true
	}
	for _, text := range []string{insert(e.Record, terms), prepend(e.Record, terms)} {
		c := txt(e.Domain, e.Domain, text, authorise.Format(e.Domain))
		if t.helps(ctx, c, e, refused) {
			return t.examine(ctx, c), true
		}
		// A change that needs more lookups than there are helps nobody, wherever
		// it stands: that is what there is to say.
		if examined := t.examine(ctx, c); examined.zone == "" {
			return examined, true
		}
	}
	return change{advice: Advice{Domain: e.Domain, Text: rewrite.Format(e.Domain, terms)}}, true
}

// serviceTerms gives the terms of the sending service that a record hasn't got.
func (t *trial) serviceTerms(text string) []string {
	if t.request.Via == nil {
		return nil
	}
	terms := record.Parse(text).Terms
	return slices.DeleteFunc(slices.Clone(t.request.Via.Terms), func(wanted string) bool {
		return slices.ContainsFunc(terms, func(has record.Term) bool { return has.Text == wanted })
	})
}

// prefixes gives what the evaluated addresses stand for as the fewest ranges.
func (t *trial) prefixes(addresses []netip.Addr) []netip.Prefix {
	if t.coverage != nil {
		return t.coverage.span(addresses).Ranges
	}
	var out []netip.Prefix
	for _, a := range addresses {
		out = append(out, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
	}
	return out
}

// alias gives the target of a CNAME at the domain, "" where there is none.
func (t *trial) alias(ctx context.Context, domain string) string {
	alias, err := resolve.Lookup{Exchanger: t.exchanger}.LookupCNAME(ctx, domain)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(alias, ".")
}

// authorising gives the terms that authorise the addresses at the domain: the
// record of a sending service that already authorises all of them, or else the
// addresses themselves.
func (t *trial) authorising(e *Evaluated, addresses []netip.Addr) string {
	if missing := t.serviceTerms(e.Record); len(missing) > 0 {
		return strings.Join(missing, " ")
	}
	for _, other := range t.evaluated {
		if other.Domain != e.Domain && other.Result == spf.Pass {
			return "include:" + other.Domain
		}
	}
	var terms []string
	for _, p := range t.prefixes(addresses) {
		family, text := "ip6", p.String()
		if p.Addr().Is4() {
			family = "ip4"
		}
		if p.IsSingleIP() {
			text = p.Addr().String()
		}
		terms = append(terms, family+":"+text)
	}
	return strings.Join(terms, " ")
}

// insert puts terms into a record in front of its all, or of its redirect, or
// at its end.
func insert(text, terms string) string {
	for _, t := range record.Parse(text).Terms {
		if (t.Name == "all" && !t.Modifier) || t.Name == "redirect" {
			return text[:t.Offset] + terms + " " + text[t.Offset:]
		}
	}
	return strings.TrimRight(text, " ") + " " + terms
}

// prepend puts terms in front of all others: an earlier term refuses the addresses.
func prepend(text, terms string) string {
	version, rest, _ := strings.Cut(text, " ")
	return version + " " + terms + " " + rest
}

// helps reports whether the addresses pass for the identity with a change made.
func (t *trial) helps(ctx context.Context, c change, e *Evaluated, addresses []netip.Addr) bool {
	next, ok := t.with(c)
	if !ok {
		return false
	}
	evaluator := eval.Evaluator{Exchanger: next.exchanger}
	return !slices.ContainsFunc(addresses, func(client netip.Addr) bool {
		request := eval.Request{Client: client, Sender: *e.Address, Helo: t.identity(identity.Helo).Domain}
		return evaluator.Evaluate(ctx, request).Result != spf.Pass
	})
}

// dmarcChanges makes DMARC pass where a judged carrier wants it to.
func (t *trial) dmarcChanges() []change {
	if t.dmarc == nil || !slices.ContainsFunc(t.verdicts, func(v Verdict) bool {
		return v.Judged && v.DMARC != "" && v.Outcome != carriers.Deliver
	}) {
		return nil
	}
	var changes []change
	from := t.dmarc.Domain
	switch t.dmarc.Status {
	case dmarc.DNSFailed:
		return []change{{advice: Advice{Domain: from, Text: askAgain.Format(from, *t.dmarc.Problem)}}}
	case dmarc.Several, dmarc.Unusable:
		at := t.dmarc.RecordAt
		return []change{{advice: Advice{Domain: at, Text: repairDMARC.Format(at, *t.dmarc.Problem)}}}
	}
	if t.dmarc.Status == dmarc.Missing {
		why := publishDMARC
		if t.aligned() {
			why = publishDMARCAligned
		}
		changes = append(changes, txt("_dmarc."+from, from, "v=DMARC1; p=none", why.Format(from)))
	}
	if !t.aligned() {
		changes = append(changes, change{signer: from, advice: Advice{Domain: from, Text: sign.Format(from)}})
	}
	return changes
}

// aligned reports whether something passes already that is aligned with the
// header From, or will be once there is a record.
func (t *trial) aligned() bool {
	envelope := t.evaluatedOf(identity.MailFrom)
	if envelope != nil && envelope.Result == spf.Pass && dmarc.Aligned(envelope.Domain, t.dmarc.Domain, t.discovery.Record.SPF) {
		return true
	}
	return slices.ContainsFunc(t.signatures(), func(s DKIM) bool {
		return s.Result == dkim.Pass && dmarc.Aligned(s.Domain, t.dmarc.Domain, t.discovery.Record.DKIM)
	})
}

func (t *trial) evaluatedOf(kind identity.Kind) *Evaluated {
	i := slices.IndexFunc(t.evaluated, func(e Evaluated) bool { return e.Kind == kind })
	if i < 0 {
		return nil
	}
	return &t.evaluated[i]
}

var (
	publish = i18n.Text{
		EN: "publish an SPF record as TXT at %s",
		JA: "%s に SPF レコードを TXT として公開してください",
	}
	authorise = i18n.Text{
		EN: "add the sending address to the SPF record of %s",
		JA: "%s の SPF レコードに送信元を加えてください",
	}
	repair = i18n.Text{
		EN: "repair the SPF record of %s: %s",
		JA: "%s の SPF レコードを直してください: %s",
	}
	askAgain = i18n.Text{
		EN: "check the name servers of %s and run again: %s",
		JA: "%s のネームサーバーを確認し、もう一度実行してください: %s",
	}
	repairDMARC = i18n.Text{
		EN: "repair DMARC at %s: %s",
		JA: "%s の DMARC を直してください: %s",
	}
	ownDomain = i18n.Text{
		EN: "%s is a mobile carrier's own domain: use a sender address at a domain of your own",
		JA: "%s は携帯電話事業者のドメインです。自分のドメインの差出人アドレスを使ってください",
	}
	rewrite = i18n.Text{
		EN: "rewrite the SPF record of %s so that %s comes to pass: no place for it in the present one does that",
		JA: "%s の SPF レコードを書き直し、%s が pass になるようにしてください。現在のレコードのどこに加えても pass になりません",
	}
	publishAtAlias = i18n.Text{
		EN: "%s is a CNAME to %s, and nothing can stand beside that: authorise the sending address there, or put records of its own in the place of the CNAME",
		JA: "%s は %s への CNAME で、ほかのレコードを並べて置けません。CNAME の先で送信元を許可するか、CNAME をやめて固有のレコードを置いてください",
	}
	envelopeDomain = i18n.Text{
		EN: "give the envelope From's domain %s some DNS record, or use one that has",
		JA: "エンベロープ From のドメイン %s に DNS レコードを設定するか、レコードのあるドメインを使ってください",
	}
	publishDMARC = i18n.Text{
		EN: "publish a DMARC record for %s; until an aligned SPF or DKIM passes, DMARC fails with it",
		JA: "%s に DMARC レコードを公開してください。整合する SPF か DKIM が合格するまでは、DMARC は失敗になります",
	}
	publishDMARCAligned = i18n.Text{
		EN: "publish a DMARC record for %s",
		JA: "%s に DMARC レコードを公開してください",
	}
	sign = i18n.Text{
		EN: "have the mail signed with DKIM for %[1]s (d=%[1]s), or use an envelope From below it; not in DNS alone, so it is assumed here",
		JA: "%[1]s で DKIM 署名（d=%[1]s）をするか、その配下のエンベロープ From を使ってください。DNS だけではできないため、ここでは署名したものとして確認しました",
	}
	reachable = i18n.Text{
		EN: "give %s an A or an MX record",
		JA: "%s に A レコードか MX レコードを設定してください",
	}
)
