// Command mutate changes the code of packages in one small way at a time and runs
// their tests on each change: one that no test notices is a gap in the tests, unless
// the file of explained ones says why none can notice it.
//
//	mutate [-n COUNT] [-explained FILE] FOLDER[:FILES[:TESTS]]…
//
// FILES is a pattern of file names, TESTS a regular expression of tests. It runs
// in the top folder of the module, and writes nothing into it.
package main

import (
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	n := flag.Int("n", 0, "how many mutants of each folder are tried, the same ones each time; 0: all")
	file := flag.String("explained", "", "the file of mutants that no test can notice, with the reasons")
	flag.Parse()
	faults, err := mutate(flag.Args(), *file, *n)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if faults > 0 {
		os.Exit(1)
	}
}

// A target is a folder with the files that are changed and the tests that are run.
type target struct{ folder, files, tests string }

func readTarget(s string) target {
	folder, rest, _ := strings.Cut(s, ":")
	files, tests, _ := strings.Cut(rest, ":")
	return target{filepath.Clean(folder), cmp.Or(files, "*.go"), cmp.Or(tests, ".")}
}

// mutate gives the number of faults: mutants that survive without a reason, and
// reasons for what doesn't survive.
func mutate(folders []string, file string, n int) (faults int, err error) {
	explained, err := readExplained(file)
	if err != nil {
		return 0, err
	}
	scratch, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(scratch)
	for _, folder := range folders {
		t := readTarget(folder)
		mutants, err := mutantsOf(t)
		if err != nil {
			return 0, err
		}
		run := &run{target: t, scratch: scratch, timeout: 10 * time.Minute, explained: explained}
		if err := run.all(sample(mutants, n)); err != nil {
			return 0, err
		}
		faults += run.report(mutants)
	}
	return faults, nil
}

// sample takes n of the mutants. Which ones doesn't depend on where they stand: a
// change of a file leaves most of them in it.
func sample(mutants []mutant, n int) []mutant {
	if n <= 0 || n >= len(mutants) {
		return mutants
	}
	sums := make(map[string][sha256.Size]byte, len(mutants))
	for _, m := range mutants {
		sums[m.String()] = sha256.Sum256([]byte(m.String()))
	}
	taken := slices.Clone(mutants)
	slices.SortStableFunc(taken, func(a, b mutant) int {
		x, y := sums[a.String()], sums[b.String()]
		return slices.Compare(x[:], y[:])
	})
	taken = taken[:n]
	slices.SortFunc(taken, func(a, b mutant) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.from, b.from)) })
	return taken
}

// readExplained reads the file of the explained ones: a mutant a line, and below it,
// indented, why no test can notice it.
func readExplained(file string) (map[string]string, error) {
	explained := map[string]string{}
	if file == "" {
		return explained, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	name := ""
	for line := range strings.Lines(string(text)) {
		reason := strings.TrimSpace(line)
		switch {
		case reason == "", reason[0] == '#':
		case strings.HasPrefix(line, "\t"):
			explained[name] = reason
		default:
			name = reason
			explained[name] = ""
		}
	}
	for name, reason := range explained {
		if reason == "" || name == "" {
			return nil, fmt.Errorf("%s: a mutant without a reason, or a reason without one: %q %q", file, name, reason)
		}
	}
	return explained, nil
}
