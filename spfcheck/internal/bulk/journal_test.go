package bulk_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
)

// resumed runs r over the input into a file that it may go on with.
func resumed(ctx context.Context, t testing.TB, r bulk.Runner, input, file string) (*bulk.Summary, error) {
	t.Helper()
	in, err := bulk.NewReader(strings.NewReader(input), "")
	if err != nil {
		t.Fatal(err)
	}
	journal, err := bulk.OpenJournal(file, "flags", day)
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	return r.Run(ctx, in, journal)
}

func read(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestResume interrupts a run again and again, each time at another question, and
// leaves behind the file what a kill could leave there: a part of a line, lines
// that the journal doesn't know. In the end every line is there once.
func TestResume(t *testing.T) {
	const lines = 700
	input := numbered(lines)
	want, wantSummary := judge(t, runner(t), input)
	for _, unordered := range []bool{false, true} {
		random := rand.New(rand.NewPCG(1, 2))
		file := filepath.Join(t.TempDir(), "out")
		var summary *bulk.Summary
		for err := context.Canceled; err != nil; {
			ctx, cancel := context.WithCancel(t.Context())
			r := runner(t)
			r.Unordered = unordered
			below := r.Checker.Exchanger
			var left atomic.Int64
			left.Store(random.Int64N(3000))
			r.Checker.Exchanger = stub(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
				if left.Add(-1) < 0 {
					cancel()
				}
				return below.Exchange(ctx, q)
			})
			summary, err = resumed(ctx, t, r, input, file)
			cancel()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if f, openErr := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0); openErr == nil && err != nil {
				f.WriteString([]string{"", "7", "7: deliv", "7: delivered\n8: del"}[random.IntN(4)])
				f.Close()
			}
		}
		got := read(t, file)
		if unordered {
			list := strings.SplitAfter(got, "\n")
			sorted := strings.SplitAfter(want, "\n")
			slices.Sort(list)
			slices.Sort(sorted)
			got, want = strings.Join(list, ""), strings.Join(sorted, "")
		}
		if got != want {
			t.Errorf("unordered %v: the output isn't that of one run", unordered)
		}
		if !summary.Complete || summary.Lines != lines || summary.Failing != wantSummary.Failing {
			t.Errorf("unordered %v: the summary isn't that of one run: %+v", unordered, summary)
		}
	}
}

// TestResumeAfter holds what stands in the file and beside it before a run.
func TestResumeAfter(t *testing.T) {
	input, all := numbered(300), upTo(300)
	other := strings.Replace(input, "n200.", "x200.", 1)
	begun := func(t *testing.T, file string) {
		if _, err := resumed(t.Context(), t, runner(t), input, file); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		what   string
		before func(t *testing.T, file string)
		input  string
		lines  []int
		err    error
	}{
		{"nothing", func(*testing.T, string) {}, input, all, nil},
		{"an empty file", func(t *testing.T, file string) { os.WriteFile(file, nil, 0o666) }, input, all, nil},
		{"all of it", begun, input, all, nil},
		{"all of it, and something behind it", func(t *testing.T, file string) {
			begun(t, file)
			os.WriteFile(file, []byte(read(t, file)+"301: deliv"), 0o666)
		}, input, all, nil},
		{"more lines at the end of the input", func(t *testing.T, file string) {
			if _, err := resumed(t.Context(), t, runner(t), numbered(260), file); err != nil {
				t.Fatal(err)
			}
		}, input, all, nil},
		{"another input", begun, other, all, bulk.ErrInputChanged},
		{"a shorter input", begun, numbered(299), all, bulk.ErrInputChanged},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "out")
			tt.before(t, file)
			summary, err := resumed(t.Context(), t, runner(t), tt.input, file)
			if !errors.Is(err, tt.err) || tt.err == nil && (summary.Lines != 300 || !summary.Complete) {
				t.Errorf("got %v, %+v", err, summary)
			}
			if got := numbers(t, read(t, file)); !slices.Equal(got, tt.lines) {
				t.Errorf("the file has %d lines", len(got))
			}
		})
	}
}

// begun is the journal of a run that has done three lines.
const begun = `{"version":1,"run":"flags","on":"2026-11-21","output":0,"line":3,"sum":1,"ahead":null,` +
	`"summary":{"line":3,"lines":3,"delivered":2,"failing":1,"unknown":0,"bad":0,` +
	`"carriers":[{"carrier":"au","outcomes":[{"outcome":"drop","lines":1}]}],"seconds":1},"complete":false}`

// journal is begun with another value for a key.
func journal(key, value string) string {
	return regexp.MustCompile(`"`+key+`":[^,]*`).ReplaceAllLiteralString(begun, `"`+key+`":`+value)
}

// TestJournalRefuses has files that no run can go on with; they stay as they are.
func TestJournalRefuses(t *testing.T) {
	tests := []struct {
		what, file, journal, problem string
	}{
		{"a file of another program", "mine\n", "", "no journal"},
		{"a journal that was cut", "", "{\n\"version\":1,", "can't be read: line 2: unexpected end"},
		{"a journal with something behind it", "", begun + "\n{}", "can't be read: line 2: "},
		{"a value of another kind", "", `{"version":"1"}`, "can't be read: line 1: "},
		{"no day", "", journal("on", `"garbage"`), `line 1: the value of "on"`},
		{"a negative offset", "", journal("output", "-1"), `the value of "output"`},
		{"a negative line", "", journal("line", "-1"), `the value of "line"`},
		{"lines that are done already, ahead", "", journal("ahead", "[3]"), `the value of "ahead"`},
		{"lines ahead that are out of order", "", journal("ahead", "[5,4]"), `the value of "ahead"`},
		{"a negative count", "", strings.Replace(begun, `"failing":1`, `"failing":-1`, 1), `the value of "summary"`},
		{"more lines than were read", "", journal("line", "2"), `the value of "summary"`},
		{"counts that aren't the sum", "", strings.Replace(begun, `"bad":0`, `"bad":1`, 1), `the value of "summary"`},
		{"more outcomes than lines", "", strings.Replace(begun, `"outcome":"drop","lines":1`, `"outcome":"drop","lines":9`, 1), `the value of "summary"`},
		{"a later version", "", `{"version":2,"run":"flags"}`, "of version 2"},
		{"other flags", "", `{"version":1,"run":"--only=[failing]"}`, `begun with other flags: "--only=[failing]", and now "flags"`},
		{"a file that was cut", "1: x\n", journal("output", "50"), "has 5 octets, and its journal says 50"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "out")
			if err := os.WriteFile(file, []byte(tt.file), 0o666); err != nil {
				t.Fatal(err)
			}
			if tt.journal != "" {
				if err := os.WriteFile(file+".journal", []byte(tt.journal), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			_, err := bulk.OpenJournal(file, "flags", day)
			var bad *bulk.Error
			if !errors.As(err, &bad) || !strings.Contains(bad.Problem.EN, tt.problem) || !bad.Problem.Complete() || !bad.Hint.Complete() {
				t.Errorf("got %#v, want %s", err, tt.problem)
			}
			if got := read(t, file); got != tt.file {
				t.Errorf("the file was changed: %q", got)
			}
		})
	}
}

// TestJournalPlaces has what can stand where the file or something beside it is to be
// written: a link to the file is followed, all else is refused and left as it is.
func TestJournalPlaces(t *testing.T) {
	link := func(to, from string) error { return os.Symlink(to, from) }
	tests := []struct {
		what   string
		before func(file, other string) error
		err    string
	}{
		{"a link to the file", func(file, other string) error { return link(other, file) }, ""},
		{"a link to nothing", func(file, other string) error { return link(other+"2", file) }, "not a regular file"},
		{"a pipe", func(file, _ string) error { return syscall.Mkfifo(file, 0o600) }, "not a regular file"},
		{"a link in the journal's place", func(file, other string) error { return link(other, file+".journal") }, "not a regular file"},
		{"a pipe in the journal's place", func(file, _ string) error { return syscall.Mkfifo(file+".journal", 0o600) }, "not a regular file"},
		{"a link in the lock's place", func(file, other string) error { return link(other, file+".lock") }, "not a regular file"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			dir := t.TempDir()
			file, other := filepath.Join(dir, "out"), filepath.Join(dir, "other")
			if err := errors.Join(os.WriteFile(other, nil, 0o600), tt.before(file, other)); err != nil {
				t.Fatal(err)
			}
			journal, err := bulk.OpenJournal(file, "flags", day)
			if tt.err == "" {
				if err != nil {
					t.Fatal(err)
				}
				defer journal.Close()
				if _, err := os.Stat(other + ".journal"); err != nil {
					t.Errorf("the journal isn't beside the file that the link leads to: %v", err)
				}
				return
			}
			var bad *bulk.Error
			if !errors.As(err, &bad) || !strings.Contains(bad.Problem.EN, tt.err) {
				t.Errorf("got %v", err)
			}
			if text := read(t, other); text != "" {
				t.Errorf("what the link leads to was written: %q", text)
			}
		})
	}
}

// TestJournalInUse has a run that comes while another one writes: it is refused, and
// let in when that one has ended.
func TestJournalInUse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out")
	first, err := bulk.OpenJournal(file, "flags", day)
	if err != nil {
		t.Fatal(err)
	}
	var bad *bulk.Error
	if _, err := bulk.OpenJournal(file, "flags", day); !errors.As(err, &bad) || !strings.Contains(bad.Problem.EN, "another run is writing") {
		t.Errorf("while the first writes: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := bulk.OpenJournal(file, "other flags", day); !errors.As(err, &bad) || !strings.Contains(bad.Problem.EN, "other flags") {
		t.Errorf("with other flags: %v", err)
	}
	second, err := bulk.OpenJournal(file, "flags", day)
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	second.Close()
}

// TestJournalKeepsItsDay goes on with the rules that the run was begun with.
func TestJournalKeepsItsDay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out")
	if _, err := resumed(t.Context(), t, runner(t), numbered(3), file); err != nil {
		t.Fatal(err)
	}
	journal, err := bulk.OpenJournal(file, "flags", "2027-01-01")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	if journal.On() != day || journal.Done() != 3 {
		t.Errorf("the day is %s, %d lines are done", journal.On(), journal.Done())
	}
}

// TestResumeAhead interrupts an unordered run when every line but the first is
// done, and the run that goes on before it has done anything: the lines ahead of
// the first stay done.
func TestResumeAhead(t *testing.T) {
	file, input := filepath.Join(t.TempDir(), "out"), numbered(20)
	for _, left := range []int{19, 0} { // lines that are still to be done
		ctx, cancel := context.WithCancel(t.Context())
		r := runner(t)
		r.Unordered = true
		below := r.Checker.Exchanger
		r.Checker.Exchanger = stub(func(ctx context.Context, q dns.Question) (*dns.Msg, error) {
			if q.Name == "n1.example.jp." {
				if left == 0 {
					cancel()
				}
				<-ctx.Done()
			}
			return below.Exchange(ctx, q)
		})
		done := 0
		r.Progress = func() {
			if done++; done == left {
				cancel()
			}
		}
		if summary, err := resumed(ctx, t, r, input, file); !errors.Is(err, context.Canceled) || summary.Lines != 19 {
			t.Fatalf("got %v, %+v", err, summary)
		}
	}
	r := runner(t)
	if _, err := resumed(t.Context(), t, r, input, file); err != nil {
		t.Fatal(err)
	}
	got := numbers(t, read(t, file))
	if slices.Sort(got); !slices.Equal(got, upTo(20)) {
		t.Errorf("the file has lines %v", got)
	}
}
