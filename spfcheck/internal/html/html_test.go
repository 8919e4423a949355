package html_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
	nethtml "golang.org/x/net/html"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
)

// hostile is what a text may say that comes from DNS or from a message.
const hostile = `</script></style></title></svg><script>alert(1)</script><img src=x onerror=alert(1)>" onload="alert(1)' {{.}} <!-- javascript:alert(1)`

// everything is a document that has the text in all its places.
func everything(text string) *html.Document {
	lines := html.Lines{{Text: text}, {Text: text, Code: true}, {Text: text, Strong: true, Tone: html.Bad}, {Text: text, URL: text}}
	tree := &html.Node{Caption: text, Domain: text, Result: text, Tone: html.Bad, Rows: []html.Row{
		{Term: text, Marks: []string{text}, Count: text, Limit: text, Child: &html.Node{Domain: text}},
	}}
	strip := &html.Strip{Caption: text, Parts: []html.Part{{Ranges: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Text: text}}}
	return &html.Document{
		Language: i18n.English, Title: text, Subtitle: text, Warnings: []string{text}, Footer: text,
		Cards: []html.Card{{Title: text, Word: text, Text: text, Tone: html.Good}},
		Sections: []html.Section{{Title: text, Blocks: []html.Block{
			{Lines: lines},
			{List: []html.Lines{lines}},
			{Tree: tree},
			{Strip: strip},
			{Records: []html.Record{{Label: text, Line: text, Name: text}}},
			{Steps: []html.Step{{Text: text, Blocks: []html.Block{{Lines: lines}}}}},
			{Table: &html.Table{Caption: text, Head: []string{text}, Groups: []html.Group{{Title: lines, Rows: [][]html.Lines{{lines}}}}}},
		}}},
	}
}

// ofSite is everything that only a page of a site has, too.
func ofSite(text string) *html.Document {
	d := everything(text)
	d.Menu, d.Live = []html.Link{{Text: text, URL: text, Here: true}}, text
	d.Sections = append(d.Sections, html.Section{Title: text, Blocks: []html.Block{
		{Frame: &html.Frame{Title: text, URL: text}},
		{Form: &html.Form{
			Method: "get", Action: text, Buttons: []html.Button{{Text: text, Action: text}},
			Fields: []html.Field{
				{Name: text, Label: text, Value: text, Example: text, Help: text, Problem: text, Choices: []html.Choice{{Value: text, Text: text}}},
				{Name: text, Value: text},
			},
		}},
	}})
	return d
}

// write gives the document as it is parsed from HTML.
func write(t *testing.T, d *html.Document) *nethtml.Node {
	t.Helper()
	var b strings.Builder
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	root, err := nethtml.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements are the names of all elements, and of all attributes of each.
func elements(root *nethtml.Node) (names []string) {
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode {
			continue
		}
		names = append(names, n.Data)
		for _, a := range n.Attr {
			names = append(names, n.Data+" "+a.Key)
		}
	}
	return names
}

// TestTextIsText: whatever a text says, the document has the same elements and
// attributes, and no link.
func TestTextIsText(t *testing.T) {
	letters := func(r rune) rune { // of the same length, so that lines end at the same places
		if r == ' ' {
			return r
		}
		return 'x'
	}
	harmless := write(t, ofSite(strings.Map(letters, hostile)))
	attacked := write(t, ofSite(hostile))
	if diff := cmp.Diff(elements(harmless), elements(attacked)); diff != "" {
		t.Errorf("hostile text makes other elements:\n%s", diff)
	}
	for n := range attacked.Descendants() {
		for _, a := range n.Attr {
			if slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key) && strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
				t.Errorf("a link leads to %q", a.Val)
			}
		}
	}
}

// TestPolicy: the policy has the hash of the style and of the scripts as they are
// written, and allows nothing else but what the page is made of.
func TestPolicy(t *testing.T) {
	for _, tt := range []struct {
		name                string
		document            *html.Document
		connect, frame, end string
	}{
		{"a page that stands alone", everything("text"), "", "", "'none'"},
		{"a page of a site", ofSite("text"), "; connect-src 'self'", "; frame-src 'self'", "'self'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := write(t, tt.document)
			want := "default-src 'none'; style-src" + hashes(root, "style") + "; script-src" + hashes(root, "script") +
				tt.connect + tt.frame + "; base-uri 'none'; form-action " + tt.end
			for n := range root.Descendants() {
				for i, a := range n.Attr {
					if a.Val == "Content-Security-Policy" && n.Attr[i+1].Val != want {
						t.Errorf("the policy is\n%s, want\n%s", n.Attr[i+1].Val, want)
					}
				}
			}
		})
	}
}

// hashes are those of the texts of elements, as a policy has them.
func hashes(root *nethtml.Node, name string) (all string) {
	for n := range root.Descendants() {
		if n.Type == nethtml.ElementNode && n.Data == name {
			sum := sha256.Sum256([]byte(n.FirstChild.Data))
			all += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
	}
	return all
}

// TestDrawing: whatever the names, all text is within its box, no line covers another,
// and a limit is drawn where it falls.
func TestDrawing(t *testing.T) {
	long := strings.Repeat("a-rather-long-label.", 12) + "example"
	wide := strings.Repeat("日本語", 40)
	n := &html.Node{Domain: long, Result: wide, Tone: html.Bad}
	for range 12 {
		n = &html.Node{Domain: wide, Rows: []html.Row{
			{Term: "include:" + long, Marks: []string{"no match", wide}, Count: "3/10", Tone: html.Good, Child: n},
			{Term: "a", Marks: []string{"matches"}, Limit: "limit"},
		}}
	}
	d := n.Draw()
	if len(d.Limits) != 12 {
		t.Errorf("%d limits", len(d.Limits))
	}
	for _, b := range d.Boxes {
		if b.X < 0 || b.Y < 0 || b.X+b.Width > d.Width || b.Y+b.Height > d.Height || b.Height <= 0 {
			t.Errorf("a box at %+v of %d x %d", b, d.Width, d.Height)
		}
	}
	for i, l := range d.Texts {
		end := l.X + uniseg.StringWidth(l.Text)*7
		if l.Right {
			end = l.X
		}
		if end > d.Width || l.Y > d.Height {
			t.Errorf("%+v is outside of %d x %d", l, d.Width, d.Height)
		}
		if i > 0 && l.Y <= d.Texts[i-1].Y && !l.Right {
			t.Errorf("%+v covers %+v", l, d.Texts[i-1])
		}
	}
}

// TestBounded: of a tree with too many terms as many are drawn as can be looked at, and
// the rest is counted.
func TestBounded(t *testing.T) {
	inner := &html.Node{Domain: "inner.example", Rows: make([]html.Row, html.MaxRows)}
	outer := &html.Node{Domain: "outer.example", Rows: []html.Row{{Term: "include:inner.example", Child: inner}, {Term: "-all"}}}
	got := outer.Bounded(i18n.English)
	if n := len(got.Rows[0].Child.Rows); n != html.MaxRows-1 {
		t.Errorf("%d rows are drawn", n)
	}
	if last := got.Rows[len(got.Rows)-1].Term; last != "+2 terms" {
		t.Errorf("the last row says %q", last)
	}
	if len(inner.Rows) != html.MaxRows || len(outer.Rows) != 2 {
		t.Error("the tree itself was changed")
	}
}

// TestStrip: addresses in a row that come to the same are one bar, bars stand side by
// side in the order of their addresses, and the smallest can be seen.
func TestStrip(t *testing.T) {
	prefixes := func(all ...string) (list []netip.Prefix) {
		for _, p := range all {
			list = append(list, netip.MustParsePrefix(p))
		}
		return list
	}
	s := html.Strip{Parts: []html.Part{
		{Ranges: prefixes("198.51.100.0/24", "198.51.101.0/24"), Text: "pass", Tone: html.Good},
		{Ranges: prefixes("192.0.2.7/32", "198.51.102.0/23"), Text: "fail", Tone: html.Bad},
	}}
	bars := s.Bars()
	want := []string{"192.0.2.7-192.0.2.7: fail", "198.51.100.0-198.51.101.255: pass", "198.51.102.0-198.51.103.255: fail"}
	if len(bars) != len(want) {
		t.Fatalf("%+v", bars)
	}
	x := 0
	for i, b := range bars {
		if b.Title != want[i] {
			t.Errorf("bar %d is %q, want %q", i, b.Title, want[i])
		}
		if b.X < x || b.Width < 10 || b.X+b.Width > s.Width() {
			t.Errorf("bar %d is %+v after %d", i, b, x)
		}
		x = b.X + b.Width
	}
	if bars[0].Height == bars[1].Height {
		t.Error("what is not good looks like what is, to who sees no colours")
	}
}

// TestStripOfMany: many ranges all have their place, and of too many none is drawn: some
// of them would be a false picture.
func TestStripOfMany(t *testing.T) {
	for _, n := range []int{1, 600, 2000, 2001} {
		part := html.Part{Tone: html.Good}
		for i := range n {
			part.Ranges = append(part.Ranges, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 0}), 32))
		}
		for _, whole := range []bool{false, true} {
			s := html.Strip{Parts: []html.Part{part}, Whole: whole}
			bars := s.Bars()
			if want := n % 2001; len(bars) != want {
				t.Errorf("%d of %d ranges are drawn", len(bars), n)
			}
			for _, b := range bars {
				if b.X < 0 || b.Width < 1 || b.X+b.Width > s.Width() {
					t.Fatalf("of %d ranges one is at %d, %d wide", n, b.X, b.Width)
				}
			}
		}
	}
}
