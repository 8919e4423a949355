package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// run tries the mutants of a target.
type run struct {
	target
	scratch   string
	timeout   time.Duration
	explained map[string]string

	tried, noticed, late, known int
	survived                    []mutant
	stale                       []string
}

// all tries them, after the code as it is: tests that fail on that notice nothing,
// and what takes far longer than they do never ends.
func (r *run) all(mutants []mutant) error {
	begun := time.Now()
	if noticed, _, output, err := r.test(mutant{}); err != nil || noticed {
		return errors.Join(fmt.Errorf("%s: the tests fail before anything is changed:\n%s", r.folder, output), err)
	}
	r.timeout = 20*time.Second + 5*time.Since(begun)
	for _, m := range mutants {
		noticed, late, _, err := r.test(m)
		if err != nil {
			return err
		}
		r.tried++
		_, explained := r.explained[m.String()]
		switch {
		case late:
			r.late++
			fmt.Printf("%s:%d: takes too long: %s\n", m.file, m.line, m)
		case noticed:
			r.noticed++
		case explained:
			r.known++
		default:
			r.survived = append(r.survived, m)
			fmt.Printf("%s:%d: no test notices:\n%s\n", m.file, m.line, m)
		}
		if explained && noticed {
			r.stale = append(r.stale, m.String())
		}
	}
	return nil
}

// report says what came of it, and gives the number of faults. A reason whose
// mutant is gone is one, too.
func (r *run) report(all []mutant) int {
	there := map[string]bool{}
	for _, m := range all {
		there[m.String()] = true
	}
	for name := range r.explained {
		if r.has(name) && !there[name] {
			r.stale = append(r.stale, name)
		}
	}
	for _, name := range r.stale {
		fmt.Printf("explained, but noticed by a test or not there any more:\n%s\n", name)
	}
	fmt.Printf("%s: %d mutants, %d tried: %d noticed, %d took too long, %d survived and are explained, %d survived\n",
		r.folder, len(all), r.tried, r.noticed, r.late, r.known, len(r.survived))
	return len(r.survived) + len(r.stale)
}

// has reports whether an explained mutant is one of the target's.
func (r *run) has(name string) bool {
	file := fileOf(name)
	ok, err := filepath.Match(r.files, filepath.Base(file))
	return err == nil && ok && filepath.Dir(file) == r.folder
}

// test runs the tests on a mutant, which stands in for the file in the build alone.
func (r *run) test(m mutant) (noticed, late bool, output []byte, err error) {
	args := []string{"test", "-vet=off", "-failfast", "-timeout", r.timeout.String(), "-run", r.tests}
	if m.file != "" {
		overlay, err := r.overlay(m)
		if err != nil {
			return false, false, nil, err
		}
		args = append(args, "-overlay", overlay)
	}
	ctx, cancel := context.WithTimeout(context.Background(), r.timeout+time.Minute)
	defer cancel()
	output, err = exec.CommandContext(ctx, "go", append(args, "./"+r.folder)...).CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return false, false, output, nil
	case !errors.As(err, &exit):
		return false, false, output, err
	case bytes.Contains(output, []byte("[build failed]")), bytes.Contains(output, []byte("[setup failed]")):
		return false, false, output, fmt.Errorf("%s doesn't build:\n%s", m, output)
	}
	late = ctx.Err() != nil || bytes.Contains(output, []byte("panic: test timed out"))
	return true, late, output, nil
}

func (r *run) overlay(m mutant) (string, error) {
	file, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(r.scratch, filepath.Base(m.file))
	if err := os.WriteFile(changed, m.source(), 0o600); err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(r.scratch, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}
