package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"
)

// paged writes to a pager where standard output is a terminal, as git does: to
// what PAGER says, or else less. An empty PAGER, or "cat", means none.
func (p *program) paged(ctx context.Context, write func(io.Writer) error) error {
	pager := pagerOf(os.LookupEnv)
	if pager == "" || !isTerminal(p.stdout) {
		return write(p.stdout)
	}
	return p.throughPager(ctx, pager, write)
}

// pagerOf gives the command of the pager, "" for none.
func pagerOf(lookup func(string) (string, bool)) string {
	pager, set := lookup("PAGER")
	switch {
	case pager == "cat":
		return ""
	case set:
		return pager
	}
	if _, err := exec.LookPath("less"); err != nil {
		return ""
	}
	return "less"
}

// throughPager runs the pager on what is written. A pager that can't be run costs
// nothing: the output then goes where it would have gone. One that is quit before
// its end isn't an error. It ends with ctx, by a signal that lets it put the terminal
// in order.
func (p *program) throughPager(ctx context.Context, pager string, write func(io.Writer) error) error {
	var page bytes.Buffer
	if err := write(&page); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", pager)
	cmd.Cancel, cmd.WaitDelay = func() error { return cmd.Process.Signal(syscall.SIGTERM) }, grace/2
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(page.Bytes()), p.stdout, p.stderr
	cmd.Env = os.Environ()
	if _, set := os.LookupEnv("LESS"); !set {
		cmd.Env = append(cmd.Env, "LESS=FRX") // quit if it fits the screen, colours, leave the screen as it is
	}
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case err == nil, errors.Is(err, syscall.EPIPE):
		return nil
	case errors.As(err, &exit) && exit.ExitCode() != 127: // the shell found it
		return nil
	}
	_, err = p.stdout.Write(page.Bytes())
	return err
}
