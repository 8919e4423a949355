package spelling

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// display reads A-labels that are valid, underscores and all.
var display = idna.New(
	idna.ValidateLabels(true),
	idna.BidiRule(),
	idna.Transitional(false),
	idna.StrictDomainName(false),
	idna.CheckHyphens(false),
)

// ShowDomain gives a domain name as people are to see it: "例え.jp (xn--r8jz45g.jp)".
// It stays as it is where it has no A-label, or where one could be taken for another
// name: what browsers show is the model.
func ShowDomain(domain string) string {
	const maxDomain = 253 // RFC 1035 §2.3.4
	if len(domain) > maxDomain {
		return domain
	}
	u, err := display.ToUnicode(domain)
	if err != nil || u == domain {
		return domain
	}
	if a, err := display.ToASCII(u); err != nil || !strings.EqualFold(a, domain) {
		return domain
	}
	for label := range strings.SplitSeq(u, ".") {
		if !unmistakable(label) {
			return domain
		}
	}
	return u + " (" + domain + ")"
}

// script is one whose letters are shown.
type script struct {
	letters *unicode.RangeTable
	like    string // the letters that look like ASCII, as browsers have them
}

// The scripts that labels mix, and the others. Who has none of them has the letters
// of a rarer one, which few could tell apart.
var (
	latin    = &script{unicode.Latin, "abcdefghijklmnopqrstuvwxyz"}
	han      = &script{unicode.Han, ""}
	hiragana = &script{unicode.Hiragana, ""}
	katakana = &script{unicode.Katakana, ""}
	bopomofo = &script{unicode.Bopomofo, ""}
	hangul   = &script{unicode.Hangul, ""}

	scripts = []*script{
		latin, han, hiragana, katakana, bopomofo, hangul,
		{unicode.Arabic, ""},
		{unicode.Armenian, "ացզէլհյոսւօ"},
		{unicode.Cyrillic, "аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡ"},
		{unicode.Devanagari, "ऽ"},
		{unicode.Georgian, "იოყძხჽჿ"},
		{unicode.Greek, "αγικνρυχωηοτϲϳ"},
		{unicode.Hebrew, "דוחיןסװײ"},
		{unicode.Thai, "ทนบพรหเแดลปฟม"},
	}

	// together are the scripts that may stand in one label beside Latin (UTS #39 §5.2,
	// "highly restrictive").
	together = [][]*script{{han, hiragana, katakana}, {han, bopomofo}, {han, hangul}}
)

// unmistakable reports whether a label can be shown.
func unmistakable(label string) bool {
	var used []*script
	foreign, like := false, true
	for _, r := range label {
		if r <= unicode.MaxASCII && !unicode.IsLetter(r) {
			continue
		}
		s := scriptOf(r)
		if s == nil {
			return false
		}
		if !slices.Contains(used, s) {
			used = append(used, s)
		}
		foreign = foreign || s == latin && r > unicode.MaxASCII
		like = like && strings.ContainsRune(s.like, r)
	}
	if IsASCII(label) {
		return true
	}
	mixed := slices.ContainsFunc(together, func(group []*script) bool {
		return !slices.ContainsFunc(used, func(s *script) bool { return s != latin && !slices.Contains(group, s) })
	})
	return !like && (len(used) == 1 || mixed && !foreign) && !stray.MatchString(label)
}

// scriptOf gives the script of a letter; nil where it isn't shown.
func scriptOf(r rune) *script {
	switch {
	case r == 'ー' || r == '・': // which Unicode counts to no script
		return katakana
	case !unicode.IsLetter(r) && !unicode.IsMark(r), unicode.Is(odd, r):
		return nil
	}
	i := slices.IndexFunc(scripts, func(s *script) bool { return unicode.Is(s.letters, r) })
	if i < 0 {
		return nil
	}
	return scripts[i]
}

// odd are letters of the scripts that no language of today is written with, or that
// look like others: the Latin ones of phonetic alphabets, ı and ſ, and parts of Hangul.
var odd = &unicode.RangeTable{R16: []unicode.Range16{
	{0x0131, 0x0131, 1},
	{0x0138, 0x0138, 1},
	{0x0149, 0x0149, 1},
	{0x017F, 0x019F, 1},
	{0x01A2, 0x01AE, 1},
	{0x01B1, 0x01CC, 1},
	{0x01DD, 0x0217, 1},
	{0x021C, 0x02FF, 1},
	{0x1100, 0x11FF, 1},
	{0x1D00, 0x1DFF, 1},
	{0x2C60, 0x2C7F, 1},
	{0x3130, 0x318F, 1},
	{0xA720, 0xA7FF, 1},
	{0xA960, 0xA97F, 1},
	{0xAB30, 0xAB6F, 1},
	{0xD7B0, 0xD7FF, 1},
}}

// stray finds strokes and circles of Japanese with no other Japanese beside them, where
// they pass for a slash, a dash, a dot or an o.
var stray = lazy.MustCompile(`(^|[^\p{Han}\p{Hiragana}\p{Katakana}ー])[ノンソゾ丶乀乁丿一丨〇ー・]+([^\p{Han}\p{Hiragana}\p{Katakana}ー]|$)`)
