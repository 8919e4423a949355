package bulk

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// Input is what a line says. The zero Input says nothing.
type Input struct {
	ID    json.RawMessage // a string or a number; nil: none
	Given []input.Given

	columns []string // of CSV, as they came; nil: it isn't CSV
	extra   string   // the value of the key beside Keys that lines are grouped by
}

// values gives what in has in the columns of its input: those of Keys where it isn't CSV.
func (in Input) values() []string {
	if in.columns != nil || in.ID == nil && in.Given == nil && in.extra == "" {
		return in.columns
	}
	all := make([]string, len(Keys))
	all[0] = IDText(in.ID)
	for _, g := range in.Given {
		at := &all[slices.Index(Keys, keyOf(g.Input))]
		*at = strings.TrimSpace(*at + " " + g.Value) // ip can be there several times
	}
	if in.extra != "" {
		all = append(all, in.extra)
	}
	return all
}

// IDText gives an ID as text: a string without its quotes.
func IDText(id json.RawMessage) string {
	var text string
	if json.Unmarshal(id, &text) == nil {
		return text
	}
	return string(id)
}

// Keys lists the keys of an object, which are the columns of CSV as well.
var Keys = []string{"id", "mail_from", "helo", "from", "ip", "via", "to"}

// keyOf gives the key for an input: "mail_from" for MailFrom.
func keyOf(name input.Name) string { return strings.ReplaceAll(string(name), "-", "_") }

// withKeys puts the keys of a line in the place of the words for the same inputs.
func withKeys(words input.Words) input.Words {
	all := input.Words{}
	maps.Copy(all, words)
	for _, key := range Keys[1:] {
		name := nameOf(key)
		all[name] = keyOf(name)
	}
	return all
}

func nameOf(key string) input.Name { return input.Name(strings.ReplaceAll(key, "_", "-")) }

// set notes the value of a key. An empty one says nothing, except that it is the null
// reverse-path.
func (in *Input) set(key, value string) {
	if name := nameOf(key); value != "" || name == input.MailFrom {
		in.Given = append(in.Given, input.Given{Input: name, Value: value})
	}
}

// says reports whether in has one of the inputs.
func (in Input) says(names ...input.Name) bool {
	return slices.ContainsFunc(in.Given, func(g input.Given) bool { return slices.Contains(names, g.Input) })
}

// or gives in with what it doesn't say taken from defaults. The addresses and
// the service stand for each other: who gives one doesn't get the other.
func (in Input) or(defaults Input) Input {
	all := in
	for _, g := range defaults.Given {
		names := []input.Name{g.Input}
		if g.Input == input.IP || g.Input == input.Via {
			names = []input.Name{input.IP, input.Via}
		}
		if !in.says(names...) {
			all.Given = append(all.Given, g)
		}
	}
	return all
}

// request makes of in what is to be judged.
func (in Input) request(on carriers.Day, words input.Words) (spfcheck.Request, error) {
	if !in.says(input.MailFrom, input.From) {
		return spfcheck.Request{}, &Error{Field: "from", Problem: nobodySends, Hint: sayWhoSends}
	}
	req, err := spfcheck.NewRequest(words, in.Given...)
	req.On = on
	return req, err
}

// otherNames are what programs call the keys, too.
var otherNames = map[string]string{
	"domain": "from", "email": "from", "address": "from", "header_from": "from",
	"envelope_from": "mail_from", "return_path": "mail_from", "sender": "mail_from", "bounce": "mail_from",
	"ehlo": "helo", "ip_address": "ip", "client_ip": "ip", "source_ip": "ip", "service": "via",
	"recipient": "to", "rcpt_to": "to",
	"差出人": "from", "送信者": "from", "ドメイン": "from", "メールアドレス": "from", "送信ドメイン": "from", "差出人アドレス": "from",
	"エンベロープfrom": "mail_from", "エンベロープ from": "mail_from", "送信元ip": "ip", "送信元アドレス": "ip", "ipアドレス": "ip", "ip アドレス": "ip",
	"配信サービス": "via", "宛先": "to", "宛先アドレス": "to",
}

// separators takes out what a key's words may have between them.
var separators = strings.NewReplacer("_", "", "-", "", " ", "")

// nearest gives the key that s was probably meant for; "" when there is none.
// Of the short keys anything is near, so they must differ in nothing but case
// and separators.
func nearest(s string) string {
	plain := func(s string) string { return separators.Replace(strings.ToLower(s)) }
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
		hint = spelling.Meant.Format(likely)
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
