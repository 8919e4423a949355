package dsn_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// everyReport gives all the reports of testdata, by their names.
func everyReport(t testing.TB) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	for _, pattern := range []string{"*.eml", "more/*.eml", "cases/*.eml", "cases/*.txt", "cases/*.json"} {
		files, err := filepath.Glob(filepath.Join("../../../testdata/dsn", pattern))
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found[file] = data
		}
	}
	return found
}

// TestTwins reads each report with LF and with CRLF at the ends of its lines: they say
// the same.
func TestTwins(t *testing.T) {
	twins := 0
	for file, data := range everyReport(t) {
		lf := strings.ReplaceAll(string(data), "\r\n", "\n")
		if strings.Contains(lf, "\r") { // it has lines that end in another way
			continue
		}
		twins++
		if a, b := said(lf), said(strings.ReplaceAll(lf, "\n", "\r\n")); a != b {
			t.Errorf("%s:\nLF:   %s\nCRLF: %s", file, a, b)
		}
	}
	if twins < 136 {
		t.Errorf("%d twins, want 136", twins)
	}
}

// said is what is read of a report, or the error.
func said(text string) string {
	r, err := dsn.Read(strings.NewReader(text))
	if err != nil {
		return err.Error()
	}
	out, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// TestMutated reads each report with bytes changed, lines lost, doubled or moved, and the
// end cut off: it never fails in another way than by an error.
func TestMutated(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for file, data := range everyReport(t) {
		for range 6 {
			text := mutate(random, bytes.Clone(data))
			r, err := dsn.Read(bytes.NewReader(text))
			if err != nil {
				continue
			}
			if !r.Kind.IsReport() && len(r.Recipients) > 0 || len(r.Recipients) > dsn.MaxRecipients {
				t.Errorf("%s: %s with %d recipients", file, r.Kind, len(r.Recipients))
			}
			for _, rc := range r.Recipients {
				safe(t, rc)
				if rc.Category == "" || !rc.Advice.Complete() || rc.Error && len(rc.Causes) == 0 {
					t.Errorf("%s: %+v", file, rc)
				}
			}
		}
	}
}

func mutate(random *rand.Rand, data []byte) []byte {
	lines := bytes.SplitAfter(data, []byte("\n"))
	at := random.IntN(len(lines))
	switch random.IntN(5) {
	case 0: // lost
		lines = append(lines[:at:at], lines[at+1:]...)
	case 1: // doubled
		lines = append(lines[:at:at], append([][]byte{lines[at]}, lines[at:]...)...)
	case 2: // moved
		to := random.IntN(len(lines))
		lines[at], lines[to] = lines[to], lines[at]
	case 3: // cut off
		return data[:random.IntN(len(data)+1)]
	default:
		for range 20 {
			data[random.IntN(len(data))] = byte(random.IntN(256))
		}
		return data
	}
	return bytes.Join(lines, nil)
}

// BenchmarkThousandReports reads 1,000 reports.
func BenchmarkThousandReports(b *testing.B) {
	var reports [][]byte
	for _, data := range everyReport(b) {
		reports = append(reports, data)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := range 1000 {
			_, _ = dsn.Read(bytes.NewReader(reports[i%len(reports)])) // some are no reports
		}
	}
}
