package lock_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lock"
)

// TestRefused: what was done to a file is said, with the line.
func TestRefused(t *testing.T) {
	whole := strings.SplitAfter(write(t, collect(t, offline(t, published))), "\n")
	whole = whole[:len(whole)-1] // 0 is the header, 1 to 9 are records, 10 is the end
	for _, c := range []struct {
		name string
		edit func(lines []string) []string
		want string
	}{
		{"nothing", func([]string) []string { return nil }, "1: the last line is missing"},
		{"another file", func([]string) []string { return []string{"version: 1\n"} }, "1: the file isn't a spfcheck.lock"},
		{"another version", replace(0, "lock 1", "lock 2"), "1: the version of the file isn't 1"},
		{"another day", replace(0, "2026-11-21", "2026-11-22"), "1: the line was edited"},
		{"no header", remove(0), "1: the file isn't a spfcheck.lock"},
		{"edited", replace(3, "192.0.2.1", "192.0.2.9"), "4: the line was edited"},
		{"edited checksum", func(l []string) []string { l[3] = l[3][:len(l[3])-2] + "x\n"; return l }, "4: the line was edited"},
		{"no checksum", func(l []string) []string { l[3] = "mail.example.jp. A 192.0.2.1\n"; return l }, "4: the line has no checksum"},
		{"empty line", func(l []string) []string { return slices.Insert(l, 4, "\n") }, "5: the line has no checksum"},
		{"merge conflict", func(l []string) []string { return slices.Insert(l, 4, "<<<<<<< HEAD\n") }, "5: a merge conflict that isn't resolved"},
		{"merge conflict in the header", func(l []string) []string { return slices.Insert(l, 0, "<<<<<<< HEAD\n") }, "1: a merge conflict that isn't resolved"},
		{"removed", remove(4), "10: above this line 1 of 9 lines are missing"},
		{"two removed", func(l []string) []string { return slices.Delete(l, 4, 6) }, "9: above this line 2 of 9 lines are missing"},
		{"all removed", func(l []string) []string { return slices.Delete(l, 1, 10) }, "2: above this line 9 of 9 lines are missing"},
		{"swapped", func(l []string) []string { l[3], l[4] = l[4], l[3]; return l }, "5: the line belongs above line 4"},
		{"twice", func(l []string) []string { return slices.Insert(l, 4, l[3]) }, "5: duplicate line"},
		{"from another file", func(l []string) []string { l[4] = other(t); return l }, "11: the lines above aren't those that were written"},
		{"added from another file", func(l []string) []string { return slices.Insert(l, 5, other(t)) }, "12: above this line there are 1 lines more than the 9"},
		{"another end", replace(10, "end 9", "end 8"), "11: above this line there are 1 lines more than the 8"},
		{"another digest", func(l []string) []string { l[10] = "end 9 " + strings.Repeat("0", 64) + "\n"; return l }, "11: the lines above aren't"},
		{"no digest", func(l []string) []string { l[10] = "end 9\n"; return l }, "11: the line was edited"},
		{"more than a digest", replace(10, "\n", " \n"), "11: the line was edited"},
		{"after the end", func(l []string) []string { return append(l, "\n") }, "12: there is more after the last line"},
		{"cut between lines", func(l []string) []string { return l[:5] }, "6: the last line is missing"},
		{"cut in a line", func(l []string) []string { l[5] = l[5][:9]; return l[:6] }, "6: the line has no checksum"},
		{"cut in a checksum", func(l []string) []string { l[5] = l[5][:len(l[5])-4]; return l[:6] }, "6: the line was edited"},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused(t, strings.NewReader(strings.Join(c.edit(slices.Clone(whole)), "")), c.want)
		})
	}
}

// TestRefusedRecords: a line that has its checksum may still be none of ours.
func TestRefusedRecords(t *testing.T) {
	for line, want := range map[string]string{
		"x.example. TXT":                    "2: the line isn't NAME TYPE DATA",
		"X.example. TXT NODATA":             `2: the line can't be read: the name "X.example." isn't in its usual form`,
		"x.example TXT NODATA":              `2: the line can't be read: the name "x.example" isn't in its usual form`,
		"x..example. TXT NODATA":            `2: the line can't be read: "x..example.": the name has an empty label`,
		"x.example. TEXT NODATA":            `2: the line can't be read: there is no type "TEXT"`,
		"x.example. TYPE16 NODATA":          `2: the line can't be read: there is no type "TYPE16"`,
		`x.example. TXT a`:                  `2: the line can't be read: the data isn't in its usual form, which is "a"`,
		`x.example. TXT ( "a" )`:            `2: the line can't be read: the data isn't in its usual form`,
		`x.example. A 192.0.2.300`:          `2: the line can't be read: `,
		`x.example. CNAME y`:                `2: the line can't be read: `,
		`$INCLUDE TXT "/etc/hostname"`:      `2: the line can't be read: `,
		"x.example. A 192.0.2.1\n; A. 1 ; ": "2: ",
	} {
		refused(t, strings.NewReader(lock.Signed(line)), want)
	}
	refused(t, strings.NewReader(lock.Signed("x.example. A 192.0.2.1", "x.example. A NODATA")), "3: the line can't be read: there is another answer")
	refused(t, strings.NewReader(lock.Signed("x.example. CNAME y.example.", "x.example. CNAME z.example.")), "3: the line can't be read: x.example has two CNAME")
}

// TestLimits: a file is read up to a limit of lines, of characters in each and in
// all, and of records at a name.
func TestLimits(t *testing.T) {
	begin := strings.SplitAfter(write(t, lock.New("2026-11-21")), "\n")[0]
	refused(t, io.MultiReader(strings.NewReader(begin), endless("x")), "2: the line has more than 327680 characters")

	var records, lines, long []string
	for i := range 1001 {
		records = append(records, fmt.Sprintf("x.example. A 192.0.%d.%d", i/256, i%256))
	}
	slices.Sort(records)
	refused(t, strings.NewReader(lock.Signed(records...)), "1002: the line can't be read: x.example A has more than 1000 records")

	for i := range 100_001 {
		lines = append(lines, fmt.Sprintf("x%06d.example. A NODATA", i))
	}
	refused(t, strings.NewReader(lock.Signed(lines...)), "100002: there are more than 100000 lines")

	data := strings.Repeat(` "`+strings.Repeat(`\000`, 255)+`"`, 255)
	for i := range 40 {
		long = append(long, fmt.Sprintf("x%03d.example. TXT%s", i, data))
	}
	refused(t, strings.NewReader(lock.Signed(long...)), "34: the file has more than 8 MiB")
}

func refused(t *testing.T, r io.Reader, want string) {
	t.Helper()
	f, err := lock.Read(r, "some.lock")
	var bad *input.Error
	if !errors.As(err, &bad) {
		t.Fatalf("not refused: %v, %v", f, err)
	}
	if !strings.HasPrefix(err.Error(), "some.lock:"+want) {
		t.Errorf("got %v, want some.lock:%s", err, want)
	}
	if !bad.Problem.Complete() {
		t.Errorf("%v: not in both languages: %+v", err, bad)
	}
}

func replace(line int, old, with string) func([]string) []string {
	return func(l []string) []string { l[line] = strings.Replace(l[line], old, with, 1); return l }
}

func remove(line int) func([]string) []string {
	return func(l []string) []string { return slices.Delete(l, line, line+1) }
}

// other is a line that is right in itself, for the place of the address .2.
func other(t *testing.T) string {
	t.Helper()
	text := write(t, collect(t, offline(t, strings.Replace(published, "192.0.2.2", "192.0.2.3", 1))))
	return strings.SplitAfter(text, "\n")[4]
}

// endless is a word without an end.
type endless string

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e[i%len(e)]
	}
	return len(p), nil
}

// FuzzRead: a file is refused, or written again as it was.
func FuzzRead(f *testing.F) {
	f.Add(write(f, collect(f, offline(f, published))))
	f.Add(lock.Signed("x.example. A NODATA", "x.example. TXT NXDOMAIN", `y.example. TYPE65280 \# 2 0102`))
	f.Add("spfcheck.lock 1 \n")
	f.Fuzz(func(t *testing.T, text string) {
		read, err := lock.Read(strings.NewReader(text), "fuzz.lock")
		if err != nil {
			return
		}
		if again := write(t, read); again != strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")+"\n" {
			t.Errorf("written as\n%s\nwas\n%s", again, text)
		}
	})
}

// FuzzRecords: lines with right checksums are refused, or written again as they were.
func FuzzRecords(f *testing.F) {
	f.Add("x.example. A NODATA\nx.example. TXT NXDOMAIN\n" + `y.example. TYPE65280 \# 2 0102`)
	f.Add("x.example. TXT \"a \\255 ; \\\"b\" \"\"\nx.example. MX 10 mail.example.\nx. CNAME x.")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		read, err := lock.Read(strings.NewReader(lock.Signed(lines...)), "fuzz.lock")
		if err != nil {
			return
		}
		if again := write(t, read); again != lock.Signed(lines...) {
			t.Errorf("written as\n%s\nwas\n%s", again, lock.Signed(lines...))
		}
	})
}
