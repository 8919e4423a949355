package rules

import (
	"context"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// dkimRules are the rules on DKIM keys. The codes from DKIM001 are for keys that no
// signature verifies with, those from DKIM020 for keys that some verifiers refuse.
var dkimRules = []*Analyzer{dkimUnpadded}

// Key is what is published for a DKIM selector.
type Key struct {
	Selector string `json:"selector"` // the selector that was asked for
	Name     string `json:"name"`     // the name that the key is looked for at
	Err      error  `json:"-"`        // why DNS gave no answer; nil: it did
	dkim.Key
}

// LoadKey asks for the key of a selector (RFC 6376 §3.6.2.1).
func LoadKey(ctx context.Context, lookup resolve.Lookup, domain, selector string) Key {
	k := Key{Selector: selector, Name: selector + "._domainkey." + domain}
	texts, err := lookup.LookupTXT(ctx, k.Name)
	if resolve.Failed(err) {
		k.Err, k.Problem = err, resolve.ShortFailureText(err)
		return k
	}
	k.Key = dkim.ReadKey(k.Name, texts)
	return k
}

// tag gives a tag of the key record, and its value as a place. It reports false
// where the record has no such tag.
func (k Key) tag(name string) (dkim.Tag, place, bool) {
	for t := range dkim.Tags(k.Text, " \t\r\n") {
		if t.Name == name {
			return t, place{k.Text, t.ValueOffset, t.End()}, true
		}
	}
	return dkim.Tag{}, place{}, false
}

var dkimUnpadded = &Analyzer{
	ID: "DKIM020",
	Title: i18n.Text{
		EN: "a DKIM key is not padded as base64 is",
		JA: "DKIM の鍵の base64 に、末尾のパディング（=）が正しく付いていません",
	},
	Doc: i18n.Text{
		EN: "RFC 6376 leaves the number of = at the end open. Some verifiers can't read such a key, and the signatures don't verify there.",
		JA: "RFC 6376 では末尾の「=」の数は自由ですが、数が足りないと鍵を読み取れない受信側もあり、そこでは署名を検証できません。",
	},
	Fix: i18n.Text{
		EN: "Publish p= as the signing software gave it, with every = at its end.",
		JA: "p= には、署名ソフトウェアが出力した値を末尾の「=」まで省略せずに書いてください。",
	},
	Bad:      `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo"`,
	Good:     `s1._domainkey.shop.example.jp.  TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="`,
	Source:   "RFC 6376 §2.10",
	Severity: Warning,
	Run: func(p *Pass) {
		for _, k := range p.Keys {
			t, at, _ := k.tag("p")
			base64 := strings.Join(strings.Fields(t.Value), "")
			digits := len(strings.TrimRight(base64, "="))
			if have, want := len(base64)-digits, (4-digits%4)%4; k.Bits > 0 && have != want {
				p.report(k.Name, at, unpadded.Format(k.Name, have, want))
			}
		}
	},
}

var unpadded = i18n.Text{
	EN: "the key at %s has %d = at the end of p=, where base64 has %d",
	JA: "%s の鍵（p=）の末尾にある「=」は %d 個です。base64 では %d 個必要です",
}
