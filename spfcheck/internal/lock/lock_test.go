package lock_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const published = `
$ORIGIN example.jp.
@      SOA ns.example.jp. host.example.jp. 1 1 1 1 1
shop   TXT "v=spf1 include:alias.example.jp a:mail.example.jp -all"
shop   TXT "a \"quoted\" ; text" "in \255 two"
alias  CNAME spf
spf    TXT "v=spf1 ip4:192.0.2.0/24 -all"
mail   A 192.0.2.1
mail   A 192.0.2.2
shop   MX 10 mail
loop   CNAME pool
pool   CNAME loop
`

// collect asks a source for everything that shop.example.jp has, in an order.
func collect(t testing.TB, source resolve.Exchanger, order ...int) *lock.File {
	t.Helper()
	f := lock.New("2026-11-21")
	l := resolve.Lookup{Exchanger: resolve.Chain(source, f.Answers.Collect())}
	questions := []func() error{
		func() error { _, err := l.LookupTXT(t.Context(), "shop.example.jp"); return err },
		func() error { _, err := l.LookupTXT(t.Context(), "ALIAS.example.jp"); return err },
		func() error { _, err := l.LookupIPAddr(t.Context(), "mail.Example.jp"); return err },
		func() error { _, err := l.LookupMX(t.Context(), "shop.example.jp"); return err },
		func() error { _, err := l.LookupTXT(t.Context(), "gone.example.jp"); return err },
	}
	if order == nil {
		order = []int{0, 1, 2, 3, 4}
	}
	for _, i := range order {
		if err := questions[i](); err != nil && !resolve.NotFound(err) {
			t.Fatal(err)
		}
	}
	return f
}

func offline(t testing.TB, text string) resolve.Exchanger {
	t.Helper()
	return resolve.Offline(dnstest.Zone(t, text))
}

func write(t testing.TB, f *lock.File) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t testing.TB, text string) *lock.File {
	t.Helper()
	f, err := lock.Read(strings.NewReader(text), "spfcheck.lock")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestForm shows the file, without the checksums.
func TestForm(t *testing.T) {
	var got strings.Builder
	for line := range strings.Lines(write(t, collect(t, offline(t, published)))) {
		text, sum, _ := cut(line)
		fmt.Fprintln(&got, text)
		if len(sum) != len("2b1c9f0e\n") && len(sum) != 65 {
			t.Errorf("no checksum: %s", line)
		}
	}
	want := `spfcheck.lock 1 2026-11-21
alias.example.jp. CNAME spf.example.jp.
gone.example.jp. TXT NXDOMAIN
mail.example.jp. A 192.0.2.1
mail.example.jp. A 192.0.2.2
mail.example.jp. AAAA NODATA
shop.example.jp. MX 10 mail.example.jp.
shop.example.jp. TXT "a \"quoted\" ; text" "in \255 two"
shop.example.jp. TXT "v=spf1 include:alias.example.jp a:mail.example.jp -all"
spf.example.jp. TXT "v=spf1 ip4:192.0.2.0/24 -all"
end 9
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// cut parts a line from its checksum.
func cut(line string) (text, sum string, ok bool) {
	i := strings.LastIndex(line, " ; ")
	if i < 0 {
		i = strings.LastIndex(line, " ")
		return line[:i], line[i+1:], true
	}
	return line[:i], line[i+3:], true
}

// TestSameBytes: whatever the order of questions and of records, the file is the
// same; another record is another line.
func TestSameBytes(t *testing.T) {
	want := write(t, collect(t, offline(t, published)))
	turned := strings.Replace(published, "192.0.2.1\nmail   A 192.0.2.2", "192.0.2.2\nmail   A 192.0.2.1", 1)
	if turned == published {
		t.Fatal("nothing was turned")
	}
	if got := write(t, collect(t, offline(t, turned), 4, 3, 2, 1, 0)); got != want {
		t.Errorf("another file:\n%s", cmp.Diff(want, got))
	}
	changed := write(t, collect(t, offline(t, strings.Replace(published, "192.0.2.0/24", "192.0.2.0/25", 1))))
	differ := 0
	for i, line := range strings.Split(changed, "\n") {
		if line != strings.Split(want, "\n")[i] {
			differ++
		}
	}
	if differ != 2 { // the record and the last line
		t.Errorf("%d lines differ", differ)
	}
}

// TestExchanger: the file answers as DNS did, follows CNAMEs, and fails for what
// isn't in it.
func TestExchanger(t *testing.T) {
	source := offline(t, published)
	f := read(t, write(t, collect(t, source)))
	if f.Day != "2026-11-21" {
		t.Errorf("the day is %s", f.Day)
	}
	was, is := resolve.Lookup{Exchanger: source}, resolve.Lookup{Exchanger: f.Exchanger()}
	for _, name := range []string{"SHOP.example.jp", "alias.example.jp", "spf.example.jp", "gone.example.jp"} {
		sameAnswer(t, name, was.LookupTXT, is.LookupTXT)
	}
	sameAnswer(t, "alias.example.jp", was.LookupCNAME, is.LookupCNAME)
	sameAnswer(t, "mail.example.jp", was.LookupIPAddr, is.LookupIPAddr)
	sameAnswer(t, "shop.example.jp", was.LookupMX, is.LookupMX)
	_, err := resolve.Lookup{Exchanger: f.Exchanger()}.LookupTXT(t.Context(), "mail.example.jp")
	if err == nil || resolve.NotFound(err) || !strings.Contains(err.Error(), "mail.example.jp TXT is not in spfcheck.lock") {
		t.Errorf("what isn't there: %v", err)
	}
}

// sameAnswer asks two sources.
func sameAnswer[V any](t *testing.T, name string, was, is func(context.Context, string) (V, error)) {
	t.Helper()
	want, wantErr := was(t.Context(), name)
	got, err := is(t.Context(), name)
	if diff := cmp.Diff([]any{want, wantErr}, []any{got, err}, sorted); diff != "" {
		t.Errorf("%s: (-was +is)\n%s", name, diff)
	}
}

// sorted compares texts in any order.
var sorted = cmp.Transformer("sorted", func(texts []string) []string { return slices.Sorted(slices.Values(texts)) })

// TestRoundTrip: made-up answers are read as they were written.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		f := lock.New("2026-11-21")
		for range r.IntN(30) {
			made(t, r, f.Answers)
		}
		text := write(t, f)
		again := read(t, text)
		if diff := cmp.Diff(f.Answers.All(), again.Answers.All()); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		if got := write(t, again); got != text {
			t.Fatalf("seed %d: %s", seed, cmp.Diff(text, got))
		}
	}
}

// made adds the answer to a made-up question.
func made(t *testing.T, r *rand.Rand, answers *resolve.Answers) {
	t.Helper()
	label := make([]byte, 1+r.IntN(5))
	for i := range label {
		label[i] = byte(r.IntN(256))
	}
	owner, err := dnsmsg.ParseName(escape(label) + ".example")
	if err != nil {
		t.Fatal(err)
	}
	set := resolve.RRset{Name: owner.String(), Type: []string{"TXT", "A", "MX"}[r.IntN(3)]}
	if _, known := answers.Get(set); known {
		return
	}
	if r.IntN(4) == 0 {
		err = answers.AddNone(set, r.IntN(2) == 0)
	}
	for range 1 + r.IntN(3) {
		if _, known := answers.Get(set); known && r.IntN(2) == 0 || err != nil {
			break
		}
		text := make([]byte, r.IntN(200))
		for i := range text {
			text[i] = byte(r.IntN(256))
		}
		data := map[string]string{
			"TXT": `"` + escape(text) + `"`, "A": fmt.Sprintf("192.0.2.%d", r.IntN(256)), "MX": fmt.Sprintf("%d %s", r.IntN(65536), owner),
		}[set.Type]
		rr, err := zone.ParseData(dnsmsg.Question{Name: owner, Type: dns.StringToType[set.Type]}, data)
		if err != nil {
			t.Fatal(err)
		}
		if answer, known := answers.Get(set); !known || len(answer.Data) > 0 {
			if err := answers.Add(set, dnsmsg.Data(rr)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// escape writes octets as \DDD.
func escape(text []byte) string {
	var b strings.Builder
	for _, c := range text {
		fmt.Fprintf(&b, "\\%03d", c)
	}
	return b.String()
}
