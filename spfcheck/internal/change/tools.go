package change

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// maxTool is how long a tool may take that prints a file in a form which can be read.
const maxTool = 2 * time.Minute

// showPlan has Terraform or OpenTofu print a plan.
func showPlan(path string) ([]byte, error) {
	name, err := firstTool("terraform", "tofu")
	if err != nil {
		return nil, fmt.Errorf("%w: print it with terraform show -json FILE", err)
	}
	return runTool("", name, "show", "-json", path)
}

// printIR has DNSControl print what its configuration means.
func printIR(path string) ([]byte, error) {
	name, err := firstTool("dnscontrol")
	if err != nil {
		return nil, fmt.Errorf("%w: print it with dnscontrol print-ir -config FILE", err)
	}
	// One dash or two: to it that is the same.
	return runTool(filepath.Dir(path), name, "print-ir", "-config", filepath.Base(path))
}

// firstTool finds the first program that is installed.
func firstTool(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not installed here", names[0])
}

// runTool gives what a program prints.
func runTool(dir, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), maxTool)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil, fmt.Errorf("%s %s: %s", filepath.Base(name), args[0], doc.Excerpt(string(bytes.TrimSpace(e.Stderr))))
	}
	if err != nil {
		return nil, err
	}
	return zone.ReadAll(bytes.NewReader(out))
}
