package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// flow reads one flow.
func (d *decoder) flow(f flow, judged []*carriers.Profile) gate.Flow {
	var request spfcheck.Request
	at := map[input.Name]doc.Position{}
	set := func(name input.Name, values ...text) {
		for _, t := range values {
			if t.value == "" {
				continue // it isn't there
			}
			at[name] = t.Position
			d.bad(t.Position, request.Set(name, t.value))
		}
	}
	set(input.From, f.From)
	if f.MailFrom != nil {
		set(input.MailFrom, *f.MailFrom)
	}
	set(input.Helo, f.Helo)
	set(input.Via, f.Via)
	set(input.IP, f.IP...)
	set(input.DKIMDomain, f.DKIMDomain...)
	if f.Via.value == "" && len(f.IP) == 0 {
		d.wrong(f.Name.Position, noAddress.Format(f.Name.value), giveAddress)
	}
	if wrong, ok := errors.AsType[*input.Errors](new(spfcheck.Checker).Validate(request)); ok {
		for _, p := range wrong.Problems {
			if !p.Missing { // that is said above
				d.bad(at[p.Input], p)
			}
		}
	}
	made := gate.Flow{Name: f.Name.value, Request: request, Settings: d.settings(f.Settings, judged)}
	for _, t := range f.Selector {
		if len(f.DKIMDomain) == 0 {
			d.wrong(t.Position, selectorAlone, addSigner)
		}
		d.bad(t.Position, lint.Request{Domain: "example.com", Selectors: []string{t.value}}.Validate())
		made.Selectors = append(made.Selectors, strings.ToLower(t.value))
	}
	return made
}

// notesOn says what of a flow can't be judged, whatever DNS says.
func notesOn(f gate.Flow) []i18n.Text {
	var notes []i18n.Text
	r := f.Request
	null := r.MailFrom != nil && strings.Trim(*r.MailFrom, "<> ") == ""
	if r.Helo == "" && (null || r.MailFrom == nil && r.Via == nil) {
		notes = append(notes, noEnvelope.Format(f.Name))
	}
	if len(r.Signers) > 0 && len(f.Selectors) == 0 && (r.Via == nil || r.Via.Preset == nil || r.Via.Preset.Selectors == nil) {
		notes = append(notes, noSelectorOf.Format(f.Name))
	}
	return append(notes, gate.NotPublic(f)...)
}

// settings reads settings of carriers that are judged.
func (d *decoder) settings(values []text, judged []*carriers.Profile) []carriers.SettingID {
	if judged == nil {
		judged = carriers.Defaults
	}
	var settings []carriers.SettingID
	for _, t := range values {
		id, err := carriers.ParseSettingID(t.value)
		switch {
		case err != nil:
			d.bad(t.Position, &input.Error{Problem: noSetting.Format(t.value), Hint: spelling.DidYouMean(t.value, carriers.SettingIDs(carriers.All...), likeSetting), See: input.AllCarriers})
		case !slices.Contains(judged, carriers.ByID(id.Carrier)):
			d.wrong(t.Position, notJudged.Format(id.Carrier), addCarrier)
		default:
			settings = append(settings, id)
		}
	}
	return settings
}

var (
	noAddress = i18n.Text{
		EN: "the flow %.60q says neither via nor ip, and the verdict depends on the address that the mail is sent from",
		JA: "フロー %.60q に via も ip もありません。判定はメールの送信元アドレスによって変わります",
	}
	giveAddress = i18n.Text{
		EN: "name the sending service with via, or the addresses with ip",
		JA: "配信サービスを via で、または送信元アドレスを ip で指定してください",
	}
	noEnvelope = i18n.Text{
		EN: "flow %s: neither the envelope From nor the name in HELO is known, so what depends on them is never determined: add mail-from or helo",
		JA: "フロー %s: エンベロープ From も HELO の名前も分からないため、これらで決まる判定は常に「判定できません」になります。mail-from か helo を加えてください",
	}
	noSelectorOf = i18n.Text{
		EN: "flow %s: it isn't known with which DKIM keys it is signed, so only those that the files have are looked at: add selector",
		JA: "フロー %s: 署名に使う DKIM の鍵が分からないため、ファイルにある鍵だけを調べます。selector を加えてください",
	}
	selectorAlone = i18n.Text{EN: "a selector, and no domain that signs", JA: "selector に対して、署名するドメインがありません"}
	addSigner     = i18n.Text{EN: "add dkim-domain", JA: "dkim-domain を加えてください"}
	noSetting     = i18n.Text{EN: "no setting %.60q", JA: "設定 %.60q はありません"}
	likeSetting   = i18n.Text{EN: "write it as au:high;", JA: "au:high のように書きます。"}
	notJudged     = i18n.Text{EN: "%s is not judged", JA: "%s は判定の対象ではありません"}
	addCarrier    = i18n.Text{EN: "add it to carriers, or leave the setting out", JA: "carriers に加えるか、この設定を外してください"}
)
