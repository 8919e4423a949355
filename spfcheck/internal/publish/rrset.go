package publish

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// rrset is a Set whose name, type and values are what they should be.
type rrset struct {
	Set
	name string // in lower case, with the dot at its end
	zone string // without it
}

// read looks at the sets, and finds the zone of each.
func read(sets []Set, origin string) ([]rrset, error) {
	type key struct{ name, rrtype string }
	seen := map[key]bool{}
	var all []rrset
	for _, s := range sets {
		r, problem := s.read(origin)
		k := key{r.name, r.Type}
		if problem == (i18n.Text{}) && seen[k] {
			problem = duplicate
		}
		if problem != (i18n.Text{}) {
			return nil, &input.Error{Problem: ofSet.Format(s.Name, s.Type, problem)}
		}
		seen[k] = true
		all = append(all, r)
	}
	return all, nil
}

// read looks at a set. The text says what is wrong with it.
func (s Set) read(origin string) (rrset, i18n.Text) {
	name, err := dnsmsg.ParseName(s.Name)
	switch {
	case err != nil, strings.Trim(name.String(), "abcdefghijklmnopqrstuvwxyz0123456789-_*.") != "":
		return rrset{}, badName
	case !slices.Contains(Types, s.Type):
		return rrset{}, badType.Format(strings.Join(Types, ", "))
	case len(s.Values) == 0 && len(s.Was) == 0:
		return rrset{}, emptySet
	}
	r := rrset{Set: s, name: name.String()}
	var problem i18n.Text
	if r.zone, problem = zoneOf(name, origin); problem != (i18n.Text{}) {
		return rrset{}, problem
	}
	if r.Values, problem = s.canonical(s.Values); problem == (i18n.Text{}) {
		r.Was, problem = s.canonical(s.Was)
	}
	return r, problem
}

// canonical reads values, and gives each once, as a server would.
func (s Set) canonical(values []string) (all []string, problem i18n.Text) {
	for _, v := range values {
		if s.Type != "TXT" {
			rec, err := zone.New(".", s.Type, v, zone.Place{})
			if err != nil || rec.Data == "" {
				return nil, badValue.Format(v)
			}
			v = rec.Data
		} else if len(v) > maxText {
			return nil, longText.Format(len(v), maxText)
		}
		if !slices.Contains(all, v) { // a set has no record twice (RFC 2181 §5)
			all = append(all, v)
		}
	}
	return all, i18n.Text{}
}

// zoneOf gives the zone of a name: origin, or its registrable domain.
func zoneOf(name dnsmsg.Name, origin string) (zone string, problem i18n.Text) {
	if origin == "" {
		domain, err := publicsuffix.EffectiveTLDPlusOne(name.Display())
		if err != nil {
			problem = noZone
		}
		return domain, problem
	}
	apex, err := dnsmsg.ParseName(origin)
	if err != nil || !name.Within(apex) {
		return "", outside.Format(strings.TrimSuffix(origin, "."))
	}
	return apex.Display(), i18n.Text{}
}

var (
	ofSet     = i18n.Text{EN: "%q %s: %s", JA: "%q %s: %s"}
	duplicate = i18n.Text{EN: "duplicate record set", JA: "レコードセットが重複しています"}
	badName   = i18n.Text{
		EN: `the name can't be written: it isn't made of letters, digits, "-" and "_"`,
		JA: "名前に英数字、「-」「_」以外の文字があるため書き出せません",
	}
	badType  = i18n.Text{EN: "this type can't be written, only %s", JA: "この種類は書き出せません（%s だけです）"}
	emptySet = i18n.Text{EN: "the record set is empty", JA: "レコードセットが空です"}
	badValue = i18n.Text{EN: "the value %q can't be read", JA: "値 %q を読めません"}
	longText = i18n.Text{EN: "the text has %d bytes, more than %d", JA: "テキストが %d バイトあり、%d バイトを超えています"}
	noZone   = i18n.Text{EN: "its zone can't be determined from the name", JA: "名前からはゾーンがわかりません"}
	outside  = i18n.Text{EN: "it isn't in the zone %s", JA: "ゾーン %s の中にありません"}
)

// display is the name without the dot at its end.
func (r rrset) display() string { return strings.TrimSuffix(r.name, ".") }

// relative is the name as it stands in its zone; "" for the apex.
func (r rrset) relative() string {
	return strings.TrimSuffix(strings.TrimSuffix(r.display(), r.zone), ".")
}

// ttl is the TTL to write where there must be one.
func (r rrset) ttl() uint32 {
	if r.TTL == 0 {
		return DefaultTTL
	}
	return r.TTL
}

// added are the values that are new, gone those that no longer are to be.
func (r rrset) added() []string { return without(r.Values, r.Was) }
func (r rrset) gone() []string  { return without(r.Was, r.Values) }

func without(values, others []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return slices.Contains(others, v) })
}

// master gives values as a zone file has them.
func (r rrset) master(values []string) []string {
	if r.Type != "TXT" {
		return values
	}
	var all []string
	for _, v := range values {
		all = append(all, quoteAll(v, " ", dnsmsg.Decimal))
	}
	return all
}

// maxString is how many bytes a string of a TXT record has (RFC 1035 §3.3), and
// maxText how many a text has whose record fits into a message (RFC 1035 §4.2.2).
const (
	maxString = 255
	maxText   = 60_000
)

// Strings cuts a text into the strings of a TXT record, after a space where there
// is one: who edits the record later is less likely to break a term there.
func Strings(text string) []string {
	var parts []string
	for len(text) > maxString {
		at := strings.LastIndexByte(text[:maxString], ' ') + 1
		if at == 0 {
			at = maxString
		}
		parts, text = append(parts, text[:at]), text[at:]
	}
	return append(parts, text)
}

// quoteAll writes a text as quoted strings with something between them.
func quoteAll(text, between string, base dnsmsg.Base) string {
	var all []string
	for _, s := range Strings(text) {
		all = append(all, dnsmsg.Quote(s, base))
	}
	return strings.Join(all, between)
}

// What the formats say themselves.
var (
	replaces = i18n.Text{EN: "replaces: %s", JA: "置き換え前: %s"}
	removed  = i18n.Text{EN: "to be removed: %s", JA: "削除する行: %s"}
)

// comment writes texts as lines of comments. Nothing in a text ends its line.
func comment(w io.Writer, mark string, l i18n.Language, texts ...i18n.Text) {
	for _, t := range texts {
		if t != (i18n.Text{}) {
			fmt.Fprintln(w, mark, oneLine(l.Of(t)))
		}
	}
}

// oneLine puts a space where a character can't be seen, or ends a line in any of
// the languages.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}
